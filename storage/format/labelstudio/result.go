package labelstudio

import (
	"encoding/json"
	"fmt"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// result is one part of an annotation: the labels of a region, the value of a
// control of it, or a relation.
type result struct {
	name    string // for messages
	id      string // of the region
	kind    string // the type
	control string // from_name
	object  string // to_name
	value   jsonline.Object
	left    jsonline.Object
}

// results reads the parts of an annotation.
func (t *task) results(raws []json.RawMessage) []result {
	var all []result
	for i, raw := range raws {
		name := fmt.Sprintf("region %d", i+1)
		o, err := jsonline.ParseObject(raw)
		if err != nil {
			t.Reject(t.line, name, err)
			continue
		}
		res := result{name: name, id: o.ID("id"), left: o}
		if res.id != "" {
			res.name += " (" + format.Shorten(res.id) + ")"
		}
		res.kind, _ = o.Text("type")
		res.control, _ = o.Text("from_name")
		res.object, _ = o.Text("to_name")
		if value, err := jsonline.ParseObject(o["value"]); err == nil {
			res.value = value
			delete(o, "value")
		}
		drop(o, "region")
		all = append(all, res)
	}
	return all
}

// texts takes a list of strings out of o; one string counts as a list.
func texts(o jsonline.Object, key string) []string {
	if s, ok := o.Text(key); ok {
		return []string{s}
	}
	var all []string
	if json.Unmarshal(o[key], &all) != nil {
		return nil
	}
	delete(o, key)
	return all
}

// ofText reports whether labels mark a region of plain text.
func (res result) ofText() bool {
	start := res.value["start"]
	return res.kind == "labels" && start != nil && start[0] != '"'
}

// claim returns where a region of text stands.
func (res result) claim() format.Claim {
	start, err := res.value.Integer("start")
	end, errEnd := res.value.Integer("end")
	if err == nil {
		err = errEnd
	}
	c := format.Claim{Fragments: []model.Span{{Start: start, End: end}}, Err: err, Fold: fold}
	c.Quote, _ = res.value.Text("text")
	return c
}
