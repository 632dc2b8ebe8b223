package job_test

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
	"dragoman/model/modeltest"
)

// gossip is three projects whose people work, merge each other's files and
// decide, in any order.
type gossip struct {
	*rapid.T
	*shelf
	projects []*sessiontest.Project
	// undoes: steps of the project are taken back. Edits that stood on a merge
	// and were taken back themselves stay in a history which that merge is left
	// out of, so that it cannot be followed then.
	undoes bool
}

var people = []model.Annotator{"ana", "ben", model.Gold}

// TestMergesKeepTheLaws: whatever is merged, decided and undone, sets are
// lawful, a history leads to its set, and merging the same again changes
// nothing.
func TestMergesKeepTheLaws(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := newShelf(t)
		g := gossip{r, s, []*sessiontest.Project{s.project("A"), s.project("B"), s.project("C")}, rapid.Bool().Draw(r, "undoes")}
		for range rapid.IntRange(5, 30).Draw(r, "acts") {
			p := g.project()
			switch rapid.SampledFrom([]string{"work", "work", "work", "undo", "merge", "merge", "settle", "undo step"}).Draw(r, "act") {
			case "work":
				g.work(p)
			case "undo":
				g.back(p)
			case "merge":
				g.bring(p)
			case "settle":
				g.settle(p)
			case "undo step":
				g.undoStep(p)
			}
			g.lawful(p)
		}
	})
}

func (g gossip) project() *sessiontest.Project {
	return g.projects[rapid.IntRange(0, len(g.projects)-1).Draw(g.T, "project")]
}

func (g gossip) desk(p *sessiontest.Project) *session.Desk {
	desk, err := session.OpenDesk(g.T.Context(), p, g.id, rapid.SampledFrom(people).Draw(g.T, "annotator"))
	if err != nil {
		g.T.Fatal(err)
	}
	return desk
}

func (g gossip) work(p *sessiontest.Project) {
	desk := g.desk(p)
	c, err := modeltest.Change(g.T, desk.Work())
	if err != nil {
		return
	}
	if _, err := desk.Do(g.T.Context(), c); err != nil {
		g.T.Fatal(err)
	}
}

func (g gossip) back(p *sessiontest.Project) {
	_, _, err := g.desk(p).Undo(g.T.Context())
	if err != nil && !errors.Is(err, model.ErrNothingToUndo) && !errors.Is(err, model.ErrConflict) {
		g.T.Fatal(err)
	}
}

func (g gossip) bring(p *sessiontest.Project) {
	other := g.project()
	if other == p {
		return
	}
	opt := job.MergeOptions{Take: rapid.SampledFrom([]job.Take{"", job.TakeOurs, job.TakeTheirs}).Draw(g.T, "take"), By: "rita"}
	if _, err := job.Merge(g.T.Context(), p, sources(other), opt, job.Silent); err != nil {
		g.T.Fatal(err)
	}
	before := g.stepsOf(p)
	r, err := job.Merge(g.T.Context(), p, sources(other), opt, job.Silent)
	if err != nil {
		g.T.Fatal(err)
	}
	if g.stepsOf(p) != before || opt.Take != "" && len(r.Waiting) > 0 {
		g.T.Fatalf("merging the same again is %+v", r)
	}
}

func (g gossip) settle(p *sessiontest.Project) {
	waiting, err := p.WaitingSets(g.T.Context())
	if err != nil {
		g.T.Fatal(err)
	}
	for _, w := range waiting {
		take := rapid.SampledFrom([]job.Take{job.TakeOurs, job.TakeTheirs}).Draw(g.T, "take")
		if err := job.Settle(g.T.Context(), p, w, take, "rita"); err != nil {
			g.T.Fatal(err)
		}
	}
}

func (g gossip) undoStep(p *sessiontest.Project) {
	if !g.undoes {
		return
	}
	s, err := session.Open(g.T.Context(), p, "rita")
	if err == nil {
		err = s.UndoStep(g.T.Context())
	}
	if err != nil && !errors.Is(err, model.ErrNothingToUndo) && !errors.Is(err, model.ErrConflict) {
		g.T.Fatal(err)
	}
}

func (g gossip) stepsOf(p *sessiontest.Project) int {
	list, err := p.Steps(g.T.Context())
	if err != nil {
		g.T.Fatal(err)
	}
	return len(list)
}

// lawful checks the sets of a project, and that their histories lead to them.
func (g gossip) lawful(p *sessiontest.Project) {
	for _, who := range people {
		set, err := p.Set(g.T.Context(), g.id, who)
		if err == nil {
			err = set.Check(model.NewText(story), modeltest.Schema())
		}
		if err != nil {
			g.T.Fatal(err)
		}
		if g.undoes {
			continue
		}
		history, err := p.History(g.T.Context(), g.id, who)
		if err != nil {
			g.T.Fatal(err)
		}
		state := model.AnnotationSet{Document: g.id, Annotator: who}
		for _, c := range history {
			if state, err = state.Apply(c.Change); err != nil {
				g.T.Fatalf("the history of %s cannot be followed: %v", who, err)
			}
		}
		if !state.Equal(set) {
			g.T.Fatalf("the history of %s leads to %+v, and the set is %+v", who, state, set)
		}
	}
}
