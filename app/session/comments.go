package session

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dragoman/model"
)

// CommentsChanged: the comments on a document are others. It is told of those
// that the session itself wrote.
type CommentsChanged struct{ Document model.DocumentID }

func (CommentsChanged) event() {}

// Comments returns the comments on the current document, by time. Where who
// works may not see the sets of others, comments on annotations of others are
// left out, but for what the gold set made of their own; ErrNoDocument.
func (s *Session) Comments(ctx context.Context) ([]model.Comment, error) {
	if s.desk == nil {
		return nil, s.failed(ErrNoDocument)
	}
	all, err := s.Seen().Comments(ctx, s.desk.Document().ID)
	if err != nil {
		return nil, s.failed(fmt.Errorf("read comments: %w", err))
	}
	return all, nil
}

// thread returns the first comment of the thread that c stands in.
func thread(c model.Comment) model.CommentID {
	if c.Answers != "" {
		return c.Answers
	}
	return c.ID
}

// Comment begins a thread on an annotation of the current document, or with ""
// on the document as a whole; ErrNoDocument.
func (s *Session) Comment(ctx context.Context, annotation model.AnnotationID, text string) error {
	return s.write(ctx, model.Comment{Annotation: annotation, Text: text})
}

// Answer answers in the thread of a comment of the current document;
// model.ErrNotFound.
func (s *Session) Answer(ctx context.Context, to model.CommentID, text string) error {
	asked, err := s.comment(ctx, to)
	if err != nil {
		return err
	}
	return s.write(ctx, model.Comment{Annotation: asked.Annotation, Text: text, Answers: thread(asked)})
}

// Resolve says that the thread that a comment begins is settled, or open again;
// model.ErrNotFound.
func (s *Session) Resolve(ctx context.Context, first model.CommentID, resolved bool) error {
	c, err := s.comment(ctx, first)
	if err != nil {
		return err
	}
	c.Resolved = resolved
	return s.keep(ctx, c)
}

// comment returns a comment of the current document.
func (s *Session) comment(ctx context.Context, id model.CommentID) (model.Comment, error) {
	all, err := s.Comments(ctx)
	if err != nil {
		return model.Comment{}, err
	}
	i := slices.IndexFunc(all, func(c model.Comment) bool { return c.ID == id })
	if i < 0 {
		return model.Comment{}, s.failed(fmt.Errorf("comment %s: %w", id, model.ErrNotFound))
	}
	return all[i], nil
}

// write adds a comment of who works to the current document.
func (s *Session) write(ctx context.Context, c model.Comment) error {
	if s.desk == nil {
		return s.failed(ErrNoDocument)
	}
	c.Document = s.desk.Document().ID
	return s.say(ctx, c)
}

// say adds a comment of who works to its document.
func (s *Session) say(ctx context.Context, c model.Comment) error {
	if c.Text = strings.TrimSpace(c.Text); c.Text == "" {
		return s.failed(errors.New("a comment needs words"))
	}
	c.ID, c.By, c.At = model.NewCommentID(), s.annotator, time.Now().UTC().Truncate(time.Millisecond)
	return s.keep(ctx, c)
}

func (s *Session) keep(ctx context.Context, c model.Comment) error {
	if err := s.project.SaveComment(ctx, c); err != nil {
		return s.failed(fmt.Errorf("save comment: %w", err))
	}
	s.tell(CommentsChanged{c.Document})
	if s.review != nil {
		return s.failed(s.review.hear(ctx, c.Document))
	}
	return nil
}
