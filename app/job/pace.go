package job

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"dragoman/model"
)

// PaceReader is a project whose history tells when documents were done.
type PaceReader interface {
	Documents(ctx context.Context) ([]model.Summary, error)
	History(ctx context.Context, id model.DocumentID, owner model.Annotator) ([]model.PastChange, error)
}

// AnnotatorPace says when an annotator was done with documents.
type AnnotatorPace struct {
	Annotator model.Annotator
	Done      []time.Time // UTC, one for each document that is done now, the earliest first
	Undated   int         // documents that are done, of which the history does not say since when
}

// Pace returns how the annotators got on, by name: since when each of their
// documents is done. It asks for the history of every set that is done.
func Pace(ctx context.Context, project PaceReader, progress Progress) ([]AnnotatorPace, error) {
	documents, err := project.Documents(ctx)
	if err != nil {
		return nil, fmt.Errorf("read list of documents: %w", err)
	}
	by := map[model.Annotator]*AnnotatorPace{}
	for i, d := range documents {
		progress.Report(int64(i), int64(len(documents)), d.Heading())
		for _, set := range d.Sets {
			if set.Status != model.StatusDone || set.Annotator == model.Gold {
				continue
			}
			history, err := project.History(ctx, d.ID, set.Annotator)
			if err != nil {
				return nil, fmt.Errorf("read history of %s in document %s: %w", set.Annotator, d.ID, err)
			}
			if by[set.Annotator] == nil {
				by[set.Annotator] = &AnnotatorPace{Annotator: set.Annotator}
			}
			by[set.Annotator].add(history)
		}
	}
	var paces []AnnotatorPace
	for _, p := range by {
		slices.SortFunc(p.Done, time.Time.Compare)
		paces = append(paces, *p)
	}
	slices.SortFunc(paces, func(a, b AnnotatorPace) int { return cmp.Compare(a.Annotator, b.Annotator) })
	return paces, nil
}

// add counts a document that is done.
func (p *AnnotatorPace) add(history []model.PastChange) {
	var since time.Time
	for _, past := range history {
		switch s := past.Status; {
		case s == nil || s.New == nil:
		case *s.New == model.StatusDone && !past.At.Equal(unknownTime):
			since = past.At
		default:
			since = time.Time{}
		}
	}
	if since.IsZero() {
		p.Undated++
		return
	}
	p.Done = append(p.Done, since)
}
