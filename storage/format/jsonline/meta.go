package jsonline

import (
	"bytes"
	"encoding/json"
	"fmt"

	"dragoman/model"
	"dragoman/storage/format"
)

// Meta returns the meta of a line of which all known keys were taken: its
// "meta", where that is an object, and beside it all other keys that are left.
// Values are made compact.
func (o Object) Meta() (model.Meta, error) {
	meta, err := takeMeta(o)
	if err != nil {
		return nil, err
	}
	for _, key := range o.Keys() {
		meta = format.WithMeta(meta, key, o[key])
	}
	return meta, nil
}

// takeMeta takes the meta out of a line. A meta that is no object is left.
func takeMeta(o Object) (model.Meta, error) {
	var values map[string]json.RawMessage
	if raw, ok := o["meta"]; !ok || json.Unmarshal(raw, &values) != nil {
		return nil, nil
	}
	if _, err := ParseObject(o["meta"]); err != nil {
		return nil, fmt.Errorf("meta: %w", err)
	}
	delete(o, "meta")
	for name, value := range values {
		values[name] = Compact(value)
	}
	if len(values) == 0 {
		return nil, nil
	}
	return values, nil
}

// Compact returns JSON, which must be valid, without white space between its
// parts.
func Compact(raw json.RawMessage) json.RawMessage {
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		panic("compact JSON that was parsed before: " + err.Error())
	}
	return b.Bytes()
}
