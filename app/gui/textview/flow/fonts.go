package flow

import (
	"bytes"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// Font is a font file that text is shaped and drawn with. Its bytes must not
// be changed.
type Font struct {
	Name string // unique among the fonts of a program
	Data []byte // one TrueType or OpenType font

	scale    float32
	face     func() *font.Face
	outlines map[GlyphID]bool // which glyphs are outlines, as far as asked for
}

// NewFont parses a font file. Scale multiplies the size of text set in it, so
// that scripts look equally large side by side; 0 counts as 1.
func NewFont(name string, data []byte, scale float32) (*Font, error) {
	face, err := font.ParseTTF(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("read font %s: %w", name, err)
	}
	return newFont(name, data, scale, func() *font.Face { return face }), nil
}

// EmbeddedFont returns a font of the program, as NewFont does, but parses it when
// something is first set in it: parsed, a font takes more memory than its file.
// One that cannot be read is a fault of the build.
func EmbeddedFont(name string, data []byte, scale float32) *Font {
	return newFont(name, data, scale, sync.OnceValue(func() *font.Face {
		face, err := font.ParseTTF(bytes.NewReader(data))
		if err != nil {
			panic(fmt.Sprintf("flow: embedded font %s: %v", name, err))
		}
		return face
	}))
}

func newFont(name string, data []byte, scale float32, face func() *font.Face) *Font {
	if scale == 0 {
		scale = 1
	}
	return &Font{Name: name, Data: data, scale: scale, face: face, outlines: map[GlyphID]bool{}}
}

// Size returns the size in whole pixels at which text of the given size is set
// in f. The painter shapes at whole sizes only.
func (f *Font) Size(px int) int { return max(1, int(math.Round(float64(px)*float64(f.scale)))) }

// Has reports whether f has a glyph for r.
func (f *Font) Has(r rune) bool {
	_, ok := f.face().NominalGlyph(r)
	return ok
}

// covers reports whether f has a glyph for each rune that needs one.
func (f *Font) covers(runes []rune) bool {
	for _, r := range runes {
		if !glyphless(r) && !f.Has(r) {
			return false
		}
	}
	return true
}

// glyphless reports whether any font can set r, because shapers make it from
// the space or leave it out.
func glyphless(r rune) bool {
	return r == '\u200c' || r == '\u200d' || unicode.Is(unicode.Variation_Selector, r) ||
		r != '\u1680' && unicode.Is(unicode.Zs, r)
}

// Fonts chooses a font for each character and shapes text. It belongs to one
// goroutine.
type Fonts struct {
	list     []*Font
	system   func(r rune) *Font
	found    map[rune]*Font // what system answered, nil included
	used     []*Font        // of those, in the order of their finding
	scripts  map[language.Script]*Font
	extents  map[extentKey]extent
	shaper   shaping.HarfbuzzShaper
	splitter shaping.Segmenter
}

type extentKey struct {
	font *Font
	px   int
}

type extent struct{ ascent, height float32 }

// NewFonts returns a choice of the fonts in list, the first of which sets all
// that has no script, and for characters that none of them has, of what system
// finds. System may be nil and may answer nil; it is asked once for each
// character.
func NewFonts(system func(r rune) *Font, list ...*Font) (*Fonts, error) {
	if len(list) == 0 {
		return nil, errors.New("choose fonts: the list is empty")
	}
	return &Fonts{
		list: list, system: system, found: map[rune]*Font{},
		scripts: map[language.Script]*Font{}, extents: map[extentKey]extent{},
	}, nil
}

// Ascent returns the distance in pixels from the top of text drawn in font at
// size px (of that font, see Font.Size) to its baseline.
func (f *Fonts) Ascent(font *Font, px int) float32 { return f.extent(font, px).ascent }

// Height returns how high text drawn in font at size px is, in pixels.
func (f *Fonts) Height(font *Font, px int) float32 { return f.extent(font, px).height }

func (f *Fonts) extent(font *Font, px int) extent {
	key := extentKey{font, px}
	if e, ok := f.extents[key]; ok {
		return e
	}
	bounds := f.shaper.Shape(shaping.Input{
		Text: []rune{' '}, RunEnd: 1, Direction: di.DirectionLTR, Face: font.face(), Size: fixed.I(px),
	}).LineBounds
	e := extent{float32(bounds.Ascent) / 64, float32(bounds.LineThickness()) / 64}
	f.extents[key] = e
	return e
}

// Width returns the advance of s drawn in font at size px.
func (f *Fonts) Width(s string, font *Font, px int) float32 {
	var sum fixed.Int26_6
	for _, run := range f.shape([]rune(s), font, px) {
		sum += run.Advance
	}
	return float32(sum) / 64
}

// First returns the first font of the list.
func (f *Fonts) First() *Font { return f.list[0] }

// choose returns the font for a grapheme cluster in a script, or nil when none
// has all of its characters.
func (f *Fonts) choose(runes []rune, script language.Script) *Font {
	if p := f.preferred(script); p.covers(runes) {
		return p
	}
	for _, c := range f.list {
		if c.covers(runes) {
			return c
		}
	}
	for _, c := range f.used {
		if c.covers(runes) {
			return c
		}
	}
	for _, r := range runes {
		if c := f.ask(r); c != nil && c.covers(runes) {
			return c
		}
	}
	return nil
}

// preferred returns the first font of the list that is made for the script:
// one that has most of the script's first letters.
func (f *Fonts) preferred(script language.Script) *Font {
	if p, ok := f.scripts[script]; ok {
		return p
	}
	p := f.list[0]
	for _, c := range f.list {
		if sample, ok := samples[script]; ok && c.covers(sample) {
			p = c
			break
		}
	}
	f.scripts[script] = p
	return p
}

// samples are letters by which a font for a script is known.
var samples = map[language.Script][]rune{
	language.Latin:    []rune("aZ"),
	language.Greek:    []rune("αΩ"),
	language.Cyrillic: []rune("аЯ"),
	language.Arabic:   []rune("ابی"),
	language.Hebrew:   []rune("את"),
}

func (f *Fonts) ask(r rune) *Font {
	if f.system == nil || glyphless(r) {
		return nil
	}
	c, ok := f.found[r]
	if !ok {
		c = f.system(r)
		f.found[r] = c
		if c != nil && !slices.Contains(f.used, c) {
			f.used = append(f.used, c)
		}
	}
	return c
}

// shape returns the runs of text that is drawn alone, as the painter makes
// them: split by script, left to right in reading order of the runs.
func (f *Fonts) shape(runes []rune, font *Font, px int) []shaping.Output {
	in := shaping.Input{Text: runes, RunEnd: len(runes), Direction: di.DirectionLTR, Face: font.face(), Size: fixed.I(px)}
	parts := f.splitter.Split(in, single{font.face()})
	runs := make([]shaping.Output, len(parts))
	for i, part := range parts {
		runs[i] = f.shaper.Shape(part)
	}
	return runs
}

type single struct{ face *font.Face }

func (s single) ResolveFace(rune) *font.Face { return s.face }
