package jsonl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// object is a JSON object whose keys come once each; null values are left out.
type object map[string]json.RawMessage

// parseObject reads one JSON object and nothing after it.
func parseObject(data []byte) (object, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	if t, err := d.Token(); err != nil {
		return nil, syntax(err)
	} else if t != json.Delim('{') {
		return nil, errors.New("it is not a JSON object")
	}
	o := object{}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, syntax(err)
		}
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, syntax(err)
		}
		name := key.(string) // a decoder accepts no other key
		if _, twice := o[name]; twice {
			return nil, fmt.Errorf("the key %.60q is there twice", name)
		}
		o[name] = value
	}
	if _, err := d.Token(); err != nil {
		return nil, syntax(err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("something follows the JSON object")
	}
	for name, value := range o {
		if string(value) == "null" {
			delete(o, name)
		}
	}
	return o, nil
}

// syntax says in words what a JSON decoder found.
func syntax(err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("broken JSON: it ends too early")
	}
	return fmt.Errorf("broken JSON: %w", err)
}

// text takes the key's value out of o when it is a string.
func (o object) text(key string) (string, bool) {
	var s string
	raw, ok := o[key]
	if !ok || json.Unmarshal(raw, &s) != nil {
		return "", false
	}
	delete(o, key)
	return s, true
}

// peek returns the key's value when it is a string, and leaves it in o.
func (o object) peek(key string) string {
	var s string
	if json.Unmarshal(o[key], &s) != nil {
		return ""
	}
	return s
}

// id takes the key's value out of o when it is a string or number, and returns
// it as text.
func (o object) id(key string) string {
	if s, ok := o.text(key); ok {
		return s
	}
	var n json.Number
	if raw, ok := o[key]; ok && json.Unmarshal(raw, &n) == nil {
		delete(o, key)
	}
	return n.String()
}

// list takes the key's value out of o, which must be an array where it is
// there.
func (o object) list(key string) ([]json.RawMessage, error) {
	raw, ok := o[key]
	if !ok {
		return nil, nil
	}
	var values []json.RawMessage
	if json.Unmarshal(raw, &values) != nil {
		return nil, fmt.Errorf("%q is not a list", key)
	}
	delete(o, key)
	return values, nil
}

// integer takes the key's value out of o, which must be a whole number written
// without point or exponent.
func (o object) integer(key string) (int, error) {
	raw, ok := o[key]
	if !ok {
		return 0, fmt.Errorf("%q is missing", key)
	}
	n, err := strconv.Atoi(string(raw))
	if err != nil {
		return 0, fmt.Errorf("%q is %.40s, which is no whole number", key, raw)
	}
	delete(o, key)
	return n, nil
}

// checkText reports bytes that are not UTF-8, and escapes that stand for one
// half of a surrogate pair: both would become U+FFFD without a word.
func checkText(data []byte) error {
	if !utf8.Valid(data) {
		return fmt.Errorf("byte %d of the line is not UTF-8", invalidAt(data))
	}
	for at := 0; ; {
		i := bytes.IndexByte(data[at:], '\\')
		if i < 0 {
			return nil
		}
		at += i
		high, ok := escape(data[at:])
		if !ok {
			at += 2
			if at > len(data) {
				return nil
			}
			continue
		}
		if utf16.IsSurrogate(high) {
			low, _ := escape(data[at+6:])
			if utf16.DecodeRune(high, low) == utf8.RuneError {
				return fmt.Errorf("byte %d of the line: %s is half a character", at, data[at:at+6])
			}
			at += 6
		}
		at += 6
	}
}

func invalidAt(data []byte) int {
	at := 0
	for at < len(data) {
		r, n := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && n == 1 {
			break
		}
		at += n
	}
	return at
}

// escape returns the UTF-16 unit of the \uXXXX that data begins with.
func escape(data []byte) (rune, bool) {
	if len(data) < 6 || data[0] != '\\' || data[1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(data[2:6]), 16, 16)
	return rune(n), err == nil
}
