package session

import (
	"context"
	"fmt"
	"slices"
	"time"

	"dragoman/model"
)

// View is a project as somebody may read it.
type View interface {
	Schema(ctx context.Context) (model.Schema, error)
	Documents(ctx context.Context) ([]model.Summary, error)
	Bin(ctx context.Context) ([]model.Summary, error)
	Tally(ctx context.Context) (model.Tally, error)
	Events(ctx context.Context, id model.DocumentID) ([]model.Event, error)
	Document(ctx context.Context, id model.DocumentID) (model.Document, error)
	Sets(ctx context.Context, id model.DocumentID) ([]model.AnnotationSet, error)
	Walk(ctx context.Context, f func(model.Document, []model.AnnotationSet) error) error
	History(ctx context.Context, id model.DocumentID, owner model.Annotator) ([]model.PastChange, error)
	Comments(ctx context.Context, id model.DocumentID) ([]model.Comment, error)
	Assignments(ctx context.Context) ([]model.Assignment, error)
	WaitingSets(ctx context.Context) ([]model.Waiting, error)
	EditedAt(ctx context.Context, id model.DocumentID) (time.Time, error)
	counter
	settings
}

// Seen returns the project as a person may see it while they annotate. Unless
// the project shows annotators each other's sets, or is theirs, no set but
// their own is in it, and the gold set is another's too. "" and the names that
// no annotator has, gold and all, speak for the owner: they see everything.
func Seen(ctx context.Context, project Project, who model.Annotator) (View, error) {
	if who == "" || who == model.Gold || who == model.All {
		return project, nil
	}
	p, err := readPeople(ctx, project)
	if err != nil || p.sees(who) {
		return project, err
	}
	return blind{project, who}, nil
}

// Listed returns a view that answers with a list of documents that is at hand, as
// it is now, and asks v for everything else: to read the list of a large project
// takes longer than most of what is asked of it.
func Listed(v View, documents []model.Summary) View { return listed{v, slices.Clone(documents)} }

type listed struct {
	View
	documents []model.Summary
}

func (l listed) Documents(context.Context) ([]model.Summary, error) { return l.documents, nil }

// Blind reports whether a View hides the sets of others.
func Blind(v View) bool {
	_, hides := v.(blind)
	return hides
}

// Seen returns the project as who works may see it while they annotate.
func (s *Session) Seen() View {
	if s.OthersShown() {
		return s.project
	}
	return blind{s.project, s.annotator}
}

// Reviewed returns the project as who works may see it when they review, or
// take the work of all out of it: all of it where they may, otherwise as Seen.
func (s *Session) Reviewed() View {
	if s.MayReview() == "" {
		return s.project
	}
	return s.Seen()
}

// Reviewable returns the list of documents as Documents does, with the sets of
// others for who may review them.
func (s *Session) Reviewable() []model.Summary {
	documents, seen := s.all()
	if s.MayReview() == "" {
		return documents
	}
	return seen
}

// Annotators returns who has a set in the project, without the gold set, by
// name: a person who shares the file finds theirs among them. It says nothing
// about the sets.
func (s *Session) Annotators() []model.Annotator {
	var names []model.Annotator
	documents, _ := s.all()
	for _, d := range documents {
		for _, set := range d.Sets {
			if set.Annotator != model.Gold && !slices.Contains(names, set.Annotator) {
				names = append(names, set.Annotator)
			}
		}
	}
	slices.Sort(names)
	return names
}

// look makes the list of documents that who works may see.
func (s *Session) look() {
	s.seen = s.documents
	if !s.OthersShown() {
		s.seen = ownOf(s.documents, s.annotator)
	}
}

// blind is a project without the sets of all but one annotator, and without
// what is said about them.
type blind struct {
	project Project
	who     model.Annotator
}

func (b blind) Schema(ctx context.Context) (model.Schema, error) { return b.project.Schema(ctx) }

func (b blind) Setting(ctx context.Context, name string) (string, error) {
	return b.project.Setting(ctx, name)
}

func (b blind) Document(ctx context.Context, id model.DocumentID) (model.Document, error) {
	return b.project.Document(ctx, id)
}

func (b blind) EditedAt(ctx context.Context, id model.DocumentID) (time.Time, error) {
	return b.project.EditedAt(ctx, id)
}

func (b blind) Documents(ctx context.Context) ([]model.Summary, error) {
	documents, err := b.project.Documents(ctx)
	return ownOf(documents, b.who), err
}

func (b blind) Bin(ctx context.Context) ([]model.Summary, error) {
	documents, err := b.project.Bin(ctx)
	return ownOf(documents, b.who), err
}

// Tally counts the annotator's own sets.
func (b blind) Tally(ctx context.Context) (model.Tally, error) {
	tally, err := b.project.Tally(ctx)
	return tally.Of(b.who), err
}

// Events returns those of the annotator's own set and of the document itself.
func (b blind) Events(ctx context.Context, id model.DocumentID) ([]model.Event, error) {
	all, err := b.project.Events(ctx, id)
	return slices.DeleteFunc(slices.Clone(all), func(e model.Event) bool { return e.Owner != "" && e.Owner != b.who }), err
}

func (b blind) Sets(ctx context.Context, id model.DocumentID) ([]model.AnnotationSet, error) {
	sets, err := b.project.Sets(ctx, id)
	return b.own(sets), err
}

func (b blind) Walk(ctx context.Context, f func(model.Document, []model.AnnotationSet) error) error {
	return b.project.Walk(ctx, func(d model.Document, sets []model.AnnotationSet) error { return f(d, b.own(sets)) })
}

func (b blind) History(ctx context.Context, id model.DocumentID, owner model.Annotator) ([]model.PastChange, error) {
	if owner != b.who {
		return nil, nil
	}
	return b.project.History(ctx, id, owner)
}

func (b blind) Assignments(ctx context.Context) ([]model.Assignment, error) {
	all, err := b.project.Assignments(ctx)
	return slices.DeleteFunc(slices.Clone(all), func(a model.Assignment) bool { return a.Annotator != b.who }), err
}

// WaitingSets returns none: only who sees both sides can decide between them.
func (b blind) WaitingSets(context.Context) ([]model.Waiting, error) { return nil, nil }

// own returns those of the sets that are the annotator's.
func (b blind) own(sets []model.AnnotationSet) []model.AnnotationSet {
	i := slices.IndexFunc(sets, func(s model.AnnotationSet) bool { return s.Annotator == b.who })
	if i < 0 {
		return nil
	}
	return sets[i : i+1 : i+1]
}

// ownOf returns the summaries with the annotator's own sets alone: the same list
// where there are no others.
func ownOf(documents []model.Summary, who model.Annotator) []model.Summary {
	others := func(s model.SetSummary) bool { return s.Annotator != who }
	if !slices.ContainsFunc(documents, func(d model.Summary) bool { return slices.ContainsFunc(d.Sets, others) }) {
		return documents
	}
	cut := slices.Clone(documents)
	for i, d := range cut {
		cut[i] = own(d, who)
	}
	return cut
}

func own(d model.Summary, who model.Annotator) model.Summary {
	i := slices.IndexFunc(d.Sets, func(s model.SetSummary) bool { return s.Annotator == who })
	if i < 0 {
		d.Sets = nil
		return d
	}
	d.Sets = d.Sets[i : i+1 : i+1]
	return d
}

// Comments returns those on the document, on the annotator's own annotations,
// once their set is done on what the gold set made of these, and their own on
// annotations that are gone; with the answers to them.
func (b blind) Comments(ctx context.Context, id model.DocumentID) ([]model.Comment, error) {
	all, err := b.project.Comments(ctx, id)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	sets, err := b.project.Sets(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read annotations of document %s: %w", id, err)
	}
	theirs := map[model.AnnotationID]bool{}
	for _, set := range sets {
		for _, a := range set.Annotations {
			theirs[a.ID] = set.Annotator != b.who && !b.madeOf(set, a.ID, b.own(sets))
		}
	}
	kept := map[model.CommentID]bool{} // first comments of threads
	for _, c := range all {
		hidden, stands := theirs[c.Annotation]
		if c.Annotation == "" || stands && !hidden || !stands && c.By == b.who {
			kept[thread(c)] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(all), func(c model.Comment) bool { return !kept[thread(c)] }), nil
}

// madeOf reports whether an annotation of the gold set was made of one of the
// annotator's own, whose set is done.
func (b blind) madeOf(gold model.AnnotationSet, id model.AnnotationID, own []model.AnnotationSet) bool {
	if gold.Annotator != model.Gold || len(own) == 0 || own[0].Status != model.StatusDone {
		return false
	}
	return slices.ContainsFunc(gold.Verdicts, func(v model.Verdict) bool {
		return v.Annotator == b.who && v.Gold == string(id)
	})
}
