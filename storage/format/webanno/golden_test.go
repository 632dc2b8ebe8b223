package webanno_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
	"dragoman/storage/format/webanno"
)

// file returns a file of one sentence that ends in “Ana”, which is marked, in
// the unit.
func file(text string, u format.Unit) []byte {
	doc := model.NewText(text)
	var b strings.Builder
	b.WriteString("#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Span|value\n\n\n")
	for line := range strings.SplitSeq(text, "\n") {
		b.WriteString("#Text=" + strings.ReplaceAll(line, "\r", `\r`) + "\n")
	}
	at := 0
	for i, word := range strings.Fields(text) {
		at += strings.Index(text[at:], word)
		value := "_"
		if at == len(text)-3 {
			value = "PER"
		}
		fmt.Fprintf(&b, "1-%d\t%d-%d\t%s\t%s\t\n", i+1, u.Count(doc, at), u.Count(doc, at+len(word)), word, value)
		at += len(word)
	}
	return []byte(b.String())
}

// TestOffsetsOfAnyUnit finds the unit by the tokens; in one that does not fit,
// nothing is read.
func TestOffsetsOfAnyUnit(t *testing.T) {
	for _, prefix := range []string{
		"Zoë met 😊 ", "👨‍👩‍👧 met ", "e\u0301lan met ", "A\r\n", "שלום ", "👶🏻 ", "🇫🇷 ",
	} {
		for _, u := range format.Units() {
			text := prefix + "Ana"
			records, report, err := formattest.Read(webanno.Format(), "a.tsv", file(text, u))
			if err != nil || len(records) != 1 || records[0].Set == nil {
				t.Fatalf("%q in %s: %v, %+v", text, u, err, report)
			}
			r := records[0]
			if got := r.Document.Text.Quote(r.Set.Annotations[0].Fragments); r.Document.Text.String() != text || got != "Ana" {
				t.Errorf("%q in %s: read %q of %q", text, u, got, r.Document.Text)
			}
			wrong := strings.ReplaceAll(string(file(text, u)), "\tAna\t", "\tAda\t")
			records, report, err = formattest.Read(webanno.Format(), "a.tsv", []byte(wrong))
			if err != nil || len(records) != 1 || records[0].Set != nil || len(report.Rejected) != 1 {
				t.Errorf("%q in %s: the token is not where it says, and yet: %v, %+v", text, u, err, report)
			}
		}
	}
}

// fields writes one document and returns the first four fields of the lines
// that hold some text.
func fields(t *testing.T, notation, with string) []string {
	t.Helper()
	doc, set := modeltest.Parse(notation)
	files, _, err := formattest.WriteFiles(webanno.Format(), format.WriteOptions{}, format.Record{Document: doc, Set: &set, Named: true})
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for line := range strings.SplitSeq(string(files[string(doc.ID[:16])+".tsv"]), "\n") {
		if strings.Contains(line, with) && !strings.HasPrefix(line, "#") {
			found = append(found, strings.Join(strings.Split(line, "\t")[:4], "\t"))
		}
	}
	return found
}

// TestSubTokens writes what begins or ends within a word in a line of its own.
func TestSubTokens(t *testing.T) {
	for notation, want := range map[string][]string{
		"the [person Ana] met":          {"1-2\t4-7\tAna\tperson"},
		"the [person An]a met":          {"1-2.1\t4-6\tAn\tperson[1]"},
		"the A[person na m]et":          {"1-2.1\t5-7\tna\tperson[1]", "1-3.1\t8-9\tm\tperson[1]"},
		"th[person e Ana met]":          {"1-1.1\t2-3\te\tperson[1]", "1-2\t4-7\tAna\tperson[1]", "1-3\t8-11\tmet\tperson[1]"},
		"the[person  Ana] met":          {"1-2\t3-4\t \tperson[1]", "1-3\t4-7\tAna\tperson[1]"},
		"[person#1 the] [person#1 met]": {"1-1\t0-3\tthe\tperson", "1-2\t4-7\tmet\tperson"},
		"the[person \n]Ana":             {"1-2\t3-4\t\\n\tperson"},
	} {
		if got := fields(t, notation, "person"); !slices.Equal(got, want) {
			t.Errorf("%q: %q, want %q", notation, got, want)
		}
	}
}

// TestValuesWithReservedCharacters writes and reads what has a meaning of its
// own in the format.
func TestValuesWithReservedCharacters(t *testing.T) {
	for _, value := range []string{
		"*", "_", "a|b", "a[1]", "]", "[", `\`, `a\`, `\t`, "\t", "\n", "\r\n", `\r`, "->", "1->2", ";", "😊", " ", "\x00", "-\\>", `\\|`,
	} {
		doc, set := modeltest.Parse("[person Ana] [person [person Bo] met]")
		for i := range set.Annotations {
			a := &set.Annotations[i]
			a.Label, a.Note = value, value
			a.Attributes = []model.Attribute{{Name: "größe", Value: value}, {Name: "mode", Value: value}}
			a.Origin = ""
		}
		set.Status, set.Annotator = model.StatusNew, model.Imported
		formattest.RoundTrip(t, webanno.Format(), format.Auto, []format.Record{{Document: doc, Set: &set, Named: true}})
	}
}
