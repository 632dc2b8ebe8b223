package gui

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"

	"dragoman/app/trace"
)

// tracing tells the trace what leads to a frame, and when that is on the
// screen. A nil tracing, where nothing is traced, does nothing.
type tracing struct {
	trace *trace.Trace
	later func(func())   // has a function run when what runs now, and the frame, is done
	probe *canvas.Raster // is painted behind all else, after each event
	told  map[string]bool
	due   bool // "shown" will be told
}

func newTracing(deps Deps) *tracing {
	if deps.Trace == nil {
		return nil
	}
	t := &tracing{trace: deps.Trace, later: deps.Runner.UI, told: map[string]bool{}}
	t.probe = canvas.NewRaster(func(width, height int) image.Image {
		t.frame()
		return image.NewRGBA(image.Rect(0, 0, max(1, width), max(1, height)))
	})
	return t
}

// event tells an event that leads to a frame.
func (t *tracing) event(name string) {
	if t != nil {
		t.trace.Event(name)
		t.probe.Refresh()
	}
}

// first tells an event, the first of its kind in a frame.
func (t *tracing) first(name string) {
	if t != nil && !t.told[name] {
		t.told[name] = true
		t.event(name)
	}
}

// painted is called within the painter's pass that has drawn the article.
func (t *tracing) painted() {
	if t != nil {
		t.trace.Event("painted")
		t.frame()
	}
}

// frame is called within a painter's pass: what is done later comes when its
// frame is on the screen.
func (t *tracing) frame() {
	if t.due {
		return
	}
	t.due = true
	t.later(func() {
		t.due = false
		clear(t.told)
		t.trace.Event("shown")
	})
}

// around returns the content of the window with what has its sizes and frames
// told.
func (t *tracing) around(content fyne.CanvasObject) fyne.CanvasObject {
	if t == nil {
		return content
	}
	return container.New(&tracedLayout{t: t}, content, t.probe)
}

// tracedLayout gives the first object all the space and tells when that is
// another; the second gets a pixel.
type tracedLayout struct {
	t    *tracing
	size fyne.Size
}

func (l *tracedLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	if size != l.size {
		l.size = size
		l.t.event("resized")
	}
	o[0].Resize(size)
	o[1].Resize(fyne.NewSize(1, 1))
}

func (l *tracedLayout) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }
