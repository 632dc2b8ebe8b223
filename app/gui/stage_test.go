package gui

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"dragoman/app/background"
	"dragoman/app/command"
	"dragoman/app/session/sessiontest"
	"dragoman/assets"
	"dragoman/model"
	"dragoman/storage/extract"
	"dragoman/storage/format/all"
)

// stage is the real window on the toolkit's test driver, with a project in
// memory.
type stage struct {
	*Window
	t       testing.TB
	project *sessiontest.Project
	queue   *background.Queue
	scene   *scene
}

const (
	harbour = "Lena Moravec met Idris Valen on Friday.\n\n“Nothing is closed,” she told him. “We stay.”\n"
	ferry   = "Ferry sails again\n\nThe night ferry sails on Monday, Tomas Arrigo said.\n"
)

// newStage opens a window on a project with two articles.
func newStage(t testing.TB) *stage {
	t.Helper()
	project := sessiontest.NewProject(stageSchema(t))
	for _, d := range []model.Document{
		model.NewDocument(harbour, "A talk in the harbour", "Coast Wire"), model.NewDocument(ferry, "Ferry sails again", "The Ledger"),
	} {
		step := model.Step{Name: "import", Project: true, Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}}
		if _, err := project.Save(context.Background(), step); err != nil {
			t.Fatal(err)
		}
	}
	s := &stage{t: t, project: project, queue: background.NewQueue()}
	s.open(&Opened{Project: project, Writer: project, Search: s.search, Annotations: project.Annotations})
	return s
}

func stageSchema(t testing.TB) model.Schema {
	t.Helper()
	schema, err := model.ParseSchema(assets.Schema())
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// open opens the window on a project.
func (s *stage) open(o *Opened) {
	s.t.Helper()
	a := test.NewTempApp(s.t)
	forget(s.t)
	if o.BackUpNow == nil {
		o.BackUpNow = func(context.Context) (model.Backup, error) { return model.Backup{Path: "/somewhere/backup"}, nil }
	}
	o.Path, o.Close = "/somewhere/harbour-talks.dragoman", func() error { return nil }
	s.Window = New(context.Background(), a, Deps{
		Open:          func(context.Context, string, bool) (*Opened, error) { return o, nil },
		DefaultSchema: stageSchema(s.t), Formats: all.Formats(), CheckEncoding: extract.CheckEncoding, Runner: &background.Runner{UI: s.queue.Put},
		Backups: func(string) ([]model.Backup, error) { return nil, nil },
		Path:    o.Path, Annotator: "ana", Icon: assets.Icon(), Guide: "# Guide", Version: "test",
	})
	s.Window.win.Resize(fyne.NewSize(1280, 800))
	s.Window.Show()
	s.Window.Start()
	s.drain()
	s.scene = newScene(s.Window, s.t.TempDir()+"/scene.jsonl")
}

func (s *stage) search(ctx context.Context, query string) ([]int, error) {
	found := []int{}
	list, err := s.project.Documents(ctx)
	for _, summary := range list {
		d, failed := s.project.Document(ctx, summary.ID)
		if failed != nil {
			return nil, failed
		}
		if strings.Contains(d.Text.String(), strings.TrimSuffix(query, "*")) {
			found = append(found, summary.Number)
		}
	}
	return found, err
}

// drain lets the background work end.
func (s *stage) drain() { s.queue.Drain(s.Window.deps.Runner) }

// key types a key of the command table, the way the toolkit tells it.
func (s *stage) key(key string) {
	s.t.Helper()
	focused := s.win.Canvas().Focused()
	if shortcut := shortcutOf(key); shortcut != nil {
		if f, ok := focused.(fyne.Shortcutable); ok {
			f.TypedShortcut(shortcut)
		} else {
			s.typedShortcut(shortcut)
		}
		return
	}
	name, mod := splitKey(key)
	if _, special := keyNames[name]; special {
		e := &fyne.KeyEvent{Name: name}
		if mod != 0 {
			s.press(key, true) // the test driver knows no modifiers
		} else if focused != nil {
			focused.TypedKey(e)
		} else {
			s.typedKey(e)
		}
		return
	}
	r := []rune(strings.ToLower(string(name)))[0]
	if mod&fyne.KeyModifierShift != 0 {
		r = []rune(string(name))[0]
	}
	if focused != nil {
		focused.TypedRune(r)
	} else {
		s.typedRune(r)
	}
}

// spanOf returns where words stand in the current article.
func (s *stage) spanOf(words string) model.Span {
	s.t.Helper()
	at := strings.Index(s.session.Desk().Document().Text.String(), words)
	if at < 0 {
		s.t.Fatalf("%q is not in the article", words)
	}
	return model.Span{Start: at, End: at + len(words)}
}

// box returns where something of that name is on the screen.
func (s *stage) box(name string) sceneBox {
	s.t.Helper()
	boxes := s.scene.boxes()
	i := slices.IndexFunc(boxes, func(b sceneBox) bool { return b.Name == name })
	if i < 0 {
		s.t.Fatalf("nothing on the screen is named %q", name)
	}
	return boxes[i]
}

// tap presses what has that name, in its middle.
func (s *stage) tap(name string) {
	s.t.Helper()
	b := s.box(name)
	test.TapCanvas(s.win.Canvas(), fyne.NewPos(b.X+b.Width/2, b.Y+b.Height/2))
}

// word returns where a word of the article is on the screen.
func (s *stage) word(word string) (at, end fyne.Position) {
	s.t.Helper()
	for _, line := range s.scene.lines(s.session.Desk().Document().Text) {
		for _, w := range line.Words {
			if strings.Trim(w.Text, ".,“”") == word {
				y := line.Y + line.Height/2
				return fyne.NewPos(w.Start+2, y), fyne.NewPos(w.End-2, y)
			}
		}
	}
	s.t.Fatalf("%q is not on the screen", word)
	return at, end
}

// pointer moves the mouse from one point to another with its button down.
func (s *stage) pointer(from, to fyne.Position) {
	view := s.space.article.view
	origin := fyne.CurrentApp().Driver().AbsolutePositionForObject(view)
	event := func(p fyne.Position) *desktop.MouseEvent {
		e := &desktop.MouseEvent{Button: desktop.MouseButtonPrimary}
		e.Position, e.AbsolutePosition = p.Subtract(origin), p
		return e
	}
	view.MouseDown(event(from))
	if from != to {
		for i := 1; i <= 4; i++ {
			p := fyne.NewPos(from.X+(to.X-from.X)*float32(i)/4, from.Y+(to.Y-from.Y)*float32(i)/4)
			d := &fyne.DragEvent{}
			d.Position, d.AbsolutePosition = p.Subtract(origin), p
			view.Dragged(d)
		}
		view.DragEnd()
	}
	view.MouseUp(event(to))
}

// annotations returns what is labelled now, a line each, relations behind.
func (s *stage) annotations() string {
	work := s.session.Desk().Work()
	if err := work.Set.Check(work.Document.Text, work.Schema); err != nil {
		s.t.Fatalf("the set breaks a law: %v", err)
	}
	var lines []string
	for _, a := range work.Set.Annotations {
		line := a.Label + ": " + work.Document.Text.Quote(a.Fragments)
		for _, at := range a.Attributes {
			line += fmt.Sprintf(" [%s=%s]", at.Name, at.Value)
		}
		if a.Note != "" {
			line += " (" + a.Note + ")"
		}
		lines = append(lines, line)
	}
	for _, r := range work.Set.Relations {
		lines = append(lines, command.RelationTitle(work, r, r.From))
	}
	return strings.Join(lines, "\n")
}
