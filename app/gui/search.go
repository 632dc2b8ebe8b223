package gui

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"

	"dragoman/app/background"
)

// searcher searches titles and texts while a person types: the last search
// wins, and the ones before are cancelled.
type searcher struct {
	s     *workspace
	stop  context.CancelFunc
	busy  bool // what is shown is not yet what was asked for
	enter bool // Enter was pressed meanwhile
	left  bool // Escape was pressed meanwhile
	none  bool // nothing was found
}

func (r *searcher) cancel() {
	if r.stop != nil {
		r.stop()
		r.stop = nil
	}
	r.busy, r.enter, r.left, r.none = false, false, false, false
}

// start searches for the query; an empty one shows all documents.
func (r *searcher) start(query string) {
	r.s.w.deps.Trace.Event("input")
	r.cancel()
	whole := query
	query = strings.TrimSpace(query)
	if query == "" {
		r.s.documents.SetFound(nil)
		r.s.find.reset()
		return
	}
	find, asked := r.s.w.opened.Search, typed(whole)
	ctx, stop := context.WithCancel(r.s.w.ctx)
	r.stop, r.busy = stop, true
	background.Start(r.s.w.deps.Runner, ctx, func(ctx context.Context) ([]int, error) {
		return find(ctx, asked)
	}, func(found []int, err error) {
		if ctx.Err() != nil {
			return
		}
		r.busy = false
		r.s.w.tracing.event("found")
		if err != nil {
			r.s.w.Fail(err)
			return
		}
		r.none = len(found) == 0
		r.s.documents.SetFound(found)
		r.show(query, found)
		if r.left {
			r.leave()
		}
		r.s.w.scene.write()
	})
}

// typed returns the query for what stands in the field while a person writes:
// the last word may be the beginning of one, until a space or quotation mark
// ends it. A single letter is no beginning, for it begins nearly everything.
func typed(text string) string {
	end := strings.TrimRightFunc(text, func(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) })
	if utf8.RuneCountInString(text[len(end):]) < 2 {
		return text
	}
	return text + "*"
}

// show marks the words in the article that is open, if it is among those that
// were found, and goes there if Enter was pressed.
func (r *searcher) show(query string, found []int) {
	if desk := r.s.session.Desk(); desk != nil {
		summary, _ := r.s.session.Summary(desk.Document().ID)
		if slices.Contains(found, summary.Number) {
			r.s.find.mark(query)
		}
	}
	if r.enter {
		r.open()
	}
}

// key takes Escape, which leaves the field.
func (r *searcher) key(e *fyne.KeyEvent) bool {
	if e.Name == fyne.KeyEscape {
		r.leave()
	}
	return r.s.w.fieldKey(e)
}

// leave takes a search away that found nothing, or will find nothing: the list
// would stay empty for no reason to be seen.
func (r *searcher) leave() {
	if r.left = r.busy; r.none {
		r.s.documents.Search.SetText("")
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
	first, ok := r.s.documents.First()
	if !ok {
		return
	}
	if desk := r.s.session.Desk(); desk == nil || !r.s.documents.Shows(desk.Document().ID) {
		r.s.openDocument(first)
	}
	r.s.focusPane(0)
}
