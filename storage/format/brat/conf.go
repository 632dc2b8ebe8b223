package brat

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dragoman/model"
)

// conf is the configuration of a folder: the schema, with what was met beside
// it.
type conf struct {
	schema     model.Schema
	labels     map[string]bool            // met
	types      map[string]bool            // of relations, met
	attributes map[string]map[string]bool // met, with their values
}

func newConf(schema model.Schema) *conf {
	return &conf{schema, map[string]bool{}, map[string]bool{}, map[string]map[string]bool{}}
}

// meet notes what a set uses.
func (c *conf) meet(set model.AnnotationSet) {
	for _, a := range set.Annotations {
		c.labels[a.Label] = true
		for _, at := range a.Attributes {
			if c.attributes[at.Name] == nil {
				c.attributes[at.Name] = map[string]bool{}
			}
			c.attributes[at.Name][at.Value] = true
		}
	}
	for _, r := range set.Relations {
		c.types[r.Type] = true
	}
}

// annotations returns the file that tells brat what may be marked.
func (c *conf) annotations() []byte {
	var b bytes.Buffer
	b.WriteString("[entities]\n")
	for _, l := range c.labelNames() {
		b.WriteString(typeName(l) + "\n")
	}
	b.WriteString("\n[relations]\n")
	for _, r := range c.relationTypes() {
		fmt.Fprintf(&b, "%s\tArg1:%s, Arg2:%s\n", typeName(r.Name), choice(r.From, typeName), choice(r.To, typeName))
	}
	b.WriteString("\n[events]\n\n[attributes]\n")
	for _, at := range c.attributeNames() {
		labels, values := c.attribute(at)
		fmt.Fprintf(&b, "%s\tArg:%s", typeName(at), choice(labels, typeName))
		if len(values) > 0 {
			b.WriteString(", Value:" + choice(values, valueName))
		}
		b.WriteString("\n")
	}
	return b.Bytes()
}

// choice joins names as brat has them; none stand for every label.
func choice(names []string, write func(string) string) string {
	if len(names) == 0 {
		return "<ENTITY>"
	}
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = write(name)
	}
	return strings.Join(all, "|")
}

// labelNames returns the labels of the schema, then the others that were met.
func (c *conf) labelNames() []string {
	var names []string
	for _, l := range c.schema.Labels {
		names = append(names, l.Name)
	}
	return with(names, slices.Sorted(maps.Keys(c.labels)))
}

// with appends those that are not there.
func with(names, others []string) []string {
	for _, name := range others {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}

func (c *conf) relationTypes() []model.RelationType {
	all := slices.Clone(c.schema.RelationTypes)
	for _, name := range slices.Sorted(maps.Keys(c.types)) {
		if _, known := c.schema.RelationType(name); !known {
			all = append(all, model.RelationType{Name: name})
		}
	}
	return all
}

func (c *conf) attributeNames() []string {
	var names []string
	for _, l := range c.schema.Labels {
		for _, at := range l.Attributes {
			names = with(names, []string{at.Name})
		}
	}
	return with(names, slices.Sorted(maps.Keys(c.attributes)))
}

// attribute returns the labels that have the attribute by the schema, and the
// values that it lists or that were met: brat has no free text.
func (c *conf) attribute(name string) (labels, values []string) {
	for _, l := range c.schema.Labels {
		if def, has := l.Attribute(name); has {
			labels = append(labels, l.Name)
			values = with(values, def.Values)
		}
	}
	return labels, with(values, slices.Sorted(maps.Keys(c.attributes[name])))
}

// visual returns the file that tells brat how labels are called and coloured.
func (c *conf) visual() []byte {
	var b bytes.Buffer
	b.WriteString("[labels]\n")
	titles := map[string]string{}
	for _, name := range c.labelNames() {
		titles[name] = name
	}
	for _, l := range c.schema.Labels {
		titles[l.Name] = l.Display()
	}
	for _, r := range c.relationTypes() {
		titles[r.Name] = cmp.Or(titles[r.Name], r.Display())
	}
	for _, name := range c.attributeNames() {
		titles[name] = cmp.Or(titles[name], name)
	}
	for _, name := range slices.Sorted(maps.Keys(titles)) {
		fmt.Fprintf(&b, "%s | %s\n", typeName(name), strings.Join(strings.FieldsFunc(titles[name], noTitle), " "))
	}
	b.WriteString("\n[drawing]\nSPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken\nARC_DEFAULT\tcolor:black, arrowHead:triangle-5\n")
	for _, l := range c.schema.Labels {
		if l.Colour != "" {
			fmt.Fprintf(&b, "%s\tbgColor:%s\n", typeName(l.Name), l.Colour)
		}
	}
	return b.Bytes()
}

// noTitle reports whether r means something else in a line of the
// configuration than itself.
func noTitle(r rune) bool { return isBreak(r) || r == '|' || r == ' ' }
