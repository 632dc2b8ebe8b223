package gui

import (
	"context"

	"fyne.io/fyne/v2"

	"dragoman/app/background"
	"dragoman/app/gui/panel"
	"dragoman/app/gui/ui"
	"dragoman/app/job"
)

// outstandingSheet shows what was handed out and has not come back.
func (w *Window) outstandingSheet() {
	w.readOutstanding(func(owed []job.Owed) {
		var s *sheet
		list := w.returned(owed, func() { s.close() })
		s = w.tell("What has not come back", ui.Pad(0, 8, 0, 12, list), fyne.NewSize(560, 480))
	})
}

// readOutstanding reads in the background what has not come back.
func (w *Window) readOutstanding(done func([]job.Owed)) {
	project, seen := w.opened.Project, w.session.Reviewed()
	background.Start(w.deps.Runner, w.work, func(ctx context.Context) ([]job.Owed, error) {
		return job.Outstanding(ctx, seen)
	}, func(owed []job.Owed, err error) {
		if w.session == nil || w.opened.Project != project {
			return
		}
		if err != nil {
			w.Fail(err)
			return
		}
		done(owed)
	})
}

// returned shows who owes what; a click on one of them lists the documents.
// leave closes the dialog that it stands in.
func (w *Window) returned(owed []job.Owed, leave func()) fyne.CanvasObject {
	shares := make([]panel.Share, len(owed))
	for i, o := range owed {
		shares[i] = panel.Share{Annotator: o.Annotator, Handed: o.Assigned, Back: o.Done, Begun: o.InProgress}
	}
	return panel.Returned(shares, func(i int) { w.missingSheet(owed[i], leave) })
}

// missingSheet lists the documents that an annotator has not brought back; a
// click opens one.
func (w *Window) missingSheet(o job.Owed, leave func()) {
	column := ui.Column(2)
	var s *sheet
	for _, d := range o.Missing {
		column.Add(ui.NewChoice(ui.NewText(d.Title, ui.Plain), func() {
			s.close()
			leave()
			w.space.openDocument(d.ID)
		}))
	}
	if len(o.Missing) == 0 {
		column.Add(ui.NewText("Every document that "+string(o.Annotator)+" was handed has come back.", ui.Prose))
	}
	title := count(len(o.Missing), "document") + " of " + string(o.Annotator)
	s = w.tell(title+" not here yet", column, fyne.NewSize(560, 480))
}

// unfinished returns the documents of annotators as one line each for the
// statistics, nil when nothing was handed out.
func unfinished(owed []job.Owed, w *Window, leave func()) []fyne.CanvasObject {
	if len(owed) == 0 {
		return nil
	}
	return []fyne.CanvasObject{ui.Gap(1, 4), ui.Section("Handed out"), w.returned(owed, leave)}
}
