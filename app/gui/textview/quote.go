package textview

import (
	"image/color"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/textview/flow"
	"dragoman/model"
)

// Quote shows a few words of an article beside it, in its face and colours,
// wrapped to its width, with some of them underlined. Make it with
// View.NewQuote.
type Quote struct {
	widget.BaseWidget
	v        *View
	text     string
	stressed []model.Span
	muted    bool
	set      *flow.Flow
	pool     *pool
}

// quoteSize is the size of a quote's letters, in pixels.
const quoteSize = 14

var quoteMetrics = flow.Metrics{Size: quoteSize, LineHeight: 19, Baseline: 14}

// NewQuote returns an empty quote in the fonts and the style of the view.
func (v *View) NewQuote() *Quote {
	q := &Quote{v: v, pool: newPool()}
	q.ExtendBaseWidget(q)
	return q
}

// Set shows a text with these spans of it underlined; a muted one says less.
func (q *Quote) Set(text string, stressed []model.Span, muted bool) {
	if text = plain(text); text != q.text || !model.EqualSpans(stressed, q.stressed) {
		q.text, q.stressed, q.set = text, stressed, nil
	}
	q.muted = muted
	q.Refresh()
}

// Text returns what is shown.
func (q *Quote) Text() string { return q.text }

// QuoteHeight returns how high a quote of that text is at a width.
func (v *View) QuoteHeight(text string, width float32) float32 {
	return heightOfQuote(flow.New(plain(text), v.fonts.text, quoteMetrics, max(1, int(width))))
}

func heightOfQuote(f *flow.Flow) float32 { return float32(f.Lines(0) * quoteMetrics.LineHeight) }

// plain returns a text as one paragraph; its offsets stay what they are.
func plain(text string) string { return oneParagraph.Replace(text) }

var oneParagraph = strings.NewReplacer("\n", " ", "\r", " ", "\v", " ", "\f", " ", "\t", " ", "\u0085", "  ", "\u2028", "   ", "\u2029", "   ")

// layout sets the text to a width and paints it.
func (q *Quote) layout(width float32) {
	if q.set == nil {
		q.set = flow.New(q.text, q.v.fonts.text, quoteMetrics, max(1, int(width)))
	}
	q.set.SetWidth(max(1, int(width)))
	ink := q.v.style.Ink
	if q.muted {
		ink = q.v.style.Muted
	}
	q.pool.begin()
	for n := range q.set.Lines(0) {
		l, top := q.set.Line(0, n), n*quoteMetrics.LineHeight
		q.pool.letters(q.v, q.set.FontsOf(0), l, quoteMetrics, spot{0, float32(top)}, ink)
		q.underline(n, top, ink)
	}
}

func (q *Quote) underline(line, top int, ink color.NRGBA) {
	for _, s := range q.stressed {
		for _, r := range q.set.RectsIn(0, line, s) {
			q.pool.fill(area{r.Left, float32(top + quoteMetrics.Baseline + 2), r.Right - r.Left, 1.5}, ink, 0)
		}
	}
}

// Resize sets the size of the widget and wraps the text to it.
func (q *Quote) Resize(size fyne.Size) {
	q.BaseWidget.Resize(size)
	q.layout(size.Width)
}

// MinSize returns the height that the text needs at its width.
func (q *Quote) MinSize() fyne.Size {
	width := q.Size().Width
	if width == 0 {
		width = 220
	}
	return fyne.NewSize(40, q.v.QuoteHeight(q.text, width))
}

// Refresh paints the quote again.
func (q *Quote) Refresh() {
	q.layout(q.Size().Width)
	canvas.Refresh(q)
}

// CreateRenderer implements fyne.Widget.
func (q *Quote) CreateRenderer() fyne.WidgetRenderer {
	q.ExtendBaseWidget(q)
	return quoteRenderer{q}
}

type quoteRenderer struct{ q *Quote }

func (r quoteRenderer) Layout(size fyne.Size)        { r.q.layout(size.Width) }
func (r quoteRenderer) MinSize() fyne.Size           { return r.q.MinSize() }
func (r quoteRenderer) Refresh()                     { r.q.layout(r.q.Size().Width) }
func (r quoteRenderer) Objects() []fyne.CanvasObject { return r.q.pool.box.Objects }
func (r quoteRenderer) Destroy()                     {}
