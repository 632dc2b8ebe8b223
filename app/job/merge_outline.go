package job

import (
	"context"
	"errors"
)

// Outline returns what Merge would come to, and changes nothing: it merges, and
// takes the transaction back.
func Outline(ctx context.Context, project MergeTarget, sources []MergeSource, opt MergeOptions, progress Progress) (MergeResult, error) {
	return Merge(ctx, rehearsal{project}, sources, opt, progress)
}

// rehearsal is a project that keeps nothing of what is written to it.
type rehearsal struct{ MergeTarget }

var errRehearsed = errors.New("only rehearsed")

// Update implements Writer: it runs f, and takes back what it did.
func (r rehearsal) Update(ctx context.Context, f func(Tx) error) error {
	err := r.MergeTarget.Update(ctx, func(tx Tx) error {
		if err := f(tx); err != nil {
			return err
		}
		return errRehearsed
	})
	if errors.Is(err, errRehearsed) {
		return nil
	}
	return err
}
