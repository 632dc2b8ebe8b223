package command

import "dragoman/model"

// opens returns what a command that opens a place does.
func (t *Table) opens(p Place) func() error {
	return func() error {
		t.window.Open(p)
		return nil
	}
}

func (t *Table) projectRows() []Command {
	row := func(id, title string, place Place, group int, disabled func() string, keys ...string) Command {
		return Command{
			ID: "project." + id, Title: title, Menu: Project, Group: group, Keys: keys,
			Disabled: disabled, Do: t.opens(place),
		}
	}
	return append([]Command{
		row("new", "New project…", NewProject, 0, nil, "Ctrl+N"),
		row("open", "Open project…", OpenProject, 0, nil, "Ctrl+O"),
		row("sample", "Open the sample project", SampleProject, 0, nil),
		row("close", "Close project", CloseProject, 0, t.needProject, "Ctrl+W"),
		row("import", "Import files…", ImportFiles, 1, t.needProject, "Ctrl+I"),
		row("import_folder", "Import a folder…", ImportFolder, 1, t.needProject, "Ctrl+Shift+I"),
		row("import_choices", "Import with choices…", ImportChoices, 1, t.needProject),
		row("paste", "Paste an article…", PasteArticle, 1, t.needProject, "Ctrl+Shift+V"),
		row("export", "Export…", Export, 1, t.needProject, "Ctrl+E"),
		row("annotations", "List of all annotations…", AllAnnotations, 2, t.needProject, "Ctrl+Shift+A"),
		row("stats", "Statistics…", Statistics, 2, t.needProject),
		row("schema", "Labels and relations…", SchemaEditor, 2, t.needProject, "Ctrl+Shift+L"),
		row("steps", "Steps of the project…", Steps, 2, t.needProject, "Ctrl+Alt+Z"),
		row("backups", "Backups…", Backups, 4, t.needProject),
		row("backup_now", "Back up now", BackupNow, 4, t.needProject),
		row("backup", "Back up to a file…", Backup, 4, t.needProject),
		row("check", "Check the project file", CheckFile, 4, t.needProject),
		row("trouble", "What to do about the project…", ProjectTrouble, 4, t.isFine),
		row("settings", "Settings…", Settings, 5, nil, "Ctrl+,"),
		row("quit", "Quit", Quit, 5, nil, "Ctrl+Q"),
	}, t.teamRows()...)
}

func (t *Table) viewRows() []Command {
	row := func(id, title string, group int, disabled func() string, do func() error, keys ...string) Command {
		return Command{ID: "view." + id, Title: title, Menu: View, Group: group, Keys: keys, Disabled: disabled, Do: do}
	}
	zoom := func(step int) func() error {
		return func() error {
			t.window.Zoom(step)
			return nil
		}
	}
	focus := func(step int) func() error {
		return func() error {
			t.window.FocusPane(step)
			return nil
		}
	}
	rows := []Command{
		row("palette", "Commands…", 0, nil, t.opens(Palette), "Ctrl+K"),
		row("menu", "Open the menu", 0, nil, t.opens(MenuBar), "F10"),
		row("larger", "Larger text", 1, nil, zoom(1), "Ctrl++", "Ctrl+=", "Ctrl+Shift+="),
		row("smaller", "Smaller text", 1, nil, zoom(-1), "Ctrl+-"),
		row("usual", "Usual text size", 1, nil, zoom(0), "Ctrl+0"),
		row("theme", "Light or dark", 1, nil, t.opens(SwitchTheme), "Ctrl+Shift+D"),
		row("next_pane", "Go to the next pane", 2, t.needProject, focus(1), "F6"),
		row("previous_pane", "Go to the previous pane", 2, t.needProject, focus(-1), "Shift+F6"),
		row("article", "Go to the article", 2, t.needDocument, focus(0), "F7"),
		row("tab_annotation", "Show the annotation", 3, t.needProject, t.opens(TabAnnotation), "Ctrl+1"),
		row("tab_all", "Show all annotations of the document", 3, t.needProject, t.opens(TabAll), "Ctrl+2"),
		row("tab_guide", "Show the guideline of the label", 3, t.needProject, t.opens(TabGuide), "Ctrl+3"),
		row("tab_history", "Show the history of the document", 3, t.needProject, t.opens(TabHistory), "Ctrl+4"),
	}
	for _, o := range model.Orders {
		rows = append(rows, row("sort_"+o.String(), "Sort documents by "+o.String(), 4, t.cannotSort(o), t.sort(o)))
	}
	return rows
}

func (t *Table) helpRows() []Command {
	return []Command{
		{ID: "help.guide", Title: "Guide", Menu: Help, Keys: []string{"F1"}, Do: t.opens(Guide)},
		{ID: "help.keys", Title: "Keys", Menu: Help, Keys: []string{"Ctrl+/", "Shift+F1"}, Do: t.opens(KeyPage)},
		{ID: "help.about", Title: "About Dragoman", Menu: Help, Group: 1, Do: t.opens(About)},
	}
}

func (t *Table) cannotSort(o model.Order) func() string {
	return func() string {
		if reason := t.needProject(); reason != "" {
			return reason
		}
		if t.window.Session().Order() == o {
			return "The documents are sorted by " + o.String() + " already."
		}
		return ""
	}
}

func (t *Table) sort(o model.Order) func() error {
	return func() error {
		t.window.Session().SetOrder(o)
		return nil
	}
}
