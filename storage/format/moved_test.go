package format_test

import (
	"testing"

	"dragoman/model/modeltest"
	"dragoman/storage/format"
)

// Parts of an annotation that lie on whole tokens were not moved.
func TestPartsAreNoneThatMoved(t *testing.T) {
	doc, set := modeltest.Parse("“[statement#1 We go],” said [person Ana]. “[statement#1 Now].”")
	for _, tokens := range []bool{false, true} {
		f := format.Format{Keeps: format.All(), Tokens: tokens}
		f.Keeps.Fragments, f.Keeps.Cuts = false, !tokens
		r := format.Reducer{Format: f, Options: format.WriteOptions{Fragments: format.Divide}}
		if out := r.Reduce(format.Record{Document: doc, Set: &set}); len(out.Set.Annotations) != 3 || r.Losses.Of(format.LossMoved) != 0 {
			t.Errorf("tokens: %v; %d annotations, lost %+v", tokens, len(out.Set.Annotations), r.Losses)
		}
	}
}
