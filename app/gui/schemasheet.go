package gui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/panel"
	"dragoman/app/gui/ui"
	"dragoman/model"
)

// schemaEditor is the dialog that edits labels and relation types. It works on
// a copy of the schema, which is saved as one step of the project.
type schemaEditor struct {
	w     *Window
	draft draft
	at    int  // index of the label or relation type that is shown
	links bool // a relation type is shown
	list  *fyne.Container
	form  *fyne.Container
	scrol *container.Scroll
	note  *ui.Text
	sheet *sheet
}

func (w *Window) schemaSheet() {
	e := &schemaEditor{
		w: w, draft: newDraft(w.session.Schema()),
		list: ui.Column(2), form: ui.Column(10), note: ui.NewText("", ui.Look{Role: ui.Warning, Lines: 2}),
	}
	e.scrol = container.NewVScroll(ui.Pad(0, 8, 4, 14, e.form))
	left := ui.Sized(210, 0, container.NewVScroll(ui.Pad(0, 0, 0, 6, e.list)))
	middle := ui.Frame(nil, nil, ui.LineOf(0, ui.Gap(10, 1)), nil, e.scrol)
	save := ui.NewButton(ui.Primary, "Save", e.save)
	e.sheet = w.openSheet("Labels and relations", ui.Frame(nil, e.note, left, nil, middle), fyne.NewSize(900, 680), "Cancel", save)
	e.refresh()
}

// refresh shows the list and the form.
func (e *schemaEditor) refresh() {
	e.list.Objects = []fyne.CanvasObject{ui.Section("Labels")}
	for i, l := range e.draft.schema.Labels {
		content := ui.LineOf(8, ui.NewTag(panel.TagOf(l), panel.ColourOf(l), true), ui.NewNatural(orUnnamed(l.Display()), ui.Plain))
		e.addRow(content, i, false)
	}
	e.list.Add(ui.LineOf(0, ui.NewButton(ui.Bare, "+ label", func() { e.show(e.draft.addLabel(), false) })))
	e.list.Add(ui.Gap(1, 8))
	e.list.Add(ui.Section("Relation types"))
	for i, r := range e.draft.schema.RelationTypes {
		e.addRow(ui.NewNatural(orUnnamed(r.Display()), ui.Plain), i, true)
	}
	e.list.Add(ui.LineOf(0, ui.NewButton(ui.Bare, "+ relation type", func() { e.show(e.draft.addLink(), true) })))
	e.list.Refresh()
	e.form.Objects = e.fields()
	e.form.Refresh()
	e.check()
}

func orUnnamed(s string) string {
	if s == "" {
		return "(no name)"
	}
	return s
}

func (e *schemaEditor) addRow(content fyne.CanvasObject, i int, links bool) {
	row := ui.NewChoice(content, func() { e.show(i, links) })
	row.Chosen = e.at == i && e.links == links
	e.list.Add(row)
}

// show shows a label or relation type.
func (e *schemaEditor) show(i int, links bool) {
	e.at, e.links = i, links
	e.refresh()
	e.scrol.ScrollToTop()
}

// check says what is wrong with the draft.
func (e *schemaEditor) check() {
	text := ""
	if err := e.draft.schema.Check(); err != nil {
		text = capital(strings.ReplaceAll(err.Error(), "\n", "; ")) + "."
	}
	e.note.Set(text)
}

func (e *schemaEditor) fields() []fyne.CanvasObject {
	if e.links && e.at < len(e.draft.schema.RelationTypes) {
		return e.linkFields()
	}
	if !e.links && e.at < len(e.draft.schema.Labels) {
		return e.labelFields()
	}
	return []fyne.CanvasObject{ui.NewText("Add a label or a relation type on the left.", ui.Look{Role: ui.Muted})}
}

// text returns a field for a string of the draft.
func (e *schemaEditor) text(placeholder string, value *string) *ui.Entry {
	f := e.w.field(placeholder, *value)
	f.OnChanged = func(s string) {
		*value = strings.TrimSpace(s)
		e.check()
	}
	return f
}

// lines returns a field of several lines for a string of the draft.
func (e *schemaEditor) lines(placeholder string, rows int, value *string) *ui.Entry {
	f := e.w.area(placeholder, *value)
	f.SetMinRowsVisible(rows)
	f.OnChanged = func(s string) { *value = s }
	return f
}

var patterns = []string{string(model.Solid), string(model.Double), string(model.Dashed), string(model.Wavy)}

func (e *schemaEditor) labelFields() []fyne.CanvasObject {
	l := &e.draft.schema.Labels[e.at]
	pattern := ui.NewSelect(patterns, func(s string) { l.Pattern = model.Pattern(s) })
	pattern.Selected = string(l.Pattern)
	if l.Pattern == "" {
		pattern.Selected = string(model.Solid)
	}
	name := e.text("person", &l.Name)
	name.OnChanged = func(s string) {
		e.draft.renameLabel(e.at, strings.TrimSpace(s))
		e.check()
	}
	objects := []fyne.CanvasObject{
		container.NewGridWithColumns(2, named("Title, as it is shown", e.text("Person", &l.Title)), named("Name, as it is written to files", name)),
		container.NewGridWithColumns(4, named("Key", e.text("1", &l.Key)), named("Underline", pattern),
			named("Colour on light", e.colour(&l.Colour)), named("Colour on dark", e.colour(&l.ColourDark))),
		named("Description, one sentence", e.text("", &l.Description)),
		ui.Gap(1, 2), ui.Section("Attributes"),
	}
	for i := range l.Attributes {
		objects = append(objects, e.attributeFields(l, i))
	}
	return append(objects,
		ui.LineOf(0, ui.NewButton(ui.Bare, "+ attribute", func() {
			l.Attributes = append(slices.Clip(l.Attributes), model.AttributeDef{})
			e.refresh()
		})),
		named("Guideline (Markdown): what it is, where the span begins and ends, what is not it", e.lines("", 10, &l.Guideline)),
		ui.LineOf(8, ui.NewButton(ui.Quiet, "Move up", func() { e.show(e.draft.moveLabel(e.at, -1), false) }),
			ui.NewButton(ui.Quiet, "Move down", func() { e.show(e.draft.moveLabel(e.at, 1), false) }),
			ui.NewButton(ui.Quiet, "Delete this label", func() {
				e.draft.deleteLabel(e.at)
				e.show(max(0, e.at-1), false)
			})))
}

func (e *schemaEditor) attributeFields(l *model.Label, i int) fyne.CanvasObject {
	a := &l.Attributes[i]
	joined := strings.Join(a.Values, ", ")
	values := e.w.field("any text", joined)
	values.OnChanged = func(s string) {
		a.Values = split(s)
		e.check()
	}
	remove := ui.NewButton(ui.Bare, "×", func() {
		l.Attributes = slices.Delete(slices.Clone(l.Attributes), i, i+1)
		e.refresh()
	})
	names := container.NewGridWithColumns(2, named("Title", e.text("State", &a.Title)), named("Name", e.text("state", &a.Name)))
	return ui.Frame(nil, nil, nil, remove, ui.Column(4, names, named("Values, with commas between them; none for any text", values)))
}

// split reads a list with commas between its values.
func split(s string) []string {
	var values []string
	for _, v := range strings.Split(s, ",") {
		if v = strings.TrimSpace(v); v != "" {
			values = append(values, v)
		}
	}
	return values
}

// palettes are colours, on light and dark, that stay apart from each other for
// the colour-blind too.
var palettes = [][2]string{
	{"#0B6BB0", "#66B2EE"},
	{"#0A8A63", "#4CCBA0"},
	{"#B87400", "#EDB04A"},
	{"#C2364F", "#F27D93"},
	{"#6A4FB3", "#B39DF0"},
	{"#5C6B00", "#B9CC4A"},
	{"#00798C", "#4FC9DC"},
	{"#8A3F7A", "#E08FD0"},
}

// colour returns a field for a colour, with the ones that go well to choose
// from.
func (e *schemaEditor) colour(value *string) fyne.CanvasObject {
	field := e.text("#0B6BB0", value)
	choose := ui.NewButton(ui.Bare, "", nil)
	choose.Opens = true
	choose.OnTapped = func() {
		var items []ui.MenuItem
		for _, p := range palettes {
			c := p[0]
			if value == &e.draft.schema.Labels[e.at].ColourDark {
				c = p[1]
			}
			items = append(items, ui.MenuItem{Title: c, Do: func() {
				*value = c
				e.refresh()
			}})
		}
		at := fyne.CurrentApp().Driver().AbsolutePositionForObject(choose)
		ui.ShowMenu(e.w.win.Canvas(), at.AddXY(0, choose.Size().Height), items)
	}
	return ui.Frame(nil, nil, nil, choose, field)
}

func (e *schemaEditor) linkFields() []fyne.CanvasObject {
	r := &e.draft.schema.RelationTypes[e.at]
	name := e.text("speaker", &r.Name)
	name.OnChanged = func(s string) {
		e.draft.renameLink(e.at, strings.TrimSpace(s))
		e.check()
	}
	return []fyne.CanvasObject{
		container.NewGridWithColumns(2, named("Title, as it is shown", e.text("Speaker", &r.Title)), named("Name, as it is written to files", name)),
		named("Description, one sentence", e.text("", &r.Description)),
		container.NewGridWithColumns(2, named("From annotations labelled (none: any)", e.labelChecks(&r.From)),
			named("To annotations labelled (none: any)", e.labelChecks(&r.To))),
		ui.LineOf(8, ui.NewButton(ui.Quiet, "Delete this relation type", func() {
			e.draft.deleteLink(e.at)
			e.show(max(0, e.at-1), true)
		})),
	}
}

// labelChecks returns a chip for each label; several can be chosen.
func (e *schemaEditor) labelChecks(chosen *[]string) fyne.CanvasObject {
	row := container.New(ui.WrapLayout(6, 6))
	for _, l := range e.draft.schema.Labels {
		b := ui.NewButton(ui.Chip, l.Display(), nil)
		b.Chosen = slices.Contains(*chosen, l.Name)
		b.OnTapped = func() {
			b.Chosen = !b.Chosen
			*chosen = slices.DeleteFunc(slices.Clone(*chosen), func(n string) bool { return n == l.Name })
			if b.Chosen {
				*chosen = append(*chosen, l.Name)
			}
			b.Refresh()
			e.check()
		}
		row.Add(b)
	}
	return row
}
