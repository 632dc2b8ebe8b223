package gui

import (
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/ui"
)

// notice is the strip below the top bar that says what is wrong with the open
// project, or why it is read-only, for as long as it is so. It has no height
// when all is well.
type notice struct {
	w       *Window
	text    *ui.Text
	buttons []*ui.Button
	actions *fyne.Container
	strip   fyne.CanvasObject
	object  *fyne.Container
}

func newNotice(w *Window) *notice {
	n := &notice{w: w, text: ui.NewText("", ui.Look{Lines: 2}), actions: ui.LineOf(8)}
	line := ui.Frame(nil, nil, nil, ui.Pad(0, 0, 16, 0, n.actions), ui.Pad(5, 5, 0, 0, n.text))
	n.strip = ui.NewGround(ui.Raised, ui.Frame(nil, ui.NewRule(), nil, nil, ui.Pad(5, 5, 14, 14, line)))
	n.object = container.NewStack()
	return n
}

// update shows the most important thing that there is to say.
func (n *notice) update() {
	text, role, buttons := n.w.noted()
	if text == n.text.Text() && len(buttons) == len(n.buttons) {
		return
	}
	n.text.Set(text)
	n.text.SetRole(role)
	n.buttons, n.actions.Objects, n.object.Objects = buttons, nil, nil
	for _, b := range buttons {
		n.actions.Add(b)
	}
	if text != "" {
		n.object.Objects = []fyne.CanvasObject{n.strip}
	}
	n.strip.Refresh()
	n.object.Refresh()
	n.w.relayout()
	n.w.scene.write()
}

// noted returns what is to be said of the open project, and what can be done.
func (w *Window) noted() (string, ui.Role, []*ui.Button) {
	help := func() []*ui.Button {
		return []*ui.Button{ui.NewButton(ui.Quiet, "What to do…", func() { w.runID("project.trouble") })}
	}
	switch {
	case w.opened == nil:
		return "", ui.Ink, nil
	case w.trouble.kind != "":
		return troubleTexts[w.trouble.kind].title + ". " + notDone[w.trouble.kind], ui.Warning, help()
	case w.LooksBack():
		return w.space.pastNotice()
	case w.opened.ReadOnly != "":
		return "Read-only: " + w.opened.ReadOnly + ".", ui.Ink, help()
	case w.unbacked != "":
		return w.unbacked, ui.Warning, []*ui.Button{
			ui.NewButton(ui.Quiet, "Try again", w.backUpAgain), ui.NewButton(ui.Quiet, "Not now", w.leaveUnbacked),
		}
	case w.warning() != "":
		return w.warning(), ui.Ink, []*ui.Button{ui.NewButton(ui.Quiet, "Understood", w.understood)}
	}
	return "", ui.Ink, nil
}

// notDone says in a sentence what that means for a person who works.
var notDone = map[Trouble]string{
	Full: "Nothing can be saved until there is room; what you see is saved.", Moved: "Nothing more can be saved in it; what you see is kept.",
	Damaged: "Do not go on working in it.", InUse: "Nothing can be saved until it is done; what you see is saved.",
	Denied: "Nothing can be saved; what you see is saved.", Disk: "Nothing can be saved; what you see was saved.",
}

// fine reports whether there is nothing to say of the open project.
func (w *Window) fine() bool {
	return w.opened == nil || w.trouble.kind == "" && w.opened.ReadOnly == "" && w.unbacked == "" && w.warning() == ""
}

// warning returns what is to be said about where the project lies, once for each
// project.
func (w *Window) warning() string {
	if w.opened == nil || len(w.opened.Warnings) == 0 || w.settings.understood(w.opened.Path) {
		return ""
	}
	return w.opened.Warnings[0]
}

func (w *Window) understood() {
	w.settings.setUnderstood(w.opened.Path)
	w.notice.update()
	w.FocusPane(0)
}

// warningSheet shows all that there is to say about where the project lies.
func (w *Window) warningSheet() {
	w.sheetOf("Where the project lies", strings.Join(w.opened.Warnings, "\n\n"), w.opened.Path, w.next("Understood", w.understood), w.next("Save a copy elsewhere…", w.rescue))
}

// readOnlySheet says why nothing can be changed and what can be done.
func (w *Window) readOnlySheet() {
	text := "Nothing can be changed here: " + w.opened.ReadOnly + ".\n\nIt can be read, searched and exported as ever. What is in the file stays as it is."
	buttons := []*ui.Button{w.next("Try again", w.reopen), w.next("Save a copy…", w.rescue)}
	if w.opened.Why == Newer {
		buttons = []*ui.Button{w.next("Open another project…", w.chooseProject)}
	}
	w.sheetOf("The project is open for reading only", text, w.opened.Path, buttons...)
}

// uncapital returns a sentence as it continues another.
func uncapital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(r)) + s[n:]
}

// sheetOf shows a dialog of a text about the project at path and its next steps,
// the first of which is the one that is meant.
func (w *Window) sheetOf(title, text, path string, buttons ...*ui.Button) *sheet {
	if len(buttons) > 0 {
		buttons[0].Kind = ui.Primary
	}
	if whole, err := filepath.Abs(path); err == nil {
		path = whole
	}
	content := ui.Column(10)
	for paragraph := range strings.SplitSeq(text, "\n\n") {
		content.Add(ui.NewText(paragraph, ui.Prose))
	}
	content.Add(ui.NewText(homely(path), ui.Small))
	return w.openSheet(title, content, fyne.NewSize(560, 0), "Close", buttons...)
}
