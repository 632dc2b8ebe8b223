package labelstudio

import (
	"fmt"
	"slices"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// marks are the annotations of one set while its parts are put together.
type marks struct {
	*task
	draft *format.Draft
	all   []*region
	byID  map[string]*region
}

// region is one of them, an annotation for each of its labels.
type region struct {
	format.Found
	labels []string
	quotes []string // of its parts
	notes  []string
	has    map[string]bool // names of attributes
}

// record makes the record of one set of the task.
func (t *task) record(s set) (format.Record, format.UnitChoice) {
	d := format.NewDraft(t.In, &t.Report, t.document, s.annotator, format.CodePoint, t.unit)
	d.At(t.line)
	d.Status(s.status)
	d.Judge(s.verdicts)
	m := marks{task: t, draft: d, byID: map[string]*region{}}
	for _, res := range s.results {
		if res.kind == "labels" {
			m.region(res)
		}
	}
	for _, res := range s.results {
		if res.kind != "labels" {
			m.rest(res)
		}
	}
	for _, one := range m.all {
		if s.suggested {
			one.Origin = model.OriginSuggested
		}
		one.addTo(d)
	}
	return d.Record()
}

// addTo adds an annotation for each label; without any it is rejected there.
func (one *region) addTo(d *format.Draft) {
	one.Note = strings.Join(slices.DeleteFunc(one.notes, func(note string) bool { return note == "" }), "\n")
	if !slices.Contains(one.quotes, "") {
		one.Quote = strings.Join(one.quotes, " ")
	}
	if len(one.labels) == 0 {
		d.Add(one.Found)
	}
	for i, label := range one.labels {
		f := one.Found
		f.Label = label
		if i > 0 {
			f.ID = ""
		}
		d.Add(f)
	}
}

// region takes a region that labels mark, or counts it where it is of no text
// or of another one.
func (m *marks) region(res result) {
	_, foreign := jsonline.Unquote(m.data[res.object])
	switch {
	case foreign && res.object != m.object:
		m.Lose("region of another text", m.line, res.name)
		return
	case !res.ofText():
		m.Lose(otherRegion, m.line, res.name+": its place is none in plain text")
		return
	}
	one := &region{labels: texts(res.value, "labels"), has: map[string]bool{}}
	one.Claim, one.Name, one.ID, one.Line = res.claim(), res.name, res.id, m.line
	one.quotes, one.Quote = []string{one.Quote}, ""
	meta := takeMeta(res.left)
	one.describe(meta, res.left)
	if !m.joins(one, meta.ID("part_of")) {
		m.all = append(m.all, one)
		m.know(res.id, one)
	}
	m.LoseRest("region meta", m.line, meta)
	m.LoseRest("region value", m.line, res.value)
	m.LoseRest("region", m.line, res.left)
}

// otherRegion is what is lost that is no region of plain text.
const otherRegion = "region of another type"

// know has the id stand for the region, unless it stands for one already.
func (m *marks) know(id string, one *region) {
	if id != "" && m.byID[id] == nil {
		m.byID[id] = one
	}
}

// joins adds a region to the one that it says it is part of, and reports
// whether it did.
func (m *marks) joins(part *region, of string) bool {
	if of == "" {
		return false
	}
	whole := m.byID[of]
	if whole == nil || !slices.Equal(whole.labels, part.labels) {
		m.Lose(format.LossFragment, m.line, part.Name+": what it was part of is gone or has another label")
		return false
	}
	whole.Fragments = append(whole.Fragments, part.Fragments...)
	whole.notes = append(whole.notes, part.notes...)
	whole.quotes = append(whole.quotes, part.quotes...)
	if whole.Err == nil {
		whole.Err = part.Err
	}
	m.know(part.ID, whole)
	return true
}

// describe takes origin and note of a region.
func (one *region) describe(meta, left jsonline.Object) {
	origin, _ := left.Text("origin")
	if ours, ok := meta.Text("origin"); ok {
		origin = ours
	}
	one.Origin = model.Origin(origin)
	one.notes = texts(meta, "text")
}

// rest takes what is no region: a relation, or the value of a control.
func (m *marks) rest(res result) {
	if res.kind == "relation" {
		m.relation(res)
		return
	}
	values := res.values()
	switch one := m.byID[res.id]; {
	case values == nil:
		m.Lose(otherRegion, m.line, res.name+": "+format.Shorten(res.kind))
	case one == nil:
		m.Lose("value of no region", m.line, res.name+": "+format.Shorten(strings.Join(values, ", ")))
	case res.kind == "textarea" && res.control == noteControl:
		one.notes = append(one.notes, values...)
	default:
		m.attribute(res, one, values)
	}
}

// values returns the values of a control that is one of regions, and nil where
// it is another.
func (res result) values() []string {
	switch res.kind {
	case "choices":
		return texts(res.value, "choices")
	case "textarea":
		return texts(res.value, "text")
	case "number", "rating", "datetime":
		if value := res.value.ID(res.kind); value != "" {
			return []string{value}
		}
	}
	return nil
}

// attribute adds the value of a control to the region.
func (m *marks) attribute(res result, one *region, values []string) {
	name, between := attributeOf(res.control), ", "
	if res.kind == "textarea" {
		between = "\n"
	}
	value := strings.Join(values, between)
	if len(values) > 1 && res.kind == "choices" {
		m.Lose("several values", m.line, res.name+": became one, "+format.Shorten(value))
	}
	if name == "" || one.has[name] {
		m.Lose(format.LossAttribute, m.line, res.name+": "+format.Shorten(name)+" has a value already, or no name")
		return
	}
	one.has[name] = true
	one.Attributes = append(one.Attributes, model.Attribute{Name: name, Value: value})
}

// relation takes a link between two regions, one for each of its labels.
func (m *marks) relation(res result) {
	from, to := m.end(res.left.ID("from_id")), m.end(res.left.ID("to_id"))
	direction, _ := res.left.Text("direction")
	switch direction {
	case "left":
		from, to = to, from
	case "bi":
		m.Lose("direction", m.line, fmt.Sprintf("%s: it leads both ways; kept from %s", res.name, format.Shorten(from)))
	}
	labels := texts(res.left, "labels")
	if len(labels) == 0 {
		labels = []string{"relation"}
		m.note(format.Assumption{Note: "relations without a label are read as “relation”"})
	}
	for i, label := range labels {
		l := format.Link{Name: res.name, Line: m.line, Type: label, From: from, To: to}
		if i == 0 {
			l.ID = res.id
		}
		m.draft.Link(l)
	}
	m.LoseRest("relation", m.line, res.left)
}

// end returns the id under which the draft knows the region.
func (m *marks) end(id string) string {
	if one := m.byID[id]; one != nil {
		return one.ID
	}
	return id
}

// fold puts the two signs \n for each line break, as Label Studio quotes.
func fold(s string) string { return strings.NewReplacer("\n", `\n`, "\r", `\n`).Replace(s) }
