package conll

import (
	"fmt"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
)

// scheme counts what tells tag schemes apart. What an annotation is does not
// depend on it: one ends before O, B-, S- and another label, and after E- and S-.
type scheme struct {
	prefixes map[byte]bool
	bare     bool
	orphans  places // I- with nothing before it to go on
	free     places // B- not behind an annotation of its label
	late     places // E- with nothing before it to end
	ragged   places // B- that no E- ends
	loose    bool   // an annotation begun by I- that no E- ends
}

// places counts lines and knows the first.
type places struct{ count, first int }

func (p *places) add(line int) {
	if p.count++; p.count == 1 {
		p.first = line
	}
}

// see notes what a tag looks like.
func (s *scheme) see(t tag) {
	if t.kind == bare {
		s.bare = true
		return
	}
	if s.prefixes == nil {
		s.prefixes = map[byte]bool{}
	}
	s.prefixes[t.prefix] = true
}

// name returns the scheme and which tags it does not allow.
func (s *scheme) name() (name string, odd places) {
	has := func(prefixes string) bool {
		return strings.ContainsFunc(prefixes, func(r rune) bool { return s.prefixes[byte(r)] })
	}
	switch {
	case has("SUW") || has("EL") && has("B"):
		odd = s.orphans
		for _, p := range []places{s.late, s.ragged} {
			if p.count > 0 && (odd.count == 0 || p.first < odd.first) {
				odd.first = p.first
			}
			odd.count += p.count
		}
		if has("UL") {
			return "BILOU", odd
		}
		return "IOBES", odd
	case has("EL"):
		if s.loose {
			return "IOE1", odd
		}
		return "IOE2", odd
	case s.orphans.count > s.free.count:
		return "IOB1", s.free
	case len(s.prefixes) > 0:
		return "IOB2", s.orphans
	case s.bare:
		return "labels without a prefix", odd
	}
	return "no tags but O", odd
}

// notes says for the report what was assumed.
func (s *scheme) notes(columns []int) []string {
	if len(columns) == 0 {
		return nil
	}
	name, odd := s.name()
	notes := []string{name + " in " + where(columns)}
	if odd.count > 0 {
		notes = append(notes, fmt.Sprintf("tags that this scheme does not allow where they stand: %d, the first in line %d; each goes on with what stands before it where that has its label, and begins an annotation where not", odd.count, odd.first))
	}
	return notes
}

// where names columns.
func where(columns []int) string {
	if len(columns) == 1 {
		return fmt.Sprint("column ", columns[0])
	}
	return "columns " + strings.ReplaceAll(strings.Trim(fmt.Sprint(columns), "[]"), " ", ", ")
}

// run is an annotation that goes on.
type run struct {
	label       string
	first, last int // rows
	line        int
	prefix      kind // of its first tag
}

// decoder takes the tags of one column for annotations.
type decoder struct {
	scheme *scheme
	open   *run
	found  []run
	before string // label of the annotation that ended in the row before
}

// out ends what is open before a token outside or the end of a sentence.
func (c *decoder) out() {
	c.close(false)
	c.before = ""
}

// close ends what is open, by a tag that says so or not.
func (c *decoder) close(ended bool) {
	if c.open == nil {
		return
	}
	switch {
	case ended:
	case c.open.prefix == begin:
		c.scheme.ragged.add(c.open.line)
	case c.open.prefix == inside:
		c.scheme.loose = true
	}
	c.before = c.open.label
	c.found = append(c.found, *c.open)
	c.open = nil
}

// tag takes the tag of a row.
func (c *decoder) tag(t tag, row, line int) {
	c.scheme.see(t)
	if goesOn := c.open != nil && c.open.label == t.label; goesOn && (t.kind == inside || t.kind == end || t.kind == bare) {
		c.open.last = row
	} else {
		c.close(false)
		c.irregular(t, line)
		c.open = &run{label: t.label, first: row, last: row, line: line, prefix: t.kind}
	}
	c.before = ""
	if t.kind == end || t.kind == single {
		c.close(true)
	}
}

// irregular counts a tag that begins an annotation in a way that only some
// schemes know.
func (c *decoder) irregular(t tag, line int) {
	switch {
	case t.kind == inside:
		c.scheme.orphans.add(line)
	case t.kind == end:
		c.scheme.late.add(line)
	case t.kind == begin && c.before != t.label:
		c.scheme.free.add(line)
	}
}

// annotations returns those of one column. Tags that are none are rejected.
func (r *reader) annotations(d *document, l layout, column int, tokens []model.Span) []format.Found {
	c := decoder{scheme: &r.scheme}
	d.each(func(i int, row fileRow, fields [][]byte) {
		if row.first {
			c.out()
		}
		t := parseTag(string(fields[column]))
		switch {
		case t.kind == outside:
			c.out()
		case t.kind == broken || t.kind == bare && !l.bare:
			r.reject(row.line, fmt.Sprintf("token %s: the tag is %s, expected O or a prefix and a label such as B-person",
				format.Shorten(string(fields[l.token])), format.Shorten(string(fields[column]))))
			c.out()
		default:
			c.tag(t, i, row.line)
		}
	})
	c.out()
	found := make([]format.Found, len(c.found))
	for i, a := range c.found {
		found[i] = format.Found{Label: a.label, Line: a.line}
		found[i].Fragments = []model.Span{{Start: tokens[a.first].Start, End: tokens[a.last].End}}
	}
	return found
}
