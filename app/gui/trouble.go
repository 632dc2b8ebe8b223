package gui

import (
	"context"
	"errors"
	"path/filepath"
	"slices"

	"dragoman/app/background"
	"dragoman/app/gui/ui"
)

// Trouble is a kind of failure for which a person is shown what happened, what
// is kept and what to do, instead of a sentence alone.
type Trouble string

// The kinds of trouble. The zero value is any other failure.
const (
	Full     Trouble = "full"       // no room on the disk
	Moved    Trouble = "moved"      // the file is not the one that was opened, or gone
	Damaged  Trouble = "damaged"    // the file cannot be read as what it is
	InUse    Trouble = "in use"     // another program holds it
	Denied   Trouble = "denied"     // may not be read, or not be written
	Newer    Trouble = "newer"      // a newer version of the program wrote it
	Missing  Trouble = "missing"    // there is no such file
	Stranger Trouble = "no project" // there is a file that is no project
	Disk     Trouble = "disk"       // reading or writing failed in the disk
)

// trouble is what keeps the open project from being written to or read. It
// stands above the article until something was saved again; the dialog about it
// opens by itself once.
type trouble struct {
	kind  Trouble
	told  string // the error as a sentence
	again func() // does once more what failed; nil where that is not known
}

// lasting are the kinds that stay until the cause is gone.
var lasting = map[Trouble]bool{Full: true, Moved: true, Damaged: true, InUse: true, Denied: true, Disk: true}

// kindOf returns what kind of trouble an error is.
func (w *Window) kindOf(err error) Trouble {
	if w.deps.Trouble == nil || err == nil {
		return ""
	}
	kind := w.deps.Trouble(err)
	var place notHere
	if errors.As(err, &place) && !slices.Contains(place.here, kind) {
		return ""
	}
	return kind
}

// notHere is a failure of other files than that of the open project: a full disk
// there is no trouble of the project. What can be one all the same is in here.
type notHere struct {
	error
	here []Trouble
}

func (e notHere) Unwrap() error { return e.error }

// outside returns err, if it is one, as the failure of writing a copy of the
// project elsewhere.
func outside(err error) error { return elsewhere(err, Moved, Damaged) }

// elsewhere returns err, if it is one, as the failure of other files, unless it
// is one of these troubles.
func elsewhere(err error, here ...Trouble) error {
	if err == nil {
		return nil
	}
	return notHere{err, here}
}

// met takes note of an error of the open project and shows the dialog about it,
// unless it was shown for this trouble already or another one is open.
func (w *Window) met(err error) {
	kind := w.kindOf(err)
	w.deps.Crash.Log().Failed(string(kind), err)
	if w.opened == nil || !lasting[kind] {
		return
	}
	w.status.fail("That was not done. " + troubleTexts[kind].title + ".")
	known := w.trouble.kind == kind
	w.trouble = trouble{kind: kind, told: explain(err), again: w.again}
	w.notice.update()
	if !known && len(w.sheets) == 0 {
		w.troubleSheet()
	}
}

// overcome forgets the trouble: something was saved.
func (w *Window) overcome() {
	if w.trouble.kind == "" || w.trouble.kind == Damaged {
		return // what is damaged stays so, although some of it can be written
	}
	w.trouble = trouble{}
	w.notice.update()
}

// saved takes note that something was written to the project file.
func (w *Window) saved() {
	w.overcome()
	w.backUpToday()
}

// trying does something that may fail; where it does, a person can have again
// done.
func (w *Window) trying(again, do func()) {
	w.again = again
	do()
	w.again = nil
}

// attempt does something of the project that may fail, is told then, and can be
// done again.
func (w *Window) attempt(do func() error) {
	w.trying(func() { w.attempt(do) }, func() { w.Fail(do()) })
	w.update()
}

// kept tells of an error, and reports whether there is none.
func (w *Window) kept(err error) bool {
	w.Fail(err)
	return err == nil
}

// tryAgain does once more what failed, or looks whether the project can be
// written to.
func (w *Window) tryAgain() {
	again := w.trouble.again
	w.trouble.kind = "" // the dialog opens again if it is still so
	if again == nil {
		w.tryWriting()
		return
	}
	again()
	w.notice.update()
}

// tryWriting looks whether the project can be written to.
func (w *Window) tryWriting() {
	o := w.opened
	if o == nil {
		return
	}
	background.Start(w.deps.Runner, w.work, func(ctx context.Context) (struct{}, error) { return struct{}{}, o.Ready(ctx) },
		func(_ struct{}, err error) {
			if w.opened != o {
				return
			}
			if err != nil {
				w.Fail(err)
				return
			}
			w.notice.update()
			w.Say("The project can be written to again.")
		})
}

// troubleTexts say what happened and what is kept. %s is the project.
var troubleTexts = map[Trouble]struct{ title, text string }{
	Full: {"The disk is full", "There was no room to write. What you did last was not done, and everything before it is in the project file: " +
		"the article shows what is there.\n\nMake room on the disk that holds the project, then try again."},
	Moved: {"The project file is not where it was", "It was moved, renamed, deleted or replaced while it was open. What you did last was not done. " +
		"Everything before it is in the file that was opened, which Dragoman still holds: save it as a copy, and nothing is lost.\n\n" +
		"If you put the file back, go on."},
	Damaged: {"The project file is damaged", "A part of it could not be read as it was written. What you did last was not done, and nothing was changed.\n\n" +
		"Restore a backup, or salvage into a new project all that can still be read. Both keep the damaged file as it is."},
	InUse: {"Another program is writing to the project", "It holds the project file, so that what you did last was not done. Everything before it is in the file.\n\n" +
		"Wait until the other program is done, or close it, then try again."},
	Denied: {"You may not write to the project any longer", "The file or its folder became read-only. What you did last was not done, and everything before it is in the file.\n\n" +
		"Get write access to the file and its folder and try again, or save a copy in a folder of yours and work in that."},
	Disk: {"The disk does not do what it should", "Reading or writing the project file failed. What you did last was not done, and everything before it was written and told to be safe.\n\n" +
		"Look whether the disk is still connected, then try again. If it stays so, save a copy on another disk."},
}

// troubleSheet shows what keeps the project from being written to, or why it is
// read-only, with what can be done.
func (w *Window) troubleSheet() {
	switch {
	case w.trouble.kind != "":
		w.showTrouble()
	case w.opened.ReadOnly != "":
		w.readOnlySheet()
	case w.unbacked != "":
		w.sheetOf("Today’s backup could not be made", w.unbacked, w.opened.Path, w.next("Try again", w.backUpAgain), w.next("Backups…", w.backupsSheet))
	default:
		w.warningSheet()
	}
}

func (w *Window) showTrouble() {
	about := troubleTexts[w.trouble.kind]
	again, keep := w.next("Try again", w.tryAgain), w.next("Save a copy…", w.rescue)
	var buttons []*ui.Button
	path := w.opened.Path
	switch w.trouble.kind {
	case Moved:
		buttons = []*ui.Button{keep, w.next("It is back: go on", w.tryAgain)}
	case Damaged:
		buttons = []*ui.Button{
			w.next("Restore a backup…", w.backupsSheet), w.next("Salvage into a new project…", func() { w.salvage(path) }),
			w.next("Look what is damaged", w.check),
		}
	case Denied, Disk:
		buttons = []*ui.Button{again, keep}
	default:
		buttons = []*ui.Button{again}
	}
	w.sheetOf(about.title, about.text, path, buttons...)
}

// next returns a button that leaves the dialog for the next step.
func (w *Window) next(text string, do func()) *ui.Button {
	return ui.NewButton(ui.Quiet, text, func() {
		if s := w.sheet(); s != nil {
			s.close()
		}
		do()
	})
}

// rescue writes what is open into a new file and opens that.
func (w *Window) rescue() {
	o := w.opened
	w.browse(browse{
		title: "Save a copy of the project", verb: "Save the copy", extensions: []string{extension},
		write: projectName(o.Path) + "-copy" + extension, done: func(paths []string) {
			work(w, "Saving a copy", func(ctx context.Context, _ *progress) (string, error) {
				return paths[0], outside(o.Rescue(ctx, paths[0]))
			},
				func(path string) {
					w.rescued = o
					w.after = func() { w.Say("The copy is open now: " + filepath.Base(path) + ".") }
					w.openPath(path)
				})
		},
	})
}
