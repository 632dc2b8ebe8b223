package flow

import (
	"sort"
	"unicode/utf8"

	"github.com/go-text/typesetting/segmenter"
)

// cacheLimit bounds the memory of shaped text in bytes, about: some ten pages,
// and shaping one again takes a few milliseconds.
const cacheLimit = 2 << 20

// Metrics are the sizes of set text, in pixels.
type Metrics struct {
	Size       int // of the text; see Font.Size
	LineHeight int // from line to line, at least 1
	Baseline   int // from the top of a line to its baseline
	Gap        int // below each paragraph
	Blank      int // height of an empty paragraph, its gap included
}

// DefaultMetrics returns the sizes of a page of text of the given size: lines
// stand apart so that highlights and their tags fit between the letters.
func DefaultMetrics(size int) Metrics {
	height := (size*172 + 50) / 100
	return Metrics{
		Size: size, LineHeight: height, Baseline: (height*69 + 50) / 100,
		Gap: (size*62 + 50) / 100, Blank: (size*70 + 50) / 100,
	}
}

// Stats counts work done, for tests and measurements.
type Stats struct {
	Shaped  int // blocks shaped
	Wrapped int // blocks wrapped
}

// Flow is a text set in lines. It belongs to one goroutine.
type Flow struct {
	text    string
	fonts   *Fonts
	metrics Metrics
	width   int
	head    Head
	heads   int // blocks that are set as the head
	blocks  []block
	heights heights
	cache   *cache
	bases   map[int32]uint8 // levels of paragraphs, by their first blocks
	breaks  segmenter.Segmenter
	Stats   Stats
}

// New sets a text, which must be valid UTF-8 and shorter than 2 GiB, to a width
// in pixels. It shapes nothing yet.
func New(text string, fonts *Fonts, m Metrics, width int) *Flow {
	f := &Flow{text: text, fonts: fonts, metrics: m, width: max(1, width), blocks: split(text), cache: newCache(cacheLimit), bases: map[int32]uint8{}}
	f.estimate()
	return f
}

// Text returns the text.
func (f *Flow) Text() string { return f.text }

// Metrics returns the sizes in use below the head.
func (f *Flow) Metrics() Metrics { return f.metrics }

// Width returns the width that lines are wrapped at.
func (f *Flow) Width() int { return f.width }

// SetWidth wraps the text to another width. Blocks are wrapped when they are
// next looked at; nothing is shaped again.
func (f *Flow) SetWidth(width int) {
	if width = max(1, width); width == f.width {
		return
	}
	f.width = width
	for _, e := range f.cache.entries {
		f.cache.forget(e.Value.(*entry))
	}
	f.estimate()
}

// SetMetrics sets the text in other sizes; all of it is shaped again as it is
// looked at.
func (f *Flow) SetMetrics(m Metrics) {
	if m == f.metrics {
		return
	}
	f.metrics = m
	f.forget()
}

// forget drops all that was shaped.
func (f *Flow) forget() {
	f.cache = newCache(cacheLimit)
	for i := range f.blocks {
		f.blocks[i].advance = 0
	}
	f.estimate()
}

// estimate sets the heights of all blocks from what is known of them.
func (f *Flow) estimate() {
	for i := range f.blocks {
		f.blocks[i].lines = 0
	}
	f.heights = newHeights(len(f.blocks), func(i int) int { return f.height(i, f.guess(i)) })
}

// guess returns about how many lines block b has.
func (f *Flow) guess(b int) int {
	k := f.blocks[b]
	advance := int(k.advance)
	if advance == 0 {
		advance = int(k.end-k.start) * f.MetricsOf(b).Size * perMille(f.blockText(b)) / 1000
	}
	return 1 + advance*103/100/f.width
}

// perMille returns the width of a byte of s in thousandths of the text size,
// by the script of its first character behind a third of it.
func perMille(s string) int {
	i := len(s) / 3
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	switch r, size := utf8.DecodeRuneInString(s[i:]); {
	case size == 2 && r >= 0x590:
		return 240
	case size == 2:
		return 290
	case size == 3:
		return 333
	case size == 4:
		return 300
	}
	return 500
}

// height returns the height of block b with n lines, with the gap below it.
func (f *Flow) height(b, n int) int {
	k := f.blocks[b]
	if k.start == k.end {
		return f.metrics.Blank
	}
	m := f.MetricsOf(b)
	h := n * m.LineHeight
	if b == f.heads-1 {
		h += f.head.Below
	}
	if k.ends && !f.blankBehind(b) {
		h += m.Gap
	}
	return h
}

// blankBehind reports whether the next block is empty and so is the gap.
func (f *Flow) blankBehind(b int) bool {
	return b+1 < len(f.blocks) && f.blocks[b+1].start == f.blocks[b+1].end
}

func (f *Flow) blockText(b int) string { return f.text[f.blocks[b].start:f.blocks[b].end] }

// at returns block b shaped and wrapped.
func (f *Flow) at(b int) *entry {
	e := f.cache.find(b)
	if e == nil {
		f.Stats.Shaped++
		e = f.cache.put(b, f.FontsOf(b).shapeBlock(f.blockText(b), f.base(b), f.MetricsOf(b).Size, &f.breaks))
		f.blocks[b].advance = int32(e.s.advance(0, len(e.s.cells)) >> 6)
	}
	if e.s.lines == nil || e.s.width != f.width {
		f.Stats.Wrapped++
		e.s.wrap(f.width)
	}
	f.measured(b, len(e.s.lines))
	return e
}

// measured notes how many lines block b has.
func (f *Flow) measured(b, n int) {
	k := &f.blocks[b]
	if int(k.lines) == n {
		return
	}
	f.heights.add(b, f.height(b, n)-f.heightNow(b))
	k.lines = int32(n)
}

// heightNow returns the height that stands in the tree for block b.
func (f *Flow) heightNow(b int) int { return f.heights.before(b+1) - f.heights.before(b) }

// base returns the level of the paragraph that block b is part of. It is kept,
// since all of a long paragraph may have to be read for it.
func (f *Flow) base(b int) uint8 {
	first := f.blocks[b].paragraph
	base, ok := f.bases[first]
	if !ok {
		base = f.readBase(first)
		f.bases[first] = base
	}
	return base
}

// readBase returns the level of the paragraph that begins with block first.
func (f *Flow) readBase(first int32) uint8 {
	for i := int(first); i < len(f.blocks) && f.blocks[i].paragraph == first; i++ {
		if l := baseLevel([]rune(f.blockText(i))); l >= 0 {
			return uint8(l)
		}
	}
	return 0
}

// Lines returns the number of lines of block b, at least 1.
func (f *Flow) Lines(b int) int { return len(f.at(b).s.lines) }

// Line returns line n of block b.
func (f *Flow) Line(b, n int) *Line {
	e := f.at(b)
	if l, ok := e.lines[n]; ok {
		return l
	}
	l := f.line(b, n, e.s)
	f.cache.keep(e, n, l)
	return l
}

// Blocks returns the number of blocks, at least 1.
func (f *Flow) Blocks() int { return len(f.blocks) }

// Top returns the y of the top of block b, as far as heights are known; b may
// be Blocks, for the height of all.
func (f *Flow) Top(b int) int { return f.heights.before(b) }

// Height returns the height of block b, measured.
func (f *Flow) Height(b int) int {
	f.at(b)
	return f.heightNow(b)
}

// BlockAtY returns the block at y, as far as heights are known, and how far
// into it y lies.
func (f *Flow) BlockAtY(y int) (b, rest int) { return f.heights.find(y) }

// BlockAt returns the block that holds the offset; a separator belongs to the
// block before it.
func (f *Flow) BlockAt(off int) int {
	i := sort.Search(len(f.blocks), func(i int) bool { return int(f.blocks[i].start) > off })
	return max(0, i-1)
}
