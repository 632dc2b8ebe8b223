package labelstudio

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"slices"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// writer writes tasks as the records come, and holds one of them.
type writer struct {
	format.Reducer
	out         *bufio.Writer
	controls    []perRegion
	task        *taskOut
	tasks       int // begun
	annotations int
}

// taskOut is a task as it is written, its keys in that order.
type taskOut struct {
	ID          int             `json:"id"`
	Data        dataOut         `json:"data"`
	Meta        model.Meta      `json:"meta,omitempty"`
	Annotations []annotationOut `json:"annotations"`
	Predictions []struct{}      `json:"predictions"` // none: Label Studio wants the list
}

type dataOut struct {
	Text     string           `json:"text"`
	Title    string           `json:"title,omitempty"`
	Source   string           `json:"source,omitempty"`
	Document model.DocumentID `json:"document"`
	Unit     format.Unit      `json:"offset_unit,omitempty"` // where it is not that of Label Studio
}

type annotationOut struct {
	ID          int             `json:"id"`
	Annotator   model.Annotator `json:"annotator"`
	Status      string          `json:"status"`
	Verdicts    []model.Verdict `json:"verdicts,omitempty"`
	GroundTruth bool            `json:"ground_truth"`
	Cancelled   bool            `json:"was_cancelled"`
	Result      []any           `json:"result"`
}

// write writes records as they come; see format.Format.
func write(ctx context.Context, out io.Writer, opt format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
	w := writer{Reducer: format.Reducer{Format: Format(), Options: opt}, out: bufio.NewWriter(out), controls: controls(opt.Schema)}
	if w.Options.Unit == format.Auto {
		w.Options.Unit = format.CodePoint
	}
	if err := format.Each(ctx, records, w.add); err != nil {
		return format.Report{}, err
	}
	return format.Report{Losses: w.Losses}, w.finish()
}

// add adds a record to the task of its document. A document without a set is a
// task of its own.
func (w *writer) add(record format.Record) error {
	if err := jsonline.Check(record); err != nil {
		return err
	}
	r := w.Reduce(record)
	if w.task == nil || w.task.Data.Document != r.Document.ID || len(w.task.Annotations) == 0 {
		if err := w.flush(); err != nil {
			return err
		}
		w.begin(r.Document)
	}
	if r.Set != nil {
		w.annotations++
		w.task.Annotations = append(w.task.Annotations, annotationOut{
			ID: w.annotations, Annotator: r.Set.Annotator, Status: r.Set.Status.String(), Verdicts: r.Set.Verdicts,
			GroundTruth: r.Set.Annotator == model.Gold, Result: w.results(r.Document.Text, *r.Set),
		})
	}
	return nil
}

func (w *writer) begin(d model.Document) {
	w.tasks++
	w.task = &taskOut{
		ID:   w.tasks,
		Data: dataOut{Text: d.Text.String(), Title: d.Title, Source: d.Source, Document: d.ID},
		Meta: d.Meta, Annotations: []annotationOut{}, Predictions: []struct{}{},
	}
	if w.Options.Unit != format.CodePoint {
		w.task.Data.Unit = w.Options.Unit
	}
}

// flush writes the task that was begun.
func (w *writer) flush() error {
	if w.task == nil {
		return nil
	}
	separator := ",\n"
	if w.task.ID == 1 {
		separator = "[\n"
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(w.task); err != nil {
		return fmt.Errorf("write document %s: %w", w.task.Data.Document, err)
	}
	_, err := w.out.WriteString(separator + string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))))
	w.task = nil
	return err
}

// finish writes the last task and ends the array.
func (w *writer) finish() error {
	if err := w.flush(); err != nil {
		return err
	}
	end := "\n]\n"
	if w.tasks == 0 {
		end = "[]\n"
	}
	if _, err := w.out.WriteString(end); err != nil {
		return err
	}
	return w.out.Flush()
}

// results returns the parts of a set: the regions, each with its controls, and
// the relations.
func (w *writer) results(text *model.Text, set model.AnnotationSet) []any {
	all := []any{}
	for _, a := range slices.SortedFunc(slices.Values(set.Annotations), model.CompareAnnotations) {
		all = append(all, w.regions(text, a)...)
	}
	for _, r := range slices.SortedFunc(slices.Values(set.Relations), model.CompareRelations) {
		all = append(all, relationOut{r.ID, "relation", r.From, r.To, "right", []string{r.Type}})
	}
	return all
}
