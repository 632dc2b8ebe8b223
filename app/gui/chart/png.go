package chart

import (
	"fmt"
	"image/png"
	"io"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"

	"dragoman/app/gui/ui"
)

// pictureScale is how many dots of a picture stand for a pixel of the window.
const pictureScale = 2

// PNG writes the chart below a title and a note as a picture in the colours of the
// window, laid out in a width in pixels, with twice as many dots. It must be
// called on the window's goroutine.
func PNG(w io.Writer, c Chart, title, note string, width float32) error {
	view := NewView()
	view.Set(c)
	view.Resize(fyne.NewSize(width, 1))
	content := ui.NewGround(ui.Panel, ui.Pad(24, 24, 24, 24,
		ui.Column(12, ui.NewText(title, ui.Look{Size: "subHeadingText", Bold: true, Lines: 1}), ui.NewText(note, ui.Caption), view)))
	canvas := software.NewCanvas()
	canvas.SetPadded(false)
	canvas.SetScale(pictureScale)
	canvas.SetContent(content)
	size := view.MinSize()
	canvas.Resize(fyne.NewSize(max(size.Width, width)+48, content.MinSize().Height))
	if err := png.Encode(w, canvas.Capture()); err != nil {
		return fmt.Errorf("write PNG: %w", err)
	}
	return nil
}
