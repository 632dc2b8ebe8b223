package job_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dragoman/app/job"
	"dragoman/model"
)

// dealing returns n ids and m names.
func dealing(n, m int) (documents []model.DocumentID, annotators []model.Annotator) {
	for i := range n {
		documents = append(documents, model.DocumentIDOf(fmt.Sprint(i)))
	}
	for i := range m {
		annotators = append(annotators, model.Annotator(fmt.Sprintf("annotator %d", i)))
	}
	return documents, annotators
}

// spread returns the least and the most of what annotators have, and of what
// pairs of them share.
func spread(t interface{ Fatalf(string, ...any) }, dealt job.Dealt, overlap int) (loads, pairs [2]int) {
	holders := map[model.DocumentID]int{}
	var have, share []int
	names := []model.Annotator{}
	for a, ids := range dealt {
		have, names = append(have, len(ids)), append(names, a)
		for _, id := range ids {
			holders[id]++
		}
	}
	for id, n := range holders {
		if n != overlap {
			t.Fatalf("document %s is with %d annotators, want %d", id, n, overlap)
		}
	}
	for i, a := range names {
		for _, b := range names[:i] {
			n := 0
			for _, id := range dealt[a] {
				if _, there := slices.BinarySearch(dealt[b], id); there {
					n++
				}
			}
			share = append(share, n)
		}
	}
	if share == nil {
		share = []int{0}
	}
	return [2]int{slices.Min(have), slices.Max(have)}, [2]int{slices.Min(share), slices.Max(share)}
}

func TestDealIsEven(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.IntRange(1, 7).Draw(t, "annotators")
		overlap := rapid.IntRange(1, m).Draw(t, "overlap")
		documents, annotators := dealing(rapid.IntRange(1, 60).Draw(t, "documents"), m)
		seed := rapid.Uint64().Draw(t, "seed")
		dealt := job.Deal(documents, annotators, overlap, seed)
		loads, pairs := spread(t, dealt, overlap)
		if loads[1]-loads[0] > 1 {
			t.Fatalf("somebody has %d documents and somebody %d", loads[0], loads[1])
		}
		// Where groups are pairs, perfect evenness is always possible; for
		// larger groups it would be a design, which there often is not.
		if allowed := max(1, overlap-1); pairs[1]-pairs[0] > allowed {
			t.Fatalf("a pair shares %d documents and another %d", pairs[0], pairs[1])
		}
		slices.Reverse(documents)
		slices.Reverse(annotators)
		if again := job.Deal(documents, annotators, overlap, seed); !reflect.DeepEqual(again, dealt) {
			t.Fatalf("another order of names deals otherwise: %v and %v", dealt, again)
		}
	})
}

func TestDealGoesByItsSeed(t *testing.T) {
	documents, annotators := dealing(40, 4)
	one, other := job.Deal(documents, annotators, 2, 1), job.Deal(documents, annotators, 2, 2)
	if reflect.DeepEqual(one, other) {
		t.Error("two seeds dealt forty documents in the same way")
	}
	loads, pairs := spread(t, one, 2)
	if loads != [2]int{20, 20} || pairs != [2]int{6, 7} {
		t.Errorf("loads %v, want 20 each; pairs %v, want 6 or 7", loads, pairs)
	}
}

func TestDealOfManyDocumentsEnds(t *testing.T) {
	documents, annotators := dealing(10_000, 12)
	loads, pairs := spread(t, job.Deal(documents, annotators, 3, 7), 3)
	if loads[1]-loads[0] > 1 || pairs[1]-pairs[0] > 2 {
		t.Errorf("loads %v, pairs %v", loads, pairs)
	}
}
