package jsonl

import (
	"encoding/json"
	"slices"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// candidate is a span of the file before its offsets were understood.
type candidate struct {
	format.Found
	sources []source
	left    jsonline.Object // keys that are not known
}

// addSpans reads the spans of the line and adds those that can be used.
func (p *parsed) addSpans(raws []json.RawMessage, declared format.Unit) {
	candidates := make([]candidate, len(raws))
	for i, raw := range raws {
		c := p.span(raw)
		c.Name = jsonline.Named("span", i+1, c.ID)
		candidates[i] = c
	}
	choice := p.chooseUnit(candidates, declared)
	seen := make(map[string]model.AnnotationID, len(raws))
	p.set.Annotations = slices.Grow(p.set.Annotations, len(raws))
	for _, c := range candidates {
		fragments, err := choice.Place(p.document.Text, c.Claim)
		if err != nil {
			p.Reject(p.number, c.Name, err)
			continue
		}
		p.add(c, fragments, seen)
	}
}

// add adds an annotation unless the set has the same already.
func (p *parsed) add(c candidate, fragments []model.Span, seen map[string]model.AnnotationID) {
	a := model.Annotation{Label: c.Label, Fragments: fragments, Attributes: c.Attributes, Note: c.Note, Origin: c.Origin}
	key := a.Sameness()
	if same, ok := seen[key]; ok {
		p.Lose("duplicate span", p.number, c.Name+": the same label on the same words twice")
		p.ids.Stand(c.ID, same)
		p.stand(c.Name, string(same), c.sources, annotationPrint(a))
		return
	}
	id, twice := p.ids.Annotation(c.ID, a)
	if twice {
		p.Lose(format.LossID, p.number, c.Name+": another has this id; it was given a new one")
	}
	p.LoseRest("span", p.number, c.left)
	a.ID = id
	seen[key] = id
	p.set.Annotations = append(p.set.Annotations, a)
	p.stand(c.Name, string(id), c.sources, annotationPrint(a))
}

// span reads one span.
func (p *parsed) span(raw json.RawMessage) candidate {
	o, err := jsonline.ParsePart(raw)
	if err != nil {
		return candidate{Found: format.Found{Claim: format.Claim{Err: err}}}
	}
	return candidate{Found: p.Span(p.number, o), sources: p.takeSources(o), left: o}
}
