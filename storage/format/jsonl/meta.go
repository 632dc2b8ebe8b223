package jsonl

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"

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

// withMeta returns meta with the value under the name, or under the first of
// name_2, name_3, … that is free or has this value.
func withMeta(meta model.Meta, name string, raw json.RawMessage) model.Meta {
	value := compact(raw)
	free := name
	for n := 2; ; n++ {
		old, taken := meta[free]
		if !taken || bytes.Equal(old, value) {
			break
		}
		free = fmt.Sprintf("%s_%d", name, n)
	}
	meta = maps.Clone(meta)
	if meta == nil {
		meta = model.Meta{}
	}
	meta[free] = value
	return meta
}

// withIDs returns meta with the ids that were replaced, from ours to theirs,
// beside those that it holds already.
func withIDs(meta model.Meta, theirs map[string]string) (model.Meta, error) {
	all := map[string]string{}
	if json.Unmarshal(meta[model.MetaIDs], &all) == nil {
		meta = maps.Clone(meta)
		delete(meta, model.MetaIDs)
	} else {
		all = map[string]string{}
	}
	maps.Copy(all, theirs)
	raw, err := marshal(all)
	if err != nil {
		return nil, fmt.Errorf("keep ids: %w", err)
	}
	return withMeta(meta, model.MetaIDs, raw), nil
}
