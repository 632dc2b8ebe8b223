package textview

import (
	"slices"

	"dragoman/app/gui/textview/flow"
	"dragoman/model"
)

// fragmentKey is a fragment of a mark, by their places in the list.
type fragmentKey struct{ mark, fragment int }

// SetAnnotations shows annotations; see SetMarks.
func (v *View) SetAnnotations(annotations []model.Annotation) { v.SetMarks(MarksOf(annotations)) }

// SetMarks shows marks in place of those before. Only the visible rows that
// look different are painted again. Marks must lie in the text, and must not be
// changed later.
func (v *View) SetMarks(marks []Mark) {
	v.marks, v.keys = marks, nil
	v.byID = make(map[model.AnnotationID]int, len(marks))
	intervals := make([]flow.Interval, 0, len(marks))
	for i, m := range marks {
		v.byID[m.ID] = i
		for n, s := range m.Fragments {
			intervals = append(intervals, flow.Interval{Span: s, Key: len(v.keys), Rank: m.Rank})
			v.keys = append(v.keys, fragmentKey{i, n})
		}
	}
	v.lanes = flow.NewLanes(intervals)
	v.page.compare()
	v.page.sync()
}

// mark returns the mark of an annotation.
func (v *View) mark(id model.AnnotationID) (Mark, bool) {
	i, ok := v.byID[id]
	if !ok {
		return Mark{}, false
	}
	return v.marks[i], true
}

// SetActive frames an annotation; "" frames none. It does not scroll: see
// ScrollTo.
func (v *View) SetActive(id model.AnnotationID) {
	if id == v.active {
		return
	}
	v.active = id
	v.page.sync()
}

// Active returns the annotation that is framed, or "".
func (v *View) Active() model.AnnotationID { return v.active }

// SetFrame frames spans, sorted and not overlapping, as the active annotation
// is framed; none frames nothing. It does not scroll: see ScrollTo.
func (v *View) SetFrame(spans []model.Span) {
	if model.EqualSpans(spans, v.frame) {
		return
	}
	v.frame = spans
	v.page.sync()
}

// SetLinks draws the relations of the active annotation in the article. Links
// of annotations that are not shown are left out.
func (v *View) SetLinks(links []Link) {
	v.links = links
	v.page.sync()
}

// SetFound marks hits of a search, sorted; current is the one that stands out,
// or -1. It does not scroll.
func (v *View) SetFound(hits []model.Span, current int) {
	v.found, v.current = hits, current
	v.page.sync()
}

// AnnotationsAt returns the annotations that cover the byte at the offset, the
// innermost first.
func (v *View) AnnotationsAt(offset int) []model.AnnotationID {
	var hits []flow.Interval
	v.lanes.Visit(model.Span{Start: offset, End: offset + 1}, func(i flow.Interval, _ int) bool {
		hits = append(hits, i)
		return true
	})
	slices.SortStableFunc(hits, func(a, b flow.Interval) int { return a.Span.Len() - b.Span.Len() })
	var ids []model.AnnotationID
	for _, h := range hits {
		if id := v.marks[v.keys[h.Key].mark].ID; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}
