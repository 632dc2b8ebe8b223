package command

import (
	"dragoman/model"
)

// reason is why a case will be decided as it will be, said beforehand.
type reason struct {
	document model.DocumentID
	index    int // of the case
	text     string
}

// askWhy asks why the selected case was decided so, or why it will be.
func (t *Table) askWhy() error {
	c, _ := t.current()
	r := t.review()
	at, _ := r.Current()
	text := c.Why
	if c.Ruling == "" {
		text = t.why()
	}
	t.window.Ask("Why?", "It stays with the decision; the annotators can read it", text, func(text string) {
		if c.Ruling == "" {
			t.reason = reason{r.Document().ID, at, text}
			t.window.Say("Why: " + text + ". It is kept with what you decide next.")
			return
		}
		if err := r.Explain(t.window.Context(), text); err != nil {
			t.window.Fail(err)
		}
	})
	return nil
}

// why returns what was said beforehand about the selected case.
func (t *Table) why() string {
	r := t.review()
	at, ok := r.Current()
	if !ok || t.reason.index != at || t.reason.document != r.Document().ID {
		return ""
	}
	return t.reason.text
}
