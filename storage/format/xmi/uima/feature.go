package uima

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
)

// Feature is a named value.
type Feature struct{ Name, Value string }

// featureName is what UIMA allows as a name, and WebAnno TSV too.
var featureName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_]{0,99}$`)

// reserved are the names that an attribute cannot have as a feature: those of
// the layer itself, of UIMA, and those that programs trip over.
var reserved = []string{
	Label, ID, Origin, Note, Part, Attributes, "begin", "end", "sofa", "id", "self", "type", "xmiID",
	"Governor", "Dependent",
}

// plain reports whether an attribute has a feature of its own.
func plain(attribute string) bool {
	return featureName.MatchString(attribute) && !slices.Contains(reserved, attribute) &&
		!strings.HasPrefix(attribute, "ROLE_") && !strings.HasPrefix(attribute, "BT_") // of WebAnno TSV
}

// Own tells which attributes have a feature of their own. nil: all that can.
type Own map[string]bool

// OwnOf returns those of an export: where it is one part of several, which must
// all have the same types, the attributes of the schema; else all. declared are
// those of the schema that can have one, sorted.
func OwnOf(opt format.WriteOptions) (own Own, declared []string) {
	names := Own{}
	for _, l := range opt.Schema.Labels {
		for _, def := range l.Attributes {
			if plain(def.Name) {
				names[def.Name] = true
			}
		}
	}
	declared = slices.Sorted(maps.Keys(names))
	if len(opt.Splits) > 0 {
		own = names
	}
	return own, declared
}

// Features returns the features of the spans of an annotation, but for Part.
// None is empty.
func Features(a model.Annotation, own Own) []Feature {
	all := []Feature{{Label, a.Label}, {ID, string(a.ID)}, {Origin, string(a.Origin)}, {Note, a.Note}}
	others := map[string]string{}
	for _, at := range a.Attributes {
		if plain(at.Name) && (own == nil || own[at.Name]) {
			all = append(all, Feature(at))
		} else {
			others[at.Name] = at.Value
		}
	}
	if len(others) > 0 {
		all = append(all, Feature{Attributes, EncodeJSON(others)})
	}
	return slices.DeleteFunc(all, func(f Feature) bool { return f.Value == "" })
}

// PartOf returns the feature that tells fragment i of n, from 0; its value is
// "" for the only one.
func PartOf(i, n int) Feature {
	if n == 1 {
		return Feature{Name: Part}
	}
	return Feature{Part, fmt.Sprintf("%d/%d", i+1, n)}
}

// Order sorts names of features as layers declare them: those of the layer
// itself first, then the attributes by name.
func Order(names []string) []string {
	own := []string{Label, ID, Part, Origin, Note, Attributes}
	rest := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return slices.Contains(own, n) })
	slices.Sort(rest)
	own = slices.DeleteFunc(own, func(n string) bool { return !slices.Contains(names, n) })
	return append(own, slices.Compact(rest)...)
}

// EncodeJSON encodes plain data compactly, without HTML escaping.
func EncodeJSON(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("encode plain data: " + err.Error())
	}
	return string(bytes.TrimRight(b.Bytes(), "\n"))
}
