package job_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragoman/app/job"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
)

// notation is a format for tests: one record a line in the notation of
// modeltest, with "annotator status: " before it, or "-: " where there is no set.
// "annotator status other: " gives other ids. A line that is "broken" is one.
var notation = format.Format{
	Name: "notation", Extensions: []string{".marks"}, Sets: true,
	Recognise: func(name string, _ []byte) bool { return filepath.Ext(name) == ".marks" },
	Read:      readNotation,
}

// plain is a format for tests: a text file is one document.
var plain = format.Format{
	Name: "plain", Extensions: []string{".txt"},
	Recognise: func(name string, _ []byte) bool { return filepath.Ext(name) == ".txt" },
	Read: func(_ context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
		data, err := io.ReadAll(in.Body)
		if err != nil {
			return format.Report{}, err
		}
		return format.Report{}, take(format.Record{Document: model.NewDocument(string(data), "", in.Name), Path: in.Name})
	},
}

func readNotation(_ context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
	var report format.Report
	lines := bufio.NewScanner(in.Body)
	for number := 1; lines.Scan(); number++ {
		if lines.Text() == "broken" {
			report.Reject(in.Name, number, "it is broken")
			continue
		}
		head, text, _ := strings.Cut(lines.Text(), ": ")
		doc, set := modeltest.Parse(text)
		r := format.Record{Document: doc, Path: in.Name, Line: number}
		r.Document.Title, _, _ = strings.Cut(doc.Text.String(), " ")
		if words := strings.Fields(head); words[0] != "-" {
			set.Annotator, set.Status, r.Set, r.Named = model.Annotator(words[0]), model.Status(words[1]), &set, true
			for i := range set.Annotations {
				if len(words) == 3 { // other ids than those of another line
					set.Annotations[i].ID = modeltest.ID(100 + i)
				}
			}
		}
		if err := take(r); err != nil {
			return report, err
		}
	}
	return report, lines.Err()
}

// folder writes the files, by name, into a new folder.
func folder(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func bring(t *testing.T, p *sessiontest.Project, path string) job.ImportResult {
	t.Helper()
	result, err := job.Import(t.Context(), p, options(path), job.Silent)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

func options(paths ...string) job.ImportOptions {
	return job.ImportOptions{Paths: paths, Formats: []format.Format{notation, plain}}
}

// bringText imports one file of the notation.
func bringText(t *testing.T, p *sessiontest.Project, text string) job.ImportResult {
	t.Helper()
	return bring(t, p, filepath.Join(folder(t, map[string]string{"a.marks": text}), "a.marks"))
}

// contents prints every set of the project in the notation of the format.
func contents(t *testing.T, p *sessiontest.Project) []string {
	t.Helper()
	var lines []string
	err := p.Walk(t.Context(), func(d model.Document, sets []model.AnnotationSet) error {
		if len(sets) == 0 {
			lines = append(lines, "-: "+d.Text.String())
		}
		for _, s := range sets {
			lines = append(lines, string(s.Annotator)+" "+s.Status.String()+": "+modeltest.Print(d, s))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(lines)
	return lines
}

func equal(t *testing.T, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestFoldersAreWalkedByName(t *testing.T) {
	dir := folder(t, map[string]string{
		"b.txt": "two", "a/z.txt": "one", "c.txt": "three", ".git/x.txt": "hidden", ".hidden.txt": "hidden", "d.bin": "?",
	})
	if err := os.Symlink(filepath.Join(dir, "b.txt"), filepath.Join(dir, "e.txt")); err != nil {
		t.Skip("no links on this system:", err)
	}
	p := sessiontest.NewProject(modeltest.Schema())
	r := bring(t, p, dir)
	want := []model.DocumentID{model.DocumentIDOf("one"), model.DocumentIDOf("two"), model.DocumentIDOf("three")}
	if !slices.Equal(r.Added, want) || len(r.Rejected) != 1 || filepath.Base(r.Rejected[0].Path) != "d.bin" {
		t.Errorf("added %v, rejected %v", r.Added, r.Rejected)
	}
}

func TestWhatCannotBeReadIsReportedAndTheRestGoesOn(t *testing.T) {
	dir := folder(t, map[string]string{"a.marks": "-: Ana\nbroken\n-: Bo", "b.txt": " \n", "c.txt": "text"})
	p := sessiontest.NewProject(modeltest.Schema())
	r, err := job.Import(t.Context(), p, options(dir, filepath.Join(dir, "none.txt")), job.Silent)
	if err != nil {
		t.Fatal(err)
	}
	var reasons []string
	for _, x := range r.Rejected {
		reasons = append(reasons, filepath.Base(x.Path)+": "+x.Reason)
	}
	equal(t, reasons, "none.txt: there is no such file", "a.marks: it is broken", "b.txt: it holds no text")
	if len(r.Added) != 3 || r.Clean() {
		t.Errorf("added %v", r.Added)
	}
}

func TestNothingThatIsThereIsChanged(t *testing.T) {
	const before = "ana in_progress: [person Ana] met [person Bo]."
	for name, c := range map[string]struct {
		text     string
		want     string
		rejected int
		losses   int
	}{
		"equal annotations are left":   {before, before, 0, 0},
		"fewer annotations":            {"ana in_progress: [person Ana] met Bo.", before, 0, 0},
		"another status stays out":     {"ana done: [person Ana] met [person Bo].", before, 0, 1},
		"a known id, other content":    {"ana in_progress: Ana [person met] Bo.", before, 1, 0},
		"another annotator has the id": {"bo new: Ana [person met] Bo.", before + "|bo new: Ana met Bo.", 1, 0},
		"the same under another id":    {"ana in_progress other: Ana met [person Bo].", before, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			p := sessiontest.NewProject(modeltest.Schema())
			bringText(t, p, before)
			r := bringText(t, p, c.text)
			equal(t, contents(t, p), strings.Split(c.want, "|")...)
			if len(r.Rejected) != c.rejected || r.Losses.Count() != c.losses {
				t.Errorf("rejected %v, lost %v", r.Rejected, r.Losses)
			}
			if len(r.Added) != 0 || len(r.Existing) != 1 {
				t.Errorf("added %v, existing %v", r.Added, r.Existing)
			}
		})
	}
}

func TestNewAnnotationsAreAdded(t *testing.T) {
	p := sessiontest.NewProject(modeltest.Schema())
	bringText(t, p, "ana done: [person Ana] met Bo.")
	r := bringText(t, p, "ana done other: Ana [meeting met] Bo.")
	equal(t, contents(t, p), "ana done: [person Ana] [meeting met] Bo.")
	if r.Annotations != 1 || !r.Clean() {
		t.Errorf("result: %+v", r)
	}
}

func TestASetThatIsImportedAsNewBeginsWithItsFirstEdit(t *testing.T) {
	p := sessiontest.NewProject(modeltest.Schema())
	bringText(t, p, "ana new: Ana met Bo.")
	equal(t, contents(t, p), "ana new: Ana met Bo.")
	set, err := p.Set(t.Context(), model.DocumentIDOf("Ana met Bo."), "ana")
	if err != nil || set.Status != model.StatusUnset {
		t.Errorf("status %q, %v", set.Status, err)
	}
}

func TestUnknownLabelsEnterTheSchema(t *testing.T) {
	p := sessiontest.NewProject(modeltest.Schema())
	r := bringText(t, p, "ana new: [place Rome] and [ship Argo] and [place Oslo]")
	schema, err := p.Schema(t.Context())
	if err != nil || schema.Check() != nil {
		t.Fatal(err, schema.Check())
	}
	place, _ := schema.Label("place")
	ship, _ := schema.Label("ship")
	if place.Colour == "" || place.Colour == ship.Colour || place.Key == ship.Key || len(r.Schema) != 2 {
		t.Errorf("place %+v, ship %+v, reported %v", place, ship, r.Schema)
	}
	err = p.Walk(t.Context(), func(d model.Document, sets []model.AnnotationSet) error { return sets[0].Check(d.Text, schema) })
	if err != nil {
		t.Error(err)
	}
}

// stopAfter is a Progress that cancels at its n-th report.
type stopAfter struct {
	n      int
	cancel context.CancelFunc
}

func (s *stopAfter) Report(int64, int64, string) {
	if s.n--; s.n == 0 {
		s.cancel()
	}
}

func TestACancelledImportLeavesNothing(t *testing.T) {
	dir := folder(t, map[string]string{"a.txt": "one", "b.marks": "ana done: [ship two]", "c.txt": "three"})
	for n := 1; n <= 6; n++ {
		p := sessiontest.NewProject(modeltest.Schema())
		ctx, cancel := context.WithCancel(t.Context())
		_, err := job.Import(ctx, p, options(dir), &stopAfter{n, cancel})
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled at report %d: %v", n, err)
		}
		if documents, _ := p.Documents(t.Context()); len(documents) != 0 {
			t.Errorf("cancelled at report %d it left %v", n, documents)
		}
		if schema, _ := p.Schema(t.Context()); !schema.Equal(modeltest.Schema()) {
			t.Errorf("cancelled at report %d it left another schema", n)
		}
	}
}

func TestAFailedImportLeavesNothing(t *testing.T) {
	p := sessiontest.NewProject(modeltest.Schema())
	p.Fail = errors.New("disk full")
	if _, err := job.Import(t.Context(), p, options(folder(t, map[string]string{"a.txt": "one"})), job.Silent); err == nil {
		t.Error("no error")
	}
	if documents, _ := p.Documents(t.Context()); len(documents) != 0 {
		t.Errorf("it left %v", documents)
	}
}

func TestPaste(t *testing.T) {
	p := sessiontest.NewProject(modeltest.Schema())
	r, err := job.Paste(t.Context(), p, "\ufeff\n  A title \r\nText.", "", "clipboard", "ana")
	if err != nil {
		t.Fatal(err)
	}
	doc, err := p.Document(t.Context(), r.Added[0])
	if err != nil || doc.Title != "A title" || doc.Text.String() != "\n  A title \r\nText." {
		t.Errorf("document %q %q, %v", doc.Title, doc.Text, err)
	}
	for _, text := range []string{"", " \n", "\xff"} {
		if _, err := job.Paste(t.Context(), p, text, "", "", "ana"); err == nil {
			t.Errorf("%q was pasted", text)
		}
	}
}

func TestWhatBelongsToAFileIsReadWithIt(t *testing.T) {
	dir := folder(t, map[string]string{"a.ann": "", "a.txt": "Ana met Bo.", "b.txt": "alone", "sub/a.txt": "another", "extra.conf": "?"})
	pairs := format.Format{
		Name: "pairs", Extensions: []string{".ann"},
		Recognise:  func(name string, _ []byte) bool { return filepath.Ext(name) == ".ann" },
		Companions: func(name string) []string { return []string{strings.TrimSuffix(name, ".ann") + ".txt", "extra.conf"} },
		Read: func(_ context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
			for _, name := range []string{"../b.txt", "sub/a.txt", dir + "/b.txt", "", "."} {
				if file, err := in.Beside(name); err == nil {
					file.Close()
					t.Errorf("%q beside %s was opened", name, in.Name)
				}
			}
			file, err := in.Beside("a.txt")
			if err != nil {
				return format.Report{}, err
			}
			defer file.Close()
			text, err := io.ReadAll(file)
			if err != nil {
				return format.Report{}, err
			}
			return format.Report{}, take(format.Record{Document: model.NewDocument(string(text), "from the pair", ""), Path: in.Name})
		},
	}
	p := sessiontest.NewProject(modeltest.Schema())
	r, err := job.Import(t.Context(), p, job.ImportOptions{Paths: []string{dir}, Formats: []format.Format{pairs, plain}}, job.Silent)
	if err != nil || len(r.Rejected) > 0 || len(r.Added) != 3 || len(r.Existing) != 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	if doc, err := p.Document(t.Context(), model.DocumentIDOf("Ana met Bo.")); err != nil || doc.Title != "from the pair" {
		t.Errorf("%+v, %v", doc, err)
	}
}

// What an export lost, and a dataset that is not read back, are no articles.
func TestAFolderWithExportsIsImported(t *testing.T) {
	dir := t.TempDir()
	if _, err := job.Export(t.Context(), filled(t), filepath.Join(dir, "data"), job.ExportOptions{Format: pile}, job.Silent); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"a.txt": "An article.", "out.conll.losses.json": "{}"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	read := func(path string, formats ...format.Format) job.ImportResult {
		r, err := job.Import(t.Context(), sessiontest.NewProject(modeltest.Schema()), job.ImportOptions{Paths: []string{path}, Formats: formats}, job.Silent)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	r := read(dir, plain, pile)
	if len(r.Added) != 1 || len(r.Rejected) != 1 || r.Rejected[0].Path != filepath.Join(dir, "data") || !strings.Contains(r.Rejected[0].Reason, "exported as pile") {
		t.Errorf("%+v", r)
	}
	if r := read(dir, plain); len(r.Added) != 4 || len(r.Rejected) != 0 {
		t.Errorf("an export of a format that is nobody's: %+v", r)
	}
	for _, part := range append(tree(t, filepath.Join(dir, "data", "texts")), ".") {
		if r := read(filepath.Join(dir, "data", "texts", part), plain, pile); len(r.Added) != 0 || len(r.Rejected) != 1 {
			t.Errorf("a part of it, %s: %+v", part, r)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, "data", "texts", "mine.txt"), []byte("Another."), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := read(filepath.Join(dir, "data", "texts", "mine.txt"), plain, pile); len(r.Added) != 1 || len(r.Rejected) != 0 {
		t.Errorf("what somebody laid into it: %+v", r)
	}
}

// Whose annotations came is told, for they may be of nobody who is looking.
func TestImportTellsWhoseAnnotationsCame(t *testing.T) {
	const file = "bo new other: One [person Ana]\nana new: [person One] Ana\nana new: [person One] [person Ana]\ncy done: One Ana\n"
	p := sessiontest.NewProject(modeltest.Schema())
	got := bringText(t, p, file).Annotators
	want := []job.Brought{{Annotator: "ana", Annotations: 2, Documents: 1}, {Annotator: "bo", Annotations: 1, Documents: 1}}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := bringText(t, p, file).Annotators; got == nil || len(got) > 0 {
		t.Errorf("the second import brought %v", got)
	}
	opt := options(filepath.Join(folder(t, map[string]string{"a.marks": file}), "a.marks"))
	opt.Blind = "bo"
	r, err := job.Import(t.Context(), sessiontest.NewProject(modeltest.Schema()), opt, job.Silent)
	if err != nil || !slices.Equal(r.Annotators, want[1:]) {
		t.Errorf("a blind one is told %v, %v", r.Annotators, err)
	}
}
