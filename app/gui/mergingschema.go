package gui

import (
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/model"
)

// gapField is the choice of what becomes of something that this project's
// schema lacks.
type gapField struct {
	gap    job.Gap
	names  []string // what is chosen, as a job.Mapping has it
	choose *ui.Select
}

// addTitle is how the choice reads that brings a definition into the schema.
const addTitle = "Add it to this project’s schema"

func newGapField(gap job.Gap, schema model.Schema, mapping job.Mapping) *gapField {
	f := &gapField{gap: gap}
	var titles []string
	for _, name := range candidates(gap, schema, mapping) {
		f.names, titles = append(f.names, name), append(titles, "becomes "+name)
	}
	f.names, titles = append(f.names, job.AddIt), append(titles, addTitle)
	f.choose = ui.NewSelect(titles, nil)
	f.choose.PlaceHolder = "Choose …"
	return f
}

// chosen returns what it becomes, and false where nothing was chosen yet.
func (f *gapField) chosen() (string, bool) {
	i := f.choose.SelectedIndex()
	if i < 0 {
		return "", false
	}
	return f.names[i], true
}

// candidates returns what this project has of the kind of a gap.
func candidates(gap job.Gap, schema model.Schema, mapping job.Mapping) []string {
	var names []string
	switch gap.Kind {
	case "label":
		for _, l := range schema.Labels {
			names = append(names, l.Name)
		}
	case "attribute", "value":
		return attributeCandidates(gap, schema, mapping)
	default:
		for _, t := range schema.RelationTypes {
			names = append(names, t.Name)
		}
	}
	return names
}

// attributeCandidates returns the attributes of our label that theirs becomes,
// or the values of our attribute.
func attributeCandidates(gap job.Gap, schema model.Schema, mapping job.Mapping) []string {
	name, _, _ := strings.Cut(gap.Name, "=")
	theirs, attribute, _ := strings.Cut(name, ".")
	ours, mapped := mapping[theirs]
	if !mapped || ours == job.AddIt {
		ours = theirs
	}
	label, _ := schema.Label(ours)
	var names []string
	for _, def := range label.Attributes {
		if gap.Kind == "attribute" {
			names = append(names, def.Name)
			continue
		}
		if to, ok := mapping[name]; def.Name == attribute || ok && def.Name == to {
			names = append(names, def.Values...)
		}
	}
	return names
}

// differences shows the schemas side by side, with a choice for each thing that
// this project lacks.
func (m *merging) differences() fyne.CanvasObject {
	column := ui.Column(6, ui.NewText("These files use what this project’s schema does not have. Say what each becomes here. Nothing is written before you have seen what would come.", ui.Prose))
	m.fields = nil
	for _, file := range m.gaps {
		column.Add(ui.Gap(1, 6))
		column.Add(ui.Halves(20, ui.NewText(filepath.Base(file.Source), ui.Caption), ui.NewText("This project", ui.Caption)))
		for _, gap := range file.Gaps {
			f := newGapField(gap, m.schema, m.mapping)
			m.fields = append(m.fields, f)
			theirs := ui.Column(1, ui.NewText(capital(gap.Theirs), ui.Strong), ui.NewText(fmt.Sprintf("used %s", times(gap.Times)), ui.Caption))
			ours := ui.Column(3, f.choose, ui.NewText(capital(gap.Ours), ui.Small))
			column.Add(ui.Halves(20, theirs, ours))
		}
	}
	return container.NewVScroll(ui.Pad(0, 8, 0, 12, column))
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
