package gui

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	fstorage "fyne.io/fyne/v2/storage"
	"fyne.io/fyne/v2/test"

	"dragoman/app/background"
	"dragoman/app/cli/headless/wiring"
	"dragoman/app/gui/panel"
	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/model"
)

// fileStage is the window on a project file with the two articles, and files to
// merge beside it.
func fileStage(t *testing.T) (*stage, wiring.Project) {
	t.Helper()
	s := &stage{t: t, queue: background.NewQueue()}
	p := s.file("ours.dragoman", stageSchema(t))
	s.open(&Opened{Project: p, Writer: p, Search: p.Find, Annotations: p.Annotations})
	s.must(s.session.SetOwner(t.Context(), "ana"))
	s.deps.Merge = wiring.Deps().MergeOpener()
	s.deps.Handout = func(ctx context.Context, path string, schema model.Schema) (job.HandoutProject, error) {
		return wiring.Create(ctx, path, schema)
	}
	return s, p
}

// file makes a project file with the two articles, which is closed at the end.
func (s *stage) file(name string, schema model.Schema) wiring.Project {
	s.t.Helper()
	p, err := wiring.Create(context.Background(), filepath.Join(s.t.TempDir(), name), schema)
	s.must(err)
	s.t.Cleanup(func() { p.Close() })
	for _, d := range []model.Document{model.NewDocument(harbour, "A talk in the harbour", "Coast Wire"), model.NewDocument(ferry, "Ferry sails again", "The Ledger")} {
		_, err := p.Save(context.Background(), model.Step{Name: "import", Project: true, Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}})
		s.must(err)
	}
	return p
}

// annotated makes a project file in which somebody gave one label, and returns
// its path.
func (s *stage) annotated(name string, schema model.Schema, by model.Annotator, words, label string) string {
	s.t.Helper()
	p := s.file(name, schema)
	d := model.NewDocument(harbour, "", "")
	at := strings.Index(harbour, words)
	work := model.Work{Schema: schema, Document: d, By: by, Set: model.AnnotationSet{Document: d.ID, Annotator: by}}
	change, err := model.AddLabel(work, model.NewAnnotationID(), []model.Span{{Start: at, End: at + len(words)}}, label)
	s.must(err)
	_, err = p.Save(context.Background(), model.Step{Name: "label", By: by, Changes: []model.Change{change}})
	s.must(err)
	path := p.Path()
	s.must(p.Close())
	return path
}

// texts returns all that is written in an object.
func texts(o fyne.CanvasObject) string {
	var all []string
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		switch o := o.(type) {
		case *ui.Text:
			all = append(all, o.Text())
		case *ui.Button:
			all = append(all, "["+o.Text+"]")
		case *ui.Select:
			all = append(all, "<"+o.Selected+">")
		case *fyne.Container:
			for _, x := range o.Objects {
				if x.Visible() {
					walk(x)
				}
			}
		case fyne.Widget:
			for _, x := range test.WidgetRenderer(o).Objects() {
				walk(x)
			}
		}
	}
	walk(o)
	return strings.Join(all, "\n")
}

// press presses the button of the topmost dialog that is meant.
func (s *stage) accept() {
	s.t.Helper()
	top := s.sheet()
	if top == nil || len(top.buttons) == 0 || top.buttons[0].Disabled {
		s.t.Fatal("there is no dialog with something to accept")
	}
	top.buttons[0].OnTapped()
	s.drain()
}

func TestMergeShowsWhatWouldComeAndBringsIt(t *testing.T) {
	s, p := fileStage(t)
	path := s.annotated("bens.dragoman", stageSchema(t), "ben", "Idris Valen", "person")
	s.mergePaths([]string{path})
	s.drain()
	if got := s.sheetTexts(); !strings.Contains(got, "ben") || !strings.Contains(got, "New") {
		t.Errorf("the preview reads\n%s", got)
	}
	if sets, err := p.Sets(t.Context(), s.session.Documents()[0].ID); err != nil || len(sets) > 0 {
		t.Fatalf("the preview wrote %v, %v", sets, err)
	}
	s.accept()
	if set, err := p.Set(t.Context(), model.NewDocument(harbour, "", "").ID, "ben"); err != nil || len(set.Annotations) != 1 {
		t.Errorf("after the merge ben has %+v, %v", set, err)
	}
	if got := s.sheetTexts(); !strings.Contains(got, "Merged bens.dragoman") {
		t.Errorf("the report reads\n%s", got)
	}
	s.sheet().close()
	s.mergePaths([]string{path})
	s.drain()
	if got := s.sheetTexts(); !strings.Contains(got, "nothing to merge") || !s.sheet().buttons[0].Disabled {
		t.Errorf("a second time the preview reads\n%s", got)
	}
}

func (s *stage) sheetTexts() string {
	s.t.Helper()
	if s.sheet() == nil {
		s.t.Fatal("no dialog is open")
	}
	return texts(s.sheet().popup.Content)
}

// Where the schemas differ, nothing is written before it is said what becomes
// of each label.
func TestMergeAsksWhatLabelsBecome(t *testing.T) {
	theirs := stageSchema(t)
	theirs.Labels = append(slices.Clone(theirs.Labels), model.Label{Name: "place", Key: "7", Colour: "#333333"})
	s, p := fileStage(t)
	path := s.annotated("bens.dragoman", theirs, "ben", "Idris Valen", "place")
	s.mergePaths([]string{path})
	s.drain()
	if got := s.sheetTexts(); !strings.Contains(got, "Label place") || !strings.Contains(got, "used once") {
		t.Fatalf("the schemas side by side read\n%s", got)
	}
	s.accept()
	if got := s.sheetTexts(); !strings.Contains(got, "Choose for each") {
		t.Errorf("without a choice it goes on:\n%s", got)
	}
	field := selectIn(s.sheet().popup.Content)
	field.SetSelected("becomes person")
	s.accept() // the choice
	s.accept() // the merge
	d := model.NewDocument(harbour, "", "")
	set, err := p.Set(t.Context(), d.ID, "ben")
	s.must(err)
	if len(set.Annotations) != 1 || set.Annotations[0].Label != "person" {
		t.Errorf("ben has %+v", set.Annotations)
	}
}

// selectIn returns the first choice in an object.
func selectIn(o fyne.CanvasObject) *ui.Select {
	switch o := o.(type) {
	case *ui.Select:
		return o
	case *fyne.Container:
		for _, x := range o.Objects {
			if s := selectIn(x); s != nil {
				return s
			}
		}
	case fyne.Widget:
		for _, x := range test.WidgetRenderer(o).Objects() {
			if s := selectIn(x); s != nil {
				return s
			}
		}
	}
	return nil
}

func TestSetsThatWentApartAreDecided(t *testing.T) {
	s, p := fileStage(t)
	s.switchAnnotator("ben")
	s.space.openDocument(model.NewDocument(harbour, "", "").ID)
	s.label("Lena Moravec", "1")
	s.mergePaths([]string{s.annotated("bens.dragoman", stageSchema(t), "ben", "Idris Valen", "person")})
	s.drain()
	s.accept()
	if got := s.sheetTexts(); !strings.Contains(got, "went apart") {
		t.Fatalf("the report reads\n%s", got)
	}
	s.accept() // decide now
	got := s.sheetTexts()
	for _, want := range []string{"ben in “A talk in the harbour”", "[Keep ours]", "[Take theirs]", "Only here: Person “Lena Moravec”", "Only in bens.dragoman: Person “Idris Valen”"} {
		if !strings.Contains(got, want) {
			t.Errorf("the decision does not say %s:\n%s", want, got)
		}
	}
	s.sheet().close()
	open := s.openWaiting()
	s.drain()
	open.take[0].OnTapped()
	s.drain()
	if waiting, err := p.WaitingSets(t.Context()); err != nil || len(waiting) > 0 {
		t.Errorf("still waits %v, %v", waiting, err)
	}
	if got := s.annotations(); got != "person: Idris Valen" {
		t.Errorf("ben’s set is %s", got)
	}
	if got := s.sheetTexts(); !strings.Contains(got, "No set waits") {
		t.Errorf("then the dialog reads\n%s", got)
	}
}

// Files that can be merged are offered for it when they are dropped on an open
// project.
func TestDroppedProjectIsOfferedForMerge(t *testing.T) {
	s, _ := fileStage(t)
	path := s.annotated("bens.dragoman", stageSchema(t), "ben", "Idris Valen", "person")
	s.dropped(fyne.Position{}, []fyne.URI{fstorage.NewFileURI(path)})
	if s.sheet() == nil {
		t.Fatal("nothing is offered")
	}
	s.key("Enter")
	s.drain()
	if got := s.sheetTexts(); !strings.Contains(got, "Merge bens.dragoman") {
		t.Errorf("the first choice leads to\n%s", got)
	}
}

func TestHandoutShowsTheDealAndWritesIt(t *testing.T) {
	s, _ := fileStage(t)
	h := s.openHandout()
	if got := texts(h.deal); !strings.Contains(got, "Name the people") || !h.accept.Disabled {
		t.Errorf("at first the deal reads %q", got)
	}
	h.names.SetText("ben, ben")
	if got := texts(h.deal); !strings.Contains(got, "ben is named twice") && !strings.Contains(got, "Ben is named twice") {
		t.Errorf("with a name twice the deal reads %q", got)
	}
	h.names.SetText("ben, cem")
	h.overlap.SetSelectedIndex(1)
	if got := texts(h.deal); !strings.Contains(got, "with cem") || h.accept.Disabled {
		t.Errorf("the deal reads %q", got)
	}
	h.seed.SetText("x")
	if !h.accept.Disabled {
		t.Error("a seed that is no number is taken")
	}
	h.seed.SetText("7")
	folder := t.TempDir()
	s.opened.Path = filepath.Join(folder, "harbour-talks.dragoman")
	s.accept()
	s.accept()
	files, err := os.ReadDir(folder)
	s.must(err)
	if len(files) != 2 {
		t.Errorf("the folder holds %v", files)
	}
	s.sheet().close()
	s.outstandingSheet()
	s.drain()
	if got := s.sheetTexts(); !strings.Contains(got, "0 of 2 back and done, 2 not here") {
		t.Errorf("what has not come back reads\n%s", got)
	}
	s.sheet().close()
	s.statsSheet()
	s.drain()
	if got := s.sheetTexts(); !strings.Contains(got, "HANDED OUT") || !strings.Contains(got, "cem") {
		t.Errorf("the statistics read\n%s", got)
	}
}

func TestPeopleSayWhoOwnsTheProjectAndWhoSeesWhat(t *testing.T) {
	s := newStage(t)
	p := s.openPeople()
	p.setShown(1)
	if !s.session.AllShown() || !strings.Contains(p.note.Text(), "Everybody may look") {
		t.Errorf("shown is %v, the note %q", s.session.AllShown(), p.note.Text())
	}
	p.setShown(0)
	p.owner.SetSelected("ana")
	if s.session.AllShown() || s.session.Owner() != "ana" {
		t.Errorf("shown is %v, the owner %s", s.session.AllShown(), s.session.Owner())
	}
	s.switchAnnotator("ben")
	p.setShown(1)
	if s.session.AllShown() || !strings.Contains(p.sheet.note.Text(), "Only ana") {
		t.Errorf("ben changes the rule; the dialog says %q", p.sheet.note.Text())
	}
}

// Who works is asked at the start where several have and the project does not
// say.
func TestWhoWorksIsAsked(t *testing.T) {
	s := newStage(t)
	if len(s.sheets) > 0 {
		t.Fatal("a project that nobody has worked in asks who works")
	}
	s.label("Lena Moravec", "1")
	s.switchAnnotator("ben")
	s.label("met", "2")
	s.closeProject()
	s.openPath("/somewhere/harbour-talks.dragoman")
	s.drain()
	if len(s.sheets) != 1 {
		t.Fatal("nobody is asked")
	}
	s.key("Enter")
	if s.session.Annotator() != "ana" || len(s.sheets) > 0 {
		t.Errorf("%s works", s.session.Annotator())
	}
	s.must(s.session.SetOwner(t.Context(), "ana"))
	s.closeProject()
	s.openPath("/somewhere/harbour-talks.dragoman")
	s.drain()
	if len(s.sheets) > 0 {
		t.Error("the owner is asked again")
	}
}

func TestCommentsInTheInspector(t *testing.T) {
	s := newStage(t)
	s.label("Lena Moravec", "1")
	s.key("Shift+C")
	c := s.space.inspector.Comments
	if s.win.Canvas().Focused() != fyne.Focusable(c.New) || s.space.inspector.Tab() != panel.TabComments {
		t.Fatal("the key does not lead to the field")
	}
	c.New.SetText("Is she the spokeswoman?")
	c.New.TypedShortcut(shortcutOf("Ctrl+Enter"))
	if got := texts(c.Object()); !strings.Contains(got, "On “Lena Moravec”") || !strings.Contains(got, "Is she the spokeswoman?") || c.New.Text != "" {
		t.Errorf("the comments read\n%s", got)
	}
	if got := s.space.inspector.Tabs()[panel.TabComments].Text; got != "Comments 1" {
		t.Errorf("the tab is called %q", got)
	}
	s.space.inspector.Show(panel.TabAnnotation)
	if got := texts(s.space.inspector.Annotation.Object()); !strings.Contains(got, "[1 comment]") {
		t.Errorf("the annotation says\n%s", got)
	}
	s.key("Ctrl+PageDown")
	if got := s.space.inspector.Tabs()[panel.TabComments].Text; got != "Comments" {
		t.Errorf("in the next document the tab is called %q", got)
	}
}

// Once a set is done, its annotator sees what became of it and why.
func TestOutcomesInTheInspector(t *testing.T) {
	s := newStage(t)
	s.label("Lena Moravec", "1")
	s.label("she", "1")
	work := s.session.Desk().Work()
	name, she := work.Set.Annotations[0], work.Set.Annotations[1]
	taken, status := name, model.StatusInProgress
	taken.ID = model.NewAnnotationID()
	verdict := func(a model.Annotation, gold model.AnnotationID, why string) model.Edit[model.Verdict] {
		return model.Insert(model.Verdict{Of: string(a.ID), Annotator: "ana", Gold: string(gold), Was: a.Fingerprint(), Why: why, By: "rev"})
	}
	_, err := s.project.Save(t.Context(), model.Step{Name: "review", Changes: []model.Change{{
		Name: "review", Document: work.Document.ID, Owner: model.Gold, By: "rev", Status: &model.Edit[model.Status]{New: &status},
		Annotations: []model.Edit[model.Annotation]{model.Insert(taken)},
		Verdicts:    []model.Edit[model.Verdict]{verdict(name, taken.ID, ""), verdict(she, "", "a pronoun")},
	}}})
	s.must(err)
	for _, c := range []struct {
		id   model.AnnotationID
		want string
	}{{name.ID, "Accepted by rev."}, {she.ID, "Rejected by rev: a pronoun"}} {
		s.space.setActive(c.id, false)
		if got := texts(s.space.inspector.Annotation.Object()); strings.Contains(got, c.want) {
			t.Errorf("before the set is done ana reads %q", c.want)
		}
	}
	s.runID("document.done")
	for id, want := range map[model.AnnotationID]string{name.ID: "Accepted by rev.", she.ID: "Rejected by rev: a pronoun"} {
		s.space.setActive(id, false)
		if got := texts(s.space.inspector.Annotation.Object()); !strings.Contains(got, want) {
			t.Errorf("ana does not read %q:\n%s", want, got)
		}
	}
}

// Who works blind finds nothing of the work of others in the statistics, in the
// export and where it is chosen who works.
func TestNothingOfOthersIsShownToThoseWhoWorkBlind(t *testing.T) {
	s := newStage(t)
	s.label("Lena Moravec", "1")
	s.switchAnnotator("ben")
	s.label("met", "2")
	s.must(s.session.SetOwner(t.Context(), "rev"))
	s.statsSheet()
	s.drain()
	if got := s.sheetTexts(); strings.Contains(got, "ana") || !strings.Contains(got, "ben") {
		t.Errorf("the statistics read\n%s", got)
	}
	s.sheet().close()
	if e := s.openExporter(); !slices.Equal(e.who.Options, []string{"ben"}) {
		t.Errorf("the export offers %q", e.who.Options)
	}
	s.drain()
	s.sheet().close()
	s.chooseAnnotator()
	if got := s.sheetTexts(); strings.Count(got, "annotations in") != 1 {
		t.Errorf("the choice of who works reads\n%s", got)
	}
}
