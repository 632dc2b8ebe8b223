package gui

import (
	"context"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/background"
	"dragoman/app/crash"
	"dragoman/app/gui/ui"
)

// crashSheet says that the program ended unexpectedly, that nothing is lost, and
// what would help to mend it.
func (w *Window) crashSheet(r crash.Report) {
	w.deps.Crash.Log().Crashed(r)
	text := "Dragoman ended unexpectedly on " + when(r.At) + ". Nothing that you did is lost: each edit is in the project file before the article shows it. " +
		"At most the words are gone that you were writing in a field."
	sound := ui.NewText("", ui.Prose)
	facts := ui.NewText("What helps to mend it is below, without a word of your articles, notes or names of files. Nothing is sent.", ui.Small)
	details := container.NewVScroll(ui.Pad(6, 6, 8, 8, ui.NewText(r.Details, ui.Look{Size: ui.Code.Size, Mono: true})))
	content := ui.Frame(ui.Column(8, ui.NewText(text, ui.Prose), sound, facts, ui.Gap(1, 2)), nil, nil, nil, ui.NewGround(ui.Raised, details))
	copied := ui.NewButton(ui.Primary, "Copy details", nil)
	copied.OnTapped = func() {
		w.app.Clipboard().SetContent(r.Details)
		w.Say("The details are on the clipboard. Paste them into a report to whoever keeps the program.")
		copied.Text = "Copied"
		copied.Refresh()
		w.scene.write()
	}
	forget := w.next("Forget", func() { w.deps.Crash.Forget(r) })
	w.openSheet("Dragoman ended unexpectedly", content, fyne.NewSize(620, 480), "Later", copied, forget)
	w.checkAfterCrash(sound)
	w.scene.write()
}

// checkAtMost is how large a project may be to be checked without being asked,
// in bytes.
const checkAtMost = 32 << 20

// checkAfterCrash looks whether the open project is whole, and says so.
func (w *Window) checkAfterCrash(said *ui.Text) {
	o := w.opened
	if o == nil || o.Check == nil {
		return
	}
	if info, err := os.Stat(o.Path); err != nil || info.Size() > checkAtMost {
		return
	}
	said.Set("Checking " + title(projectName(o.Path)) + " …")
	background.Start(w.deps.Runner, w.work, func(ctx context.Context) ([]string, error) { return o.Check(ctx) }, func(found []string, err error) {
		switch {
		case err != nil:
			said.Set("")
			w.Fail(err)
		case len(found) == 0:
			said.Set(title(projectName(o.Path)) + " was checked just now: it is whole.")
		default:
			said.Set(title(projectName(o.Path)) + " was checked just now: " + count(len(found), "thing") + " in it is damaged. Project › Check the project file says what, and what to do.")
		}
		w.scene.write()
	})
}
