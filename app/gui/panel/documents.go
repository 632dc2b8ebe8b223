// Package panel holds the panels beside the article: the list of documents,
// the bar of labels and the inspector. Panels take data in and give intentions
// out through their On… fields; they know no session and no project.
package panel

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/ui"
	"dragoman/model"
)

// Documents is the panel on the left: a search field, filters, and the list of
// documents that match both.
type Documents struct {
	// Search is the field above the list.
	Search *ui.Entry
	// OnOpen is told the document that a person chose.
	OnOpen func(id model.DocumentID)
	// OnSearch is told what stands in the search field whenever it changes.
	OnSearch func(query string)
	// OnWhole is told that what follows goes through all documents, of which
	// SetPart showed only some: SetDocuments is to be called now.
	OnWhole func()
	// OnOrder is told that a person wants to choose the order.
	OnOrder func()
	// OnListed is told that a row of the list is to show another document.
	OnListed func()
	// OnImport is told that a person wants to import articles.
	OnImport func()

	annotator model.Annotator
	all       []model.Summary
	choice    choice
	part      bool // all are not all there are
	current   model.DocumentID
	at        int // where the current document stands among all, or -1
	chips     []*ui.Button
	order     *ui.Button
	list      *ui.List
	rows      made[documentRow]
	empty     *ui.Text
	action    *ui.Button
	object    fyne.CanvasObject
}

// NewDocuments returns the panel.
func NewDocuments() *Documents {
	d := &Documents{Search: ui.NewEntry("Search titles and texts"), at: -1}
	d.Search.OnChanged = func(query string) {
		if d.OnSearch != nil {
			d.OnSearch(query)
		}
	}
	chips := container.New(ui.WrapLayout(6, 6))
	for i, name := range filterNames {
		b := ui.NewButton(ui.Chip, name, func() { d.SetFilter(Filter(i)) })
		d.chips = append(d.chips, b)
		chips.Add(b)
	}
	d.order = ui.NewButton(ui.Bare, "", func() { d.OnOrder() })
	d.order.Opens = true
	chips.Add(d.order)
	d.list = ui.NewList(func() int { return len(d.choice.shown) }, d.newRow, d.fillRow)
	d.list.OnSelected = d.selected
	d.empty = ui.NewText("", ui.Look{Role: ui.Muted})
	d.action = ui.NewKeyButton("Import files…", "Ctrl I", func() { d.OnImport() })
	none := ui.Pad(18, 0, 14, 14, ui.Column(12, d.empty, ui.LineOf(8, d.action)))
	top := ui.Pad(10, 6, 10, 10, ui.Column(8, d.Search, chips))
	d.object = ui.Frame(top, nil, nil, nil, container.NewStack(ui.Pad(0, 0, 8, 8, d.list), none))
	d.SetOrder(model.ByTitle)
	return d
}

// Object returns what is to be shown.
func (d *Documents) Object() fyne.CanvasObject { return d.object }

// List returns the list, which takes the focus of the panel.
func (d *Documents) List() *ui.List { return d.list }

// SetDocuments shows the documents, which are sorted by title, then id, with
// the status of the annotator's sets. One that changes in its place later is to
// be told to Changed.
func (d *Documents) SetDocuments(all []model.Summary, annotator model.Annotator) {
	if !d.part {
		d.set(all, annotator)
		return
	}
	was, _ := d.choice.row(d.at, d.all)
	offset := d.list.GetScrollOffset()
	d.part = false
	d.set(all, annotator)
	if now, shown := d.choice.row(d.at, d.all); shown { // no row moves where there come more before it
		d.list.ScrollToOffset(offset + float32(now-was)*d.list.RowHeight())
	}
}

// SetPart shows some of the documents, as SetDocuments does, until that is called
// with all of them; no numbers are told meanwhile.
func (d *Documents) SetPart(some []model.Summary, annotator model.Annotator) {
	d.part = true
	d.set(some, annotator)
}

func (d *Documents) set(all []model.Summary, annotator model.Annotator) {
	d.all, d.annotator, d.choice.whose = all, annotator, annotator
	d.at = model.IndexSummary(d.all, d.current)
	d.choice.kinds = d.choice.kinds[:0]
	for i := range all {
		d.choice.kinds = append(d.choice.kinds, kindsOf(&all[i], annotator))
	}
	d.refresh()
}

// Changed shows a document whose summary in the list changed, but for its title.
func (d *Documents) Changed(s model.Summary) {
	i, there := d.index(s)
	if !there {
		return
	}
	if d.choice.change(i, d.all, kindsOf(&s, d.annotator)) {
		d.showChips()
		d.showEmpty()
		d.list.Refresh()
		d.mark()
		return
	}
	for r := range d.rows.all() { // the list would lay out all of them
		if r.id == s.ID {
			d.fill(r, &d.all[i])
		}
	}
}

// index returns where the document stands among all.
func (d *Documents) index(s model.Summary) (int, bool) {
	return slices.BinarySearchFunc(d.all, s, func(a, b model.Summary) int {
		return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID))
	})
}

// SetFound shows only the documents of these numbers, those that a search
// found; nil shows all.
func (d *Documents) SetFound(numbers []int) {
	d.need()
	d.choice.find(numbers)
	d.refresh()
}

// SetFilter shows only the documents of a filter.
func (d *Documents) SetFilter(f Filter) {
	d.need()
	d.choice.filter = f
	d.refresh()
}

// SetOrder shows the documents in another order.
func (d *Documents) SetOrder(o model.Order) {
	d.need()
	d.choice.order = o
	d.order.Text = "By " + o.String()
	d.order.Refresh()
	d.refresh()
}

// need has the whole list brought where only a part is shown.
func (d *Documents) need() {
	if d.part {
		d.OnWhole()
	}
}

// SetCurrent marks the document that is open and brings it into view.
func (d *Documents) SetCurrent(id model.DocumentID) {
	d.current, d.at = id, model.IndexSummary(d.all, id)
	d.mark()
}

// Shown returns the documents in the list.
func (d *Documents) Shown() []model.Summary {
	shown := make([]model.Summary, len(d.choice.shown))
	for row, p := range d.choice.shown {
		shown[row] = d.all[p.Index()]
	}
	return shown
}

// First returns the document at the top of the list.
func (d *Documents) First() (id model.DocumentID, ok bool) {
	if len(d.choice.shown) == 0 {
		return "", false
	}
	return d.all[d.choice.shown[0].Index()].ID, true
}

// Shows reports whether the document is in the list.
func (d *Documents) Shows(id model.DocumentID) bool {
	_, shown := d.choice.row(model.IndexSummary(d.all, id), d.all)
	return shown
}

// mark selects the row of the current document without telling it.
func (d *Documents) mark() {
	open := d.OnOpen
	d.OnOpen = nil
	defer func() { d.OnOpen = open }()
	if row, shown := d.choice.row(d.at, d.all); shown {
		d.list.Select(row)
	} else {
		d.list.UnselectAll()
	}
}

func (d *Documents) selected(row widget.ListItemID) {
	if row >= len(d.choice.shown) || d.OnOpen == nil {
		return
	}
	if id := d.all[d.choice.shown[row].Index()].ID; id != d.current {
		d.OnOpen(id)
	}
}

func (d *Documents) refresh() {
	d.choice.choose(d.all)
	d.showChips()
	d.showEmpty()
	d.list.Refresh()
	d.mark()
}

// showChips tells how many documents each filter has.
func (d *Documents) showChips() {
	for i, chip := range d.chips {
		f := Filter(i)
		text, chosen := filterNames[i]+" "+strconv.Itoa(d.choice.counts[i]), f == d.choice.filter
		if d.part {
			text = filterNames[i]
		}
		hidden := f == FilterFlagged && d.choice.counts[i] == 0 && !chosen
		if chip.Text != text || chip.Chosen != chosen || chip.Hidden != hidden {
			chip.Text, chip.Chosen, chip.Hidden = text, chosen, hidden
			chip.Refresh()
		}
	}
}

// showEmpty says what to do when the list is empty.
func (d *Documents) showEmpty() {
	text := ""
	switch {
	case len(d.choice.shown) > 0:
	case len(d.all) == 0:
		text = "No documents yet. Drop files or a folder onto the window, or import them."
	case d.choice.found != nil:
		text = "Nothing found. Search for the beginning of a word, or “a phrase” in quotation marks."
	default:
		text = "No document is " + strings.ToLower(filterNames[d.choice.filter]) + ". Choose All to see every document."
	}
	d.empty.Set(text)
	d.action.Hidden = len(d.all) > 0
	d.empty.Hidden = text == ""
	d.action.Refresh()
}
