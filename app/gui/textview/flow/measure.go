package flow

import (
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/bidi"
)

// measure gives the cells of a run their widths.
func (s *shaper) measure(r *run) {
	switch r.kind {
	case Tab:
		s.out.cells[r.first].adv = fixed.I(2 * s.px)
	case Thin:
		s.out.cells[r.first].adv = fixed.I(max(3, s.px/5))
	case Hidden:
		w := s.fonts.Width(r.label, s.fonts.list[0], LabelSize(s.px))
		s.out.cells[r.first].adv = fixed.I(int(w) + 5)
	default:
		limit := len(s.text)
		if r.end < len(s.out.cells) {
			limit = int(s.out.cells[r.end].off)
		}
		s.fonts.measure(s.out.cells[r.first:r.end], s.text, limit, *r, s.px)
	}
}

// LabelSize returns the size of the name of a hidden character in text of size
// px.
func LabelSize(px int) int { return max(7, px/2) }

// drawn returns the string that the painter is given for a part of a run.
func drawn(part string, r run) string {
	if r.kind == Missing {
		out := make([]rune, 0, len(part))
		for it := graphemes.FromString(part); it.Next(); {
			out = append(out, '\uFFFD')
		}
		return string(out)
	}
	if r.level&1 == 1 && !strongRight(part) {
		return "\u200f" + part
	}
	return part
}

// strongRight reports whether s has a character that makes it right-to-left
// by itself.
func strongRight(s string) bool {
	for _, r := range s {
		if c := class(r); c == bidi.R || c == bidi.AL {
			return true
		}
	}
	return false
}

// measure sets the widths of cells, which end at the byte limit of text and are
// drawn alone as part of run r. A glyph of several clusters is shared out
// among them evenly.
func (f *Fonts) measure(cells []cell, text string, limit int, r run, px int) {
	if len(cells) == 0 {
		return
	}
	start := int(cells[0].off)
	draw := drawn(text[start:limit], r)
	runes := []rune(draw)
	owner := owners(cells, text[start:limit], len(runes), r)
	for i := range cells {
		cells[i].adv = 0
	}
	glyphs := f.shape(runes, r.font, r.font.Size(px))
	for g := 0; g < len(glyphs); {
		first := glyphs[g]
		var adv fixed.Int26_6
		n := 0
		for g+n < len(glyphs) && n < max(1, first.GlyphsCount()) {
			adv += glyphs[g+n].Advance
			n++
		}
		g += n
		from := owner[first.TextIndex()]
		to := owner[min(len(runes), first.TextIndex()+max(1, first.RunesCount()))-1]
		share(cells[from:to+1], adv)
	}
	widen(cells)
}

// widen gives clusters that have no width of their own, such as the alef that
// a font draws with the lam before it, a part of the cluster before.
func widen(cells []cell) {
	for i := 0; i < len(cells); i++ {
		end := i + 1
		for end < len(cells) && cells[end].adv == 0 {
			end++
		}
		if adv := cells[i].adv; adv > 0 && end > i+1 {
			cells[i].adv = 0
			share(cells[i:end], adv)
		}
		i = end - 1
	}
}

// share adds adv to cells in even parts.
func share(cells []cell, adv fixed.Int26_6) {
	n := fixed.Int26_6(len(cells))
	for i := range cells {
		part := adv / (n - fixed.Int26_6(i))
		cells[i].adv += part
		adv -= part
	}
}

// owners returns the cell that each drawn rune belongs to.
func owners(cells []cell, part string, runes int, r run) []int {
	owner := make([]int, runes)
	if r.kind == Missing {
		for i := range owner {
			owner[i] = min(i, len(cells)-1)
		}
		return owner
	}
	k, c := 0, 0
	if drawnMore := runes - utf8.RuneCountInString(part); drawnMore > 0 {
		k = drawnMore
	}
	for i := range part {
		for c+1 < len(cells) && int(cells[c+1].off-cells[0].off) <= i {
			c++
		}
		owner[k] = c
		k++
	}
	return owner
}
