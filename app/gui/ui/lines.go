package ui

import (
	"strings"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/theme"
)

// face is a font at a size.
type face struct {
	size  float32
	bold  bool
	serif bool
	mono  bool
}

// font returns the font that s is drawn with, nil where the toolkit chooses.
func (f face) font(s string) fyne.Resource {
	switch {
	case f.serif && f.bold:
		return theme.SerifBold
	case f.serif:
		return theme.SerifRegular
	}
	return theme.FontFor(f.style(), s)
}

// style returns the style of text in the theme's font.
func (f face) style() fyne.TextStyle {
	return fyne.TextStyle{Bold: f.bold && !f.serif, Monospace: f.mono && !f.serif}
}

func (f face) measure(s string) float32 {
	size, _ := f.rendered(s)
	return size.Width
}

// Width returns the width of a text of one line in a look, in pixels.
func Width(s string, l Look) float32 { return (&Text{look: l}).face().measure(s) }

// rendered returns the size of s, and how far its baseline is from its top.
func (f face) rendered(s string) (size fyne.Size, baseline float32) {
	return fyne.CurrentApp().Driver().RenderedTextSize(s, f.size, f.style(), f.font(s))
}

// ReadFonts has the toolkit read the fonts that every window shows. Nothing else
// may be measured or drawn meanwhile.
func ReadFonts(d fyne.Driver) {
	d.RenderedTextSize("a", 12, fyne.TextStyle{}, nil) // as a field has it, which names no font
	for _, f := range []face{{}, {bold: true}, {mono: true}} {
		d.RenderedTextSize("a", 12, f.style(), f.font("a"))
	}
}

func (f face) lineHeight() float32 { return float32(int(f.size*1.45 + 0.5)) }

// baseline is where lines of all scripts stand, from the top of a line.
func (f face) baseline() float32 { return f.lineHeight() * 0.74 }

// line is one line in visual order.
type line struct{ pieces []piece }

// piece is a string drawn at once.
type piece struct {
	text  string
	font  fyne.Resource // nil is the toolkit's choice
	x, dy float32
	size  float32
}

// kept are single lines that were made before, on the window's goroutine only. A
// list shows the same texts again and again, each time in other rows.
var kept = map[setting][]line{}

const (
	mostKept    = 500
	longestKept = 500 // bytes
)

// lines returns the lines of the text, which are not to be changed.
func (s setting) lines() []line {
	if s.limit != 1 || len(s.text) > longestKept {
		return breakLines(s.text, s.face, s.width, s.limit)
	}
	lines, known := kept[s]
	if !known {
		if len(kept) == mostKept {
			clear(kept)
		}
		lines = breakLines(s.text, s.face, s.width, s.limit)
		kept[s] = lines
	}
	return lines
}

// breakLines wraps the text to the width, at most so many lines when limit is
// not 0; what does not fit is cut with "…".
func breakLines(text string, f face, width float32, limit int) []line {
	if RightToLeft(text) {
		return setLines(text, f, width, limit)
	}
	if limit == 1 {
		return []line{f.line(cut(text, f, width))}
	}
	var lines []line
	for _, paragraph := range strings.Split(text, "\n") {
		words := strings.Fields(paragraph)
		for len(words) > 0 || paragraph == "" {
			last := limit > 0 && len(lines) == limit-1
			n := fitting(words, f, width)
			if last && n < len(words) {
				return append(lines, f.line(cut(strings.Join(words, " "), f, width)))
			}
			lines = append(lines, f.line(cut(strings.Join(words[:n], " "), f, width)))
			words = words[n:]
			if paragraph == "" || len(words) == 0 {
				break
			}
		}
		if limit > 0 && len(lines) >= limit {
			break
		}
	}
	return lines
}

// fitting returns how many words fit into the width, at least one.
func fitting(words []string, f face, width float32) int {
	var used float32
	space := f.measure(" ")
	for i, w := range words {
		used += f.measure(w)
		if i > 0 {
			used += space
		}
		if used > width && i > 0 {
			return i
		}
	}
	return len(words)
}

// cut returns s, or as much of it as fits with "…" behind.
func cut(s string, f face, width float32) string {
	if f.measure(s) <= width {
		return s
	}
	runes := []rune(s)
	low, high := 0, len(runes)
	for low < high {
		mid := (low + high + 1) / 2
		if f.measure(string(runes[:mid])+"…") <= width {
			low = mid
		} else {
			high = mid - 1
		}
	}
	return strings.TrimRight(string(runes[:low]), " ") + "…"
}

func (f face) line(s string) line {
	_, base := f.rendered(s)
	return line{[]piece{{text: s, font: f.font(s), size: f.size, dy: f.baseline() - base}}}
}
