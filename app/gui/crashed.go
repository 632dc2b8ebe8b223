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
	facts := ui.NewText("Below is what helps to mend it: no word of your articles, notes or file names. Nothing is sent.", ui.Small)
	details := container.NewVScroll(ui.Pad(6, 6, 8, 8, ui.NewText(r.Details, ui.Look{Size: ui.Code.Size, Mono: true})))
	content := ui.Frame(ui.Column(8, ui.NewText(text, ui.Prose), sound, facts, ui.Gap(1, 2)), nil, nil, nil, ui.NewGround(ui.Raised, details))
	var s *sheet
	copied := ui.NewButton(ui.Primary, "Copy details", func() {
		w.app.Clipboard().SetContent(r.Details)
		s.note.SetRole(ui.Muted)
		s.note.Set("Copied. Paste it into a report to whoever keeps the program.")
		w.Say("The details are on the clipboard.")
	})
	forget := w.next("Forget", func() { w.deps.Crash.Forget(r) })
	s = w.openSheet("Dragoman ended unexpectedly", content, fyne.NewSize(620, 480), "Later", copied, forget)
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
		if w.opened != o {
			return
		}
		switch {
		case err != nil:
			said.Set("")
			w.Fail(err)
		case len(found) == 0:
			said.Set(title(projectName(o.Path)) + " was checked just now: it is whole.")
		default:
			said.Set(title(projectName(o.Path)) + " was checked just now: it is damaged (" + count(len(found), "finding") + "). Project › Check the project file says where, and what to do.")
			w.damaged()
		}
		w.scene.write()
	})
}
