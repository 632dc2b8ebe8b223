package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	ftheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/theme"
	"dragoman/model"
)

// Kind is how a Button looks.
type Kind int

// The kinds of buttons.
const (
	Quiet   Kind = iota // a border and the paper's colour
	Primary             // filled with the accent
	Bare                // text alone until the pointer is on it
	Chip                // a pill; filled when chosen
	Tab                 // text; underlined when chosen
)

// Button is a thing to press: an optional swatch, text, an optional muted
// count and an optional key hint. Set the fields and call Refresh.
type Button struct {
	widget.BaseWidget
	Kind     Kind
	Text     string
	Count    string // muted, behind the text
	Key      string // hint in a small frame
	Opens    bool   // whether a choice opens below it: it has an arrow then
	Swatch   *color.NRGBA
	Chosen   bool
	Disabled bool
	OnTapped func()
	// OnHover, when set, is told when the pointer comes and goes.
	OnHover func(on bool)

	hovered, focused bool
}

// NewButton returns a button.
func NewButton(kind Kind, text string, tapped func()) *Button {
	b := &Button{Kind: kind, Text: text, OnTapped: tapped}
	b.ExtendBaseWidget(b)
	return b
}

// NewKeyButton returns a quiet button with a key hint.
func NewKeyButton(text, key string, tapped func()) *Button {
	b := NewButton(Quiet, text, tapped)
	b.Key = key
	return b
}

// Tapped implements fyne.Tappable.
func (b *Button) Tapped(*fyne.PointEvent) { b.press() }

func (b *Button) press() {
	if b.OnTapped != nil && !b.Disabled {
		b.hover(false) // what opens takes the pointer without saying so
		b.OnTapped()
	}
}

// MouseIn implements desktop.Hoverable.
func (b *Button) MouseIn(*desktop.MouseEvent) { b.hover(true) }

// MouseMoved implements desktop.Hoverable.
func (b *Button) MouseMoved(*desktop.MouseEvent) {}

// MouseOut implements desktop.Hoverable.
func (b *Button) MouseOut() { b.hover(false) }

func (b *Button) hover(on bool) {
	b.hovered = on
	b.Refresh()
	if b.OnHover != nil {
		b.OnHover(on)
	}
}

// FocusGained implements fyne.Focusable.
func (b *Button) FocusGained() { b.setFocus(true) }

// FocusLost implements fyne.Focusable.
func (b *Button) FocusLost() { b.setFocus(false) }

func (b *Button) setFocus(on bool) {
	b.focused = on
	b.Refresh()
}

// TypedRune implements fyne.Focusable.
func (b *Button) TypedRune(rune) {}

// TypedKey presses the button by Space and Return, and passes other keys on.
func (b *Button) TypedKey(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeySpace, fyne.KeyReturn, fyne.KeyEnter:
		b.press()
	default:
		PassKey(b, e)
	}
}

// PassKey gives a key that what has the focus has no use for to the canvas it
// stands on, as if nothing had the focus.
func PassKey(o fyne.CanvasObject, e *fyne.KeyEvent) {
	c := fyne.CurrentApp().Driver().CanvasForObject(o)
	if c != nil && c.OnTypedKey() != nil {
		c.OnTypedKey()(e)
	}
}

// CreateRenderer implements fyne.Widget.
func (b *Button) CreateRenderer() fyne.WidgetRenderer {
	b.ExtendBaseWidget(b)
	r := &buttonRenderer{
		b: b, ground: canvas.NewRectangle(color.Transparent), swatch: canvas.NewRectangle(color.Transparent),
		text: canvas.NewText("", color.Black), count: canvas.NewText("", color.Black),
		frame: canvas.NewRectangle(color.Transparent), key: canvas.NewText("", color.Black),
		under: canvas.NewRectangle(color.Transparent), arrow: canvas.NewImageFromResource(ftheme.MenuDropDownIcon()),
	}
	r.key.TextStyle.Monospace = true
	r.update()
	return r
}

// arrowSize is the width of the arrow of a button that opens a choice.
const arrowSize = 16

type buttonRenderer struct {
	b                            *Button
	ground, swatch, frame, under *canvas.Rectangle
	text, count, key             *canvas.Text
	arrow                        *canvas.Image
}

func (r *buttonRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{r.ground, r.swatch, r.text, r.count, r.frame, r.key, r.arrow, r.under}
}

func (r *buttonRenderer) Destroy() {}

func (r *buttonRenderer) Refresh() {
	r.update()
	r.Layout(r.b.Size())
	canvas.Refresh(r.b)
}

// pad is the space at the left and right, and above and below.
func (r *buttonRenderer) pad() (x, y float32) {
	switch r.b.Kind {
	case Chip:
		return 9, 3
	case Tab:
		return 0, 9
	case Bare:
		return 8, 2
	}
	return 11, 5
}

func (r *buttonRenderer) MinSize() fyne.Size {
	px, py := r.pad()
	height := r.text.MinSize().Height
	if r.b.Kind != Chip {
		height = max(height, 20)
	}
	return fyne.NewSize(r.width()+2*px, height+2*py)
}

func (r *buttonRenderer) Layout(s fyne.Size) {
	r.ground.Resize(s)
	px, _ := r.pad()
	extra := max(0, s.Width-r.MinSize().Width)
	if r.b.Kind == Tab {
		extra = 0
	}
	r.place(px+extra/2, s.Height)
	r.under.Move(fyne.NewPos(0, s.Height-2))
	r.under.Resize(fyne.NewSize(s.Width, 2))
}

// width returns the width of the parts, as place sets them.
func (r *buttonRenderer) width() float32 {
	w := r.text.MinSize().Width
	if r.b.Swatch != nil {
		w += 18
	}
	if r.b.Count != "" {
		w += 8 + r.count.MinSize().Width
	}
	if r.b.Key != "" {
		w += 16 + r.key.MinSize().Width
	}
	if r.b.Opens {
		w += arrowSize
	}
	return w
}

// place sets the parts from x on, in the middle of the height.
func (r *buttonRenderer) place(x, height float32) {
	if r.b.Swatch != nil {
		r.swatch.Resize(fyne.NewSize(10, 10))
		r.swatch.Move(fyne.NewPos(x, (height-10)/2))
		x += 18
	}
	x = placeText(r.text, x, height)
	if r.b.Count != "" {
		x = placeText(r.count, x+8, height)
	}
	if r.b.Key != "" {
		size := r.key.MinSize()
		x += 8
		r.frame.Move(fyne.NewPos(x, (height-size.Height)/2))
		r.frame.Resize(fyne.NewSize(size.Width+8, size.Height))
		placeText(r.key, x+4, height)
		x += size.Width + 8
	}
	if r.b.Opens { // a picture is read when it gets a size
		r.arrow.Resize(fyne.NewSize(arrowSize, arrowSize))
		r.arrow.Move(fyne.NewPos(x, (height-arrowSize)/2))
	}
}

// setText shows s in a text that has its style already.
func setText(t *canvas.Text, s string) {
	t.Text, t.FontSource = s, theme.FontFor(t.TextStyle, s)
}

func placeText(t *canvas.Text, x, height float32) float32 {
	size := t.MinSize()
	t.Move(fyne.NewPos(x, (height-size.Height)/2))
	t.Resize(size)
	return x + size.Width
}

func (r *buttonRenderer) update() {
	b, p := r.b, theme.Now()
	setText(r.text, model.Line(b.Text))
	setText(r.count, b.Count)
	setText(r.key, b.Key)
	r.text.TextSize, r.count.TextSize, r.key.TextSize = theme.Size(ftheme.SizeNameText), theme.Size(ftheme.SizeNameText), theme.Size(theme.SizeKey)
	if b.Kind == Chip {
		r.text.TextSize = theme.Size(theme.SizeCaption)
	}
	r.text.Color, r.count.Color, r.key.Color = r.textColour(p), p.Muted, p.Muted
	r.paintGround(p)
	r.swatch.CornerRadius, r.frame.CornerRadius = 3, 3
	// A frame is filled: an empty one has a dark fringe.
	r.frame.FillColor, r.frame.StrokeColor, r.frame.StrokeWidth = p.Raised, p.Line, 1
	show(r.swatch, b.Swatch != nil)
	if b.Swatch != nil {
		r.swatch.FillColor = *b.Swatch
	}
	show(r.count, b.Count != "")
	show(r.frame, b.Key != "")
	show(r.key, b.Key != "")
	show(r.arrow, b.Opens)
	r.under.FillColor = p.Accent
	show(r.under, b.Kind == Tab && b.Chosen)
	if b.Kind == Primary && !b.Disabled {
		r.key.Color, r.count.Color = p.OnAccent, p.OnAccent
		r.frame.FillColor, r.frame.StrokeColor = p.Accent, p.OnAccent
	}
}

func (r *buttonRenderer) textColour(p theme.Palette) color.NRGBA {
	b := r.b
	switch {
	case b.Disabled:
		return p.Muted
	case b.Kind == Primary || b.Kind == Chip && b.Chosen:
		return p.OnAccent
	case (b.Kind == Chip || b.Kind == Tab) && !b.Chosen && !b.hovered:
		return p.Muted
	}
	return p.Ink
}

func (r *buttonRenderer) paintGround(p theme.Palette) {
	b, g := r.b, r.ground
	g.CornerRadius, g.StrokeWidth = 6, 1
	g.FillColor, g.StrokeColor = color.Transparent, color.Transparent
	switch b.Kind {
	case Quiet:
		g.FillColor, g.StrokeColor = p.Raised, p.Line
	case Primary:
		g.FillColor = p.Accent
		if b.Disabled {
			g.FillColor, g.StrokeColor = p.Raised, p.Line
		}
	case Chip:
		g.CornerRadius, g.FillColor, g.StrokeColor = 11, p.Panel, p.Line
		if b.Chosen {
			g.FillColor, g.StrokeColor = p.Accent, p.Accent
		}
	}
	if b.hovered && !b.Disabled && b.Kind != Tab && b.Kind != Primary && !(b.Kind == Chip && b.Chosen) {
		g.FillColor = p.Hover
	}
	if b.Chosen && b.Kind == Quiet {
		g.FillColor, g.StrokeColor = p.Selection, p.Accent
	}
	if b.focused {
		g.StrokeColor, g.StrokeWidth = p.Accent, 2
		if g.FillColor == p.Accent {
			g.StrokeColor = p.Ink
		}
	}
}

func show(o fyne.CanvasObject, on bool) {
	if on {
		o.Show()
	} else {
		o.Hide()
	}
}
