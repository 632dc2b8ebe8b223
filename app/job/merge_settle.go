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
// taken a newer copy of it comes in by itself.
func Settle(ctx context.Context, project Writer, w model.Waiting, take Take, by model.Annotator) error {
	if take != TakeTheirs && take != TakeOurs {
		return takeError(take)
	}
	err := project.Update(ctx, func(tx Tx) error {
		name := fmt.Sprintf("decision on the set of %s: %s", w.Set.Annotator, take)
		m, err := newMerger(ctx, tx, name, MergeOptions{Take: take, By: by})
		if err != nil {
			return err
		}
		if err := m.settle(w); err != nil {
			return err
		}
		return m.flush()
	})
	if err != nil {
		return fmt.Errorf("settle the set of %s in document %s: %w", w.Set.Annotator, w.Set.Document, err)
	}
	return nil
}

func (m *merger) settle(w model.Waiting) error {
	mt, err := m.meeting(w.Set.Document, w.Set.Annotator)
	if err != nil {
		return err
	}
	ids := renames{}
	if err := m.rename(mt, w.Set, ids); err != nil {
		return err
	}
	m.meet(mt, arrival{path: w.Source, set: w.Set, history: w.History}, ids)
	m.part(mt)
	m.batch.settled = []setKey{mt.key()}
	return nil
}
