package gui

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/model"
	"dragoman/storage/format"
)

// press presses the button of that name in the dialog on top.
func (s *stage) pressButton(name string) {
	s.t.Helper()
	for _, o := range test.LaidOutObjects(s.win.Canvas().Overlays().Top()) {
		if b, ok := o.(*ui.Button); ok && b.Text == name {
			test.Tap(b)
			return
		}
	}
	s.t.Fatalf("the dialog has no button %q", name)
}

const anasLine = `{"text":"Pia Lund sails.","title":"Sails","annotator":"zoe","spans":[{"start":0,"end":8,"label":"Person"}]}` + "\n"

// annotated writes a file of annotations.
func annotated(t *testing.T, data string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "in.jsonl")
	if err := os.WriteFile(path, []byte(data), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Whose annotations came is said, and one press shows them.
func TestImportShowsWhoseAnnotationsCame(t *testing.T) {
	s := newStage(t)
	s.must(s.session.SetOwner(t.Context(), "ana"))
	s.importPaths([]string{annotated(t, anasLine)})
	s.drain()
	got := s.sheetTexts()
	for _, want := range []string{"zoe: 1 annotation in 1 document", "label “Person”", "there is “person” already"} {
		if !strings.Contains(got, want) {
			t.Errorf("the report lacks %q:\n%s", want, got)
		}
	}
	s.pressButton("Show zoe’s")
	s.drain()
	if s.session.Annotator() != "zoe" || s.session.Desk().Document().Title != "Sails" || len(s.sheets) != 0 {
		t.Errorf("now works %s, at %q", s.session.Annotator(), s.session.Desk().Document().Title)
	}
}

// A label of a file becomes the one that is written in the choices.
func TestImportTurnsLabels(t *testing.T) {
	s := newStage(t)
	m := s.openImporter()
	m.labels.SetText("Person")
	if _, err := m.options(); err == nil {
		t.Error("half a pair is taken")
	}
	m.labels.SetText("Person=person")
	opt, err := m.options()
	s.must(err)
	opt.Paths = []string{annotated(t, anasLine)}
	m.sheet.close()
	s.importWith(opt)
	s.drain()
	if _, new := s.session.Schema().Label("Person"); new {
		t.Error("the label came as it was")
	}
	got, err := s.project.Annotations(t.Context(), model.AnnotationQuery{Annotator: "zoe", Limit: 9})
	s.must(err)
	if len(got) != 1 || got[0].Annotation.Label != "person" {
		t.Errorf("came as %v", got)
	}
}

// No two formats of a list have one name, or the second could not be chosen.
func TestFormatsAreToldApart(t *testing.T) {
	s := newStage(t)
	for what, list := range map[string][]string{"import": s.openImporter().format.Options, "export": s.openExporter().format.Options} {
		for i, name := range list {
			if slices.Contains(list[:i], name) || len(name) > 50 {
				t.Errorf("%s: %q", what, name)
			}
		}
	}
	s.drain()
}

// What formats advise names no option of the command line in the window.
func TestAdviceSpeaksOfTheWindow(t *testing.T) {
	s := newStage(t)
	for _, text := range []string{
		"no format that Dragoman reads fits this file: name one with --format, or save it as text",
		"byte 3 is not UTF-8, and the encoding cannot be told: name it (--encoding)",
		"the text is in the column body, by its name (--column names another)",
		"they do: import the file with --offsets utf16", "a format that keeps overlaps, or another order with --prefer",
		"import the file with --offsets codepoint, or with --offsets utf16 if it was annotated in doccano's own editor",
		"--layers, or a format that keeps overlaps", "jsonl keeps relations",
	} {
		if got := s.inWindow(text); strings.Contains(got, "--") || strings.Contains(got, "jsonl") {
			t.Errorf("%q is told as %q", text, got)
		}
	}
	if got := s.inWindow("a.jsonl: not taken"); got != "a.jsonl: not taken" {
		t.Errorf("the name of a file became %q", got)
	}
}

// What hurts training stands before the details, and what is chosen already is
// not advised.
func TestExportSaysFirstWhatHurts(t *testing.T) {
	losses := format.Losses{
		{Kind: format.LossFragment, Count: 2, Instead: "x"},
		{Kind: format.LossRelation, Count: 3, Instead: "x"},
		{Kind: format.LossStatus, Count: 1},
		{Kind: format.LossID, Count: 23},
	}
	got := exportSummary(job.ExportResult{Documents: 2, Sets: 2, Losses: losses})
	if !strings.HasSuffix(got, "annotations of several fragments (2), relations (3); and 24 details (statuses, ids).") {
		t.Error(got)
	}
	opt := job.ExportOptions{Format: format.Format{Keeps: format.Keeps{Relations: true}}, Fragments: format.Leave}
	for _, l := range advised(losses, opt)[:2] {
		if !strings.Contains(l.Instead, partTitles[1]) {
			t.Errorf("%s: %s", l.Kind, l.Instead)
		}
	}
	opt.Fragments = format.Divide
	for _, l := range advised(losses, opt) {
		if strings.Contains(l.Instead, partTitles[1]) {
			t.Errorf("chosen already, and advised: %s", l.Instead)
		}
	}
}

// Who may not see the work of others is told that it came, and not whose.
func TestImportTellsABlindOneWhereAnnotationsAre(t *testing.T) {
	s := newStage(t)
	s.importPaths([]string{annotated(t, anasLine)})
	s.drain()
	if got := s.sheetTexts(); !strings.Contains(got, "under other names") || strings.Contains(got, "zoe") {
		t.Errorf("the report reads\n%s", got)
	}
}
