package chart

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/theme"
	"dragoman/app/gui/ui"
)

// View shows a chart as wide as its place. Its spots say their hints when the
// pointer or the arrow keys come to them, and lead somewhere by a click, Enter
// or Space.
type View struct {
	widget.BaseWidget
	// OnHint is told the sentence of the spot that is looked at, "" for none.
	OnHint func(string)
	// OnChoose is told the Lead of the spot that a person chose.
	OnChoose func(lead int)
	// OnKey is asked first; a true answer keeps the key from the view.
	OnKey func(*fyne.KeyEvent) bool

	chart   Chart
	drawing Drawing
	width   float32
	at      int // the spot that is looked at, below 0 for none
	focused bool
}

// NewView returns a view without a chart.
func NewView() *View {
	v := &View{at: nowhere}
	v.ExtendBaseWidget(v)
	return v
}

// Set shows a chart; nil shows nothing.
func (v *View) Set(c Chart) {
	v.chart, v.at = c, nowhere
	v.layout(v.width)
	v.Refresh()
}

// Chart returns the chart that is shown, or nil.
func (v *View) Chart() Chart { return v.chart }

// Spots returns the places of the chart that say something.
func (v *View) Spots() []Spot { return v.drawing.Spots }

// layout makes the drawing for a width.
func (v *View) layout(width float32) {
	v.width, v.drawing = width, Drawing{}
	if v.chart != nil {
		v.drawing = v.chart.Draw(width, Look{theme.Now(), measure})
	}
	if v.at >= len(v.drawing.Spots) {
		v.at = nowhere
	}
}

func measure(text string, size fyne.ThemeSizeName, bold bool) float32 {
	return ui.Width(text, ui.Look{Size: size, Bold: bold})
}

// MinSize implements fyne.CanvasObject: the height is that of the chart in the
// width that the view has.
func (v *View) MinSize() fyne.Size {
	v.ExtendBaseWidget(v)
	width := float32(0)
	if v.drawing.Size.Width > v.width+1 {
		width = v.drawing.Size.Width
	}
	return fyne.NewSize(width, v.drawing.Size.Height)
}

// Resize implements fyne.CanvasObject.
func (v *View) Resize(s fyne.Size) {
	if s.Width != v.width {
		v.layout(s.Width)
		defer v.Refresh()
	}
	v.BaseWidget.Resize(s)
}

// look makes a spot the one that is looked at.
func (v *View) look(i int) {
	if i == v.at {
		return
	}
	v.at = i
	v.Refresh()
	if v.OnHint == nil {
		return
	}
	if i < 0 {
		v.OnHint("")
		return
	}
	v.OnHint(v.drawing.Spots[i].Hint)
}

// spotAt returns the spot at a point, below 0 for none.
func (v *View) spotAt(p fyne.Position) int {
	for i := len(v.drawing.Spots) - 1; i >= 0; i-- {
		if v.drawing.Spots[i].contains(p) {
			return i
		}
	}
	return nowhere
}

// MouseIn implements desktop.Hoverable.
func (v *View) MouseIn(e *desktop.MouseEvent) { v.pointAt(e.Position) }

// MouseMoved implements desktop.Hoverable.
func (v *View) MouseMoved(e *desktop.MouseEvent) { v.pointAt(e.Position) }

// pointAt looks at what is under the pointer. Beside all spots, the one that
// the keys have come to stays.
func (v *View) pointAt(p fyne.Position) {
	if i := v.spotAt(p); i >= 0 || !v.focused {
		v.look(i)
	}
}

// MouseOut implements desktop.Hoverable.
func (v *View) MouseOut() {
	if !v.focused {
		v.look(nowhere)
	}
}

// Cursor implements desktop.Cursorable.
func (v *View) Cursor() desktop.Cursor {
	if v.at >= 0 && v.drawing.Spots[v.at].Lead >= 0 {
		return desktop.PointerCursor
	}
	return desktop.DefaultCursor
}

// Tapped implements fyne.Tappable.
func (v *View) Tapped(e *fyne.PointEvent) {
	if i := v.spotAt(e.Position); i >= 0 {
		v.look(i)
		v.choose()
	}
}

func (v *View) choose() {
	if v.at >= 0 && v.OnChoose != nil && v.drawing.Spots[v.at].Lead >= 0 {
		v.OnChoose(v.drawing.Spots[v.at].Lead)
	}
}

// FocusGained implements fyne.Focusable.
func (v *View) FocusGained() {
	v.focused = true
	if v.at < 0 && len(v.drawing.Spots) > 0 {
		v.look(0)
	}
	v.Refresh()
}

// FocusLost implements fyne.Focusable.
func (v *View) FocusLost() {
	v.focused = false
	v.look(nowhere)
	v.Refresh()
}

// TypedRune implements fyne.Focusable.
func (v *View) TypedRune(rune) {}

// TypedKey moves among the spots by the arrows, chooses by Enter and Space, and
// passes other keys on.
func (v *View) TypedKey(e *fyne.KeyEvent) {
	if v.OnKey != nil && v.OnKey(e) {
		return
	}
	switch e.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		v.choose()
	case fyne.KeyLeft:
		v.step(-1, 0)
	case fyne.KeyRight:
		v.step(1, 0)
	case fyne.KeyUp:
		v.step(0, -1)
	case fyne.KeyDown:
		v.step(0, 1)
	default:
		ui.PassKey(v, e)
	}
}

// step goes to the nearest spot in a direction.
func (v *View) step(dx, dy float32) {
	if v.at < 0 {
		if len(v.drawing.Spots) > 0 {
			v.look(0)
		}
		return
	}
	if next := nearest(v.drawing.Spots, v.at, dx, dy); next >= 0 {
		v.look(next)
	}
}

// nearest returns the spot that is nearest to another in a direction, where
// what is off the way counts three times; below 0 for none.
func nearest(spots []Spot, from int, dx, dy float32) int {
	best, least := nowhere, float32(0)
	a := spots[from]
	for i, b := range spots {
		x, y := b.X+b.W/2-a.X-a.W/2, b.Y+b.H/2-a.Y-a.H/2
		ahead, aside := x*dx+y*dy, abs(x*dy)+abs(y*dx)
		if ahead <= 0.5 {
			continue
		}
		if d := ahead + 3*aside; best < 0 || d < least {
			best, least = i, d
		}
	}
	return best
}

func abs(x float32) float32 { return max(x, -x) }

// CreateRenderer implements fyne.Widget.
func (v *View) CreateRenderer() fyne.WidgetRenderer {
	v.ExtendBaseWidget(v)
	r := &viewRenderer{v: v, ring: canvas.NewRectangle(color.Transparent)}
	r.paint()
	return r
}

type viewRenderer struct {
	v       *View
	ring    *canvas.Rectangle
	drawn   *Shape // the first shape of the drawing that objects show
	palette theme.Palette
	objects []fyne.CanvasObject
}

// paint makes the objects for the drawing, unless they are there already.
func (r *viewRenderer) paint() {
	if now := theme.Now(); r.palette != now {
		r.palette = now
		r.v.layout(r.v.width)
	}
	shapes := r.v.drawing.Shapes
	if len(shapes) == 0 {
		r.objects, r.drawn = nil, nil
	} else if r.drawn != &shapes[0] {
		r.drawn, r.objects = &shapes[0], make([]fyne.CanvasObject, 0, len(shapes)+1)
		for _, s := range shapes {
			r.objects = append(r.objects, s.object())
		}
		r.objects = append(r.objects, r.ring)
	}
	r.mark()
}

// mark puts the ring around the spot that is looked at.
func (r *viewRenderer) mark() {
	v := r.v
	r.ring.Hidden = v.at < 0
	if v.at < 0 {
		return
	}
	b := v.drawing.Spots[v.at]
	r.ring.CornerRadius, r.ring.StrokeWidth, r.ring.StrokeColor = 5, 1.5, r.palette.Ink
	if v.focused {
		r.ring.StrokeWidth, r.ring.StrokeColor = 2, r.palette.Accent
		if theme.Contrast(r.palette.Accent, r.palette.Panel) < 3 {
			r.ring.StrokeColor = r.palette.Ink
		}
	}
	r.ring.FillColor = withAlpha(r.palette.Panel, 0)
	r.ring.Move(fyne.NewPos(b.X-1, b.Y-1))
	r.ring.Resize(fyne.NewSize(b.W+2, b.H+2))
}

func withAlpha(c color.NRGBA, a uint8) color.NRGBA {
	c.A = a
	return c
}

// object returns what paints a shape.
func (s Shape) object() fyne.CanvasObject {
	switch {
	case s.Text != "":
		t := ui.NewText(s.Text, ui.Look{Size: s.Size, Bold: s.Bold, Lines: 1, Role: func(theme.Palette) color.NRGBA { return s.Colour }})
		t.Resize(fyne.NewSize(s.W, s.H))
		t.Move(fyne.NewPos(s.X, s.Y))
		return t
	case s.Line > 0:
		l := canvas.NewLine(s.Colour)
		l.StrokeWidth = s.Line
		l.Position1, l.Position2 = fyne.NewPos(s.X, s.Y), fyne.NewPos(s.X+s.W, s.Y+s.H)
		return l
	}
	b := canvas.NewRectangle(s.Colour)
	b.CornerRadius = s.Radius
	b.Resize(fyne.NewSize(s.W, s.H))
	b.Move(fyne.NewPos(s.X, s.Y))
	return b
}

func (r *viewRenderer) Layout(fyne.Size)             { r.paint() }
func (r *viewRenderer) MinSize() fyne.Size           { return r.v.MinSize() }
func (r *viewRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *viewRenderer) Destroy()                     {}

func (r *viewRenderer) Refresh() {
	r.paint()
	canvas.Refresh(r.v)
}
