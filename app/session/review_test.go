package session_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dragoman/app/session"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
	"dragoman/model/agree"
	"dragoman/model/modeltest"
)

// annotated returns a project with one document for each row; the notations of
// a row are the sets of ana, bo and cy, "" for none.
func annotated(t testing.TB, rows ...[]string) (*sessiontest.Project, []model.DocumentID) {
	t.Helper()
	p := sessiontest.NewProject(modeltest.Schema())
	var ids []model.DocumentID
	for _, row := range rows {
		doc, _ := modeltest.Parse(row[0])
		add(t, p, doc)
		ids = append(ids, doc.ID)
		for i, notation := range row {
			if notation == "" {
				continue
			}
			_, set := modeltest.Parse(notation)
			set = withIDs(set, []model.Annotator{"ana", "bo", "cy"}[i])
			change := model.Diff(model.AnnotationSet{Document: doc.ID, Annotator: set.Annotator}, set)
			save(t, p, model.Step{Name: "import", Project: true, Changes: []model.Change{change}})
		}
	}
	return p, ids
}

// withIDs returns the set as another annotator's, with ids of its own.
func withIDs(set model.AnnotationSet, who model.Annotator) model.AnnotationSet {
	ids := map[model.AnnotationID]model.AnnotationID{}
	set.Annotator, set.Status = who, model.StatusDone
	for i, a := range set.Annotations {
		ids[a.ID] = model.NewAnnotationID()
		set.Annotations[i].ID = ids[a.ID]
	}
	for i, r := range set.Relations {
		set.Relations[i] = model.Relation{ID: model.NewRelationID(), Type: r.Type, From: ids[r.From], To: ids[r.To]}
	}
	slices.SortFunc(set.Annotations, model.CompareAnnotations)
	slices.SortFunc(set.Relations, model.CompareRelations)
	return set
}

func review(t testing.TB, p *sessiontest.Project, id model.DocumentID) *session.Review {
	t.Helper()
	s, err := session.Open(t.Context(), p, "rev")
	must(t, err)
	must(t, s.OpenDocument(t.Context(), id))
	r, err := s.OpenReview(t.Context(), nil)
	must(t, err)
	return r
}

// ruled returns the rulings of all cases.
func ruled(r *session.Review) string {
	var all []string
	for _, c := range r.Cases() {
		all = append(all, string(c.Kind)+":"+string(c.Ruling))
	}
	return strings.Join(all, " ")
}

const (
	anas = "[person Ana Ruiz] [meeting met] [person Bo] and [person Cy]."
	bos  = "[person Ana] Ruiz [meeting met] [statement Bo] and Cy."
)

func TestReviewDecidesCaseByCase(t *testing.T) {
	p, ids := annotated(t, []string{anas, bos})
	r := review(t, p, ids[0])
	if got := ruled(r); got != "boundary: agreed: label: missing:" {
		t.Fatalf("cases are %s", got)
	}
	n, err := r.TakeAgreed(t.Context())
	must(t, err)
	must(t, r.Take(t.Context(), "ana", "the full name"))
	must(t, r.TakeBoth(t.Context(), ""))
	must(t, r.Take(t.Context(), "bo", "")) // who has nothing there
	if got := ruled(r); n != 1 || got != "boundary:taken agreed:taken label:both missing:rejected" {
		t.Errorf("after %d agreed ones: %s", n, got)
	}
	if got := printed(t, p, ids[0], model.Gold); got != "[person Ana Ruiz] [meeting met] [person [statement Bo]] and Cy." &&
		got != "[person Ana Ruiz] [meeting met] [statement [person Bo]] and Cy." {
		t.Errorf("gold is %s", got)
	}
	c := r.Cases()[0]
	if c.Why != "the full name" || c.By != "rev" || !slices.Equal(c.Takers, []model.Annotator{"ana"}) {
		t.Errorf("the first case is %+v", c)
	}
	if got := r.Counts(); got != (session.ReviewCounts{Agreed: 1, Differ: 3, Decided: 4, Gold: 4}) {
		t.Errorf("counts are %+v", got)
	}

	// The way back selects what it is about.
	for _, want := range []int{3, 2, 0} {
		_, err := r.Undo(t.Context())
		must(t, err)
		if at, ok := r.Current(); !ok || at != want {
			t.Errorf("after undo case %d is current, want %d", at, want)
		}
	}
	_, err = r.Redo(t.Context())
	must(t, err)
	if got := ruled(r); got != "boundary:taken agreed:taken label: missing:" {
		t.Errorf("after undo and redo: %s", got)
	}
	if err := r.CanUndo(); err != nil {
		t.Error(err)
	}
	if change, err := r.Undo(t.Context()); err != nil || change.Name != "take ana’s “Ana Ruiz”" {
		t.Errorf("undo is about %q, %v", change.Name, err)
	}
}

func TestDecidingGoesOnToTheNextOpenDifference(t *testing.T) {
	p, ids := annotated(t, []string{anas, bos})
	r := review(t, p, ids[0])
	var went []int
	for range 3 {
		must(t, r.Neither(t.Context(), ""))
		at, _ := r.Current()
		went = append(went, at)
	}
	if !slices.Equal(went, []int{2, 3, 3}) {
		t.Errorf("it went %v", went)
	}
	r.Select(2)
	_, err := r.Undo(t.Context()) // of case 3
	must(t, err)
	r.Select(0)
	must(t, r.Take(t.Context(), "bo", ""))
	if at, _ := r.Current(); at != 3 {
		t.Errorf("case %d is current, want the one that is open", at)
	}
}

// goOn makes the next difference current, or with -1 the one before, in this
// document or another.
func goOn(t *testing.T, r *session.Review, by int) (bool, error) {
	if r.Step(by) {
		return true, nil
	}
	id, err := r.Beyond(by).Run(t.Context(), func(int, int) {})
	if err != nil || id == "" {
		return false, err
	}
	return true, r.Arrive(t.Context(), id, by)
}

func TestReviewGoesOverDocuments(t *testing.T) {
	p, ids := annotated(t,
		[]string{"[person Ana] came.", "Ana came.", ""},
		[]string{"[person Bo] came.", "", ""},
		[]string{"[person Cy] came.", "[person Cy] came.", ""},
		[]string{"[person Di] [meeting came].", "[person Di] came.", "Di [statement came]."})
	s, err := session.Open(t.Context(), p, "rev")
	must(t, err)
	r, err := s.OpenReview(t.Context(), []model.Annotator{"ana", "bo"})
	must(t, err)
	met := []model.DocumentID{r.Document().ID}
	there, err := goOn(t, r, 1)
	met = append(met, r.Document().ID)
	must(t, err)
	want := []model.DocumentID{ids[0], ids[3]}
	list := s.Documents()
	if slices.IndexFunc(list, func(d model.Summary) bool { return d.ID == ids[3] }) < slices.IndexFunc(list, func(d model.Summary) bool { return d.ID == ids[0] }) {
		slices.Reverse(want)
	}
	if !there || !slices.Equal(met, want) {
		t.Errorf("met %v, want %v", met, want)
	}
	if there, err := goOn(t, r, 1); there || err != nil || r.Document().ID != want[1] {
		t.Errorf("behind the last there is one: %v, %v", there, err)
	}
	if there, err := goOn(t, r, -1); !there || err != nil || r.Document().ID != want[0] {
		t.Errorf("there is none before: %v, %v", there, err)
	}
}

// TestEachDocumentComparesWhoAnnotatedIt unless the person chose.
func TestEachDocumentComparesWhoAnnotatedIt(t *testing.T) {
	p, ids := annotated(t,
		[]string{"[person Ana] came.", "Ana [meeting came].", ""},
		[]string{"", "[person Bo] came.", "Bo [meeting came]."})
	for _, row := range []struct {
		chosen, want []model.Annotator
		cases        int
	}{
		{nil, []model.Annotator{"bo", "cy"}, 2},
		{[]model.Annotator{"ana", "bo"}, []model.Annotator{"ana", "bo"}, 0},
	} {
		s := open(t, p, "rev", ids[0])
		r, err := s.OpenReview(t.Context(), row.chosen)
		must(t, err)
		if got := r.Annotators(); !slices.Equal(got, []model.Annotator{"ana", "bo"}) {
			t.Errorf("begins with %v", got)
		}
		at := slices.IndexFunc(s.Reviewable(), func(d model.Summary) bool { return d.ID == ids[1] })
		second := s.Reviewable()[at]
		must(t, r.OpenDocument(t.Context(), ids[1]))
		if got := r.Annotators(); !slices.Equal(got, row.want) || len(r.Cases()) != row.cases || r.Compares(second) != (row.cases > 0) {
			t.Errorf("%v chosen: %v are compared in %d cases", row.chosen, got, len(r.Cases()))
		}
	}
}

// TestReviewBeginsAtWhatIsOpen: what was decided before is passed over.
func TestReviewBeginsAtWhatIsOpen(t *testing.T) {
	p, ids := annotated(t, []string{anas, bos})
	r := review(t, p, ids[0])
	first, _ := r.Current()
	must(t, r.Neither(t.Context(), ""))
	open, _ := r.Current()
	if at, _ := review(t, p, ids[0]).Current(); at != open || at == first {
		t.Errorf("the review begins at case %d, and %d is open", at, open)
	}
}

func TestReviewFilter(t *testing.T) {
	p, ids := annotated(t, []string{anas, bos})
	r := review(t, p, ids[0])
	for what, c := range map[string]struct {
		filter session.ReviewFilter
		want   []int
	}{
		"all":       {session.ReviewFilter{}, []int{0, 2, 3}},
		"kind":      {session.ReviewFilter{Kind: agree.Label}, []int{2}},
		"label":     {session.ReviewFilter{Label: "statement"}, []int{2}},
		"annotator": {session.ReviewFilter{Annotator: "bo"}, []int{0, 2}},
		"both":      {session.ReviewFilter{Annotator: "bo", Label: "person", Kind: agree.Boundary}, []int{0}},
	} {
		r.SetFilter(c.filter)
		if got := r.Differences(); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", what, got, c.want)
		}
	}
	r.SetFilter(session.ReviewFilter{OpenOnly: true})
	r.Select(0)
	must(t, r.Neither(t.Context(), ""))
	if got := r.Differences(); !slices.Equal(got, []int{2, 3}) {
		t.Errorf("open are %v", got)
	}
}

func TestReviewersOwnVersionAndReasons(t *testing.T) {
	p, ids := annotated(t, []string{anas, bos})
	r := review(t, p, ids[0])
	if err := r.Explain(t.Context(), "early"); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("a reason for nothing: %v", err)
	}
	must(t, r.Edit(t.Context(), []model.Span{{Start: 4, End: 8}}, "person", ""))
	r.Select(0)
	must(t, r.Explain(t.Context(), "the family name"))
	c := r.Cases()[0]
	if c.Ruling != session.Edited || c.Why != "the family name" || len(c.Gold) != 1 || c.Gold[0].Origin != model.OriginEdited {
		t.Errorf("the case is %+v", c)
	}
	if got := printed(t, p, ids[0], model.Gold); got != "Ana [person Ruiz] met Bo and Cy." {
		t.Errorf("gold is %s", got)
	}
}

func TestWhatChangesAfterADecisionIsStale(t *testing.T) {
	p, ids := annotated(t, []string{anas, bos})
	r := review(t, p, ids[0])
	must(t, r.Take(t.Context(), "ana", ""))
	desk, err := session.OpenDesk(t.Context(), p, ids[0], "ana")
	must(t, err)
	change, err := model.Resize(desk.Work(), desk.Set().Annotations[0].ID, []model.Span{{Start: 0, End: 7}})
	must(t, err)
	_, err = desk.Do(t.Context(), change)
	must(t, err)

	r = review(t, p, ids[0])
	if c := r.Cases()[0]; !c.Stale || !c.Open() {
		t.Errorf("the case is %+v", c)
	}
	must(t, r.Take(t.Context(), "ana", ""))
	if c := r.Cases()[0]; c.Stale || c.Ruling != session.Taken {
		t.Errorf("after deciding again: %+v", c)
	}
}

func TestReviewFollowsTheReviewersOwnSet(t *testing.T) {
	p, ids := annotated(t, []string{anas, bos})
	s := open(t, p, "ana", ids[0])
	r, err := s.OpenReview(t.Context(), nil)
	must(t, err)
	label(t, s, "Ana", "person")
	if got := ruled(r); !strings.HasPrefix(got, "missing: agreed:") {
		t.Errorf("cases are %s", got)
	}
	must(t, s.SwitchAnnotator(t.Context(), "bo"))
	if s.Review() != nil {
		t.Error("the review of another goes on")
	}
}

// linked returns a project with one document that ana and bo annotated alike,
// but for a link of ana's.
func linked(t *testing.T) (*sessiontest.Project, model.DocumentID) {
	t.Helper()
	doc, _ := modeltest.Parse("[meeting met] [person Ana]")
	p := sessiontest.NewProject(modeltest.Schema())
	add(t, p, doc)
	for _, who := range []model.Annotator{"ana", "bo"} {
		_, set := modeltest.Parse("[meeting met] [person Ana]")
		if who == "ana" {
			set.Relations = []model.Relation{{ID: model.NewRelationID(), Type: "participant", From: set.Annotations[0].ID, To: set.Annotations[1].ID}}
		}
		change := model.Diff(model.AnnotationSet{Document: doc.ID, Annotator: who}, withIDs(set, who))
		save(t, p, model.Step{Name: "import", Project: true, Changes: []model.Change{change}})
	}
	return p, doc.ID
}

func TestReviewRelations(t *testing.T) {
	p, id := linked(t)
	r := review(t, p, id)
	must(t, r.Take(t.Context(), "ana", "she says so"))
	if got := printed(t, p, id, model.Gold); got != "[meeting met] [person Ana]" {
		t.Errorf("with its ends gold is %s", got)
	}
	_, err := r.Undo(t.Context())
	must(t, err)
	r.Select(1)
	must(t, r.Neither(t.Context(), ""))
	r.Select(2)
	if err := r.Take(t.Context(), "ana", ""); !errors.Is(err, model.ErrRelation) || !strings.Contains(err.Error(), "“Ana” was rejected") {
		t.Errorf("a link whose end was rejected: %v", err)
	}
	_, err = r.Undo(t.Context())
	must(t, err)
	_, err = r.TakeAgreed(t.Context())
	must(t, err)
	r.Select(2)
	must(t, r.Take(t.Context(), "ana", ""))
	c := r.Cases()[2]
	if len(r.Gold().Relations) != 1 || c.Ruling != session.Taken || !slices.Equal(c.Takers, []model.Annotator{"ana"}) {
		t.Errorf("gold is %+v, the case %+v", r.Gold(), c)
	}
}

func TestReviewComments(t *testing.T) {
	p, ids := annotated(t, []string{anas, bos})
	r := review(t, p, ids[0])
	id := r.Cases()[0].Members[0].Annotation.ID
	must(t, r.Comment(t.Context(), id, "Why so long?"))
	first := r.Comments()[0]
	must(t, r.Answer(t.Context(), first.ID, "A name is a name."))
	must(t, r.Resolve(t.Context(), first.ID, true))
	for _, c := range r.Comments() {
		if c.Annotation != id || c.By != "rev" || c.Resolved != (c.ID == first.ID) {
			t.Errorf("the comment is %+v", c)
		}
	}
	if err := r.Comment(t.Context(), "", " "); err == nil || len(r.Comments()) != 2 {
		t.Errorf("%d comments, %v", len(r.Comments()), err)
	}
}

func TestReviewTellsListeners(t *testing.T) {
	p, ids := annotated(t, []string{anas, bos})
	s, err := session.Open(t.Context(), p, "rev")
	must(t, err)
	must(t, s.OpenDocument(t.Context(), ids[0]))
	var told, listed int
	defer s.Listen(func(e session.Event) {
		switch e.(type) {
		case session.ReviewChanged:
			told++
		case session.ListChanged:
			listed++
		}
	})()
	r, err := s.OpenReview(t.Context(), nil)
	must(t, err)
	must(t, r.Neither(t.Context(), ""))
	r.Close()
	if told != 3 || listed != 1 || s.Review() != nil {
		t.Errorf("told %d times of the review, %d of the list", told, listed)
	}
	sum := s.Reviewable()[0]
	if sum.Set(model.Gold).Status != model.StatusInProgress {
		t.Errorf("the list says %+v", sum.Sets)
	}
	p.Fail = errors.New("disk full")
	r, err = s.OpenReview(t.Context(), nil)
	must(t, err)
	before := ruled(r)
	if err := r.Take(t.Context(), "ana", ""); err == nil || ruled(r) != before {
		t.Errorf("saving failed, but %v: %s", err, ruled(r))
	}
}

// TestReviewKeepsTheLaws decides at random in random sets: the cases always say
// what a review that is opened anew says.
func TestReviewKeepsTheLaws(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		p := sessiontest.NewProject(modeltest.Schema())
		w := modeltest.Edited(10).Draw(rt, "ana")
		add(t, p, w.Document)
		for _, who := range []model.Annotator{"ana", "bo"} {
			set := withIDs(model.AnnotationSet{
				Document: w.Document.ID, Annotations: slices.Clone(w.Set.Annotations), Relations: slices.Clone(w.Set.Relations),
			}, who)
			own := model.Work{Document: w.Document, Schema: w.Schema, Set: set, By: who}
			for range 4 {
				if c, err := modeltest.Change(rt, own); err == nil {
					own.Set, _ = own.Set.Apply(c)
				}
			}
			save(t, p, model.Step{Name: "import", Project: true, Changes: []model.Change{model.Diff(model.AnnotationSet{Document: w.Document.ID, Annotator: who}, own.Set)}})
		}
		r := review(t, p, w.Document.ID)
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			if n := len(r.Cases()); n > 0 {
				r.Select(rapid.IntRange(0, n-1).Draw(rt, "case"))
			}
			step(rt, r)
			again := review(t, p, w.Document.ID)
			if ruled(again) != ruled(r) || !again.Gold().Equal(r.Gold()) {
				rt.Fatalf("the review says %s, opened anew %s", ruled(r), ruled(again))
			}
			must(t, r.Gold().Check(w.Document.Text, w.Schema))
		}
	})
}

// step does one thing that a reviewer may do; refusals are left.
func step(rt *rapid.T, r *session.Review) {
	ctx := rt.Context()
	switch rapid.IntRange(0, 6).Draw(rt, "do") {
	case 0, 1:
		_ = r.Take(ctx, rapid.SampledFrom(r.Annotators()).Draw(rt, "whose"), "why")
	case 2:
		_ = r.TakeBoth(ctx, "")
	case 3:
		_ = r.Neither(ctx, "")
	case 4:
		_, _ = r.TakeAgreed(ctx)
	case 5:
		_, _ = r.Undo(ctx)
	case 6:
		_, _ = r.Redo(ctx)
	}
}
