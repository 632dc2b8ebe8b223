package jsonl

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// source is an annotation or relation of an annotator for which something in
// the gold set stands.
type source struct {
	Annotator string `json:"annotator"`
	ID        string `json:"id"`
	Changed   bool   `json:"changed,omitempty"` // the gold set says something else
	By        string `json:"by,omitempty"`      // who decided
	Why       string `json:"why,omitempty"`
}

// sources returns, by what stands in the gold set, where it came from, sorted
// by annotator and id. What was rejected is none.
func sources(gold model.AnnotationSet) map[string][]source {
	from := map[string][]source{}
	for _, v := range gold.Verdicts {
		if !v.Rejected() {
			from[v.Gold] = append(from[v.Gold], source{string(v.Annotator), v.Of, gold.Changed(v), string(v.By), v.Why})
		}
	}
	for _, all := range from {
		slices.SortFunc(all, func(a, b source) int {
			return cmp.Or(cmp.Compare(a.Annotator, b.Annotator), cmp.Compare(a.ID, b.ID))
		})
	}
	return from
}

// takeSources takes the sources out of a span or relation of a gold set.
// Elsewhere, and where they are not as they are written, they are left.
func (p *parsed) takeSources(o jsonline.Object) []source {
	if p.set.Annotator != model.Gold {
		return nil
	}
	var all []source
	d := json.NewDecoder(bytes.NewReader(o["sources"]))
	d.DisallowUnknownFields()
	if d.Decode(&all) != nil {
		return nil
	}
	if slices.ContainsFunc(all, func(s source) bool { return s.Annotator == "" || s.ID == "" }) {
		return nil
	}
	delete(o, "sources")
	return all
}

// stand notes that what the set has under this id came from these. Nothing
// stands for an annotation twice. print gives what a source said that was taken
// unchanged; "" where that is not known.
func (p *parsed) stand(name, gold string, from []source, print func(model.Annotator) string) {
	for _, s := range from {
		if p.judged[s.ID] {
			p.Lose("source", p.number, name+": "+format.Shorten(s.ID)+" is the source of another already")
			continue
		}
		p.judged[s.ID] = true
		v := model.Verdict{Of: s.ID, Annotator: model.Annotator(s.Annotator), Gold: gold, Why: s.Why, By: model.Annotator(s.By)}
		if !s.Changed {
			v.Was = print(v.Annotator)
		}
		p.set.Verdicts = append(p.set.Verdicts, v)
	}
}

// annotationPrint is what stand needs for an annotation.
func annotationPrint(a model.Annotation) func(model.Annotator) string {
	return func(model.Annotator) string { return a.Fingerprint() }
}

// relationPrint is what stand needs for a relation, once all spans are read.
func (p *parsed) relationPrint(r model.Relation) func(model.Annotator) string {
	return func(who model.Annotator) string {
		if prints := p.set.Fingerprints(r, who); len(prints) > 0 {
			return prints[0]
		}
		return ""
	}
}
