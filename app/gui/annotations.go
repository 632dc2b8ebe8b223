package gui

import (
	"context"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/background"
	"dragoman/app/gui/panel"
	"dragoman/app/gui/ui"
	"dragoman/model"
)

// placesAtOnce is how many annotations the list reads at a time.
const placesAtOnce = 200

// everywhere is the dialog that lists the annotations of the whole project by
// label and text, and reads on as it is scrolled; a click goes to the place.
type everywhere struct {
	w         *Window
	schema    model.Schema
	documents []model.Summary
	at        map[model.DocumentID]int // where documents stand in the list
	total     int                      // of the annotator, whatever is asked for
	query     model.AnnotationQuery
	shown     []model.Occurrence
	more      bool // there may be more than is shown
	stop      context.CancelFunc
	list      *ui.List
	filter    *ui.Entry
	summary   *ui.Text
	chips     []*ui.Button
	names     []string
	sheet     *sheet
}

func (w *Window) annotationsSheet() { w.openEverywhere() }

func (w *Window) openEverywhere() *everywhere {
	who := w.session.Annotator()
	e := &everywhere{w: w, schema: w.session.Schema(), filter: w.field("Words of the annotation or the title", ""), summary: ui.NewText("Reading …", ui.Caption)}
	e.query = model.AnnotationQuery{Annotator: who, Limit: placesAtOnce}
	e.documents, e.at = w.session.Documents(), map[model.DocumentID]int{}
	for i := range e.documents {
		e.total += e.documents[i].Set(who).Annotations
		e.at[e.documents[i].ID] = i
	}
	e.filter.OnChanged = func(string) { e.narrow() }
	e.list = ui.NewList(func() int { return len(e.shown) }, newPlaceRow, e.fill)
	e.list.OnSelected = e.jump
	e.list.OnKey = func(k *fyne.KeyEvent) bool {
		if k.Name == fyne.KeyEscape {
			e.sheet.close()
		}
		return k.Name == fyne.KeyEscape
	}
	chips := ui.LineOf(6)
	e.addChip(chips, "", "All labels")
	for _, l := range e.schema.Labels {
		e.addChip(chips, l.Name, l.Display())
	}
	content := ui.Frame(ui.Column(10, e.filter, chips, e.summary), nil, nil, nil, ui.Pad(8, 0, 0, 0, e.list))
	e.sheet = w.openSheet("All annotations of "+string(who), content, fyne.NewSize(860, 640), "Close")
	e.sheet.closed = func() { e.stop() }
	w.win.Canvas().Focus(e.filter)
	e.narrow()
	return e
}

func (e *everywhere) addChip(to *fyne.Container, name, title string) {
	b := ui.NewButton(ui.Chip, title, func() {
		e.query.Label = name
		e.narrow()
	})
	b.Chosen = name == ""
	e.chips, e.names = append(e.chips, b), append(e.names, name)
	to.Add(b)
}

// narrow shows the annotations of the chosen label that hold what was typed.
func (e *everywhere) narrow() {
	e.query.Text, e.query.After = strings.TrimSpace(e.filter.Text), ""
	for i, b := range e.chips {
		b.Chosen = e.names[i] == e.query.Label
		b.Refresh()
	}
	e.read()
}

// read reads the next annotations in the background, in the place of what is
// read already.
func (e *everywhere) read() {
	if e.stop != nil {
		e.stop()
	}
	e.more = false // nobody asks twice
	ctx, stop := context.WithCancel(e.w.ctx)
	e.stop = stop
	find, query := e.w.opened.Annotations, e.query
	background.Start(e.w.deps.Runner, ctx, func(ctx context.Context) ([]model.Occurrence, error) {
		return find(ctx, query)
	}, func(found []model.Occurrence, err error) {
		if ctx.Err() == nil {
			e.add(query, found, err)
		}
	})
}

// add shows what was found, behind the page that it follows.
func (e *everywhere) add(query model.AnnotationQuery, found []model.Occurrence, err error) {
	if err != nil {
		e.summary.Set(capital(err.Error()))
		return
	}
	if query.After == "" {
		e.shown = nil
		e.list.UnselectAll()
		e.list.ScrollToTop()
	}
	e.shown = append(e.shown, found...)
	e.more = len(found) == query.Limit
	e.summary.Set(e.summarise())
	e.list.Refresh()
}

func (e *everywhere) summarise() string {
	switch {
	case e.total == 0:
		return "No annotations yet: label some words in a document, and they stand here."
	case len(e.shown) == 0:
		return "Nothing found. Try fewer letters, or all labels."
	case e.more:
		return fmt.Sprintf("The first %d of %s; scroll to see more", len(e.shown), count(e.total, "annotation"))
	}
	return fmt.Sprintf("%d of %s", len(e.shown), count(e.total, "annotation"))
}

// fill shows an annotation in a row, and reads on at the last one.
func (e *everywhere) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(e.shown) {
		return
	}
	p := e.shown[i]
	label, _ := e.schema.Label(p.Annotation.Label)
	document := model.Summary{ID: p.Document}
	if at, known := e.at[p.Document]; known {
		document = e.documents[at]
	}
	o.(*placeRow).set(label, p.Text, document.Heading())
	if e.more && i == len(e.shown)-1 {
		e.query.After = p.Annotation.ID
		e.read()
	}
}

// jump goes to the annotation.
func (e *everywhere) jump(i widget.ListItemID) {
	if i >= len(e.shown) {
		return
	}
	p := e.shown[i]
	e.sheet.close()
	e.w.jump(p.Document, p.Annotation.ID)
}

// jump opens a document and selects an annotation in it.
func (w *Window) jump(document model.DocumentID, id model.AnnotationID) {
	if d := w.session.Desk(); d == nil || d.Document().ID != document {
		w.space.openDocument(document)
	}
	if d := w.session.Desk(); d == nil || d.Document().ID != document {
		return // it could not be opened, or what was typed is not to be left
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

func (r *placeRow) set(label model.Label, text, title string) {
	r.tag.Set(panel.TagOf(label), panel.ColourOf(label))
	r.text.Set(text)
	r.title.Set(title)
}
