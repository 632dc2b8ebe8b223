package flow

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sizes in bytes of the pieces that a long paragraph is cut into. A piece ends
// at the best place between the two.
const (
	pieceMin = 3 << 10
	pieceMax = 6 << 10
)

// block is a paragraph or a piece of one. Its content is [start, end); a line
// separator, if any, follows.
type block struct {
	start, end int32
	paragraph  int32 // the block that starts its paragraph
	advance    int32 // width in pixels set in one line, 0 while unknown
	lines      int32 // at the present width, 0 while unknown
	ends       bool  // it is the last of its paragraph
}

// separators are the characters that end a paragraph.
const separators = "\n\r\u2028\u2029"

// split cuts a text into blocks, at least one.
func split(text string) []block {
	blocks := make([]block, 0, 1+strings.Count(text, "\n")+len(text)/pieceMax)
	seps := [...]separator{{"\n", -1}, {"\r\n", -1}, {"\r", -1}, {"\u2028", -1}, {"\u2029", -1}}
	for at := 0; ; {
		end, size := len(text), 0
		for i := range seps {
			if found := seps[i].find(text, at); found < end {
				end, size = found, len(seps[i].text)
			}
		}
		blocks = appendPieces(blocks, text, at, end)
		if size == 0 {
			return blocks
		}
		at = end + size
	}
}

// separator is what ends a paragraph, and where it was found last: -1 before.
type separator struct {
	text string
	at   int
}

// find returns where the separator stands from off on, or the length of the
// text. Offsets must not go back; each byte is read once.
func (s *separator) find(text string, off int) int {
	if s.at < off {
		s.at = len(text)
		if i := strings.Index(text[off:], s.text); i >= 0 {
			s.at = off + i
		}
	}
	return s.at
}

func appendPieces(blocks []block, text string, start, end int) []block {
	first := int32(len(blocks))
	for end-start > pieceMax {
		cut := start + pieceEnd(text[start:start+pieceMax])
		blocks = append(blocks, block{start: int32(start), end: int32(cut), paragraph: first})
		start = cut
	}
	return append(blocks, block{start: int32(start), end: int32(end), paragraph: first, ends: true})
}

// pieceEnd returns where to cut s: behind the space after the last sentence,
// else behind the last space, else at a code point that starts a cluster.
func pieceEnd(s string) int {
	tail := s[pieceMin:]
	for _, stop := range []string{". ", ".” ", "? ", "! ", "؟ ", "。", " "} {
		if i := strings.LastIndex(tail, stop); i >= 0 {
			return pieceMin + i + len(stop)
		}
	}
	cut := len(s)
	for cut > pieceMin && !utf8.RuneStart(s[cut-1]) {
		cut--
	}
	cut-- // before the last code point, which may be cut short
	for cut > pieceMin && clings(s[cut:]) {
		_, size := utf8.DecodeLastRuneInString(s[:cut])
		cut -= size
	}
	return cut
}

// clings reports whether the first code point of s belongs to the cluster
// before it.
func clings(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsMark(r) || r == '\u200d' || r == utf8.RuneError || unicode.Is(unicode.Cf, r)
}
