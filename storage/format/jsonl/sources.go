package jsonl

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"

	"dragoman/model"
)

// source is an annotation or relation of an annotator for which something in
// the gold set stands.
type source struct {
	Annotator string `json:"annotator"`
	ID        string `json:"id"`
}

// sources returns, by what stands in the gold set, where it came from, sorted
// by annotator and id. What was rejected is none.
func sources(verdicts []model.Verdict) map[string][]source {
	from := map[string][]source{}
	for _, v := range verdicts {
		if !v.Rejected() {
			from[v.Gold] = append(from[v.Gold], source{string(v.Annotator), v.Of})
		}
	}
	for _, all := range from {
		slices.SortFunc(all, func(a, b source) int {
			return cmp.Or(cmp.Compare(a.Annotator, b.Annotator), cmp.Compare(a.ID, b.ID))
		})
	}
	return from
}

func appendSources(texts []string, sources []source) []string {
	for _, s := range sources {
		texts = append(texts, s.Annotator, s.ID)
	}
	return texts
}

// takeSources takes the sources out of a span or relation of a gold set.
// Elsewhere, and where they are not as they are written, they are left.
func (p *parsed) takeSources(o object) []source {
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
// stands for an annotation twice.
func (p *parsed) stand(name, gold string, from []source) {
	for _, s := range from {
		if p.judged[s.ID] {
			p.loss("source", p.number, name+": "+shorten(s.ID)+" is the source of another already")
			continue
		}
		p.judged[s.ID] = true
		p.set.Verdicts = append(p.set.Verdicts, model.Verdict{Of: s.ID, Annotator: model.Annotator(s.Annotator), Gold: gold})
	}
}
