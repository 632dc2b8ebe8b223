package session

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"dragoman/model"
)

// errNoCase: a decision was asked for and no case is current.
var errNoCase = errors.New("no case is chosen: choose one from the list of differences")

// errGold: a decision was asked for while the gold set is compared.
var errGold = errors.New("the gold set is one of those that are compared: to decide, review without it")

// bench returns what a verb of review looks at.
func (r *Review) bench() model.Review {
	return model.Review{Work: r.gold.Work(), Sets: r.sets, Agreed: waiting(r.cases)}
}

// Take takes the annotator's version in the current case, to stand for those
// of the others; where they have nothing there, the others' are rejected. It is
// refused where they have not annotated the document at all. A relation takes its ends along where all agree about them. Then the next
// difference of the document that waits for a decision is current.
func (r *Review) Take(ctx context.Context, annotator model.Annotator, why string) error {
	return r.decide(ctx, func(c ReviewCase) (model.Change, error) {
		all := c.said()
		i := slices.IndexFunc(all, func(s said) bool { return s.annotator == annotator })
		if i < 0 && !slices.Contains(r.annotators, annotator) {
			return model.Change{}, fmt.Errorf("%s is none of those who are compared: %w", annotator, model.ErrNotFound)
		}
		if i < 0 && !r.Has(annotator) {
			return model.Change{}, fmt.Errorf("%s has not annotated this document: take what another has, or neither", annotator)
		}
		if i < 0 {
			return model.Reject(r.bench(), c.judged(), why)
		}
		return model.Take(r.bench(), all[i].of, slices.Delete(c.judged(), i, i+1), why)
	})
}

// TakeBoth takes all versions of the current case, each for itself.
func (r *Review) TakeBoth(ctx context.Context, why string) error {
	return r.decide(ctx, func(c ReviewCase) (model.Change, error) { return model.TakeEach(r.bench(), c.judged(), why) })
}

// Neither rejects all versions of the current case.
func (r *Review) Neither(ctx context.Context, why string) error {
	return r.decide(ctx, func(c ReviewCase) (model.Change, error) { return model.Reject(r.bench(), c.judged(), why) })
}

// Edit puts a version of the reviewer's own in the place of those of the
// current case, which must be about annotations.
func (r *Review) Edit(ctx context.Context, fragments []model.Span, label, why string) error {
	return r.decide(ctx, func(c ReviewCase) (model.Change, error) {
		return model.TakeOwn(r.bench(), c.judged(), fragments, label, why)
	})
}

// Explain says why the current case was decided as it was. It stays current.
func (r *Review) Explain(ctx context.Context, why string) error {
	c, ok := r.at()
	if !ok {
		return r.session.failed(errNoCase)
	}
	change, err := model.Explain(r.bench(), c.judged(), why)
	return r.do(ctx, change, err)
}

// decide saves a decision in the current case and goes on.
func (r *Review) decide(ctx context.Context, verb func(ReviewCase) (model.Change, error)) error {
	c, ok := r.at()
	if !ok {
		return r.session.failed(errNoCase)
	}
	change, err := verb(c)
	if err := r.save(ctx, change, err); err != nil {
		return err
	}
	r.advance()
	r.tell()
	return nil
}

// decides reports why nothing can be decided.
func (r *Review) decides() error {
	if slices.Contains(r.annotators, model.Gold) {
		return errGold
	}
	return nil
}

func (r *Review) do(ctx context.Context, change model.Change, err error) error {
	if err := r.save(ctx, change, err); err != nil {
		return err
	}
	r.tell()
	return nil
}

// save saves the change that a verb gave.
func (r *Review) save(ctx context.Context, change model.Change, err error) error {
	if err == nil {
		err = r.decides()
	}
	if err == nil {
		_, err = r.gold.Do(ctx, change)
	}
	return r.session.failed(err)
}

// advance makes the next difference current that waits for a decision, from
// the beginning where none is left behind; the current stays where there is
// none at all.
func (r *Review) advance() {
	waiting := slices.DeleteFunc(r.differences(r.filter), func(i int) bool { return !r.cases[i].Open() })
	if len(waiting) == 0 {
		return
	}
	next := slices.IndexFunc(waiting, func(i int) bool { return i > r.current })
	r.current = waiting[max(0, next)]
}

// TakeAgreed takes all cases of the document in which all say the same and
// that wait for a decision, in one change, and returns how many. A relation
// whose ends are not in the gold set is left.
func (r *Review) TakeAgreed(ctx context.Context) (int, error) {
	groups := waiting(r.cases)
	if len(groups) == 0 {
		return 0, nil
	}
	change, n, err := model.TakeAgreed(r.bench(), groups, "")
	if err := r.do(ctx, change, err); err != nil {
		return 0, err
	}
	return n, nil
}

// SetStatus says how far the review of the document is.
func (r *Review) SetStatus(ctx context.Context, status model.Status) error {
	change, err := model.SetStatus(r.gold.Work(), status)
	return r.do(ctx, change, err)
}

// Undo takes back the last decision in the document, and makes what it was
// about current: see Desk.Undo.
func (r *Review) Undo(ctx context.Context) (model.Change, error) { return r.back(ctx, (*Desk).Undo) }

// Redo repeats the decision that was taken back last: see Desk.Redo.
func (r *Review) Redo(ctx context.Context) (model.Change, error) { return r.back(ctx, (*Desk).Redo) }

func (r *Review) back(ctx context.Context, step func(*Desk, context.Context) (model.Change, int64, error)) (model.Change, error) {
	if err := r.decides(); err != nil {
		return model.Change{}, r.session.failed(err)
	}
	change, _, err := step(r.gold, ctx)
	if err != nil {
		return change, r.session.failed(err)
	}
	var of []string
	for _, e := range change.Verdicts {
		for _, v := range []*model.Verdict{e.Old, e.New} {
			if v != nil {
				of = append(of, v.Of)
			}
		}
	}
	if i := slices.IndexFunc(r.cases, func(c ReviewCase) bool { return c.about(of) }); i >= 0 {
		r.current = i
	}
	r.tell()
	return change, nil
}

// CanUndo fails with model.ErrNothingToUndo when no decision can be taken back.
func (r *Review) CanUndo() error { return r.gold.CanUndo() }

// CanRedo fails with model.ErrNothingToRedo when no decision can be repeated.
func (r *Review) CanRedo() error { return r.gold.CanRedo() }
