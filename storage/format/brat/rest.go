package brat

import (
	"fmt"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
)

// rest reads the lines that are no annotations, and returns the relations.
func (f *file) rest() []format.Link {
	relations := f.events()
	var links []format.Link
	for _, l := range f.lines {
		switch l.kind() {
		case 'E':
			links = append(links, f.roles(l)...)
		case 'R':
			links = append(links, f.relation(l)...)
		case 'A', 'M':
			f.attribute(l, relations)
		case '#':
			f.note(l, relations)
		case 'N':
			f.lose("normalisation", l.number, l.id+": "+format.Shorten(l.data))
		case '*':
			f.lose("equivalence", l.number, format.Shorten(l.data))
		}
	}
	return links
}

// events has the ids of events stand for their triggers, and returns the ids
// of relations: other lines may speak of both before they come.
func (f *file) events() (relations map[string]bool) {
	relations, triggers := map[string]bool{}, map[string]bool{}
	for _, l := range f.lines {
		switch l.kind() {
		case 'R':
			relations[l.id] = true
		case 'E':
			f.event(l, triggers)
		}
	}
	return relations
}

// trigger returns the id of the annotation that an event is about, and the rest
// of its line.
func (l line) trigger() (trigger, roles string) {
	head, roles, _ := strings.Cut(l.data, " ")
	_, trigger, _ = strings.Cut(head, ":")
	return trigger, roles
}

func (f *file) event(l line, triggers map[string]bool) {
	trigger, _ := l.trigger()
	i, known := f.byID[trigger]
	if !known || trigger[0] != 'T' {
		f.reject(l.number, fmt.Sprintf("%s: its trigger, %s, is no annotation of the file: what it says is left out", l.id, format.Shorten(trigger)))
		return
	}
	if triggers[trigger] {
		f.lose("event", l.number, fmt.Sprintf("%s: another has the trigger %s too; they became one", l.id, trigger))
	}
	triggers[trigger] = true
	if _, twice := f.byID[l.id]; !twice {
		f.byID[l.id] = i
	}
}

// roles returns the relations of an event, from its trigger.
func (f *file) roles(l line) []format.Link {
	trigger, roles := l.trigger()
	if _, known := f.byID[l.id]; !known {
		return nil
	}
	var links []format.Link
	for role := range strings.FieldsSeq(roles) {
		name, to, _ := strings.Cut(role, ":")
		if plain := strings.TrimRight(name, "0123456789"); plain != "" {
			name = plain
		}
		links = append(links, format.Link{
			Name: l.id + " " + role, Line: l.number, Type: unescape(name), From: f.ours(trigger), To: f.ours(to),
		})
	}
	return links
}

// relation returns the relation of a line, and none where it is not one.
func (f *file) relation(l line) []format.Link {
	kind, arguments, _ := strings.Cut(l.data, " ")
	ends := strings.Fields(arguments)
	if len(ends) != 2 {
		f.reject(l.number, fmt.Sprintf("%s: it needs two ends and has %d", l.id, len(ends)))
		return nil
	}
	first, from, _ := strings.Cut(ends[0], ":")
	second, to, _ := strings.Cut(ends[1], ":")
	switch {
	case first == "Arg2" && second == "Arg1":
		from, to = to, from
	case first != "Arg1" || second != "Arg2":
		f.lose("name of an end", l.number, fmt.Sprintf("%s: %s and %s", l.id, format.Shorten(first), format.Shorten(second)))
	}
	id := l.id
	if k, there := f.kept[l.id+"\t"+l.data]; there && k.ID != "" {
		id = k.ID
	}
	return []format.Link{{Name: l.id, ID: id, Line: l.number, Type: unescape(kind), From: f.ours(from), To: f.ours(to)}}
}

// target returns the annotation that a line speaks of; what speaks of a
// relation is counted, what speaks of nothing is rejected.
func (f *file) target(l line, id, what string, relations map[string]bool) (s *span, ok bool) {
	i, known := f.byID[id]
	switch {
	case known:
		return &f.spans[i], true
	case relations[id]:
		f.lose(what+" of a relation", l.number, l.id+": "+format.Shorten(l.data+" "+l.tail))
	default:
		f.reject(l.number, fmt.Sprintf("%s: it is about %s, which is no annotation of the file", l.id, format.Shorten(id)))
	}
	return nil, false
}

// attribute adds an attribute to its annotation.
func (f *file) attribute(l line, relations map[string]bool) {
	name, rest, _ := strings.Cut(strings.TrimRight(l.data, " "), " ")
	id, value, valued := strings.Cut(rest, " ")
	s, ok := f.target(l, id, "attribute", relations)
	if !ok {
		return
	}
	if !valued {
		value = "true"
	}
	at := model.Attribute{Name: unescape(name), Value: unescape(value)}
	if at.Name == "" || s.has[at.Name] {
		f.lose(format.LossAttribute, l.number, fmt.Sprintf("%s: %s has a value already, or no name", l.id, format.Shorten(at.Name)))
		return
	}
	s.has[at.Name] = true
	s.Attributes = append(s.Attributes, at)
}

// note adds a note to its annotation.
func (f *file) note(l line, relations map[string]bool) {
	kind, id, _ := strings.Cut(strings.TrimRight(l.data, " "), " ")
	if kind != noteType {
		f.lose("note of another type", l.number, l.id+": "+format.Shorten(l.data+" "+l.tail))
		return
	}
	if s, ok := f.target(l, id, "note", relations); ok && l.tail != "" {
		s.notes = append(s.notes, l.tail)
	}
}
