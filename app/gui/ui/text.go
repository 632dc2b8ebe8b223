package ui

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	ftheme "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/theme"
	"dragoman/model"
)

// Look says how a Text is set. The zero value is the interface's text in ink
// that wraps to as many lines as it needs.
type Look struct {
	Size  fyne.ThemeSizeName // SizeNameText when empty
	Role  Role               // Ink when nil
	Bold  bool
	Serif bool
	Mono  bool
	Lines int // at most so many, the last cut with "…"; 0 means as many as needed
}

// OneLine returns the look with text cut to one line.
func (l Look) OneLine() Look {
	l.Lines = 1
	return l
}

// The looks of the window.
var (
	Plain    = Look{Lines: 1}
	Strong   = Look{Lines: 1, Bold: true}
	Caption  = Look{Lines: 1, Size: theme.SizeCaption, Role: Muted}
	Small    = Look{Size: theme.SizeCaption, Role: Muted}
	Prose    = Look{}
	Quote    = Look{Size: theme.SizeQuote, Serif: true, Lines: 6}
	Headline = Look{Size: theme.SizeHeadline, Serif: true, Bold: true}
	Code     = Look{Size: theme.SizeCaption, Mono: true, Lines: 3}
)

// Text shows a string. Its lines are cut or wrapped to the width it gets; it
// asks for no width of its own unless Natural is set.
type Text struct {
	widget.BaseWidget
	// Natural makes a text of one line ask for its whole width.
	Natural bool

	text  string
	plain string // what is shown of it: see readable
	of    string // the text that plain is of
	look  Look
	lines []line
	made  setting     // what lines were made of
	ink   color.Color // what they were painted in; nil before
}

// setting is what the lines of a text depend on.
type setting struct {
	text  string
	face  face
	width float32
	limit int // see breakLines
}

// NewText returns a text in a look.
func NewText(text string, look Look) *Text {
	t := &Text{text: text, look: look}
	t.ExtendBaseWidget(t)
	return t
}

// NewNatural returns a text of one line that asks for its whole width.
func NewNatural(text string, look Look) *Text {
	t := NewText(text, look.OneLine())
	t.Natural = true
	return t
}

// Text returns what is shown, uncut.
func (t *Text) Text() string { return t.text }

// Set shows another string.
func (t *Text) Set(text string) {
	if text == t.text {
		return
	}
	t.text = text
	t.Refresh()
}

// SetLook shows the string in another look.
func (t *Text) SetLook(look Look) {
	t.look = look
	t.made, t.of = setting{}, ""
	t.Refresh()
}

// SetRole shows the string in another colour.
func (t *Text) SetRole(role Role) {
	t.look.Role = role
	if t.ink != t.colour() {
		t.Refresh()
	}
}

// colour returns the colour of the text as the theme is now.
func (t *Text) colour() color.Color {
	role := t.look.Role
	if role == nil {
		role = Ink
	}
	return role(theme.Now())
}

func (t *Text) face() face {
	size := t.look.Size
	if size == "" {
		size = ftheme.SizeNameText
	}
	return face{size: theme.Size(size), bold: t.look.Bold, serif: t.look.Serif, mono: t.look.Mono}
}

// wrap makes the lines for the width, if they are not those already.
func (t *Text) wrap(width float32) {
	s := setting{oneParagraph(t.readable(), t.look.Lines), t.face(), width, t.most()}
	if s == t.made && t.lines != nil {
		return
	}
	t.made, t.lines = s, s.lines()
}

// What a text shows at most, in bytes and in lines: a file may hold a title of
// a megabyte, or a note of as many line ends.
const (
	mostShown = 32 << 10
	mostLines = 400
)

// most returns how many lines are shown at most.
func (t *Text) most() int {
	if t.look.Lines == 0 {
		return mostLines
	}
	return t.look.Lines
}

// readable returns the text as it is shown: of bounded length, and with nothing
// in it that acts on what stands beside it. See model.Visible.
func (t *Text) readable() string {
	if t.of == t.text {
		return t.plain
	}
	t.of = t.text
	if t.look.Lines == 1 {
		t.plain = model.Line(t.text)
	} else {
		t.plain = model.Visible(model.Cut(t.text, min(mostShown, 1000*t.most())))
	}
	return t.plain
}

// oneParagraph returns a text of one line without its line breaks.
func oneParagraph(text string, lines int) string {
	if lines != 1 {
		return text
	}
	return spaces.Replace(text)
}

var spaces = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ")

// MinSize implements fyne.CanvasObject.
func (t *Text) MinSize() fyne.Size {
	t.ExtendBaseWidget(t)
	f := t.face()
	if t.Natural {
		return fyne.NewSize(f.measure(t.readable())+1, f.lineHeight())
	}
	if t.look.Lines == 1 {
		return fyne.NewSize(f.size*2, f.lineHeight())
	}
	width := t.Size().Width
	if width == 0 {
		width = 260
	}
	t.wrap(width)
	return fyne.NewSize(f.size*4, f.lineHeight()*float32(max(1, len(t.lines))))
}

// CreateRenderer implements fyne.Widget.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	t.ExtendBaseWidget(t)
	r := &textRenderer{t: t}
	r.Layout(t.Size())
	return r
}

type textRenderer struct {
	t       *Text
	objects []fyne.CanvasObject
}

func (r *textRenderer) Layout(size fyne.Size) {
	r.t.wrap(size.Width)
	f := r.t.face()
	r.t.ink = r.t.colour()
	r.objects = r.objects[:0]
	for i, l := range r.t.lines {
		for _, p := range l.pieces {
			o := canvas.NewText(p.text, r.t.ink)
			o.TextSize, o.FontSource, o.TextStyle = p.size, p.font, f.style()
			o.Move(fyne.NewPos(p.x, float32(i)*f.lineHeight()+p.dy))
			o.Resize(o.MinSize())
			r.objects = append(r.objects, o)
		}
	}
}

func (r *textRenderer) MinSize() fyne.Size           { return r.t.MinSize() }
func (r *textRenderer) Objects() []fyne.CanvasObject { return r.objects }
func (r *textRenderer) Destroy()                     {}

func (r *textRenderer) Refresh() {
	r.Layout(r.t.Size())
	canvas.Refresh(r.t)
}
