package job

import (
	"encoding/json"
	"strings"
)

// Field is a key of a written record and what it holds, as it is written. Key
// is "" for what goes on with the field before.
type Field struct{ Key, Value string }

// Fields returns the keys of a JSON object in their order and what they hold,
// each element of a list as a field of its own; false for what is no object.
func Fields(record string) ([]Field, bool) {
	in := json.NewDecoder(strings.NewReader(record))
	if t, err := in.Token(); err != nil || t != json.Delim('{') {
		return nil, false
	}
	var fields []Field
	for in.More() {
		key, err := in.Token()
		if err != nil {
			return nil, false
		}
		name, _ := key.(string)
		var value json.RawMessage
		if err := in.Decode(&value); err != nil {
			return nil, false
		}
		fields = append(fields, elements(name, value)...)
	}
	return fields, true
}

// elements returns a field, or one for each element of a list.
func elements(name string, value json.RawMessage) []Field {
	var list []json.RawMessage
	if json.Unmarshal(value, &list) != nil || len(list) == 0 {
		return []Field{{name, string(value)}}
	}
	fields := make([]Field, len(list))
	for i, element := range list {
		fields[i].Value = string(element)
	}
	fields[0].Key = name
	return fields
}
