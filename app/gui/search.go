package gui

import (
	"context"
	"strings"
	"time"

	"dragoman/app/background"
	"dragoman/model"
)

// searcher searches titles and texts while a person types: the last search
// wins, and the ones before are cancelled.
type searcher struct {
	s    *workspace
	stop context.CancelFunc
}

// searchDelay is how long a search waits for the next letter.
const searchDelay = 120 * time.Millisecond

func (r *searcher) cancel() {
	if r.stop != nil {
		r.stop()
		r.stop = nil
	}
}

// start searches for the query; an empty one shows all documents.
func (r *searcher) start(query string) {
	r.cancel()
	query = strings.TrimSpace(query)
	if query == "" {
		r.s.documents.SetFound(nil)
		r.s.find.reset()
		return
	}
	find := r.s.w.opened.Search
	ctx, stop := context.WithCancel(r.s.w.ctx)
	r.stop = stop
	background.Start(r.s.w.deps.Runner, ctx, func(ctx context.Context) ([]model.DocumentID, error) {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(searchDelay):
		}
		return find(ctx, query)
	}, func(ids []model.DocumentID, err error) {
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			r.s.w.Fail(err)
			return
		}
		found := map[model.DocumentID]bool{}
		for _, id := range ids {
			found[id] = true
		}
		r.s.documents.SetFound(found)
		r.s.w.scene.write()
	})
}
