package gui

import (
	"slices"

	"dragoman/app/session"
	"dragoman/model"
)

// draft is a schema that is being edited. It remembers what each label and
// relation type was called before, so that a new name renames and does not
// delete.
type draft struct {
	schema     model.Schema
	wasLabel   []string // the name before, "" for a new one; as schema.Labels
	wasRelType []string
}

// newDraft returns a draft that shares nothing with the schema.
func newDraft(s model.Schema) draft {
	d := draft{}
	for _, l := range s.Labels {
		l.Attributes = slices.Clone(l.Attributes)
		d.schema.Labels = append(d.schema.Labels, l)
		d.wasLabel = append(d.wasLabel, l.Name)
	}
	for _, r := range s.RelationTypes {
		r.From, r.To = slices.Clone(r.From), slices.Clone(r.To)
		d.schema.RelationTypes = append(d.schema.RelationTypes, r)
		d.wasRelType = append(d.wasRelType, r.Name)
	}
	return d
}

// edit returns the draft as an edit of the schema.
func (d draft) edit() session.SchemaEdit {
	edit := session.SchemaEdit{New: d.schema, Labels: map[string]string{}, RelationTypes: map[string]string{}}
	for i, was := range d.wasLabel {
		if now := d.schema.Labels[i].Name; was != "" && was != now {
			edit.Labels[was] = now
		}
	}
	for i, was := range d.wasRelType {
		if now := d.schema.RelationTypes[i].Name; was != "" && was != now {
			edit.RelationTypes[was] = now
		}
	}
	return edit
}

// renameLabel gives a label another name, in the relation types too.
func (d *draft) renameLabel(i int, name string) {
	old := d.schema.Labels[i].Name
	d.schema.Labels[i].Name = name
	for r := range d.schema.RelationTypes {
		for _, names := range [][]string{d.schema.RelationTypes[r].From, d.schema.RelationTypes[r].To} {
			if at := slices.Index(names, old); at >= 0 {
				names[at] = name
			}
		}
	}
}

func (d *draft) renameLink(i int, name string) { d.schema.RelationTypes[i].Name = name }

// addLabel adds a label with a free key and colour, and returns its index.
func (d *draft) addLabel() int {
	n := len(d.schema.Labels)
	c := palettes[n%len(palettes)]
	l := model.Label{Name: d.freeName("label"), Colour: c[0], ColourDark: c[1], Pattern: model.Pattern(patterns[n%len(patterns)]), Key: d.freeKey()}
	d.schema.Labels = append(d.schema.Labels, l)
	d.wasLabel = append(d.wasLabel, "")
	return n
}

// addLink adds a relation type and returns its index.
func (d *draft) addLink() int {
	d.schema.RelationTypes = append(d.schema.RelationTypes, model.RelationType{Name: d.freeName("relation")})
	d.wasRelType = append(d.wasRelType, "")
	return len(d.schema.RelationTypes) - 1
}

// freeName returns a name that no label and no relation type has.
func (d *draft) freeName(name string) string {
	for free := name; ; free += "_" {
		_, label := d.schema.Label(free)
		_, link := d.schema.RelationType(free)
		if !label && !link {
			return free
		}
	}
}

// freeKey returns the first digit that is no label's key, or "".
func (d *draft) freeKey() string {
	for _, key := range []string{"1", "2", "3", "4", "5", "6", "7", "8", "9"} {
		if !slices.ContainsFunc(d.schema.Labels, func(l model.Label) bool { return l.Key == key }) {
			return key
		}
	}
	return ""
}

// deleteLabel removes a label, from the relation types too. A relation type
// that loses its last label on a side goes as a whole: without any it would
// allow all.
func (d *draft) deleteLabel(i int) {
	name := d.schema.Labels[i].Name
	d.schema.Labels = slices.Delete(d.schema.Labels, i, i+1)
	d.wasLabel = slices.Delete(d.wasLabel, i, i+1)
	for r := len(d.schema.RelationTypes) - 1; r >= 0; r-- {
		t := &d.schema.RelationTypes[r]
		from, to := len(t.From), len(t.To)
		same := func(n string) bool { return n == name }
		t.From, t.To = slices.DeleteFunc(t.From, same), slices.DeleteFunc(t.To, same)
		if from > 0 && len(t.From) == 0 || to > 0 && len(t.To) == 0 {
			d.deleteLink(r)
		}
	}
}

func (d *draft) deleteLink(i int) {
	d.schema.RelationTypes = slices.Delete(d.schema.RelationTypes, i, i+1)
	d.wasRelType = slices.Delete(d.wasRelType, i, i+1)
}

// moveLabel moves a label up or down and returns where it is then.
func (d *draft) moveLabel(i, by int) int {
	to := i + by
	if to < 0 || to >= len(d.schema.Labels) {
		return i
	}
	d.schema.Labels[i], d.schema.Labels[to] = d.schema.Labels[to], d.schema.Labels[i]
	d.wasLabel[i], d.wasLabel[to] = d.wasLabel[to], d.wasLabel[i]
	return to
}
