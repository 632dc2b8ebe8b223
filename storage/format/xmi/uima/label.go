package uima

import (
	"maps"
	"slices"
	"strings"
)

// labelNames are the names of features that hold the label of an annotation, in
// small letters and without "_", the surest first.
var labelNames = []string{
	Label, "value", "tag", "type", "category", "class", "entity", "ner", "kind",
	"entitytype", "entitylabel", "entityclass", "namedentity", "nertype", "nertag", "nerlabel", "netype",
}

// typeNames are those that hold the type of a relation beside them.
var typeNames = []string{"relation", "relationtype", "relationlabel", "reltype", "role"}

// LabelFeature returns which of the features of a layer holds the label of an
// annotation: one that is named so. "" where none is; the layer is the label
// then, and what its features hold are attributes.
func LabelFeature(features []string) string { return named(features, labelNames) }

// TypeFeature returns which of the features of a layer holds the type of a
// relation, in the same way.
func TypeFeature(features []string) string {
	return named(features, append(slices.Clone(labelNames), typeNames...))
}

// named returns the first of the features that has the first of the names.
func named(features, names []string) string {
	for _, name := range names {
		for _, f := range features {
			if strings.ReplaceAll(strings.ToLower(f), "_", "") == name {
				return f
			}
		}
	}
	return ""
}

// Note tells people what the labels of the layers of other programs were taken
// from, after Add; "" where there are none.
func (f *Finder) Note() string {
	var notes []string
	for _, layer := range slices.Sorted(maps.Keys(f.layers)) {
		from := "the name of the layer"
		if feature := f.Labels[layer]; feature != "" {
			from = "the feature " + feature
		}
		notes = append(notes, "of "+ShortName(layer)+" "+from)
	}
	if len(notes) == 0 {
		return ""
	}
	return "labels: " + strings.Join(slices.Compact(notes), ", ")
}
