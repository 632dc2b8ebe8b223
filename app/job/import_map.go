package job

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
)

// answer returns what the name becomes, which is own where the mapping leaves
// it as it is.
func (m Mapping) answer(name, own string) string {
	if to, there := m[name]; there && to != AddIt && to != name {
		return to
	}
	return own
}

// check reports, as a *UsageError, what the mapping turns into something that
// the schema lacks. Values that an attribute may have are not looked at.
func (m Mapping) check(schema model.Schema) error {
	for _, name := range slices.Sorted(maps.Keys(m)) {
		to := m.answer(name, name)
		if to == name || strings.Contains(name, "=") || named(schema, to) {
			continue
		}
		return &UsageError{fmt.Sprintf("%s cannot become %s, which the schema lacks; its labels: %s; its relation types: %s",
			name, to, listed(labelNames(schema)), listed(typeNames(schema)))}
	}
	return nil
}

// named reports whether a label, a relation type or an attribute is called so.
func named(schema model.Schema, name string) bool {
	_, label := schema.Label(name)
	_, relation := schema.RelationType(name)
	return label || relation || slices.ContainsFunc(schema.Labels, func(l model.Label) bool {
		_, attribute := l.Attribute(strings.TrimPrefix(name, l.Name+"."))
		return attribute
	})
}

// words returns what the set calls otherwise than the schema, as the mapping
// says.
func (m Mapping) words(schema model.Schema, set model.AnnotationSet) translation {
	t := newTranslation()
	for _, a := range set.Annotations {
		if to := m.answer(a.Label, a.Label); slices.Contains(labelNames(schema), to) {
			t.labels[a.Label] = to
		}
		label := cmp.Or(t.labels[a.Label], a.Label)
		for _, at := range a.Attributes {
			use := attributeUse{a.Label, at.Name, ""}
			t.attributes[use] = strings.TrimPrefix(m.answer(use.String(), at.Name), label+".")
			use.value = at.Value
			t.values[use] = m.answer(use.String()+"="+at.Value, at.Value)
		}
	}
	for _, r := range set.Relations {
		if to := m.answer(r.Type, r.Type); slices.Contains(typeNames(schema), to) {
			t.types[r.Type] = to
		}
	}
	return t
}

// translate puts a record into the words of the schema.
func (im *importer) translate(r *format.Record) {
	if len(im.opt.Map) == 0 {
		return
	}
	set, lost := im.opt.Map.words(im.schema, *r.Set).set(*r.Set)
	for _, l := range lost {
		im.report.Losses.Add("mapping", l, "map it to something else")
	}
	r.Set = &set
}
