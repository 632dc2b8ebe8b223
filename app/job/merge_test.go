package job_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
	"dragoman/model/modeltest"
)

// story is what the tests of this file merge.
const story = "Bo met Cy. Bo said no."

// shelf makes projects that hold the story, with a clock that goes on by a
// second a look.
type shelf struct {
	t   *testing.T
	now time.Time
	id  model.DocumentID
}

func newShelf(t *testing.T) *shelf {
	return &shelf{t, time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), model.DocumentIDOf(story)}
}

func (s *shelf) clock() time.Time {
	s.now = s.now.Add(time.Second)
	return s.now
}

// empty returns a project that holds nothing.
func (s *shelf) empty() *sessiontest.Project {
	p := sessiontest.NewProject(modeltest.Schema())
	p.Now = s.clock
	return p
}

// project returns one that holds the story, with the title.
func (s *shelf) project(title string) *sessiontest.Project {
	p := s.empty()
	doc := model.NewDocument(story, title, "")
	s.save(p, model.Step{Documents: []model.DocumentEdit{{ID: doc.ID, Added: &doc, EditedAt: time.Unix(9, 0)}}})
	return p
}

func (s *shelf) save(p *sessiontest.Project, step model.Step) {
	s.t.Helper()
	if _, err := p.Save(s.t.Context(), step); err != nil {
		s.t.Fatal(err)
	}
}

// do saves the change that a verb makes of the annotator's set.
func (s *shelf) do(p *sessiontest.Project, annotator model.Annotator, verb func(model.Work) (model.Change, error)) {
	s.t.Helper()
	desk, err := session.OpenDesk(s.t.Context(), p, s.id, annotator)
	if err != nil {
		s.t.Fatal(err)
	}
	c, err := verb(desk.Work())
	if err == nil {
		_, err = desk.Do(s.t.Context(), c)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *shelf) label(p *sessiontest.Project, annotator model.Annotator, id int, label string, start, end int) {
	s.t.Helper()
	s.do(p, annotator, func(w model.Work) (model.Change, error) {
		return model.AddLabel(w, modeltest.ID(id), []model.Span{{Start: start, End: end}}, label)
	})
}

// merge merges the others, which are called a, b, ... .
func (s *shelf) merge(p *sessiontest.Project, opt job.MergeOptions, others ...*sessiontest.Project) job.MergeResult {
	s.t.Helper()
	r, err := job.Merge(s.t.Context(), p, sources(others...), opt, job.Silent)
	if err != nil {
		s.t.Fatal(err)
	}
	return r
}

func sources(others ...*sessiontest.Project) []job.MergeSource {
	var list []job.MergeSource
	for i, o := range others {
		list = append(list, job.MergeSource{Path: string(rune('a'+i)) + ".dragoman", Project: o})
	}
	return list
}

// set returns the annotator's set of the story, which must be lawful.
func (s *shelf) set(p *sessiontest.Project, annotator model.Annotator) model.AnnotationSet {
	s.t.Helper()
	set, err := p.Set(s.t.Context(), s.id, annotator)
	if err != nil {
		s.t.Fatal(err)
	}
	schema, err := p.Schema(s.t.Context())
	if err == nil {
		err = set.Check(model.NewText(story), schema)
	}
	if err != nil {
		s.t.Error(err)
	}
	return set
}

func (s *shelf) waiting(p *sessiontest.Project) []model.Waiting {
	s.t.Helper()
	list, err := p.WaitingSets(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}

func (s *shelf) steps(p *sessiontest.Project) int {
	s.t.Helper()
	list, err := p.Steps(s.t.Context())
	if err != nil {
		s.t.Fatal(err)
	}
	return len(list)
}

// apart returns a project and another in which ana's sets went apart.
func (s *shelf) apart() (ours, theirs *sessiontest.Project) {
	start := s.project("Bo")
	s.label(start, "ana", 1, "person", 0, 2)
	ours, theirs = s.project("Bo"), s.project("Bo")
	s.merge(ours, job.MergeOptions{}, start)
	s.merge(theirs, job.MergeOptions{}, start)
	s.label(ours, "ana", 2, "meeting", 3, 6)
	s.label(theirs, "ana", 3, "person", 7, 9)
	return ours, theirs
}

func TestWhatWentApartWaitsForADecision(t *testing.T) {
	for _, take := range []job.Take{job.TakeTheirs, job.TakeOurs} {
		s := newShelf(t)
		ours, theirs := s.apart()
		want := map[job.Take]model.AnnotationSet{job.TakeTheirs: s.set(theirs, "ana"), job.TakeOurs: s.set(ours, "ana")}
		if r := s.merge(ours, job.MergeOptions{}, theirs); len(r.Waiting) != 1 || r.Clean() || r.Sets[0].What != job.SetWaits {
			t.Fatalf("they went apart, and the merge says %+v", r)
		}
		if !s.set(ours, "ana").Equal(want[job.TakeOurs]) {
			t.Fatal("a set that waits changed ours")
		}
		waiting := s.waiting(ours)
		if err := job.Settle(t.Context(), ours, waiting[0], take, ""); err != nil {
			t.Fatal(err)
		}
		if !s.set(ours, "ana").Equal(want[take]) || len(s.waiting(ours)) != 0 {
			t.Errorf("take %s: another set stands, or one waits", take)
		}
		before := s.steps(ours)
		if r := s.merge(ours, job.MergeOptions{}, theirs); !r.Clean() || s.steps(ours) != before {
			t.Errorf("take %s: merging the same again is %+v", take, r.Sets)
		}
		s.label(theirs, "ana", 4, "statement", 11, 18)
		r := s.merge(ours, job.MergeOptions{}, theirs)
		if take == job.TakeTheirs && (r.Sets[0].What != job.SetUpdated || !s.set(ours, "ana").Equal(s.set(theirs, "ana"))) {
			t.Errorf("a newer copy of what was taken does not come in: %+v", r.Sets)
		}
		if take == job.TakeOurs && (r.Sets[0].What != job.SetWaits || !s.set(ours, "ana").Equal(want[take])) {
			t.Errorf("a newer copy of what was not taken is not asked about: %+v", r.Sets)
		}
	}
}

func TestADecisionCanBeUndone(t *testing.T) {
	s := newShelf(t)
	ours, theirs := s.apart()
	before := s.set(ours, "ana")
	s.merge(ours, job.MergeOptions{}, theirs)
	if err := job.Settle(t.Context(), ours, s.waiting(ours)[0], job.TakeTheirs, "rita"); err != nil {
		t.Fatal(err)
	}
	s.undo(ours)
	if !s.set(ours, "ana").Equal(before) {
		t.Error("undo does not bring ours back")
	}
	if r := s.merge(ours, job.MergeOptions{Take: job.TakeTheirs}, theirs); r.Sets[0].What != job.SetUpdated {
		t.Errorf("after undo the set is %s", r.Sets[0].What)
	}
	if !s.set(ours, "ana").Equal(s.set(theirs, "ana")) {
		t.Error("--take theirs does not take theirs")
	}
}

func (s *shelf) undo(p *sessiontest.Project) {
	s.t.Helper()
	open, err := session.Open(s.t.Context(), p, "rita")
	if err == nil {
		err = open.UndoStep(s.t.Context())
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

// TestADecisionIsWhatWasSaid: a decision holds though the sets would not go
// apart any more by the time that it comes.
func TestADecisionIsWhatWasSaid(t *testing.T) {
	back := func(s *shelf, p *sessiontest.Project) { // to where theirs set out from
		s.do(p, "ana", func(w model.Work) (model.Change, error) { return model.Delete(w, modeltest.ID(2)) })
	}
	through := func(s *shelf, p *sessiontest.Project) { // what theirs is, and on
		back(s, p)
		s.label(p, "ana", 3, "person", 7, 9)
		s.label(p, "ana", 4, "statement", 11, 18)
	}
	for _, c := range []struct {
		take job.Take
		on   func(*shelf, *sessiontest.Project)
	}{{job.TakeOurs, back}, {job.TakeTheirs, through}} {
		s := newShelf(t)
		ours, theirs := s.apart()
		s.merge(ours, job.MergeOptions{}, theirs)
		c.on(s, ours)
		want := map[job.Take]model.AnnotationSet{job.TakeTheirs: s.set(theirs, "ana"), job.TakeOurs: s.set(ours, "ana")}
		if err := job.Settle(t.Context(), ours, s.waiting(ours)[0], c.take, ""); err != nil {
			t.Fatal(err)
		}
		if !s.set(ours, "ana").Equal(want[c.take]) || len(s.waiting(ours)) != 0 {
			t.Errorf("take %s: another set stands, or one waits", c.take)
		}
	}
}

// TestWhatWaitsMustFitTheSchema: it is edited while a set waits.
func TestWhatWaitsMustFitTheSchema(t *testing.T) {
	s := newShelf(t)
	ours, theirs := s.apart()
	s.label(theirs, "ana", 4, "statement", 11, 18)
	s.merge(ours, job.MergeOptions{}, theirs)
	old := modeltest.Schema()
	next := old
	next.Labels = slices.DeleteFunc(slices.Clone(old.Labels), func(l model.Label) bool { return l.Name == "statement" })
	edit := model.Replace(old, next)
	s.save(ours, model.Step{Name: "edit", Schema: &edit})
	before := s.set(ours, "ana")
	if err := job.Settle(t.Context(), ours, s.waiting(ours)[0], job.TakeTheirs, ""); err == nil {
		t.Error("a set came whose label is not in the schema")
	}
	if len(s.waiting(ours)) != 1 || !s.set(ours, "ana").Equal(before) {
		t.Error("a decision that failed changed something")
	}
	if err := job.Settle(t.Context(), ours, s.waiting(ours)[0], job.TakeOurs, ""); err != nil {
		t.Error(err)
	}
}

// recorder keeps what is saved in a project.
type recorder struct {
	*sessiontest.Project
	steps []model.Step
}

func (r *recorder) Update(ctx context.Context, f func(job.Tx) error) error {
	return r.Project.Update(ctx, func(tx job.Tx) error { return f(recordedTx{tx, r}) })
}

type recordedTx struct {
	job.Tx
	*recorder
}

func (tx recordedTx) Save(step model.Step) ([]int64, error) {
	tx.steps = append(tx.steps, step)
	return tx.Tx.Save(step)
}

// TestWhatIsNotTakenStaysInTheHistory: ours is kept, and the file still tells
// what theirs was.
func TestWhatIsNotTakenStaysInTheHistory(t *testing.T) {
	s := newShelf(t)
	ours, theirs := s.apart()
	s.merge(ours, job.MergeOptions{}, theirs)
	record := &recorder{Project: ours}
	if err := job.Settle(t.Context(), record, s.waiting(ours)[0], job.TakeOurs, ""); err != nil {
		t.Fatal(err)
	}
	if len(record.steps) != 1 || !slices.ContainsFunc(record.steps[0].History, func(p model.PastChange) bool {
		return len(p.Annotations) == 1 && p.Annotations[0].New.ID == modeltest.ID(3)
	}) {
		t.Errorf("the file keeps %+v", record.steps)
	}
}

// TestAFileWithoutHistoryDoesNotSayWhetherItWasMadeBlind, taken at once or
// after a wait.
func TestAFileWithoutHistoryDoesNotSayWhetherItWasMadeBlind(t *testing.T) {
	s := newShelf(t)
	ours, theirs := s.apart()
	jsonl := sources(theirs)
	jsonl[0].Imported = &job.ImportResult{}
	if _, err := job.Merge(t.Context(), ours, jsonl, job.MergeOptions{}, job.Silent); err != nil {
		t.Fatal(err)
	}
	if b := s.set(theirs, "ana").Blind; b != model.Blind {
		t.Fatalf("theirs was made %q", b)
	}
	if b := s.waiting(ours)[0].Set.Blind; b != "" {
		t.Errorf("the set that waits says it was made %q", b)
	}
}

// TestAFileThatKnowsBothEndsTheWaiting: somebody else settled it.
func TestAFileThatKnowsBothEndsTheWaiting(t *testing.T) {
	s := newShelf(t)
	ours, theirs := s.apart()
	s.merge(ours, job.MergeOptions{}, theirs)
	s.merge(theirs, job.MergeOptions{Take: job.TakeTheirs}, ours)
	s.label(theirs, "ana", 5, "statement", 11, 18)
	if r := s.merge(ours, job.MergeOptions{}, theirs); r.Sets[0].What != job.SetUpdated || len(s.waiting(ours)) != 0 {
		t.Errorf("it is %s, and %d sets wait", r.Sets[0].What, len(s.waiting(ours)))
	}
}

// TestIDsNeverCollide merges two people's sets whose ids are the same, with
// what names them.
func TestIDsNeverCollide(t *testing.T) {
	s := newShelf(t)
	var files []*sessiontest.Project
	for i, name := range []model.Annotator{"ana", "ben"} {
		p := s.project("Bo")
		s.label(p, name, 1, "person", 0, 2)
		s.label(p, name, 2, "meeting", 3, 6)
		s.do(p, name, func(w model.Work) (model.Change, error) {
			return model.Link(w, model.RelationID(modeltest.ID(3)), "participant", modeltest.ID(2), modeltest.ID(1))
		})
		err := p.SaveComment(t.Context(), model.Comment{
			ID: model.NewCommentID(), Document: s.id, Annotation: modeltest.ID(1), By: name, Text: fmt.Sprint(i),
		})
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, p)
	}
	verdict := model.Verdict{Of: string(modeltest.ID(1)), Annotator: "ben", By: "rita"}
	status := model.StatusInProgress
	s.save(files[1], model.Step{Changes: []model.Change{{
		Document: s.id, Owner: model.Gold, By: "rita",
		Status: &model.Edit[model.Status]{New: &status}, Verdicts: []model.Edit[model.Verdict]{model.Insert(verdict)},
	}}})
	ours := s.empty()
	r := s.merge(ours, job.MergeOptions{}, files...)
	if len(r.Renamed) != 3 || !r.Clean() {
		t.Fatalf("renamed: %+v, losses %+v", r.Renamed, r.Losses)
	}
	ben := s.set(ours, "ben")
	if len(ben.Annotations) != 2 || len(ben.Relations) != 1 || ben.Annotations[0].ID == modeltest.ID(1) ||
		ben.Relations[0].To != ben.Annotations[0].ID {
		t.Errorf("ben’s set came as %+v", ben)
	}
	if _, there := s.set(ours, model.Gold).Verdict(string(ben.Annotations[0].ID)); !there {
		t.Error("the verdict names an id that ben’s annotation has no more")
	}
	comments, err := ours.Comments(t.Context(), s.id)
	if err != nil || len(comments) != 2 || comments[1].Annotation != ben.Annotations[0].ID {
		t.Errorf("the comments came as %+v, %v", comments, err)
	}
	before := s.steps(ours)
	slices.Reverse(files)
	s.merge(ours, job.MergeOptions{}, files...)
	if s.steps(ours) != before || !s.set(ours, "ben").Equal(ben) {
		t.Error("merging the same again changes something")
	}
	s.label(files[0], "ben", 9, "statement", 11, 18) // files[0] is ben's now
	s.merge(ours, job.MergeOptions{}, files[0])
	if next := s.set(ours, "ben"); len(next.Annotations) != 3 || next.Annotations[0].ID != ben.Annotations[0].ID {
		t.Errorf("a newer copy came as %+v", next)
	}
}

func TestCommentsComeOnceAndStaySettled(t *testing.T) {
	s := newShelf(t)
	ours, theirs := s.project("Bo"), s.project("Bo")
	first := model.Comment{ID: "1", Document: s.id, By: "ana", Text: "why?", At: s.clock()}
	// The clock of who answers is slow.
	answer := model.Comment{ID: "2", Document: s.id, By: "ben", Text: "so", Answers: "1", At: first.At.Add(-time.Hour)}
	for _, c := range []model.Comment{first, answer} {
		if err := theirs.SaveComment(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 {
		s.merge(ours, job.MergeOptions{}, theirs)
	}
	have, _ := ours.Comments(t.Context(), s.id)
	if len(have) != 2 {
		t.Fatalf("%d comments, want 2", len(have))
	}
	first.Resolved = true
	if err := theirs.SaveComment(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	s.merge(ours, job.MergeOptions{}, theirs)
	first.Resolved = false
	if err := theirs.SaveComment(t.Context(), first); err != nil {
		t.Fatal(err)
	}
	s.merge(ours, job.MergeOptions{}, theirs)
	have, _ = ours.Comments(t.Context(), s.id)
	if len(have) != 2 || !have[1].Resolved {
		t.Errorf("the comments are %+v", have)
	}
}

// TestWhoEditedLastWins: and among two of one moment one, in either order.
func TestWhoEditedLastWins(t *testing.T) {
	s := newShelf(t)
	a, b := s.project("A"), s.project("B")
	for _, files := range [][]*sessiontest.Project{{a, b}, {b, a}} {
		ours := s.empty()
		r := s.merge(ours, job.MergeOptions{}, files...)
		doc, err := ours.Document(t.Context(), s.id)
		if err != nil || doc.Title != "B" || r.Losses.Of("title") != 1 {
			t.Errorf("title %q, losses %+v, %v", doc.Title, r.Losses, err)
		}
	}
	old := model.Properties{Title: "A"}
	edit := model.Replace(old, model.Properties{Title: "0"})
	s.save(a, model.Step{Documents: []model.DocumentEdit{{ID: s.id, Properties: &edit}}})
	s.merge(b, job.MergeOptions{}, a)
	if doc, _ := b.Document(t.Context(), s.id); doc.Title != "0" {
		t.Errorf("the title is %q, not the one given last", doc.Title)
	}
	before := s.steps(b)
	if s.merge(b, job.MergeOptions{}, a); s.steps(b) != before {
		t.Error("merging the same again made a step")
	}
}

func TestMergeThatIsStoppedChangesNothing(t *testing.T) {
	s := newShelf(t)
	ours, theirs := s.project("Bo"), s.project("Bo")
	s.label(theirs, "ana", 1, "person", 0, 2)
	ctx, cancel := context.WithCancel(t.Context())
	stop := report(func(int64, int64, string) { cancel() })
	if _, err := job.Merge(ctx, ours, sources(theirs), job.MergeOptions{}, stop); !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	if s.steps(ours) != 1 || len(s.set(ours, "ana").Annotations) != 0 {
		t.Error("something came")
	}
}

type report func(done, total int64, what string)

func (r report) Report(done, total int64, what string) { r(done, total, what) }

// TestAProjectAfterItsJSONL: JSONL does not say why a gold set is as it is, and
// the project that it was written from adds it.
func TestAProjectAfterItsJSONL(t *testing.T) {
	s := newShelf(t)
	theirs, scratch, ours := s.project("Bo"), s.project("Bo"), s.empty()
	s.label(theirs, model.Gold, 1, "person", 0, 2)
	gold := s.set(theirs, model.Gold)
	for p, why := range map[*sessiontest.Project]string{theirs: "as agreed", scratch: ""} {
		set := gold
		set.Verdicts = []model.Verdict{{Of: "x", Annotator: "ana", Gold: string(modeltest.ID(1)), Why: why, By: "rita"}}
		s.save(p, model.Step{Changes: []model.Change{model.Diff(s.set(p, model.Gold), set)}})
	}
	jsonl := sources(scratch)
	jsonl[0].Imported = &job.ImportResult{}
	if _, err := job.Merge(t.Context(), ours, jsonl, job.MergeOptions{}, job.Silent); err != nil {
		t.Fatal(err)
	}
	if r := s.merge(ours, job.MergeOptions{}, theirs); r.Sets[0].What != job.SetUpdated {
		t.Errorf("the gold set is %s", r.Sets[0].What)
	}
	if !s.set(ours, model.Gold).Equal(s.set(theirs, model.Gold)) {
		t.Error("the verdicts did not come")
	}
	if r, err := job.Merge(t.Context(), ours, jsonl, job.MergeOptions{}, job.Silent); err != nil || !r.Clean() {
		t.Errorf("its JSONL again: %+v, %v", r.Sets, err)
	}
}
