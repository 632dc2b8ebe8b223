package uima

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// TypesFile is the name under which a type system stands beside other files.
const TypesFile = "TypeSystem.xml"

// TypesFiles are the names under which one is looked for.
func TypesFiles() []string { return []string{TypesFile, "typesystem.xml"} }

// Type is a type of a type system.
type Type struct {
	Name, Super, About string
	Features           []FeatureType
}

// FeatureType is a feature of a type and what it may hold.
type FeatureType struct{ Name, Range, About string }

// Range of a feature that holds text.
const text = "uima.cas.String"

// Layers returns the types of annotations and relations, with a feature for
// each name.
func Layers(features []string) []Type {
	about := map[string]string{
		Label: "the label", ID: "the id in Dragoman", Part: "which of the fragments this is, of how many",
		Origin: "how it came to be", Note: "a note", Attributes: "attributes that are none of the features, as JSON",
	}
	span := Type{Name: Span, Super: Annotation, About: "Annotations of Dragoman"}
	for _, name := range Order(append([]string{Label, ID, Part, Origin, Note, Attributes}, features...)) {
		span.Features = append(span.Features, FeatureType{name, text, about[name]})
	}
	return []Type{span, {Relation, Annotation, "Relations of Dragoman", []FeatureType{
		{Label, text, "the type of the relation"},
		{ID, text, about[ID]},
		{"Governor", Span, "from"},
		{"Dependent", Span, "to"},
	}}}
}

// WriteTypes writes a type system.
func WriteTypes(out io.Writer, types []Type) error {
	w := bufio.NewWriter(out)
	w.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n" + `<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier">` + "\n  <types>\n")
	for _, t := range types {
		fmt.Fprintf(w, "    <typeDescription>\n      <name>%s</name>\n      <description>%s</description>\n      <supertypeName>%s</supertypeName>\n      <features>\n", t.Name, t.About, t.Super)
		for _, f := range t.Features {
			fmt.Fprintf(w, "        <featureDescription>\n          <name>%s</name>\n          <description>%s</description>\n          <rangeTypeName>%s</rangeTypeName>\n        </featureDescription>\n", f.Name, f.About, f.Range)
		}
		w.WriteString("      </features>\n    </typeDescription>\n")
	}
	w.WriteString("  </types>\n</typeSystemDescription>\n")
	return w.Flush()
}

// TypeSystem holds types by name. A nil one knows nothing.
type TypeSystem map[string]Type

// ParseTypes reads a type system.
func ParseTypes(data []byte) (TypeSystem, error) {
	root, err := ParseXML(data)
	if err != nil {
		return nil, err
	}
	if root.Name.Local != "typeSystemDescription" {
		return nil, errors.New("it holds no typeSystemDescription")
	}
	types := TypeSystem{}
	for _, list := range root.all("types") {
		for _, node := range list.all("typeDescription") {
			t := Type{Name: node.textOf("name"), Super: node.textOf("supertypeName")}
			for _, features := range node.all("features") {
				for _, f := range features.all("featureDescription") {
					t.Features = append(t.Features, FeatureType{Name: f.textOf("name"), Range: f.textOf("rangeTypeName")})
				}
			}
			types[t.Name] = t
		}
	}
	return types, nil
}

// maxSupers is how far inheritance is followed, for a type may inherit from
// itself.
const maxSupers = 50

// chain returns the type and those that it inherits from, as far as they are
// known.
func (s TypeSystem) chain(name string) []Type {
	var all []Type
	for t, known := s[name]; known && len(all) < maxSupers; t, known = s[t.Super] {
		all = append(all, t)
	}
	return all
}

// Features returns the names of the features of a type, those that it inherits
// first, and whether the type is known.
func (s TypeSystem) Features(name string) (features []string, known bool) {
	all := s.chain(name)
	for _, t := range slices.Backward(all) {
		for _, f := range t.Features {
			features = append(features, f.Name)
		}
	}
	return features, len(all) > 0
}

// References returns the features of a type that refer to something and hold
// no value.
func (s TypeSystem) References(name string) map[string]bool {
	references := map[string]bool{}
	for _, t := range s.chain(name) {
		for _, f := range t.Features {
			if !s.value(f.Range) {
				references[f.Name] = true
			}
		}
	}
	return references
}

// value reports whether a type is one of values, or a choice of strings.
func (s TypeSystem) value(name string) bool {
	if all := s.chain(name); len(all) > 0 {
		name = all[len(all)-1].Super
	}
	short, ok := strings.CutPrefix(name, "uima.cas.")
	return ok && slices.Contains([]string{"String", "Boolean", "Byte", "Short", "Integer", "Long", "Float", "Double"}, short)
}

// all returns the children of that name.
func (n *Node) all(name string) []*Node {
	var some []*Node
	for _, child := range n.Children {
		if child.Name.Local == name {
			some = append(some, child)
		}
	}
	return some
}

func (n *Node) textOf(name string) string {
	for _, child := range n.all(name) {
		return string(bytes.TrimSpace(child.Text))
	}
	return ""
}

// Attr returns the value of the attribute of that name, and whether it is
// there.
func (n *Node) Attr(name xml.Name) (string, bool) {
	for _, a := range n.Attrs {
		if a.Name == name {
			return a.Value, true
		}
	}
	return "", false
}
