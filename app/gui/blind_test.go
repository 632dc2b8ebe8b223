package gui

import (
	"context"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/background"
	"dragoman/app/command"
	"dragoman/app/gui/panel"
	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
)

// bensCount is how many annotations benno has in the second article; no other
// number on the screen is that.
const bensCount = 67

// ofOthers finds what gives away benno's work or the gold set.
var ofOthers = regexp.MustCompile(`benno|bens-[a-z]+|golds-[a-z]+|\b67\b`)

// blindStage is the window of ana on a project of rev in which benno and the
// gold set have annotations, comments, steps and documents that were handed out.
func blindStage(t *testing.T, others string) *stage {
	t.Helper()
	project := sessiontest.NewProject(stageSchema(t))
	talk, ship := model.NewDocument(harbour, "A talk in the harbour", "Coast Wire"), model.NewDocument(ferry, "Ferry sails again", "The Ledger")
	s := &stage{t: t, project: project, queue: background.NewQueue()}
	save := func(name string, by model.Annotator, documents []model.Document, changes ...model.Change) {
		step := model.Step{Name: name, By: by, Project: true, Changes: changes}
		for _, d := range documents {
			step.Documents = append(step.Documents, model.DocumentEdit{ID: d.ID, Added: &d})
		}
		_, err := project.Save(t.Context(), step)
		s.must(err)
	}
	var letters []model.Annotation
	for i := range bensCount {
		letters = append(letters, marked("statement", i, i+1, "bens-note"))
	}
	ana, ben, gold := marked("person", 0, 12, ""), marked("person", 17, 29, "bens-note"), marked("person", 17, 29, "golds-note")
	accepted := begun(talk, model.Gold, gold)
	accepted.Verdicts = []model.Edit[model.Verdict]{model.Insert(model.Verdict{Of: string(ben.ID), Annotator: "benno", Gold: string(gold.ID), Was: ben.Fingerprint(), Why: "golds-why", By: "rev"})}
	save("import of articles", "ana", []model.Document{talk, ship})
	save("label", "ana", nil, begun(talk, "ana", ana))
	save("import of bens-file", "benno", nil, begun(talk, "benno", ben), begun(ship, "benno", letters...))
	save("golds-step", "rev", nil, accepted)
	s.must(project.SaveComment(t.Context(), model.Comment{ID: model.NewCommentID(), Document: talk.ID, Annotation: ben.ID, By: "benno", Text: "bens-comment"}))
	s.must(project.SaveComment(t.Context(), model.Comment{ID: model.NewCommentID(), Document: talk.ID, Annotation: ana.ID, By: "ana", Text: "anas-comment"}))
	s.must(project.Update(t.Context(), func(tx job.Tx) error {
		return tx.AddAssignments([]model.Assignment{{Annotator: "benno", Document: ship.ID}, {Annotator: "ana", Document: talk.ID}})
	}))
	s.must(project.SetSetting(t.Context(), model.SettingOwner, "rev"))
	s.must(project.SetSetting(t.Context(), model.SettingOthers, others))
	s.must(project.SetSetting(t.Context(), model.SettingAnnotator, "ana"))
	s.open(&Opened{
		Project: project, Writer: project, Annotator: "ana", Search: s.search, Annotations: project.Annotations,
		Check: func(context.Context) ([]string, error) { return []string{"set of benno: its checksum is wrong"}, nil },
	})
	s.settings.setFolder(t.TempDir())
	s.settings.setExportFolder(s.opened.Path, t.TempDir())
	s.space.openDocument(talk.ID)
	s.space.setActive(ana.ID, false)
	return s
}

func marked(label string, start, end int, note string) model.Annotation {
	return model.Annotation{ID: model.NewAnnotationID(), Label: label, Fragments: []model.Span{{Start: start, End: end}}, Note: note, Origin: model.OriginManual}
}

// begun is the change that begins a set.
func begun(d model.Document, owner model.Annotator, annotations ...model.Annotation) model.Change {
	status := model.StatusInProgress
	c := model.Change{Name: "label", Document: d.ID, Owner: owner, By: owner, Status: &model.Edit[model.Status]{New: &status}}
	for _, a := range annotations {
		c.Annotations = append(c.Annotations, model.Insert(a))
	}
	return c
}

// screen returns all that is written in the window, and what its choices offer.
func (s *stage) screen() string {
	all := []string{s.win.Title()}
	var walk func(fyne.CanvasObject)
	walk = func(o fyne.CanvasObject) {
		if !o.Visible() {
			return
		}
		switch o := o.(type) {
		case *canvas.Text:
			all = append(all, o.Text)
		case *fyne.Container:
			for _, x := range o.Objects {
				walk(x)
			}
			return
		case *ui.Text:
			all = append(all, o.Text())
		case *ui.Select:
			all = append(all, o.Options...)
		case *widget.Entry:
			all = append(all, o.Text)
		}
		if o, ok := o.(fyne.Widget); ok {
			for _, x := range test.WidgetRenderer(o).Objects() {
				walk(x)
			}
		}
	}
	walk(s.win.Canvas().Content())
	for _, o := range s.win.Canvas().Overlays().List() {
		walk(o)
	}
	return strings.Join(all, "\n")
}

// clear closes what stands over the workspace.
func (s *stage) clear() {
	for len(s.sheets) > 0 {
		s.sheet().close()
	}
	for top := s.win.Canvas().Overlays().Top(); top != nil; top = s.win.Canvas().Overlays().Top() {
		s.win.Canvas().Overlays().Remove(top)
	}
	s.drain()
}

// leaving are the commands that leave the project, or the program.
var leaving = []string{"project.close", "project.quit", "project.open", "project.sample", "project.new"}

// tour carries out every command and opens what no command opens, and returns
// what the window reads each time, by what was done.
func (s *stage) tour() map[string]string {
	s.t.Helper()
	seen := map[string]string{}
	talk, active := s.session.Desk().Document().ID, s.space.active
	look := func(name string, do func()) {
		if s.session.Review() == nil && s.session.Desk().Document().ID != talk {
			s.space.openDocument(talk)
		}
		s.space.setActive(active, false)
		do()
		s.drain()
		seen[name] = s.screen()
		s.clear()
	}
	commands := slices.Clone(s.table.Commands())
	slices.SortStableFunc(commands, func(a, b command.Command) int { // the review is open at the end
		return map[bool]int{true: 1}[a.Menu == command.Review] - map[bool]int{true: 1}[b.Menu == command.Review]
	})
	for _, c := range commands {
		if !slices.Contains(leaving, c.ID) && c.ID != "review.leave" && !strings.HasPrefix(c.ID, "review.take") {
			look(c.ID, func() { s.runID(c.ID) })
			seen[c.ID+" reason"] = c.Reason()
			s.table.DropLink()
			if c.ID == "document.delete" { // the rest is to be seen with it
				s.must(s.session.UndoStep(s.ctx))
			}
		}
	}
	if s.session.Review() != nil {
		s.runID("review.leave")
	}
	look("who", s.chooseAnnotator)
	for _, f := range s.deps.Formats {
		if f.Writes() {
			look("export as "+f.Name, func() { s.openExporter().choose(s.t, f.Name) })
			look("export in parts as "+f.Name, func() {
				e := s.openExporter()
				e.choose(s.t, f.Name)
				e.status.SetSelected("Everything")
				e.parts.SetText("train=0.5, test=0.5")
			})
		}
	}
	for f := panel.FilterAll; f <= panel.FilterFlagged; f++ {
		look("filter", func() { s.space.documents.SetFilter(f) })
	}
	look("search", func() { s.space.documents.Search.SetText("Tomas") })
	look("context menu", func() { s.space.article.context(fyne.NewPos(400, 200), 0, []model.AnnotationID{active}) })
	return seen
}

// While the rule holds, nothing of the sets of others is on any screen that a
// person can come to, and no command says anything of them; where it is off,
// they stand where they belong.
func TestNoScreenShowsTheWorkOfOthers(t *testing.T) {
	for name, text := range blindStage(t, "").tour() {
		if name == "project.people" || name == "who" { // whose name one works under is chosen there
			text = strings.ReplaceAll(text, "benno", "")
		}
		if found := ofOthers.FindString(text); found != "" {
			t.Errorf("after %s ana sees %q:\n%s", name, found, text)
		}
	}
	open := blindStage(t, model.OthersShown).tour()
	for name, want := range map[string]string{
		"project.stats": "67", "project.export": "benno", "project.steps": "bens-file", "project.outstanding": "benno", "project.agreement": "benno",
		"project.check": "benno", "view.tab_comments": "bens-comment", "review.open": "benno", "review.people": "benno", "who": "annotations in 2 documents",
	} {
		if !strings.Contains(open[name], want) {
			t.Errorf("with the rule off, after %s ana does not see %q:\n%s", name, want, open[name])
		}
	}
}

// The list of documents is cut for who works now.
func TestAnotherAnnotatorSeesTheirsAlone(t *testing.T) {
	s := blindStage(t, "")
	s.switchAnnotator("benno")
	if got := s.screen(); !strings.Contains(got, "67") || strings.Contains(got, "golds-") {
		t.Errorf("benno reads\n%s", got)
	}
	s.switchAnnotator("rev")
	s.statsSheet()
	s.drain()
	if got := s.screen(); !strings.Contains(got, "67") || !strings.Contains(got, "gold") {
		t.Errorf("the owner reads\n%s", got)
	}
}

// What an import could not take because of the sets of others is told without
// saying what is there.
func TestImportReportTellsNothingOfOthers(t *testing.T) {
	for _, others := range []string{"", model.OthersShown} {
		s := blindStage(t, others)
		set, err := s.project.Set(t.Context(), model.NewDocument(harbour, "", "").ID, "benno")
		s.must(err)
		path := filepath.Join(t.TempDir(), "mine.jsonl")
		s.must(os.WriteFile(path, []byte(`{"text":"`+strings.ReplaceAll(harbour, "\n", `\n`)+`","annotator":"ana","spans":[{"id":"`+string(set.Annotations[0].ID)+`","start":0,"end":4,"label":"person"}]}`), 0o600))
		s.importPaths([]string{path})
		s.drain()
		if got := s.screen(); !strings.Contains(got, "is kept out") || strings.Contains(got, "by benno") != (others == model.OthersShown) {
			t.Errorf("with others %q the report reads\n%s", others, got)
		}
	}
}

// Who made a project in the window owns it.
func TestNewProjectBelongsToWhoMadeIt(t *testing.T) {
	s := newStage(t)
	s.deps.Create = func(context.Context, string, model.Schema) (*Opened, error) {
		p := sessiontest.NewProject(stageSchema(t))
		return &Opened{Project: p, Writer: p, Path: "/somewhere/new.dragoman", Annotations: p.Annotations, Close: func() error { return nil }}, nil
	}
	s.create("/somewhere/new.dragoman", stageSchema(t))
	s.drain()
	if s.session.Owner() != "ana" || !s.session.OthersShown() {
		t.Errorf("the owner is %q", s.session.Owner())
	}
}
