package command

import (
	"slices"

	"dragoman/model"
	"dragoman/model/segment"
)

// clauseRows are the steps from one punctuation mark to the next, and to
// quotations: what statements and denials begin and end with.
func (t *Table) clauseRows() []Command {
	row := func(id, title, short string, group int, do func() error, keys ...string) Command {
		return Command{
			ID: id, Title: title, Short: short, Menu: Move, Group: group, Keys: keys,
			In: Reading, Disabled: t.needDocument, Do: do,
		}
	}
	return []Command{
		row("move.clause_on", "Clause on", "", 0, t.moveTo(segment.NextClause), "."),
		row("move.clause_back", "Clause back", "", 0, t.moveTo(segment.PreviousClause), ","),
		row("select.clause", "Select to the end of the clause", "clause", 3, t.do(t.extendClause), "E"),
		row("select.quote", "Select the quotation", "quotation", 3, t.selectQuote, "Q"),
		row("select.quote_back", "Select the quotation before", "", 3, t.selectQuoteBack, "Shift+Q"),
	}
}

// text returns the text of the document.
func (t *Table) text() string { return t.work().Document.Text.String() }

// moveTo returns the work of a command that moves the caret to a boundary.
func (t *Table) moveTo(boundary func(text string, off int) int) func() error {
	return t.do(func() {
		article := t.window.Article()
		article.MoveTo(boundary(t.text(), article.Caret()), false)
	})
}

// extendClause extends the selection to the end of a clause. Without a
// selection it begins with the word that the caret is in or before.
func (t *Table) extendClause() {
	article, text := t.window.Article(), t.text()
	if len(article.Selection()) == 0 {
		article.MoveTo(wordFrom(text, article.Caret()), false)
	}
	article.MoveTo(segment.NextClauseEnd(text, article.Caret()), true)
}

// wordFrom returns the start of the word that the offset is in, or of the next;
// behind the last word it is the offset.
func wordFrom(text string, off int) int {
	start := segment.PreviousWord(text, segment.NextWord(text, off))
	if segment.NextWord(text, start) <= off {
		return off
	}
	return start
}

// selectQuote selects the quotation at the caret, or the next one where there is
// none, or where it is selected or labelled already.
func (t *Table) selectQuote() error {
	article, text := t.window.Article(), t.text()
	quote, ok := segment.Quote(text, article.Caret())
	if !ok || t.taken(quote) {
		quote, ok = segment.NextQuote(text, max(article.Caret(), quote.Start))
	}
	return t.takeQuote(quote, ok, "No quotation follows in this article: Shift+Q goes back.")
}

// taken reports whether a quotation is selected, or a fragment of an annotation.
func (t *Table) taken(quote model.Span) bool {
	if slices.Contains(t.window.Article().Selection(), quote) {
		return true
	}
	for _, a := range t.set().Annotations {
		if a.Hull().Start > quote.Start {
			return false
		}
		if slices.Contains(a.Fragments, quote) {
			return true
		}
	}
	return false
}

func (t *Table) selectQuoteBack() error {
	article := t.window.Article()
	off := article.Caret()
	if selection := article.Selection(); len(selection) > 0 {
		off = selection[len(selection)-1].Start
	}
	quote, ok := segment.PreviousQuote(t.text(), off)
	return t.takeQuote(quote, ok, "No quotation stands before: Q goes on.")
}

// takeQuote selects a quotation that was found, or says why there is none.
func (t *Table) takeQuote(quote model.Span, found bool, otherwise string) error {
	if !found {
		t.window.Say(otherwise)
		return nil
	}
	t.window.Article().MoveTo(quote.Start, false)
	t.window.Article().MoveTo(quote.End, true)
	return nil
}
