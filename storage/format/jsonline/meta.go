package jsonline

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path/filepath"
	"slices"

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

// Unit takes the offset unit that a line declares under "offset_unit";
// format.Auto where it declares none.
func (o Object) Unit() (format.Unit, error) {
	if _, ok := o["offset_unit"]; !ok {
		return format.Auto, nil
	}
	s, ok := o.Text("offset_unit")
	if !ok {
		return format.Auto, fmt.Errorf("offset_unit is %.40s, not a string", o["offset_unit"])
	}
	return format.ParseUnit(s)
}

// Status takes "status", where it is one, and reports whether it is there.
func (o Object) Status() (model.Status, bool) {
	status, err := model.ParseStatus(o.Peek("status"))
	if err != nil {
		return model.StatusNew, false
	}
	delete(o, "status")
	return status, true
}

// Verdicts takes "verdicts", where they are as they are written.
func (o Object) Verdicts() []model.Verdict {
	var verdicts []model.Verdict
	d := json.NewDecoder(bytes.NewReader(o["verdicts"]))
	d.DisallowUnknownFields()
	if d.Decode(&verdicts) != nil {
		return nil
	}
	if slices.ContainsFunc(verdicts, func(v model.Verdict) bool { return v.Of == "" || v.Annotator == "" }) {
		return nil
	}
	delete(o, "verdicts")
	return verdicts
}

// Document returns the document of that text and takes its title and source
// out of the line, and its id where that follows from the text. A line without
// a source is from the file itself.
func (f *File) Document(o Object, text string) model.Document {
	title, _ := o.Text("title")
	source, there := o.Text("source")
	if !there && f.In.Name != "" {
		source = filepath.Base(f.In.Name)
	}
	d := model.NewDocument(text, title, source)
	if o.Peek("id") == string(d.ID) {
		delete(o, "id")
	}
	return d
}
