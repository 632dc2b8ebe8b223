// Package panel holds the panels beside the article: the list of documents,
// the bar of labels and the inspector. Panels take data in and give intentions
// out through their On… fields; they know no session and no project.
package panel

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/theme"
	"dragoman/app/gui/ui"
	"dragoman/model"
)

// Filter is a choice of documents.
type Filter int

// The filters, in the order of their chips.
const (
	FilterAll Filter = iota
	FilterNew
	FilterOpen
	FilterDone
	FilterFlagged
)

var filterNames = []string{"All", "New", "Open", "Done", "Flagged"}

// Documents is the panel on the left: a search field, filters, and the list of
// documents that match both.
type Documents struct {
	// Search is the field above the list.
	Search *ui.Entry
	// OnOpen is told the document that a person chose.
	OnOpen func(id model.DocumentID)
	// OnSearch is told what stands in the search field whenever it changes.
	OnSearch func(query string)
	// OnListed is told that a row of the list is to show another document.
	OnListed func()
	// OnImport is told that a person wants to import articles.
	OnImport func()

	annotator model.Annotator
	all       []model.Summary
	shown     []model.Summary
	found     map[model.DocumentID]bool // nil while nothing is searched
	current   model.DocumentID
	filter    Filter
	chips     []*ui.Button
	list      *ui.List
	rows      []*documentRow
	empty     *ui.Text
	action    *ui.Button
	object    fyne.CanvasObject
}

// NewDocuments returns the panel.
func NewDocuments() *Documents {
	d := &Documents{Search: ui.NewEntry("Search titles and texts")}
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
	d.list = ui.NewList(func() int { return len(d.shown) }, d.newRow, d.fillRow)
	d.list.OnSelected = d.selected
	d.empty = ui.NewText("", ui.Look{Role: ui.Muted})
	d.action = ui.NewKeyButton("Import files…", "Ctrl I", func() { d.OnImport() })
	none := ui.Pad(18, 0, 14, 14, ui.Column(12, d.empty, ui.LineOf(8, d.action)))
	top := ui.Pad(10, 6, 10, 10, ui.Column(8, d.Search, chips))
	d.object = ui.NewGround(ui.Panel, ui.Frame(top, nil, nil, nil,
		container.NewStack(ui.Pad(0, 0, 8, 8, d.list), none)))
	d.refresh()
	return d
}

// Object returns what is to be shown.
func (d *Documents) Object() fyne.CanvasObject { return d.object }

// List returns the list, which takes the focus of the panel.
func (d *Documents) List() *ui.List { return d.list }

// SetDocuments shows the documents, with the status of the annotator's sets.
func (d *Documents) SetDocuments(all []model.Summary, annotator model.Annotator) {
	d.all, d.annotator = all, annotator
	d.refresh()
}

// SetFound shows only these documents, those that a search found; nil shows
// all.
func (d *Documents) SetFound(found map[model.DocumentID]bool) {
	d.found = found
	d.refresh()
}

// SetFilter shows only the documents of a filter.
func (d *Documents) SetFilter(f Filter) {
	d.filter = f
	d.refresh()
}

// SetCurrent marks the document that is open and brings it into view.
func (d *Documents) SetCurrent(id model.DocumentID) {
	d.current = id
	d.mark()
}

// Shown returns the documents in the list.
func (d *Documents) Shown() []model.Summary { return d.shown }

// mark selects the row of the current document without telling it.
func (d *Documents) mark() {
	open := d.OnOpen
	d.OnOpen = nil
	defer func() { d.OnOpen = open }()
	for i, s := range d.shown {
		if s.ID == d.current {
			d.list.Select(i)
			return
		}
	}
	d.list.UnselectAll()
}

func (d *Documents) selected(i widget.ListItemID) {
	if i < len(d.shown) && d.OnOpen != nil && d.shown[i].ID != d.current {
		d.OnOpen(d.shown[i].ID)
	}
}

func (d *Documents) refresh() {
	counts := make([]int, len(filterNames))
	d.shown = nil
	for _, s := range d.all {
		if d.found != nil && !d.found[s.ID] {
			continue
		}
		for f := range filterNames {
			if d.matches(s, Filter(f)) {
				counts[f]++
			}
		}
		if d.matches(s, d.filter) {
			d.shown = append(d.shown, s)
		}
	}
	for i, chip := range d.chips {
		chip.Text = filterNames[i] + " " + strconv.Itoa(counts[i])
		chip.Chosen = Filter(i) == d.filter
		chip.Hidden = Filter(i) == FilterFlagged && counts[i] == 0 && !chip.Chosen
		chip.Refresh()
	}
	d.showEmpty()
	d.list.Refresh()
	d.mark()
}

func (d *Documents) matches(s model.Summary, f Filter) bool {
	status := s.Set(d.annotator).Status
	switch f {
	case FilterNew:
		return status.String() == string(model.StatusNew)
	case FilterOpen:
		return status == model.StatusInProgress
	case FilterDone:
		return status == model.StatusDone
	case FilterFlagged:
		return s.Flag != ""
	}
	return true
}

// showEmpty says what to do when the list is empty.
func (d *Documents) showEmpty() {
	text := ""
	switch {
	case len(d.shown) > 0:
	case len(d.all) == 0:
		text = "No documents yet. Drop files or a folder onto the window, or import them."
	case d.found != nil:
		text = "Nothing found. Search for the beginning of a word, or “a phrase” in quotation marks."
	default:
		text = "No document is " + strings.ToLower(filterNames[d.filter]) + ". Choose All to see every document."
	}
	d.empty.Set(text)
	d.action.Hidden = len(d.all) > 0
	d.empty.Hidden = text == ""
	d.action.Refresh()
}

// documentRow is a row of the list.
type documentRow struct {
	widget.BaseWidget
	id                   model.DocumentID
	mark                 *ui.Mark
	title, detail, count *ui.Text
}

func (d *Documents) newRow() fyne.CanvasObject {
	r := &documentRow{
		mark: ui.NewMark(), title: ui.NewText("", ui.Plain), detail: ui.NewText("", ui.Caption),
		count: ui.NewNatural("", ui.Caption),
	}
	r.ExtendBaseWidget(r)
	d.rows = append(d.rows, r)
	return r
}

// Parts returns the rows of documents that are made, those in view among them,
// named "document" and their id.
func (d *Documents) Parts() []Part {
	var parts []Part
	for _, r := range d.rows {
		if r.id != "" {
			parts = append(parts, Part{"document " + string(r.id), r})
		}
	}
	return parts
}

// CreateRenderer implements fyne.Widget.
func (r *documentRow) CreateRenderer() fyne.WidgetRenderer {
	text := ui.Column(3, ui.Between(r.title, r.count), r.detail)
	return widget.NewSimpleRenderer(ui.Pad(6, 6, 8, 8, ui.Frame(nil, nil,
		ui.Column(0, ui.Gap(1, 1), r.mark), nil, ui.Pad(0, 0, 8, 0, text))))
}

func (d *Documents) fillRow(i widget.ListItemID, o fyne.CanvasObject) {
	if i >= len(d.shown) {
		return
	}
	r, s := o.(*documentRow), d.shown[i]
	if r.id != s.ID && d.OnListed != nil {
		d.OnListed()
	}
	r.id = s.ID
	set := s.Set(d.annotator)
	r.mark.Set(fillOf(s, set), s.Flag == model.Flagged)
	r.title.Set(s.Heading())
	r.detail.Set(detailOf(s))
	r.count.Set(countOf(set))
	second := ui.Muted
	if s.ID == d.current {
		second = theme.Palette.SecondOnSelection
	}
	r.detail.SetRole(second)
	r.count.SetRole(second)
}

func fillOf(s model.Summary, set model.SetSummary) ui.Fill {
	switch {
	case s.Flag == model.Skipped:
		return ui.Crossed
	case set.Status == model.StatusDone:
		return ui.Full
	case set.Status == model.StatusInProgress:
		return ui.Half
	}
	return ui.Hollow
}

func detailOf(s model.Summary) string {
	var parts []string
	known := []string{s.Source, ui.Date(s.Date)}
	if ui.RightToLeft(s.Source) {
		slices.Reverse(known) // the date would be torn apart in a right-to-left line
	}
	for _, p := range known {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if s.Flag != "" && s.FlagNote != "" {
		parts = append(parts, s.FlagNote)
	}
	if len(parts) == 0 {
		return fmt.Sprintf("%d characters", s.Length)
	}
	return strings.Join(parts, " · ")
}

func countOf(set model.SetSummary) string {
	if set.Annotations == 0 {
		return "–"
	}
	return strconv.Itoa(set.Annotations)
}
