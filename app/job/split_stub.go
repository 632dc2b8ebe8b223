package job

import (
	"context"
	"iter"

	"dragoman/model"
	"dragoman/storage/format"
)

// SplitOptions stand here until the real ones do.
type SplitOptions struct{}

func (SplitOptions) Asked() bool { return false }

type SplitPlan struct{}

func (*SplitPlan) Names() []string            { return nil }
func (*SplitPlan) Of(model.DocumentID) string { return "" }
func (*SplitPlan) Sentences() []string        { return nil }
func ParseSplit(string, string, uint64) (SplitOptions, error) {
	return SplitOptions{}, nil
}

func PlanSplit(context.Context, iter.Seq2[format.Record, error], int, SplitOptions, Progress) (*SplitPlan, error) {
	return nil, nil
}
