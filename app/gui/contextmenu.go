package gui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"dragoman/app/command"
	"dragoman/app/gui/ui"
	"dragoman/model"
)

// context shows the menu of what can be done at a place of the article: label
// what is selected, or work on the annotation there, which is selected first.
func (a *article) context(at fyne.Position, offset int, ids []model.AnnotationID) {
	w := a.s.w
	if a.s.review.on {
		a.s.review.context(at, ids)
		return
	}
	onSelection := slices.ContainsFunc(a.view.Selection(), func(s model.Span) bool { return s.Contains(offset) })
	if len(ids) > 0 && !onSelection && !w.table.Linking() && !slices.Contains(ids, a.s.active) {
		a.s.setActive(ids[0], false)
	}
	verb, take := "Select ", func(id model.AnnotationID) { a.s.setActive(id, false) }
	if w.table.Linking() {
		verb, take = "Link to ", a.tapped
	}
	var items []ui.MenuItem
	for _, id := range ids {
		if id != a.s.active {
			items = append(items, ui.MenuItem{Title: verb + a.s.describe(id), Do: func() { take(id) }})
		}
	}
	w.showMenu(at, items, a.contextCommands(len(ids) > 0))
}

// contextCommands returns the commands that a menu at a place offers: those
// that are possible now, without those of moving, which are for keys.
func (a *article) contextCommands(onAnnotation bool) []command.Command {
	w := a.s.w
	selected := len(a.view.Selection()) > 0
	rows := w.table.InMenu(command.Annotate)
	if selected {
		if c, ok := w.table.ByID("edit.copy"); ok {
			c.Group = -2
			rows = append([]command.Command{c}, rows...)
		}
	}
	if !selected && !onAnnotation {
		rows = w.table.InMenu(command.Document)
	}
	var out []command.Command
	for _, c := range rows {
		if c.Reason() != "" || forKeys(c.ID) {
			continue
		}
		if c.ID == "annotate.fragment" && a.s.active != "" {
			c.Title = "Add as a fragment to " + a.s.describe(a.s.active)
		}
		out = append(out, c)
	}
	return out
}

// forKeys reports whether a command is of use by its key alone: the mouse goes
// to the place, or drags the edge.
func forKeys(id string) bool {
	switch id {
	case "annotate.next", "annotate.previous", "annotate.next_overlap", "annotate.previous_overlap", "annotate.leave":
		return true
	}
	return strings.HasPrefix(id, "boundary.")
}

// describe names an annotation: "Person: Idris Valen".
func (s *workspace) describe(id model.AnnotationID) string {
	work := s.session.Desk().Work()
	x, _ := work.Set.Annotation(id)
	label, _ := work.Schema.Label(x.Label)
	return label.Display() + ": " + shorten(work.Document.Text.Slice(x.Fragments[0]), 30)
}
