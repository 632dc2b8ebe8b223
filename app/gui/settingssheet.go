package gui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/theme"
	"dragoman/app/gui/ui"
	"dragoman/app/session"
)

// settingsSheet shows the settings; each takes effect at once.
func (w *Window) settingsSheet() {
	modes := make([]string, len(theme.Modes))
	for i, m := range theme.Modes {
		modes[i] = m.Title()
	}
	look := widget.NewRadioGroup(modes, nil)
	look.Horizontal, look.Required = true, true
	look.Selected = w.settings.mode().Title()
	look.OnChanged = func(title string) {
		for _, m := range theme.Modes {
			if m.Title() == title {
				w.setMode(m)
			}
		}
	}
	name := w.field("Your name", string(w.settings.annotator(w.deps.Annotator)))
	name.OnLeft = w.setName
	s := w.openSheet("Settings", form(named("Colours", look), named("Size of the article’s text", w.sizeSlider()),
		named("Your name: whose annotations you see and make", name)), fyne.NewSize(480, 340), "Close")
	s.closed = func() { w.setName(name.Text) }
}

// setName makes the name that was typed the one who works.
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
	if w.session != nil && parsed != w.session.Annotator() {
		w.switchAnnotator(parsed)
	}
}

func (w *Window) sizeSlider() fyne.CanvasObject {
	shown := ui.NewNatural(fmt.Sprintf("%d px", w.settings.textSize()), ui.Plain)
	slider := widget.NewSlider(textSizeLeast, textSizeMost)
	slider.Value = float64(w.settings.textSize())
	slider.OnChanged = func(v float64) {
		w.setTextSize(int(v))
		shown.Set(fmt.Sprintf("%d px", int(v)))
	}
	return ui.Frame(nil, nil, nil, ui.Pad(0, 0, 8, 0, shown), slider)
}
