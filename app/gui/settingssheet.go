package gui

import (
	"fmt"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/theme"
	"dragoman/app/gui/ui"
	"dragoman/app/session"
)

// settingsSheet shows the settings; each takes effect at once.
func (w *Window) settingsSheet() {
	titles, chosen := []string{}, 0
	for i, m := range theme.Modes {
		titles = append(titles, m.Title())
		if m == w.settings.mode() {
			chosen = i
		}
	}
	look := oneOf(titles, chosen, func(i int) { w.setMode(theme.Modes[i]) })
	name := w.field("Your name", string(w.settings.annotator(w.deps.Annotator)))
	name.OnLeft = w.setName
	s := w.openSheet("Settings", form(named("Colours", look), named("Size of the article’s text", w.sizeButtons()),
		named("Your name, for projects in which you chose no other", name)), fyne.NewSize(480, 0), "Close")
	s.closed = func() { w.setName(name.Text) }
}

// setName makes the name that was typed the one who works, in the open project
// too unless a name was chosen there.
func (w *Window) setName(typed string) {
	parsed, err := session.ParseAnnotator(typed)
	if err != nil {
		w.Fail(err)
		return
	}
	if parsed == w.settings.annotator(w.deps.Annotator) {
		return
	}
	w.settings.setAnnotator(parsed)
	if w.session != nil && w.opened.Annotator == "" && w.settings.annotatorIn(w.opened.Path) == "" {
		w.switchAnnotator(parsed)
	}
}

func (w *Window) sizeButtons() fyne.CanvasObject {
	shown := ui.NewNatural("", ui.Plain)
	show := func() { shown.Set(fmt.Sprintf("%d px", w.settings.textSize())) }
	step := func(text, key string, by int) *ui.Button {
		return ui.NewKeyButton(text, key, func() {
			w.Zoom(by)
			show()
		})
	}
	show()
	return ui.LineOf(8, step("Smaller", "Ctrl -", -1), step("Larger", "Ctrl +", 1), step("Usual", "Ctrl 0", 0), shown)
}

// oneOf returns buttons of which one is chosen.
func oneOf(titles []string, chosen int, choose func(i int)) fyne.CanvasObject {
	row := ui.LineOf(6)
	var buttons []*ui.Button
	for i, title := range titles {
		b := ui.NewButton(ui.Chip, title, nil)
		b.Chosen = i == chosen
		b.OnTapped = func() {
			for _, other := range buttons {
				other.Chosen = other == b
				other.Refresh()
			}
			choose(i)
		}
		buttons = append(buttons, b)
		row.Add(b)
	}
	return row
}
