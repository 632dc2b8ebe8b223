package prodigy

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// takeTokens takes the tokens out of the line. Where one of them is none, none
// is used.
func (t *task) takeTokens(o jsonline.Object) {
	raws, err := o.List("tokens")
	if err != nil {
		return // a key of that name that is something else
	}
	t.tokens = make([]token, len(raws))
	for i, raw := range raws {
		one, err := jsonline.ParseObject(raw)
		var at model.Span
		if err == nil {
			at, err = one.Offsets("start", "end")
		}
		if err != nil {
			t.Lose("tokens", t.number, fmt.Sprintf("token %d: %v", i, err))
			t.tokens = nil
			return
		}
		t.tokens[i] = token{Text: one.Peek("text"), Start: at.Start, End: at.End, ID: i}
	}
}

// unit returns the offset unit that the line declares or its tokens show, and a
// note on how it was found. Auto where neither says it.
func (t *task) unit() (unit format.Unit, note string) {
	text := t.document.Text
	if t.declared != format.Auto || t.In.Unit != format.Auto || len(t.tokens) == 0 || text.Len() == text.CodePoints() {
		return t.declared, ""
	}
	for _, u := range format.Units() {
		if t.tokensFit(u) {
			return u, "; what offsets count was found by the tokens of the file"
		}
	}
	return format.Auto, ""
}

// tokensFit reports whether every token covers its text in that unit.
func (t *task) tokensFit(u format.Unit) bool {
	text := t.document.Text
	for _, k := range t.tokens {
		start, okStart := u.Offset(text, k.Start)
		end, okEnd := u.Offset(text, k.End)
		if !okStart || !okEnd || start > end || text.Slice(model.Span{Start: start, End: end}) != k.Text {
			return false
		}
	}
	return true
}

// tokensOurs reports whether the tokens are those that the record is written
// with.
func (t *task) tokensOurs(r format.Record, u format.Unit) bool {
	var annotations []model.Annotation
	if r.Set != nil {
		annotations = r.Set.Annotations
	}
	text := r.Document.Text
	return slices.EqualFunc(t.tokens, tokensOf(text.String(), annotations), func(k token, s model.Span) bool {
		return k.Start == u.Count(text, s.Start) && k.End == u.Count(text, s.End)
	})
}

// takePlace takes the tokens of a span, as the line says, out of its object. A
// span that has nothing but tokens gets their offsets.
func (t *task) takePlace(o jsonline.Object) (at format.Range, placed bool) {
	tokens, err := o.Offsets("token_start", "token_end")
	if err != nil || tokens.Start < 0 || tokens.End < tokens.Start || tokens.End >= len(t.tokens) {
		return format.Range{}, false
	}
	start, end := t.tokens[tokens.Start].Start, t.tokens[tokens.End].End
	_, hasStart := o["start"]
	_, hasEnd := o["end"]
	if !hasStart && !hasEnd {
		o["start"], o["end"] = json.RawMessage(strconv.Itoa(start)), json.RawMessage(strconv.Itoa(end))
	}
	if string(o["start"]) != strconv.Itoa(start) || string(o["end"]) != strconv.Itoa(end) {
		t.Lose("token_start and token_end", t.number, fmt.Sprintf("tokens %d to %d cover %d to %d, but the span %s to %s",
			tokens.Start, tokens.End, start, end, o["start"], o["end"]))
		return format.Range{}, false
	}
	return format.Range{First: tokens.Start, End: tokens.End + 1}, true
}

// ends finds the spans that relations link. It holds the keys of spans, and ""
// where there are several.
type ends struct {
	ids    map[string]bool
	labels map[place]string
	places map[model.Span]string
	last   map[int]string // by the last token of a span
	first  map[int]string
}

type place struct {
	model.Span
	label string
}

func newEnds() ends {
	return ends{
		ids: map[string]bool{}, labels: map[place]string{}, places: map[model.Span]string{},
		last: map[int]string{}, first: map[int]string{},
	}
}

// add adds a span that can be read, with its tokens where they are known.
func (e ends) add(s one, key string) {
	hull := model.Hull(s.Fragments)
	e.ids[s.ID] = true
	note(e.labels, place{hull, s.Label}, key)
	note(e.places, hull, key)
	if s.placed {
		note(e.last, s.at.End-1, key)
		note(e.first, s.at.First, key)
	}
}

func note[K comparable](keys map[K]string, k K, key string) {
	if _, twice := keys[k]; twice {
		key = ""
	}
	keys[k] = key
}

// link reads one relation. The result has a name even where it is an error.
func (t *task) link(i int, raw json.RawMessage) (format.Link, error) {
	o, err := jsonline.ParseObject(raw)
	l := format.Link{Line: t.number, ID: o.ID("id")}
	l.Name = jsonline.Named("relation", i+1, l.ID)
	if err != nil {
		return l, err
	}
	l.Type, _ = o.Text("label")
	if l.From, err = t.end(o, "from", "head"); err != nil {
		return l, err
	}
	if l.To, err = t.end(o, "to", "child"); err != nil {
		return l, err
	}
	delete(o, "color")
	t.LoseRest("relation", t.number, o)
	return l, nil
}

// end takes one end of a relation: by the id that we wrote, the span beside it,
// or the token.
func (t *task) end(o jsonline.Object, id, token string) (string, error) {
	span, errSpan := jsonline.ParseObject(o[token+"_span"])
	delete(o, token+"_span")
	index, errIndex := o.Integer(token)
	if ours, _ := o.Text(id); ours != "" && t.ends.ids[ours] {
		return ours, nil
	}
	if errSpan == nil {
		if at, err := span.Offsets("start", "end"); err == nil {
			return t.ends.bySpan(at, span.Peek("label"))
		}
	}
	if errIndex != nil {
		return "", errIndex
	}
	return t.ends.byToken(index)
}

// bySpan returns the span at that place and with that label, or with any where
// it is "".
func (e ends) bySpan(at model.Span, label string) (string, error) {
	key, there := e.places[at]
	if label != "" {
		key, there = e.labels[place{at, label}]
	}
	return only(key, there, fmt.Sprintf("at %v", at))
}

// byToken returns the span that ends with that token, or else begins with it.
func (e ends) byToken(i int) (string, error) {
	key, there := e.last[i]
	if !there {
		key, there = e.first[i]
	}
	return only(key, there, fmt.Sprintf("at token %d", i))
}

func only(key string, there bool, where string) (string, error) {
	switch {
	case !there:
		return "", fmt.Errorf("it links what stands %s, and no span does that could be read", where)
	case key == "":
		return "", fmt.Errorf("it links what stands %s, and several spans do", where)
	}
	return key, nil
}
