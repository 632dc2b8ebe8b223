package gui

import (
	"context"
	"slices"
	"strings"
	"time"

	"dragoman/app/background"
	"dragoman/model"
)

// searcher searches titles and texts while a person types: the last search
// wins, and the ones before are cancelled.
type searcher struct {
	s     *workspace
	stop  context.CancelFunc
	busy  bool // what is shown is not yet what was asked for
	enter bool // Enter was pressed meanwhile
}

// searchDelay is how long a search waits for the next letter.
const searchDelay = 120 * time.Millisecond

func (r *searcher) cancel() {
	if r.stop != nil {
		r.stop()
		r.stop = nil
	}
	r.busy, r.enter = false, false
}

// start searches for the query; an empty one shows all documents.
func (r *searcher) start(query string) {
	r.s.w.deps.Trace.Event("input")
	r.cancel()
	query = strings.TrimSpace(query)
	if query == "" {
		r.s.documents.SetFound(nil)
		r.s.find.reset()
		return
	}
	find := r.s.w.opened.Search
	ctx, stop := context.WithCancel(r.s.w.ctx)
	r.stop, r.busy = stop, true
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
		r.busy = false
		r.s.w.tracing.event("found")
		if err != nil {
			r.s.w.Fail(err)
			return
		}
		found := map[model.DocumentID]bool{}
		for _, id := range ids {
			found[id] = true
		}
		r.s.documents.SetFound(found)
		r.show(query, found)
		r.s.w.scene.write()
	})
}

// show marks the words in the article that is open, if it is among those that
// were found, and goes there if Enter was pressed.
func (r *searcher) show(query string, found map[model.DocumentID]bool) {
	if desk := r.s.session.Desk(); desk != nil && found[desk.Document().ID] {
		r.s.find.mark(query)
	}
	if r.enter {
		r.open()
	}
}

// open goes to the article: the one that is open, if it is in the list, or the
// first that is.
func (r *searcher) open() {
	if r.busy {
		r.enter = true
		return
	}
	r.enter = false
	shown, desk := r.s.documents.Shown(), r.s.session.Desk()
	if len(shown) == 0 {
		return
	}
	current := func(d model.Summary) bool { return desk != nil && d.ID == desk.Document().ID }
	if !slices.ContainsFunc(shown, current) {
		r.s.openDocument(shown[0].ID)
	}
	r.s.focusPane(0)
}
