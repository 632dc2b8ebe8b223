package gui

import (
	"context"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"dragoman/app/background"
	"dragoman/app/gui/panel"
	"dragoman/app/gui/ui"
	"dragoman/model"
)

// lookBack is an earlier state that the article shows in place of the present
// one.
type lookBack struct {
	event model.Event
	set   model.AnnotationSet
}

// showHistory reads the history of the current document, as who works may see
// it, and lists it.
func (s *workspace) showHistory() {
	s.leavePast()
	desk := s.session.Desk()
	if desk == nil {
		s.events = nil
		s.inspector.History.Set(nil, nil)
		return
	}
	document, view := desk.Document(), s.session.Seen()
	type history struct {
		events []model.Event
		lines  []panel.Past
	}
	background.Start(s.w.deps.Runner, s.w.work, func(ctx context.Context) (history, error) {
		events, err := view.Events(ctx, document.ID)
		return history{events, pastOf(events, document.Text, time.Now())}, err
	}, func(h history, err error) {
		if s.w.space != s || s.session.Desk() == nil || s.session.Desk().Document().ID != document.ID {
			return
		}
		s.w.Fail(err)
		s.leavePast()
		s.events = h.events
		s.inspector.History.Set(h.lines, ownersOf(h.events))
	})
}

// ownersOf returns whose annotations the events changed, by name.
func ownersOf(events []model.Event) []model.Annotator {
	var owners []model.Annotator
	for _, e := range events {
		if e.Owner != "" && !slices.Contains(owners, e.Owner) {
			owners = append(owners, e.Owner)
		}
	}
	slices.Sort(owners)
	return owners
}

// pastOf returns the lines of the history, the last first, under their days.
func pastOf(events []model.Event, text *model.Text, now time.Time) []panel.Past {
	past := make([]panel.Past, 0, len(events)+1)
	day := ""
	for i, e := range slices.Backward(events) {
		if d := dayOf(e.At, now); d != day {
			day = d
			past = append(past, panel.Past{Title: day, Day: true})
		}
		who := string(e.By)
		if e.Owner != "" && e.Owner != e.By {
			who += " for " + string(e.Owner)
		}
		past = append(past, panel.Past{
			Title: model.Line(capital(e.Title())), More: model.Line(e.Before(text)), Who: model.Line(who), When: e.At.Local().Format("15:04:05"),
			Gone: e.Undone, Index: i, Owner: e.Owner,
		})
	}
	return past
}

// dayOf returns the day of a time as it stands above its changes.
func dayOf(at, now time.Time) string {
	at, now = at.Local(), now.Local()
	switch at.Format(time.DateOnly) {
	case now.Format(time.DateOnly):
		return "Today"
	case now.AddDate(0, 0, -1).Format(time.DateOnly):
		return "Yesterday"
	}
	if at.Year() == now.Year() {
		return at.Format("Monday, 2 January")
	}
	return at.Format("2 January 2006")
}

// showPast shows the article as it was after a change.
func (s *workspace) showPast(p panel.Past) {
	desk := s.session.Desk()
	if desk == nil || p.Index >= len(s.events) {
		return
	}
	event, owner := s.events[p.Index], p.Owner
	if owner == "" {
		owner = s.session.Annotator()
	}
	then, err := model.StateAfter(s.events, owner, p.Index)
	if err != nil {
		s.leavePast()
		s.w.Fail(err)
		return
	}
	s.past, s.active = &lookBack{event, then}, ""
	work := desk.Work()
	work.Set = then
	summary, _ := s.session.Summary(work.Document.ID)
	title, _ := heading(work, summary, s.article.words)
	byline := fmt.Sprintf("Annotations of %s as they were on %s · only to look at · Esc goes back to now",
		owner, event.At.Local().Format("2 January, 15:04:05"))
	s.article.view.SetReadOnly(true)
	s.article.view.SetAnnotations(then.Annotations)
	s.article.view.SetActive("")
	s.article.view.SetLinks(nil)
	s.article.view.SetHeading(title, model.Line(byline))
	s.labels.SetCounts(model.CountLabels(then.Annotations))
	s.w.notice.update() // it takes room above what is scrolled to
	s.scrollToPast(event)
	s.w.win.Canvas().Focus(s.inspector.History.List())
	s.w.Say(s.pastAdvice())
	s.w.update()
}

// pastAdvice says what can be done with the state that is looked at.
func (s *workspace) pastAdvice() string {
	if why := s.session.MayRestore(s.past.set.Annotator); why != "" {
		return "An earlier state, only to look at. " + why
	}
	restore, _ := s.w.table.ByID("document.restore")
	return "An earlier state. Up and Down go through the changes, " + restore.Key() + " restores this one, Escape goes back to now."
}

// pastNotice says that the article does not show the present, with the ways out.
func (s *workspace) pastNotice() (string, ui.Role, []*ui.Button) {
	back := ui.NewButton(ui.Quiet, "Back to now (Esc)", func() {
		s.leavePast()
		s.focusPane(0)
	})
	text := "You are looking at an earlier state, of " + s.past.event.At.Local().Format("2 January 15:04") + ". Nothing can be edited in it."
	if s.session.MayRestore(s.past.set.Annotator) != "" {
		return text, ui.Warning, []*ui.Button{back}
	}
	restore := ui.NewButton(ui.Quiet, "Restore this state", func() { s.w.runID("document.restore") })
	return text, ui.Warning, []*ui.Button{restore, back}
}

// scrollToPast brings the place of a change into view.
func (s *workspace) scrollToPast(e model.Event) {
	if len(e.Annotations) == 0 {
		return
	}
	a := e.Annotations[0].New
	if a == nil {
		a = e.Annotations[0].Old
	}
	if a != nil && len(a.Fragments) > 0 {
		s.article.view.ScrollTo(a.Fragments[0])
	}
}

// leavePast shows the present state again, and reports whether another was
// shown.
func (s *workspace) leavePast() bool {
	if s.past == nil {
		return false
	}
	s.past = nil
	s.inspector.History.Leave()
	s.w.Say("")
	if desk := s.session.Desk(); desk != nil && !s.review.on {
		s.article.view.SetReadOnly(s.w.opened.ReadOnly != "")
		s.article.view.SetAnnotations(desk.Set().Annotations)
		s.showHeading()
		s.showWork()
	}
	s.w.update()
	return true
}

// restorePast makes the state that is looked at the present one.
func (s *workspace) restorePast() {
	past := s.past
	if past == nil {
		return
	}
	if err := s.session.Restore(s.w.ctx, past.set, past.event.At); err != nil {
		s.w.Fail(err)
		return
	}
	s.leavePast()
	s.w.Say("Restored. Ctrl+Z goes back to what was before.")
}

// pastKey goes through the history by the arrow keys, and leaves by Escape.
func (s *workspace) pastKey(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyUp:
		return s.inspector.History.Step(-1) || s.past != nil
	case fyne.KeyDown:
		return s.inspector.History.Step(1) || s.past != nil
	case fyne.KeyEscape:
		if s.leavePast() {
			s.focusPane(0)
			return true
		}
	}
	return s.w.fieldKey(e)
}

// LooksBack implements command.Window.
func (w *Window) LooksBack() bool { return w.space != nil && w.space.past != nil }
