package command

import "slices"

func (t *Table) moveRows() []Command {
	row := func(id, title string, unit Unit, d Direction, group int, keys ...string) Command {
		return Command{
			ID: "move." + id, Title: title, Menu: Move, Group: group, Keys: keys, In: Reading, Disabled: t.needDocument,
			Do: t.do(func() { t.window.Article().MoveBy(unit, d, false) }),
		}
	}
	rows := []Command{
		row("left", "Character left", Character, Left, 0, "Left"),
		row("right", "Character right", Character, Right, 0, "Right"),
		row("word_left", "Word left", Word, Left, 0, "Ctrl+Left"),
		row("word_right", "Word right", Word, Right, 0, "Ctrl+Right"),
		row("sentence_back", "Sentence back", Sentence, Back, 0, "Alt+Up"),
		row("sentence_on", "Sentence on", Sentence, Forward, 0, "Alt+Down"),
		row("paragraph_back", "Paragraph back", Paragraph, Back, 0, "Ctrl+Up"),
		row("paragraph_on", "Paragraph on", Paragraph, Forward, 0, "Ctrl+Down"),
		row("line_up", "Line up", Line, Back, 1, "Up"),
		row("line_down", "Line down", Line, Forward, 1, "Down"),
		row("line_start", "Start of the line", LineEdge, Back, 1, "Home"),
		row("line_end", "End of the line", LineEdge, Forward, 1, "End"),
		row("page_up", "Page up", Page, Back, 1, "PageUp"),
		row("page_down", "Page down", Page, Forward, 1, "PageDown"),
		row("start", "Start of the article", Whole, Back, 1, "Ctrl+Home"),
		row("end", "End of the article", Whole, Forward, 1, "Ctrl+End"),
	}
	return slices.Concat(rows, t.extendRows(), t.selectRows(), t.clauseRows())
}

func (t *Table) extendRows() []Command {
	row := func(id, title, short string, unit Unit, d Direction, keys ...string) Command {
		return Command{
			ID: "extend." + id, Title: "Extend by a " + title, Short: short, Menu: Move, Group: 2, Keys: keys,
			In: Reading, Disabled: t.needDocument,
			Do: t.do(func() { t.window.Article().MoveBy(unit, d, true) }),
		}
	}
	return []Command{
		row("left", "character, left", "", Character, Left, "Shift+Left"),
		row("right", "character, right", "", Character, Right, "Shift+Right"),
		row("word_left", "word, left", "", Word, Left, "Ctrl+Shift+Left"),
		row("word_right", "word, right", "", Word, Right, "Ctrl+Shift+Right"),
		row("sentence_back", "sentence, back", "", Sentence, Back, "Alt+Shift+Up"),
		row("sentence_on", "sentence, on", "", Sentence, Forward, "Alt+Shift+Down"),
		row("paragraph_back", "paragraph, back", "", Paragraph, Back, "Ctrl+Shift+Up"),
		row("paragraph_on", "paragraph, on", "", Paragraph, Forward, "Ctrl+Shift+Down"),
		row("line_up", "line, up", "", Line, Back, "Shift+Up"),
		row("line_down", "line, down", "", Line, Forward, "Shift+Down"),
	}
}

func (t *Table) selectRows() []Command {
	row := func(id, title, short string, unit Unit, keys ...string) Command {
		return Command{
			ID: "select." + id, Title: title, Short: short, Menu: Move, Group: 3, Keys: keys,
			In: Reading, Disabled: t.needDocument,
			Do: t.do(func() { t.window.Article().Select(unit) }),
		}
	}
	return []Command{
		row("word", "Select the word", "word", Word, "W"),
		row("sentence", "Select the sentence", "sentence", Sentence, "S"),
		row("paragraph", "Select the paragraph", "", Paragraph, "Shift+S"),
	}
}
