package sessiontest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"dragoman/app/job"
	"dragoman/model"
)

// beside is what a project holds beside documents, sets and their log.
type beside struct {
	comments    map[model.CommentID]model.Comment
	assignments map[key]model.Assignment
	waiting     map[key]model.Waiting
	settings    map[string]string
}

func newBeside() beside {
	return beside{
		map[model.CommentID]model.Comment{}, map[key]model.Assignment{}, map[key]model.Waiting{}, map[string]string{},
	}
}

func (b beside) clone() beside {
	return beside{maps.Clone(b.comments), maps.Clone(b.assignments), maps.Clone(b.waiting), maps.Clone(b.settings)}
}

// sorted returns the values of the map in the order of compare.
func sorted[K comparable, V any](values map[K]V, compare func(a, b V) int) []V {
	return slices.SortedFunc(maps.Values(values), compare)
}

// Comments returns the comments on a document, by time, then id.
func (p *Project) Comments(_ context.Context, id model.DocumentID) ([]model.Comment, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.commentsOn(id), nil
}

func (s state) commentsOn(id model.DocumentID) []model.Comment {
	all := sorted(s.comments, func(a, b model.Comment) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) })
	return slices.DeleteFunc(all, func(c model.Comment) bool { return c.Document != id })
}

// SaveComment adds the comment, or gives the one with its id its text and
// whether it is resolved.
func (p *Project) SaveComment(ctx context.Context, c model.Comment) error {
	return p.Update(ctx, func(tx job.Tx) error { return tx.SaveComment(c) })
}

// Comments returns the comments on a document, by time, then id.
func (tx *Tx) Comments(id model.DocumentID) ([]model.Comment, error) { return tx.commentsOn(id), nil }

// SaveComment adds the comment, or gives the one with its id its text and
// whether it is resolved.
func (tx *Tx) SaveComment(c model.Comment) error {
	if have, there := tx.comments[c.ID]; there {
		have.Text, have.Resolved = c.Text, c.Resolved
		tx.comments[c.ID] = have
		return nil
	}
	if _, err := tx.document(c.Document); err != nil {
		return err
	}
	if _, there := tx.comments[c.Answers]; c.Answers != "" && !there {
		return fmt.Errorf("comment %s: %w", c.Answers, model.ErrNotFound)
	}
	if c.At.IsZero() {
		c.At = tx.at
	}
	c.At = c.At.UTC().Truncate(time.Millisecond)
	tx.comments[c.ID] = c
	return nil
}

// Assignments returns who was handed which document.
func (p *Project) Assignments(context.Context) ([]model.Assignment, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return sorted(p.assignments, func(a, b model.Assignment) int {
		return cmp.Or(cmp.Compare(a.Annotator, b.Annotator), cmp.Compare(a.Document, b.Document))
	}), nil
}

// AddAssignments adds them; one of the same annotator and document is replaced.
func (tx *Tx) AddAssignments(assignments []model.Assignment) error {
	for _, a := range assignments {
		if _, err := tx.document(a.Document); err != nil {
			return err
		}
		tx.assignments[key{a.Document, a.Annotator}] = a
	}
	return nil
}

// WaitingSets returns the sets that wait for a decision.
func (p *Project) WaitingSets(context.Context) ([]model.Waiting, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return sorted(p.waiting, func(a, b model.Waiting) int {
		return cmp.Or(cmp.Compare(a.Set.Document, b.Set.Document), cmp.Compare(a.Set.Annotator, b.Set.Annotator))
	}), nil
}

// PutWaiting has the set wait for a decision.
func (tx *Tx) PutWaiting(w model.Waiting) error {
	if _, err := tx.document(w.Set.Document); err != nil {
		return err
	}
	tx.waiting[key{w.Set.Document, w.Set.Annotator}] = w
	return nil
}

// RemoveWaiting ends the waiting of a set; none need wait.
func (tx *Tx) RemoveWaiting(id model.DocumentID, owner model.Annotator) error {
	delete(tx.waiting, key{id, owner})
	return nil
}

// Setting returns a setting of the project, "" where it has none.
func (p *Project) Setting(_ context.Context, name string) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.settings[name], nil
}

// SetSetting keeps a setting; an empty one is removed.
func (p *Project) SetSetting(ctx context.Context, name, value string) error {
	return p.Update(ctx, func(tx job.Tx) error { return tx.SetSetting(name, value) })
}

// Setting returns a setting of the project, "" where it has none.
func (tx *Tx) Setting(name string) (string, error) { return tx.settings[name], nil }

// SetSetting keeps a setting; an empty one is removed.
func (tx *Tx) SetSetting(name, value string) error {
	if value == "" {
		delete(tx.settings, name)
		return nil
	}
	tx.settings[name] = value
	return nil
}

// EditedAt returns when the properties of the document changed last.
func (p *Project) EditedAt(_ context.Context, id model.DocumentID) (time.Time, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.editedAt(id)
}

// EditedAt returns when the properties of the document changed last.
func (tx *Tx) EditedAt(id model.DocumentID) (time.Time, error) { return tx.editedAt(id) }

func (s state) editedAt(id model.DocumentID) (time.Time, error) {
	_, err := s.document(id)
	return s.edited[id], err
}

// History returns the lineage of an annotation set.
func (p *Project) History(_ context.Context, id model.DocumentID, owner model.Annotator) ([]model.PastChange, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.history(id, owner), nil
}

// History returns the lineage of an annotation set.
func (tx *Tx) History(id model.DocumentID, owner model.Annotator) ([]model.PastChange, error) {
	return tx.history(id, owner), nil
}

func (s state) history(id model.DocumentID, owner model.Annotator) []model.PastChange {
	var rows []model.LogRow
	for _, l := range s.log {
		if l.change.Document == id && l.change.Owner == owner {
			past := model.PastChange{Change: l.change, Kind: l.entry.Kind, At: l.at}
			rows = append(rows, model.LogRow{PastChange: past, Number: l.entry.Number, Of: l.entry.Of, Step: l.step, Brought: l.brought})
		}
	}
	return model.Lineage(rows)
}

// Events returns all that was changed of a document, the oldest first.
func (p *Project) Events(_ context.Context, id model.DocumentID) ([]model.Event, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var events []model.Event
	for _, l := range p.log {
		if l.change.Document != id {
			continue
		}
		e := model.Event{Number: l.entry.Number, Step: l.step, Of: l.entry.Of, Added: l.added, Properties: l.properties}
		e.PastChange = model.PastChange{Change: l.change, Kind: l.entry.Kind, At: l.at}
		for i, past := range l.brought {
			events = append(events, model.Event{PastChange: past, Number: e.Number, Step: e.Step, Part: i + 1})
		}
		events = append(events, e)
	}
	model.MarkUndone(events)
	return events, nil
}
