package jsonline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"dragoman/model"
)

// Object is a JSON object whose keys come once each; null values are left out.
// What is understood of it is taken out, so that the rest is what is not known.
type Object map[string]json.RawMessage

// ParseObject reads one JSON object and nothing after it. Objects within it are
// not looked into.
func ParseObject(data []byte) (Object, error) {
	if !json.Valid(data) {
		return nil, syntax(json.Unmarshal(data, new(json.RawMessage)))
	}
	return ParsePart(bytes.TrimSpace(data))
}

// ParsePart does what ParseObject does with a value that Object.List or an
// Object has cut out of a larger one: it is known to be valid, and has no white
// space around it.
func ParsePart(data json.RawMessage) (Object, error) {
	if len(data) == 0 || data[0] != '{' {
		return nil, errors.New("it is not a JSON object")
	}
	var few [2 * 8]json.RawMessage // most objects have no more
	parts := split(few[:0], data)
	o, nulls := make(Object, len(parts)/2), false
	for i := 0; i < len(parts); i += 2 {
		name, _ := Unquote(parts[i])
		if _, twice := o[name]; twice {
			return nil, fmt.Errorf("the key %.60q is there twice", name)
		}
		o[name] = parts[i+1]
		nulls = nulls || parts[i+1][0] == 'n'
	}
	if nulls {
		maps.DeleteFunc(o, func(_ string, value json.RawMessage) bool { return value[0] == 'n' })
	}
	return o, nil
}

// syntax says in words what a JSON decoder found.
func syntax(err error) error {
	if err.Error() == "unexpected end of JSON input" {
		return errors.New("broken JSON: it ends too early")
	}
	return fmt.Errorf("broken JSON: %w", err)
}

// Keys returns the keys of what is left of o, sorted.
func (o Object) Keys() []string { return slices.Sorted(maps.Keys(o)) }

// Text takes the key's value out of o when it is a string.
func (o Object) Text(key string) (string, bool) {
	s, ok := Unquote(o[key])
	if ok {
		delete(o, key)
	}
	return s, ok
}

// Peek returns the key's value when it is a string, and leaves it in o.
func (o Object) Peek(key string) string {
	s, _ := Unquote(o[key])
	return s
}

// ID takes the key's value out of o when it is a string or number, and returns
// it as text.
func (o Object) ID(key string) string {
	if s, ok := o.Text(key); ok {
		return s
	}
	raw := o[key]
	if len(raw) == 0 || raw[0] != '-' && (raw[0] < '0' || raw[0] > '9') {
		return ""
	}
	delete(o, key)
	return string(raw)
}

// List takes the key's value out of o, which must be an array where it is
// there.
func (o Object) List(key string) ([]json.RawMessage, error) {
	raw, ok := o[key]
	if !ok {
		return nil, nil
	}
	if raw[0] != '[' {
		return nil, fmt.Errorf("%q is not a list", key)
	}
	delete(o, key)
	return Split(raw), nil
}

// Integer takes the key's value out of o, which must be a whole number written
// without point or exponent.
func (o Object) Integer(key string) (int, error) {
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

// Offsets takes the two keys' values out of o, which must be whole numbers.
func (o Object) Offsets(start, end string) (model.Span, error) {
	from, err := o.Integer(start)
	to, errEnd := o.Integer(end)
	if err == nil {
		err = errEnd
	}
	return model.Span{Start: from, End: to}, err
}
