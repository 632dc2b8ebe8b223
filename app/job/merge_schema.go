package job

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
)

// Gap is something that another project's sets use and this project's schema
// does not allow.
type Gap struct {
	Kind   string `json:"kind"`   // label, attribute, value, relation_type
	Name   string `json:"name"`   // as a Mapping names it: "place", "place.kind", "place.kind=city", "near"
	Times  int    `json:"times"`  // how often it is used
	Theirs string `json:"theirs"` // what it is there, for people
	Ours   string `json:"ours"`   // what this project has in its place, for people
}

// Mapping says by the name of a Gap what it becomes in this project: the name
// of a label, of an attribute, of a value or of a relation type that is there;
// or AddIt, or its own name, to have its definition enter the schema.
type Mapping map[string]string

// AddIt is what a Gap becomes whose definition enters the schema.
const AddIt = "new"

// ParseMapping reads THEIRS=OURS. Of several signs = the last one counts, since
// the name of a value holds one.
func ParseMapping(pairs []string) (Mapping, error) {
	m := Mapping{}
	for _, pair := range pairs {
		i := strings.LastIndex(pair, "=")
		if i <= 0 || i == len(pair)-1 {
			return nil, &UsageError{fmt.Sprintf("%s: write it as THEIRS=OURS, or THEIRS=%s", pair, AddIt)}
		}
		m[pair[:i]] = pair[i+1:]
	}
	return m, nil
}

// SchemaGap returns what is used of their schema that ours does not allow and
// the mapping does not answer: labels first, each kind by name. What a mapped
// label brings along (an attribute that its new label lacks) shows only once
// the label is mapped.
func SchemaGap(ours, theirs model.Schema, used Usage, m Mapping) []Gap {
	r := reconcile(ours, theirs, used, m, false)
	return r.gaps
}

// reconciled is how one project's sets come into another's schema.
type reconciled struct {
	schema model.Schema // ours, with what is added
	translation
	gaps  []Gap
	added []format.SchemaAddition

	theirs  model.Schema
	mapping Mapping
	learn   bool // what has no answer is added
}

// reconcile finds what each used label, attribute, value and relation type
// becomes.
func reconcile(ours, theirs model.Schema, used Usage, m Mapping, learn bool) *reconciled {
	r := &reconciled{schema: ours, translation: newTranslation(), theirs: theirs, mapping: m, learn: learn}
	for _, name := range inOrder(used.labels, cmp.Compare[string]) {
		r.label(name, used.labels[name])
	}
	for _, use := range inOrder(used.attributes, compareAttributes) {
		r.attribute(use, used.attributes[use])
	}
	for _, use := range inOrder(used.values, compareAttributes) {
		r.value(use, used.values[use])
	}
	for _, use := range inOrder(used.relations, compareRelations) {
		r.relation(use, used.relations[use])
	}
	return r
}

// answer returns what the name becomes, which is own where the mapping leaves
// it out, and whether its definition is to be added.
func (r *reconciled) answer(name, own string) (to string, add bool) {
	to = r.mapping.answer(name, own)
	_, there := r.mapping[name]
	return to, to == own && (there || r.learn)
}

// gap adds a gap, or counts it with the one of the same name.
func (r *reconciled) gap(g Gap) {
	i := slices.IndexFunc(r.gaps, func(x Gap) bool { return x.Kind == g.Kind && x.Name == g.Name })
	if i >= 0 {
		r.gaps[i].Times += g.Times
		return
	}
	r.gaps = append(r.gaps, g)
}

func (r *reconciled) addition(kind, name string) {
	r.added = append(r.added, format.SchemaAddition{Kind: kind, Name: name})
}

func (r *reconciled) label(name string, times int) {
	to, add := r.answer(name, name)
	_, known := r.schema.Label(to)
	if !known && add {
		r.addLabel(name)
		known = true
	}
	if !known {
		r.gap(Gap{"label", name, times, "label " + name, "no label " + to + "; there are " + listed(labelNames(r.schema))})
		return
	}
	r.labels[name] = to
}

// addLabel brings the definition of a label; a key that is taken becomes one
// that is free.
func (r *reconciled) addLabel(name string) {
	def, _ := r.theirs.Label(name)
	def.Name = name
	if slices.ContainsFunc(r.schema.Labels, func(l model.Label) bool { return l.Key == def.Key }) {
		def.Key = freeKey(r.schema)
	}
	r.schema.Labels = append(slices.Clip(r.schema.Labels), def)
	r.addition("label", name)
}

func (r *reconciled) attribute(use attributeUse, times int) {
	label, known := r.schema.Label(r.labels[use.label])
	if !known {
		return // its label is the gap
	}
	to, add := r.answer(use.String(), use.name)
	to = strings.TrimPrefix(to, label.Name+".")
	_, known = label.Attribute(to)
	if !known && add {
		from, _ := r.theirs.Label(use.label)
		def, _ := from.Attribute(use.name)
		def.Name = to
		label.Attributes = append(slices.Clip(label.Attributes), def)
		r.replace(label)
		r.addition("attribute", label.Name+"."+to)
		known = true
	}
	if !known {
		r.gap(Gap{
			"attribute", use.String(), times, "attribute " + use.String(),
			label.Name + " has no attribute " + to + "; it has " + listed(attributeNames(label)),
		})
		return
	}
	r.attributes[use] = to
}

func (r *reconciled) value(use attributeUse, times int) {
	plain := use
	plain.value = ""
	name, known := r.attributes[plain]
	if !known {
		return // its attribute is the gap
	}
	label, _ := r.schema.Label(r.labels[use.label])
	def, _ := label.Attribute(name)
	to, add := r.answer(use.String()+"="+use.value, use.value)
	if !def.Allows(to) && add {
		def.Values = append(slices.Clip(def.Values), to)
		label.Attributes = slices.Clone(label.Attributes)
		label.Attributes[slices.IndexFunc(label.Attributes, func(d model.AttributeDef) bool { return d.Name == name })] = def
		r.replace(label)
		r.addition("value", label.Name+"."+name+"="+to)
	}
	if !def.Allows(to) {
		r.gap(Gap{
			"value", use.String() + "=" + use.value, times, "value " + use.value + " of " + use.String(),
			label.Name + "." + name + " has no value " + to + "; it has " + listed(def.Values),
		})
		return
	}
	r.values[use] = to
}

// replace puts another definition of the label into the schema.
func (r *reconciled) replace(label model.Label) {
	r.schema.Labels = slices.Clone(r.schema.Labels)
	r.schema.Labels[slices.IndexFunc(r.schema.Labels, func(l model.Label) bool { return l.Name == label.Name })] = label
}

func (r *reconciled) relation(use relationUse, times int) {
	from, okFrom := r.labels[use.from]
	to, okTo := r.labels[use.to]
	if !okFrom || !okTo {
		return // its label is the gap
	}
	kind, add := r.answer(use.kind, use.kind)
	def, known := r.schema.RelationType(kind)
	if (!known || !def.Allows(from, to)) && add {
		def = r.widen(kind, from, to)
		known = true
	}
	if !known || !def.Allows(from, to) {
		r.gap(Gap{
			"relation_type", use.kind, times, fmt.Sprintf("relation type %s, from %s to %s", use.kind, use.from, use.to),
			r.withoutRelation(def, known, kind, from, to),
		})
		return
	}
	r.types[use.kind] = kind
}

// withoutRelation says what ours has in the place of a relation.
func (r *reconciled) withoutRelation(def model.RelationType, known bool, kind, from, to string) string {
	if !known {
		return "no relation type " + kind + "; there are " + listed(typeNames(r.schema))
	}
	return fmt.Sprintf("%s leads from %s to %s, not from %s to %s", kind, orAny(def.From), orAny(def.To), from, to)
}

// widen brings the definition of a relation type, or has the one that is there
// lead from one label to another as well.
func (r *reconciled) widen(kind, from, to string) model.RelationType {
	i := slices.IndexFunc(r.schema.RelationTypes, func(t model.RelationType) bool { return t.Name == kind })
	r.schema.RelationTypes = slices.Clone(r.schema.RelationTypes)
	if i < 0 {
		def, _ := r.theirs.RelationType(kind)
		def.Name, def.From, def.To = kind, r.known(def.From), r.known(def.To)
		i = len(r.schema.RelationTypes)
		r.schema.RelationTypes = append(r.schema.RelationTypes, def)
		r.addition("relation_type", kind)
	} else {
		r.addition("relation_type", kind+" from "+from+" to "+to)
	}
	def := &r.schema.RelationTypes[i]
	def.From, def.To = widened(def.From, from), widened(def.To, to)
	return *def
}

// known returns what the labels that a relation type names are in our schema,
// without those that it lacks. Where it lacks all, the labels stay named by
// the relations that are there: widen adds those.
func (r *reconciled) known(labels []string) []string {
	var known []string
	for _, name := range labels {
		if to, used := r.labels[name]; used {
			name = to
		}
		if _, there := r.schema.Label(name); there && !slices.Contains(known, name) {
			known = append(known, name)
		}
	}
	return known
}

func labelNames(s model.Schema) []string {
	return names(s.Labels, func(l model.Label) string { return l.Name })
}

func typeNames(s model.Schema) []string {
	return names(s.RelationTypes, func(t model.RelationType) string { return t.Name })
}

func attributeNames(l model.Label) []string {
	return names(l.Attributes, func(a model.AttributeDef) string { return a.Name })
}

func names[T any](values []T, name func(T) string) []string {
	list := make([]string, len(values))
	for i, v := range values {
		list[i] = name(v)
	}
	return list
}

func listed(names []string) string { return cmp.Or(strings.Join(names, ", "), "none") }

func orAny(labels []string) string { return cmp.Or(strings.Join(labels, ", "), "any label") }

// SchemaGaps are the gaps of one file.
type SchemaGaps struct {
	Source string
	Gaps   []Gap
}

// SchemaError says that projects use what this one's schema does not allow. It
// is a *UsageError too.
type SchemaError struct{ Files []SchemaGaps }

// Error shows what differs side by side.
func (e *SchemaError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "the schemas differ: say with --map THEIRS=OURS what each of these becomes, or with --map THEIRS=%s that it enters the schema; nothing was changed", AddIt)
	for _, f := range e.Files {
		fmt.Fprintf(&b, "\n%-44s  this project", f.Source)
		for _, g := range f.Gaps {
			fmt.Fprintf(&b, "\n  %-42s  %s", fmt.Sprintf("%s (used %d×)", g.Theirs, g.Times), g.Ours)
		}
	}
	return b.String()
}

// Unwrap returns the error as one of usage.
func (e *SchemaError) Unwrap() error { return &UsageError{e.Error()} }
