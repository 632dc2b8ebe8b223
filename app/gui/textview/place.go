package textview

import (
	"dragoman/app/gui/textview/flow"
	"dragoman/model"
)

// column is where the text stands in the view, in pixels.
type column struct {
	x, width int
}

// Space around the text, in pixels.
const (
	marginSide = 30
	marginTop  = 18
	marginFoot = 40
	barWidth   = 12
)

// headline is the set headline and the line below it.
type headline struct {
	title, byline *flow.Flow
	height        int // with the space around
	titleY        int // from the top of the head
	bylineY       int
}

// place sets the text and the headline to the size of the view and keeps the
// first visible line where it is.
func (v *View) place() {
	size := v.Size()
	v.column = v.columnIn(int(size.Width))
	var top model.Span
	if v.port != nil {
		top = v.port.Top()
	}
	v.flow.SetMetrics(flow.DefaultMetrics(v.size))
	v.flow.SetWidth(v.column.width)
	v.placeHeadline()
	v.flow.SetHead(v.head())
	height := max(1, int(size.Height))
	if v.port == nil {
		v.port = flow.NewViewport(v.flow, height, v.headline.height, marginFoot)
		return
	}
	v.port.Shape(height, v.headline.height, marginFoot, top)
}

// columnIn returns the column of text in a view of some width: of the measure,
// in the middle, or as wide as there is space.
func (v *View) columnIn(width int) column {
	want := v.measure * v.size * 50 / 100
	c := column{width: min(want, width-2*marginSide)}
	c.width = max(c.width, 40)
	c.x = max(marginSide, (width-c.width)/2)
	return c
}

// placeHeadline sets the lines above the text, or the one within its head.
func (v *View) placeHeadline() {
	h := headline{height: marginTop}
	if v.article.Title != "" && v.article.Heading == 0 {
		m := v.titleMetrics()
		m.LineHeight, m.Baseline, m.Gap = m.Size*135/100, m.Size, 4 // no tag stands between its lines
		h.title = flow.New(v.article.Title, v.fonts.title, m, v.column.width)
		h.titleY = h.height
		h.height += heightOf(h.title)
	}
	if v.article.Byline != "" {
		size := max(10, v.size*70/100)
		m := flow.Metrics{Size: size, LineHeight: size * 150 / 100, Baseline: size * 110 / 100, Gap: 4, Blank: size}
		h.byline = flow.New(v.article.Byline, v.fonts.byline, m, v.column.width)
		h.bylineY = h.height
		if v.article.Heading == 0 {
			h.height += heightOf(h.byline)
		}
	}
	if v.article.Heading == 0 {
		h.height += v.size / 3
	}
	v.headline = h
}

// titleMetrics returns the sizes of a headline that can be labelled.
func (v *View) titleMetrics() flow.Metrics {
	size := v.size * 116 / 100
	return flow.Metrics{Size: size, LineHeight: size * 160 / 100, Baseline: size * 110 / 100, Gap: v.size / 3, Blank: v.size * 70 / 100}
}

// head says how the part of the text that is its headline is set.
func (v *View) head() flow.Head {
	if v.article.Heading == 0 {
		return flow.Head{}
	}
	h := flow.Head{End: v.article.Heading, Fonts: v.fonts.title, Metrics: v.titleMetrics()}
	if v.headline.byline != nil {
		h.Below = heightOf(v.headline.byline)
	}
	return h
}

// bylineY returns where the muted line stands in the view, and whether any of
// it is seen.
func (v *View) bylineY() (y int, seen bool) {
	if v.article.Heading == 0 {
		y, seen = v.port.HeadY()
		return y + v.headline.bylineY, seen
	}
	last := v.flow.Heads() - 1
	if v.port.Block() > last {
		return 0, false // and nothing is shaped to find that out
	}
	y = v.port.Y(last, v.flow.Lines(last))
	return y, y < v.port.Height() && y+v.flow.Head().Below > 0
}

// heightOf returns the height of a short text, all of it set.
func heightOf(f *flow.Flow) int {
	sum := 0
	for b := range f.Blocks() {
		sum += f.Height(b)
	}
	return sum
}

// headShift returns how far a line of the head is moved so that it stands at
// the side where the article begins.
func (v *View) headShift(l *flow.Line) float32 {
	if l.RightToLeft || v.article.Text == "" || !v.flow.RightToLeft(0) {
		return 0
	}
	return float32(v.column.width) - l.Width
}

// ColumnIn returns where the text stands in a view of some width: its left edge
// and its width, in pixels.
func (v *View) ColumnIn(width float32) (x, measure float32) {
	c := v.columnIn(int(width))
	return float32(c.x), float32(c.width)
}
