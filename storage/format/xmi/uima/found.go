package uima

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"dragoman/model"
	"dragoman/storage/format"
)

// Item is one span as a file has it.
type Item struct {
	Key      string // how relations of the file refer to it; "" where they cannot
	Name     string // as messages call it
	Line     int
	Layer    string
	Features []Feature // none empty
	At       format.Claim
}

// Link is one relation as a file has it. From and To are Item.Key.
type Link struct {
	Name     string
	Line     int
	Layer    string
	Type     string // "": what Features or the layer say
	Features []Feature
	From, To string
}

// Finder adds what a file has to a draft: it puts the parts of annotations
// together and tells labels, ids, notes and attributes apart.
type Finder struct {
	Draft  *format.Draft
	IDs    *format.IDs       // of the document and annotator of the draft
	Labels map[string]string // by layer the feature that is the label
	Path   string
	Losses *format.Losses
	ids    map[string]string // made here, by what is the same
	layers map[string]bool   // of other programs, that were added
}

// Add adds spans and relations.
func (f *Finder) Add(items []Item, links []Link) {
	ids := map[string]string{} // by key
	f.layers = map[string]bool{}
	for _, group := range joined(items) {
		found := f.found(group)
		f.met(group[0].Layer)
		for _, item := range group {
			if item.Key != "" {
				ids[item.Key] = found.ID
			}
		}
		f.Draft.Add(found)
	}
	for _, l := range links {
		if l.Type == "" {
			f.met(l.Layer)
		}
		f.Draft.Link(f.link(l, ids))
	}
}

// met notes a layer of another program.
func (f *Finder) met(layer string) {
	if layer != Span && layer != Relation {
		f.layers[layer] = true
	}
}

// joined returns the spans, those of one annotation together.
func joined(items []Item) [][]Item {
	var groups [][]Item
	first := map[[2]string]int{}
	for _, item := range items {
		key := [2]string{item.feature(ID), item.feature(Label)}
		if item.Layer != Span || item.feature(Part) == "" || key[0] == "" {
			groups = append(groups, []Item{item})
			continue
		}
		if i, known := first[key]; known {
			groups[i] = append(groups[i], item)
			continue
		}
		first[key] = len(groups)
		groups = append(groups, []Item{item})
	}
	return groups
}

func (i Item) feature(name string) string { return value(i.Features, name) }

func value(features []Feature, name string) string {
	for _, f := range features {
		if f.Name == name {
			return f.Value
		}
	}
	return ""
}

// found returns the annotation of which the group are the parts.
func (f *Finder) found(group []Item) format.Found {
	item := group[0]
	found := format.Found{Claim: at(group), Name: item.Name, Line: item.Line, Label: f.label(item.Layer, item.Features)}
	for _, feature := range item.Features {
		f.set(&found, item.Layer, feature)
	}
	if found.ID == "" {
		found.ID = f.id(model.Annotation{Label: found.Label, Fragments: found.Fragments})
	}
	return found
}

// id returns an id for an annotation, for links need one. It follows from the
// content, so that it is the same when the file is written anew, which the ids
// of these programs are not; annotations that are the same have the same.
func (f *Finder) id(a model.Annotation) string {
	key := a.Sameness()
	id, known := f.ids[key]
	if !known {
		ours, _ := f.IDs.Annotation("", a)
		id = string(ours)
		if f.ids == nil {
			f.ids = map[string]string{}
		}
		f.ids[key] = id
	}
	return id
}

// at returns where the parts stand.
func at(group []Item) format.Claim {
	claim := format.Claim{Fragments: slices.Clone(group[0].At.Fragments), Err: group[0].At.Err}
	for _, item := range group[1:] {
		claim.Fragments = append(claim.Fragments, item.At.Fragments...)
		claim.Err = cmp.Or(claim.Err, item.At.Err)
	}
	slices.SortFunc(claim.Fragments, func(a, b model.Span) int { return cmp.Compare(a.Start, b.Start) })
	return claim
}

// label returns the value of the feature that is the label, and the name of
// the layer where it has none.
func (f *Finder) label(layer string, features []Feature) string {
	return cmp.Or(value(features, f.Labels[layer]), ShortName(layer))
}

// set puts the value of a feature where it belongs.
func (f *Finder) set(found *format.Found, layer string, feature Feature) {
	switch {
	case feature.Name == f.Labels[layer]:
	case layer != Span:
		found.Attributes = append(found.Attributes, model.Attribute(feature))
	case feature.Name == ID:
		found.ID = feature.Value
	case feature.Name == Note:
		found.Note = feature.Value
	case feature.Name == Origin:
		found.Origin = model.Origin(feature.Value)
	case feature.Name == Part:
	case feature.Name == Attributes:
		f.others(found, feature.Value)
	default:
		found.Attributes = append(found.Attributes, model.Attribute(feature))
	}
}

// others adds the attributes whose names are none for features.
func (f *Finder) others(found *format.Found, object string) {
	var others map[string]string
	if err := json.Unmarshal([]byte(object), &others); err != nil {
		f.lose("attribute", found.Line, found.Name+": "+format.Shorten(object)+" is no JSON object of strings")
		return
	}
	for _, name := range slices.Sorted(maps.Keys(others)) {
		if name != "" {
			found.Attributes = append(found.Attributes, model.Attribute{Name: name, Value: others[name]})
		}
	}
}

func (f *Finder) link(l Link, ids map[string]string) format.Link {
	link := format.Link{Name: l.Name, Line: l.Line, Type: cmp.Or(l.Type, f.label(l.Layer, l.Features))}
	link.From, link.To = cmp.Or(ids[l.From], l.From), cmp.Or(ids[l.To], l.To)
	for _, feature := range l.Features {
		switch {
		case feature.Name == f.Labels[l.Layer]:
		case l.Layer == Relation && feature.Name == ID:
			link.ID = feature.Value
		default:
			f.lose("relation feature", l.Line, l.Name+": "+feature.Name+" "+format.Shorten(feature.Value))
		}
	}
	return link
}

func (f *Finder) lose(kind string, line int, example string) {
	f.Losses.Add(kind, fmt.Sprintf("%s:%d: %s", f.Path, line, example), "")
}
