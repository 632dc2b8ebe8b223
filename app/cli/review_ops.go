package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"dragoman/app/session"
	"dragoman/model"
	"dragoman/model/agree"
)

// subject is what a decision is about.
type subject struct {
	desk *session.Desk // of the gold set
	of   []string      // the annotation or relation first, then those that it stands instead of
	sets []model.AnnotationSet
}

// bench returns what a verb of review looks at.
func (s subject) bench() model.Review { return model.Review{Work: s.desk.Work(), Sets: s.sets} }

// subject finds what a decision is about.
func (r *reviewer) subject(ctx context.Context, ed edit) (subject, error) {
	var what string
	var document model.DocumentID
	var owner model.Annotator
	var err error
	switch {
	case (ed.Annotation == "") == (ed.Relation == ""):
		return subject{}, bad("%s needs \"annotation\" or \"relation\"", ed.Op)
	case ed.Annotation != "":
		what = fmt.Sprintf("annotation %s", ed.Annotation)
		document, owner, err = r.project.Where(ctx, ed.Annotation)
	default:
		what = fmt.Sprintf("relation %s", ed.Relation)
		document, owner, err = r.project.WhereRelation(ctx, ed.Relation)
	}
	if errors.Is(err, model.ErrNotFound) {
		err = fmt.Errorf("%s: %w: it may have been deleted since", what, model.ErrNotFound)
	}
	if err == nil {
		err = r.fits(ctx, ed, what, document, owner)
	}
	if err != nil {
		return subject{}, err
	}
	desk, err := r.desks.open(ctx, document)
	if err != nil {
		return subject{}, err
	}
	sets, err := r.others(ctx, document)
	return subject{desk, append([]string{string(ed.Annotation) + string(ed.Relation)}, ed.Instead...), sets}, err
}

// fits reports why what was found is not what the line says.
func (r *reviewer) fits(ctx context.Context, ed edit, what string, document model.DocumentID, owner model.Annotator) error {
	if owner == model.Gold {
		return bad("%s is of the gold set: decisions are about the annotators’ own", what)
	}
	if ed.Annotator != "" && ed.Annotator != owner {
		return bad("%s belongs to %s, not to %s", what, owner, ed.Annotator)
	}
	if ed.Document == "" {
		return nil
	}
	desk, err := r.desk(ctx, ed.Document)
	if err == nil && desk.Document().ID != document {
		err = bad("%s stands in document %s, not in %s", what, document, desk.Document().ID)
	}
	return err
}

// others returns the sets of the annotators in a document.
func (r *reviewer) others(ctx context.Context, document model.DocumentID) ([]model.AnnotationSet, error) {
	if r.document == document {
		return r.sets, nil
	}
	sets, err := r.project.Sets(ctx, document)
	if err != nil {
		return nil, err
	}
	r.document = document
	r.sets = slices.DeleteFunc(slices.Clone(sets), func(s model.AnnotationSet) bool { return s.Annotator == model.Gold })
	return r.sets, nil
}

// decide saves what a verb of review says of what the line is about. The
// answer names what stands for it in the gold set.
func (r *reviewer) decide(ctx context.Context, ed edit, verb func(subject) (model.Change, error)) (answer, error) {
	s, err := r.subject(ctx, ed)
	if err != nil {
		return answer{}, err
	}
	change, err := verb(s)
	a, err := do(ctx, s.desk, change, err)
	v, _ := s.desk.Set().Verdict(s.of[0])
	if ed.Relation != "" {
		a.Relation = model.RelationID(v.Gold)
	} else {
		a.Annotation = model.AnnotationID(v.Gold)
	}
	return a, err
}

func (r *reviewer) accept(ctx context.Context, ed edit) (answer, error) {
	return r.decide(ctx, ed, func(s subject) (model.Change, error) {
		return model.Take(s.bench(), s.of[0], s.of[1:], ed.Why)
	})
}

func (r *reviewer) reject(ctx context.Context, ed edit) (answer, error) {
	return r.decide(ctx, ed, func(s subject) (model.Change, error) { return model.Reject(s.bench(), s.of, ed.Why) })
}

func (r *reviewer) explain(ctx context.Context, ed edit) (answer, error) {
	return r.decide(ctx, ed, func(s subject) (model.Change, error) { return model.Explain(s.bench(), s.of, ed.Why) })
}

// edit puts the reviewer's own version into the gold set: the annotation with
// the spans, the label or both that the line has.
func (r *reviewer) edit(ctx context.Context, ed edit) (answer, error) {
	return r.decide(ctx, ed, func(s subject) (model.Change, error) {
		a, ok := annotationIn(s.sets, ed.Annotation)
		if !ok {
			return model.Change{}, fmt.Errorf("annotation %s: %w", ed.Annotation, model.ErrNotFound)
		}
		if ed.Label != "" {
			a.Label = ed.Label
		}
		if ed.Spans != nil {
			spans, err := ed.covered(s.desk.Document().Text)
			if err != nil {
				return model.Change{}, err
			}
			a.Fragments = spans
		}
		return model.TakeOwn(s.bench(), s.of, a.Fragments, a.Label, ed.Why)
	})
}

func annotationIn(sets []model.AnnotationSet, id model.AnnotationID) (model.Annotation, bool) {
	for _, s := range sets {
		if a, ok := s.Annotation(id); ok {
			return a, true
		}
	}
	return model.Annotation{}, false
}

// acceptAgreed takes all in which the annotators of the line, or all of the
// document, say the same.
func (r *reviewer) acceptAgreed(ctx context.Context, ed edit) (answer, error) {
	desk, err := r.desk(ctx, ed.Document)
	if err != nil {
		return answer{}, err
	}
	sets, err := r.others(ctx, desk.Document().ID)
	if err != nil {
		return answer{}, err
	}
	compared, err := compared(sets, ed.Annotators)
	if err != nil {
		return answer{}, err
	}
	groups := session.Agreed(agree.Compare(compared), desk.Set())
	change, n, err := model.TakeAgreed(model.Review{Work: desk.Work(), Sets: sets}, groups, ed.Why)
	a, err := do(ctx, desk, change, err)
	a.Accepted = &n
	return a, err
}

// compared returns the sets of these annotators, or all for none.
func compared(sets []model.AnnotationSet, annotators []model.Annotator) ([]model.AnnotationSet, error) {
	chosen := sets
	if len(annotators) > 0 {
		chosen = nil
	}
	for i, a := range annotators {
		n := slices.IndexFunc(sets, func(s model.AnnotationSet) bool { return s.Annotator == a })
		if n < 0 {
			return nil, bad("%s has no annotation set in this document", a)
		}
		if slices.Contains(annotators[:i], a) {
			return nil, bad("%s is named twice", a)
		}
		chosen = append(chosen, sets[n])
	}
	if len(chosen) < 2 {
		return nil, bad("this document has no work of two annotators to agree")
	}
	return chosen, nil
}
