package gui

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/model"
)

// statsSheet counts the project and shows the counts.
func (w *Window) statsSheet() {
	seen := session.Listed(w.session.Seen(), w.session.Documents())
	reviewed := session.Listed(w.session.Reviewed(), w.session.Reviewable())
	work(w, "Counting", func(ctx context.Context, p *progress) (counted, error) {
		counts, err := job.Stats(ctx, seen, p)
		if err != nil {
			return counted{}, err
		}
		owed, err := job.Outstanding(ctx, reviewed)
		return counted{counts, owed}, err
	}, w.showStats)
}

// counted is what the statistics show.
type counted struct {
	job.Counts
	owed []job.Owed
}

func (w *Window) showStats(c counted) {
	if w.session == nil {
		return
	}
	schema := w.session.Schema()
	people := slices.Sorted(maps.Keys(c.Sets))
	whose, nobody := "any annotation set", "Nobody has annotated anything yet."
	if !w.session.OthersShown() {
		whose, nobody = "annotations of yours", "You have annotated nothing yet."
	}
	column := ui.Column(8, ui.NewText(fmt.Sprintf("%s of %d to %d characters, %d on average. %d without %s.",
		count(c.Documents, "document"), c.Length.Least, c.Length.Most, c.Length.Average, c.Untouched, whose), ui.Prose))
	if len(people) == 0 {
		column.Add(ui.NewText(nobody, ui.Look{Role: ui.Muted}))
	}
	var labels, relations, statuses [][]string
	for _, l := range schema.Labels {
		labels = append(labels, countRow(l.Display(), people, func(a model.Annotator) int { return c.Labels[l.Name][a] }))
	}
	for _, r := range schema.RelationTypes {
		relations = append(relations, countRow(r.Display(), people, func(a model.Annotator) int { return c.Relations[r.Name][a] }))
	}
	for _, s := range statusChoices {
		if s.status != model.StatusUnset {
			statuses = append(statuses, countRow(s.title, people, func(a model.Annotator) int { return c.Sets[a][s.status.String()] }))
		}
	}
	for _, table := range []struct {
		title string
		rows  [][]string
	}{{"Annotations", labels}, {"Relations", relations}, {"Documents by status", statuses}} {
		if len(people) > 0 && len(table.rows) > 0 {
			column.Add(ui.Gap(1, 4))
			column.Add(countTable(table.title, people, table.rows))
		}
	}
	if !w.session.OthersShown() {
		column.Add(ui.Gap(1, 4))
		column.Add(ui.NewText("The work of others is not counted: it is hidden while you annotate. Project › People… says who sees it.", ui.Small))
	}
	var s *sheet
	for _, o := range unfinished(c.owed, w, func() { s.close() }) {
		column.Add(o)
	}
	s = w.tell("Statistics", column, fyne.NewSize(640, 620))
}

// countRow returns a name and a count for each person.
func countRow(name string, people []model.Annotator, n func(model.Annotator) int) []string {
	row := []string{name}
	for _, a := range people {
		row = append(row, strconv.Itoa(n(a)))
	}
	return row
}

// countTable lays out counts below the names of the people.
func countTable(title string, people []model.Annotator, rows [][]string) fyne.CanvasObject {
	grid := container.NewGridWithColumns(1 + len(people))
	grid.Add(ui.Section(title))
	for _, a := range people {
		grid.Add(ui.NewText(string(a), ui.Caption))
	}
	for _, row := range rows {
		for _, cell := range row {
			grid.Add(ui.NewText(cell, ui.Plain))
		}
	}
	return grid
}
