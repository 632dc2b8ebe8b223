package labelstudio

import (
	"fmt"
	"slices"

	"dragoman/model"
)

// regionOut is the label of a region, or the value of one of its controls.
type regionOut struct {
	ID     string   `json:"id"`
	From   string   `json:"from_name"`
	To     string   `json:"to_name"`
	Type   string   `json:"type"`
	Origin string   `json:"origin,omitempty"`
	Meta   *metaOut `json:"meta,omitempty"`
	Value  valueOut `json:"value"`
}

// metaOut is what Label Studio keeps with a region and does not look at.
type metaOut struct {
	Origin model.Origin `json:"origin,omitempty"`
	PartOf string       `json:"part_of,omitempty"`
}

type valueOut struct {
	Start   int      `json:"start"`
	End     int      `json:"end"`
	Text    any      `json:"text"` // the quote; of a TextArea what was written
	Labels  []string `json:"labels,omitempty"`
	Choices []string `json:"choices,omitempty"`
}

type relationOut struct {
	ID        model.RelationID   `json:"id"`
	Type      string             `json:"type"`
	From      model.AnnotationID `json:"from_id"`
	To        model.AnnotationID `json:"to_id"`
	Direction string             `json:"direction"`
	Labels    []string           `json:"labels"`
}

// theirs are the origins that Label Studio knows: it does not open a task with
// another.
var theirs = []model.Origin{"manual", "prediction", "prediction-changed"}

// regions returns the regions of an annotation, one for each fragment, and
// their controls.
func (w *writer) regions(text *model.Text, a model.Annotation) []any {
	var all []any
	for i, f := range a.Fragments {
		r := w.region(text, string(a.ID), f)
		r.From, r.Type, r.Value.Labels = labelControl, "labels", []string{a.Label}
		var meta metaOut
		if i > 0 {
			r.ID, meta.PartOf = fmt.Sprintf("%s_%d", a.ID, i+1), string(a.ID)
		}
		if slices.Contains(theirs, a.Origin) {
			r.Origin = string(a.Origin)
		} else if i == 0 {
			meta.Origin = a.Origin
		}
		if meta != (metaOut{}) {
			r.Meta = &meta
		}
		all = append(all, r)
	}
	for _, at := range a.Attributes {
		all = append(all, w.control(w.region(text, string(a.ID), a.Fragments[0]), at))
	}
	if a.Note != "" {
		r := w.region(text, string(a.ID), a.Fragments[0])
		r.From, r.Type, r.Value.Text = noteControl, "textarea", []string{a.Note}
		all = append(all, r)
	}
	return all
}

// region returns a region of one fragment, without what it says.
func (w *writer) region(text *model.Text, id string, f model.Span) regionOut {
	unit := w.Options.Unit
	return regionOut{ID: id, To: object, Value: valueOut{
		Start: unit.Count(text, f.Start), End: unit.Count(text, f.End), Text: text.Slice(f),
	}}
}

// control turns a region into the value of the control of an attribute.
func (w *writer) control(r regionOut, at model.Attribute) regionOut {
	r.From = controlOf(at.Name)
	if slices.ContainsFunc(w.controls, func(c perRegion) bool { return c.name == at.Name && len(c.values) > 0 }) {
		r.Type, r.Value.Choices = "choices", []string{at.Value}
	} else {
		r.Type, r.Value.Text = "textarea", []string{at.Value}
	}
	return r
}

// perRegion is an attribute of the schema, with all labels that have it.
type perRegion struct {
	name   string
	labels []string
	values []string // that one of them lists; none where one takes free text
}

// controls returns the attributes of the schema, each name once.
func controls(schema model.Schema) []perRegion {
	var all []perRegion
	free := map[string]bool{}
	for _, l := range schema.Labels {
		for _, def := range l.Attributes {
			i := slices.IndexFunc(all, func(c perRegion) bool { return c.name == def.Name })
			if i < 0 {
				i = len(all)
				all = append(all, perRegion{name: def.Name})
			}
			all[i].labels = append(all[i].labels, l.Name)
			free[def.Name] = free[def.Name] || len(def.Values) == 0
			for _, v := range def.Values {
				if !slices.Contains(all[i].values, v) {
					all[i].values = append(all[i].values, v)
				}
			}
		}
	}
	for i := range all {
		if free[all[i].name] {
			all[i].values = nil
		}
	}
	return all
}
