package storage

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dragoman/model"
)

// proven is an annotation, relation or verdict with the checksum that its row
// bears.
type proven[T any] struct {
	value T
	quote string // of an annotation
	sum   int64
	stray bool // it stands where nothing leads any more
}

// content is what an annotation set holds, by id.
type content struct {
	annotations map[string]proven[model.Annotation]
	relations   map[string]proven[model.Relation]
	verdicts    map[string]proven[model.Verdict]
}

func newContent() content {
	return content{
		map[string]proven[model.Annotation]{}, map[string]proven[model.Relation]{}, map[string]proven[model.Verdict]{},
	}
}

func (c content) empty() bool { return len(c.annotations)+len(c.relations)+len(c.verdicts) == 0 }

// count writes the counts and the sum of the content into the row.
func (c content) count(row setRow) setRow {
	row.Annotations, row.Relations, row.Verdicts, row.Sum = len(c.annotations), len(c.relations), len(c.verdicts), 0
	for _, p := range c.annotations {
		row.Sum += p.sum
	}
	for _, p := range c.relations {
		row.Sum += p.sum
	}
	for _, p := range c.verdicts {
		row.Sum += p.sum
	}
	return row
}

// fits reports whether the row counts and sums up this content.
func (c content) fits(row setRow) bool {
	has := c.count(row)
	return has.Annotations == row.Annotations && has.Relations == row.Relations && has.Verdicts == row.Verdicts && has.Sum == row.Sum
}

// with returns the content and, of what it lacks, what the other has.
func (c content) with(o content) content {
	both := content{maps.Clone(o.annotations), maps.Clone(o.relations), maps.Clone(o.verdicts)}
	maps.Copy(both.annotations, c.annotations)
	maps.Copy(both.relations, c.relations)
	maps.Copy(both.verdicts, c.verdicts)
	return both
}

// live returns the content that stands where it belongs.
func (c content) live() content {
	left := content{maps.Clone(c.annotations), maps.Clone(c.relations), maps.Clone(c.verdicts)}
	maps.DeleteFunc(left.annotations, func(_ string, p proven[model.Annotation]) bool { return p.stray })
	maps.DeleteFunc(left.relations, func(_ string, p proven[model.Relation]) bool { return p.stray })
	maps.DeleteFunc(left.verdicts, func(_ string, p proven[model.Verdict]) bool { return p.stray })
	return left
}

// equal reports whether both hold the same.
func (c content) equal(o content) bool {
	return sameSums(c.annotations, o.annotations) && sameSums(c.relations, o.relations) && sameSums(c.verdicts, o.verdicts)
}

func sameSums[T any](a, b map[string]proven[T]) bool {
	return maps.EqualFunc(a, b, func(x, y proven[T]) bool { return x.sum == y.sum })
}

// set returns the content as the model holds it.
func (c content) set(document, annotator string, status model.Status) model.AnnotationSet {
	return model.AnnotationSet{
		Document: model.DocumentID(document), Annotator: model.Annotator(annotator), Status: status,
		Annotations: sorted(c.annotations, model.CompareAnnotations),
		Relations:   sorted(c.relations, model.CompareRelations),
		Verdicts:    sorted(c.verdicts, model.CompareVerdicts),
	}
}

func sorted[T any](values map[string]proven[T], order func(a, b T) int) []T {
	var list []T
	for _, p := range values {
		list = append(list, p.value)
	}
	slices.SortFunc(list, order)
	return list
}

// annotation returns the annotation whose row this is, if its checksum proves
// it as one of the set, with the fragments of the row itself or of their table.
func (r *remains) annotation(set setRow, v version[annotationRow]) (proven[model.Annotation], bool) {
	a := model.Annotation{ID: model.AnnotationID(v.row.ID), Label: v.row.Label, Note: v.row.Note, Origin: model.Origin(v.row.Origin)}
	for _, least := range []rank{live, stray} {
		a.Attributes = attributesOf(r.attributes[v.row.ID], least)
		for _, a.Fragments = range [][]model.Span{spansOf(r.fragments[v.row.ID], least), appendSpans(nil, v.row.Spans)} {
			if annotationSum(set, a, v.row.Quote) == v.row.Checksum {
				return proven[model.Annotation]{value: a, quote: v.row.Quote, sum: v.row.Checksum}, true
			}
		}
	}
	return proven[model.Annotation]{}, false
}

// spansOf returns the fragments of at least that rank, by number.
func spansOf(parts []part[fragmentRow], least rank) []model.Span {
	parts = ranked(parts, least, func(f fragmentRow) string { return fmt.Sprint(f.Number) })
	slices.SortFunc(parts, func(a, b part[fragmentRow]) int { return cmp.Compare(a.row.Number, b.row.Number) })
	var spans []model.Span
	for _, p := range parts {
		spans = append(spans, model.Span{Start: p.row.Start, End: p.row.End})
	}
	return spans
}

// attributesOf returns the attributes of at least that rank, by name.
func attributesOf(parts []part[attributeRow], least rank) []model.Attribute {
	parts = ranked(parts, least, func(a attributeRow) string { return a.Name })
	slices.SortFunc(parts, func(a, b part[attributeRow]) int { return strings.Compare(a.row.Name, b.row.Name) })
	var attributes []model.Attribute
	for _, p := range parts {
		attributes = append(attributes, model.Attribute{Name: p.row.Name, Value: p.row.Value})
	}
	return attributes
}

// ranked returns, for each key, the first of the highest rank, if that is at
// least the one given.
func ranked[R any](parts []part[R], least rank, key func(R) string) []part[R] {
	var kept []part[R]
	for at := live; at >= least; at-- {
		for _, p := range parts {
			same := func(k part[R]) bool { return key(k.row) == key(p.row) }
			if p.rank == at && !slices.ContainsFunc(kept, same) {
				kept = append(kept, p)
			}
		}
	}
	return kept
}

// rowsOf returns what the sound rows say that the set holds, of those with the
// ids; the row gives document, annotator and number.
func (r *remains) rowsOf(set setRow, ids members) content {
	c := newContent()
	for id := range ids.annotations {
		choose(r.annotations[id], c.annotations, id, func(v version[annotationRow]) (proven[model.Annotation], bool) {
			return r.annotation(set, v)
		})
	}
	for id := range ids.relations {
		choose(r.relations[id], c.relations, id, func(v version[relationRow]) (proven[model.Relation], bool) {
			return proven[model.Relation]{value: relationFromRow(v.row), sum: v.row.Checksum}, v.row.sum(set) == v.row.Checksum
		})
	}
	for id := range ids.verdicts {
		choose(r.verdicts[id], c.verdicts, ids.verdicts[id], func(v version[verdictRow]) (proven[model.Verdict], bool) {
			return proven[model.Verdict]{value: verdictFromRow(v.row), sum: v.row.Checksum}, v.row.sum(set) == v.row.Checksum
		})
	}
	return c
}

// choose puts the sound version of the highest rank into the content.
func choose[R, T any](versions []version[R], into map[string]proven[T], id string, prove func(version[R]) (proven[T], bool)) {
	for _, at := range []rank{live, stray} {
		for _, v := range versions {
			if p, ok := prove(v); ok && v.rank == at {
				p.stray = at == stray
				into[id] = p
				return
			}
		}
	}
}

// members are ids that may belong to a set.
type members struct {
	annotations map[string]bool
	relations   map[string]bool
	verdicts    map[string]string // key of the row to what was judged
}

func newMembers() members {
	return members{map[string]bool{}, map[string]bool{}, map[string]string{}}
}

// byNumber returns the ids of all rows by the number of their set.
func (r *remains) byNumber() map[int64]members {
	all := map[int64]members{}
	of := func(number int64) members {
		if _, ok := all[number]; !ok {
			all[number] = newMembers()
		}
		return all[number]
	}
	for id, versions := range r.annotations {
		for _, v := range versions {
			of(v.row.AnnotationSet).annotations[id] = true
		}
	}
	for id, versions := range r.relations {
		for _, v := range versions {
			of(v.row.AnnotationSet).relations[id] = true
		}
	}
	for key, versions := range r.verdicts {
		for _, v := range versions {
			of(v.row.AnnotationSet).verdicts[key] = v.row.Of
		}
	}
	return all
}
