package jsonline

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// Split returns the elements of a JSON array, or the keys and values of a JSON
// object in turn. The JSON must be valid and have no white space around it:
// this is what makes the walk so short.
func Split(data []byte) []json.RawMessage { return split(nil, data) }

// split adds the parts to parts.
func split(parts []json.RawMessage, data []byte) []json.RawMessage {
	for at := 1; ; {
		at += blanks(data[at:])
		switch data[at] {
		case '}', ']':
			return parts
		case ',', ':':
			at++
		default:
			end := at + length(data[at:])
			parts = append(parts, data[at:end])
			at = end
		}
	}
}

// blanks returns how much white space data begins with.
func blanks(data []byte) int {
	if data[0] > ' ' {
		return 0 // as nearly always
	}
	return len(data) - len(bytes.TrimLeft(data, " \t\r\n"))
}

// length returns the length of the JSON value that data begins with.
func length(data []byte) int {
	switch data[0] {
	case '"':
		return quoted(data)
	case '{', '[':
		return nested(data)
	}
	if i := bytes.IndexAny(data, ",]} \t\r\n"); i >= 0 {
		return i
	}
	return len(data)
}

// quoted returns the length of the string that data begins with.
func quoted(data []byte) int {
	for at := 1; ; at++ {
		switch data[at] {
		case '\\':
			at++
		case '"':
			return at + 1
		}
	}
}

// nested returns the length of the array or object that data begins with.
func nested(data []byte) int {
	for at, depth := 0, 0; ; at++ {
		switch data[at] {
		case '"':
			at += quoted(data[at:]) - 1
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return at + 1
			}
		}
	}
}

// Unquote returns the string that a valid JSON value is, if it is one; what is
// no UTF-8 in it becomes U+FFFD, as it does in encoding/json.
func Unquote(raw json.RawMessage) (string, bool) {
	if len(raw) == 0 || raw[0] != '"' {
		return "", false
	}
	if bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw) {
		return string(raw[1 : len(raw)-1]), true
	}
	var s string
	err := json.Unmarshal(raw, &s)
	return s, err == nil
}
