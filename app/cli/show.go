package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/model"
)

type showVerb struct {
	Project   string `arg:"" help:"Project file."`
	Document  string `arg:"" help:"Id, unique beginning of one, or unique title."`
	Annotator string `help:"Only the set of this annotator."`
}

// Run prints a document with its sets: as JSON Lines, or as text to read.
func (v *showVerb) Run(ctx context.Context, e *env) error {
	return e.seen(ctx, v.Project, v.Annotator, func(p session.View) error {
		id, err := find(ctx, p, v.Document)
		if err != nil {
			return err
		}
		document, err := p.Document(ctx, id)
		if err != nil {
			return err
		}
		sets, err := p.Sets(ctx, id)
		if err != nil {
			return err
		}
		if e.json {
			return v.lines(ctx, e, p, document, sets)
		}
		return e.out(v.text(document, sets))
	})
}

func (v *showVerb) lines(ctx context.Context, e *env, p session.View, document model.Document, sets []model.AnnotationSet) error {
	schema, err := p.Schema(ctx)
	if err != nil {
		return err
	}
	jsonl, err := job.Format(e.deps.Formats, "jsonl", true)
	if err != nil {
		return err
	}
	opt := job.ExportOptions{Format: jsonl, Annotator: model.Annotator(v.Annotator)}
	return job.Record(ctx, e.Out, opt, schema, document, sets)
}

// text returns the document and its annotations for people. Offsets are code
// points.
func (v *showVerb) text(document model.Document, sets []model.AnnotationSet) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s", model.Line(document.Title), document.ID)
	if document.Source != "" {
		fmt.Fprintf(&b, "  %s", model.Line(document.Source))
	}
	fmt.Fprintf(&b, "\n\n%s\n", strings.TrimRight(document.Text.String(), "\r\n"))
	for _, set := range sets {
		if v.Annotator != "" && string(set.Annotator) != v.Annotator {
			continue
		}
		fmt.Fprintf(&b, "\n%s, %s\n", set.Annotator, set.Status)
		for _, a := range set.Annotations {
			writeAnnotation(&b, document.Text, a)
		}
		for _, r := range set.Relations {
			fmt.Fprintf(&b, "  %s: “%s” to “%s”\n", r.Type, quoteOf(document.Text, set, r.From), quoteOf(document.Text, set, r.To))
		}
	}
	return b.String()
}

func writeAnnotation(b *strings.Builder, text *model.Text, a model.Annotation) {
	var places []string
	for _, f := range a.Fragments {
		places = append(places, fmt.Sprintf("%d-%d", text.CodePointAt(f.Start), text.CodePointAt(f.End)))
	}
	fmt.Fprintf(b, "  %s  %s “%s”", strings.Join(places, " "), a.Label, text.Quote(a.Fragments))
	for _, at := range a.Attributes {
		fmt.Fprintf(b, "  %s=%s", at.Name, at.Value)
	}
	if a.Note != "" {
		fmt.Fprintf(b, "  (%s)", a.Note)
	}
	b.WriteString("\n")
}

func quoteOf(text *model.Text, set model.AnnotationSet, id model.AnnotationID) string {
	i := slices.IndexFunc(set.Annotations, func(a model.Annotation) bool { return a.ID == id })
	if i < 0 {
		return string(id)
	}
	return text.Quote(set.Annotations[i].Fragments)
}
