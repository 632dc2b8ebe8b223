package gui

import (
	"path/filepath"

	"dragoman/app/gui/ui"
)

// openFailed tells why a project could not be opened, with what can be done.
func (w *Window) openFailed(path string, err error) {
	kind := w.kindOf(err)
	w.deps.Crash.Log().Failed("open "+string(kind), err)
	if kind == Missing {
		w.settings.forget(path)
	}
	name := filepath.Base(path)
	if kind == "" {
		w.status.fail("Could not open " + name + ": " + err.Error())
		w.scene.write()
		return
	}
	w.status.fail(name + " is not open.")
	again := w.next("Try again", func() { w.openPath(path) })
	restore, salvage := w.next("Restore a backup…", func() { w.backupsOf(path) }), w.next("Salvage into a new project…", func() { w.salvage(path) })
	show := func(title, text string, buttons ...*ui.Button) { w.sheetOf(title, text, path, buttons...) }
	switch kind {
	case InUse:
		show(name+" is open in another program", "Another window or a command of the command line works in it, and no window answered. "+
			"Only one program writes to a project at a time, so that no work is lost.\n\n"+
			"Close it there and try again, or open it here to read.", again, w.next("Open read-only", func() { w.openReadOnly(path) }))
	case Damaged:
		show("The project file is damaged", "It cannot be read as it was written. Nothing was changed.\n\n"+
			"Restore a backup, or salvage into a new project all that can still be read. Both keep the damaged file as it is.", restore, salvage)
	case Stranger:
		show(name+" is not a Dragoman project", "Either it is another kind of file, or its beginning is damaged. Nothing was changed.\n\n"+
			"If it was a project, restore a backup, or salvage what can still be read.", w.next("Open another…", w.chooseProject), restore, salvage)
	case Missing:
		show("There is no file "+name, "It may have been moved, renamed or deleted, or its disk is not connected.\n\n"+
			"Choose it where it is now, or restore a backup.", w.next("Choose it…", w.chooseProject), restore, again)
	case Denied:
		show("You may not read "+name, "The file or its folder is not yours to read. Nothing was changed.\n\nGet access to it, then try again.", again)
	case Full:
		show("The disk is full", "The project cannot be opened for writing without some room on its disk. Nothing was changed.\n\n"+
			"Make room and try again, or open it to read.", again, w.next("Open read-only", func() { w.openReadOnly(path) }))
	case Disk:
		show("The disk does not do what it should", "The project file could not be read. Nothing was changed.\n\n"+
			"Look whether the disk is still connected, then try again.", again, restore)
	}
}
