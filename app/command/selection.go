package command

import (
	"errors"

	"dragoman/model"
	"dragoman/model/segment"
)

var errBlank = errors.New("only white space is selected: select words")

// words returns the fragments that a person selected in a text, without the
// white space around each: nobody means it, and nobody sees it afterwards.
func (t *Table) words(text string) ([]model.Span, error) {
	var words []model.Span
	for _, s := range t.window.Article().Selection() {
		if s = segment.Trim(text, s); s.Start < s.End {
			words = append(words, s)
		}
	}
	if len(words) == 0 {
		return nil, errBlank
	}
	return words, nil
}
