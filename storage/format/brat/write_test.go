package brat

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
)

// TestLinesAreAsBratChecksThem reads what was written in the way of brat's
// server: the text is a list of code points in which each "\r\n" is two, lines
// are split as Python does it, and the text of an annotation must equal that at
// its fragments, joined by one space.
func TestLinesAreAsBratChecksThem(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		files, _, err := formattest.WriteFiles(Format(), format.WriteOptions{}, formattest.Project().Draw(t, "project")...)
		if err != nil {
			t.Fatal(err)
		}
		for name, data := range files {
			if path.Ext(name) != extension {
				continue
			}
			text := []rune(string(files[stem(name)+textExtension]))
			for _, l := range strings.FieldsFunc(string(data), func(r rune) bool { return r != '\t' && isBreak(r) }) {
				checkLine(t, text, l)
			}
		}
	})
}

func checkLine(t *rapid.T, text []rune, l string) {
	columns := strings.Split(l, "\t")
	if len(columns) < 2 || len(columns) > 3 || !strings.Contains("TRA#", l[:1]) {
		t.Fatalf("no line of brat's: %q", l)
	}
	if l[0] != 'T' {
		return
	}
	_, offsets, _ := strings.Cut(columns[1], " ")
	fragments, err := parseOffsets(offsets)
	var parts []string
	for _, f := range fragments {
		parts = append(parts, string(text[f.Start:f.End]))
	}
	want := strings.Join(parts, " ")
	blank := slices.ContainsFunc(parts, func(s string) bool { return strings.TrimFunc(s, isBreak) == "" })
	if err != nil || columns[2] != want && !blank {
		t.Fatalf("%q has the text %q (%v)", l, want, err)
	}
}

func TestNamesComeBack(t *testing.T) {
	for name, want := range map[string]string{
		"person": "person", "a-b_c9": "a-b_c9", "two words": "two_x0020_words", "größe": "gr_x00F6__x00DF_e",
		"_x0041_": "_x005F_x0041_", "---": "_x002D_--", "😊": "_x1F60A_", "x|y,z": "x_x007C_y_x002C_z", "<ENTITY>": "_x003C_ENTITY_x003E_",
	} {
		if got := typeName(name); got != want {
			t.Errorf("%q is written as %q, want %q", name, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringOf(rapid.OneOf(rapid.Rune(), rapid.SampledFrom([]rune("_x0041é| ,\u2028-")))).Draw(t, "name")
		if !utf8.ValidString(name) {
			t.Skip("not UTF-8")
		}
		label, value := typeName(name), valueName(name)
		if unescape(label) != name || unescape(value) != name {
			t.Errorf("%q comes back as %q from %q and %q from %q", name, unescape(label), label, unescape(value), value)
		}
		if strings.Trim(label, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") != "" || strings.ContainsAny(value, " \t\n,|") {
			t.Errorf("%q and %q have characters that brat does not allow", label, value)
		}
	})
}

// names collects what a folder is asked for.
func names(t *testing.T, opt format.WriteOptions, records ...format.Record) []string {
	t.Helper()
	files, _, err := formattest.WriteFiles(Format(), opt, records...)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files.Names() {
		if !fs.ValidPath(name) || strings.ContainsAny(name, `\:*?"<>|`) || strings.Count(name, "/") > 1 || len(name) > 120 {
			t.Errorf("%q is no name for every file system", name)
		}
	}
	return files.Names()
}

func TestFilesAreNamedSafely(t *testing.T) {
	titles := []string{"", "../../etc/passwd", `C:\x`, "con", "يوم", strings.Repeat("long ", 99), "a\x00b", "Same title", "Same title"}
	var records []format.Record
	for i, title := range titles {
		doc := model.NewDocument(strings.Repeat("x", i), title, "")
		records = append(records, format.Record{Document: doc})
	}
	slices.SortFunc(records, func(a, b format.Record) int { return strings.Compare(string(a.Document.ID), string(b.Document.ID)) })
	if got := names(t, format.WriteOptions{}, records...); len(got) != 3*len(titles)+2 {
		t.Errorf("%d documents have the files %q", len(titles), got)
	}
}

func TestEachAnnotatorHasAFolder(t *testing.T) {
	doc, set := modeltest.Parse("[person Ana] met")
	annotators := []model.Annotator{"../x", "ANA", "Ana", "ana", "con", "gold", "x", "بهار"}
	var records []format.Record
	for _, who := range annotators {
		own := set
		own.Annotator = who
		records = append(records, format.Record{Document: doc, Set: &own, Named: true})
	}
	folders := map[string]bool{}
	for _, name := range names(t, format.WriteOptions{}, records...) {
		if folder := path.Dir(name); folder != "." {
			folders[strings.ToLower(folder)] = true
		}
	}
	if len(folders) != len(annotators) || !folders["ana"] || !folders["gold"] || folders["con"] {
		t.Errorf("%d annotators have the folders %v", len(annotators), folders)
	}
	for _, name := range names(t, format.WriteOptions{Annotators: annotators[:1]}, records[0]) {
		if path.Dir(name) != "." {
			t.Errorf("%s stands in a folder, though there is one annotator", name)
		}
	}
}

func TestConfigurationHasWhatWasMet(t *testing.T) {
	doc, set := modeltest.Parse("[größe Ana] met [person Ben]")
	set.Annotations[0].Attributes = []model.Attribute{{Name: "tone", Value: "very calm"}}
	set.Relations = []model.Relation{{ID: model.NewRelationID(), Type: "met with", From: modeltest.ID(1), To: modeltest.ID(2)}}
	files, _, err := formattest.WriteFiles(Format(), format.WriteOptions{Schema: modeltest.Schema()}, format.Record{Document: doc, Set: &set})
	if err != nil {
		t.Fatal(err)
	}
	for name, lines := range map[string][]string{
		annotations: {
			"gr_x00F6__x00DF_e", "met_x0020_with\tArg1:<ENTITY>, Arg2:<ENTITY>", "tone\tArg:<ENTITY>, Value:very_x0020_calm",
			"speaker\tArg1:statement|denial, Arg2:person", "mode\tArg:statement|denial, Value:direct|indirect",
		},
		visual: {"gr_x00F6__x00DF_e | größe", "met_x0020_with | met with"},
	} {
		for _, want := range lines {
			if !slices.Contains(strings.Split(string(files[name]), "\n"), want) {
				t.Errorf("%s lacks %q:\n%s", name, want, files[name])
			}
		}
	}
}
