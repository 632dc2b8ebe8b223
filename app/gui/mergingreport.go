package gui

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/model"
)

// arrival counts what a merge does with the sets of one annotator.
type arrival struct {
	annotator   model.Annotator
	documents   int
	annotations int
	what        map[string]int // sets by what becomes of them
}

// arrivalsOf returns what becomes of the sets of each annotator, by name.
func arrivalsOf(r job.MergeResult) []arrival {
	by := map[model.Annotator]*arrival{}
	var all []*arrival
	for _, s := range r.Sets {
		a := by[s.Annotator]
		if a == nil {
			a = &arrival{annotator: s.Annotator, what: map[string]int{}}
			by[s.Annotator], all = a, append(all, a)
		}
		a.documents++
		a.annotations += s.Annotations
		a.what[s.What]++
	}
	slices.SortFunc(all, func(a, b *arrival) int { return cmp.Compare(a.annotator, b.annotator) })
	arrivals := make([]arrival, len(all))
	for i, a := range all {
		arrivals[i] = *a
	}
	return arrivals
}

// addMergeReport adds what a merge brought, or would bring, to a column.
func (w *Window) addMergeReport(column *fyne.Container, r job.MergeResult) {
	rows := [][]string{{"Annotator", "Annotations", "Sets", "New", "Updated", "Same", "Older", "Went apart"}}
	for _, a := range arrivalsOf(r) {
		row := []string{string(a.annotator), strconv.Itoa(a.annotations), strconv.Itoa(a.documents)}
		for _, what := range []string{job.SetAdded, job.SetUpdated, job.SetSame, job.SetOlder, job.SetWaits} {
			row = append(row, dotted(a.what[what]))
		}
		rows = append(rows, row)
	}
	if len(rows) > 1 {
		column.Add(ui.Pad(6, 0, 0, 0, table(rows)))
		column.Add(ui.NewText("A set is all that an annotator has in a document; what follows “Sets” says what becomes of them.", ui.Caption))
	} else if len(r.Added) > 0 {
		column.Add(ui.NewText("No annotations.", ui.Prose))
	}
	if added, known := len(r.Added), len(r.Existing); added+known > 0 {
		column.Add(ui.NewText(fmt.Sprintf("%s new to this project, %d known by their text.", count(added, "document"), known), ui.Prose))
	}
	if n := len(r.Renamed); n > 0 {
		column.Add(ui.NewText(fmt.Sprintf("%d ids were in use here already and are others now.", n), ui.Prose))
	}
	addLines(column, "Not taken", rejections(r.Rejected))
	w.addLosses(column, "Kept as it is here, or lost", r.Losses)
	addLines(column, "New in the schema", additions(r.Schema))
	addLines(column, "Taken for granted", w.assumptions(r.Assumed))
}

// addLines adds a part of a report, unless it is empty.
func addLines(column *fyne.Container, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	column.Add(ui.Gap(1, 4))
	column.Add(ui.Section(title))
	for _, line := range lines {
		column.Add(ui.NewText(line, ui.Prose))
	}
}

// dotted returns a count as tables show it: a dot for nothing.
func dotted(n int) string {
	if n == 0 {
		return "·"
	}
	return strconv.Itoa(n)
}

// table lays out rows below a first one of muted names. The first column is
// twice as wide as the others.
func table(rows [][]string) fyne.CanvasObject {
	t := container.New(tableLayout{len(rows[0])})
	for i, row := range rows {
		look := ui.Plain
		if i == 0 {
			look = ui.Caption
		}
		for _, cell := range row {
			t.Add(ui.NewText(cell, look))
		}
	}
	return t
}

type tableLayout struct{ columns int }

const tableRow = 25

func (l tableLayout) Layout(objects []fyne.CanvasObject, s fyne.Size) {
	width := s.Width / float32(l.columns+1)
	for i, o := range objects {
		row, column := i/l.columns, i%l.columns
		x, w := width*float32(column+1), width
		if column == 0 {
			x, w = 0, 2*width
		}
		height := o.MinSize().Height
		o.Resize(fyne.NewSize(w-8, height))
		o.Move(fyne.NewPos(x, tableRow*float32(row)+(tableRow-height)/2))
	}
}

func (l tableLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(float32(l.columns+1)*40, tableRow*float32(len(objects)/l.columns))
}
