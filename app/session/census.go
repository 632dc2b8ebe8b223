package session

import (
	"context"

	"dragoman/model"
)

// counter counts without the list of documents.
type counter interface {
	// Census says how many documents there are and who has sets of which status.
	Census(ctx context.Context) (model.Census, error)
	// Unfinished counts what is still to be done as if there were no sets but
	// those of whose, of all for "".
	Unfinished(ctx context.Context, whose model.Annotator) (model.Unfinished, error)
}

// Census says who has sets where there are none but the annotator's own.
func (b blind) Census(ctx context.Context) (model.Census, error) {
	census, err := b.project.Census(ctx)
	return census.Of(b.who), err
}

// Unfinished counts what the annotator has to do, and says nothing of others.
func (b blind) Unfinished(ctx context.Context, whose model.Annotator) (model.Unfinished, error) {
	if whose != "" && whose != b.who {
		return model.Unfinished{}, nil
	}
	return b.project.Unfinished(ctx, b.who)
}
