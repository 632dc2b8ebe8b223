package jsonl

import (
	"encoding/json"
	"errors"
	"fmt"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// candidate is a span of the file before its offsets were understood.
type candidate struct {
	name       string // for messages
	id         string
	annotation model.Annotation // without id and fragments
	format.Claim
	sources []source
	left    jsonline.Object // keys that are not known
}

// addSpans reads the spans of the line and adds those that can be used.
func (p *parsed) addSpans(raws []json.RawMessage, declared format.Unit) {
	candidates := make([]candidate, len(raws))
	for i, raw := range raws {
		c := p.span(raw)
		c.name = fmt.Sprintf("span %d", i+1)
		if c.id != "" {
			c.name += " (" + format.Shorten(c.id) + ")"
		}
		candidates[i] = c
	}
	choice := p.chooseUnit(candidates, declared)
	seen := map[string]model.AnnotationID{}
	for _, c := range candidates {
		fragments, err := choice.Place(p.document.Text, c.Claim)
		if err != nil {
			p.Reject(p.number, c.name, err)
			continue
		}
		c.annotation.Fragments = fragments
		p.add(c, seen)
	}
}

// add adds an annotation unless the set has the same already.
func (p *parsed) add(c candidate, seen map[string]model.AnnotationID) {
	key := c.annotation.Sameness()
	if same, ok := seen[key]; ok {
		p.Lose("duplicate span", p.number, c.name+": the same label on the same words twice")
		p.ids.Stand(c.id, same)
		p.stand(c.name, string(same), c.sources, annotationPrint(c.annotation))
		return
	}
	id, twice := p.ids.Annotation(c.id, c.annotation)
	if twice {
		p.Lose(format.LossID, p.number, c.name+": another has this id; it was given a new one")
	}
	p.LoseRest("span", p.number, c.left)
	c.annotation.ID = id
	seen[key] = id
	p.set.Annotations = append(p.set.Annotations, c.annotation)
	p.stand(c.name, string(id), c.sources, annotationPrint(c.annotation))
}

// span reads one span.
func (p *parsed) span(raw json.RawMessage) candidate {
	o, err := jsonline.ParseObject(raw)
	if err != nil {
		return candidate{Claim: format.Claim{Err: err}}
	}
	c := candidate{id: o.ID("id"), left: o}
	c.annotation.Label, _ = o.Text("label")
	if c.annotation.Label == "" {
		c.Err = errors.New("it has no label")
		return c
	}
	c.Quote, _ = o.Text("text")
	c.annotation.Note, _ = o.Text("note")
	origin, _ := o.Text("origin")
	c.annotation.Origin = model.Origin(origin)
	c.annotation.Attributes = p.takeAttributes(o)
	c.sources = p.takeSources(o)
	c.Fragments, c.Err = p.takeFragments(o)
	return c
}

// takeFragments takes start, end and fragments out of a span.
func (p *parsed) takeFragments(o jsonline.Object) ([]model.Span, error) {
	raws, err := o.List("fragments")
	if err != nil {
		return nil, err
	}
	if len(raws) == 0 {
		f, err := takeOffsets(o)
		return []model.Span{f}, err
	}
	var fragments []model.Span
	for _, raw := range raws {
		part, err := jsonline.ParseObject(raw)
		if err != nil {
			return nil, fmt.Errorf("a fragment: %w", err)
		}
		f, err := takeOffsets(part)
		if err != nil {
			return nil, fmt.Errorf("a fragment: %w", err)
		}
		p.LoseRest("fragment", p.number, part)
		fragments = append(fragments, f)
	}
	return fragments, p.checkHull(o, fragments)
}

// checkHull counts a start and end that are not the outermost of the
// fragments; the fragments count then.
func (p *parsed) checkHull(o jsonline.Object, fragments []model.Span) error {
	_, hasStart := o["start"]
	_, hasEnd := o["end"]
	if !hasStart && !hasEnd {
		return nil
	}
	outer, err := takeOffsets(o)
	if err != nil {
		return err
	}
	if hull := model.Hull(fragments); outer != hull {
		p.Lose("start and end", p.number, fmt.Sprintf("%v, but its fragments reach over %v", outer, hull))
	}
	return nil
}

func takeOffsets(o jsonline.Object) (model.Span, error) {
	start, errStart := o.Integer("start")
	end, errEnd := o.Integer("end")
	return model.Span{Start: start, End: end}, firstOf(errStart, errEnd)
}

// takeAttributes takes the attributes out of a span, sorted by name; what is
// no jsonline.Object is left. A value that is no string becomes its JSON text, and that
// is counted.
func (p *parsed) takeAttributes(o jsonline.Object) []model.Attribute {
	values, err := jsonline.ParseObject(o["attributes"])
	if err != nil {
		return nil
	}
	delete(o, "attributes")
	var attributes []model.Attribute
	for _, name := range values.Keys() {
		value, ok := values.Text(name)
		if !ok {
			value = string(jsonline.Compact(values[name]))
			p.Lose("attribute type", p.number, fmt.Sprintf("%s is %s; kept as text", format.Shorten(name), format.Shorten(value)))
		}
		if value != "" {
			attributes = append(attributes, model.Attribute{Name: name, Value: value})
		}
	}
	return attributes
}
