package prodigy

import (
	"context"
	"fmt"
	"io"
	"iter"
	"slices"

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
	PartOf string `json:"part_of,omitempty"` // the id of the span with the first fragment
	First  int    `json:"token_start"`
	Last   int    `json:"token_end"`
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
	parts := false
	err := jsonline.Write(ctx, out, records, func(r format.Record) (any, error) {
		l := newLine(reducer.Reduce(r).Record, unit)
		parts = parts || slices.ContainsFunc(l.Spans, func(s span) bool { return s.PartOf != "" })
		return l, nil
	})
	if err != nil {
		return format.Report{}, err
	}
	about := format.Assumption{Format: "prodigy", Encoding: "utf-8", Unit: unit}
	if unit != format.CodePoint {
		about.Note = "Prodigy itself counts code points, and reads other offsets wrong"
	}
	assumed := []format.Assumption{about}
	if parts {
		about.Note = "annotations of several fragments are a span for each, which is how Prodigy sees them; “part_of” ties them together"
		assumed = append(assumed, about)
	}
	return format.Report{Assumed: assumed, Losses: reducer.Losses}, nil
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
		for i := range a.Fragments {
			l.Spans = append(l.Spans, newSpan(a, i, d.Text, tokens, unit))
		}
	}
	slices.SortStableFunc(l.Spans, func(x, y span) int { return x.Start - y.Start })
	if r.Set != nil {
		l.relate(r.Set.Relations)
	}
	return l
}

// newSpan returns the span of one fragment.
func newSpan(a model.Annotation, i int, text *model.Text, tokens []model.Span, unit format.Unit) span {
	f := a.Fragments[i]
	s := span{}
	s.First, s.Last = covering(tokens, f)
	if i > 0 {
		s.PartOf = string(a.ID)
		a = model.Annotation{ID: model.AnnotationID(fmt.Sprintf("%s_%d", a.ID, i+1)), Label: a.Label}
	}
	a.Fragments = []model.Span{f}
	s.Span = jsonline.NewSpan(a, text, unit)
	return s
}

// newTokens returns tokens of the text as they are written.
func newTokens(text *model.Text, tokens []model.Span, unit format.Unit) []token {
	written := make([]token, len(tokens))
	for i, t := range tokens {
		written[i] = token{
			text.Slice(t), unit.Count(text, t.Start), unit.Count(text, t.End), i, format.Spaced(text.String(), tokens, i),
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
	var marked []model.Span
	for _, a := range s.Annotations {
		marked = append(marked, a.Fragments...)
	}
	slices.SortFunc(marked, func(x, y model.Span) int { return x.Start - y.Start })
	for i, m := range marked {
		if i > 0 && m.Start < marked[i-1].End {
			return "spans_manual"
		}
	}
	return "ner_manual"
}
