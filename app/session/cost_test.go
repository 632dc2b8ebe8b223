package session_test

import (
	"context"
	"fmt"
	"testing"

	"dragoman/app/session"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
)

// crowded is a project of so many documents, one of them with so many annotations.
func crowded(t testing.TB, documents, annotations int) *sessiontest.Project {
	t.Helper()
	p := sessiontest.NewProject(model.Schema{Labels: []model.Label{{Name: "person"}, {Name: "meeting"}}})
	step := model.Step{Name: "import", Project: true}
	for i := range documents {
		d := model.NewDocument(fmt.Sprintf("%0*d", annotations+1, i), "", "")
		if i == 0 {
			c := model.Change{Document: d.ID, Owner: "ana", By: "ana"}
			for at := range annotations {
				c.Annotations = append(c.Annotations, model.Insert(model.Annotation{
					ID: model.NewAnnotationID(), Label: "person", Fragments: []model.Span{{Start: at, End: at + 1}},
				}))
			}
			step.Changes = []model.Change{c}
		}
		step.Documents = append(step.Documents, model.DocumentEdit{ID: d.ID, Added: &d})
	}
	_, err := p.Save(t.Context(), step)
	must(t, err)
	return p
}

// nowhere is a project that keeps nothing, so that only the session is measured.
type nowhere struct {
	*sessiontest.Project
	last int64
}

func (n *nowhere) Save(context.Context, model.Step) ([]int64, error) {
	n.last++
	return []int64{n.last}, nil
}

// An edit costs one copy of the set that it changes, whatever else there is:
// other documents, other annotations, and what was done before.
func TestAnEditCostsOneCopyOfItsSet(t *testing.T) {
	costs := map[[2]int]float64{}
	for _, size := range [][2]int{{2, 200}, {2000, 200}, {2, 20_000}} {
		p := crowded(t, size[0], size[1])
		s, err := session.Open(t.Context(), &nowhere{Project: p, last: 1}, "ana")
		must(t, err)
		must(t, s.OpenDocument(t.Context(), first(t, s)))
		costs[size] = testing.AllocsPerRun(20, func() {
			c, err := model.AddLabel(s.Desk().Work(), model.NewAnnotationID(), []model.Span{{Start: 3, End: 4}}, "meeting")
			must(t, err)
			_, err = s.Do(t.Context(), c)
			must(t, err)
			_, err = s.Undo(t.Context())
			must(t, err)
		})
	}
	t.Logf("allocations of a label and its undo, by documents and annotations: %v", costs)
	for size, n := range costs {
		if n > 80 {
			t.Errorf("%d documents, %d annotations: %v allocations", size[0], size[1], n)
		}
	}
}

// first returns the document of a session that has annotations.
func first(t testing.TB, s *session.Session) model.DocumentID {
	t.Helper()
	for _, d := range s.Documents() {
		if d.Set("ana").Annotations > 0 {
			return d.ID
		}
	}
	t.Fatal("no document has annotations")
	return ""
}

// BenchmarkUndoOfManyAnnotations is the session's part of taking back a change of
// 10,000 annotations.
func BenchmarkUndoOfManyAnnotations(b *testing.B) {
	p := crowded(b, 1, 10_000)
	s, err := session.Open(b.Context(), &nowhere{Project: p, last: 1}, "ana")
	must(b, err)
	must(b, s.OpenDocument(b.Context(), first(b, s)))
	set := s.Desk().Set()
	c := model.Change{Name: "relabel", Document: set.Document, Owner: "ana", By: "ana"}
	for _, a := range set.Annotations {
		next := a
		next.Label = "meeting"
		c.Annotations = append(c.Annotations, model.Replace(a, next))
	}
	_, err = s.Do(b.Context(), c)
	must(b, err)
	for b.Loop() {
		_, err := s.Undo(b.Context())
		must(b, err)
		_, err = s.Redo(b.Context())
		must(b, err)
	}
}
