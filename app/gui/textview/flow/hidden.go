package flow

import (
	"fmt"
	"unicode"
	"unicode/utf8"

	"github.com/go-text/typesetting/language"

	"dragoman/model"
)

// Notice is how much a reader has to know of a hidden character.
type Notice uint8

// The notices, from the least.
const (
	Quiet Notice = iota // common and harmless: a soft hyphen, a mark of direction
	Noted               // there, and not seen
	Loud                // can make a text read as another
)

// HiddenMark is a place in a line where hidden characters stand. They take no
// room: the letters around them stand as if they were not there.
type HiddenMark struct {
	Span   model.Span // of all that stand at this place, in reading order
	X      float32
	Count  int
	Notice Notice

	code  string // of the first of those that are noticed most
	mixed bool   // they are not all the same
}

// Code returns what to show of the characters in little room: "RLO",
// "ZWSP ×3", or "RLO +2" where others stand behind the first.
func (m HiddenMark) Code() string {
	switch {
	case m.Count == 1:
		return m.code
	case m.mixed:
		return fmt.Sprintf("%s +%d", m.code, m.Count-1)
	}
	return fmt.Sprintf("%s ×%d", m.code, m.Count)
}

// Name says what the characters are, for people: "right-to-left override,
// U+202E", and how many more stand there. Text is that of the mark.
func (m HiddenMark) Name(text string) string {
	r, _ := utf8.DecodeRuneInString(text[m.Span.Start:])
	if m.Count == 1 {
		return HiddenName(r)
	}
	return fmt.Sprintf("%s, and %d more", HiddenName(r), m.Count-1)
}

// with returns the mark with one more character, which ends at the byte end.
func (m HiddenMark) with(r rune, notice Notice, end int) HiddenMark {
	code := HiddenCode(r)
	m.mixed = m.mixed || code != m.code
	if notice > m.Notice {
		m.Notice, m.code = notice, code
	}
	m.Span.End = end
	m.Count++
	return m
}

// hidden reports whether the reader would not see runes[i] although it is
// there: format and control characters but those that the script or emoji
// around them need.
func hidden(runes []rune, i int) bool {
	r := runes[i]
	switch {
	case r < 0x20 || r >= 0x7F && r < 0xA0:
		return r != '\t'
	case r < 0xAD:
		return false
	case r == '\u200c' || r == '\u200d':
		return !joins(runes, i)
	case unicode.Is(unicode.Variation_Selector, r):
		return i == 0 || !varies(runes[i-1])
	case r >= 0xE0020 && r <= 0xE007F:
		return !inFlag(runes, i)
	case r == 0x34F:
		return i == 0 || !unicode.In(runes[i-1], unicode.Mn, unicode.Hebrew)
	case r == 0x115F, r == 0x1160:
		return !inSyllable(runes, i)
	case r == 0x3164, r == 0xFFA0, r == 0x17B4, r == 0x17B5:
		return true
	}
	return unicode.Is(unicode.Cf, r) && !visibleFormat(r)
}

// visibleFormat lists format characters that have a glyph.
func visibleFormat(r rune) bool {
	return r >= 0x600 && r <= 0x605 || r == 0x6DD || r == 0x70F || r == 0x890 || r == 0x891 || r == 0x8E2 ||
		r == 0x110BD || r == 0x110CD
}

// joins reports whether a joiner at i stands where it shapes letters or emoji.
func joins(runes []rune, i int) bool {
	if i == 0 || i+1 == len(runes) {
		return false
	}
	before := runes[i-1]
	if pictorial(before) {
		return runes[i] == '\u200d'
	}
	if !unicode.IsLetter(before) && !unicode.IsMark(before) {
		return false
	}
	switch language.LookupScript(before) {
	case language.Latin, language.Greek, language.Cyrillic, language.Hebrew, language.Han, language.Hangul,
		language.Hiragana, language.Katakana, language.Armenian, language.Georgian, language.Common:
		return false
	}
	return true
}

// pictorial reports whether r may be part of an emoji sequence.
func pictorial(r rune) bool {
	return unicode.In(r, unicode.So, unicode.Sk) || r == 0xFE0F || r == 0x2640 || r == 0x2642
}

// varies reports whether a variation selector has a use behind r.
func varies(r rune) bool {
	return pictorial(r) || unicode.In(r, unicode.Han, unicode.Mongolian, unicode.Sm, unicode.Po, unicode.Nd)
}

// inFlag reports whether the tag character at i is part of a regional flag.
func inFlag(runes []rune, i int) bool {
	for i--; i >= 0 && runes[i] >= 0xE0020 && runes[i] <= 0xE007F; i-- {
	}
	return i >= 0 && runes[i] == 0x1F3F4
}

// inSyllable reports whether the filler at i stands for a letter of a Hangul
// syllable.
func inSyllable(runes []rune, i int) bool {
	if runes[i] == 0x115F {
		return i+1 < len(runes) && runes[i+1] > 0x1160 && runes[i+1] < 0x11A8
	}
	return i > 0 && runes[i-1] >= 0x1100 && runes[i-1] < 0x115F
}

// noticeAt returns how much a reader has to know of the hidden character at
// the byte off.
func (f *Flow) noticeAt(off int) Notice {
	r, size := utf8.DecodeRuneInString(f.text[off:])
	switch {
	case r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, r >= 0xE0000 && r <= 0xE007F:
		return Loud
	case r == 0xAD:
		before, _ := utf8.DecodeLastRuneInString(f.text[:off])
		behind, _ := utf8.DecodeRuneInString(f.text[off+size:])
		if unicode.IsLetter(before) && unicode.IsLetter(behind) {
			return Quiet
		}
	case r == 0xFEFF && off == 0, r == 0x200E, r == 0x200F, r == 0x61C:
		return Quiet
	}
	return Noted
}

// HiddenAt returns the hidden characters between which or beside which a caret
// at the byte off stands.
func (f *Flow) HiddenAt(off int) (mark HiddenMark, ok bool) {
	pt := f.PointOf(Position{Offset: off})
	for _, m := range f.Line(pt.Block, pt.Line).Hidden {
		if m.Span.Start <= off && off <= m.Span.End {
			return m, true
		}
	}
	return HiddenMark{}, false
}
