package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"dragoman/model"
)

// edit is one line of annotate or review, with the fields of all operations.
// Offsets are code points.
type edit struct {
	Op         string
	Document   string
	Annotation model.AnnotationID
	Relation   model.RelationID
	Label      string
	Spans      []point
	Quote      *string
	Text       string
	Name       string
	Value      string
	Type       string
	From, To   model.AnnotationID
	Status     string

	// Of review alone.
	Annotator  model.Annotator
	Annotators []model.Annotator
	Instead    []string
	Why        string
	Comment    model.CommentID
	Resolved   *bool
}

// point is a fragment in code points. Its fields are pointers, for a missing
// one is not 0.
type point struct {
	Start, End *int
}

// badEdit is a line that is no edit.
type badEdit struct{ sentence string }

func (e *badEdit) Error() string { return e.sentence }

func bad(sentence string, args ...any) error { return &badEdit{fmt.Sprintf(sentence, args...)} }

// operation is a row of a table of operations: the fields of its line beside
// "op", and what T does.
type operation[T any] struct {
	required, optional []string
	do                 func(T, context.Context, edit) (answer, error)
}

// operations is the table of annotate.
func operations() map[string]operation[*editor] {
	fields := strings.Fields
	return map[string]operation[*editor]{
		"add":       {fields("document label spans"), fields("quote"), (*editor).add},
		"relabel":   {fields("annotation label"), nil, (*editor).relabel},
		"resize":    {fields("annotation spans"), fields("quote"), (*editor).resize},
		"delete":    {fields("annotation"), nil, (*editor).remove},
		"note":      {fields("annotation text"), nil, (*editor).note},
		"attribute": {fields("annotation name value"), nil, (*editor).attribute},
		"link":      {fields("type from to"), nil, (*editor).link},
		"unlink":    {fields("relation"), nil, (*editor).unlink},
		"status":    {fields("document status"), nil, (*editor).status},
		"undo":      {fields("document"), nil, (*editor).undo},
		"redo":      {fields("document"), nil, (*editor).redo},
	}
}

// forms returns the operations of a table for people, one a line: the name, the
// fields, and in brackets those that can be left out.
func forms[T any](table map[string]operation[T]) string {
	var lines strings.Builder
	for _, name := range slices.Sorted(maps.Keys(table)) {
		fields := slices.Clone(table[name].required)
		for _, field := range table[name].optional {
			fields = append(fields, "["+field+"]")
		}
		fmt.Fprintf(&lines, "    %-14s %s\n", name, strings.Join(fields, " "))
	}
	return lines.String()
}

// doLine has one line done by the operations of a table.
func doLine[T any](ctx context.Context, who T, table map[string]operation[T], line []byte) (answer, error) {
	ed, op, err := parseEdit(line, table)
	if err != nil {
		return answer{}, err
	}
	return op.do(who, ctx, ed)
}

// parseEdit reads a line and refuses fields that are missing or unknown.
func parseEdit[T any](line []byte, table map[string]operation[T]) (edit, operation[T], error) {
	var ed edit
	fields, err := parseObject(line)
	if err != nil {
		return ed, operation[T]{}, err
	}
	if err := json.Unmarshal(fields["op"], &ed.Op); err != nil {
		return ed, operation[T]{}, bad("there is no “op” that says what to do")
	}
	op, ok := table[ed.Op]
	if !ok {
		return ed, op, bad("unknown op %q; there are: %s", ed.Op, strings.Join(slices.Sorted(maps.Keys(table)), ", "))
	}
	for _, name := range op.required {
		if value, there := fields[name]; !there || string(value) == "null" {
			return ed, op, bad("%s needs %q", ed.Op, name)
		}
	}
	known := slices.Concat([]string{"op"}, op.required, op.optional)
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if !slices.Contains(known, name) {
			return ed, op, bad("%s does not know %q", ed.Op, name)
		}
	}
	d := json.NewDecoder(bytes.NewReader(line))
	d.DisallowUnknownFields()
	if err := d.Decode(&ed); err != nil {
		return ed, op, bad("%s: %v", ed.Op, explain(err))
	}
	return ed, op, nil
}

// parseObject reads a line as one JSON object and nothing behind it.
func parseObject(line []byte) (map[string]json.RawMessage, error) {
	if !utf8.Valid(line) {
		return nil, bad("the line is not valid UTF-8")
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(line, &fields); err != nil {
		return nil, bad("the line is not a JSON object: %v", explain(err))
	}
	if fields == nil {
		return nil, bad("the line is not a JSON object")
	}
	if halves(line) {
		return nil, bad("the line has half of a character (\\ud800 to \\udfff alone)")
	}
	return fields, nil
}

// halves reports whether the JSON has a lone surrogate, which encoding/json
// would replace without a word.
func halves(line []byte) bool {
	if !bytes.Contains(line, []byte(`\u`)) {
		return false
	}
	var v any
	if json.Unmarshal(line, &v) != nil {
		return false
	}
	var again bytes.Buffer
	e := json.NewEncoder(&again)
	e.SetEscapeHTML(false)
	if e.Encode(v) != nil {
		return false
	}
	replaced := bytes.Count(again.Bytes(), []byte("\ufffd"))
	meant := bytes.Count(line, []byte("\ufffd")) + bytes.Count(bytes.ToLower(line), []byte(`\ufffd`))
	return replaced > meant
}

// explain makes an error of encoding/json a phrase about the line.
func explain(err error) string {
	var kind *json.UnmarshalTypeError
	if errors.As(err, &kind) && kind.Field != "" {
		return fmt.Sprintf("%q cannot be %s", strings.ToLower(kind.Field), kind.Value)
	}
	if kind != nil {
		return "it is of the type " + kind.Value
	}
	return strings.TrimPrefix(err.Error(), "json: ")
}

// fragments converts code points to bytes.
func fragments(text *model.Text, spans []point) ([]model.Span, error) {
	fragments := make([]model.Span, len(spans))
	for i, p := range spans {
		if p.Start == nil || p.End == nil {
			return nil, bad("span %d needs \"start\" and \"end\"", i+1)
		}
		start, okStart := text.ByteOfCodePoint(*p.Start)
		end, okEnd := text.ByteOfCodePoint(*p.End)
		if !okStart || !okEnd {
			return nil, fmt.Errorf("%w: [%d, %d) lies outside the text of %d code points",
				model.ErrFragments, *p.Start, *p.End, text.CodePoints())
		}
		fragments[i] = model.Span{Start: start, End: end}
	}
	return fragments, model.CheckFragments(text, fragments)
}

// covered returns the fragments of an edit, after comparing them with its
// quote.
func (ed edit) covered(text *model.Text) ([]model.Span, error) {
	spans, err := fragments(text, ed.Spans)
	if err != nil {
		return nil, err
	}
	if ed.Quote != nil && text.Quote(spans) != *ed.Quote {
		return nil, bad("the quote is “%s”, but the text there is “%s”", *ed.Quote, text.Quote(spans))
	}
	return spans, nil
}
