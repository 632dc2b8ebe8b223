package job

import (
	"context"
	"fmt"

	"dragoman/model"
)

// Settle decides about a set that a merge had to leave waiting: theirs takes
// the place of ours, or ours stays. Either is an undoable step of the project,
// by the project's owner where by is "". The history remembers that both are
// known: merging the same file again changes nothing, and where theirs was
// taken a newer copy of it comes in by itself. It fails, and nothing is
// changed, when theirs does not fit the schema, which was edited since.
func Settle(ctx context.Context, project Writer, w model.Waiting, take Take, by model.Annotator) error {
	if take != TakeTheirs && take != TakeOurs {
		return takeError(take)
	}
	err := project.Update(ctx, func(tx Tx) error {
		document, err := tx.Document(w.Set.Document)
		if err != nil {
			return fmt.Errorf("read it: %w", err)
		}
		heading := model.Summary{ID: document.ID, Title: document.Title, Beginning: model.FirstLine(document.Text.String())}.Heading()
		name := fmt.Sprintf("decision on the set of %s in %s: %s", w.Set.Annotator, heading, take)
		m, err := newMerger(ctx, tx, name, MergeOptions{By: by})
		if err != nil {
			return err
		}
		if err := m.settle(w, take); err != nil {
			return err
		}
		return m.flush()
	})
	if err != nil {
		return fmt.Errorf("settle the set of %s in document %s: %w", w.Set.Annotator, w.Set.Document, err)
	}
	return nil
}

func (m *merger) settle(w model.Waiting, take Take) error {
	if take == TakeTheirs {
		if err := m.fits(w); err != nil {
			return err
		}
	}
	mt, err := m.meeting(w.Set.Document, w.Set.Annotator)
	if err != nil {
		return err
	}
	ids := renames{}
	if err := m.rename(mt, w.Set, ids); err != nil {
		return err
	}
	m.meet(mt, arrival{path: w.Source, set: w.Set, history: w.History, decided: taken[take]}, ids)
	m.part(mt)
	m.batch.settled = []setKey{mt.key()}
	return nil
}

// fits reports why the set that waits cannot be taken any more.
func (m *merger) fits(w model.Waiting) error {
	schema, err := m.tx.Schema()
	if err != nil {
		return fmt.Errorf("read schema: %w", err)
	}
	document, err := m.tx.Document(w.Set.Document)
	if err != nil {
		return fmt.Errorf("read it: %w", err)
	}
	if err := w.Set.Check(document.Text, schema); err != nil {
		return fmt.Errorf("the schema was edited since the set waits; merge %s again, say what its labels become, and decide then: %w", w.Source, err)
	}
	return nil
}
