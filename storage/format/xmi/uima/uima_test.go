package uima

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/model/segment"
)

// TestFileNamesAreSafe makes a name of any title and annotator that every
// system takes, and none twice.
func TestFileNamesAreSafe(t *testing.T) {
	safe := regexp.MustCompile(`^[a-z0-9-]{1,60}$`)
	for _, title := range []string{"", "../../etc/passwd", `C:\con`, "NUL", ".", "A&B: größer!", strings.Repeat("é", 200), "\xff", "שלום"} {
		for _, text := range []string{"a", "b"} {
			name := FileName(model.NewDocument(text, title, ""))
			if !safe.MatchString(name) || !fs.ValidPath(name) || !strings.Contains(name, string(model.DocumentIDOf(text)[:16])) {
				t.Errorf("%q of title %q", name, title)
			}
		}
	}
	seen := map[string]string{}
	for _, annotator := range []string{"ana", "Ana", "ANA", "ana.", "a n a", "بهار", "../x", "gold", "..", strings.Repeat("x", 100), strings.Repeat("x", 101)} {
		name := AnnotatorName(model.Annotator(annotator))
		if other, twice := seen[name]; twice || !safe.MatchString(name) {
			t.Errorf("%q is the name of %q and %q", name, annotator, other)
		}
		seen[name] = annotator
	}
}

// TestFeaturesHoldEveryAttribute gives a feature to attributes whose names can
// be one, and keeps the others together.
func TestFeaturesHoldEveryAttribute(t *testing.T) {
	a := model.Annotation{Label: "statement", ID: "1"}
	for _, name := range []string{"mode", "größe", "note", "begin", "ROLE_x", "a b", "9", "label"} {
		a = a.WithAttribute(name, name+"!")
	}
	var got []string
	for _, f := range Features(a, nil) {
		got = append(got, f.Name+"="+f.Value)
	}
	want := `label=statement identifier=1 mode=mode! attributes={"9":"9!","ROLE_x":"ROLE_x!","a b":"a b!","begin":"begin!","größe":"größe!","label":"label!","note":"note!"}`
	if strings.Join(got, " ") != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// TestSentencesHoldAllTokens cuts any text into sentences that hold each token
// once and in order.
func TestSentencesHoldAllTokens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := modeltest.Text().Draw(t, "text")
		tokens := segment.Tokens(text)
		next := 0
		for _, s := range Sentences(text, tokens) {
			if s.First != next || s.End <= s.First {
				t.Fatalf("%q: a sentence of %v behind token %d", text, s, next)
			}
			next = s.End
		}
		if next != len(tokens) {
			t.Errorf("%q: %d tokens are in sentences, of %d", text, next, len(tokens))
		}
	})
	text := "Ana met Bo. They left."
	if got := Sentences(text, segment.Tokens(text)); len(got) != 2 || got[0].End != 4 {
		t.Errorf("%q: %v", text, got)
	}
}

// TestTypesComeBack reads the type system that is written.
func TestTypesComeBack(t *testing.T) {
	var b strings.Builder
	if err := WriteTypes(&b, Layers([]string{"mode"})); err != nil {
		t.Fatal(err)
	}
	types, err := ParseTypes([]byte(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	features, known := types.Features(Span)
	if !known || strings.Join(features, " ") != "label identifier part origin note attributes mode" {
		t.Errorf("features %v", features)
	}
	if r := types.References(Relation); len(r) != 2 || !r["Governor"] || !r["Dependent"] {
		t.Errorf("references %v", r)
	}
}
