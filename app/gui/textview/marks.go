package textview

import (
	"slices"

	"dragoman/app/gui/textview/flow"
	"dragoman/model"
)

// marked is what the view shows marks of: annotations as they are, or marks.
type marked struct {
	annotations []model.Annotation // sorted by model.CompareAnnotations
	marks       []Mark
}

func (m marked) len() int { return len(m.annotations) + len(m.marks) }

func (m marked) at(i int) Mark {
	if m.marks != nil {
		return m.marks[i]
	}
	return markOf(&m.annotations[i])
}

func (m marked) fragments(i int) []model.Span {
	if m.marks != nil {
		return m.marks[i].Fragments
	}
	return m.annotations[i].Fragments
}

// find looks a mark up by its id, through all of them.
func (m marked) find(id model.AnnotationID) (Mark, bool) {
	for i := range m.annotations {
		if m.annotations[i].ID == id {
			return markOf(&m.annotations[i]), true
		}
	}
	for _, mark := range m.marks {
		if mark.ID == id {
			return mark, true
		}
	}
	return Mark{}, false
}

// SetAnnotations shows annotations, sorted by model.CompareAnnotations, in plain
// style in place of what was shown before; see SetMarks.
func (v *View) SetAnnotations(annotations []model.Annotation) {
	v.setMarked(marked{annotations: annotations})
}

// SetMarks shows marks in place of those before. Only the visible rows that
// look different are painted again. Marks must lie in the text, and must not be
// changed later.
func (v *View) SetMarks(marks []Mark) { v.setMarked(marked{marks: marks}) }

func (v *View) setMarked(m marked) {
	v.marked, v.known = m, map[model.AnnotationID]knownMark{}
	entries := make([]flow.Entry, 0, m.len())
	for i := range m.len() {
		entries = appendEntries(entries, i, m.fragments(i))
	}
	v.index = flow.NewIndex(entries, m.ranks())
	v.page.compare()
	v.page.sync()
}

func appendEntries(entries []flow.Entry, mark int, fragments []model.Span) []flow.Entry {
	for n, s := range fragments {
		entries = append(entries, flow.Entry{Start: int32(s.Start), End: int32(s.End), Mark: int32(mark), Fragment: int32(n)})
	}
	return entries
}

// ranks returns the ranks of marks; annotations have none.
func (m marked) ranks() func(mark int) int {
	if m.marks == nil {
		return nil
	}
	return func(mark int) int { return m.marks[mark].Rank }
}

// fewEdits are put into what is shown one by one; for more, all is looked at.
const fewEdits = 16

// ChangeAnnotations shows annotations, sorted by model.CompareAnnotations, that
// differ from those shown by the edits. It costs what SetAnnotations does only
// where there are many edits, or where they do not lead from the one to the
// other.
func (v *View) ChangeAnnotations(annotations []model.Annotation, edits []model.Edit[model.Annotation]) {
	was := v.marked.annotations
	if v.marked.marks != nil || len(edits) > fewEdits {
		v.SetAnnotations(annotations)
		return
	}
	gone, foundOld := places(was, edits, func(e model.Edit[model.Annotation]) *model.Annotation { return e.Old })
	came, foundNew := places(annotations, edits, func(e model.Edit[model.Annotation]) *model.Annotation { return e.New })
	if !foundOld || !foundNew || len(annotations) != len(was)-len(gone)+len(came) {
		v.SetAnnotations(annotations)
		return
	}
	for _, i := range slices.Backward(gone) {
		v.index.Remove(i)
		delete(v.known, was[i].ID)
	}
	v.marked.annotations = annotations
	for _, i := range came {
		v.index.Insert(i, appendEntries(nil, i, annotations[i].Fragments))
		v.known[annotations[i].ID] = knownMark{v.marked.at(i), true}
	}
	v.page.compare()
	v.page.sync()
}

// places returns where in a sorted list the annotations are that edits have on
// one side, in order, and whether all were found.
func places(list []model.Annotation, edits []model.Edit[model.Annotation], side func(model.Edit[model.Annotation]) *model.Annotation) (at []int, all bool) {
	for _, e := range edits {
		if a := side(e); a != nil {
			i, found := slices.BinarySearchFunc(list, *a, model.CompareAnnotations)
			if !found {
				return nil, false
			}
			at = append(at, i)
		}
	}
	slices.Sort(at)
	return at, true
}

// knownMark is the answer to a question for a mark.
type knownMark struct {
	Mark
	there bool
}

// mark returns the mark of an annotation. It goes through all of them, but once
// for each id.
func (v *View) mark(id model.AnnotationID) (Mark, bool) {
	if id == "" {
		return Mark{}, false
	}
	k, ok := v.known[id]
	if !ok {
		k.Mark, k.there = v.marked.find(id)
		v.known[id] = k
	}
	return k.Mark, k.there
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
	v.index.Visit(model.Span{Start: offset, End: offset + 1}, func(i flow.Interval, _ int) bool {
		hits = append(hits, i)
		return true
	})
	slices.SortStableFunc(hits, func(a, b flow.Interval) int { return a.Span.Len() - b.Span.Len() })
	var ids []model.AnnotationID
	for _, h := range hits {
		if id := v.marked.at(int(v.index.Entry(h.Key).Mark)).ID; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}
