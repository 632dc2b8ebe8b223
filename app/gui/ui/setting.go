package ui

import (
	"strings"
	"unicode"

	"fyne.io/fyne/v2"
	ftheme "fyne.io/fyne/v2/theme"

	"dragoman/app/gui/textview/flow"
	"dragoman/assets"
)

// Lines with right-to-left letters are set by package flow, which knows visual
// order; all others by the toolkit, which is quicker and looks the same.

// RightToLeft reports whether a text has letters that run from right to left.
func RightToLeft(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return r >= 0x590 && (unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana, unicode.Nko))
	})
}

// fontSet is the fonts of a face, for flow and for the painter.
type fontSet struct {
	fonts     *flow.Fonts
	resources map[*flow.Font]fyne.Resource
}

var fontSets = map[string]*fontSet{} // by kind of face; the window's goroutine only

func (f face) fontSet() *fontSet {
	key := "sans"
	sans := ftheme.DefaultTheme().Font(fyne.TextStyle{Bold: f.bold}).Content()
	files := [][]byte{sans, assets.SansArabic, assets.SansHebrew}
	switch {
	case f.serif && f.bold:
		key, files = "serif-bold", [][]byte{assets.SerifBold, assets.NaskhBold, assets.HebrewBold}
	case f.serif:
		key, files = "serif", [][]byte{assets.SerifRegular, assets.NaskhRegular, assets.HebrewRegular}
	case f.bold:
		key = "sans-bold"
	}
	if set := fontSets[key]; set != nil {
		return set
	}
	set := newFontSet(key, files)
	fontSets[key] = set
	return set
}

func newFontSet(key string, files [][]byte) *fontSet {
	set := &fontSet{resources: map[*flow.Font]fyne.Resource{}}
	var list []*flow.Font
	for i, data := range files {
		name := "ui-" + key + string(rune('0'+i)) + ".ttf"
		font, err := flow.NewFont(name, data, 0)
		if err != nil {
			panic("embedded font " + name + ": " + err.Error())
		}
		set.resources[font] = fyne.NewStaticResource(name, data)
		list = append(list, font)
	}
	fonts, err := flow.NewFonts(nil, list...)
	if err != nil {
		panic("embedded fonts: " + err.Error())
	}
	set.fonts = fonts
	return set
}

// setLines is breakLines for text with right-to-left letters.
func setLines(text string, f face, width float32, limit int) []line {
	lines := f.flowLines(text, width)
	if limit == 0 || len(lines) <= limit {
		return lines
	}
	runes := []rune(text)
	low, high := 0, len(runes)
	for low < high {
		mid := (low + high + 1) / 2
		if len(f.flowLines(strings.TrimRight(string(runes[:mid]), " ")+"…", width)) <= limit {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return f.flowLines(strings.TrimRight(string(runes[:low]), " ")+"…", width)
}

func (f face) flowLines(text string, width float32) []line {
	set, px := f.fontSet(), int(f.size+0.5)
	height := int(f.lineHeight())
	page := flow.New(text, set.fonts, flow.Metrics{
		Size: px, LineHeight: height, Baseline: int(f.baseline()), Blank: height,
	}, int(width))
	var lines []line
	for b := range page.Blocks() {
		for n := range page.Lines(b) {
			lines = append(lines, f.fromFlow(page.Line(b, n), set))
		}
	}
	return lines
}

func (f face) fromFlow(l *flow.Line, set *fontSet) line {
	var out line
	for _, p := range l.Pieces {
		if p.Font == nil || p.Hanging || p.Draw == "" {
			continue
		}
		size := p.Font.Size(int(f.size + 0.5))
		out.pieces = append(out.pieces, piece{
			text: p.Draw, font: set.resources[p.Font], x: p.X, size: float32(size),
			dy: f.baseline() - set.fonts.Ascent(p.Font, size),
		})
	}
	return out
}
