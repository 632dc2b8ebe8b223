package textview

import (
	"image/color"
	"strings"

	"dragoman/app/gui/textview/flow"
)

// paintLinks paints what names the relations of the active annotation: beside
// a partner, or at the edge of the view where one out of view lies.
func (v *View) paintLinks(p *pool, slots []flow.Slot) {
	above, below := 0, 0
	for _, partner := range v.partners() {
		at, seen := v.seenStart(partner.Mark, slots)
		switch {
		case seen:
			v.paintName(p, partner.role, at)
		case partner.Fragments[0].Start < v.port.Visible().Start:
			v.paintHint(p, v.hint(partner), above, true)
			above++
		default:
			v.paintHint(p, v.hint(partner), below, false)
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
				return spot{x, float32(at.Y) + v.gridOf(at.Block).tintTop}, true
			}
		}
	}
	return spot{}, false
}

// paintElbows paints a line from the active annotation to each partner in view,
// through the space between the lines and the margin.
func (v *View) paintElbows(p *pool, slots []flow.Slot) {
	active, _ := v.mark(v.active)
	from, ok := v.seenStart(active, slots)
	if !ok {
		return
	}
	for i, partner := range v.partners() {
		if to, seen := v.seenStart(partner.Mark, slots); seen {
			v.paintElbow(p, from, to, i, fade(v.style.Accent, 0.75))
		}
	}
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
	px := g.tagText * 5 / 4
	w := v.fonts.byline.Width(name, font, px)
	x := at.x + g.tagHeight + 2
	if x+w > float32(v.column.x+v.column.width)+barWidth {
		x = at.x - w - 4
	}
	a := area{x, at.y + g.tagTop - g.tintTop - 1, w + 6, g.tagHeight + 2}
	p.fill(a, v.style.Paper, 2)
	p.frame(a, fade(v.style.Accent, 0.75), 1, 2)
	p.inside(v, v.fonts.byline, name, a, px, v.style.Accent)
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
	return to.role + ": " + strings.Join(strings.Fields(quote), " ")
}

// paintHint writes line n of what lies above or below the view: beside the
// column where there is room, else at its end, where lines are ragged.
func (v *View) paintHint(p *pool, s string, n int, above bool) {
	m := flow.Metrics{Size: max(10, v.size*68/100)}
	m.LineHeight = m.Size * 17 / 10
	m.Baseline = m.Size * 12 / 10
	set := flow.New(s, v.fonts.byline, m, 4*v.column.width)
	l := set.Line(0, 0)
	height := float32(m.LineHeight)
	y := 6 + float32(n)*(height+4)
	if !above {
		y = v.Size().Height - 6 - height - float32(n)*(height+4)
	}
	a := area{float32(v.column.x+v.column.width) - l.Width - 30, y, l.Width + 30, height}
	if beside := float32(v.column.x+v.column.width) + 12; beside+a.w < v.Size().Width-barWidth {
		a.x = beside
	}
	p.fill(a, v.style.Paper, 4)
	p.frame(a, fade(v.style.Accent, 0.75), 1, 4)
	p.arrow(a.x+8, y+height/2-2, above, v.style.Accent)
	hint := row{pool: p}
	hint.letters(v, set.FontsOf(0), l, m, spot{a.x + 22 - l.X, y}, v.style.Accent)
}

// arrow paints a small arrow head that points up or down.
func (p *pool) arrow(x, y float32, up bool, c color.NRGBA) {
	const rows = 4
	for i := range rows {
		k := float32(i)
		if !up {
			k = rows - 1 - k
		}
		p.fill(area{x + rows - 1 - k, y + float32(i), 2*k + 1, 1}, c, 0)
	}
}
