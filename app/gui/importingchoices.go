package gui

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/storage/format"
)

// importer is the dialog for files that need to be told what they are.
type importer struct {
	w         *Window
	formats   []string // "" first: recognised
	format    *ui.Select
	unit      *ui.Select
	encoding  *ui.Entry
	column    *ui.Entry
	annotator *ui.Entry
	labels    *ui.Entry
	sheet     *sheet
}

func (w *Window) importSheet() { w.openImporter() }

func (w *Window) openImporter() *importer {
	m := &importer{w: w, formats: []string{""}}
	titles := []string{"Recognised by itself"}
	for _, f := range byName(w.deps.Formats) {
		if f.Read != nil {
			m.formats, titles = append(m.formats, f.Name), append(titles, w.formatName(f.Name))
		}
	}
	units := slices.Clone(unitTitles)
	units[0] = "What the file shows"
	m.format, m.unit = ui.NewSelect(titles, nil), ui.NewSelect(units, nil)
	m.format.Selected, m.unit.Selected = titles[0], units[0]
	m.encoding = w.field("found by itself; or utf-8, windows-1256 …", "")
	m.column = w.field("found by itself; or its name", "")
	m.annotator = w.field("imported", "")
	m.labels = w.field("what they are; or Person=person, PER=person", "")
	files := ui.NewButton(ui.Primary, "Choose files…", func() { m.choose(false) })
	files.Key = "Ctrl Enter"
	folder := ui.NewButton(ui.Quiet, "Choose a folder…", func() { m.choose(true) })
	content := form(
		named("Format", m.format),
		container.NewGridWithColumns(2, named(fieldUnit, m.unit), named(fieldEncoding, m.encoding)),
		container.NewGridWithColumns(2, named(fieldColumn, m.column),
			named("Whose annotations, where the file names nobody", m.annotator)),
		named(fieldLabels, m.labels),
	)
	m.sheet = w.openSheet("Import with choices", content, fyne.NewSize(640, 0), "Cancel", files, folder)
	return m
}

// options returns what is chosen, or why that cannot be.
func (m *importer) options() (job.ImportOptions, error) {
	opt := m.w.importOptions()
	opt.Format, opt.Unit = m.formats[m.format.SelectedIndex()], unitValues[m.unit.SelectedIndex()]
	opt.Encoding, opt.Column = strings.TrimSpace(m.encoding.Text), strings.TrimSpace(m.column.Text)
	if err := m.w.deps.CheckEncoding(opt.Encoding); err != nil {
		return opt, fmt.Errorf("encoding: %w", err)
	}
	var err error
	if opt.Map, err = job.ParseMapping(names(m.labels.Text)); err != nil {
		return opt, fmt.Errorf("what labels become: %w", err)
	}
	if strings.TrimSpace(m.annotator.Text) == "" {
		return opt, nil
	}
	opt.Annotator, err = session.ParseAnnotator(m.annotator.Text)
	return opt, err
}

// choose asks for the files, and imports them.
func (m *importer) choose(folders bool) {
	opt, err := m.options()
	if err != nil {
		m.sheet.note.Set(capital(err.Error()) + ".")
		return
	}
	m.sheet.close()
	m.w.browse(browse{
		title: "Import with choices", verb: "Import", extensions: m.extensions(opt.Format), several: !folders, folders: folders,
		done: func(paths []string) {
			opt.Paths = paths
			m.w.importWith(opt)
		},
	})
}

// extensions returns those that are offered: of the format that is named any,
// for a file may be called as it likes then.
func (m *importer) extensions(name string) []string {
	if name != "" {
		return nil
	}
	return m.w.readable()
}

// importOptions returns what holds for every import in the window.
func (w *Window) importOptions() job.ImportOptions {
	opt := job.ImportOptions{Formats: w.deps.Formats, By: w.session.Annotator(), Unit: format.Auto}
	if !w.session.OthersShown() {
		opt.Blind = opt.By
	}
	return opt
}
