package gui

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/background"
	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/model"
)

// waitingSets is the dialog that decides about sets that went apart.
type waitingSets struct {
	w     *Window
	sets  []waitingSet
	body  *fyne.Container
	keep  []*ui.Button
	take  []*ui.Button
	sheet *sheet
}

func (w *Window) waitingSheet() { w.openWaiting() }

func (w *Window) openWaiting() *waitingSets {
	s := &waitingSets{w: w, body: container.NewStack()}
	s.read()
	return s
}

// waitingSet is a set that waits, and where it differs from the one here.
type waitingSet struct {
	model.Waiting
	differ []job.Place
}

// read reads what waits, and shows it.
func (s *waitingSets) read() {
	project := s.w.opened.Project
	background.Start(s.w.deps.Runner, s.w.work, func(ctx context.Context) (sets []waitingSet, err error) {
		waiting, err := project.WaitingSets(ctx)
		for _, w := range waiting {
			document, failed := project.Document(ctx, w.Set.Document)
			ours, missed := project.Set(ctx, w.Set.Document, w.Set.Annotator)
			if err := errors.Join(failed, missed); err != nil {
				return nil, err
			}
			sets = append(sets, waitingSet{w, job.Apart(document, ours, w.Set)})
		}
		return sets, err
	}, func(sets []waitingSet, err error) {
		if s.w.session == nil || s.w.opened.Project != project {
			return
		}
		s.w.Fail(err)
		s.sets = sets
		s.show()
	})
}

// readWaiting reads the sets that wait, in the background.
func (w *Window) readWaiting(done func([]model.Waiting, error)) {
	project := w.opened.Project
	background.Start(w.deps.Runner, w.work, func(ctx context.Context) ([]model.Waiting, error) {
		return project.WaitingSets(ctx)
	}, func(sets []model.Waiting, err error) {
		if w.session != nil && w.opened.Project == project {
			done(sets, err)
		}
	})
}

func (s *waitingSets) show() {
	s.keep, s.take = nil, nil
	column := ui.Column(10)
	if len(s.sets) == 0 {
		column.Add(ui.NewText("No set waits. When a merge meets a set that was changed here and there, it stands here until somebody says which one stays.", ui.Look{Role: ui.Muted}))
	} else {
		column.Add(ui.NewText("Each of these was changed here and in the file that was merged. The one you do not take stays in the history. The step can be taken back: merge the file again then, and its set waits again.", ui.Prose))
	}
	for _, set := range s.sets {
		column.Add(ui.NewRule())
		column.Add(s.row(set))
	}
	size := fyne.NewSize(760, 560)
	if s.sheet == nil {
		s.sheet = s.w.openSheet("Sets that wait for a decision", s.body, size, "Close")
	}
	s.body.Objects = []fyne.CanvasObject{container.NewVScroll(ui.Pad(0, 8, 0, 12, column))}
	s.sheet.fit(column, size)
	s.body.Refresh()
}

func (s *waitingSets) row(waiting waitingSet) fyne.CanvasObject {
	var d model.Summary
	for _, x := range s.w.session.Reviewable() {
		if x.ID == waiting.Set.Document {
			d = x
		}
	}
	ours := d.Set(waiting.Set.Annotator)
	facts := fmt.Sprintf("here %s, %s · in %s %s, %s", count(ours.Annotations, "annotation"), statusTitle(ours.Status),
		waiting.Source, count(len(waiting.Set.Annotations), "annotation"), statusTitle(waiting.Set.Status))
	keep := ui.NewButton(ui.Quiet, "Keep ours", func() { s.settle(waiting.Waiting, job.TakeOurs) })
	take := ui.NewButton(ui.Quiet, "Take theirs", func() { s.settle(waiting.Waiting, job.TakeTheirs) })
	s.keep, s.take = append(s.keep, keep), append(s.take, take)
	text := ui.Column(2, ui.NewText(string(waiting.Set.Annotator)+" in “"+d.Heading()+"”", ui.Strong),
		ui.NewText(facts, ui.Small), ui.NewText("merged "+waiting.At.Local().Format("2 January 2006, 15:04"), ui.Caption))
	for _, line := range differences(waiting, s.w.session.Schema()) {
		text.Add(ui.NewText(line, ui.Prose))
	}
	return ui.Frame(nil, nil, nil, ui.Pad(0, 0, 16, 0, ui.Column(0, ui.LineOf(6, keep, take))), text)
}

// mostDifferences is how many differences of a set are listed.
const mostDifferences = 8

// differences says in lines where a set that waits differs from the one here.
func differences(waiting waitingSet, schema model.Schema) []string {
	if len(waiting.differ) == 0 {
		return []string{"Both have the same annotations; the status, a note or the history differs."}
	}
	var lines []string
	for _, p := range waiting.differ[:min(len(waiting.differ), mostDifferences)] {
		ours, theirs := said(p.Says[0], schema), said(p.Says[1], schema)
		switch {
		case theirs == "":
			lines = append(lines, "Only here: "+ours)
		case ours == "":
			lines = append(lines, "Only in "+filepath.Base(waiting.Source)+": "+theirs)
		case ours == theirs:
			lines = append(lines, "Other "+string(p.Case.Kind)+"s: "+ours)
		default:
			lines = append(lines, "Changed: here "+ours+", there "+theirs)
		}
	}
	if more := len(waiting.differ) - len(lines); more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return lines
}

// said returns a label or relation and its words, "" for nothing.
func said(s job.Said, schema model.Schema) string {
	if s.Label == "" {
		return ""
	}
	name := labelTitle(schema, s.Label)
	if t, ok := schema.RelationType(s.Label); ok && name == s.Label {
		name = t.Display()
	}
	return name + " “" + s.Text + "”"
}

// statusTitle returns a status as it reads within a sentence.
func statusTitle(s model.Status) string {
	switch s {
	case model.StatusDone:
		return "done"
	case model.StatusInProgress:
		return "in progress"
	}
	return "new"
}

// settle decides about a set, and shows what still waits.
func (s *waitingSets) settle(waiting model.Waiting, take job.Take) {
	writer, by := s.w.opened.Writer, s.w.session.Annotator()
	work(s.w, "Deciding", func(ctx context.Context, _ *progress) (struct{}, error) {
		return struct{}{}, job.Settle(ctx, writer, waiting, take, by)
	}, func(struct{}) {
		if s.w.session == nil {
			return
		}
		s.w.Fail(s.w.session.Refresh(s.w.ctx))
		s.read()
	})
}

// noteWaiting says in the status line that sets wait, if there are any and who
// works may decide.
func (w *Window) noteWaiting() {
	if w.session.MayReview() != "" {
		return
	}
	w.readWaiting(func(sets []model.Waiting, err error) {
		w.Fail(err)
		if n := len(sets); n == 1 {
			w.Say("One set waits for a decision: Project › Sets that wait for a decision…")
		} else if n > 1 {
			w.Say(fmt.Sprintf("%d sets wait for a decision: Project › Sets that wait for a decision…", n))
		}
	})
}
