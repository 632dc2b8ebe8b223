package job

import (
	"slices"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
)

// A palette for labels that an import brings, on light and on dark paper, with
// its own underline each: told apart by the colour-blind, and from the labels
// of the default schema.
var palette = []struct {
	light, dark string
	pattern     model.Pattern
}{
	{"#7A4FBF", "#B79BEF", model.Solid},
	{"#8A5A00", "#D9A94F", model.Dashed},
	{"#00798C", "#5CC4D6", model.Double},
	{"#A8327E", "#EE8CC8", model.Wavy},
	{"#4F6D1A", "#A9C964", model.Solid},
	{"#34568B", "#8FB1E8", model.Dashed},
	{"#9A3B1F", "#F0997C", model.Double},
	{"#5B5F66", "#B4B9C1", model.Wavy},
}

// keys are what labels may be given, in this order.
const keys = "1234567890"

// learn puts into the schema what the annotation uses and it lacks.
func (im *importer) learn(a model.Annotation) {
	i := im.learnLabel(a.Label)
	for _, at := range a.Attributes {
		label := im.schema.Labels[i]
		def, known := label.Attribute(at.Name)
		switch {
		case !known:
			label.Attributes = append(slices.Clip(label.Attributes), model.AttributeDef{Name: at.Name})
			im.replace(i, label, "attribute", a.Label+"."+at.Name)
		case !def.Allows(at.Value):
			label.Attributes = slices.Clone(label.Attributes)
			j := slices.IndexFunc(label.Attributes, func(d model.AttributeDef) bool { return d.Name == at.Name })
			label.Attributes[j].Values = append(slices.Clip(def.Values), at.Value)
			im.replace(i, label, "value", a.Label+"."+at.Name+"="+at.Value)
		}
	}
}

// learnLabel returns where the label stands in the schema, and puts it there
// if it has to.
func (im *importer) learnLabel(name string) int {
	i := slices.IndexFunc(im.schema.Labels, func(l model.Label) bool { return l.Name == name })
	if i >= 0 {
		return i
	}
	i = len(im.schema.Labels)
	look := palette[i%len(palette)]
	im.schema.Labels = append(slices.Clip(im.schema.Labels), model.Label{
		Name: name, Key: freeKey(im.schema), Colour: look.light, ColourDark: look.dark, Pattern: look.pattern,
	})
	im.addition("label", name)
	return i
}

// freeKey returns the first key that no label of the schema has, or "".
func freeKey(schema model.Schema) string {
	for _, key := range keys {
		taken := slices.ContainsFunc(schema.Labels, func(l model.Label) bool { return l.Key == string(key) })
		if !taken {
			return string(key)
		}
	}
	return ""
}

// replace puts another definition of label i into the schema.
func (im *importer) replace(i int, label model.Label, kind, name string) {
	im.schema.Labels = slices.Clone(im.schema.Labels)
	im.schema.Labels[i] = label
	im.addition(kind, name)
}

// learnRelation puts the relation type into the schema, or widens it, so that
// it may lead from one label to the other.
func (im *importer) learnRelation(name, from, to string) {
	i := slices.IndexFunc(im.schema.RelationTypes, func(t model.RelationType) bool { return t.Name == name })
	if i < 0 {
		im.schema.RelationTypes = append(slices.Clip(im.schema.RelationTypes), model.RelationType{Name: name})
		im.addition("relation_type", name)
		return
	}
	t := im.schema.RelationTypes[i]
	if t.Allows(from, to) {
		return
	}
	t.From, t.To = widened(t.From, from), widened(t.To, to)
	im.schema.RelationTypes = slices.Clone(im.schema.RelationTypes)
	im.schema.RelationTypes[i] = t
	im.addition("relation_type", name+" from "+from+" to "+to)
}

// widened returns the labels with one more; none means all of them.
func widened(labels []string, name string) []string {
	if len(labels) == 0 || slices.Contains(labels, name) {
		return labels
	}
	return append(slices.Clip(labels), name)
}

func (im *importer) addition(kind, name string) {
	im.report.Schema = append(im.report.Schema, format.SchemaAddition{Kind: kind, Name: name, Like: like(im.schema, kind, name)})
}

// like returns the label or relation type of the schema that is called as name
// but for capitals and what parts words, and "" where there is none.
func like(schema model.Schema, kind, name string) string {
	known := map[string][]string{"label": labelNames(schema), "relation_type": typeNames(schema)}[kind]
	i := slices.IndexFunc(known, func(other string) bool { return other != name && bare(other) == bare(name) })
	if i < 0 {
		return ""
	}
	return known[i]
}

// bare returns a name in small letters, without what parts its words.
func bare(name string) string {
	return strings.NewReplacer("_", "", "-", "", " ", "").Replace(strings.ToLower(name))
}
