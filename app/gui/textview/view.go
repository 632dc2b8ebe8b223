package textview

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/textview/flow"
	"dragoman/app/gui/textview/letters"
	"dragoman/model"
)

// View is the article view. Make it with New, show it as a widget, hand it an
// article and marks, and set the On… fields; a nil field is not called. All
// methods belong to the goroutine of the window.
//
// It takes the keys of moving and copying while it has the focus and passes
// every other key on through OnKey, OnRune and OnShortcut.
type View struct {
	widget.BaseWidget

	// OnSelected is told the selection whenever it changes: sorted fragments
	// that do not overlap, none when nothing is selected.
	OnSelected func(fragments []model.Span)
	// OnCaret is told the caret's byte offset whenever it changes.
	OnCaret func(offset int)
	// OnAnnotationTapped is told the annotation that a click chose; clicking
	// again at the same place chooses the one below. A click beside all
	// annotations chooses none, "", when one is active.
	OnAnnotationTapped func(id model.AnnotationID)
	// OnResize is told the new fragments of an annotation whose edge was dragged.
	OnResize func(id model.AnnotationID, fragments []model.Span)
	// OnContext is told a click with the second button: where on the canvas,
	// the offset there, and the annotations there, the innermost first.
	OnContext func(at fyne.Position, offset int, ids []model.AnnotationID)
	// OnKey is told a key that the view has no use for.
	OnKey func(key *fyne.KeyEvent)
	// OnRune is told a typed character; the view itself takes none.
	OnRune func(r rune)
	// OnShortcut is told a shortcut that the view has no use for.
	OnShortcut func(s fyne.Shortcut)
	// OnFocus is told when the view gains or loses the focus.
	OnFocus func(focused bool)
	// OnZoom is told that the person asked for larger (1) or smaller (-1)
	// text with Ctrl and the wheel.
	OnZoom func(step int)
	// OnInput is told that a key or the wheel has reached the view, before
	// anything is done about it.
	OnInput func()
	// OnScrolled is told the part of the article in view, 0 to 1, whenever it moves.
	OnScrolled func(from, to float64)

	// Modifiers returns the modifier keys held down; it is read while dragging
	// and typing. New sets it to the driver's.
	Modifiers func() fyne.KeyModifier
	// Now is the clock that counts clicks. New sets it to time.Now.
	Now func() time.Time
	// Animate calls tick about sixty times a second on the window's goroutine
	// until stop is called: scrolling while a drag is held beyond the edge.
	// New sets it to a fyne.Animation.
	Animate func(tick func()) (stop func())
	// Painted, when set before the view is first shown, is called within the
	// painter's pass that shows a change.
	Painted func()

	fonts   *fonts
	printer *letters.Press
	style   Style
	labels  map[string]LabelStyle
	size    int // of the text, in pixels
	measure int // characters a line

	article  Article
	flow     *flow.Flow
	port     *flow.Viewport
	column   column
	headline headline

	marked   marked
	known    map[model.AnnotationID]knownMark // of those that were asked for
	index    *flow.Index
	active   model.AnnotationID
	frame    []model.Span
	links    []Link
	found    []model.Span
	current  int
	readOnly bool

	selection selection
	pointer   pointer
	focused   bool
	seen      extent // that OnScrolled was told last
	page      *page  // what is painted
}

// New returns an empty view in the light style.
func New() *View {
	v := &View{
		Modifiers: driverModifiers, Now: time.Now, Animate: animate,
		fonts: newFonts(), printer: letters.New(), style: Light, size: 18, measure: 70, current: -1,
	}
	v.page = newPage(v)
	v.reset()
	v.ExtendBaseWidget(v)
	return v
}

func driverModifiers() fyne.KeyModifier {
	if d, ok := fyne.CurrentApp().Driver().(desktop.Driver); ok {
		return d.CurrentKeyModifiers()
	}
	return 0
}

// animate ticks with the toolkit's animations.
func animate(tick func()) (stop func()) {
	a := &fyne.Animation{Duration: time.Second, RepeatCount: fyne.AnimationRepeatForever, Tick: func(float32) { tick() }}
	a.Start()
	return a.Stop
}

// Article is what the view shows: an immutable text, and above it a headline
// and a muted line, which scroll with it and cannot be selected. A text that
// begins with its headline has none above it: its paragraphs that start before
// the byte Heading are set as the headline, and the muted line stands below
// them.
type Article struct {
	Text    string // valid UTF-8
	Heading int
	Title   string
	Byline  string
}

// SetArticle shows another article from its start: without caret movement,
// selection, annotations, links and hits.
func (v *View) SetArticle(a Article) {
	v.article = a
	v.reset()
	v.place()
	v.page.rebuild()
}

// reset forgets all that belongs to an article.
func (v *View) reset() {
	v.flow = flow.New(v.article.Text, v.fonts.text, flow.DefaultMetrics(v.size), 1)
	v.port = nil
	v.marked, v.known, v.index = marked{}, map[model.AnnotationID]knownMark{}, flow.NewIndex(nil, nil)
	v.active, v.frame, v.links, v.found, v.current = "", nil, nil, nil, -1
	v.selection, v.seen = selection{}, extent{}
	v.pointer.forget()
}

// SetHeading changes the headline and the line below it.
func (v *View) SetHeading(title, byline string) {
	if title == v.article.Title && byline == v.article.Byline {
		return
	}
	v.article.Title, v.article.Byline = title, byline
	v.place()
	v.page.rebuild()
}

// SetStyle changes the colours.
func (v *View) SetStyle(s Style) {
	v.style = s
	v.page.rebuild()
}

// SetLabels says how annotations are drawn, by the style key of their marks.
func (v *View) SetLabels(labels map[string]LabelStyle) {
	v.labels = labels
	v.page.rebuild()
}

// Sizes of text that SetTextSize allows, in pixels.
const (
	MinTextSize = 11
	MaxTextSize = 48
)

// SetTextSize sets the size of the text in pixels, and of the headline in
// proportion. The first visible line stays where it is.
func (v *View) SetTextSize(px int) {
	px = min(max(px, MinTextSize), MaxTextSize)
	if px == v.size {
		return
	}
	v.size = px
	v.place()
	v.page.rebuild()
}

// TextSize returns the size of the text in pixels.
func (v *View) TextSize() int { return v.size }

// SetMeasure sets how many characters a line has, about, where the view is
// wide enough.
func (v *View) SetMeasure(characters int) {
	v.measure = max(20, characters)
	v.place()
	v.page.rebuild()
}

// SetReadOnly says whether edges of annotations can be dragged.
func (v *View) SetReadOnly(readOnly bool) {
	v.readOnly = readOnly
	v.page.sync()
}

// Resize sets the size of the widget and wraps the text to it.
func (v *View) Resize(size fyne.Size) {
	if size == v.Size() {
		return
	}
	v.BaseWidget.Resize(size)
	v.place()
	v.page.rebuild()
}

// MinSize returns the smallest size in which the view can be used.
func (v *View) MinSize() fyne.Size { return fyne.NewSize(220, 120) }

// Refresh paints the view again.
func (v *View) Refresh() { v.page.rebuild() }
