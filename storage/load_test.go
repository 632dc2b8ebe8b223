package storage

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
)

// TestOpeningCostsTheSameInALargeProject counts the queries of opening an
// article, few documents being there and many.
func TestOpeningCostsTheSameInALargeProject(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, strings.Repeat("word ", 300), "one")
	fillSet(t, p, d, 300)
	opening := func() int {
		return queries(t, p, func(q querier) error {
			var known texts
			if _, err := q.document(d.ID, &known); err != nil {
				return err
			}
			set, err := q.set(d.ID, "ana", &known)
			if len(set.Annotations) != 300 {
				t.Errorf("%d annotations", len(set.Annotations))
			}
			return err
		})
	}
	few := opening()
	addMany(t, p, 300)
	if many := opening(); few != 4 || many != few {
		t.Errorf("opening costs %d queries, and %d among many documents", few, many)
	}
}

// TestASetIsReadByItsIndexes makes sure that SQLite neither sorts nor searches
// for packs of annotations.
func TestASetIsReadByItsIndexes(t *testing.T) {
	p := newTestProject(t)
	for _, where := range []string{
		"s.document = ? AND s.annotator = ?", "s.document BETWEEN ? AND ?",
		"s.document = ? AND s.annotator = ?" + lowerHalf, "s.document = ? AND s.annotator = ?" + upperHalf,
	} {
		var plan []string
		err := p.read(ctx, func(q querier) error {
			return q.each(func(scan func(...any) error) error {
				var ignored int
				var step string
				err := scan(&ignored, &ignored, &ignored, &step)
				plan = append(plan, strings.Split(step, " (")[0])
				return err
			}, "EXPLAIN QUERY PLAN SELECT s.id, "+packed(packValues...)+packFrom+where+packGroups, append([]any{unitSeparator, "a", "b"}, make([]any, strings.Count(where, "?")-2)...)...)
		})
		want := []string{"SEARCH s USING COVERING INDEX sqlite_autoindex_annotation_set_1", "SEARCH a USING INDEX annotation_of_set"}
		if err != nil || !slices.Equal(plan, want) {
			t.Errorf("%s: %q, %v", where, plan, err)
		}
	}
}

// TestLoadingAllocatesLittle counts what a set costs that is five times as
// large.
func TestLoadingAllocatesLittle(t *testing.T) {
	p := newTestProject(t)
	load := func(text string, n int) float64 {
		d := add(t, p, text, "")
		fillSet(t, p, d, n)
		must[model.Document](t)(p.Document(ctx, d.ID))
		return testing.AllocsPerRun(5, func() { must[model.AnnotationSet](t)(p.Set(ctx, d.ID, "ana")) })
	}
	small, large := load(strings.Repeat("word ", 1000), 500), load(strings.Repeat("more ", 3000), 2500)
	if large > small+100 {
		t.Errorf("2500 annotations cost %v allocations, 500 of them %v", large, small)
	}
}

// TestAnyTextIsReadBack writes what is hard to pack: separators, nothing, and
// the end of a string in C.
func TestAnyTextIsReadBack(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, "Ana met Ben, and Ben met Cem.", "one")
	texts := []string{"", "plain", unitSeparator, "a" + unitSeparator + "b" + unitSeparator, "\x00", "a\x00b", "-", "0-5 9-12", "é\n"}
	for i, note := range texts {
		w := work(t, p, d, "ana")
		id := model.NewAnnotationID()
		c, err := model.AddLabel(w, id, []model.Span{{Start: i, End: i + 2}, {Start: i + 4, End: i + 5}}, "person")
		do(t, p, c, err)
		if note != "" {
			c, err = model.SetNote(work(t, p, d, "ana"), id, note)
			do(t, p, c, err)
		}
		set := must[model.AnnotationSet](t)(p.Set(ctx, d.ID, "ana"))
		for k, a := range set.Annotations {
			if a.Note != texts[k] || len(a.Fragments) != 2 || a.Fragments[0].Start != k {
				t.Fatalf("annotation %d of %d has the note %q: %v", k, i, a.Note, a.Fragments)
			}
		}
	}
	sound(t, p)
}

func TestSpansOfARowAreReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		fragments := modeltest.Fragments(model.NewText("some words in a text")).Draw(t, "fragments")
		if got := appendSpans(nil, spansText(fragments)); !model.EqualSpans(got, fragments) {
			t.Fatalf("%v was read as %v", fragments, got)
		}
	})
}

// TestWrongSpansFitNoText reads what spansText never writes.
func TestWrongSpansFitNoText(t *testing.T) {
	text := model.NewText(strings.Repeat("x", 99))
	for _, s := range []string{"", "-", "1", "1-", "-1", "1-2-3", "1 2", "a-2", "1-b", "1-2x", "--", "1--2", "12345678901234567890-2"} {
		if got := appendSpans(nil, s); model.CheckFragments(text, got) == nil {
			t.Errorf("%q was read as %v", s, got)
		}
	}
}

// TestAnnotationsAreSorted merges what was imported with what was made later.
func TestAnnotationsAreSorted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []model.Annotation
		for i, start := range rapid.SliceOf(rapid.IntRange(0, 30)).Draw(t, "starts") {
			list = append(list, model.Annotation{ID: modeltest.ID(i), Fragments: []model.Span{{Start: start, End: start + 1}}})
		}
		sorted := rapid.IntRange(0, len(list)).Draw(t, "sorted")
		slices.SortFunc(list[:sorted], model.CompareAnnotations)
		want := slices.SortedFunc(slices.Values(list), model.CompareAnnotations)
		if got := inOrder(list); !slices.EqualFunc(got, want, model.Annotation.Equal) {
			t.Fatalf("%v, want %v", got, want)
		}
	})
}

// TestWalkingCostsFewQueriesAndHoldsFewTexts counts the queries for each
// document, and how much text is read at a time.
func TestWalkingCostsFewQueriesAndHoldsFewTexts(t *testing.T) {
	p := newTestProject(t)
	addMany(t, p, 3*walkStride)
	n := queries(t, p, func(q querier) error {
		return walkLanes([]querier{q}, func(model.Document, []model.AnnotationSet) error { return nil })
	})
	if n > 3*4+3 {
		t.Errorf("walking over %d documents costs %d queries", 3*walkStride, n)
	}
	for i := range 5 {
		add(t, p, fmt.Sprint(i, strings.Repeat(" some words", walkBytes/20)), "large")
	}
	seen := 0
	err := p.read(ctx, func(q querier) error {
		ids, err := q.documentsAfter("", 1000)
		for err == nil && len(ids) > 0 {
			s := q.stride(ids)
			err = s.err
			ids = ids[len(s.documents):]
			seen += len(s.documents)
			size := 0
			for _, d := range s.documents {
				size += d.Text.Len()
			}
			if size > 2*walkBytes {
				t.Errorf("%d documents of %d bytes were read at a time", len(s.documents), size)
			}
		}
		return err
	})
	if err != nil || seen != 3*walkStride+5 {
		t.Errorf("%d documents, %v", seen, err)
	}
}
