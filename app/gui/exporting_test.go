package gui

import (
	"context"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"dragoman/app/background"
	"dragoman/app/job"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
	"dragoman/storage/format"
)

// walked is a project that counts how often all of it is read, and holds up
// who reads it, until they give up.
type walked struct {
	*sessiontest.Project
	times atomic.Int32
	slow  atomic.Bool
	begun chan struct{}
}

func (p *walked) Walk(ctx context.Context, f func(model.Document, []model.AnnotationSet) error) error {
	p.times.Add(1)
	if p.slow.Load() {
		p.begun <- struct{}{}
		<-ctx.Done()
		return ctx.Err()
	}
	return p.Project.Walk(ctx, f)
}

// exportStage is a window with the export dialog open on two annotated articles.
func exportStage(t *testing.T) (*stage, *walked, *exporter) {
	t.Helper()
	project := &walked{Project: sessiontest.NewProject(stageSchema(t)), begun: make(chan struct{}, 9)}
	talk, ship := model.NewDocument(harbour, "A talk in the harbour", "Coast Wire"), model.NewDocument(ferry, "Ferry sails again", "The Ledger")
	s := &stage{t: t, project: project.Project, queue: background.NewQueue()}
	step := model.Step{Name: "import", By: "ana", Project: true, Changes: []model.Change{
		begun(talk, "ana", marked("person", 0, 12, "")), begun(ship, "ben", marked("person", 0, 5, "")),
	}}
	for _, d := range []model.Document{talk, ship} {
		step.Documents = append(step.Documents, model.DocumentEdit{ID: d.ID, Added: &d})
	}
	_, err := project.Save(t.Context(), step)
	s.must(err)
	s.open(&Opened{Project: project, Writer: project, Search: s.search, Annotations: project.Annotations})
	e := s.openExporter()
	s.drain()
	return s, project, e
}

// choose chooses the format of that name.
func (e *exporter) choose(t testing.TB, name string) {
	t.Helper()
	for i, f := range e.formats {
		if f.Name == name {
			e.format.SetSelectedIndex(i)
			return
		}
	}
	t.Fatalf("%s is not offered", name)
}

// The project is read when somebody pauses, and not at each letter.
func TestTheExportIsLookedAtAfterTyping(t *testing.T) {
	s, project, e := exportStage(t)
	e.parts.SetText("train=0.5, test=0.5")
	s.drain()
	e.parts.SetText("train=0.5, te")
	if e.accept.Disabled || len(e.outcome.Objects) == 0 {
		t.Error("in the middle of a word the dialog shows nothing any more")
	}
	s.drain()
	if got := e.report.Text(); !e.accept.Disabled || !strings.Contains(got, "te") || strings.Contains(got, "Looking") {
		t.Errorf("after half a part the dialog says %q", got)
	}
	e.parts.SetText("train=0.5, test=0.5")
	s.drain()
	once := project.times.Load()
	e.parts.SetText("train=0.5, test=0.5 ")
	s.drain()
	once = project.times.Load() - once
	before := project.times.Load()
	for n := range 6 {
		e.seed.SetText("1234567"[:n+2])
	}
	s.drain()
	if got := project.times.Load() - before; got != once || once == 0 {
		t.Errorf("for six letters the project was read %d times, for one %d", got, once)
	}
	if got := s.sheetTexts(); !strings.Contains(got, "seed 1234567") {
		t.Errorf("the dialog reads\n%s", got)
	}
}

// Who closes the dialog waits for nothing.
func TestClosingTheExportEndsLooking(t *testing.T) {
	s, project, e := exportStage(t)
	project.slow.Store(true)
	e.choose(t, "prodigy")
	<-project.begun
	e.sheet.typedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	s.drain() // ends only when the reader gave up
	if slices.Contains(s.sheets, e.sheet) {
		t.Error("Escape left the dialog open")
	}
}

// Another format keeps the choices that it has a use for.
func TestAnotherFormatKeepsTheChoices(t *testing.T) {
	s, _, e := exportStage(t)
	e.who.SetSelected("ben")
	e.status.SetSelected("In progress")
	e.parts.SetText("train=0.5, test=0.5")
	e.choose(t, "conll")
	e.prefer.SetText("denial, person")
	s.drain()
	opt, err := e.options()
	if err != nil || opt.Annotator != "ben" || opt.Status != model.StatusInProgress || !opt.Split.Asked() || !slices.Equal(opt.Prefer, []string{"denial", "person"}) {
		t.Errorf("%+v, %v", opt, err)
	}
	e.choose(t, "jsonl")
	s.drain()
	if opt, err = e.options(); err != nil || opt.Annotator != "ben" || opt.Status != model.StatusInProgress || opt.Prefer != nil {
		t.Errorf("%+v, %v", opt, err)
	}
	e.choose(t, "spacy")
	e.prefer.SetText("persn")
	s.drain()
	if got := e.report.Text(); !strings.Contains(got, "no label \"persn\"") || !e.accept.Disabled {
		t.Errorf("of a label that is none the dialog says %q", got)
	}
}

func TestTheSummaryOfAnExportCounts(t *testing.T) {
	var one format.Losses
	one.Add("note", "a note", "")
	r := job.ExportResult{Documents: 1, Sets: 2, LeftOut: one}
	for want, losses := range map[string]format.Losses{
		"1 document, 2 annotation sets. Left out, for it is unfinished: 1. Nothing is lost.":                  nil,
		"1 document, 2 annotation sets. Left out, for it is unfinished: 1. The format cannot hold notes (1).": one,
	} {
		r.Losses = losses
		if got := exportSummary(r); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// In the least window that is usual all choices are seen, of every format.
func TestTheChoicesOfAnExportFitTheWindow(t *testing.T) {
	s, _, e := exportStage(t)
	e.parts.SetText("train=0.5, test=0.5")
	for i, f := range e.formats {
		e.format.SetSelectedIndex(i)
		s.drain()
		scroll := test.LaidOutObjects(s.win.Canvas().Overlays().Top())
		for _, o := range scroll {
			if o, is := o.(*container.Scroll); is && o.Content.MinSize().Height > o.Size().Height+1 && holds(o, e.seed) {
				t.Errorf("%s: the choices are %.0f high, their place %.0f", f.Name, o.Content.MinSize().Height, o.Size().Height)
			}
		}
	}
}

// holds reports whether an object stands within another.
func holds(in, o fyne.CanvasObject) bool {
	return slices.Contains(test.LaidOutObjects(in), o)
}

// The next export of the same project begins with the choices of the last.
func TestTheChoicesOfAnExportAreKept(t *testing.T) {
	s, _, e := exportStage(t)
	e.choose(t, "conll")
	e.who.SetSelected("ben")
	e.status.SetSelected("In progress")
	e.fragments.SetSelected(partTitles[1])
	e.parts.SetText("train=0.5, test=0.5")
	s.drain()
	want, err := e.options()
	s.must(err)
	e.choosePath()
	s.sheet().close()
	e = s.openExporter()
	s.drain()
	got, err := e.options()
	if err != nil || got.Format.Name != "conll" || got.Annotator != want.Annotator || got.Status != want.Status || got.Fragments != want.Fragments || !got.Split.Asked() {
		t.Errorf("%v, %v", got, err)
	}
}
