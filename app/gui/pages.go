package gui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

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

func (w *Window) keysSheet() {
	w.tell("Keys", markdown(w.table.Page()), fyne.NewSize(640, 680))
}

func (w *Window) aboutSheet() {
	text := "Turns news articles into training data. One program, one project file, no server, no network, nothing lost.\n\n" +
		"A dragoman was the interpreter between courts that shared no language: he made the record of who met, what was said and what was denied."
	w.tell("Dragoman "+w.deps.Version, ui.NewText(text, ui.Prose), fyne.NewSize(460, 260))
}

// showCheck shows what a check of the project file found.
func (w *Window) showCheck(found []string) {
	if len(found) == 0 {
		w.Say("The project file is sound.")
		return
	}
	list := ui.Column(6, ui.NewText("The file is damaged. Work on in a backup, or export what is there.", ui.Prose))
	for _, line := range found {
		list.Add(ui.NewText("• "+line, ui.Prose))
	}
	w.tell("What the check found", list, fyne.NewSize(620, 460))
}
