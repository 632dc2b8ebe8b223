package storage

import (
	"strings"
	"unicode/utf8"

	"dragoman/model"
)

// bodyReader reads what bodies of very many edits of annotations look like as
// the program writes them, several times as fast as encoding/json, for which
// undo would wait. It gives up where anything looks different, be it as valid.
type bodyReader struct {
	rest    string
	strange bool
	last    model.Annotation // the one before: its texts are used again
}

// readAnnotations returns the edits of a body that holds nothing else; false
// where it must be read as any JSON.
func readAnnotations(body string) ([]model.Edit[model.Annotation], bool) {
	r := bodyReader{rest: body, strange: !utf8.ValidString(body)}
	r.must(`{"annotations":[`)
	var edits []model.Edit[model.Annotation]
	for more := true; more && !r.strange; more = r.has(",") {
		edits = append(edits, r.edit())
	}
	r.must("]}")
	return edits, !r.strange && r.rest == ""
}

// has goes past the text if it comes next.
func (r *bodyReader) has(text string) bool {
	rest, ok := strings.CutPrefix(r.rest, text)
	r.rest = rest
	return ok
}

func (r *bodyReader) must(text string) {
	if !r.has(text) {
		r.strange = true
	}
}

func (r *bodyReader) edit() model.Edit[model.Annotation] {
	var e model.Edit[model.Annotation]
	r.must("{")
	if r.has(`"old":`) {
		e.Old = r.annotation()
	}
	if e.Old != nil && r.has(`,"new":`) || e.Old == nil && r.has(`"new":`) {
		e.New = r.annotation()
	}
	r.must("}")
	return e
}

func (r *bodyReader) annotation() *model.Annotation {
	a := &model.Annotation{}
	r.must(`{"id":`)
	a.ID = model.AnnotationID(r.text(string(r.last.ID)))
	r.must(`,"label":`)
	a.Label = r.text(r.last.Label)
	r.must(`,"fragments":[`)
	for more := true; more && !r.strange; more = r.has(",") {
		a.Fragments = append(a.Fragments, r.span())
	}
	r.must("]")
	if r.has(`,"attributes":[`) {
		for more := true; more && !r.strange; more = r.has(",") {
			a.Attributes = append(a.Attributes, r.attribute())
		}
		r.must("]")
	}
	if r.has(`,"note":`) {
		a.Note = r.text(r.last.Note)
	}
	if r.has(`,"origin":`) {
		a.Origin = model.Origin(r.text(string(r.last.Origin)))
	}
	r.must("}")
	r.last = *a
	return a
}

func (r *bodyReader) span() model.Span {
	var s model.Span
	r.must(`{"start":`)
	s.Start = r.number()
	r.must(`,"end":`)
	s.End = r.number()
	r.must("}")
	return s
}

func (r *bodyReader) attribute() model.Attribute {
	var a model.Attribute
	r.must(`{"name":`)
	a.Name = r.text("")
	r.must(`,"value":`)
	a.Value = r.text("")
	r.must("}")
	return a
}

// text reads a string that holds no escapes, and returns last if it is the
// same: no text keeps the body in memory.
func (r *bodyReader) text(last string) string {
	r.must(`"`)
	for i := range len(r.rest) {
		switch c := r.rest[i]; {
		case c == '"':
			text := r.rest[:i]
			r.rest = r.rest[i+1:]
			if text == last {
				return last
			}
			return strings.Clone(text)
		case c < ' ' || c == '\\':
			r.strange = true
			return ""
		}
	}
	r.strange = true
	return ""
}

// number reads one without a sign, of no more digits than any text is long.
func (r *bodyReader) number() int {
	const digits = 15
	n, i := 0, 0
	for i < len(r.rest) && i < digits && r.rest[i] >= '0' && r.rest[i] <= '9' {
		n = 10*n + int(r.rest[i]-'0')
		i++
	}
	if i == 0 || i > 1 && r.rest[0] == '0' {
		r.strange = true
	}
	r.rest = r.rest[i:]
	return n
}
