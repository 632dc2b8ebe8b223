package gui

import (
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	ftheme "fyne.io/fyne/v2/theme"

	"dragoman/app/gui/theme"
	"dragoman/app/gui/ui"
	"dragoman/model"
)

// statusBar is the line at the bottom: whether all is saved, what is selected
// or was just said, and what keys would do.
type statusBar struct {
	saved, message, keys *ui.Text
	tick                 *canvas.Image // stands before "Saved"
	said, hinted         string
	failed               bool
	line                 *fyne.Container
	object               fyne.CanvasObject
}

// keyHints is how many keys the status line explains.
const keyHints = 6

func newStatusBar() *statusBar {
	caption := ui.Look{Size: theme.SizeCaption, Role: ui.Muted}
	s := &statusBar{
		saved: ui.NewNatural("", caption), message: ui.NewText("", caption.OneLine()), keys: ui.NewNatural("", caption),
	}
	s.tick = canvas.NewImageFromResource(ftheme.ConfirmIcon())
	s.tick.SetMinSize(fyne.NewSquareSize(14))
	s.line = ui.Frame(nil, nil, ui.LineOf(4, s.tick, s.saved, ui.Gap(22, 1)), ui.LineOf(0, ui.Gap(22, 1), s.keys), s.message)
	s.object = ui.Frame(ui.NewRule(), nil, nil, nil, ui.Pad(4, 4, 14, 14, s.line))
	return s
}

// say shows a sentence until the next command; "" takes it away.
func (s *statusBar) say(sentence string) { s.set(sentence, false) }

// fail shows a sentence about an error.
func (s *statusBar) fail(sentence string) { s.set(sentence, true) }

func (s *statusBar) set(sentence string, failed bool) {
	s.said, s.failed = sentence, failed
	if sentence != "" {
		s.message.Set(sentence)
		s.keys.Set("") // a sentence needs the room
		s.relayout()
	}
	role := ui.Ink
	if failed {
		role = ui.Warning
	} else if sentence == "" {
		role = ui.Muted
	}
	s.message.SetRole(role)
}

// hint shows what a button does while the pointer is on it.
func (s *statusBar) hint(text string) {
	s.hinted = text
	if text == "" {
		text = s.said
	}
	s.message.Set(text)
}

// update shows the state of the window, unless something was said.
func (s *statusBar) update(w *Window) {
	saved := ""
	if w.opened != nil {
		saved = "Saved"
		switch {
		case w.opened.ReadOnly != "":
			saved = "Read-only"
		case w.trouble.kind != "":
			saved = ""
		}
	}
	was := s.saved.Text() + s.keys.Text()
	s.saved.Set(saved)
	s.tick.Hidden = saved != "Saved"
	if s.said == "" && s.hinted == "" {
		s.message.Set(w.describe())
	}
	keys := ""
	if s.said == "" && w.space != nil && w.session.Desk() != nil {
		keys = strings.Join(w.table.Hints(keyHints), "     ")
	}
	s.keys.Set(keys)
	if saved+keys != was { // what asks for its width stands in another place
		s.relayout()
	}
}

// relayout gives the parts their widths again, and paints nothing.
func (s *statusBar) relayout() { s.line.Layout.Layout(s.line.Objects, s.line.Size()) }

// describe says in a few words what is selected.
func (w *Window) describe() string {
	if w.session == nil || w.session.Desk() == nil {
		return ""
	}
	if w.space.review.on {
		return w.space.review.describe()
	}
	work := w.session.Desk().Work()
	if selection := w.space.article.Selection(); len(selection) > 0 {
		return describeSelection(work.Document.Text, selection)
	}
	if a, ok := work.Set.Annotation(w.space.active); ok {
		label, _ := work.Schema.Label(a.Label)
		text := label.Display() + " selected"
		if n := len(a.Fragments); n > 1 {
			text += fmt.Sprintf(", %d fragments", n)
		}
		return text
	}
	caret := w.space.article.Caret()
	place := fmt.Sprintf("Line %d, character %d", work.Document.Text.LineAt(caret)+1, work.Document.Text.CodePointAt(caret))
	if hidden := w.space.article.view.HiddenAt(caret); hidden != "" {
		place += ": " + hidden
	}
	return place
}

func describeSelection(text *model.Text, selection []model.Span) string {
	words, characters := 0, 0
	for _, s := range selection {
		words += countWords(text.Slice(s))
		characters += text.CodePointAt(s.End) - text.CodePointAt(s.Start)
	}
	out := count(words, "word") + ", " + count(characters, "character")
	if n := len(selection); n > 1 {
		out = fmt.Sprintf("%d fragments, ", n) + out
	}
	return out + " selected"
}

// count returns "1 word", "2 words".
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
