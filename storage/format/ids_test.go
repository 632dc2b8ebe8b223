package format_test

import (
	"testing"
	"time"

	"dragoman/model"
	"dragoman/storage/format"
)

// TestManyThatAreTheSameGetIDsInTime gives each its own id, whatever the file
// calls it, and the same ones again.
func TestManyThatAreTheSameGetIDsInTime(t *testing.T) {
	const many = 10_000
	same := model.Annotation{Label: "x", Fragments: []model.Span{{Start: 0, End: 1}}}
	give := func() []model.AnnotationID {
		ids := format.NewIDs(model.DocumentIDOf("abc"), "ana")
		all := make([]model.AnnotationID, 0, 2*many)
		for range many {
			for _, name := range []string{"", "T1"} {
				id, _ := ids.Annotation(name, same)
				all = append(all, id)
			}
		}
		return all
	}
	start := time.Now()
	first, again := give(), give()
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it took %v", took)
	}
	seen := map[model.AnnotationID]bool{}
	for i, id := range first {
		if seen[id] || !model.ValidID(string(id)) || again[i] != id {
			t.Fatalf("annotation %d has the id %q, then %q", i, id, again[i])
		}
		seen[id] = true
	}
}
