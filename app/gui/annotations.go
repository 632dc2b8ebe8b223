package gui

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/background"
	"dragoman/app/gui/panel"
	"dragoman/app/gui/ui"
	"dragoman/app/session"
	"dragoman/model"
)

// place is an annotation somewhere in the project.
type place struct {
	document   model.DocumentID
	title      string
	annotation model.Annotation
	text       string
	folded     string // text and title in small letters, for the filter
}

// everywhere is the dialog that lists the annotations of the whole project by
// label and text; a click goes to the place.
type everywhere struct {
	w       *Window
	schema  model.Schema
	all     []place
	shown   []int
	label   string
	list    *widget.List
	filter  *ui.Entry
	summary *ui.Text
	chips   []*ui.Button
	names   []string
	sheet   *sheet
}

func (w *Window) annotationsSheet() {
	e := &everywhere{w: w, schema: w.session.Schema(), filter: w.field("Words of the annotation or the title", ""), summary: ui.NewText("Reading …", ui.Caption)}
	e.filter.OnChanged = func(string) { e.narrow() }
	e.list = widget.NewList(func() int { return len(e.shown) }, newPlaceRow, e.fill)
	e.list.HideSeparators = true
	e.list.OnSelected = e.jump
	chips := ui.LineOf(6)
	e.addChip(chips, "", "All labels")
	for _, l := range e.schema.Labels {
		e.addChip(chips, l.Name, l.Display())
	}
	content := ui.Frame(ui.Column(10, e.filter, chips, e.summary), nil, nil, nil, ui.Pad(8, 0, 0, 0, e.list))
	e.sheet = w.openSheet("All annotations of "+string(w.session.Annotator()), content, fyne.NewSize(860, 640), "Close")
	w.win.Canvas().Focus(e.filter)
	e.read()
}

func (e *everywhere) addChip(to *fyne.Container, name, title string) {
	b := ui.NewButton(ui.Chip, title, func() {
		e.label = name
		e.narrow()
	})
	b.Chosen = name == ""
	e.chips, e.names = append(e.chips, b), append(e.names, name)
	to.Add(b)
}

// read reads the annotations of the whole project, in the background.
func (e *everywhere) read() {
	project, who := e.w.opened.Project, e.w.session.Annotator()
	stop := background.Start(e.w.deps.Runner, e.w.ctx, func(ctx context.Context) ([]place, error) {
		return readPlaces(ctx, project, who)
	}, func(all []place, err error) {
		if err != nil {
			e.summary.Set(capital(err.Error()))
			return
		}
		e.all = all
		e.narrow()
	})
	e.sheet.closed = stop
}

func readPlaces(ctx context.Context, project session.Project, who model.Annotator) ([]place, error) {
	var all []place
	err := project.Walk(ctx, func(d model.Document, sets []model.AnnotationSet) error {
		for _, set := range sets {
			if set.Annotator != who {
				continue
			}
			for _, a := range set.Annotations {
				text := d.Text.Quote(a.Fragments)
				all = append(all, place{d.ID, d.Title, a, text, strings.ToLower(text + " " + d.Title)})
			}
		}
		return ctx.Err()
	})
	slices.SortStableFunc(all, func(x, y place) int {
		return cmp.Or(cmp.Compare(x.annotation.Label, y.annotation.Label), cmp.Compare(x.folded, y.folded))
	})
	return all, err
}

// narrow shows the annotations of the chosen label that hold what was typed.
func (e *everywhere) narrow() {
	typed := strings.ToLower(strings.TrimSpace(e.filter.Text))
	e.shown = nil
	for i, p := range e.all {
		if (e.label == "" || p.annotation.Label == e.label) && strings.Contains(p.folded, typed) {
			e.shown = append(e.shown, i)
		}
	}
	for i, b := range e.chips {
		b.Chosen = e.names[i] == e.label
		b.Refresh()
	}
	switch {
	case len(e.all) == 0:
		e.summary.Set("No annotations yet: label some words in a document, and they stand here.")
	case len(e.shown) == 0:
		e.summary.Set("Nothing found. Try fewer letters, or all labels.")
	default:
		e.summary.Set(fmt.Sprintf("%d of %s", len(e.shown), count(len(e.all), "annotation")))
	}
	e.list.UnselectAll()
	e.list.Refresh()
}

func (e *everywhere) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i < len(e.shown) {
		p := e.all[e.shown[i]]
		label, _ := e.schema.Label(p.annotation.Label)
		o.(*placeRow).set(label, p)
	}
}

// jump goes to the annotation.
func (e *everywhere) jump(i widget.ListItemID) {
	if i >= len(e.shown) {
		return
	}
	p := e.all[e.shown[i]]
	e.sheet.close()
	e.w.jump(p.document, p.annotation.ID)
}

// jump opens a document and selects an annotation in it.
func (w *Window) jump(document model.DocumentID, id model.AnnotationID) {
	if d := w.session.Desk(); d == nil || d.Document().ID != document {
		w.space.openDocument(document)
	}
	w.space.setActive(id, true)
	w.FocusPane(0)
}

// placeRow shows an annotation and the article it stands in.
type placeRow struct {
	widget.BaseWidget
	tag         *ui.Tag
	text, title *ui.Text
}

func newPlaceRow() fyne.CanvasObject {
	r := &placeRow{tag: ui.NewTag("", panel.ColourOf(model.Label{}), true), text: ui.NewText("", ui.Plain), title: ui.NewText("", ui.Caption)}
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *placeRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(ui.Pad(4, 4, 6, 8, ui.Frame(nil, nil, ui.Pad(3, 0, 0, 0, ui.Column(0, r.tag)), nil,
		ui.Pad(0, 0, 10, 0, ui.Column(1, r.text, r.title)))))
}

func (r *placeRow) set(label model.Label, p place) {
	r.tag.Set(panel.TagOf(label), panel.ColourOf(label))
	r.text.Set(p.text)
	r.title.Set(p.title)
}
