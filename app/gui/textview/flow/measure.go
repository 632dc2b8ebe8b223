package flow

import (
	"slices"
	"strings"

	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/bidi"
)

// measure gives the cells of a run their widths.
func (s *shaper) measure(r *run) {
	switch r.kind {
	case Tab:
		s.out.cells[r.first].adv = fixed.I(2 * s.px)
	default:
		limit := len(s.text)
		if r.end < len(s.out.cells) {
			limit = int(s.out.cells[r.end].off)
		}
		s.fonts.measure(s.out.cells[r.first:r.end], s.text, limit, *r, s.px)
	}
}

// drawn returns the string that the painter is given for cells of a run, which
// end at the byte limit of text, and the cell that each of its runes is of.
// Hidden characters are left out.
func drawn(cells []cell, text string, limit int, r run) (draw string, owner []int) {
	var out strings.Builder
	for i, c := range cells {
		if c.flags&unseen != 0 {
			continue
		}
		part := text[c.off:cellEnd(cells, i, limit)]
		if r.kind == Missing {
			part = "\uFFFD"
		}
		out.WriteString(part)
		for range part {
			owner = append(owner, i)
		}
	}
	draw = out.String()
	if draw != "" && r.kind == Text && r.level&1 == 1 && !strongRight(draw) {
		return "\u200f" + draw, slices.Insert(owner, 0, owner[0])
	}
	return draw, owner
}

// cellEnd returns the byte at which cell i of cells ends.
func cellEnd(cells []cell, i, limit int) int {
	if i+1 < len(cells) {
		return int(cells[i+1].off)
	}
	return limit
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
// drawn alone as part of run r, and returns what is drawn. A glyph of several
// clusters is shared out among them evenly.
func (f *Fonts) measure(cells []cell, text string, limit int, r run, px int) (draw string, runs []shaping.Output) {
	draw, owner := drawn(cells, text, limit, r)
	if draw == "" {
		return "", nil
	}
	for i := range cells {
		cells[i].adv = 0
	}
	runs = f.shape([]rune(draw), r.font, r.font.Size(px))
	for _, run := range runs {
		spread(cells, owner, run.Glyphs)
	}
	widen(cells)
	return draw, runs
}

// spread gives cells the widths of the glyphs of a run; owner tells the cell of
// each rune.
func spread(cells []cell, owner []int, glyphs []shaping.Glyph) {
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
		to := owner[min(len(owner), first.TextIndex()+max(1, first.RunesCount()))-1]
		share(cells[from:to+1], adv)
	}
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

// share adds adv to cells in even parts; hidden characters get none.
func share(cells []cell, adv fixed.Int26_6) {
	n := fixed.Int26_6(0)
	for _, c := range cells {
		if c.flags&unseen == 0 {
			n++
		}
	}
	for i := range cells {
		if cells[i].flags&unseen == 0 {
			part := adv / n
			cells[i].adv += part
			adv, n = adv-part, n-1
		}
	}
}
