package hf

import (
	"bytes"
	"encoding/json"

	"dragoman/model"
	"dragoman/storage/format"
)

// spansRow is a row of spans, its keys in the order of spansColumns.
type spansRow struct {
	ID         string           `json:"id"`
	Title      string           `json:"title"`
	Source     string           `json:"source"`
	Meta       string           `json:"meta"`
	Text       string           `json:"text"`
	Annotator  string           `json:"annotator"`
	Status     string           `json:"status"`
	OffsetUnit string           `json:"offset_unit"`
	Spans      []span           `json:"spans"`
	Relations  []model.Relation `json:"relations"`
	Verdicts   []verdict        `json:"verdicts"`
}

type span struct {
	ID         string   `json:"id"`
	Start      int      `json:"start"`
	End        int      `json:"end"`
	Label      string   `json:"label"`
	Text       string   `json:"text"`
	Fragments  [][2]int `json:"fragments"`
	Attributes string   `json:"attributes"`
	Note       string   `json:"note"`
	Origin     string   `json:"origin"`
}

// verdict is a model.Verdict that leaves no key out.
type verdict struct {
	Of        string `json:"of"`
	Annotator string `json:"annotator"`
	Gold      string `json:"gold"`
	Was       string `json:"was"`
	Why       string `json:"why"`
	By        string `json:"by"`
}

// newSpansRow returns the row of a record, with offsets in the unit.
func newSpansRow(r format.Record, unit format.Unit) spansRow {
	d := r.Document
	row := spansRow{
		ID: string(d.ID), Title: d.Title, Source: d.Source, Meta: jsonText(d.Meta), Text: d.Text.String(),
		Annotator: string(r.Annotator()), Status: model.StatusNew.String(), OffsetUnit: string(unit),
		Spans: []span{}, Relations: []model.Relation{}, Verdicts: []verdict{},
	}
	if r.Set == nil {
		return row
	}
	row.Status = r.Set.Status.String()
	row.Relations = append(row.Relations, r.Set.Relations...)
	for _, a := range r.Set.Annotations {
		row.Spans = append(row.Spans, newSpan(a, d.Text, unit))
	}
	for _, v := range r.Set.Verdicts {
		row.Verdicts = append(row.Verdicts, verdict{v.Of, string(v.Annotator), v.Gold, v.Was, v.Why, string(v.By)})
	}
	return row
}

func newSpan(a model.Annotation, text *model.Text, unit format.Unit) span {
	hull, attributes := a.Hull(), map[string]string{}
	for _, at := range a.Attributes {
		attributes[at.Name] = at.Value
	}
	s := span{
		ID: string(a.ID), Start: unit.Count(text, hull.Start), End: unit.Count(text, hull.End), Label: a.Label,
		Text: text.Quote(a.Fragments), Fragments: [][2]int{}, Attributes: jsonText(attributes), Note: a.Note, Origin: string(a.Origin),
	}
	if len(a.Fragments) > 1 {
		for _, f := range a.Fragments {
			s.Fragments = append(s.Fragments, [2]int{unit.Count(text, f.Start), unit.Count(text, f.End)})
		}
	}
	return s
}

// jsonText returns an object of any names and values as JSON text, since the
// types of columns are fixed.
func jsonText[V any](object map[string]V) string {
	if len(object) == 0 {
		return "{}"
	}
	line, err := marshal(object)
	if err != nil {
		panic("encode strings and JSON: " + err.Error())
	}
	return string(bytes.TrimRight(line, "\n"))
}

// marshal returns v as a line of JSON without HTML escaping.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(v)
	return b.Bytes(), err
}

// strings calls yield with each text of the row that could be a date, and the
// column that it stands in.
func (r spansRow) strings(yield func(column, value string)) {
	yield("title", r.Title)
	yield("source", r.Source)
	yield("text", r.Text)
	yield("annotator", r.Annotator)
	for _, s := range r.Spans {
		yield("spans.label", s.Label)
		yield("spans.text", s.Text)
		yield("spans.note", s.Note)
		yield("spans.origin", s.Origin)
	}
	for _, rel := range r.Relations {
		yield("relations.type", rel.Type)
	}
	for _, v := range r.Verdicts {
		yield("verdicts.annotator", v.Annotator)
		yield("verdicts.why", v.Why)
		yield("verdicts.by", v.By)
	}
}

// nerRow is a row of ner, its keys in the order of nerColumns.
type nerRow struct {
	ID        string   `json:"id"`
	Annotator string   `json:"annotator"`
	Tokens    []string `json:"tokens"`
	Tags      []int    `json:"ner_tags"`
}

// newNERRow returns the row of a record whose annotations do not overlap.
// White space is no token of it.
func newNERRow(r format.Reduced, tags *tagset) nerRow {
	row := nerRow{ID: string(r.Document.ID), Annotator: string(r.Annotator()), Tokens: []string{}, Tags: []int{}}
	of := make([]int, len(r.Tokens)) // the tags of all tokens
	if r.Set != nil {
		for _, a := range r.Set.Annotations {
			at := r.At[a.ID][0]
			of[at.First] = tags.begin(a.Label)
			for i := at.First + 1; i < at.End; i++ {
				of[i] = tags.begin(a.Label) + 1
			}
		}
	}
	for i, t := range r.Tokens {
		if word := r.Document.Text.Slice(t); !blank(word) {
			row.Tokens, row.Tags = append(row.Tokens, word), append(row.Tags, of[i])
		}
	}
	return row
}

func blank(s string) bool { return len(bytes.TrimSpace([]byte(s))) == 0 }
