package textview

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
)

// manyAnnotations returns n annotations of a text of 100 bytes for each.
func manyAnnotations(n int) (text string, annotations []model.Annotation) {
	doc, set := modeltest.News(100*n, 1)
	return doc.Text.String(), set.Annotations
}

// Edits lead to the same picture as showing all annotations anew.
func TestChangedAnnotationsLookAsSetAnew(t *testing.T) {
	text, all := manyAnnotations(60)
	s, anew := newStage(t, text), newStage(t, text)
	rapid.Check(t, func(rt *rapid.T) {
		list := slices.Clone(all)
		s.SetAnnotations(list)
		s.SetActive(list[0].ID)
		for range rapid.IntRange(1, 4).Draw(rt, "changes") {
			var edits []model.Edit[model.Annotation]
			list, edits = drawEdits(rt, list)
			s.ChangeAnnotations(list, edits)
		}
		anew.SetAnnotations(list)
		line := model.Span{End: len(text)}
		if got, want := s.looksIn(line), anew.looksIn(line); !slices.Equal(got, want) {
			rt.Fatalf("shows %v, want %v", got, want)
		}
		for _, a := range append(slices.Clone(list), all...) {
			got, there := s.mark(a.ID)
			want, wanted := anew.mark(a.ID)
			if there != wanted || got.Style != want.Style || !model.EqualSpans(got.Fragments, want.Fragments) {
				rt.Fatalf("%s is %v (%v), want %v (%v)", a.ID, got, there, want, wanted)
			}
		}
	})
}

// drawEdits draws a change of a sorted list, of each annotation once, and
// returns the new list.
func drawEdits(t *rapid.T, list []model.Annotation) ([]model.Annotation, []model.Edit[model.Annotation]) {
	list = slices.Clone(list)
	var edits []model.Edit[model.Annotation]
	var touched []model.AnnotationID
	for range rapid.IntRange(1, 3).Draw(t, "edits") {
		start := rapid.IntRange(0, 5900).Draw(t, "start")
		a := model.Annotation{
			ID: modeltest.ID(1<<40 + rapid.IntRange(0, 1<<30).Draw(t, "id")), Label: "person",
			Fragments: []model.Span{{Start: start, End: start + rapid.IntRange(1, 90).Draw(t, "length")}},
		}
		var e model.Edit[model.Annotation]
		i := rapid.IntRange(0, 2*len(list)).Draw(t, "which")
		if i < len(list) && !slices.Contains(touched, list[i].ID) {
			old := list[i]
			a.ID, e.Old = old.ID, &old
			list = slices.Delete(list, i, i+1)
		} else if slices.ContainsFunc(list, func(o model.Annotation) bool { return o.ID == a.ID }) {
			continue
		}
		if e.Old == nil || rapid.Bool().Draw(t, "keep") {
			e.New = &a
			list = append(list, a)
		}
		touched = append(touched, a.ID)
		edits = append(edits, e)
	}
	slices.SortFunc(list, model.CompareAnnotations)
	return list, edits
}

// What labelling a span costs the view does not grow with the article.
func TestLabellingCostsWhatIsVisible(t *testing.T) {
	cost := func(n int) (allocations float64, rows, shaped int) {
		text, all := manyAnnotations(n)
		s := newStage(t, strings.TrimSpace(text))
		s.SetAnnotations(all)
		a := model.Annotation{ID: modeltest.ID(1 << 40), Label: "person", Fragments: []model.Span{{Start: 100, End: 120}}}
		i, _ := slices.BinarySearchFunc(all, a, model.CompareAnnotations)
		labelled := slices.Insert(slices.Clone(all), i, a)
		rows, shaped = s.page.built, s.flow.Stats.Shaped
		allocations = testing.AllocsPerRun(5, func() {
			s.ChangeAnnotations(labelled, []model.Edit[model.Annotation]{{New: &a}})
			s.ChangeAnnotations(all, []model.Edit[model.Annotation]{{Old: &a}})
		})
		return allocations, (s.page.built - rows) / 12, s.flow.Stats.Shaped - shaped
	}
	few, rows, shaped := cost(100)
	many, _, _ := cost(20_000)
	if rows > 2 || shaped > 0 {
		t.Errorf("%d rows built and %d blocks shaped for a label", rows, shaped)
	}
	if many > few+20 {
		t.Errorf("%v allocations for a label among 20,000, %v among 100", many, few)
	}
}

// Showing 100,000 annotations sorts none and copies none.
func TestOpeningAllocatesLittle(t *testing.T) {
	text, all := manyAnnotations(20_000)
	s := newStage(t, "")
	s.SetArticle(Article{Text: text})
	s.SetAnnotations(all)
	if n := s.flow.Stats.Shaped; n > 20 {
		t.Errorf("%d blocks shaped", n)
	}
	if n := testing.AllocsPerRun(3, func() { s.SetAnnotations(all) }); n > 300 {
		t.Errorf("%v allocations for 20,000 annotations", n)
	}
}

// BenchmarkArticle is the view's share of opening, labelling and moving in
// articles with an annotation for each 100 bytes.
func BenchmarkArticle(b *testing.B) {
	for name, n := range map[string]int{"1MB": 10_000, "10MB": 100_000} {
		text, all := manyAnnotations(n)
		s := newStage(b, "")
		open := func() {
			s.SetArticle(Article{Text: text})
			s.SetAnnotations(all)
		}
		b.Run("open/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				open()
			}
		})
		a := model.Annotation{ID: modeltest.ID(1 << 40), Label: "person", Fragments: []model.Span{{Start: 100, End: 120}}}
		i, _ := slices.BinarySearchFunc(all, a, model.CompareAnnotations)
		labelled := slices.Insert(slices.Clone(all), i, a)
		b.Run("label/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.ChangeAnnotations(labelled, []model.Edit[model.Annotation]{{New: &a}})
				s.ChangeAnnotations(all, []model.Edit[model.Annotation]{{Old: &a}})
			}
		})
		b.Run("jump/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				s.MoveTo((i+1)%2*len(text), false)
			}
		})
	}
}
