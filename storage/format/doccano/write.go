package doccano

import (
	"context"
	"io"
	"iter"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// rest is what doccano does not know and hands back, with the text. None of it
// is left out where it is empty: see the package.
type rest struct {
	Text       string          `json:"text"`
	Title      string          `json:"title"`
	Source     string          `json:"source"`
	Meta       model.Meta      `json:"meta"`
	Annotator  string          `json:"annotator"`
	Status     string          `json:"status"`
	OffsetUnit format.Unit     `json:"offset_unit"`
	Details    []jsonline.Span `json:"details"`
	Verdicts   []model.Verdict `json:"verdicts"`
}

// plain is a line of sequence labelling. What tells the format stands first,
// where it is found in the beginning of a file.
type plain struct {
	ID    model.DocumentID `json:"id"`
	Label [][3]any         `json:"label"` // start, end, label
	rest
}

// linked is a line of a project with relations.
type linked struct {
	ID        model.DocumentID `json:"id"`
	Entities  []entity         `json:"entities"`
	Relations []relation       `json:"relations"`
	rest
	Links []model.Relation `json:"links"` // the ids that doccano has no place for
}

type entity struct {
	ID    int    `json:"id"` // from 1 in each line
	Label string `json:"label"`
	Start int    `json:"start_offset"`
	End   int    `json:"end_offset"`
}

type relation struct {
	ID   int    `json:"id"`
	From int    `json:"from_id"`
	To   int    `json:"to_id"`
	Type string `json:"type"`
}

// writes returns Format.Write of one of the two formats; line makes a line of
// what the format holds.
func writes(f format.Format, line func(format.Record, format.Unit) any) func(context.Context, io.Writer, format.WriteOptions, iter.Seq2[format.Record, error]) (format.Report, error) {
	return func(ctx context.Context, out io.Writer, opt format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
		reducer := format.Reducer{Format: f, Options: opt}
		about := format.Assumption{Format: f.Name, Encoding: "utf-8", Unit: opt.Unit}
		if about.Unit == format.Auto {
			about.Unit = f.Unit
		}
		err := jsonline.Write(ctx, out, records, func(r format.Record) (any, error) {
			if about.Unit != format.UTF16 && differs(r.Document.Text) {
				about.Note = "doccano's own editor counts UTF-16 units: to go on in it, export with --offsets utf16"
			}
			return line(reducer.Reduce(r).Record, about.Unit), nil
		})
		if err != nil {
			return format.Report{}, err
		}
		return format.Report{Assumed: []format.Assumption{about}, Losses: reducer.Losses}, nil
	}
}

// differs reports whether it matters for the text if code points or UTF-16
// units are counted.
func differs(text *model.Text) bool { return text.UTF16At(text.Len()) != text.CodePoints() }

// newRest returns what both kinds of lines hold, but for Links.
func newRest(r format.Record, unit format.Unit) rest {
	d := r.Document
	out := rest{
		Text: d.Text.String(), Title: d.Title, Source: d.Source, Meta: d.Meta, Status: model.StatusNew.String(),
		OffsetUnit: unit, Details: []jsonline.Span{}, Verdicts: []model.Verdict{},
	}
	if out.Meta == nil {
		out.Meta = model.Meta{}
	}
	if r.Set != nil {
		out.Annotator, out.Status = string(r.Set.Annotator), r.Set.Status.String()
		out.Verdicts = append(out.Verdicts, r.Set.Verdicts...)
		for _, a := range r.Set.Annotations {
			out.Details = append(out.Details, jsonline.NewSpan(a, d.Text, unit))
		}
	}
	return out
}

func plainLine(r format.Record, unit format.Unit) any {
	l := plain{ID: r.Document.ID, Label: [][3]any{}, rest: newRest(r, unit)}
	for _, s := range l.Details {
		l.Label = append(l.Label, [3]any{s.Start, s.End, s.Label})
	}
	return l
}

func relationLine(r format.Record, unit format.Unit) any {
	l := linked{
		ID: r.Document.ID, Entities: []entity{}, Relations: []relation{}, rest: newRest(r, unit), Links: []model.Relation{},
	}
	ids := map[model.AnnotationID]int{}
	for i, s := range l.Details {
		ids[model.AnnotationID(s.ID)] = i + 1
		l.Entities = append(l.Entities, entity{i + 1, s.Label, s.Start, s.End})
	}
	if r.Set != nil {
		for i, rel := range r.Set.Relations {
			l.Relations = append(l.Relations, relation{i + 1, ids[rel.From], ids[rel.To], rel.Type})
		}
		l.Links = append(l.Links, r.Set.Relations...)
	}
	return l
}
