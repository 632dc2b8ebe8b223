package command

import (
	"errors"

	"dragoman/model"
)

func (t *Table) documentRows() []Command {
	row := func(id, title, short string, in Context, group int, disabled func() string, do func() error, keys ...string) Command {
		return Command{
			ID: "document." + id, Title: title, Short: short, Menu: Document, Group: group, Keys: keys,
			In: in, Disabled: disabled, Do: do,
		}
	}
	return []Command{
		row("next", "Next document", "", Anywhere, 0, t.needDocuments, t.nextDocument, "Ctrl+PageDown"),
		row("previous", "Previous document", "", Anywhere, 0, t.needDocuments, t.previousDocument, "Ctrl+PageUp"),
		row("done", "Mark as done", "done", Reading, 1, t.cannotBe(model.StatusDone), t.setStatus(model.StatusDone), "D"),
		row("open", "Mark as in progress", "", Reading, 1, t.cannotBe(model.StatusInProgress), t.setStatus(model.StatusInProgress), "Shift+D"),
		row("new", "Mark as new", "", Reading, 1, t.cannotBe(model.StatusNew), t.setStatus(model.StatusNew)),
		row("done_next", "Mark as done and go on", "", Anywhere, 1, t.needDocument, t.doneAndNext, "Ctrl+Enter"),
		row("flag", "Flag with a note…", "", Anywhere, 2, t.needDocument, t.opens(FlagNote), "Ctrl+Shift+G"),
		row("skip", "Skip with a note…", "", Anywhere, 2, t.needDocument, t.opens(SkipNote), "Ctrl+Shift+K"),
		row("unflag", "Take the flag away", "", Anywhere, 2, t.cannotUnflag, t.unflag),
		row("properties", "Properties…", "", Anywhere, 3, t.needDocument, t.opens(Properties), "Alt+Enter"),
	}
}

func (t *Table) needDocuments() string {
	if reason := t.needProject(); reason != "" {
		return reason
	}
	if t.window.Session().Empty() {
		return "This project has no documents yet: import some with Ctrl+I."
	}
	return ""
}

// stepsDocuments are the commands about documents that do the same in a review.
var stepsDocuments = map[string]bool{"document.next": true, "document.previous": true}

var errLast = errors.New("this is the last document")

func (t *Table) nextDocument() error {
	if t.Reviewing() {
		return t.reviewDocument(1)
	}
	ok, err := t.window.Session().NextDocument(t.window.Context())
	if err == nil && !ok {
		return errLast
	}
	return err
}

func (t *Table) previousDocument() error {
	if t.Reviewing() {
		return t.reviewDocument(-1)
	}
	ok, err := t.window.Session().PreviousDocument(t.window.Context())
	if err == nil && !ok {
		return errors.New("this is the first document")
	}
	return err
}

func (t *Table) cannotBe(status model.Status) func() string {
	return func() string {
		if reason := t.needDocument(); reason != "" {
			return reason
		}
		if t.set().Status.String() == status.String() {
			return "This document is marked so already."
		}
		return ""
	}
}

func (t *Table) setStatus(status model.Status) func() error {
	return func() error {
		err := t.save(model.SetStatus(t.work(), status))
		if err == nil && status == model.StatusDone {
			t.window.Say("Marked as done.")
		}
		return err
	}
}

func (t *Table) doneAndNext() error {
	next, ok := t.window.Session().Beside(1) // before the status moves this one
	if err := t.save(model.SetStatus(t.work(), model.StatusDone)); err != nil {
		return err
	}
	if !ok {
		return errLast
	}
	return t.window.Session().OpenDocument(t.window.Context(), next)
}

func (t *Table) cannotUnflag() string {
	if reason := t.needDocument(); reason != "" {
		return reason
	}
	if t.work().Document.Meta.Text(model.MetaFlag) == "" {
		return "This document has no flag."
	}
	return ""
}

func (t *Table) unflag() error {
	return t.window.Session().SetFlag(t.window.Context(), t.work().Document.ID, "", "")
}
