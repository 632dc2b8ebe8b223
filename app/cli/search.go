package cli

import (
	"context"
	"fmt"

	"dragoman/model"
)

type searchVerb struct {
	Project string `arg:"" help:"Project file."`
	Query   string `arg:"" help:"Words; \"words in a row\"; begin* for words that begin so."`
}

// hit is what search prints of one document. Offsets are code points.
type hit struct {
	ID    model.DocumentID `json:"id"`
	Title string           `json:"title"`
	Hits  []place          `json:"hits"`
}

type place struct {
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Snippet string `json:"snippet"`
}

// Run prints the documents that hold what is asked for, the best first.
func (v *searchVerb) Run(ctx context.Context, e *env) error {
	return e.with(ctx, v.Project, true, func(p Project) error {
		found, err := p.Search(ctx, v.Query, 0)
		if err != nil {
			return err
		}
		for _, f := range found {
			h, err := places(ctx, p, f)
			if err != nil {
				return err
			}
			if err := e.found(h); err != nil {
				return err
			}
		}
		e.say("%s", count(len(found), "document", "documents"))
		return nil
	})
}

// places counts the places in code points.
func places(ctx context.Context, p Project, f model.Hit) (hit, error) {
	h := hit{f.Document, f.Title, []place{}}
	if len(f.Matches) == 0 {
		return h, nil
	}
	document, err := p.Document(ctx, f.Document)
	if err != nil {
		return h, err
	}
	for _, m := range f.Matches {
		h.Hits = append(h.Hits, place{
			document.Text.CodePointAt(m.Span.Start), document.Text.CodePointAt(m.Span.End), m.Snippet,
		})
	}
	return h, nil
}

func (e *env) found(h hit) error {
	if e.json {
		return e.print(h)
	}
	text := fmt.Sprintf("%.12s  %s\n", h.ID, model.Line(h.Title))
	for _, p := range h.Hits {
		text += fmt.Sprintf("  %6d  %s\n", p.Start, model.Line(p.Snippet))
	}
	return e.out(text)
}
