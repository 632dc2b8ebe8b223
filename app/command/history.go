package command

// historyRows are the commands about what was: earlier states, and the bin.
func (t *Table) historyRows() []Command {
	return []Command{
		{
			ID: "document.delete", Title: "Delete document", Menu: Document, Group: 4, Keys: []string{"Ctrl+Shift+Del"},
			Disabled: t.needDocument, Do: t.deleteDocument,
		},
		{
			ID: "document.restore", Title: "Restore this state", Menu: Document, Group: 4, Keys: []string{"Ctrl+Shift+R"},
			Disabled: t.needsLookBack, Do: t.opens(RestoreState),
		},
		{ID: "project.bin", Title: "Bin…", Menu: Project, Group: 2, Disabled: t.needProject, Do: t.opens(Bin)},
	}
}

func (t *Table) deleteDocument() error {
	d := t.work().Document
	summary, _ := t.window.Session().Summary(d.ID)
	if err := t.window.Session().PutIntoBin(t.window.Context(), d.ID); err != nil {
		return err
	}
	t.window.Say("“" + summary.Heading() + "” is in the bin. Ctrl+Alt+Z brings it back.")
	return nil
}

func (t *Table) needsLookBack() string {
	if reason := t.needDocument(); reason != "" {
		return reason
	}
	if !t.window.LooksBack() {
		return "No earlier state is shown: choose a change in the history (Ctrl+4)."
	}
	return ""
}

// notLookingBack returns the reasons of a command that changes what is now.
func (t *Table) notLookingBack(c Command) func() string {
	if c.ID == "document.restore" {
		return c.Disabled
	}
	return func() string {
		if t.window.LooksBack() {
			return "This is an earlier state, only to look at: Escape goes back to now, Ctrl+Shift+R restores it."
		}
		return c.Reason()
	}
}
