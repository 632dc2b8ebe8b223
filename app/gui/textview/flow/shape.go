package flow

import (
	"unicode"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/segmenter"
	"golang.org/x/image/math/fixed"
)

// Kind says what a piece of a line is.
type Kind uint8

// The kinds of pieces.
const (
	Text    Kind = iota // drawn in a font
	Tab                 // empty space
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
	unseen                          // a hidden character, which has no width and is not drawn
)

// run is a part of a block in one font, direction and kind.
type run struct {
	first, end int // cells
	level      uint8
	kind       Kind
	font       *Font
	script     language.Script
	bare       bool // of hidden characters alone
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

// boundaries finds grapheme clusters, places where lines may break, and what is
// hidden.
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
		if s.flags[l.Offset]&caret != 0 { // not between a space and a mark on it
			s.flags[l.Offset] |= mayBreak
		}
		if end := l.Offset + len(l.Text); l.IsMandatoryBreak && end < len(s.runes) {
			s.flags[end] |= mustBreak
		}
	}
	for i, r := range s.runes {
		if unicode.IsSpace(r) && r != '\u00a0' && r != '\u202f' {
			s.flags[i] |= blank
		}
		if hidden(s.runes, i) {
			s.flags[i] |= unseen
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
		case s.flags[i]&unseen != 0:
			r.bare, r.font = true, s.fonts.list[0]
		default:
			for end < len(s.runes) && s.flags[end]&(caret|unseen) == 0 {
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
		first := s.out.runs[last].first
		if s.out.runs[last].bare {
			s.out.runs[last] = r
		}
		s.out.runs[last].first, s.out.runs[last].end = first, n+1
		return
	}
	r.first, r.end = n, n+1
	s.out.runs = append(s.out.runs, r)
}

// joins reports whether the next run can be drawn as one with r. Hidden
// characters join whatever stands beside them in their direction, so that they
// part no letters.
func (r run) joins(next run) bool {
	if r.kind == Tab || next.kind == Tab || r.level != next.level {
		return false
	}
	return r.bare || next.bare || r.kind == next.kind && r.font == next.font && (r.level&1 == 0 || r.script == next.script)
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
			if sc := s.script(i); sc.Strong() {
				present = sc
			}
		}
		for i := from; i < end; i++ {
			if sc := s.script(i); sc.Strong() {
				present = sc
			}
			out[i] = present
		}
		from = end
	}
	return out
}

// script returns the script of rune i; a hidden character has none.
func (s *shaper) script(i int) language.Script {
	if s.flags[i]&unseen != 0 {
		return language.Common
	}
	return language.LookupScript(s.runes[i])
}
