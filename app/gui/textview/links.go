package textview

import (
	"image/color"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/textview/flow"
)

// paintLinks paints the relations of the active annotation: the partner is
// outlined, a line leads to it through the space between the lines and the
// margin, and the name of the relation stands at it. A partner out of view is
// named at the edge of the view where it lies.
func (v *View) paintLinks(p *pool, slots []flow.Slot) {
	above, below := 0, 0
	for i, partner := range v.partners() {
		at, seen := v.seenStart(partner.Mark, slots)
		switch {
		case seen:
			v.paintPartner(p, slots, partner, at, i)
		case partner.Fragments[0].Start < v.port.Visible().Start:
			v.paintHint(p, "↑ "+v.hint(partner), above, true)
			above++
		default:
			v.paintHint(p, "↓ "+v.hint(partner), below, false)
			below++
		}
	}
}

// partner is an annotation that the active one is linked with.
type partner struct {
	Mark
	role string // the name of the relation
}

// partners returns the shown annotations that the active one is linked with.
func (v *View) partners() []partner {
	var out []partner
	for _, l := range v.links {
		id := l.To
		if id == v.active {
			id = l.From
		}
		if m, ok := v.mark(id); ok && len(m.Fragments) > 0 {
			out = append(out, partner{m, l.Name})
		}
	}
	return out
}

// spot is where an annotation starts: a point at the top of its highlight.
type spot struct{ x, y float32 }

// seenStart returns the first visible place of a mark.
func (v *View) seenStart(m Mark, slots []flow.Slot) (spot, bool) {
	g := v.grid()
	for _, at := range slots {
		line := v.flow.Line(at.Block, at.Line)
		for _, s := range m.Fragments {
			if !line.Span.Overlaps(s) {
				continue
			}
			if rects := v.rectsIn(at, s); len(rects) > 0 {
				x := rects[0].Left
				if line.RightToLeft {
					x = rects[len(rects)-1].Right
				}
				return spot{x, float32(at.Y) + g.tintTop}, true
			}
		}
	}
	return spot{}, false
}

func (v *View) paintPartner(p *pool, slots []flow.Slot, to partner, at spot, n int) {
	active, _ := v.mark(v.active)
	if from, ok := v.seenStart(active, slots); ok {
		v.paintElbow(p, from, at, n, fade(v.style.Accent, 0.75))
	}
	v.paintName(p, to.role, at)
}

// paintElbow leads from one highlight to another: above the first to the
// margin, along it, and above the second back.
func (v *View) paintElbow(p *pool, from, to spot, n int, c color.NRGBA) {
	const thick, drop = 1, 3
	margin := float32(v.column.x) - 8 - float32(n%4)*4
	y1, y2 := from.y-drop-1, to.y-drop-1
	p.fill(area{from.x, y1, thick, drop}, c, 0)
	p.fill(area{to.x, y2, thick, drop}, c, 0)
	if y1 == y2 {
		p.fill(area{min(from.x, to.x), y1, max(from.x, to.x) - min(from.x, to.x), thick}, c, 0)
		return
	}
	p.fill(area{margin, y1, from.x - margin, thick}, c, 0)
	p.fill(area{margin, y2, to.x - margin, thick}, c, 0)
	p.fill(area{margin, min(y1, y2), thick, max(y1, y2) - min(y1, y2) + thick}, c, 0)
}

// paintName writes the name of a relation in the space above a highlight, behind
// its tag.
func (v *View) paintName(p *pool, name string, at spot) {
	g := v.grid()
	font := v.fonts.byline.First()
	w := v.fonts.byline.Width(name, font, g.tagText)
	x := at.x + g.tagHeight + 2
	if x+w > float32(v.column.x+v.column.width)+barWidth {
		x = at.x - w - 4
	}
	a := area{x, at.y + g.tagTop - g.tintTop, w + 6, g.tagHeight}
	p.fill(a, v.style.Paper, 2)
	p.frame(a, fade(v.style.Accent, 0.75), 1, 2)
	p.inside(v, v.fonts.byline, name, a, g.tagText, v.style.Accent)
}

// hintLength is how many bytes of a partner out of view are quoted, about.
const hintLength = 40

func (v *View) hint(to partner) string {
	s := to.Fragments[0]
	quote := v.article.Text[s.Start:s.End]
	for i := range quote {
		if i > hintLength {
			quote = quote[:i] + "…"
			break
		}
	}
	return to.role + ": " + plain(quote)
}

// plain returns s with what the painter cannot draw as spaces.
func plain(s string) string {
	out := []rune(s)
	for i, r := range out {
		if r < 0x20 || r == 0x7F || r >= 0x80 && r < 0xA0 || r >= 0x2028 && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
			out[i] = ' '
		}
	}
	return string(out)
}

// paintHint writes line n of what lies above or below the view.
func (v *View) paintHint(p *pool, s string, n int, above bool) {
	size := max(10, v.size*68/100)
	height := float32(size) * 1.7
	y := 6 + float32(n)*(height+4)
	if !above {
		y = v.Size().Height - 6 - height - float32(n)*(height+4)
	}
	w := fyne.MeasureText(s, float32(size), fyne.TextStyle{}).Width
	x := float32(v.column.x)
	a := area{x, y, w + 16, height}
	p.fill(a, v.style.Paper, 4)
	p.frame(a, fade(v.style.Accent, 0.75), 1, 4)
	p.text(s, x+8, y+(height-float32(size)*1.36)/2, size, v.style.Accent, nil, fyne.TextStyle{})
}
