package jsonline

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"dragoman/model"
	"dragoman/storage/format"
)

// Span is an annotation as it is written, its keys in this order.
type Span struct {
	ID         string            `json:"id"`
	Start      int               `json:"start"` // of the first fragment, in the unit of the file
	End        int               `json:"end"`   // of the last fragment
	Label      string            `json:"label"`
	Text       string            `json:"text"`                // what it covers, fragments joined by one space
	Fragments  []model.Span      `json:"fragments,omitempty"` // in the unit of the file, where there are several
	Attributes map[string]string `json:"attributes,omitempty"`
	Note       string            `json:"note,omitempty"`
	Origin     string            `json:"origin,omitempty"`
}

// NewSpan returns an annotation of the text as it is written.
func NewSpan(a model.Annotation, text *model.Text, unit format.Unit) Span {
	fragments := make([]model.Span, len(a.Fragments))
	for i, f := range a.Fragments {
		fragments[i] = model.Span{Start: unit.Count(text, f.Start), End: unit.Count(text, f.End)}
	}
	hull := model.Hull(fragments)
	s := Span{
		ID: string(a.ID), Start: hull.Start, End: hull.End, Label: a.Label, Text: text.Quote(a.Fragments),
		Note: a.Note, Origin: string(a.Origin),
	}
	if len(fragments) > 1 {
		s.Fragments = fragments
	}
	if len(a.Attributes) > 0 {
		s.Attributes = make(map[string]string, len(a.Attributes))
	}
	for _, at := range a.Attributes {
		s.Attributes[at.Name] = at.Value
	}
	return s
}

// Span takes what a Span holds out of an object of the file. Of that only the
// label and either start and end or the fragments must be there; what is wrong
// is the Err of the result. It has no name yet.
func (f *File) Span(line int, o Object) format.Found {
	a := format.Found{ID: o.ID("id"), Line: line}
	a.Label, _ = o.Text("label")
	if a.Label == "" {
		a.Err = errors.New("it has no label")
		return a
	}
	a.Quote, _ = o.Text("text")
	a.Note, _ = o.Text("note")
	origin, _ := o.Text("origin")
	a.Origin = model.Origin(origin)
	a.Attributes = f.attributes(line, o)
	a.Fragments, a.Err = f.fragments(line, o)
	return a
}

// Named gives an annotation or relation its name for messages: what it is, its
// place in the file from 1, and what the file calls it.
func Named(what string, place int, id string) string {
	name := what + " " + strconv.Itoa(place)
	if id != "" {
		name += " (" + format.Shorten(id) + ")"
	}
	return name
}

// fragments takes start, end and fragments out of a span.
func (f *File) fragments(line int, o Object) ([]model.Span, error) {
	raws, err := o.List("fragments")
	if err != nil {
		return nil, err
	}
	if len(raws) == 0 {
		s, err := o.Offsets("start", "end")
		return []model.Span{s}, err
	}
	fragments := make([]model.Span, len(raws))
	for i, raw := range raws {
		if fragments[i], err = f.fragment(line, raw); err != nil {
			return nil, fmt.Errorf("a fragment: %w", err)
		}
	}
	return fragments, f.checkHull(line, o, fragments)
}

func (f *File) fragment(line int, raw json.RawMessage) (model.Span, error) {
	part, err := ParsePart(raw)
	if err != nil {
		return model.Span{}, err
	}
	s, err := part.Offsets("start", "end")
	if err != nil {
		return model.Span{}, err
	}
	f.LoseRest("fragment", line, part)
	return s, nil
}

// checkHull counts a start and end that are not the outermost of the
// fragments; the fragments count then.
func (f *File) checkHull(line int, o Object, fragments []model.Span) error {
	_, hasStart := o["start"]
	_, hasEnd := o["end"]
	if !hasStart && !hasEnd {
		return nil
	}
	outer, err := o.Offsets("start", "end")
	if err != nil {
		return err
	}
	if hull := model.Hull(fragments); outer != hull {
		f.Lose("start and end", line, fmt.Sprintf("%v, but its fragments reach over %v", outer, hull))
	}
	return nil
}

// attributes takes the attributes out of a span, sorted by name; what is no
// object is left. A value that is no string becomes its JSON text, and that is
// counted.
func (f *File) attributes(line int, o Object) []model.Attribute {
	values, err := ParsePart(o["attributes"])
	if err != nil {
		return nil
	}
	delete(o, "attributes")
	var attributes []model.Attribute
	for _, name := range values.Keys() {
		value, ok := values.Text(name)
		if !ok {
			value = string(Compact(values[name]))
			f.Lose("attribute type", line, fmt.Sprintf("%s is %s; kept as text", format.Shorten(name), format.Shorten(value)))
		}
		if value != "" {
			attributes = append(attributes, model.Attribute{Name: name, Value: value})
		}
	}
	return attributes
}
