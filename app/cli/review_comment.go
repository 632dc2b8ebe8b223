package cli

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dragoman/model"
)

// comment begins a thread on a document, or on an annotation in it.
func (r *reviewer) comment(ctx context.Context, ed edit) (answer, error) {
	desk, err := r.desk(ctx, ed.Document)
	if err != nil {
		return answer{}, err
	}
	if ed.Annotation != "" {
		where, owner, err := r.project.Where(ctx, ed.Annotation)
		switch {
		case err != nil:
			return answer{}, err
		case where != desk.Document().ID:
			return answer{}, bad("annotation %s stands in document %s, not in %s", ed.Annotation, where, desk.Document().ID)
		case ed.Annotator != "" && ed.Annotator != owner:
			return answer{}, bad("annotation %s belongs to %s, not to %s", ed.Annotation, owner, ed.Annotator)
		}
	}
	return r.say(ctx, model.Comment{Document: desk.Document().ID, Annotation: ed.Annotation, Text: ed.Text})
}

// reply answers in the thread of a comment.
func (r *reviewer) reply(ctx context.Context, ed edit) (answer, error) {
	asked, err := r.commentOf(ctx, ed)
	if err != nil {
		return answer{}, err
	}
	return r.say(ctx, model.Comment{
		Document: asked.Document, Annotation: asked.Annotation, Answers: cmp.Or(asked.Answers, asked.ID), Text: ed.Text,
	})
}

// resolve says that a thread is settled, or open again.
func (r *reviewer) resolve(ctx context.Context, ed edit) (answer, error) {
	c, err := r.commentOf(ctx, ed)
	if err != nil {
		return answer{}, err
	}
	if c.Answers != "" {
		return answer{}, bad("comment %s is an answer: resolve %s, which begins the thread", c.ID, c.Answers)
	}
	c.Resolved = ed.Resolved == nil || *ed.Resolved
	return answer{Comment: c.ID}, r.project.SaveComment(ctx, c)
}

func (r *reviewer) say(ctx context.Context, c model.Comment) (answer, error) {
	if c.Text = strings.TrimSpace(c.Text); c.Text == "" {
		return answer{}, bad("a comment needs words")
	}
	c.ID, c.By, c.At = model.NewCommentID(), r.by, time.Now().UTC().Truncate(time.Millisecond)
	return answer{Comment: c.ID}, r.project.SaveComment(ctx, c)
}

// commentOf returns the comment that the line names.
func (r *reviewer) commentOf(ctx context.Context, ed edit) (model.Comment, error) {
	desk, err := r.desk(ctx, ed.Document)
	if err != nil {
		return model.Comment{}, err
	}
	comments, err := r.project.Comments(ctx, desk.Document().ID)
	if err != nil {
		return model.Comment{}, err
	}
	i := slices.IndexFunc(comments, func(c model.Comment) bool { return c.ID == ed.Comment })
	if i < 0 {
		return model.Comment{}, fmt.Errorf("comment %s in this document: %w", ed.Comment, model.ErrNotFound)
	}
	return comments[i], nil
}
