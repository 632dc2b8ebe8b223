package storage

import (
	"errors"
	"math/rand/v2"
	"testing"

	"dragoman/model"
	"dragoman/model/modeltest"
)

// TestTakenIDsAreRefusedInALargeTransaction gives annotations of an import ids
// that are in the file, came with an earlier step, or with the same one, before
// and after it is known which ids are absent.
func TestTakenIDsAreRefusedInALargeTransaction(t *testing.T) {
	p := newTestProject(t)
	first := newsStep(1_000_000, 5)
	must[[]int64](t)(p.Save(ctx, first))
	taken := idsOf(first)
	r, refused, sets := rand.New(rand.NewPCG(1, 2)), 0, 5
	err := p.Update(ctx, func(tx *Tx) error {
		for n := range 30 {
			step := newsStep(20*n, 1+r.IntN(8))
			all := idsOf(step)
			var want error
			if n%3 == 0 {
				from := [][]model.AnnotationID{taken, all}[n/3%2]
				step.Changes[0].Annotations[1].New.ID = from[r.IntN(len(from)-3)+3]
				want = model.ErrConflict
			}
			if _, err := tx.Save(step); !errors.Is(err, want) {
				t.Fatalf("step %d fails with %v, want %v", n, err, want)
			}
			if want != nil {
				refused++
				continue
			}
			taken, sets = append(taken, all...), sets+len(step.Changes)
			for _, id := range []model.AnnotationID{all[0], all[len(all)-1]} {
				if _, _, err := tx.Where(id); err != nil {
					t.Errorf("step %d: %v", n, err)
				}
			}
			if there, err := tx.Has(step.Documents[0].ID); err != nil || !there {
				t.Errorf("step %d: its document is there: %t, %v", n, there, err)
			}
			if _, _, err := tx.Where(modeltest.ID(-1 - n)); !errors.Is(err, model.ErrNotFound) {
				t.Errorf("an id that nobody bears: %v", err)
			}
		}
		if tx.absence.bits == nil || refused != 10 {
			t.Errorf("%d steps were refused; it is known what is absent: %t", refused, tx.absence.bits != nil)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	wholeIndexes(t, p, sets)
}

// idsOf returns the ids that the step adds.
func idsOf(step model.Step) []model.AnnotationID {
	var ids []model.AnnotationID
	for _, c := range step.Changes {
		for _, e := range c.Annotations {
			ids = append(ids, e.New.ID)
		}
	}
	return ids
}
