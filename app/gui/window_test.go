package gui

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"

	"dragoman/app/command"
	"dragoman/app/gui/textview"
	"dragoman/app/gui/theme"
	"dragoman/app/gui/ui"
	"dragoman/model"
	"dragoman/storage/format"
)

// What cannot be saved is not shown, and the person is told.
func TestFailedSaveChangesNothing(t *testing.T) {
	s := newStage(t)
	s.space.article.SelectSpans([]model.Span{s.spanOf("Lena Moravec")})
	s.project.Fail = errors.New("the disk is full")
	s.key("1")
	if got := s.annotations(); got != "" {
		t.Errorf("after a failed save there is %q", got)
	}
	if got := s.status.message.Text(); !strings.Contains(got, "The disk is full") && !strings.Contains(got, "the disk is full") {
		t.Errorf("the person reads %q", got)
	}
	s.key("1")
	if got := s.annotations(); got != "person: Lena Moravec" {
		t.Errorf("after the disk has room again there is %q", got)
	}
}

func TestDropImports(t *testing.T) {
	s := newStage(t)
	folder := t.TempDir()
	for name, text := range map[string]string{"one.txt": "A first line\n\nAnd more.", "two.txt": harbour, "bad.txt": "\x00\xff\xfe\x01\x02"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s.dropped(fyne.Position{}, []fyne.URI{storage.NewFileURI(folder)})
	s.drain()
	if n := len(s.session.Documents()); n != 3 {
		t.Errorf("%d documents after the drop, want 3", n)
	}
	if len(s.sheets) != 1 {
		t.Errorf("%d reports are open, want one that names the file that was not taken", len(s.sheets))
	}
	s.key("Esc")
	if len(s.sheets) != 0 {
		t.Error("Esc does not close the report")
	}
}

func TestPasteAddsAnArticle(t *testing.T) {
	s := newStage(t)
	s.app.Clipboard().SetContent("A pasted line\n\nMet in the harbour.")
	s.key("Ctrl+Shift+V")
	s.tap("button Add the article")
	s.drain()
	if got := s.session.Desk().Document().Title; got != "A pasted line" {
		t.Errorf("the article that was pasted is %q", got)
	}
}

func TestExportShowsWhatItWillWrite(t *testing.T) {
	s := newStage(t)
	s.space.article.SelectSpans([]model.Span{s.spanOf("Lena Moravec")})
	s.key("1")
	e := s.openExporter()
	s.drain()
	if n := len(e.outcome.Objects); n < 4 {
		t.Errorf("the first record is shown in %d lines", n)
	}
	if got := e.report.Text(); !strings.Contains(got, "2 documents") || !strings.Contains(got, "Nothing is lost") {
		t.Errorf("the report says %q", got)
	}
	e.status.SetSelected("Done")
	s.drain()
	if got := e.report.Text(); !strings.Contains(got, "Nothing fits") || !e.accept.Disabled {
		t.Errorf("without anything done the report says %q", got)
	}
}

// A label in use is deleted in one step, after the person said what becomes of
// its annotations, and the step can be taken back.
func TestDeletingALabelInUse(t *testing.T) {
	s := newStage(t)
	s.space.article.SelectSpans([]model.Span{s.spanOf("met")})
	s.key("2")
	e := &schemaEditor{w: s.Window, draft: newDraft(s.session.Schema())}
	at := 1
	if e.draft.schema.Labels[at].Name != "meeting" {
		t.Fatal("the second label is not meeting")
	}
	e.draft.deleteLabel(at)
	edit := e.draft.edit()
	edit.Labels["meeting"] = "statement"
	e.sheet = s.openSheet("x", ui.Gap(1, 1), fyne.NewSize(10, 10), "Close")
	e.plan(edit)
	s.drain()
	if got := s.annotations(); got != "statement: met" {
		t.Errorf("after the label went there is %q", got)
	}
	if _, there := s.session.Schema().Label("meeting"); there || len(s.space.labels.Buttons()) != 3 {
		t.Error("the label is still there")
	}
	if err := s.session.UndoStep(s.ctx); err != nil {
		t.Fatal(err)
	}
	if got := s.annotations(); got != "meeting: met" || len(s.space.labels.Buttons()) != 4 {
		t.Errorf("after undo there is %q", got)
	}
}

func TestUnplacedLabelAsks(t *testing.T) {
	s := newStage(t)
	s.space.article.SelectSpans([]model.Span{s.spanOf("met")})
	s.key("2")
	s.schemaSheet()
	e := &schemaEditor{w: s.Window, draft: newDraft(s.session.Schema()), sheet: s.sheet()}
	e.draft.deleteLabel(1)
	e.plan(e.draft.edit())
	s.drain()
	if len(s.sheets) != 2 {
		t.Errorf("%d dialogs, want the editor and the question", len(s.sheets))
	}
	if got := s.annotations(); got != "meeting: met" {
		t.Errorf("before the answer there is %q", got)
	}
	s.tap("button Go on")
	s.drain()
	s.tap("button Save")
	if got := s.annotations(); got != "" {
		t.Errorf("after deleting them there is %q", got)
	}
}

func TestAnotherAnnotatorHasAnotherSet(t *testing.T) {
	s := newStage(t)
	s.space.article.SelectSpans([]model.Span{s.spanOf("Idris Valen")})
	s.key("1")
	s.switchAnnotator("ben")
	if got := s.annotations(); got != "" {
		t.Errorf("ben begins with %q", got)
	}
	s.switchAnnotator("ana")
	if got := s.annotations(); got != "person: Idris Valen" {
		t.Errorf("ana comes back to %q", got)
	}
}

// The title is not shown twice.
func TestTitleStandsOnce(t *testing.T) {
	for _, c := range []struct {
		text, title string
		want        int
	}{
		{"Ferry sails again\n\nThe ferry.", "Ferry sails again", 17},
		{"\r\n Ferry sails  again\r\nThe ferry.", "Ferry sails again", 22},
		{"# Ferry sails again\nMore", "Ferry sails again", 19},
		{"Ferry sails again", "Ferry sails again", 17},
		{"The ferry.", "Ferry sails again", 0},
		{"\n\nThe ferry.", "", 0},
		{strings.Repeat("long ", 100), strings.Repeat("long ", 100), 0},
	} {
		if got := titleEnd(c.text, c.title); got != c.want {
			t.Errorf("the title of %.30q ends at %d, want %d", c.text, got, c.want)
		}
	}
}

// Every key of the table reaches its command through the toolkit.
func TestEveryKeyOfTheTableReachesItsCommand(t *testing.T) {
	s := newStage(t)
	for _, c := range s.table.Commands() {
		for _, key := range c.Keys {
			shortcut := shortcutOf(key)
			name, mod := splitKey(key)
			_, special := keyNames[name]
			switch {
			case shortcut != nil:
				if got := shortcutKey(shortcut); got != key {
					t.Errorf("%s: the shortcut of %q reads as %q", c.ID, key, got)
				}
			case special:
				if got := eventKey(&fyne.KeyEvent{Name: name}, mod); got != key {
					t.Errorf("%s: the key event of %q reads as %q", c.ID, key, got)
				}
			case len([]rune(string(name))) != 1:
				t.Errorf("%s: nothing types %q", c.ID, key)
			}
		}
	}
}

func TestUnitsAndDirectionsAreThoseOfTheView(t *testing.T) {
	if len(units) != 8 || units[command.Whole] != textview.Document || units[command.Sentence] != textview.Sentence {
		t.Errorf("units: %v", units)
	}
	if len(directions) != 4 || directions[command.Right] != textview.Right {
		t.Errorf("directions: %v", directions)
	}
}

func TestThemeSwitches(t *testing.T) {
	s := newStage(t)
	s.setMode(theme.DarkMode)
	if styleNow() != textview.Dark || theme.Now() != theme.Dark {
		t.Error("dark is not dark")
	}
	s.key("Ctrl+Shift+D")
	if styleNow() != textview.Light {
		t.Error("Ctrl+Shift+D does not switch")
	}
}

func TestWelcomeSaysWhatToDo(t *testing.T) {
	s := newStage(t)
	s.closeProject()
	if s.session != nil || s.Window.space != nil {
		t.Fatal("the project is still open")
	}
	s.key("1")
	if got := s.status.message.Text(); got != "" && !strings.Contains(got, "project") {
		t.Errorf("without a project the status line says %q", got)
	}
}

func TestMetadataIsKeptByteForByte(t *testing.T) {
	old := model.Meta{"n": []byte(`1.50`), "list": []byte(`["a","b"]`)}.With("kind", "news").With(model.MetaFlag, model.Flagged)
	if got := readMeta(moreMeta(old), old); !got.Equal(old) {
		t.Errorf("untouched metadata became %v", got)
	}
	got := readMeta("kind: report\nn: 1.50\nnew: yes", old)
	want := model.Meta{"n": []byte(`1.50`)}.With("kind", "report").With("new", "yes").With(model.MetaFlag, model.Flagged)
	if !got.Equal(want) {
		t.Errorf("edited metadata is %v, want %v", got, want)
	}
}

func TestImportWithChoicesPassesThemOn(t *testing.T) {
	s := newStage(t)
	m := s.openImporter()
	m.format.SetSelectedIndex(slices.Index(m.formats, "jsonl"))
	m.unit.SetSelected("UTF-16 units")
	m.encoding.SetText("no such")
	if _, err := m.options(); err == nil {
		t.Error("an encoding that does not exist is taken")
	}
	m.encoding.SetText(" windows-1256 ")
	m.column.SetText("body")
	m.annotator.SetText("zoe")
	opt, err := m.options()
	if err != nil || opt.Format != "jsonl" || opt.Unit != format.UTF16 || opt.Encoding != "windows-1256" || opt.Column != "body" || opt.Annotator != "zoe" {
		t.Errorf("options %+v, %v", opt, err)
	}
	m.choose(false)
	if s.sheet() == nil {
		t.Error("no file is asked for")
	}
}

// The dialog shows only the choices that the format has a use for.
func TestExportAsksWhatTheFormatHasAUseFor(t *testing.T) {
	s := newStage(t)
	e := s.openExporter()
	s.drain()
	for i, f := range e.formats {
		e.format.SetSelectedIndex(i)
		s.drain()
		texts := s.sheetTexts()
		for field, want := range map[string]bool{
			"Offsets count": f.Unit != format.Auto && !f.OneUnit, "Annotations that cut a word": f.Tokens && (f.Flat || !f.Keeps.Cuts),
			"Where annotations overlap": f.Flat || !f.Keeps.Overlaps, "Annotations of several fragments": f.Flat || !f.Keeps.Fragments, "Parts": true,
		} {
			if strings.Contains(texts, field) != want {
				t.Errorf("%s: the field “%s” is shown: %v", f.Name, field, !want)
			}
		}
	}
	e.parts.SetText("train=x")
	s.drain()
	if !e.accept.Disabled {
		t.Error("parts that are none can be exported")
	}
}
