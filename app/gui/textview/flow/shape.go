package flow

import (
	"unicode"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/bidi"
)

// Kind says what a piece of a line is.
type Kind uint8

// The kinds of pieces.
const (
	Text    Kind = iota // drawn in a font
	Tab                 // empty space
	Hidden              // a hidden character, shown by name
	Thin                // a hidden character, shown as a thin bar
	Missing             // characters without a glyph, drawn as U+FFFD
)

// cell is the smallest part of a block that has a width: a grapheme cluster,
// or a part of one where something hidden stands within it.
type cell struct {
	off   int32 // from the start of the block
	adv   fixed.Int26_6
	flags cellFlags
}

type cellFlags uint8

const (
	caret     cellFlags = 1 << iota // a grapheme cluster starts here
	mayBreak                        // a line may start here
	mustBreak                       // a line must start here
	blank                           // white space, which may hang over the line's end
)

// run is a part of a block in one font, direction and kind.
type run struct {
	first, end int // cells
	level      uint8
	kind       Kind
	font       *Font
	script     language.Script
	label      string
}

// shaped is a block with the width of everything in it, and its lines at one
// width.
type shaped struct {
	cells []cell // and one more at the end
	runs  []run
	base  uint8
	width int     // that lines were wrapped at
	lines []int32 // first cells
}

// cost is the memory that s takes, in bytes, about.
func (s *shaped) cost() int { return 12*len(s.cells) + 80*len(s.runs) + 4*len(s.lines) + 128 }

// clings reports whether the first code point of s belongs to the cluster
// before it.
func clings(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsMark(r) || r == '\u200d' || r == utf8.RuneError || unicode.Is(unicode.Cf, r)
}

// shaper shapes one block.
type shaper struct {
	fonts  *Fonts
	px     int
	text   string
	runes  []rune
	offs   []int32 // of each rune, and the end
	levels []uint8
	flags  []cellFlags // of each rune
	out    *shaped
	breaks *segmenter.Segmenter
}

// shape measures a block of text with the given base level.
func (f *Fonts) shapeBlock(text string, base uint8, px int, breaks *segmenter.Segmenter) *shaped {
	s := &shaper{fonts: f, px: px, text: text, out: &shaped{base: base}, breaks: breaks}
	s.decode()
	s.levels = levels(s.runes, int(base))
	s.boundaries()
	s.itemise()
	for i := range s.out.runs {
		s.measure(&s.out.runs[i])
	}
	s.out.cells = append(s.out.cells, cell{off: int32(len(text)), flags: caret})
	return s.out
}

func (s *shaper) decode() {
	s.runes = make([]rune, 0, len(s.text))
	s.offs = make([]int32, 0, len(s.text)+1)
	for i, r := range s.text {
		s.runes = append(s.runes, r)
		s.offs = append(s.offs, int32(i))
	}
	s.offs = append(s.offs, int32(len(s.text)))
}

// boundaries finds grapheme clusters and places where lines may break.
func (s *shaper) boundaries() {
	s.flags = make([]cellFlags, len(s.runes)+1)
	i := 0
	for it := graphemes.FromString(s.text); it.Next(); {
		for int(s.offs[i]) < it.Start() {
			i++
		}
		s.flags[i] |= caret
	}
	s.breaks.Init(s.runes)
	for it := s.breaks.LineIterator(); it.Next(); {
		l := it.Line()
		s.flags[l.Offset] |= mayBreak
		if end := l.Offset + len(l.Text); l.IsMandatoryBreak && end < len(s.runes) {
			s.flags[end] |= mustBreak
		}
	}
	for i, r := range s.runes {
		if unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' {
			s.flags[i] |= blank
		}
	}
}

// itemise cuts the block into cells and runs.
func (s *shaper) itemise() {
	scripts := s.scripts()
	for i := 0; i < len(s.runes); {
		end := i + 1
		r := run{level: s.levels[i], script: scripts[i]}
		switch {
		case s.runes[i] == '\t':
			r.kind = Tab
		case hidden(s.runes, i):
			r.kind, r.label = Hidden, HiddenName(s.runes[i])
			if thin[s.runes[i]] {
				r.kind = Thin
			}
		default:
			for end < len(s.runes) && s.flags[end]&caret == 0 && !hidden(s.runes, end) {
				end++
			}
			r.font = s.fonts.choose(s.runes[i:end], scripts[i])
			if r.font == nil {
				r.kind, r.font = Missing, s.fonts.list[0]
			}
		}
		s.push(r, i)
		i = end
	}
}

// push adds a cell that starts at rune i and joins it to the run before where
// both can be drawn as one.
func (s *shaper) push(r run, i int) {
	n := len(s.out.cells)
	s.out.cells = append(s.out.cells, cell{off: s.offs[i], flags: s.flags[i]})
	if last := len(s.out.runs) - 1; last >= 0 && s.out.runs[last].joins(r) {
		s.out.runs[last].end = n + 1
		return
	}
	r.first, r.end = n, n+1
	s.out.runs = append(s.out.runs, r)
}

func (r run) joins(next run) bool {
	return r.kind == next.kind && (r.kind == Text || r.kind == Missing) && r.level == next.level && r.font == next.font &&
		(r.level&1 == 0 || r.script == next.script)
}

// scripts returns the script of each rune. What has none takes the one before
// it in its level run, else the one behind it.
func (s *shaper) scripts() []language.Script {
	out := make([]language.Script, len(s.runes))
	for from := 0; from < len(s.runes); {
		end := from
		for end < len(s.runes) && s.levels[end] == s.levels[from] {
			end++
		}
		present := language.Common
		for i := from; i < end && present == language.Common; i++ {
			if sc := language.LookupScript(s.runes[i]); sc.Strong() {
				present = sc
			}
		}
		for i := from; i < end; i++ {
			if sc := language.LookupScript(s.runes[i]); sc.Strong() {
				present = sc
			}
			out[i] = present
		}
		from = end
	}
	return out
}

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
		for g+n < len(glyphs) && n < max(1, first.GlyphCount) {
			adv += glyphs[g+n].Advance
			n++
		}
		g += n
		from := owner[first.ClusterIndex]
		to := owner[min(len(runes), first.ClusterIndex+max(1, first.RuneCount))-1]
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
