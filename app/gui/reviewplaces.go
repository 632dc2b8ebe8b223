package gui

import (
	"cmp"
	"context"
	"slices"

	"fyne.io/fyne/v2"

	"dragoman/app/command"
	"dragoman/app/gui/panel"
	"dragoman/app/gui/ui"
	"dragoman/model"
)

// reviewPlaces says how the places of the review are opened.
func (w *Window) reviewPlaces() map[command.Place]func() {
	tab := func(t panel.ReviewTab) func() { return func() { w.space.review.panel.Show(t) } }
	return map[command.Place]func(){
		command.ReviewScreen:      func() { w.openReview(nil, "") },
		command.ReviewPeople:      w.chooseReviewed,
		command.ReviewDifferences: tab(panel.PageDifferences), command.ReviewAgreement: tab(panel.PageAgreement),
		command.ReviewComments: tab(panel.PageComments), command.ReviewComment: func() { w.space.review.comment() },
		command.ReviewNext: func() { w.seekDifference(1) }, command.ReviewPrevious: func() { w.seekDifference(-1) },
	}
}

// seekDifference looks in other documents for the next difference, or with -1
// the one before, and goes there.
func (w *Window) seekDifference(by int) {
	r := w.session.Review()
	beyond, from := r.Beyond(by), r.Document().ID
	work(w, "Looking for a difference", func(ctx context.Context, p *progress) (model.DocumentID, error) {
		return beyond.Run(ctx, func(done, total int) { p.Report(int64(done), int64(total), "documents") })
	}, func(found model.DocumentID) {
		switch {
		case w.session == nil || w.session.Review() != r || r.Document().ID != from: // somebody went on meanwhile
		case found != "":
			w.Fail(r.Arrive(w.ctx, found, by))
		case by < 0:
			w.Say("No difference before this one passes the filter.")
		default:
			w.Say("No further difference passes the filter: P goes back, K shows other kinds.")
		}
	})
}

// chooseReviewed shows a menu of those who can be compared, with a dot before
// those who are. Taking one adds or leaves them out.
func (w *Window) chooseReviewed() {
	now := w.session.Review().Annotators()
	people := append(w.reviewable(), model.Gold)
	items := make([]ui.MenuItem, len(people))
	for i, a := range people {
		title := "     " + string(a)
		if n := slices.Index(now, a); n >= 0 {
			title = "•   " + string(a)
			items[i].Key = command.Letter(n)
		}
		items[i].Title = title
		items[i].Do = func() {
			w.compare(a)
			w.chooseReviewed() // whom to compare is seldom one tick
		}
	}
	each := ui.MenuItem{Title: "     Whoever annotated each document", Do: func() { w.openReview(nil, w.session.Review().Document().ID) }}
	if w.session.Review().Chosen() == nil {
		each.Title = "•   Whoever annotated each document"
	}
	items = append(items, each)
	b := w.space.review.head.People()
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(b)
	at.Y += b.Size().Height + 2
	ui.ShowMenu(w.win.Canvas(), at, items)
}

// compare adds an annotator to those who are compared, in the order of their
// names and the gold set last, or leaves one out.
func (w *Window) compare(a model.Annotator) {
	r := w.session.Review()
	now := slices.Clone(r.Annotators())
	if i := slices.Index(now, a); i >= 0 {
		now = slices.Delete(now, i, i+1)
	} else {
		now = append(now, a)
	}
	slices.SortFunc(now, func(x, y model.Annotator) int {
		if (x == model.Gold) != (y == model.Gold) {
			return map[bool]int{true: 1, false: -1}[x == model.Gold]
		}
		return cmp.Compare(x, y)
	})
	if len(now) < 2 {
		w.Say("Two annotators at least are compared: choose another one first.")
		return
	}
	w.openReview(now, r.Document().ID)
}

// Ask implements command.Window.
func (w *Window) Ask(title, placeholder, text string, done func(string)) {
	field := w.field(placeholder, text)
	var s *sheet
	take := ui.NewButton(ui.Primary, "Keep", func() {
		s.close()
		done(field.Text)
		w.update()
	})
	s = w.openSheet(title, field, fyne.NewSize(460, 0), "Cancel", take)
	w.win.Canvas().Focus(field)
}

// context shows the menu of what can be decided about a place of the article,
// whose case is selected first.
func (v *reviewer) context(at fyne.Position, ids []model.AnnotationID) {
	if len(ids) > 0 {
		v.tapped(ids[0])
	}
	v.s.w.showMenu(at, nil, v.s.w.table.InMenu(command.Review))
}
