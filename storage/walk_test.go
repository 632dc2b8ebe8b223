package storage

import (
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"dragoman/model"
)

// TestWalksBesideAWriterSeeOneMoment walks, several at a time, while somebody gives all
// documents the same status again and again, in one step: each walk finds all
// documents, in order, with one status.
func TestWalksBesideAWriterSeeOneMoment(t *testing.T) {
	p := newTestProject(t)
	const documents = 3*walkStride + 3
	var ids []model.DocumentID
	for n := range documents {
		ids = append(ids, add(t, p, fmt.Sprint("text ", n), "").ID)
	}
	slices.Sort(ids)
	stop := make(chan struct{})
	var wait sync.WaitGroup
	wait.Go(func() {
		old := model.StatusUnset
		for n := 0; ; n++ {
			next := []model.Status{model.StatusDone, model.StatusInProgress}[n%2]
			var step model.Step
			for _, id := range ids {
				edit := model.Replace(old, next)
				if n == 0 {
					edit = model.Insert(next)
				}
				step.Changes = append(step.Changes, model.Change{Document: id, Owner: "ana", By: "ana", Status: &edit})
			}
			if _, err := p.Save(ctx, step); err != nil {
				t.Error(err)
				return
			}
			old = next
			select {
			case <-stop:
				return
			default:
			}
		}
	})
	var walks sync.WaitGroup
	for range 3 {
		walks.Go(func() {
			for range 5 {
				walkOnce(t, p, ids)
			}
		})
	}
	walks.Wait()
	close(stop)
	wait.Wait()
}

func walkOnce(t *testing.T, p *Project, want []model.DocumentID) {
	var ids []model.DocumentID
	statuses := map[model.Status]bool{}
	err := p.Walk(ctx, func(d model.Document, sets []model.AnnotationSet) error {
		ids = append(ids, d.ID)
		status := model.StatusUnset
		if len(sets) > 0 {
			status = sets[0].Status
		}
		statuses[status] = true
		return nil
	})
	if err != nil || !slices.Equal(ids, want) || len(statuses) != 1 {
		t.Errorf("a walk met %d documents in %d states: %v", len(ids), len(statuses), err)
	}
}

// TestWalkGoesOnWhereAListEnds walks over more documents than are listed at a
// time.
func TestWalkGoesOnWhereAListEnds(t *testing.T) {
	p := newTestProject(t)
	addMany(t, p, walkListed+walkStride+1)
	var want []model.DocumentID
	for _, s := range must[[]model.Summary](t)(p.Documents(ctx)) {
		want = append(want, s.ID)
	}
	slices.Sort(want)
	walkOnce(t, p, want)
}

func TestWalkEndsWithAnError(t *testing.T) {
	p := newTestProject(t)
	for n := range 3 * walkStride {
		add(t, p, fmt.Sprint("text ", n), "")
	}
	enough := errors.New("enough")
	for _, at := range []int{1, walkStride + 1, 3 * walkStride} {
		met := 0
		err := p.Walk(ctx, func(model.Document, []model.AnnotationSet) error {
			if met++; met == at {
				return enough
			}
			return nil
		})
		if !errors.Is(err, enough) || met != at {
			t.Errorf("stopped at document %d: met %d, %v", at, met, err)
		}
	}
}
