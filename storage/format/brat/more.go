package brat

import (
	"bytes"
	"encoding/json"
	"fmt"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// more is the .meta.json of a document: what a .ann cannot hold.
type more struct {
	Document  model.DocumentID `json:"document"`
	Title     string           `json:"title,omitempty"`
	Source    string           `json:"source,omitempty"`
	Meta      model.Meta       `json:"meta,omitempty"`
	Annotator model.Annotator  `json:"annotator,omitempty"`
	Status    model.Status     `json:"status,omitempty"`
	Unit      format.Unit      `json:"offset_unit,omitempty"` // where it is not that of brat
	Lines     []kept           `json:"lines,omitempty"`
	Verdicts  []model.Verdict  `json:"verdicts,omitempty"`
}

// kept is what belongs to a line of the .ann that nobody changed since.
type kept struct {
	Line      string       `json:"line"` // its first two columns
	ID        string       `json:"id"`
	Origin    model.Origin `json:"origin,omitempty"`
	Fragments []model.Span `json:"fragments,omitempty"` // where they had breaks
	Note      string       `json:"note,omitempty"`      // where it has breaks
}

// format returns the file. Its first line is no JSON, so that nobody takes it
// for one of JSON Lines.
func (m more) format() ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	err := encoder.Encode(m)
	return b.Bytes(), err
}

// parseMore reads a .meta.json; the meta may be any object whose keys come
// once.
func parseMore(data []byte) (m more, err error) {
	if err := jsonline.CheckText(data); err != nil {
		return more{}, err
	}
	o, err := jsonline.ParseObject(data)
	if err != nil {
		return more{}, err
	}
	meta, there := o["meta"]
	if err := json.Unmarshal(data, &m); err != nil {
		return more{}, fmt.Errorf("it is not as it was written: %w", err)
	}
	m.Meta = nil
	m.Unit, _ = format.ParseUnit(string(m.Unit)) // one that is none says nothing
	if !there {
		return m, nil
	}
	if o, err = jsonline.ParseObject(meta); err != nil {
		return more{}, fmt.Errorf("meta: %w", err)
	}
	for _, name := range o.Keys() {
		m.Meta = format.WithMeta(m.Meta, name, o[name])
	}
	return m, nil
}

// byLine returns what is kept, by the line that it belongs to.
func (m more) byLine() map[string]kept {
	lines := make(map[string]kept, len(m.Lines))
	for _, k := range m.Lines {
		lines[k.Line] = k
	}
	return lines
}
