package format

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dragoman/model"
)

// Reducer leaves out of records what a format cannot hold, and counts it. It is
// what every writer begins with: what it returns, the format holds.
type Reducer struct {
	Format  Format
	Options WriteOptions
	Losses  Losses
	last    model.DocumentID
}

// Reduced is one record without what the format cannot hold. For a format of
// tokens it comes with those, and with the tokens of each annotation.
type Reduced struct {
	Record
	Tokens []model.Span
	At     map[model.AnnotationID][]Range // of each fragment; of formats of tokens alone
}

// Reduce returns the record as the format can hold it. Document and relations
// of an annotation that goes are counted as the constants of losses say. The
// annotations of the result are sorted as those of a set.
func (r *Reducer) Reduce(record Record) Reduced {
	keeps := r.Format.Keeps
	out := Reduced{Record: record}
	if record.Document.ID != r.last {
		r.document(record.Document)
		r.last = record.Document.ID
	}
	if !keeps.Properties {
		out.Document = record.Document.WithProperties(model.Properties{})
	}
	if r.Format.Tokens {
		out.Tokens, out.At = Tokens(record.Document.Text.String()), map[model.AnnotationID][]Range{}
	}
	if record.Set == nil {
		return out
	}
	set := *record.Set
	set.Annotations = slices.Clone(set.Annotations)
	if !keeps.Fragments {
		set.Annotations = r.whole(record, set.Annotations)
	}
	before := set.Annotations
	if r.Format.Tokens {
		set.Annotations = r.align(out, slices.Clone(before))
	}
	if !keeps.Overlaps && !r.layered() {
		set.Annotations = r.flat(record, slices.Clone(set.Annotations))
	}
	r.moved(record, before, set.Annotations)
	r.strip(record, set.Annotations)
	slices.SortFunc(set.Annotations, model.CompareAnnotations)
	set.Relations = r.relations(record, set)
	r.bookkeeping(record)
	if !keeps.Origins {
		set.Verdicts = nil
	}
	if !keeps.Status {
		set.Status = model.StatusNew
	}
	out.Set = &set
	return out
}

func (r *Reducer) layered() bool { return r.Options.Layers && r.Format.Layers }

func (r *Reducer) lose(kind string, record Record, instead string, example func() string) {
	r.Losses.Tally(kind, instead, func() string { return fmt.Sprintf("document %s: %s", record.Document.ID, example()) })
}

// quote names an annotation in an example.
func quote(text *model.Text, a model.Annotation) string {
	return a.Label + " " + Shorten(text.Quote(a.Fragments))
}

// document counts what goes with the document, once for all its sets.
func (r *Reducer) document(d model.Document) {
	const instead = "jsonl keeps it"
	record := Record{Document: d}
	if !r.Format.Keeps.Text || r.Format.Holds != nil && !r.Format.Holds(d.Text.String()) {
		r.lose(LossText, record, instead, func() string { return "its text does not come back as it was" })
	}
	if r.Format.Keeps.Properties {
		return
	}
	if d.Title != "" {
		r.lose(LossProperty, record, instead, func() string { return "title " + Shorten(d.Title) })
	}
	if d.Source != "" {
		r.lose(LossProperty, record, instead, func() string { return "source " + Shorten(d.Source) })
	}
	for _, name := range slices.Sorted(maps.Keys(d.Meta)) {
		r.lose(LossProperty, record, instead, func() string { return name + " " + Shorten(string(d.Meta[name])) })
	}
}

// whole leaves out annotations of several fragments, or puts others in their
// place, as WriteOptions.Fragments says.
func (r *Reducer) whole(record Record, annotations []model.Annotation) []model.Annotation {
	several := func(a model.Annotation) bool { return len(a.Fragments) > 1 }
	if !slices.ContainsFunc(annotations, several) {
		return annotations
	}
	var kept []model.Annotation
	same := map[string]bool{}
	for _, a := range annotations {
		same[a.Sameness()] = true
	}
	for _, a := range annotations {
		if !several(a) {
			kept = append(kept, a)
			continue
		}
		r.lose(LossFragment, record, "jsonl, brat or csv keep fragments; --fragments parts makes an annotation of each, fill one of all",
			func() string { return quote(record.Document.Text, a) })
		for _, part := range r.Options.Fragments.of(record.Document.ID, a) {
			if !same[part.Sameness()] {
				same[part.Sameness()] = true
				kept = append(kept, part)
			}
		}
	}
	return kept
}

// align moves annotations to whole tokens, or leaves them out.
func (r *Reducer) align(out Reduced, annotations []model.Annotation) []model.Annotation {
	text, kept := out.Document.Text, annotations[:0]
	seen := map[string]bool{}
	for _, a := range annotations {
		ranges, moved := r.ranges(text, out.Tokens, a)
		switch {
		case r.Format.Keeps.Cuts && moved:
			ranges = nil // the format places it otherwise
		case ranges == nil:
			r.lose(LossCut, out.Record, "a format that counts characters, or --cut expand", func() string { return quote(text, a) })
			continue
		case moved:
			a.Fragments = spansOf(out.Tokens, ranges)
		}
		if seen[a.Sameness()] {
			r.lose(LossCut, out.Record, "a format that counts characters, or --cut drop", func() string { return quote(text, a) + " stands where another of its label does" })
			continue
		}
		seen[a.Sameness()] = true
		if ranges != nil {
			out.At[a.ID] = ranges
		}
		kept = append(kept, a)
	}
	return kept
}

// moved counts those of the annotations that stay which align moved from where
// they were before.
func (r *Reducer) moved(record Record, before, after []model.Annotation) {
	if !r.Format.Tokens {
		return
	}
	places := make(map[model.AnnotationID][]model.Span, len(before))
	for _, a := range before {
		places[a.ID] = a.Fragments
	}
	text := record.Document.Text
	for _, a := range after {
		if was := places[a.ID]; !model.EqualSpans(was, a.Fragments) {
			r.lose(LossMoved, record, "a format that counts characters, or --cut drop", func() string {
				return a.Label + " " + ends(text.Quote(was)) + " became " + ends(text.Quote(a.Fragments))
			})
		}
	}
}

// ends returns a text for messages as Shorten does, but with both of its ends.
func ends(s string) string {
	const length = 30
	runes := []rune(s)
	if len(runes) <= 2*length {
		return Shorten(s)
	}
	return "“" + string(runes[:length]) + "…" + string(runes[len(runes)-length:]) + "”"
}

// ranges returns the tokens of each fragment, or nil where one of them has none.
// White space at the ends of a fragment is left out: no consumer of tokens takes
// it for a part of an annotation.
func (r *Reducer) ranges(text *model.Text, tokens []model.Span, a model.Annotation) (ranges []Range, moved bool) {
	for _, f := range a.Fragments {
		at, m := r.Options.Cut.Align(tokens, f)
		trimmed := trim(text, tokens, at)
		if trimmed != at {
			if r.Options.Cut == Drop {
				return nil, true
			}
			at, m = trimmed, true
		}
		if at.First >= at.End || len(ranges) > 0 && at.First < ranges[len(ranges)-1].End {
			return nil, true
		}
		ranges, moved = append(ranges, at), moved || m
	}
	return ranges, moved
}

// trim returns the range without tokens of white space at its ends.
func trim(text *model.Text, tokens []model.Span, at Range) Range {
	blank := func(i int) bool { return strings.TrimSpace(text.Slice(tokens[i])) == "" }
	for at.First < at.End && blank(at.First) {
		at.First++
	}
	for at.First < at.End && blank(at.End-1) {
		at.End--
	}
	return at
}

func spansOf(tokens []model.Span, ranges []Range) []model.Span {
	spans := make([]model.Span, len(ranges))
	for i, at := range ranges {
		spans[i] = model.Span{Start: tokens[at.First].Start, End: tokens[at.End-1].End}
	}
	return spans
}

// flat leaves out what overlaps an annotation that goes before it: see
// WriteOptions.Before.
func (r *Reducer) flat(record Record, annotations []model.Annotation) []model.Annotation {
	kept := map[model.AnnotationID]bool{}
	room := NewRoom(record.Document.Text.Len())
	for _, a := range slices.SortedFunc(slices.Values(annotations), r.Options.Before) {
		hull := a.Hull()
		if !room.Free(hull.Start, hull.End) {
			continue
		}
		room.Take(hull.Start, hull.End)
		kept[a.ID] = true
	}
	return slices.DeleteFunc(annotations, func(a model.Annotation) bool {
		if !kept[a.ID] {
			r.lose(LossOverlap, record, r.instead(), func() string { return quote(record.Document.Text, a) })
		}
		return !kept[a.ID]
	})
}

func (r *Reducer) instead() string {
	if r.Format.Layers {
		return "--layers, or a format that keeps overlaps"
	}
	return "a format that keeps overlaps, or another order with --prefer"
}

// Before orders annotations by which of two that overlap stays: by Prefer, then
// the longer, the one that begins first, the label, the id. Layers are filled in
// this order.
func (opt WriteOptions) Before(a, b model.Annotation) int {
	rank := func(label string) int {
		if i := slices.Index(opt.Prefer, label); i >= 0 {
			return i
		}
		return len(opt.Prefer)
	}
	return cmp.Or(
		cmp.Compare(rank(a.Label), rank(b.Label)), cmp.Compare(b.Hull().Len(), a.Hull().Len()),
		cmp.Compare(a.Hull().Start, b.Hull().Start), cmp.Compare(a.Label, b.Label), cmp.Compare(a.ID, b.ID),
	)
}

// strip takes off the annotations what the format cannot hold of them.
func (r *Reducer) strip(record Record, annotations []model.Annotation) {
	keeps, text := r.Format.Keeps, record.Document.Text
	for i := range annotations {
		a := &annotations[i]
		if !keeps.Attributes {
			for _, at := range a.Attributes {
				r.lose(LossAttribute, record, "jsonl, brat or csv keep attributes", func() string { return quote(text, *a) + ": " + at.Name + " " + Shorten(at.Value) })
			}
			a.Attributes = nil
		}
		if !keeps.Notes && a.Note != "" {
			r.lose(LossNote, record, "jsonl, brat or csv keep notes", func() string { return quote(text, *a) + ": " + Shorten(a.Note) })
			a.Note = ""
		}
		if !keeps.Origins && a.Origin != "" {
			r.lose(LossOrigin, record, "jsonl keeps it", func() string { return string(a.Origin) + ", " + quote(text, *a) })
			a.Origin = ""
		}
		if !keeps.Ids {
			r.lose(LossID, record, "jsonl keeps ids", func() string { return string(a.ID) })
		}
	}
}

// relations returns those of the set that the format can hold.
func (r *Reducer) relations(record Record, set model.AnnotationSet) []model.Relation {
	labels := make(map[model.AnnotationID]string, len(set.Annotations))
	for _, a := range set.Annotations {
		labels[a.ID] = a.Label
	}
	return slices.DeleteFunc(slices.Clone(set.Relations), func(rel model.Relation) bool {
		_, from := labels[rel.From]
		_, to := labels[rel.To]
		if !r.Format.Keeps.Relations || !from || !to {
			r.lose(LossRelation, record, r.keepRelation(), func() string { return named(record, rel) })
			return true
		}
		if !r.Format.Keeps.Ids {
			r.lose(LossID, record, "jsonl keeps ids", func() string { return string(rel.ID) })
		}
		return false
	})
}

// keepRelation says what to choose instead where a relation is lost.
func (r *Reducer) keepRelation() string {
	if r.Format.Keeps.Relations {
		return "have the annotations that it links stay: see fragments, overlaps and words that are cut above"
	}
	return "jsonl, brat or csv keep relations"
}

// named returns the type of a relation and the words that it links.
func named(record Record, rel model.Relation) string {
	from, _ := record.Set.Annotation(rel.From)
	to, _ := record.Set.Annotation(rel.To)
	text := record.Document.Text
	return rel.Type + " from " + quote(text, from) + " to " + quote(text, to)
}

// bookkeeping counts what goes with the set as a whole.
func (r *Reducer) bookkeeping(record Record) {
	keeps, set := r.Format.Keeps, record.Set
	if !keeps.Origins {
		for _, v := range set.Verdicts {
			r.lose(LossVerdict, record, "jsonl keeps where gold came from", func() string { return v.Of })
		}
	}
	if !keeps.Status && set.Status.String() != model.StatusNew.String() {
		r.lose(LossStatus, record, "jsonl keeps it", func() string { return string(set.Annotator) + ": " + set.Status.String() })
	}
	if !keeps.Annotators && set.Annotator != model.Imported {
		r.lose(LossAnnotator, record, "jsonl keeps it", func() string { return string(set.Annotator) })
	}
}
