package gui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/background"
	"dragoman/app/gui/ui"
	"dragoman/model"
)

// backupsSheet lists the backups of the open project: when each was made and
// why, with a way back to it.
func (w *Window) backupsSheet() {
	o := w.opened
	now := ui.NewButton(ui.Primary, "Back up now", nil)
	file := w.next("Back up to a file…", w.backup)
	s := w.backupsOf(o.Path, now, file)
	now.Disabled = o.ReadOnly != ""
	now.OnTapped = func() {
		s.close()
		w.backUpNow(func() { w.backupsSheet() })
	}
}

// backupsOf lists the backups of the project at path, which need not be open.
func (w *Window) backupsOf(path string, buttons ...*ui.Button) *sheet {
	content := container.NewStack(ui.NewText("Looking for backups …", ui.Look{Role: ui.Muted}))
	s := w.openSheet("Backups of "+title(projectName(path)), content, fyne.NewSize(640, 460), "Close", buttons...)
	background.Start(w.deps.Runner, w.ctx, func(context.Context) ([]model.Backup, error) { return w.deps.Backups(path) },
		func(backups []model.Backup, err error) {
			w.Fail(elsewhere(err))
			content.Objects = []fyne.CanvasObject{w.backupList(s, path, backups)}
			content.Refresh()
			w.scene.write()
		})
	return s
}

// backupList shows the backups, the newest first.
func (w *Window) backupList(s *sheet, path string, backups []model.Backup) fyne.CanvasObject {
	where := "They lie in " + homely(path+".backups") + ", on the same disk: copy one to another disk now and then."
	if len(backups) == 0 {
		return ui.NewText("There is no backup of this project yet. Dragoman makes one at the first change of each day.", ui.Look{Role: ui.Muted})
	}
	rows := ui.Column(8)
	s.choices = nil
	for _, b := range backups {
		restore := ui.NewButton(ui.Quiet, "Restore this one…", func() { w.askRestore(s, path, b) })
		s.choices = append(s.choices, restore)
		facts := ui.Column(1, ui.NewText(when(b.At), ui.Plain), ui.NewText(causes[b.Cause]+" · "+size(b.Size), ui.Caption))
		rows.Add(ui.Frame(nil, nil, nil, restore, facts))
	}
	return ui.Frame(ui.Pad(0, 10, 0, 0, ui.NewText(where, ui.Small)), nil, nil, nil, container.NewVScroll(ui.Pad(0, 8, 0, 12, rows)))
}

// causes say why a backup was made.
var causes = map[model.BackupKind]string{
	model.BackupDay: "at the first change of the day", model.BackupVersion: "before the project was brought up to a newer version",
	model.BackupRestore: "what was there before a backup was restored", model.BackupAsked: "made when you asked for it",
}

// when returns a time as a person reads it.
func when(at time.Time) string { return at.Local().Format("Monday, 2 January 2006, 15:04") }

// size returns a number of bytes as a person reads it.
func size(bytes int64) string {
	if bytes < 1<<20 {
		return fmt.Sprintf("%d KB", (bytes+1023)>>10)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20))
}

// askRestore asks before a backup takes the place of the project.
func (w *Window) askRestore(list *sheet, path string, b model.Backup) {
	text := "The backup of " + when(b.At) + " takes the place of " + title(projectName(path)) + ". What was done since then is not in it.\n\n" +
		"Nothing is thrown away: what stands there now is kept beside it, and can be restored the same way."
	w.ask("Restore this backup?", text, "Restore it", func() {
		list.close()
		w.restore(path, b)
	})
}

// restore puts a backup in the place of the project at path and opens it. Where
// that fails, the project is opened that was open before.
func (w *Window) restore(path string, b model.Backup) {
	wasOpen := w.opened != nil && w.opened.Path == path
	w.giveUp(path)
	type restored struct {
		aside string
		err   error
	}
	work(w, "Restoring the backup", func(ctx context.Context, _ *progress) (restored, error) {
		aside, err := w.deps.Restore(ctx, b.Path, path)
		return restored{aside, elsewhere(err)}, nil
	},
		func(r restored) {
			w.after = func() { w.restored(path, b, r.aside, r.err) }
			if r.err == nil || wasOpen {
				w.openPath(path)
				return
			}
			w.after()
			w.after = nil
		})
}

// restored says what became of restoring a backup.
func (w *Window) restored(path string, b model.Backup, aside string, err error) {
	switch {
	case errors.Is(err, context.Canceled):
		w.Say("Restoring the backup was cancelled; nothing was changed.")
	case err != nil:
		w.restoreFailed(path, b, err)
	case aside != "":
		w.Say("The project is as it was on " + when(b.At) + ". What stood there before is kept as " + filepath.Base(aside) + ".")
	default:
		w.Say("The project is as it was on " + when(b.At) + ".")
	}
}

// restoreFailed says why a backup was not restored, in the list of them all.
func (w *Window) restoreFailed(path string, b model.Backup, err error) {
	why := explain(err)
	w.deps.Crash.Log().Failed("restore", err)
	if w.deps.Trouble != nil && w.deps.Trouble(err) == Damaged {
		why = "It is damaged itself, and nothing was changed: choose another one."
	}
	w.status.fail("The backup was not restored.")
	w.backupsOf(path).note.Set("The backup of " + when(b.At) + " was not restored. " + why)
	w.scene.write()
}

// backUpNow makes a backup and then does what comes next.
func (w *Window) backUpNow(then func()) {
	o := w.opened
	work(w, "Backing up", func(ctx context.Context, _ *progress) (model.Backup, error) {
		b, err := o.BackUpNow(ctx)
		return b, outside(err)
	},
		func(b model.Backup) {
			w.Say("Backed up to " + homely(b.Path) + ".")
			then()
		})
}

// backup asks where a copy of the project goes, and writes it.
func (w *Window) backup() {
	o := w.opened
	w.browse(browse{
		title: "Back up the project", verb: "Write the copy", extensions: []string{extension},
		write: projectName(o.Path) + "-copy" + extension,
		done: func(paths []string) {
			work(w, "Backing up", func(ctx context.Context, _ *progress) (string, error) {
				return "A copy of the project is in " + paths[0] + ".", outside(o.Backup(ctx, paths[0]))
			}, w.Say)
		},
	})
}

// backUpToday has the backup of the day made in the background, at the first
// change of each day. What fails is said in the strip below the top bar.
func (w *Window) backUpToday() {
	o, day := w.opened, time.Now().Format(time.DateOnly)
	if o == nil || o.Daily == nil || o.ReadOnly != "" || w.backedUp == day || w.session.Empty() {
		return
	}
	w.backedUp, w.unbacked = day, ""
	background.Start(w.deps.Runner, w.work, o.Daily, func(_ string, err error) {
		if w.opened != o || errors.Is(err, context.Canceled) {
			return
		}
		if err != nil {
			w.deps.Crash.Log().Failed("backup", err)
			w.backupFailed(err)
		}
		w.notice.update()
	})
}

// backupFailed says why there is no backup of the day. That of a damaged project
// is never made: then the damage is what is to be told.
func (w *Window) backupFailed(err error) {
	kind := w.kindOf(err)
	if kind == Damaged {
		w.Fail(err)
		return
	}
	why, known := unbackedBy[kind]
	if !known {
		why = "it could not be written to " + filepath.Base(w.opened.Path) + ".backups"
	}
	w.unbacked = "Today’s backup could not be made: " + why + ". Your work is in the project file."
}

// unbackedBy says what kept the backup of the day from being made.
var unbackedBy = map[Trouble]string{
	Full: "the disk is full", Moved: "the project file is not where it was", InUse: "another program holds the project file",
	Denied: "you may not write in its folder", Disk: "the disk does not do what it should",
}

func (w *Window) backUpAgain() {
	w.backedUp = ""
	w.backUpToday()
}

func (w *Window) leaveUnbacked() {
	w.unbacked = ""
	w.notice.update()
	w.FocusPane(0)
}
