package gui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/command"
	"dragoman/app/gui/ui"
)

// markdown returns Markdown as text that wraps.
func markdown(text string) *widget.RichText {
	t := widget.NewRichTextFromMarkdown(text)
	t.Wrapping = fyne.TextWrapWord
	return t
}

func (w *Window) guideSheet() {
	w.tell("Guide", markdown(w.deps.Guide+"\n\n## Keys\n\n"+w.table.Page()), fyne.NewSize(820, 680))
}

// keysSheet shows the keys of the table in two columns.
func (w *Window) keysSheet() {
	var columns [2]*fyne.Container
	for i := range columns {
		columns[i] = ui.Column(16)
	}
	var heights [2]int
	for _, m := range command.Menus {
		part, rows := w.keysOf(m)
		if rows == 0 {
			continue
		}
		i := 0
		if heights[1] < heights[0] {
			i = 1
		}
		columns[i].Add(part)
		heights[i] += rows + 2
	}
	w.tell("Keys", ui.Pad(0, 0, 0, 8, ui.Halves(44, columns[0], columns[1])), fyne.NewSize(940, 680))
}

// keysOf returns a section of the commands of a menu that have a key, and how
// many those are.
func (w *Window) keysOf(m command.Menu) (section fyne.CanvasObject, rows int) {
	list := ui.Column(3)
	for _, c := range w.table.InMenu(m) {
		if c.Key() == "" {
			continue
		}
		list.Add(ui.Between(ui.NewText(strings.TrimSuffix(c.Title, "…"), ui.Plain), ui.Caps(c.Key())))
		rows++
	}
	return ui.Column(6, ui.Section(string(m)), list), rows
}

func (w *Window) aboutSheet() {
	text := "Turns news articles into training data. One program, one project file, no server, no network, nothing lost.\n\n" +
		"A dragoman was the interpreter between courts that shared no language: he made the record of who met, what was said and what was denied."
	w.tell("Dragoman "+w.deps.Version, ui.NewText(text, ui.Prose), fyne.NewSize(460, 230))
}
