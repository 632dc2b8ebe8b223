package model

import (
	"bytes"
	"encoding/json"
)

// jsonString encodes s as a JSON string without HTML escaping.
func jsonString(s string) json.RawMessage { return bytes.TrimRight(encode(s, ""), "\n") }

// marshalIndent encodes v, whose fields must all be plain data.
func marshalIndent(v any) []byte { return encode(v, "  ") }

func encode(v any, indent string) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", indent)
	if err := e.Encode(v); err != nil {
		panic("encode plain data: " + err.Error())
	}
	return b.Bytes()
}
