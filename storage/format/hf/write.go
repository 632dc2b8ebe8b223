package hf

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"dragoman/storage/format"
)

// whole is the one split of an export that was not divided.
const whole = "train"

// writer writes the rows and counts what it writes.
type writer struct {
	out    format.Folder
	opt    format.WriteOptions
	splits []string
	flat   format.Reducer // what ner can hold
	tags   *tagset
	files  map[[2]string]*file // by configuration and split
	counts *counts
}

// writeFolder writes records; see format.Format.
func writeFolder(ctx context.Context, out format.Folder, opt format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
	w := newWriter(out, opt)
	err := format.Each(ctx, records, w.add)
	for _, f := range w.all() {
		err = errors.Join(err, f.buffer.Flush(), f.closer.Close())
	}
	if err != nil {
		return format.Report{}, err
	}
	report := w.report()
	card, err := w.card(report.Losses)
	if err != nil {
		return format.Report{}, err
	}
	return report, errors.Join(format.WriteFile(out, "README.md", format.Whole(card)), format.WriteFile(out, "croissant.json", format.Whole(w.croissant())))
}

func newWriter(out format.Folder, opt format.WriteOptions) *writer {
	if opt.Unit == format.Auto {
		opt.Unit = format.CodePoint
	}
	if opt.Name == "" {
		opt.Name = "Annotated documents"
	}
	keeps := format.All()
	keeps.Overlaps, keeps.Fragments, keeps.Cuts = false, false, false
	w := &writer{
		out: out, opt: opt, splits: opt.Splits, tags: newTagset(opt.Schema), files: map[[2]string]*file{}, counts: newCounts(),
		flat: format.Reducer{Format: format.Format{Keeps: keeps, Tokens: true}, Options: opt},
	}
	if len(w.splits) == 0 {
		w.splits = []string{whole}
	}
	return w
}

// add writes the rows of a record.
func (w *writer) add(record format.Record) error {
	if err := check(record); err != nil {
		return err
	}
	split := whole
	if len(w.opt.Splits) > 0 {
		split = w.opt.SplitOf(record.Document.ID)
	}
	if !slices.Contains(w.splits, split) {
		return fmt.Errorf("it goes to %q, which is none of the parts %q", split, w.splits)
	}
	row := newSpansRow(record, w.opt.Unit)
	w.counts.add(split, record)
	return errors.Join(w.addSpans(split, row), w.addRow(ner, split, newNERRow(w.flat.Reduce(record), w.tags)))
}

func (w *writer) addSpans(split string, row spansRow) error {
	if err := w.addRow(spans, split, row); err != nil {
		return err
	}
	row.strings(w.files[[2]string{spans, split}].dates.add)
	return nil
}

// addRow writes a row to the file of a split, which is made when the first
// comes: datasets cannot read one without any.
func (w *writer) addRow(config, split string, row any) error {
	key := [2]string{config, split}
	if w.files[key] == nil {
		f, err := create(w.out, config, split)
		if err != nil {
			return err
		}
		w.files[key] = f
	}
	return w.files[key].add(row)
}

// all returns the files, in order.
func (w *writer) all() []*file { return slices.Concat(w.of(spans), w.of(ner)) }

// of returns the files of a configuration, in the order of the splits.
func (w *writer) of(config string) []*file {
	var files []*file
	for _, split := range w.splits {
		if f := w.files[[2]string{config, split}]; f != nil {
			files = append(files, f)
		}
	}
	return files
}

// report returns what ner could not hold, and what datasets changes.
func (w *writer) report() format.Report {
	var report format.Report
	for _, l := range w.flat.Losses {
		if slices.Contains([]string{format.LossFragment, format.LossOverlap, format.LossCut, format.LossMoved}, l.Kind) {
			l.Kind, l.Instead = ner+"_"+l.Kind, "the configuration spans of the same folder, which has it"
			report.Merge(format.Report{Losses: format.Losses{l}})
		}
	}
	for _, f := range w.of(spans) {
		f.dates.report(f, &report.Losses)
	}
	return report
}
