package gui

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/model"
)

// salvage asks for a new project and brings there what can still be read of the
// damaged one at path, and of its backups what cannot.
func (w *Window) salvage(path string) {
	w.browse(browse{
		title: "Salvage into a new project", verb: "Salvage", extensions: []string{extension}, folder: filepath.Dir(path),
		write: projectName(path) + "-salvaged" + extension, done: func(paths []string) {
			w.giveUp(path)
			work(w, "Salvaging what can be read", func(ctx context.Context, p *progress) (model.Salvage, error) {
				s, err := w.deps.Salvage(ctx, path, paths[0], func(done, total int64) { p.Report(done, total, "") })
				return s, elsewhere(err)
			}, w.showSalvage)
		},
	})
}

// mostFindings is how many findings of each kind a dialog lists.
const mostFindings = 100

// showSalvage tells what was salvaged, repaired and lost.
func (w *Window) showSalvage(s model.Salvage) {
	column := ui.Column(6, ui.NewText(salvaged(s), ui.Prose))
	addFindings(column, "Lost, or not as it was", s.Lost)
	addFindings(column, "Repaired", s.Repaired)
	if len(s.Lost) == 0 {
		column.Add(ui.NewText("Nothing was lost.", ui.Strong))
	}
	open := w.next("Open the new project", func() { w.openPath(s.Path) })
	open.Kind = ui.Primary
	save := ui.NewButton(ui.Quiet, "Save this report…", func() { w.saveSalvage(s) })
	w.tell("What was salvaged", column, fyne.NewSize(640, 560), open, save)
}

// salvaged counts in a sentence what is in the new project.
func salvaged(s model.Salvage) string {
	return fmt.Sprintf("%s, %s with %s and %s are in %s. The damaged file is as it was.", count(s.Documents, "document"),
		count(s.Sets, "annotation set"), count(s.Annotations, "annotation"), count(s.Relations, "relation"), filepath.Base(s.Path))
}

// addFindings adds the first findings, each above the place that it is about.
func addFindings(column *fyne.Container, title string, all []model.Finding) {
	if len(all) == 0 {
		return
	}
	column.Add(ui.Gap(1, 4))
	column.Add(ui.Section(fmt.Sprintf("%s (%d)", title, len(all))))
	for _, f := range all[:min(len(all), mostFindings)] {
		column.Add(foundAt(f.Problem, strings.TrimSpace(f.Table+" "+f.Key)))
	}
	if more := len(all) - mostFindings; more > 0 {
		column.Add(ui.NewText(fmt.Sprintf("and %d more, which the saved report lists", more), ui.Small))
	}
}

// foundAt shows a problem above the row that it is about, if it is about one.
func foundAt(problem, place string) fyne.CanvasObject {
	text := ui.NewText(capital(problem), ui.Prose)
	if place == "" {
		return text
	}
	return ui.Column(1, text, ui.NewText(strings.Replace(place, "_", " ", 1), ui.Caption))
}

// saveSalvage asks for a file and writes the whole report there as text.
func (w *Window) saveSalvage(s model.Salvage) {
	var text strings.Builder
	fmt.Fprintf(&text, "%s\n", salvaged(s))
	for _, part := range []struct {
		title string
		all   []model.Finding
	}{{"Lost, or not as it was", s.Lost}, {"Repaired", s.Repaired}} {
		fmt.Fprintf(&text, "\n%s: %d\n", part.title, len(part.all))
		for _, f := range part.all {
			fmt.Fprintf(&text, "%s\n", f)
		}
	}
	w.browse(browse{
		title: "Save the report", verb: "Save", extensions: []string{".txt"}, folder: filepath.Dir(s.Path),
		write: projectName(s.Path) + "-report.txt", done: func(paths []string) {
			err := job.WriteWhole(paths[0], func(out io.Writer) error {
				_, err := io.WriteString(out, text.String())
				return err
			})
			if err != nil {
				w.Fail(fmt.Errorf("save %s: %w", paths[0], err))
				return
			}
			w.Say("The report is in " + paths[0] + ".")
		},
	})
}

// check looks for damage in the open project.
func (w *Window) check() {
	o := w.opened
	work(w, "Checking the project file", func(ctx context.Context, _ *progress) ([]string, error) { return o.Check(ctx) },
		w.showCheck)
}

// damaged takes note that a check found damage.
func (w *Window) damaged() {
	w.trouble = trouble{kind: Damaged}
	w.notice.update()
}

// showCheck shows what a check of the project file found.
func (w *Window) showCheck(found []string) {
	if len(found) == 0 {
		w.Say("The project file is sound.")
		return
	}
	path := w.opened.Path
	w.damaged()
	list := ui.Column(6, ui.NewText("The file is damaged: "+count(len(found), "finding")+". Nothing was changed. Restore a backup, or salvage into a new project all that can still be read; "+
		"both keep the damaged file as it is.", ui.Prose))
	if w.session.MayReview() != "" { // they name annotations and whose they are
		found = []string{"The owner of the project can look at what was found."}
	}
	for _, line := range found[:min(len(found), mostFindings)] {
		place, problem, ok := strings.Cut(line, ": ")
		if !ok || place != uncapital(place) { // of the whole file
			place, problem = "", line
		}
		list.Add(foundAt(problem, place))
	}
	restore := w.next("Restore a backup…", w.backupsSheet)
	restore.Kind = ui.Primary
	w.tell("What the check found", container.NewStack(list), fyne.NewSize(620, 460), restore, w.next("Salvage into a new project…", func() { w.salvage(path) }))
}
