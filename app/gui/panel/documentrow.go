package panel

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/theme"
	"dragoman/app/gui/ui"
	"dragoman/model"
)

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
	d.rows.add(r)
	return r
}

// Parts returns the button of the order and the rows of documents that are made,
// those in view among them, named "document" and their id.
func (d *Documents) Parts() []Part {
	parts := []Part{{"order", d.order}}
	for r := range d.rows.all() {
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
	if i >= len(d.choice.shown) {
		return
	}
	r, s := o.(*documentRow), &d.all[d.choice.shown[i].Index()]
	if r.id != s.ID && d.OnListed != nil {
		d.OnListed()
	}
	d.fill(r, s)
}

// fill shows a document in a row.
func (d *Documents) fill(r *documentRow, s *model.Summary) {
	r.id = s.ID
	set := s.Set(d.annotator)
	r.mark.Set(fillOf(*s, set), s.Flag == model.Flagged)
	r.title.Set(s.Heading())
	r.detail.Set(detailOf(*s))
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
