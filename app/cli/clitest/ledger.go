// Package clitest makes up edits for the verb annotate, and keeps a ledger of
// what they should come to. Only tests import it.
package clitest

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// Ledger is what annotation sets should be after edits, kept by plain means: no
// package of the program has a part in it. A set is a value, and undo is a pile
// of sets as they were. Offsets are code points. Make it with NewLedger.
type Ledger struct {
	Texts map[string][]rune // by document id
	sets  map[place]*pile
}

type place struct{ document, annotator string }

// pile is one set with what undo and redo go back to.
type pile struct {
	now        ledgerSet
	past, gone []ledgerSet
}

type ledgerSet struct {
	status string // "" before the first edit
	marks  map[string]mark
	links  map[string]tie
}

type mark struct {
	label, note string
	spans       [][2]int
	attributes  map[string]string
}

type tie struct{ kind, from, to string }

// The schema of the test, said once more.
var (
	ledgerAttributes = map[string]map[string][]string{
		"person":    {"full_name": nil},
		"meeting":   {"state": {"held", "planned", "cancelled", "denied"}, "channel": {"in person", "by phone", "other"}},
		"statement": {"mode": {"direct", "indirect", "mixed"}},
		"denial":    {"mode": {"direct", "indirect", "mixed"}},
	}
	ledgerEnds = map[string][2][]string{
		"participant": {{"meeting"}, {"person"}},
		"speaker":     {{"statement", "denial"}, {"person"}},
		"addressee":   {{"statement", "denial"}, {"person"}},
		"denies":      {{"denial"}, {"statement"}},
	}
)

// NewLedger returns a ledger of no documents.
func NewLedger() *Ledger { return &Ledger{Texts: map[string][]rune{}, sets: map[place]*pile{}} }

func (l *Ledger) pile(p place) *pile {
	if s := l.sets[p]; s != nil {
		return s
	}
	return &pile{}
}

// holder returns where a mark or tie stands.
func (l *Ledger) holder(id string) (place, bool) {
	for at, p := range l.sets {
		if _, ok := p.now.marks[id]; ok {
			return at, true
		}
		if _, ok := p.now.links[id]; ok {
			return at, true
		}
	}
	return place{}, false
}

func (s ledgerSet) copy() ledgerSet {
	s.marks, s.links = maps.Clone(s.marks), maps.Clone(s.links)
	if s.marks == nil {
		s.marks = map[string]mark{}
	}
	if s.links == nil {
		s.links = map[string]tie{}
	}
	return s
}

// Outcome is what an edit comes to.
type Outcome int

// What an edit may come to.
const (
	Refused Outcome = iota
	Same            // accepted, and nothing is different
	Changed
)

// Play says what the edit should come to, and returns what commits it once the
// id of what it makes is known; nil of one that is refused.
func (l *Ledger) Play(who string, e Edit) (Outcome, func(id string)) {
	text := func(key string) string { s, _ := e[key].(string); return s }
	at := place{text("document"), who}
	if id := cmp.Or(text("annotation"), text("relation"), text("from")); id != "" {
		var ok bool
		if at, ok = l.holder(id); !ok || at.annotator != who {
			return Refused, nil
		}
	}
	if _, ok := l.Texts[at.document]; !ok {
		return Refused, nil
	}
	p := l.pile(at)
	switch e["op"] {
	case "undo":
		return l.back(at, p, &p.past, &p.gone)
	case "redo":
		return l.back(at, p, &p.gone, &p.past)
	}
	next := p.now.copy()
	var made func(id string)
	result := next.edit(l.Texts[at.document], e, text, &made)
	if result != Changed {
		return result, func(string) {}
	}
	if e["op"] != "status" && p.now.status == "" {
		next.status = "in_progress"
	}
	return Changed, func(id string) {
		if made != nil {
			made(id)
		}
		p.past, p.gone, p.now = append(p.past, p.now), nil, next
		l.sets[at] = p
	}
}

func (l *Ledger) back(at place, p *pile, from, to *[]ledgerSet) (Outcome, func(string)) {
	if len(*from) == 0 {
		return Refused, nil
	}
	return Changed, func(string) {
		last := len(*from) - 1
		*to = append(*to, p.now)
		p.now, *from = (*from)[last], (*from)[:last]
		l.sets[at] = p
	}
}

// edit changes s, which is a copy, as the edit says. What is made gets its id
// from *made.
func (s *ledgerSet) edit(doc []rune, e Edit, text func(string) string, made *func(string)) Outcome {
	switch e["op"] {
	case "add":
		m := mark{label: text("label"), spans: e["spans"].([][2]int)}
		quote, has := e["quote"].(string)
		if !s.fits(m, "", doc) || has && quote != quoted(doc, m.spans) {
			return Refused
		}
		*made = func(id string) { s.marks[id] = m }
		return Changed
	case "delete":
		id := text("annotation")
		delete(s.marks, id)
		maps.DeleteFunc(s.links, func(_ string, t tie) bool { return t.from == id || t.to == id })
		return Changed
	case "link":
		t := tie{text("type"), text("from"), text("to")}
		if !s.mayTie(t) {
			return Refused
		}
		*made = func(id string) { s.links[id] = t }
		return Changed
	case "unlink":
		delete(s.links, text("relation"))
		return Changed
	case "status":
		return s.setStatus(text("status"))
	}
	return s.alter(doc, e, text)
}

func (s *ledgerSet) setStatus(status string) Outcome {
	if !slices.Contains([]string{"new", "in_progress", "done"}, status) {
		return Refused
	}
	if s.status == status {
		return Same
	}
	s.status = status
	return Changed
}

// alter does the edits that change one mark.
func (s *ledgerSet) alter(doc []rune, e Edit, text func(string) string) Outcome {
	id := text("annotation")
	m := s.marks[id]
	m.attributes = maps.Clone(m.attributes)
	name, value := text("name"), text("value")
	switch e["op"] {
	case "relabel":
		if m.label == text("label") {
			return Same
		}
		m.label = text("label")
		maps.DeleteFunc(m.attributes, func(name, value string) bool { return !allowed(m.label, name, value) })
		if !s.tiesHold(id, m.label) {
			return Refused
		}
	case "resize":
		if slices.Equal(m.spans, e["spans"].([][2]int)) {
			return Same
		}
		m.spans = e["spans"].([][2]int)
	case "note":
		if m.note == text("text") {
			return Same
		}
		m.note = text("text")
	case "attribute":
		if !allowed(m.label, name, value) {
			return Refused
		}
		if m.attributes[name] == value {
			return Same
		}
		if m.attributes == nil {
			m.attributes = map[string]string{}
		}
		m.attributes[name] = value
		maps.DeleteFunc(m.attributes, func(_, v string) bool { return v == "" })
	}
	if !s.fits(m, id, doc) {
		return Refused
	}
	s.marks[id] = m
	return Changed
}

// fits reports whether m may stand in the set as the mark of that id.
func (s *ledgerSet) fits(m mark, id string, doc []rune) bool {
	if _, known := ledgerAttributes[m.label]; !known || !sound(m.spans, len(doc)) {
		return false
	}
	for other, o := range s.marks {
		if other != id && o.label == m.label && slices.Equal(o.spans, m.spans) {
			return false
		}
	}
	return true
}

func (s *ledgerSet) mayTie(t tie) bool {
	ends, known := ledgerEnds[t.kind]
	to, there := s.marks[t.to]
	if !known || !there || t.from == t.to {
		return false
	}
	for _, o := range s.links {
		if o == t {
			return false
		}
	}
	return slices.Contains(ends[0], s.marks[t.from].label) && slices.Contains(ends[1], to.label)
}

// tiesHold reports whether the ties of a mark allow it another label.
func (s *ledgerSet) tiesHold(id, label string) bool {
	for _, t := range s.links {
		ends := ledgerEnds[t.kind]
		if t.from == id && !slices.Contains(ends[0], label) || t.to == id && !slices.Contains(ends[1], label) {
			return false
		}
	}
	return true
}

func allowed(label, name, value string) bool {
	values, known := ledgerAttributes[label][name]
	return known && (value == "" || len(values) == 0 || slices.Contains(values, value))
}

// sound reports whether spans may be the fragments of a mark.
func sound(spans [][2]int, length int) bool {
	end := 0
	for _, s := range spans {
		if s[0] < end || s[0] >= s[1] || s[1] > length {
			return false
		}
		end = s[1]
	}
	return len(spans) > 0
}

func quoted(doc []rune, spans [][2]int) string {
	var parts []string
	for _, s := range spans {
		parts = append(parts, string(doc[s[0]:s[1]]))
	}
	return strings.Join(parts, " ")
}

// Lines returns the sets as an export as JSONL should hold them, without what is
// known of the document beside its id and text.
func (l *Ledger) Lines() []map[string]any {
	var lines []map[string]any
	for _, document := range slices.Sorted(maps.Keys(l.Texts)) {
		var annotators []string
		for at := range l.sets {
			if at.document == document {
				annotators = append(annotators, at.annotator)
			}
		}
		slices.Sort(annotators)
		for _, a := range annotators {
			lines = append(lines, l.line(place{document, a}))
		}
		if len(annotators) == 0 {
			lines = append(lines, map[string]any{
				"id": document, "text": string(l.Texts[document]), "status": "new", "spans": []any{},
			})
		}
	}
	return lines
}

func (l *Ledger) line(at place) map[string]any {
	set := l.sets[at].now
	line := map[string]any{
		"id": at.document, "text": string(l.Texts[at.document]), "annotator": at.annotator,
		"status": cmp.Or(set.status, "new"), "spans": []any{},
	}
	ids := slices.SortedFunc(maps.Keys(set.marks), func(x, y string) int {
		a, b := set.marks[x], set.marks[y]
		return cmp.Or(cmp.Compare(a.spans[0][0], b.spans[0][0]), cmp.Compare(b.end(), a.end()), cmp.Compare(a.label, b.label), cmp.Compare(x, y))
	})
	for _, id := range ids {
		line["spans"] = append(line["spans"].([]any), set.marks[id].object(id, l.Texts[at.document]))
	}
	ties := slices.SortedFunc(maps.Keys(set.links), func(x, y string) int {
		a, b := set.links[x], set.links[y]
		return cmp.Or(cmp.Compare(a.kind, b.kind), cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(x, y))
	})
	var relations []any
	for _, id := range ties {
		t := set.links[id]
		relations = append(relations, map[string]any{"id": id, "type": t.kind, "from": t.from, "to": t.to})
	}
	if relations != nil {
		line["relations"] = relations
	}
	return line
}

func (m mark) end() int { return m.spans[len(m.spans)-1][1] }

func (m mark) object(id string, doc []rune) map[string]any {
	o := map[string]any{
		"id": id, "start": float64(m.spans[0][0]), "end": float64(m.end()), "label": m.label,
		"text": quoted(doc, m.spans), "origin": "manual",
	}
	if len(m.spans) > 1 {
		var fragments []any
		for _, s := range m.spans {
			fragments = append(fragments, map[string]any{"start": float64(s[0]), "end": float64(s[1])})
		}
		o["fragments"] = fragments
	}
	if len(m.attributes) > 0 {
		attributes := map[string]any{}
		for name, value := range m.attributes {
			attributes[name] = value
		}
		o["attributes"] = attributes
	}
	if m.note != "" {
		o["note"] = m.note
	}
	return o
}
