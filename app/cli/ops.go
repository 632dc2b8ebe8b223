package cli

import (
	"context"
	"errors"
	"fmt"

	"dragoman/app/session"
	"dragoman/model"
)

// do saves the change that a verb of the model gave.
func do(ctx context.Context, desk *session.Desk, change model.Change, err error) (answer, error) {
	if err != nil {
		return answer{}, err
	}
	number, err := desk.Do(ctx, change)
	return answer{Change: number}, err
}

// about does the same for an annotation, which the answer names.
func (s *editor) about(ctx context.Context, id model.AnnotationID, verb func(model.Work) (model.Change, error)) (answer, error) {
	desk, err := s.deskOf(ctx, id)
	if err != nil {
		return answer{}, err
	}
	change, err := verb(desk.Work())
	a, err := do(ctx, desk, change, err)
	a.Annotation = id
	return a, err
}

func (s *editor) add(ctx context.Context, ed edit) (answer, error) {
	desk, err := s.desk(ctx, ed.Document)
	if err != nil {
		return answer{}, err
	}
	spans, err := ed.covered(desk.Document().Text)
	if err != nil {
		return answer{}, err
	}
	id := model.NewAnnotationID()
	change, err := model.AddLabel(desk.Work(), id, spans, ed.Label)
	a, err := do(ctx, desk, change, err)
	a.Annotation = id
	return a, err
}

func (s *editor) relabel(ctx context.Context, ed edit) (answer, error) {
	return s.about(ctx, ed.Annotation, func(w model.Work) (model.Change, error) {
		return model.Relabel(w, ed.Annotation, ed.Label)
	})
}

func (s *editor) resize(ctx context.Context, ed edit) (answer, error) {
	return s.about(ctx, ed.Annotation, func(w model.Work) (model.Change, error) {
		spans, err := ed.covered(w.Document.Text)
		if err != nil {
			return model.Change{}, err
		}
		return model.Resize(w, ed.Annotation, spans)
	})
}

func (s *editor) remove(ctx context.Context, ed edit) (answer, error) {
	return s.about(ctx, ed.Annotation, func(w model.Work) (model.Change, error) { return model.Delete(w, ed.Annotation) })
}

func (s *editor) note(ctx context.Context, ed edit) (answer, error) {
	return s.about(ctx, ed.Annotation, func(w model.Work) (model.Change, error) {
		return model.SetNote(w, ed.Annotation, ed.Text)
	})
}

func (s *editor) attribute(ctx context.Context, ed edit) (answer, error) {
	return s.about(ctx, ed.Annotation, func(w model.Work) (model.Change, error) {
		return model.SetAttribute(w, ed.Annotation, ed.Name, ed.Value)
	})
}

func (s *editor) link(ctx context.Context, ed edit) (answer, error) {
	desk, err := s.deskOf(ctx, ed.From)
	if err != nil {
		return answer{}, err
	}
	other, err := s.deskOf(ctx, ed.To)
	if err != nil {
		return answer{}, err
	}
	if desk.Document().ID != other.Document().ID {
		return answer{}, fmt.Errorf("%w: the annotations stand in different documents", model.ErrRelation)
	}
	id := model.NewRelationID()
	change, err := model.Link(desk.Work(), id, ed.Type, ed.From, ed.To)
	a, err := do(ctx, desk, change, err)
	a.Relation = id
	return a, err
}

func (s *editor) unlink(ctx context.Context, ed edit) (answer, error) {
	document, owner, err := s.project.WhereRelation(ctx, ed.Relation)
	desk, err := s.own(ctx, fmt.Sprintf("relation %s", ed.Relation), document, owner, err)
	if err != nil {
		return answer{}, err
	}
	change, err := model.Unlink(desk.Work(), ed.Relation)
	a, err := do(ctx, desk, change, err)
	a.Relation = ed.Relation
	return a, err
}

func (s *named) status(ctx context.Context, ed edit) (answer, error) {
	status, err := model.ParseStatus(ed.Status)
	if err != nil {
		return answer{}, bad("%v", err)
	}
	desk, err := s.desk(ctx, ed.Document)
	if err != nil {
		return answer{}, err
	}
	change, err := model.SetStatus(desk.Work(), status)
	return do(ctx, desk, change, err)
}

func (s *named) undo(ctx context.Context, ed edit) (answer, error) {
	return s.back(ctx, ed.Document, (*session.Desk).Undo)
}

func (s *named) redo(ctx context.Context, ed edit) (answer, error) {
	return s.back(ctx, ed.Document, (*session.Desk).Redo)
}

func (s *named) back(ctx context.Context, document string, step func(*session.Desk, context.Context) (model.Change, int64, error)) (answer, error) {
	desk, err := s.desk(ctx, document)
	if err != nil {
		return answer{}, err
	}
	_, number, err := step(desk, ctx)
	return answer{Change: number}, err
}

// deskOf returns the desk of the set that holds the annotation.
func (s *editor) deskOf(ctx context.Context, id model.AnnotationID) (*session.Desk, error) {
	document, owner, err := s.project.Where(ctx, id)
	return s.own(ctx, fmt.Sprintf("annotation %s", id), document, owner, err)
}

// own returns the desk of a document, unless what is asked for is another's.
func (s *editor) own(ctx context.Context, what string, document model.DocumentID, owner model.Annotator, err error) (*session.Desk, error) {
	missing := errors.Is(err, model.ErrNotFound)
	switch {
	case s.blind && (missing || err == nil && owner != s.annotator):
		return nil, fmt.Errorf("%s: %w among yours", what, model.ErrNotFound)
	case missing:
		return nil, fmt.Errorf("%s: %w", what, model.ErrNotFound)
	case err != nil:
		return nil, err
	case owner != s.annotator:
		return nil, bad("%s belongs to %s", what, owner)
	}
	return s.desks.open(ctx, document)
}
