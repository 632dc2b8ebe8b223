package command

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"

	"dragoman/app/session"
	"dragoman/model"
)

// The reasons why commands are not possible, each with the next step.
const (
	noProject    = "No project is open: open one with Ctrl+O, or make one with Ctrl+N."
	noDocument   = "No document is open: choose one from the list."
	noSelection  = "Nothing is selected: select words with the mouse, or press W for the word at the caret."
	noAnnotation = "No annotation is selected: click one, or press N for the next."
)

func (t *Table) needProject() string {
	if t.window.Session() == nil {
		return noProject
	}
	return ""
}

// isFine says that nothing is wrong with the project.
func (t *Table) isFine() string {
	if reason := t.needProject(); reason != "" {
		return reason
	}
	if t.window.Fine() {
		return "Nothing is wrong with the project: it can be read and written."
	}
	return ""
}

func (t *Table) needDocument() string {
	if reason := t.needProject(); reason != "" {
		return reason
	}
	if t.window.Session().Desk() == nil {
		return noDocument
	}
	return ""
}

func (t *Table) needAnnotation() string {
	if reason := t.needDocument(); reason != "" {
		return reason
	}
	if _, ok := t.active(); !ok {
		return noAnnotation
	}
	return ""
}

func (t *Table) needAnnotations() string {
	if reason := t.needDocument(); reason != "" {
		return reason
	}
	if len(t.set().Annotations) == 0 {
		return "This document has no annotations yet: select words and press a label's key."
	}
	return ""
}

func (t *Table) needSelection() string {
	if reason := t.needDocument(); reason != "" {
		return reason
	}
	if len(t.window.Article().Selection()) == 0 {
		return noSelection
	}
	return ""
}

// Explain returns an error as a sentence for a person, with the next step
// where there is one.
func Explain(err error) string {
	next := ""
	switch {
	case err == nil:
		return ""
	case errors.Is(err, model.ErrNothingToUndo):
		return "There is nothing to undo in this document."
	case errors.Is(err, model.ErrNothingToRedo):
		return "There is nothing to redo in this document."
	case errors.Is(err, session.ErrNoDocument):
		return noDocument
	case errors.Is(err, model.ErrReadOnly):
		next = "Project › What to do about the project… says what can be done."
	case errors.Is(err, model.ErrDuplicate):
		next = "Select other words, or choose another label."
	case errors.Is(err, model.ErrConflict):
		next = "Nothing was changed; open the document again to see what is there now."
	}
	return strings.TrimSpace(sentence(err.Error()) + " " + next)
}

// sentence returns s with a capital at the start and a full stop at the end.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return ""
	}
	s = string(unicode.ToUpper(r)) + s[n:]
	if !strings.ContainsAny(s[len(s)-1:], ".!?”") {
		s += "."
	}
	return s
}
