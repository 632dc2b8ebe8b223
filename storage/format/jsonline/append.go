package jsonline

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"strconv"
	"unicode/utf8"

	"dragoman/model"
	"dragoman/storage/format"
)

// Most of the time of a large export would be spent in encoding/json, which
// finds out about each value what it is. What is written often is put together
// by hand here; the bytes are the same.

// WriteLines does as Write, and has line append the JSON object of a record to
// b, which must be made with the functions of this file.
func WriteLines(ctx context.Context, out io.Writer, records iter.Seq2[format.Record, error], line func(b []byte, r format.Record) ([]byte, error)) error {
	buffer := bufio.NewWriter(out)
	var b []byte
	err := format.Each(ctx, records, func(r format.Record) error {
		err := checkFragments(r)
		if err == nil {
			b, err = line(b[:0], r)
		}
		if err == nil && !utf8.Valid(b) {
			err = errors.Join(Check(r), errNotUTF8)
		}
		if err != nil {
			return err
		}
		b = append(b, '\n')
		_, err = buffer.Write(b)
		return err
	})
	if err != nil {
		return err
	}
	return buffer.Flush()
}

var errNotUTF8 = errors.New("the line would not be valid UTF-8")

// AppendValue appends v as encoding/json writes it.
func AppendValue(b []byte, v any) ([]byte, error) {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return b, err
	}
	return append(b, bytes.TrimSuffix(out.Bytes(), []byte("\n"))...), nil
}

// AppendKey appends the key of a member and, where another stands before it, a
// comma. The key must need no escape.
func AppendKey(b []byte, key string) []byte {
	if last := len(b) - 1; last >= 0 && b[last] != '{' {
		b = append(b, ',')
	}
	b = append(b, '"')
	b = append(b, key...)
	return append(b, '"', ':')
}

// AppendText appends a member whose value is a string.
func AppendText(b []byte, key, value string) []byte { return AppendString(AppendKey(b, key), value) }

// AppendSome appends a member whose value is a string, unless that is empty.
func AppendSome(b []byte, key, value string) []byte {
	if value == "" {
		return b
	}
	return AppendText(b, key, value)
}

// AppendNumber appends a member whose value is a number.
func AppendNumber(b []byte, key string, value int) []byte {
	return strconv.AppendInt(AppendKey(b, key), int64(value), 10)
}

// AppendString appends s, which must be valid UTF-8, as a JSON string.
func AppendString(b []byte, s string) []byte {
	b = append(b, '"')
	done := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !special[c] {
			continue
		}
		escape, length := escapeOf(s[i:])
		if length == 0 {
			continue
		}
		b = append(append(b, s[done:i]...), escape...)
		i += length - 1
		done = i + 1
	}
	return append(append(b, s[done:]...), '"')
}

// special are the bytes with which something begins that may need an escape;
// U+2028 and U+2029 begin with the last.
var special = func() (is [256]bool) {
	for c := range ' ' {
		is[c] = true
	}
	is['"'], is['\\'], is[0xe2] = true, true, true
	return is
}()

// escapeOf returns how the character that s begins with is written, and its
// length; 0 where it is written as it is.
func escapeOf(s string) (escape string, length int) {
	const digits = "0123456789abcdef"
	switch c := s[0]; c {
	case '"':
		return `\"`, 1
	case '\\':
		return `\\`, 1
	case '\b':
		return `\b`, 1
	case '\f':
		return `\f`, 1
	case '\n':
		return `\n`, 1
	case '\r':
		return `\r`, 1
	case '\t':
		return `\t`, 1
	default:
		if c < ' ' {
			return `\u00` + digits[c>>4:c>>4+1] + digits[c&15:c&15+1], 1
		}
	}
	// JavaScript ends a line at these two.
	switch r, length := utf8.DecodeRuneInString(s); r {
	case '\u2028':
		return `\u2028`, length
	case '\u2029':
		return `\u2029`, length
	}
	return "", 0
}

// AppendSpan appends the annotation as encoding/json writes its NewSpan, but
// without the brace at the end, so that members can follow.
func AppendSpan(b []byte, a model.Annotation, text *model.Text, unit format.Unit) []byte {
	hull := a.Hull()
	b = AppendText(append(b, '{'), "id", string(a.ID))
	b = AppendNumber(b, "start", unit.Count(text, hull.Start))
	b = AppendNumber(b, "end", unit.Count(text, hull.End))
	b = AppendText(b, "label", a.Label)
	b = AppendText(b, "text", text.Quote(a.Fragments))
	if len(a.Fragments) > 1 {
		b = appendFragments(AppendKey(b, "fragments"), a.Fragments, text, unit)
	}
	if len(a.Attributes) > 0 {
		b = append(AppendKey(b, "attributes"), '{')
		for i, at := range a.Attributes {
			if i > 0 {
				b = append(b, ',')
			}
			b = AppendString(append(AppendString(b, at.Name), ':'), at.Value)
		}
		b = append(b, '}')
	}
	return AppendSome(AppendSome(b, "note", a.Note), "origin", string(a.Origin))
}

func appendFragments(b []byte, fragments []model.Span, text *model.Text, unit format.Unit) []byte {
	b = append(b, '[')
	for i, f := range fragments {
		if i > 0 {
			b = append(b, ',')
		}
		b = AppendNumber(append(b, '{'), "start", unit.Count(text, f.Start))
		b = append(AppendNumber(b, "end", unit.Count(text, f.End)), '}')
	}
	return append(b, ']')
}
