package textview

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
)

// picture is a canvas object whose picture is made when its looks or its size
// change, and not when it moves.
type picture struct {
	raster *canvas.Raster
	scale  canvas.ImageScale
	looks  any // what the picture follows from; comparable
	make   func(w, h int) image.Image
}

func newPicture(scale canvas.ImageScale) *picture {
	p := &picture{scale: scale}
	p.renew()
	return p
}

// renew takes a raster that has no picture yet.
func (p *picture) renew() {
	p.raster = canvas.NewRaster(func(w, h int) image.Image { return p.make(w, h) })
	p.raster.ScaleMode = p.scale
}

// set places the picture and makes it again only where it looks different.
func (p *picture) set(a area, looks any, make func(w, h int) image.Image) {
	size := fyne.NewSize(a.w, a.h)
	if p.looks == looks && p.raster.Size() == size {
		p.raster.Move(fyne.NewPos(a.x, a.y))
		return
	}
	p.looks, p.make = looks, make
	if fyne.CurrentApp().Driver().CanvasForObject(p.raster) == nil {
		// What comes to a window while it is laid out is painted before the
		// canvas knows it, and a picture that the canvas does not know of
		// would never be drawn again.
		p.renew()
	}
	p.raster.Move(fyne.NewPos(a.x, a.y))
	p.raster.Resize(size)
	p.raster.Refresh()
}
