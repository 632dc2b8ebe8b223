package gui

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/ui"
	"dragoman/model"
)

// binSheet lists the documents in the bin, and brings them back.
func (w *Window) binSheet() {
	if w.session == nil {
		return
	}
	bin, err := w.session.Bin(w.ctx)
	if err != nil {
		w.Fail(err)
		return
	}
	chosen := 0
	list := ui.NewList(func() int { return len(bin) }, newBinRow, func(i int, o fyne.CanvasObject) { o.(*binRow).set(bin[i]) })
	list.OnSelected = func(i widget.ListItemID) { chosen = i }
	var s *sheet
	back := ui.NewButton(ui.Primary, "Bring back", func() {
		document := bin[chosen]
		s.close()
		w.attempt(func() error {
			err := w.session.BringBack(w.ctx, document.ID)
			if err == nil {
				w.space.openDocument(document.ID)
				w.Say("“" + document.Heading() + "” is back.")
			}
			return err
		})
	})
	back.Disabled = len(bin) == 0 || w.ReadOnly() != ""
	var content fyne.CanvasObject = list
	if len(bin) == 0 {
		content = ui.Column(0, ui.NewText("The bin is empty. Document › Delete document puts a document here, with everything that was said of it.", ui.Look{Role: ui.Muted, Lines: 2}))
	}
	s = w.openSheet("Bin", content, fyne.NewSize(600, 420), "Close", back)
	if len(bin) > 0 {
		list.Select(0)
	}
}

// binRow shows a document in the bin: its title, and below who put it there,
// when, and what is in it.
type binRow struct {
	widget.BaseWidget
	title, detail *ui.Text
}

func newBinRow() fyne.CanvasObject {
	r := &binRow{title: ui.NewText("", ui.Plain), detail: ui.NewText("", ui.Caption)}
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *binRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(ui.Pad(5, 5, 8, 8, ui.Column(2, r.title, r.detail)))
}

func (r *binRow) set(d model.Summary) {
	annotations := 0
	for _, set := range d.Sets {
		annotations += set.Annotations
	}
	r.title.Set(d.Heading())
	r.detail.Set(model.Line(fmt.Sprintf("%s · %s · %s", d.EditedAt.Local().Format("2 January 2006, 15:04"), d.Binned, count(annotations, "annotation"))))
}
