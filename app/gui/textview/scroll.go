package textview

import (
	"fyne.io/fyne/v2"

	"dragoman/app/gui/textview/flow"
	"dragoman/model"
)

// ScrollTo brings a span into view with as little movement as possible.
func (v *View) ScrollTo(s model.Span) {
	if v.port == nil {
		return
	}
	margin := v.flow.Metrics().LineHeight
	v.port.Show(max(s.Start, s.End-1), margin)
	v.port.Show(s.Start, margin)
	v.scrolled()
}

// ScrollBy scrolls the text up by pixels, down when negative.
func (v *View) ScrollBy(pixels int) {
	if v.port != nil && v.port.ScrollBy(pixels) != 0 {
		v.scrolled()
	}
}

// VisibleSpan returns the bytes of the lines in view.
func (v *View) VisibleSpan() model.Span {
	if v.port == nil {
		return model.Span{}
	}
	return v.port.Visible()
}

// show brings a caret position into view.
func (v *View) show(p flow.Position) {
	if v.port != nil {
		v.port.Show(p.Offset, v.flow.Metrics().LineHeight/2)
		v.scrolled()
	}
}

// scrolled paints the view at its new place.
func (v *View) scrolled() {
	v.page.sync()
	y, total := v.port.Extent()
	from, to := float64(y)/float64(total), min(1, float64(y+v.port.Height())/float64(total))
	if v.OnScrolled != nil && (from != v.seen.from || to != v.seen.to) {
		v.OnScrolled(from, to)
	}
	v.seen = extent{from, to}
}

// extent is a part of the article, 0 to 1.
type extent struct{ from, to float64 }

// Place is a part of the view.
type Place struct {
	fyne.Position
	fyne.Size
}

// Places returns where the visible parts of a span are in the view, one for
// each stretch of each line.
func (v *View) Places(s model.Span) []Place {
	if v.port == nil {
		return nil
	}
	var out []Place
	v.paintSpan(v.port.Slots(), s, func(a area, _ grid) {
		out = append(out, Place{fyne.NewPos(a.x, a.y), fyne.NewSize(a.w, a.h)})
	})
	return out
}
