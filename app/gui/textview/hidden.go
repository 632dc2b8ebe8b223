package textview

import (
	"fmt"
	"image/color"

	"dragoman/app/gui/textview/flow"
)

// HiddenAt says for people what hidden characters stand at the byte offset, and
// "" for none.
func (v *View) HiddenAt(offset int) string {
	if m, ok := v.flow.HiddenAt(offset); ok {
		return m.Name(v.flow.Text())
	}
	return ""
}

// hidden marks the hidden characters of a line whose text starts at x: a tick
// where they stand, and in the space above it, beside the tags, their code.
// Neither moves a letter. Where a code finds no room the tick stands alone.
func (r *row) hidden(v *View, l *flow.Line, x float32, g grid, taken []area, codes bool) {
	for _, n := range []flow.Notice{flow.Quiet, flow.Noted, flow.Loud} {
		var at []float32
		for _, m := range l.Hidden {
			if m.Notice == n {
				at = append(at, x+m.X)
			}
		}
		if len(at) > 0 {
			r.ticks(at, tickOf(v, n, g))
		}
	}
	for n := flow.Loud; codes && n > flow.Quiet; n-- {
		for _, m := range l.Hidden {
			if m.Notice == n {
				taken = r.code(v, m, x+m.X, g, taken)
			}
		}
	}
}

// tick is how a hidden character is marked.
type tick struct {
	top, height, width float32
	colour             color.NRGBA
}

// tickOf returns a short tick below the letters for what is quiet, a line
// through the line for others, and one that reaches up to its code, in the
// colour of warnings, for what can make a text read as another.
func tickOf(v *View, n flow.Notice, g grid) tick {
	switch n {
	case flow.Loud:
		return tick{g.tagTop, g.tintTop + g.tintHeight - g.tagTop, 2, v.style.Warning}
	case flow.Noted:
		return tick{g.tintTop, g.tintHeight, 1, v.style.Muted}
	}
	height := round(g.tintHeight / 4)
	return tick{g.laneTop - height/2, height, 1, fade(v.style.Muted, 0.8)}
}

// ticks paints ticks of a kind as one object, however many there are.
func (r *row) ticks(at []float32, t tick) {
	left, right := at[0], at[0]
	for _, x := range at {
		left, right = min(left, x), max(right, x)
	}
	width := right - left + t.width
	ink := func(w, _ int) func(x, y int) float64 {
		scale := float32(w) / width
		covered := make([]bool, w+1)
		for _, x := range at {
			from := int((x - left) * scale)
			for i := range max(1, int(t.width*scale+0.5)) {
				covered[min(from+i, w)] = true
			}
		}
		return func(x, _ int) float64 { return whole(covered[x]) }
	}
	r.raster(area{left - t.width/2, t.top, width, t.height}, fmt.Sprint(t, at), ink, t.colour)
}

// code paints the code of hidden characters at x where there is room beside
// what is taken, which it returns with its own.
func (r *row) code(v *View, m flow.HiddenMark, x float32, g grid, taken []area) []area {
	code, fonts := m.Code(), v.fonts.tag
	w := fonts.Width(code, fonts.First(), g.tagText) + 6
	a, stub, ok := tagPlace(highlight{tagX: x - tickOf(v, m.Notice, g).width/2}, taken, w, g)
	if !ok || stub || a.x+a.w > v.Size().Width-barWidth {
		return taken
	}
	ink := v.style.Muted
	if m.Notice == flow.Loud {
		ink = v.style.Paper
		r.fill(a, v.style.Warning, 2)
	} else {
		r.framed(a, v.style.Paper, v.style.Muted, 2)
	}
	r.inside(v, fonts, code, a, g.tagText, ink)
	return append(taken, a)
}
