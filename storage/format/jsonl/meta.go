package jsonl

import (
	"bytes"
	"encoding/json"
	"fmt"

	"dragoman/model"
)

// takeMeta takes the meta out of a line, its values made compact. A meta that
// is no object is left.
func takeMeta(o object) (model.Meta, error) {
	var values map[string]json.RawMessage
	if raw, ok := o["meta"]; !ok || json.Unmarshal(raw, &values) != nil {
		return nil, nil
	}
	if err := checkKeys(o["meta"]); err != nil {
		return nil, fmt.Errorf("meta: %w", err)
	}
	delete(o, "meta")
	for name, value := range values {
		values[name] = compact(value)
	}
	if len(values) == 0 {
		return nil, nil
	}
	return values, nil
}

// checkKeys reports a key that comes twice in the object.
func checkKeys(raw json.RawMessage) error {
	_, err := parseObject(raw)
	return err
}

// compact returns valid JSON without white space between its parts.
func compact(raw json.RawMessage) json.RawMessage {
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		panic("compact JSON that was parsed before: " + err.Error())
	}
	return b.Bytes()
}
