package jsonline

import (
	"bytes"
	"path/filepath"
	"strings"
)

// Outline returns the keys of the object with which a file of JSON Lines
// begins and how their values begin, as far as head, the beginning of the file,
// tells. It is nil for what is no such file.
func Outline(head []byte) map[string][]byte {
	data := bytes.TrimLeft(bytes.TrimPrefix(head, mark), " \t\r\n")
	if len(data) == 0 || data[0] != '{' {
		return nil
	}
	keys := map[string][]byte{}
	for data = data[1:]; ; {
		data = bytes.TrimLeft(data, " \t\r,")
		n := extent(data)
		if n == 0 || data[0] != '"' || n >= len(data) {
			return keys
		}
		name, _ := Unquote(data[:n])
		data = bytes.TrimLeft(data[n:], " \t\r:")
		n = extent(data)
		keys[name] = data[:n]
		data = data[n:]
	}
}

// extent returns the length of the JSON value that data begins with, or of what
// there is of it.
func extent(data []byte) int {
	depth := 0
	for at := 0; at < len(data); at++ {
		switch data[at] {
		case '"':
			if at = closing(data, at); depth == 0 {
				return min(at+1, len(data))
			}
		case '{', '[':
			depth++
		case '}', ']', ',', ' ', '\t', '\r', '\n':
			if depth == 0 {
				return at
			}
			if data[at] == '}' || data[at] == ']' {
				if depth--; depth == 0 {
					return at + 1
				}
			}
		}
	}
	return len(data)
}

// closing returns where the string that begins at at ends.
func closing(data []byte, at int) int {
	for at++; at < len(data) && data[at] != '"'; at++ {
		if data[at] == '\\' {
			at++
		}
	}
	return at
}

// Ext reports whether the name is one of a file of JSON Lines.
func Ext(name string) bool {
	switch strings.ToLower(filepath.Ext(name)) {
	case ".jsonl", ".ndjson", ".json":
		return true
	}
	return false
}
