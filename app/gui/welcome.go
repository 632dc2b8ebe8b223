package gui

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/ui"
)

// welcome is the screen without a project: make one, open one, or look at the
// sample.
func (w *Window) welcome() fyne.CanvasObject {
	icon := canvas.NewImageFromReader(bytes.NewReader(w.deps.Icon), "icon.png")
	icon.FillMode = canvas.ImageFillContain
	head := ui.Column(6, ui.LineOf(8, ui.Sized(56, 56, icon)), ui.Gap(1, 2),
		ui.NewText("Dragoman", ui.Headline),
		ui.NewText("Turn news articles into training data:\nmark who met whom, who said what, and who denied what.",
			ui.Look{Role: ui.Muted}))
	actions := ui.LineOf(8,
		w.commandButton(ui.Primary, "project.new"), w.commandButton(ui.Quiet, "project.open"),
		w.commandButton(ui.Quiet, "project.sample"))
	column := ui.Column(22, head, actions, w.recentProjects())
	return ui.NewGround(ui.Paper, container.NewVScroll(ui.Pad(90, 40, 30, 30, ui.Measure(560, column))))
}

// commandButton returns a button for a command, with its key.
func (w *Window) commandButton(kind ui.Kind, id string) *ui.Button {
	c, _ := w.table.ByID(id)
	b := ui.NewButton(kind, c.Title, func() { w.runID(id) })
	b.Key = c.PlainKey()
	return b
}

// recentProjects lists the projects that were open last and are still there.
func (w *Window) recentProjects() fyne.CanvasObject {
	list := ui.Column(2)
	w.recent = nil
	for _, path := range w.settings.recent() {
		file, err := os.Stat(path)
		if err != nil {
			continue
		}
		w.recent = append(w.recent, path)
		list.Add(ui.Pad(0, 0, -6, -6, w.recentProject(path, file.ModTime())))
	}
	if len(w.recent) == 0 {
		return ui.NewText("No project was open here yet. The sample shows what a labelled project looks like.",
			ui.Look{Role: ui.Muted})
	}
	return ui.Column(8, ui.Section("Recent projects"), list)
}

// recentProject returns the row of a project: its name, where it is, when it was
// changed, and the key that opens it.
func (w *Window) recentProject(path string, changed time.Time) fyne.CanvasObject {
	names := ui.Column(1, ui.NewText(title(projectName(path)), ui.Plain), ui.NewText(homely(filepath.Dir(path)), ui.Caption))
	facts := ui.LineOf(10, ui.NewNatural(changed.Local().Format("2 January 2006"), ui.Caption), ui.Caps(strconv.Itoa(len(w.recent))))
	return ui.NewChoice(ui.Between(names, facts), func() { w.openPath(path) })
}

// homely returns a folder as a person knows it, with "~" for their own.
func homely(folder string) string {
	home, err := os.UserHomeDir()
	if rest, ok := strings.CutPrefix(folder, home); err == nil && home != "" && ok && (rest == "" || rest[0] == filepath.Separator) {
		return "~" + rest
	}
	return folder
}

// pressRecent opens the recent project of a digit on the welcome screen, and
// reports whether there is one.
func (w *Window) pressRecent(r rune) bool {
	i := int(r - '1')
	if w.opened != nil || len(w.sheets) > 0 || i < 0 || i >= len(w.recent) {
		return false
	}
	w.openPath(w.recent[i])
	return true
}

// emptyProject says what to do while no article is open.
func (w *Window) emptyProject(none bool) fyne.CanvasObject {
	if !none {
		return ui.NewGround(ui.Paper, message("No document is open", "Choose one from the list on the left."))
	}
	actions := ui.Column(8,
		ui.LineOf(8, w.commandButton(ui.Primary, "project.import"), w.commandButton(ui.Quiet, "project.import_folder")),
		ui.LineOf(8, w.commandButton(ui.Quiet, "project.paste")))
	return ui.NewGround(ui.Paper, message("Bring in the first articles",
		"Drop files or a folder onto this window: articles as text, Markdown, web pages, PDF, Word or OpenDocument files, mails, "+
			"feeds and tables, or annotations that other programs wrote. The same text is taken once, and nothing is ever deleted.",
		actions))
}

// message is a heading and a sentence in the middle of the place.
func message(head, text string, more ...fyne.CanvasObject) fyne.CanvasObject {
	column := ui.Column(10, ui.NewText(head, ui.Look{Size: "headingText", Serif: true, Bold: true}), ui.NewText(text, ui.Look{Role: ui.Muted}))
	for _, o := range more {
		column.Add(ui.Pad(6, 0, 0, 0, o))
	}
	return ui.Pad(110, 0, 40, 40, ui.Measure(480, column))
}
