// Package segment finds the boundaries a person thinks in: grapheme clusters
// and words by Unicode Standard Annex 29, sentences by the Punkt method (Kiss
// and Strunk 2006) for text in Latin letters and by Annex 29 for other text,
// paragraphs by line breaks. All offsets are bytes of the UTF-8 text.
//
// Every function costs what lies near the offset, not the length of the text:
// segmentation starts at the paragraph's start, or at most window bytes before
// the offset.
package segment

import (
	"strings"
	"unicode/utf8"

	"dragoman/model"
)

// window is how many bytes around an offset are looked at when its paragraph
// is longer.
const window = 4096

// Paragraph returns the paragraph that holds off: the bytes between two line
// breaks ("\n", "\r", U+2028 or U+2029), which belong to no paragraph. At a
// line break it is the paragraph that ends there.
func Paragraph(text string, off int) model.Span {
	start, end := 0, len(text)
	if i := lastBreak(text[:off]); i >= 0 {
		start = i
	}
	if i := strings.IndexAny(text[off:], "\n\r\u2028\u2029"); i >= 0 {
		end = off + i
	}
	return model.Span{Start: start, End: end}
}

// lastBreak returns the offset behind the last line break of s, or -1.
func lastBreak(s string) int {
	i := strings.LastIndexAny(s, "\n\r\u2028\u2029")
	if i < 0 {
		return -1
	}
	_, size := utf8.DecodeRuneInString(s[i:])
	return i + size
}

// NextParagraph returns the start of the first paragraph behind off that is
// not blank, or the end of the text.
func NextParagraph(text string, off int) int {
	for at := Paragraph(text, off).End; at < len(text); {
		_, size := utf8.DecodeRuneInString(text[at:])
		p := Paragraph(text, at+size)
		if strings.TrimSpace(text[p.Start:p.End]) != "" {
			return p.Start
		}
		at = max(p.End, at+size)
	}
	return len(text)
}

// PreviousParagraph returns the start of off's paragraph when off lies behind
// it, else the start of the paragraph before that is not blank, or 0.
func PreviousParagraph(text string, off int) int {
	p := Paragraph(text, off)
	if off > p.Start && strings.TrimSpace(text[p.Start:off]) != "" {
		return p.Start
	}
	for p.Start > 0 {
		_, size := utf8.DecodeLastRuneInString(text[:p.Start])
		p = Paragraph(text, p.Start-size)
		if strings.TrimSpace(text[p.Start:p.End]) != "" {
			return p.Start
		}
	}
	return 0
}

// near returns the part of the text around off that a segmenter has to see:
// the paragraph, or window bytes on each side of off, cut at code points.
func near(text string, off int) model.Span {
	p := model.Span{Start: max(0, off-window), End: min(len(text), off+window)}
	for p.Start > 0 && !utf8.RuneStart(text[p.Start]) {
		p.Start--
	}
	for p.End < len(text) && !utf8.RuneStart(text[p.End]) {
		p.End++
	}
	if i := lastBreak(text[p.Start:off]); i >= 0 {
		p.Start += i
	}
	if i := strings.IndexAny(text[off:p.End], "\n\r\u2028\u2029"); i >= 0 {
		p.End = off + i
	}
	return p
}
