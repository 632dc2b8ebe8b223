package textview

import (
	"image"
	"image/color"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"dragoman/app/gui/textview/flow"
)

// MaxObjects is about the number of canvas objects that a view shows at most;
// highlights lose detail before there are more.
const MaxObjects = 500

// page holds what is painted: a row for each visible line, below them the
// selection and the hits of a search, above them frames, links, the caret and
// the scroll bar.
type page struct {
	v     *View
	scale float32 // pixels of the screen for one of the toolkit

	back  *canvas.Image // one pixel, stretched
	paper color.NRGBA   // of that pixel
	under *pool
	lines *fyne.Container // the boxes of head and rows
	over  *pool
	probe *canvas.Raster

	head   []*row
	rows   map[lineKey]*row
	free   []*row
	detail detail
	built  int // rows built so far, for tests
}

type lineKey struct{ block, line int }

func newPage(v *View) *page {
	return &page{
		v: v, scale: 1, back: &canvas.Image{ScaleMode: canvas.ImageScalePixels}, under: newPool(), over: newPool(),
		lines: &fyne.Container{}, rows: map[lineKey]*row{},
	}
}

// rebuild paints everything again.
func (p *page) rebuild() {
	for k, r := range p.rows {
		p.free = append(p.free, r)
		delete(p.rows, k)
	}
	p.detail = everything
	p.readScale()
	p.sync()
}

func (p *page) readScale() {
	if c := fyne.CurrentApp().Driver().CanvasForObject(p.v); c != nil {
		p.scale = c.Scale()
	}
}

// compare notes the rows as stale whose highlights are no longer those that
// they show.
func (p *page) compare() {
	for _, r := range p.rows {
		r.stale = r.stale || !slices.Equal(r.shows, p.v.looksIn(r.span))
	}
}

// sync makes the page show what the view is in: rows that are stale or new are
// built, others moved.
func (p *page) sync() {
	v := p.v
	if v.port == nil {
		return
	}
	p.setPaper(v.style.Paper)
	slots := v.port.Slots()
	p.syncRows(slots)
	for p.detail < fewest && p.Objects() > MaxObjects {
		p.detail++
		for _, r := range p.rows {
			r.stale = true
		}
		p.syncRows(slots)
	}
	p.syncHead()
	p.collect(slots)
	v.paintUnder(p.under, slots)
	v.paintOver(p.over, slots)
	p.request()
}

// setPaper colours the background. It is a picture, for a rectangle's shader
// works out edges and a shadow for each of its pixels: without a graphics card
// that took longer than all else in a frame.
func (p *page) setPaper(c color.NRGBA) {
	if p.back.Image != nil && p.paper == c {
		return
	}
	pixel := image.NewRGBA(image.Rect(0, 0, 1, 1))
	pixel.Set(0, 0, c)
	p.paper, p.back.Image = c, pixel
}

// request asks the toolkit for a frame. Refreshing the background alone leaves
// the pictures of underlines as they are.
func (p *page) request() {
	p.back.Refresh()
	if p.probe != nil {
		p.probe.Refresh()
	}
}

// syncRows builds and moves the rows of the slots and frees the others.
func (p *page) syncRows(slots []flow.Slot) {
	seen := make(map[lineKey]bool, len(slots))
	for _, s := range slots {
		seen[lineKey{s.Block, s.Line}] = true
	}
	for k, r := range p.rows {
		if !seen[k] {
			p.free = append(p.free, r)
			delete(p.rows, k)
		}
	}
	for _, s := range slots {
		k := lineKey{s.Block, s.Line}
		r, ok := p.rows[k]
		if !ok {
			r = p.spare()
			p.rows[k] = r
		}
		if !ok || r.stale {
			r.build(p.v, p.v.flow.Line(s.Block, s.Line), s, p.detail)
			p.built++
		}
		r.box.Move(fyne.NewPos(0, float32(s.Y)))
	}
}

// spare returns a row to build in.
func (p *page) spare() *row {
	if n := len(p.free); n > 0 {
		r := p.free[n-1]
		p.free = p.free[:n-1]
		return r
	}
	return &row{pool: newPool()}
}

// syncHead paints the headline where it is seen.
func (p *page) syncHead() {
	p.free = append(p.free, p.head...)
	p.head = p.head[:0]
	h := p.v.headline
	if y, seen := p.v.port.HeadY(); seen {
		p.headRows(h.title, y+h.titleY, p.v.style.Ink)
	}
	if y, seen := p.v.bylineY(); seen {
		p.headRows(h.byline, y, p.v.style.Muted)
	}
}

func (p *page) headRows(f *flow.Flow, y int, ink color.NRGBA) {
	if f == nil {
		return
	}
	for b := range f.Blocks() {
		for n := range f.Lines(b) {
			r := p.spare()
			r.begin()
			l := f.Line(b, n)
			x := float32(p.v.column.x) + p.v.headShift(l)
			r.letters(p.v, f.FontsOf(b), l, f.Metrics(), spot{x: x}, ink)
			r.hidden(p.v, l, x, p.v.gridFor(f.Metrics()), nil, true)
			r.box.Move(fyne.NewPos(0, float32(y+n*f.Metrics().LineHeight)))
			p.head = append(p.head, r)
		}
		y += f.Height(b)
	}
}

// collect lists the boxes of all rows, from the top.
func (p *page) collect(slots []flow.Slot) {
	p.lines.Objects = p.lines.Objects[:0]
	for _, r := range p.head {
		p.lines.Objects = append(p.lines.Objects, r.box)
	}
	for _, s := range slots {
		p.lines.Objects = append(p.lines.Objects, p.rows[lineKey{s.Block, s.Line}].box)
	}
}

// Objects returns the number of canvas objects that are shown.
func (p *page) Objects() int {
	n := 4 + len(p.under.box.Objects) + len(p.over.box.Objects)
	for _, r := range p.head {
		n += 1 + len(r.box.Objects)
	}
	for _, r := range p.rows {
		n += 1 + len(r.box.Objects)
	}
	return n
}

// CreateRenderer makes what the toolkit paints the view with. All state is in
// the view, since the toolkit destroys renderers that it has not used for a
// while.
func (v *View) CreateRenderer() fyne.WidgetRenderer {
	v.ExtendBaseWidget(v)
	if v.Painted != nil && v.page.probe == nil {
		v.page.probe = canvas.NewRaster(func(w, h int) image.Image {
			v.Painted()
			return image.NewRGBA(image.Rect(0, 0, max(1, w), max(1, h)))
		})
		v.page.probe.Resize(fyne.NewSize(1, 1))
	}
	v.page.rebuild()
	return renderer{v.page}
}

type renderer struct{ *page }

func (r renderer) Layout(size fyne.Size) { r.back.Resize(size) }
func (r renderer) MinSize() fyne.Size    { return r.v.MinSize() }
func (r renderer) Refresh()              { r.rebuild() }
func (r renderer) Destroy()              {}

// Objects returns the layers, from the bottom.
func (r renderer) Objects() []fyne.CanvasObject {
	layers := []fyne.CanvasObject{r.back, r.under.box, r.lines, r.over.box}
	if r.probe != nil {
		layers = append(layers, r.probe)
	}
	return layers
}
