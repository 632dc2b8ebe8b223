package textview

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

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
	// again at the same place chooses the one below, "" after the last.
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
	// painter's pass that shows a change made through a Set… method.
	Painted func()
}

// Unit is how far a movement of the caret goes.
type Unit int

// The units, from the smallest.
const (
	Character Unit = iota
	Word
	Sentence
	Paragraph
	Line     // up or down one line, keeping the column
	LineEdge // to the start or end of the line
	Page     // up or down one view
	Document // to the start or end of the text
)

// Direction is where a movement goes. In right-to-left text Left and Right
// move as the eye does; Back and Forward move in reading order.
type Direction int

// The directions. Units other than Character and Word know only Back and Forward
// and take Left for Back and Right for Forward.
const (
	Back Direction = iota
	Forward
	Left
	Right
)

// Article is what the view shows: an immutable text, and above it a headline
// and a muted line, which scroll with it and cannot be selected.
type Article struct {
	Text   string
	Title  string
	Byline string
}

// API fixed for the window; see the files of this package for what each does:
//
//	New() *View
//	SetArticle(Article)                      a new text: caret, selection, marks and scroll start afresh
//	SetHeading(title, byline string)
//	SetLabels(map[string]LabelStyle)         before or after the marks
//	SetMarks(marks []Mark, touched []model.Span)        touched nil repaints all
//	SetAnnotations(as []model.Annotation, touched []model.Span)
//	SetActive(id model.AnnotationID)         "" for none
//	SetLinks(links []Link)                   relations of the active annotation
//	SetFound(hits []model.Span, current int) current -1 for none
//	SetStyle(Style)   SetTextSize(px int)   SetMeasure(characters int)   SetReadOnly(bool)
//	MoveBy(Unit, Direction, extend bool)   MoveTo(offset int, extend bool)
//	Select(Unit)                             word, sentence or paragraph at the caret
//	SelectSpans(fragments []model.Span)   SelectAll()   ClearSelection()
//	AddFragment()                            keeps the selection; the next one is added to it
//	Selection() []model.Span   SelectedText() string   Caret() int   Copy()
//	ScrollTo(model.Span)   ScrollBy(pixels float32)   Visible() model.Span
//	AnnotationsAt(offset int) []model.AnnotationID      innermost first
