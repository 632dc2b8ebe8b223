package gui

import (
	"fmt"
	"slices"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/model"
)

// openReview opens the review of these annotators (nil: of all in a document)
// at a document ("": the current, or the first that can be reviewed).
func (w *Window) openReview(annotators []model.Annotator, document model.DocumentID) {
	if w.session == nil {
		return
	}
	if reason := w.session.MayReview(); reason != "" {
		w.Say(capital(reason) + ".")
		return
	}
	if n := len(w.reviewable()); n < 2 {
		w.nothingToReview(n)
		return
	}
	r, err := w.session.OpenReview(w.ctx, annotators)
	if err == nil && document != "" && r.Document().ID != document {
		err = r.OpenDocument(w.ctx, document)
	}
	w.Fail(err)
	w.FocusPane(0)
	w.update()
}

// reviewable returns who has annotated in the project, without the gold set.
func (w *Window) reviewable() []model.Annotator {
	return slices.DeleteFunc(job.Annotators(w.session.Reviewable()), func(a model.Annotator) bool { return a == model.Gold })
}

// nothingToReview says what to do before there is something to compare.
func (w *Window) nothingToReview(people int) {
	text := "Nobody has annotated in this project yet. Hand articles out to several people, or merge what they sent back."
	if people == 1 {
		text = fmt.Sprintf("Only %s has annotated in this project. Merge the project file or the JSONL of somebody else who labelled the same articles.", w.reviewable()[0])
	}
	var s *sheet
	merge := ui.NewButton(ui.Primary, "Merge…", func() {
		s.close()
		w.runID("project.merge")
	})
	s = w.openSheet("Nothing to compare yet", ui.NewText(text, ui.Prose), fyne.NewSize(460, 0), "Close", merge)
}
