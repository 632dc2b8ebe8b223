package command

import "dragoman/model"

func (t *Table) editRows() []Command {
	row := func(id, title string, group int, disabled func() string, do func() error, keys ...string) Command {
		return Command{ID: "edit." + id, Title: title, Menu: Edit, Group: group, Keys: keys, Disabled: disabled, Do: do}
	}
	undo := row("undo", "Undo", 0, t.cannotUndo, t.undo, "Ctrl+Z")
	undo.Short = "undo"
	find := row("find", "Find in the article…", 2, t.needDocument, t.opens(FindInArticle), "Ctrl+F")
	find.Short = "find"
	return []Command{
		undo,
		row("redo", "Redo", 0, t.cannotRedo, t.redo, "Ctrl+Shift+Z", "Ctrl+Y"),
		row("copy", "Copy", 1, t.needSelection, t.do(func() { t.window.Article().Copy() }), "Ctrl+C"),
		row("select_all", "Select all", 1, t.needDocument, t.do(func() { t.window.Article().SelectAll() }), "Ctrl+A"),
		find,
		row("find_next", "Find next", 2, t.needDocument, t.opens(FindNext), "F3"),
		row("find_previous", "Find previous", 2, t.needDocument, t.opens(FindPrevious), "Shift+F3"),
		row("search", "Search titles and texts…", 2, t.needProject, t.opens(SearchField), "Ctrl+Shift+F"),
	}
}

// do returns the work of a command that cannot fail.
func (t *Table) do(f func()) func() error {
	return func() error {
		f()
		return nil
	}
}

func (t *Table) cannotUndo() string {
	if r := t.review(); r != nil {
		return Explain(r.CanUndo())
	}
	if reason := t.needDocument(); reason != "" {
		return reason
	}
	return Explain(t.window.Session().Desk().CanUndo())
}

func (t *Table) cannotRedo() string {
	if r := t.review(); r != nil {
		return Explain(r.CanRedo())
	}
	if reason := t.needDocument(); reason != "" {
		return reason
	}
	return Explain(t.window.Session().Desk().CanRedo())
}

func (t *Table) undo() error {
	if r := t.review(); r != nil {
		change, err := r.Undo(t.window.Context())
		return t.told("Undone: ", change, err)
	}
	change, err := t.window.Session().Undo(t.window.Context())
	if err != nil {
		return err
	}
	t.show(change)
	t.window.Say("Undone: " + change.Name + ".")
	return nil
}

func (t *Table) redo() error {
	if r := t.review(); r != nil {
		change, err := r.Redo(t.window.Context())
		return t.told("Done again: ", change, err)
	}
	change, err := t.window.Session().Redo(t.window.Context())
	if err != nil {
		return err
	}
	t.show(change)
	t.window.Say("Done again: " + change.Name + ".")
	return nil
}

// told says what was done, unless it failed.
func (t *Table) told(verb string, c model.Change, err error) error {
	if err == nil {
		t.window.Say(verb + c.Name + ".")
	}
	return err
}

// show selects what a change left behind and brings it into view.
func (t *Table) show(c model.Change) {
	for _, e := range c.Annotations {
		if e.New != nil {
			t.window.SetActive(e.New.ID)
			return
		}
	}
	for _, e := range c.Relations {
		if e.New != nil {
			t.window.SetActive(e.New.From)
			return
		}
	}
	if spans := c.Touched(); len(spans) > 0 {
		t.window.SetActive("")
		t.window.Article().ScrollTo(spans[0])
	}
}
