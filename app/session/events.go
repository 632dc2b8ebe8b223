package session

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"dragoman/model"
)

// MayRestore says why who works may not bring an earlier state of the owner's
// annotations of the current document back: a sentence with the next step, or
// "" when they may.
func (s *Session) MayRestore(owner model.Annotator) string {
	switch {
	case s.desk == nil:
		return "No document is open: open one from the list."
	case s.review != nil:
		return "A state is not restored while a document is reviewed: leave the review with Escape first."
	case owner != s.annotator:
		return fmt.Sprintf("These are the annotations of %s: only they restore a state of them.", owner)
	}
	return ""
}

// Restore makes the current annotation set what it was then, as one change that
// Undo takes back: see model.Restore. at is when it was so.
func (s *Session) Restore(ctx context.Context, then model.AnnotationSet, at time.Time) error {
	if why := s.MayRestore(then.Annotator); why != "" {
		return s.failed(errors.New(why))
	}
	change, err := model.Restore(s.desk.Work(), then, at)
	if err != nil {
		return s.failed(err)
	}
	if change.Empty() {
		return s.failed(errors.New("nothing is to be restored: the annotations are as they were then"))
	}
	_, err = s.Do(ctx, change)
	return err
}

// EventAt returns which of the events, which are the oldest first, has that
// number in the log, and is that part of what a merge brought (0: the merge).
func EventAt(events []model.Event, number int64, part int) (int, error) {
	i := slices.IndexFunc(events, func(e model.Event) bool { return e.Number == number && e.Part == part })
	if i < 0 {
		return 0, fmt.Errorf("change %d: %w in the history of the document", number, model.ErrNotFound)
	}
	return i, nil
}
