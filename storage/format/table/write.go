package table

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"strconv"
	"strings"
	"unicode/utf8"

	"dragoman/model"
	"dragoman/storage/format"
)

// mark is the byte-order mark. Without it Excel takes a CSV file for one in the
// encoding of Windows, and spoils every letter that is not English.
const mark = "\ufeff"

// columns are those of a table of annotations. A row is an annotation, a
// relation, something of an annotator that the gold set rejects, or a document or
// set that has none of these, by its kind.
var columns = []string{
	"document", "title", "annotator", "status", "kind", "id", "label", "start", "end", "unit", "text", "fragments",
	"attributes", "note", "origin", "from", "to", "taken_from", "source", "meta",
}

// Annotations returns the writing side of CSV: RFC 4180 in UTF-8 with a
// byte-order mark, one annotation a row. fragments, attributes, taken_from and
// meta are JSON, fragments only where there are several, meta only in the first
// row of a document. taken_from names what an annotation of the gold set stands
// for. A relation has its type as label, and goes from and to annotations by id.
//
// A cell that a spreadsheet would take for a formula has an apostrophe before
// it, which nothing takes off again; the report counts them. Offsets are those of
// the text as it is.
func Annotations() format.Format {
	keeps := format.All()
	keeps.Text = false
	return format.Format{
		Name:       "csv",
		Title:      "CSV: one annotation a row, for spreadsheets",
		Extensions: []string{".csv"},
		Keeps:      keeps,
		Unit:       format.CodePoint,
		Sets:       true,
		Recognise:  named([]string{".csv"}),
		Write:      write,
	}
}

// write writes records as they come; see format.Format.
func write(ctx context.Context, out io.Writer, opt format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
	if opt.Unit == format.Auto {
		opt.Unit = format.CodePoint
	}
	w := writer{out: bufio.NewWriter(out), unit: opt.Unit, reducer: format.Reducer{Format: Annotations(), Options: opt}}
	w.plain(mark + strings.Join(columns, ",") + "\r\n")
	err := format.Each(ctx, records, func(r format.Record) error { return w.record(w.reducer.Reduce(r).Record) })
	if err != nil {
		return format.Report{}, err
	}
	return format.Report{Losses: w.reducer.Losses}, errors.Join(w.err, w.out.Flush())
}

// writer writes rows. Its first error stays in err.
type writer struct {
	out     *bufio.Writer
	unit    format.Unit
	reducer format.Reducer
	last    model.DocumentID
	err     error
}

// cells are those of one row, by column.
type cells map[string]string

// record writes the rows of a record.
func (w *writer) record(r format.Record) error {
	d := r.Document
	base := cells{"document": string(d.ID), "title": d.Title, "source": d.Source, "status": model.StatusNew.String(), "kind": "document"}
	if w.last != d.ID && len(d.Meta) > 0 {
		base["meta"] = encode(d.Meta)
	}
	w.last = d.ID
	if r.Set == nil {
		return w.row(base)
	}
	set := *r.Set
	base["annotator"], base["status"] = string(set.Annotator), set.Status.String()
	if len(set.Annotations)+len(set.Relations)+len(set.Verdicts) == 0 {
		return w.row(base)
	}
	taken := takenFrom(set)
	for _, a := range set.Annotations {
		w.next(base, w.annotation(a, d.Text), taken[string(a.ID)])
	}
	for _, rel := range set.Relations {
		own := cells{"kind": "relation", "id": string(rel.ID), "label": rel.Type, "from": string(rel.From), "to": string(rel.To)}
		w.next(base, own, taken[string(rel.ID)])
	}
	for _, v := range set.Verdicts {
		if v.Rejected() {
			w.next(base, cells{"kind": "rejected", "id": v.Of}, []model.Verdict{v})
		}
	}
	return w.err
}

// next writes a row that has its own cells beside those of the set. What only
// the first row of a document has, the next ones have not.
func (w *writer) next(base, own cells, taken []model.Verdict) {
	row := maps.Clone(base)
	maps.Copy(row, own)
	if len(taken) > 0 {
		row["taken_from"] = encode(taken)
	}
	_ = w.row(row) // the error stays in w
	delete(base, "meta")
}

// takenFrom returns the verdicts by which things stand in a gold set, by the id
// of what stands there.
func takenFrom(gold model.AnnotationSet) map[string][]model.Verdict {
	all := map[string][]model.Verdict{}
	for _, v := range gold.Verdicts {
		all[v.Gold] = append(all[v.Gold], v)
	}
	return all
}

// annotation returns the cells of an annotation.
func (w *writer) annotation(a model.Annotation, text *model.Text) cells {
	fragments := make([][2]int, len(a.Fragments))
	for i, f := range a.Fragments {
		fragments[i] = [2]int{w.unit.Count(text, f.Start), w.unit.Count(text, f.End)}
	}
	c := cells{
		"kind": "annotation", "id": string(a.ID), "label": a.Label, "text": text.Quote(a.Fragments), "note": a.Note,
		"origin": string(a.Origin), "unit": string(w.unit),
	}
	if n := len(fragments); n > 0 {
		c["start"], c["end"] = strconv.Itoa(fragments[0][0]), strconv.Itoa(fragments[n-1][1])
	}
	if len(fragments) > 1 {
		c["fragments"] = encode(fragments)
	}
	if len(a.Attributes) > 0 {
		attributes := make(map[string]string, len(a.Attributes))
		for _, at := range a.Attributes {
			attributes[at.Name] = at.Value
		}
		c["attributes"] = encode(attributes)
	}
	return c
}

// encode returns v as compact JSON.
func encode(v any) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("encode plain values: " + err.Error())
	}
	return strings.TrimRight(b.String(), "\n")
}

// row writes one row.
func (w *writer) row(c cells) error {
	for i, name := range columns {
		cell := c[name]
		if !utf8.ValidString(cell) && w.err == nil {
			w.err = fmt.Errorf("%s: %.40q is not valid UTF-8", name, cell)
		}
		if formula(cell) {
			w.reducer.Losses.Tally(lossFormula, "jsonl has it as it is", func() string {
				return fmt.Sprintf("document %s: %s %s has an apostrophe before it", c["document"], name, format.Shorten(cell))
			})
			cell = "'" + cell
		}
		if i > 0 {
			w.plain(",")
		}
		w.plain(quoted(cell))
	}
	w.plain("\r\n")
	return w.err
}

// lossFormula counts cells that a spreadsheet would take for a formula, and that
// are not written as they are.
const lossFormula = "formula"

// formula reports whether a spreadsheet may take a cell for a formula.
func formula(cell string) bool {
	return cell != "" && strings.ContainsRune("=+-@\t\r\n＝＋－＠", first(cell))
}

// quoted returns a cell as it stands in the file.
func quoted(cell string) string {
	if !strings.ContainsAny(cell, "\",;\t\r\n") && strings.TrimSpace(cell) == cell {
		return cell
	}
	return `"` + strings.ReplaceAll(cell, `"`, `""`) + `"`
}

func (w *writer) plain(s string) {
	if w.err == nil {
		_, w.err = w.out.WriteString(s)
	}
}

func first(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}
