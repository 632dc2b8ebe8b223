package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/model"
)

type listVerb struct {
	Project   string `arg:"" help:"Project file."`
	Annotator string `help:"Only documents with a set of this annotator; with --status, no set counts as new."`
	Status    string `enum:",new,in_progress,done" default:"" help:"Only documents with a set of this status: new, in_progress or done."`
	Label     string `help:"Only documents with an annotation of this label."`
	Bin       bool   `help:"The documents in the bin, instead of all others."`
}

// document is what list prints of one document.
type document struct {
	ID     model.DocumentID `json:"id"`
	Title  string           `json:"title"`
	Source string           `json:"source"`
	Length int              `json:"length"`
	Sets   []set            `json:"sets"`
	// Of a document in the bin alone: who put it there and when.
	Binned   model.Annotator `json:"binned,omitempty"`
	BinnedAt *time.Time      `json:"binned_at,omitempty"`
}

type set struct {
	Annotator   model.Annotator `json:"annotator"`
	Status      string          `json:"status"`
	Annotations int             `json:"annotations"`
	Relations   int             `json:"relations"`
}

func newDocument(s model.Summary) document {
	d := document{ID: s.ID, Title: s.Title, Source: s.Source, Length: s.Length, Sets: []set{}, Binned: s.Binned}
	if s.Binned != "" {
		d.BinnedAt = &s.EditedAt
	}
	for _, x := range s.Sets {
		d.Sets = append(d.Sets, set{x.Annotator, x.Status.String(), x.Annotations, x.Relations})
	}
	return d
}

// Run lists documents by title.
func (v *listVerb) Run(ctx context.Context, e *env) error {
	return e.seen(ctx, v.Project, v.Annotator, func(p session.View) error {
		read := p.Documents
		if v.Bin {
			read = p.Bin
		}
		documents, err := read(ctx)
		if err != nil {
			return err
		}
		labelled, err := v.labelled(ctx, p)
		if err != nil {
			return err
		}
		shown := 0
		for _, d := range documents {
			if !v.wants(d, labelled) {
				continue
			}
			shown++
			if err := e.listed(d); err != nil {
				return err
			}
		}
		e.say("%s of %d", count(shown, "document", "documents"), len(documents))
		return nil
	})
}

func (e *env) listed(d model.Summary) error {
	if e.json {
		return e.print(newDocument(d))
	}
	var sets []string
	for _, s := range d.Sets {
		sets = append(sets, fmt.Sprintf("%s: %s, %s", s.Annotator, s.Status, count(s.Annotations, "annotation", "annotations")))
	}
	return e.out(strings.TrimRight(fmt.Sprintf("%.12s  %6d  %s  %s", d.ID, d.Length, d.Heading(), strings.Join(sets, "; ")), " ") + "\n")
}

// owned is an annotation set by what it is.
type owned struct {
	document  model.DocumentID
	annotator model.Annotator
}

// labelled returns the sets that hold an annotation of the label that is asked
// for, and nil when none is.
func (v *listVerb) labelled(ctx context.Context, p session.View) (map[owned]bool, error) {
	if v.Label == "" {
		return nil, nil
	}
	if v.Bin {
		return nil, &job.UsageError{Sentence: "--label does not look into the bin"}
	}
	schema, err := p.Schema(ctx)
	if err != nil {
		return nil, err
	}
	if _, ok := schema.Label(v.Label); !ok {
		return nil, &job.UsageError{Sentence: fmt.Sprintf("the schema has no label %q", v.Label)}
	}
	found := map[owned]bool{}
	err = p.Walk(ctx, func(d model.Document, sets []model.AnnotationSet) error {
		for _, s := range sets {
			if slices.ContainsFunc(s.Annotations, func(a model.Annotation) bool { return a.Label == v.Label }) {
				found[owned{d.ID, s.Annotator}] = true
			}
		}
		return nil
	})
	return found, err
}

// wants reports whether one set of the document is all that is asked for.
func (v *listVerb) wants(d model.Summary, labelled map[owned]bool) bool {
	sets := d.Sets
	switch {
	case v.Annotator == "" && v.Status == "" && v.Label == "":
		return true
	case v.Annotator != "" && v.Status != "":
		sets = []model.SetSummary{d.Set(model.Annotator(v.Annotator))}
	case len(sets) == 0:
		sets = []model.SetSummary{{}}
	}
	return slices.ContainsFunc(sets, func(s model.SetSummary) bool {
		return (v.Annotator == "" || string(s.Annotator) == v.Annotator) &&
			(v.Status == "" || s.Status.String() == v.Status) &&
			(labelled == nil || labelled[owned{d.ID, s.Annotator}])
	})
}
