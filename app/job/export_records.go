package job

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"dragoman/model"
	"dragoman/storage/format"
)

// annotators returns whose sets will be written, sorted.
func (opt ExportOptions) annotators(census model.Census) []model.Annotator {
	var names []model.Annotator
	for _, s := range census.Sets {
		if opt.takes(s.Annotator, s.Status) {
			names = append(names, s.Annotator)
		}
	}
	return slices.Compact(names)
}

// Annotators returns who has a set in the documents, sorted.
func Annotators(documents []model.Summary) []model.Annotator {
	return model.CensusOf(documents).Annotators()
}

func (opt ExportOptions) all() bool { return opt.Annotator == "" || opt.Annotator == model.All }

// unfinished reports whether unfinished work leaves too.
func (opt ExportOptions) unfinished() bool { return opt.Everything || opt.Format.Drafts }

// takes reports whether a set of that owner and status leaves.
func (opt ExportOptions) takes(owner model.Annotator, status model.Status) bool {
	if !opt.all() && owner != opt.Annotator {
		return false
	}
	if opt.Status == model.StatusUnset {
		return opt.unfinished() || status != model.StatusInProgress
	}
	return status.String() == opt.Status.String()
}

// takesBare reports whether documents without any set leave: where all
// annotators are asked for, for no set counts as new.
func (opt ExportOptions) takesBare() bool {
	return opt.all() && (opt.Status == model.StatusNew || opt.Status == model.StatusUnset && opt.unfinished())
}

// leaving reports whether the document is in the export, and with which sets.
func (opt ExportOptions) leaving(sets []model.AnnotationSet) (leave []model.AnnotationSet, document bool) {
	for _, set := range sets {
		if opt.takes(set.Annotator, set.Status) {
			leave = append(leave, set)
		}
	}
	return leave, len(leave) > 0 || len(sets) == 0 && opt.takesBare()
}

// The kinds of what is left out because it is unfinished.
const (
	LeftInProgress  = "in_progress"         // annotation sets
	LeftBare        = "without_annotations" // documents
	LeftSuggestions = "suggestion"          // annotations
)

// leftOut counts sets and documents that stay because they are unfinished,
// which nobody asked for in so many words.
func (opt ExportOptions) leftOut(ctx context.Context, project Reader) (format.Losses, error) {
	var left format.Losses
	if opt.Status != model.StatusUnset || opt.unfinished() {
		return left, nil
	}
	var whose model.Annotator
	if !opt.all() {
		whose = opt.Annotator
	}
	unfinished, err := project.Unfinished(ctx, whose)
	if err != nil {
		return left, fmt.Errorf("count what is unfinished: %w", err)
	}
	const instead = "--status any takes unfinished work too, --status done what is done alone"
	for _, work := range unfinished.First {
		switch {
		case work.Annotator != "":
			left.Add(LeftInProgress, fmt.Sprintf("document %s: %s is at it", work.Document, work.Annotator), instead)
		case opt.all():
			left.Add(LeftBare, fmt.Sprintf("document %s: nobody has annotated it", work.Document), instead)
		}
	}
	counts := map[string]int{LeftInProgress: unfinished.InProgress, LeftBare: unfinished.Bare}
	for i := range left {
		left[i].Count = counts[left[i].Kind]
	}
	return left, nil
}

// errEnough ends a walk that nobody listens to any more.
var errEnough = errors.New("enough")

// records yields what is to be written of the documents that belong, by
// document id, then annotator.
func (x *exporting) records(belongs func(model.DocumentID) bool) iter.Seq2[format.Record, error] {
	return func(yield func(format.Record, error) bool) {
		err := x.project.Walk(x.ctx, func(document model.Document, sets []model.AnnotationSet) error {
			if !belongs(document.ID) {
				return nil
			}
			leave, there := x.opt.leaving(sets)
			if there && len(leave) == 0 && !yield(format.Record{Document: document}, nil) {
				return errEnough
			}
			for _, set := range leave {
				set = x.withoutSuggestions(set)
				if !yield(format.Record{Document: document, Set: &set, Named: true}, nil) {
					return errEnough
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(format.Record{}, fmt.Errorf("read project: %w", err))
		}
	}
}

// withoutSuggestions returns the set without suggestions that nobody looked at,
// and counts them, unless they are asked for.
func (x *exporting) withoutSuggestions(set model.AnnotationSet) model.AnnotationSet {
	if x.opt.Suggestions || x.opt.unfinished() {
		return set
	}
	suggested := func(a model.Annotation) bool { return a.Origin == model.OriginSuggested }
	if !slices.ContainsFunc(set.Annotations, suggested) {
		return set
	}
	there := len(set.Annotations)
	set.Annotations = slices.DeleteFunc(slices.Clone(set.Annotations), suggested)
	for range there - len(set.Annotations) {
		x.result.LeftOut.Tally(LeftSuggestions, "--suggestions takes them too", func() string { return "suggested by a program, and nobody has looked at it" })
	}
	stay := make(map[model.AnnotationID]bool, len(set.Annotations))
	for _, a := range set.Annotations {
		stay[a.ID] = true
	}
	set.Relations = slices.DeleteFunc(slices.Clone(set.Relations), func(r model.Relation) bool { return !stay[r.From] || !stay[r.To] })
	return set
}
