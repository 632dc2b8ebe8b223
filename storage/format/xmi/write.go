package xmi

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"slices"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/xmi/uima"
)

// writer writes the files of one export.
type writer struct {
	reducer    format.Reducer
	attributes map[string]bool // features of attributes, for the type system
	own        uima.Own
}

func write(ctx context.Context, out format.Folder, opt format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
	w := writer{reducer: format.Reducer{Format: Format(), Options: opt}, attributes: map[string]bool{}}
	own, declared := uima.OwnOf(opt)
	w.own = own
	for _, name := range declared {
		w.attributes[name] = true
	}
	err := w.all(ctx, out, records)
	report := format.Report{Losses: w.reducer.Losses}
	if opt.Unit != format.Auto && opt.Unit != format.UTF16 {
		report.Assumed = []format.Assumption{{Format: "xmi", Unit: format.UTF16, Note: "UIMA counts UTF-16 units and no others"}}
	}
	return report, err
}

func (w *writer) all(ctx context.Context, out format.Folder, records iter.Seq2[format.Record, error]) error {
	n := 0
	err := format.Each(ctx, records, func(r format.Record) error {
		n++
		return w.record(out, r)
	})
	if err != nil || n == 0 {
		return err
	}
	return format.WriteFile(out, uima.TypesFile, func(to io.Writer) error { return uima.WriteTypes(to, types(w.attributes)) })
}

func (w *writer) record(out format.Folder, record format.Record) error {
	name := uima.FileName(record.Document)
	if record.Set != nil {
		name += "." + uima.AnnotatorName(record.Set.Annotator)
	}
	return format.WriteFile(out, name+".xmi", func(to io.Writer) error {
		buffer := bufio.NewWriter(to)
		c := cas{document: record.Document, attributes: w.attributes, own: w.own}
		c.w, c.illegal = buffer, func(value string) {
			// A text is counted by Reducer, for Format.Holds tells of it.
			if value != record.Document.Text.String() {
				w.reducer.Losses.Add("character", fmt.Sprintf("document %s: %s", record.Document.ID, format.Shorten(value)), "jsonl keeps it")
			}
		}
		c.write(w.reducer.Reduce(record), name)
		return buffer.Flush()
	})
}

// types returns the types that files use.
func types(attributes map[string]bool) []uima.Type {
	var names []string
	for name := range attributes {
		names = append(names, name)
	}
	const text = "uima.cas.String"
	all := append(uima.Layers(names), uima.Type{
		Name: uima.Record, Super: "uima.cas.AnnotationBase", About: "What Dragoman knows of the document and the annotation set",
	})
	own := &all[len(all)-1]
	for _, name := range recordFeatures {
		own.Features = append(own.Features, uima.FeatureType{Name: name, Range: text})
	}
	return append(all,
		uima.Type{Name: uima.Token, Super: uima.Annotation},
		uima.Type{Name: uima.Sentence, Super: uima.Annotation},
		uima.Type{Name: uima.MetaData, Super: "uima.tcas.DocumentAnnotation", Features: []uima.FeatureType{
			{Name: "documentTitle", Range: text}, {Name: "documentId", Range: text},
		}})
}

// spansOf returns the fragments of all annotations in the order of the text.
func spansOf(set *model.AnnotationSet) []part {
	if set == nil {
		return nil
	}
	var parts []part
	for _, a := range set.Annotations {
		for i := range a.Fragments {
			parts = append(parts, part{a, i})
		}
	}
	slices.SortStableFunc(parts, func(x, y part) int { return x.span().Start - y.span().Start })
	return parts
}

// part is one fragment of an annotation.
type part struct {
	of model.Annotation
	i  int
}

func (p part) span() model.Span { return p.of.Fragments[p.i] }
