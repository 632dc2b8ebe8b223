package command

import (
	"slices"

	"dragoman/model"
	"dragoman/model/segment"
)

func (t *Table) boundaryRows() []Command {
	row := func(id, title, short string, e edge, unit Unit, by int, keys ...string) Command {
		return Command{
			ID: "boundary." + id, Title: title, Short: short, Menu: Annotate, Group: 4, Keys: keys, In: Reading,
			Disabled: t.needAnnotation,
			Do:       func() error { return t.moveBoundary(e, unit, by) },
		}
	}
	return []Command{
		row("end_word_on", "End one word further", "longer", end, Word, 1, "]", "Alt+Right"),
		row("end_word_back", "End one word less", "shorter", end, Word, -1, "[", "Alt+Left"),
		row("start_word_back", "Start one word earlier", "", start, Word, -1, "{", "Alt+Shift+Left"),
		row("start_word_on", "Start one word later", "", start, Word, 1, "}", "Alt+Shift+Right"),
		row("end_on", "End one character further", "", end, Character, 1, "Ctrl+]"),
		row("end_back", "End one character less", "", end, Character, -1, "Ctrl+["),
		row("start_back", "Start one character earlier", "", start, Character, -1, "Ctrl+Shift+["),
		row("start_on", "Start one character later", "", start, Character, 1, "Ctrl+Shift+]"),
	}
}

type edge int

const (
	start edge = iota
	end
)

// moveBoundary moves an edge of the fragment at the caret, or of the outermost
// one when the caret is elsewhere.
func (t *Table) moveBoundary(e edge, unit Unit, by int) error {
	active, _ := t.active()
	at := t.fragmentAtCaret(active)
	if at < 0 {
		at = 0
		if e == end {
			at = len(active.Fragments) - 1
		}
	}
	fragments := slices.Clone(active.Fragments)
	fragments[at] = moveEdge(t.work().Document.Text.String(), fragments[at], e, unit, by)
	if err := t.save(model.Resize(t.work(), active.ID, fragments)); err != nil {
		return err
	}
	t.window.SetActive(active.ID)
	return nil
}

// moveEdge returns the span with one edge moved by a word or a character.
func moveEdge(text string, s model.Span, e edge, unit Unit, by int) model.Span {
	switch {
	case e == end && by > 0:
		s.End = stepOn(text, s.End, unit)
	case e == end:
		s.End = stepBackEnd(text, s.End, unit)
	case by > 0:
		s.Start = stepOnStart(text, s.Start, unit)
	default:
		s.Start = stepBack(text, s.Start, unit)
	}
	return s
}

func stepOn(text string, off int, unit Unit) int {
	if unit == Character {
		return segment.NextGrapheme(text, off)
	}
	return segment.NextWord(text, off)
}

func stepBack(text string, off int, unit Unit) int {
	if unit == Character {
		return segment.PreviousGrapheme(text, off)
	}
	return segment.PreviousWord(text, off)
}

func stepOnStart(text string, off int, unit Unit) int {
	if unit == Character {
		return segment.NextGrapheme(text, off)
	}
	return segment.NextWordStart(text, off)
}

// stepBackEnd returns the end of the word before the one that ends at off.
func stepBackEnd(text string, off int, unit Unit) int {
	if unit == Character {
		return segment.PreviousGrapheme(text, off)
	}
	before := segment.PreviousWord(text, off)
	return segment.Trim(text, model.Span{Start: 0, End: before}).End
}
