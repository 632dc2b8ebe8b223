package textview

import (
	"slices"

	"dragoman/app/gui/textview/flow"
	"dragoman/model"
)

// fragmentKey is a fragment of a mark, by their places in the list.
type fragmentKey struct{ mark, fragment int }

// SetAnnotations shows annotations; see SetMarks.
func (v *View) SetAnnotations(annotations []model.Annotation, touched []model.Span) {
	v.SetMarks(MarksOf(annotations), touched)
}

// SetMarks shows marks in place of those before. Touched holds the spans of
// all marks, old and new, that differ: only the rows that they touch are painted
// again. Nil touches everything. Marks must lie in the text and not be changed
// later.
func (v *View) SetMarks(marks []Mark, touched []model.Span) {
	v.marks, v.keys = marks, v.keys[:0]
	v.byID = make(map[model.AnnotationID]int, len(marks))
	intervals := make([]flow.Interval, 0, len(marks))
	for i, m := range marks {
		v.byID[m.ID] = i
		for n, s := range m.Fragments {
			intervals = append(intervals, flow.Interval{Span: s, Key: len(v.keys)})
			v.keys = append(v.keys, fragmentKey{i, n})
		}
	}
	before := v.lanes
	v.lanes = flow.NewLanes(intervals)
	if touched == nil {
		v.page.rebuild()
		return
	}
	v.page.touch(v.widen(before, touched)...)
}

// widen returns the touched spans with those of the intervals that overlap
// them, before and now, since their lanes may have changed.
func (v *View) widen(before *flow.Lanes, touched []model.Span) []model.Span {
	out := slices.Clone(touched)
	for _, s := range touched {
		for _, l := range []*flow.Lanes{before, v.lanes} {
			l.Visit(s, func(i flow.Interval, _ int) bool {
				out = append(out, i.Span)
				return true
			})
		}
	}
	return out
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
	before := v.active
	v.active = id
	v.touchMark(before)
	v.touchMark(id)
	v.page.sync()
}

func (v *View) touchMark(id model.AnnotationID) {
	if m, ok := v.mark(id); ok {
		v.page.mark(m.Fragments...)
	}
}

// Active returns the annotation that is framed, or "".
func (v *View) Active() model.AnnotationID { return v.active }

// SetLinks draws the relations of the active annotation in the article. Links
// of annotations that are not shown are left out.
func (v *View) SetLinks(links []Link) {
	v.links = links
	v.page.sync()
}

// SetFound marks hits of a search, sorted; current is the one that stands out,
// or -1. It does not scroll.
func (v *View) SetFound(hits []model.Span, current int) {
	v.page.mark(v.found...)
	v.found, v.current = hits, current
	v.page.touch(hits...)
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
