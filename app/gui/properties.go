package gui

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/ui"
	"dragoman/model"
)

// propertiesSheet edits the title, source and metadata of the current
// document. Its text never changes.
func (w *Window) propertiesSheet() {
	d := w.session.Desk().Document()
	title, source := w.field("Title", d.Title), w.field("Source", d.Source)
	author, date := w.field("Author", d.Meta.Text(model.MetaAuthor)), w.field("2006-01-02", d.Meta.Text(model.MetaDate))
	more := w.area("name: value, one a line", moreMeta(d.Meta))
	more.SetMinRowsVisible(4)
	var s *sheet
	save := ui.NewButton(ui.Primary, "Save", func() {
		meta := readMeta(more.Text, d.Meta).With(model.MetaAuthor, strings.TrimSpace(author.Text)).With(model.MetaDate, strings.TrimSpace(date.Text))
		s.close()
		next := model.Properties{Title: strings.TrimSpace(title.Text), Source: strings.TrimSpace(source.Text), Meta: meta}
		w.attempt(func() error { return w.session.SetProperties(w.ctx, d.ID, next) })
	})
	fields := form(named("Title", title), named("Source", source),
		container.NewGridWithColumns(2, named("Author", author), named("Date", date)), named("Other details", more),
		ui.NewText("Id "+string(d.ID)+". The text itself never changes: a corrected text is a new document.", ui.Small))
	s = w.openSheet("Properties of the document", container.NewVScroll(ui.Pad(0, 0, 0, 8, fields)), fyne.NewSize(600, 480), "Cancel", save)
	w.win.Canvas().Focus(title)
}

// ownMeta are the names that have fields or commands of their own.
var ownMeta = []string{model.MetaAuthor, model.MetaDate, model.MetaFlag, model.MetaFlagNote}

// moreMeta writes the other metadata a line each: strings as they are, all
// else as JSON.
func moreMeta(m model.Meta) string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(m)) {
		if slices.Contains(ownMeta, name) {
			continue
		}
		var text string
		if json.Unmarshal(m[name], &text) != nil || strings.Contains(text, "\n") {
			text = string(m[name])
		}
		lines = append(lines, name+": "+text)
	}
	return strings.Join(lines, "\n")
}

// readMeta reads what moreMeta wrote; values that were not touched stay as
// they were, byte for byte.
func readMeta(text string, old model.Meta) model.Meta {
	next := model.Meta{}
	for _, name := range ownMeta {
		if v, ok := old[name]; ok {
			next[name] = v
		}
	}
	before := map[string]string{}
	for _, line := range strings.Split(moreMeta(old), "\n") {
		name, value, _ := strings.Cut(line, ": ")
		before[name] = value
	}
	for _, line := range strings.Split(text, "\n") {
		name, value, ok := strings.Cut(line, ":")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		if !ok || name == "" || slices.Contains(ownMeta, name) {
			continue
		}
		if was, there := before[name]; there && was == value {
			next[name] = old[name]
		} else {
			next = next.With(name, value)
		}
	}
	return next
}

// flagSheet flags the current document, or marks it as skipped, with a note.
func (w *Window) flagSheet(flag string) {
	d := w.session.Desk().Document()
	note := w.field("Why?", "")
	if d.Meta.Text(model.MetaFlag) == flag {
		note.SetText(d.Meta.Text(model.MetaFlagNote))
	}
	title, text, verb := "Flag this document", "A flagged document is to be looked at again. The filter Flagged finds it.", "Flag"
	if flag == model.Skipped {
		title, text, verb = "Skip this document", "A skipped document is not to be annotated: going on to the next document passes it over.", "Skip"
	}
	var s *sheet
	save := ui.NewButton(ui.Primary, verb, func() {
		s.close()
		w.attempt(func() error { return w.session.SetFlag(w.ctx, d.ID, flag, strings.TrimSpace(note.Text)) })
	})
	s = w.openSheet(title, ui.Column(10, ui.NewText(text, ui.Prose), note), fyne.NewSize(460, 220), "Cancel", save)
	w.win.Canvas().Focus(note)
}
