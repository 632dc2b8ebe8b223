package prodigy

import (
	"context"
	"io"
	"iter"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// line is one task. What tells the format stands first, where it is found in
// the beginning of a file.
type line struct {
	ID         model.DocumentID `json:"id"`
	View       string           `json:"_view_id,omitempty"`
	Session    *model.Annotator `json:"_session_id"`
	Annotator  *model.Annotator `json:"_annotator_id"`
	Answer     string           `json:"answer,omitempty"`
	Title      string           `json:"title,omitempty"`
	Source     string           `json:"source"`
	Meta       model.Meta       `json:"meta,omitempty"`
	Status     string           `json:"status"`
	OffsetUnit format.Unit      `json:"offset_unit"`
	Text       string           `json:"text"`
	Tokens     []token          `json:"tokens"`
	Spans      []span           `json:"spans"`
	Relations  []relation       `json:"relations,omitempty"`
	Verdicts   []model.Verdict  `json:"verdicts,omitempty"`
}

type token struct {
	Text  string `json:"text"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	ID    int    `json:"id"` // its place, from 0
	Space bool   `json:"ws"` // whether one space stands behind it
}

type span struct {
	jsonline.Span
	First int `json:"token_start"`
	Last  int `json:"token_end"`
}

type relation struct {
	Head      int                `json:"head"`  // the last token of the span
	Child     int                `json:"child"` // the last token of the span
	HeadSpan  end                `json:"head_span"`
	ChildSpan end                `json:"child_span"`
	Label     string             `json:"label"`
	ID        model.RelationID   `json:"id"`
	From      model.AnnotationID `json:"from"`
	To        model.AnnotationID `json:"to"`
}

// end is a span that a relation links.
type end struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	First int    `json:"token_start"`
	Last  int    `json:"token_end"`
	Label string `json:"label"`
}

// write writes records as they come; see format.Format.
func write(ctx context.Context, out io.Writer, opt format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
	unit := opt.Unit
	if unit == format.Auto {
		unit = format.CodePoint
	}
	reducer := format.Reducer{Format: Format(), Options: opt}
	err := jsonline.Write(ctx, out, records, func(r format.Record) (any, error) {
		return newLine(reducer.Reduce(r).Record, unit), nil
	})
	if err != nil {
		return format.Report{}, err
	}
	about := format.Assumption{Format: "prodigy", Encoding: "utf-8", Unit: unit}
	if unit != format.CodePoint {
		about.Note = "Prodigy itself counts code points, and reads other offsets wrong"
	}
	return format.Report{Assumed: []format.Assumption{about}, Losses: reducer.Losses}, nil
}

// newLine returns the line of a record.
func newLine(r format.Record, unit format.Unit) line {
	d := r.Document
	l := line{
		ID: d.ID, Title: d.Title, Source: d.Source, Meta: d.Meta, Status: model.StatusNew.String(), OffsetUnit: unit,
		Text: d.Text.String(), Spans: []span{},
	}
	var annotations []model.Annotation
	if r.Set != nil {
		annotations = r.Set.Annotations
		l.Status, l.Verdicts = r.Set.Status.String(), r.Set.Verdicts
		l.Session, l.Annotator = &r.Set.Annotator, &r.Set.Annotator
		l.View = view(*r.Set)
		if r.Set.Status == model.StatusDone {
			l.Answer = "accept"
		}
	}
	tokens := tokensOf(l.Text, annotations)
	l.Tokens = newTokens(d.Text, tokens, unit)
	for _, a := range annotations {
		first, last := covering(tokens, a.Hull())
		l.Spans = append(l.Spans, span{jsonline.NewSpan(a, d.Text, unit), first, last})
	}
	if r.Set != nil {
		l.relate(r.Set.Relations)
	}
	return l
}

// newTokens returns tokens of the text as they are written.
func newTokens(text *model.Text, tokens []model.Span, unit format.Unit) []token {
	written := make([]token, len(tokens))
	count := format.Counter{Unit: unit, Text: text}
	for i, t := range tokens {
		written[i] = token{
			text.Slice(t), count.Count(t.Start), count.Count(t.End), i, format.Spaced(text.String(), tokens, i),
		}
	}
	return written
}

// relate adds the relations between the spans.
func (l *line) relate(relations []model.Relation) {
	ends := map[model.AnnotationID]end{}
	for _, s := range l.Spans {
		ends[model.AnnotationID(s.ID)] = end{s.Start, s.End, s.First, s.Last, s.Label}
	}
	for _, r := range relations {
		head, child := ends[r.From], ends[r.To]
		l.Relations = append(l.Relations, relation{head.Last, child.Last, head, child, r.Type, r.ID, r.From, r.To})
	}
}

// view returns the interface of Prodigy that shows all of the set.
func view(s model.AnnotationSet) string {
	if len(s.Relations) > 0 {
		return "relations"
	}
	end := 0
	for _, a := range s.Annotations {
		if a.Hull().Start < end {
			return "spans_manual"
		}
		end = max(end, a.Hull().End)
	}
	return "ner_manual"
}
