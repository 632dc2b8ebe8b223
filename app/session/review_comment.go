package session

import (
	"context"
	"fmt"
	"slices"

	"dragoman/model"
)

// Comment begins a thread on an annotation of the document, or with "" on the
// document as a whole. It is no change: undo does not take it back.
func (r *Review) Comment(ctx context.Context, annotation model.AnnotationID, text string) error {
	return r.session.say(ctx, model.Comment{Document: r.Document().ID, Annotation: annotation, Text: text})
}

// Answer answers in the thread of a comment on the document; model.ErrNotFound.
func (r *Review) Answer(ctx context.Context, to model.CommentID, text string) error {
	asked, err := r.comment(to)
	if err != nil {
		return err
	}
	return r.session.say(ctx, model.Comment{
		Document: asked.Document, Annotation: asked.Annotation, Text: text, Answers: thread(asked),
	})
}

// Resolve says that the thread that a comment begins is settled, or open again;
// model.ErrNotFound.
func (r *Review) Resolve(ctx context.Context, first model.CommentID, resolved bool) error {
	c, err := r.comment(first)
	if err != nil {
		return err
	}
	c.Resolved = resolved
	return r.session.keep(ctx, c)
}

func (r *Review) comment(id model.CommentID) (model.Comment, error) {
	i := slices.IndexFunc(r.comments, func(c model.Comment) bool { return c.ID == id })
	if i < 0 {
		return model.Comment{}, r.session.failed(fmt.Errorf("comment %s: %w", id, model.ErrNotFound))
	}
	return r.comments[i], nil
}

// hear reads the comments on the document anew when it is theirs that changed.
func (r *Review) hear(ctx context.Context, document model.DocumentID) error {
	if document != r.Document().ID {
		return nil
	}
	comments, err := r.session.project.Comments(ctx, document)
	if err != nil {
		return fmt.Errorf("read comments: %w", err)
	}
	r.comments = comments
	r.tell()
	return nil
}
