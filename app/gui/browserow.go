package gui

import (
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	ftheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/theme"
	"dragoman/app/gui/ui"
)

// fileRow is a file or folder in the list.
type fileRow struct {
	widget.BaseWidget
	icon   *widget.Icon
	name   *ui.Text
	mark   *ui.Text
	ground *canvas.Rectangle // coloured where the file is chosen
}

func newFileRow() fyne.CanvasObject {
	r := &fileRow{
		icon: widget.NewIcon(ftheme.FileIcon()), name: ui.NewText("", ui.Plain),
		mark: ui.NewNatural("", ui.Look{Role: ui.Accent, Bold: true}), ground: canvas.NewRectangle(theme.Now().Selection),
	}
	r.ground.CornerRadius = 5
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *fileRow) CreateRenderer() fyne.WidgetRenderer {
	content := ui.Pad(3, 3, 6, 8, ui.Frame(nil, nil, r.icon, r.mark, ui.Pad(0, 0, 4, 0, r.name)))
	return widget.NewSimpleRenderer(container.NewStack(r.ground, content))
}

func (r *fileRow) set(e os.DirEntry, marked bool) {
	icon := ftheme.FileTextIcon()
	if e.IsDir() {
		icon = ftheme.FolderIcon()
	}
	r.icon.SetResource(icon)
	r.name.Set(e.Name())
	mark := ""
	if marked {
		mark = "chosen"
	}
	r.mark.Set(mark)
	r.ground.Hidden = !marked
	r.ground.Refresh()
}
