package xmi

import (
	"cmp"
	"slices"
	"strings"

	"dragoman/storage/format"
	"dragoman/storage/format/xmi/uima"
)

// reference is a feature that refers to other structures, by their ids.
type reference struct {
	of       *structure
	feature  uima.Feature
	relation bool // the structure is a relation, at which no other can begin
}

// maxReferences is after how many references no further feature is followed, for many may
// refer to one long list. A file that does not has fewer.
const maxReferences = 1 << 18

// references returns a relation, of the type that the feature is called, for
// each annotation that a feature of another one refers to. Where a slot stands
// between them, as in INCEpTION, its role is the type. References to anything
// else are losses.
func (r *reader) references() []uima.Link {
	var links []uima.Link
	slots, unused := r.slotsByID()
	followed := 0
	for _, ref := range r.held {
		if followed > maxReferences {
			r.lose("reference", ref.of, ref.name()+": the file has too many references")
			continue
		}
		ids := r.targets(ref.feature.Value)
		followed += len(ids)
		for _, id := range ids {
			kind := ref.feature.Name
			if slot, known := slots[id]; known && !ref.relation {
				id, kind = slot.attr("target"), cmp.Or(slot.attr("role"), kind)
				delete(unused, slot.id)
			}
			if why := r.wrong(ref, id); why != "" {
				r.lose("reference", ref.of, ref.name()+" refers to "+r.called(id)+why)
				continue
			}
			links = append(links, uima.Link{
				Name: ref.name(), Line: ref.of.node.Line, Layer: ref.of.kind, Type: kind, From: ref.of.id, To: id,
			})
		}
	}
	why := ": no annotation that is read refers to it"
	if r.types == nil {
		why = ": slots are read where " + uima.TypesFile + " stands beside the file"
	}
	for _, s := range r.slots {
		if unused[s.id] {
			r.lose("slot", s, s.name()+why)
		}
	}
	return links
}

// slotsByID returns the slots, and that none was referred to yet.
func (r *reader) slotsByID() (slots map[string]*structure, unused map[string]bool) {
	slots, unused = map[string]*structure{}, map[string]bool{}
	for _, s := range r.slots {
		slots[s.id], unused[s.id] = s, true
	}
	return slots, unused
}

// name is what messages call it.
func (ref reference) name() string { return ref.of.name() + ": " + ref.feature.Name }

// wrong says why a reference to that id is no relation; "" where it is one.
func (r *reader) wrong(ref reference, id string) string {
	switch {
	case ref.relation:
		return ", and a relation has two ends only"
	case !r.marked[id]:
		return ", which is none of the annotations that are read"
	}
	return ""
}

// targets returns the ids that a reference holds, those of a list that has an
// element of its own instead of its.
func (r *reader) targets(value string) []string {
	var ids []string
	for _, id := range strings.Fields(value) {
		if s, known := r.byID[id]; known && s.kind == "uima.cas.FSArray" {
			ids = append(ids, strings.Fields(s.attr("elements"))...)
			continue
		}
		ids = append(ids, id)
	}
	return ids
}

// called returns what messages call the structure of that id.
func (r *reader) called(id string) string {
	if s, known := r.byID[id]; known {
		return s.name()
	}
	return format.Shorten(id)
}

// look finds out which features of annotations whose type nobody declares look
// like references: all that they hold are ids of annotations.
func (r *reader) look() {
	for _, item := range r.items {
		if _, known := r.types.Features(item.Layer); known || item.Layer == uima.Span {
			continue
		}
		for _, f := range item.Features {
			key := [2]string{item.Layer, f.Name}
			so, met := r.looks[key]
			r.looks[key] = (so || !met) && r.marked[f.Value] && f.Value != item.Key
		}
	}
}

// looksLike reports whether a feature looks like a reference. Then it is no
// label; but since it may be a number after all, it stays an attribute.
func (r *reader) looksLike(layer, feature string) bool { return r.looks[[2]string{layer, feature}] }

// doubt tells people which features look like references.
func (r *reader) doubt() string {
	var names []string
	for key, so := range r.looks {
		if so {
			names = append(names, key[1]+" of "+uima.ShortName(key[0]))
		}
	}
	if len(names) == 0 {
		return ""
	}
	slices.Sort(names)
	return strings.Join(slices.Compact(names), ", ") + ": numbers that may stand for other annotations; with " + uima.TypesFile + " beside it they are read as relations"
}
