package brat

import (
	"context"
	"errors"
	"iter"
	"path"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// writer writes the files of documents as the records come.
type writer struct {
	format.Reducer
	out  format.Folder
	unit format.Unit
	conf *conf
}

// write writes a folder; see format.Format.
func write(ctx context.Context, out format.Folder, opt format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
	w := writer{Reducer: format.Reducer{Format: Format(), Options: opt}, out: out, unit: opt.Unit, conf: newConf(opt.Schema)}
	if w.unit == format.Auto {
		w.unit = format.CodePoint
	}
	err := format.Each(ctx, records, func(r format.Record) error {
		if err := jsonline.Check(r); err != nil {
			return err
		}
		return w.add(w.Reduce(r))
	})
	if err := errors.Join(err, ctx.Err()); err != nil {
		return format.Report{}, err
	}
	return format.Report{Losses: w.Losses}, errors.Join(
		w.file(annotations, w.conf.annotations()), w.file(visual, w.conf.visual()),
	)
}

// add writes the three files of a record.
func (w *writer) add(r format.Reduced) error {
	d := r.Document
	m := more{Document: d.ID, Title: d.Title, Source: d.Source, Meta: d.Meta}
	var lines ann
	if r.Set != nil {
		m.Annotator, m.Status, m.Verdicts = r.Set.Annotator, model.Status(r.Set.Status.String()), r.Set.Verdicts
		lines = newAnn(d.Text, w.unit, *r.Set)
		m.Lines = lines.kept
		w.conf.meet(*r.Set)
	}
	if w.unit != format.CodePoint {
		m.Unit = w.unit
	}
	about, err := m.format()
	if err != nil {
		return err
	}
	name := path.Join(w.folder(r.Set), fileName(d))
	for _, f := range []struct {
		extension string
		data      []byte
	}{{textExtension, []byte(d.Text.String())}, {extension, lines.Bytes()}, {moreExtension, about}} {
		if err := w.file(name+f.extension, f.data); err != nil {
			return err
		}
	}
	return nil
}

// folder returns where a set goes: into a folder of its annotator's, but where
// there is one annotator alone.
func (w *writer) folder(set *model.AnnotationSet) string {
	if set == nil || len(w.Options.Annotators) == 1 {
		return ""
	}
	return folderName(set.Annotator)
}

// file writes one file of the folder.
func (w *writer) file(name string, data []byte) error {
	return format.WriteFile(w.out, name, format.Whole(data))
}
