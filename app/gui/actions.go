package gui

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"

	"dragoman/app/command"
	"dragoman/app/gui/panel"
	"dragoman/app/gui/textview"
	"dragoman/app/gui/theme"
	"dragoman/app/session"
	"dragoman/model"
)

// The methods of this file are what the command table asks of the window: see
// command.Window.

var _ command.Window = (*Window)(nil)

// Context implements command.Window.
func (w *Window) Context() context.Context { return w.ctx }

// Session implements command.Window.
func (w *Window) Session() *session.Session { return w.session }

// ReadOnly implements command.Window.
func (w *Window) ReadOnly() string {
	if w.opened == nil {
		return ""
	}
	return w.opened.ReadOnly
}

// Fine implements command.Window.
func (w *Window) Fine() bool { return w.fine() }

// Article implements command.Window.
func (w *Window) Article() command.Article {
	if w.space == nil {
		return nil
	}
	return w.space.article
}

// Active implements command.Window.
func (w *Window) Active() model.AnnotationID {
	if w.space == nil {
		return ""
	}
	return w.space.active
}

// SetActive implements command.Window.
func (w *Window) SetActive(id model.AnnotationID) {
	if w.space != nil {
		w.space.setActive(id, true)
	}
}

// ShowLink implements command.Window.
func (w *Window) ShowLink(from, to model.AnnotationID, name string) {
	if w.space != nil {
		w.space.article.view.SetLinks([]textview.Link{{From: from, To: to, Name: name}})
	}
}

// Say implements command.Window.
func (w *Window) Say(sentence string) {
	w.status.say(sentence)
	w.scene.write()
}

// Fail implements command.Window.
func (w *Window) Fail(err error) {
	if err == nil {
		return
	}
	text := explain(err)
	if s := w.sheet(); s != nil && s.note != nil {
		s.note.Set(text)
	}
	w.status.fail(text)
	w.met(err)
	w.scene.write()
}

// explain returns an error as a sentence for a person, with what to do next.
func explain(err error) string {
	var file *fs.PathError
	if errors.As(err, &file) && errors.Is(err, fs.ErrPermission) {
		return "You may not write in " + filepath.Dir(file.Path) + ". Nothing was written there; choose another folder."
	}
	return command.Explain(err)
}

// Zoom implements command.Window.
func (w *Window) Zoom(step int) {
	size := textSizeUsual
	if step != 0 {
		size = min(max(w.settings.textSize()+step, textSizeLeast), textSizeMost)
	}
	w.setTextSize(size)
}

func (w *Window) setTextSize(px int) {
	w.settings.setTextSize(px)
	if w.space != nil {
		w.space.article.view.SetTextSize(px)
	}
	w.scene.write()
}

// FocusPane implements command.Window.
func (w *Window) FocusPane(step int) {
	if w.space != nil {
		w.space.focusPane(step)
	}
}

// Open implements command.Window.
func (w *Window) Open(place command.Place) {
	for _, places := range []map[command.Place]func(){w.places(), w.reviewPlaces(), w.teamPlaces()} {
		if open, ok := places[place]; ok {
			open()
		}
	}
}

// places says how each place is opened.
func (w *Window) places() map[command.Place]func() {
	tab := func(t panel.Tab) func() { return func() { w.space.inspector.Show(t) } }
	return map[command.Place]func(){
		command.NewProject: w.newProject, command.OpenProject: w.chooseProject, command.SampleProject: w.openSample,
		command.CloseProject: func() { w.leaving(w.closeProject) }, command.Quit: w.Quit,
		command.ImportFiles: w.chooseFile, command.ImportFolder: w.chooseFolder, command.PasteArticle: w.pasteArticle,
		command.ImportChoices: w.importSheet,
		command.Export:        w.exportSheet, command.SchemaEditor: w.schemaSheet, command.Steps: w.stepsSheet,
		command.Bin: w.binSheet, command.RestoreState: func() { w.space.restorePast() },
		command.Backup: w.backup, command.Backups: w.backupsSheet, command.BackupNow: func() { w.backUpNow(func() {}) },
		command.ProjectTrouble: w.troubleSheet, command.CheckFile: w.check, command.Settings: w.settingsSheet,
		command.AllAnnotations: w.annotationsSheet, command.Statistics: w.statsSheet, command.Properties: w.propertiesSheet,
		command.FlagNote:      func() { w.flagSheet(model.Flagged) },
		command.SkipNote:      func() { w.flagSheet(model.Skipped) },
		command.FindInArticle: func() { w.space.find.open() },
		command.FindNext:      func() { w.space.find.step(1) },
		command.FindPrevious:  func() { w.space.find.step(-1) },
		command.SearchField:   func() { w.win.Canvas().Focus(w.space.documents.Search) },
		command.NoteField:     func() { w.space.focusNote() },
		command.TabAnnotation: tab(panel.TabAnnotation), command.TabAll: tab(panel.TabAll),
		command.TabGuide: tab(panel.TabGuide), command.TabHistory: tab(panel.TabHistory),
		command.Palette: w.palette, command.MenuBar: func() { w.top.openMenu(0) },
		command.Guide: w.guideSheet, command.KeyPage: w.keysSheet, command.About: w.aboutSheet,
		command.SwitchTheme: w.switchTheme,
	}
}

// switchTheme goes from light to dark or back.
func (w *Window) switchTheme() {
	mode := theme.DarkMode
	if theme.Now() == theme.Dark {
		mode = theme.LightMode
	}
	w.setMode(mode)
}

func (w *Window) setMode(mode theme.Mode) {
	w.settings.setMode(mode)
	w.app.Settings().SetTheme(theme.New(mode))
	w.themeChanged()
}
