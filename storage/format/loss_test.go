package format_test

import (
	"testing"

	"dragoman/storage/format"
)

// What hurts training is told apart from the book-keeping, in the order in
// which it is listed.
func TestLossesApart(t *testing.T) {
	var losses format.Losses
	for _, kind := range []string{
		format.LossID, format.LossStatus, format.LossOverlap, "event", format.LossOrigin, format.LossFragment, format.LossAnnotator,
		format.LossVerdict, "ner_overlap", format.LossNote, format.LossText, format.LossID,
	} {
		losses.Add(kind, kind, "")
	}
	matter, bookkeeping := losses.Apart()
	if got := matter.Of(format.LossOverlap) + matter.Of(format.LossFragment) + matter.Of("event") + matter.Of("ner_overlap") +
		matter.Of(format.LossNote) + matter.Of(format.LossText); got != 6 || matter.Count() != 6 || matter[0].Kind != format.LossFragment {
		t.Errorf("what matters is %v", matter)
	}
	if bookkeeping.Count() != 6 || bookkeeping.Of(format.LossID) != 2 || bookkeeping[len(bookkeeping)-1].Kind != format.LossID {
		t.Errorf("book-keeping is %v", bookkeeping)
	}
}

func TestLossTitle(t *testing.T) {
	for kind, want := range map[string]string{
		format.LossID: "ids", "document_line": "document line", "ner_overlap": "of the named entities: annotations that overlap one that stays",
	} {
		if got := (format.Loss{Kind: kind}).Title(); got != want {
			t.Errorf("%s is called %q, want %q", kind, got, want)
		}
	}
}
