package extract

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// joinedText is the text of pages whose lines were put together.
type joinedText struct {
	text    string
	mended  int // words that were hyphenated at the end of a line
	running int // lines that head or foot pages
}

// note says what was done.
func (j joinedText) note() string {
	note := "lines put together to paragraphs"
	if j.mended > 0 {
		note += fmt.Sprintf(", hyphens at line ends taken out of %d words", j.mended)
	}
	if j.running > 0 {
		note += fmt.Sprintf(", %d lines that head or foot the pages left out", j.running)
	}
	return note
}

// joinPages puts the lines of pages together to paragraphs.
func joinPages(pages [][]pdfLine) joinedText {
	pages, running := withoutRunning(pages)
	all := slices.Concat(pages...)
	out := joinedText{running: running}
	if len(all) == 0 {
		return out
	}
	usual := usualMeasures(pages)
	whole := wholeWords(all)
	var b strings.Builder
	var last, head pdfLine // head begins the paragraph
	for p, lines := range pages {
		for i, line := range lines {
			switch {
			case b.Len() == 0:
				head = line
			case i == 0 && !goesOn(last, around(pages[max(0, p-1)], len(pages[max(0, p-1)])), line), i > 0 && endsParagraph(lines, i-1, usual):
				b.WriteString(hyphenOf(last) + "\n")
				if !isItem(head.text) || !isItem(line.text) {
					b.WriteByte('\n')
				}
				head = line
			default:
				glue := out.glue(last, line, whole)
				b.WriteString(glue)
			}
			b.WriteString(line.text)
			last = line
		}
	}
	out.text = b.String() + hyphenOf(last)
	return out
}

// hyphenOf returns the hyphen that a line ended in and that stays.
func hyphenOf(l pdfLine) string {
	if l.hyphen {
		return "-"
	}
	return ""
}

// glue returns what stands between two lines of a paragraph.
func (j *joinedText) glue(line, next pdfLine, whole map[string]bool) string {
	after, _ := utf8.DecodeRuneInString(next.text)
	before, _ := utf8.DecodeLastRuneInString(line.text)
	switch {
	case line.hyphen && unicode.IsLower(after) && !staysHyphenated(line.text, next.text, whole):
		j.mended++
		return ""
	case line.hyphen:
		return "-"
	case withoutSpaces(before) && withoutSpaces(after):
		return ""
	}
	return " "
}

// withoutSpaces reports whether r is of a script without spaces.
func withoutSpaces(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) || r >= 0x3000 && r <= 0x303f
}

// inWord reports whether r may stand in a word, be it with hyphens.
func inWord(r rune) bool { return r == '-' || unicode.In(r, unicode.L, unicode.M, unicode.N) }

// staysHyphenated reports whether a word of which a line holds the beginning
// and the next one the rest has a hyphen of its own: where the same stands so
// within a line, or it begins as such words do.
func staysHyphenated(line, next string, whole map[string]bool) bool {
	begin := strings.ToLower(line[len(strings.TrimRightFunc(line, inWord)):])
	rest := strings.ToLower(next[:len(next)-len(strings.TrimLeftFunc(next, inWord))])
	return begin == "self" || begin == "well" || begin == "half" || strings.Contains(begin, "-") || whole[begin+"-"+rest]
}

// wholeWords returns the words with hyphens within lines.
func wholeWords(lines []pdfLine) map[string]bool {
	words := map[string]bool{}
	for _, l := range lines {
		for _, w := range strings.FieldsFunc(strings.ToLower(l.text), func(r rune) bool { return !inWord(r) }) {
			if strings.Contains(w, "-") {
				words[w] = true
			}
		}
	}
	return words
}

// measures are what is usual on the pages of a file.
type measures struct{ gap, width float64 }

// usualMeasures returns the distance between two lines of a paragraph, below
// which a quarter of all distances lie, and the middle width of a character.
func usualMeasures(pages [][]pdfLine) measures {
	var gaps, widths []float64
	for _, lines := range pages {
		for i, l := range lines {
			widths = append(widths, l.width())
			if i > 0 && lines[i-1].base-l.base > 1 {
				gaps = append(gaps, lines[i-1].base-l.base)
			}
		}
	}
	slices.Sort(gaps)
	slices.Sort(widths)
	m := measures{width: widths[len(widths)/2]}
	if len(gaps) > 0 {
		m.gap = gaps[len(gaps)/4]
	}
	return m
}

// between returns how far two lines of one paragraph stand apart: farther, where
// they are larger than others.
func (m measures) between(a, b pdfLine) float64 {
	return m.gap * max(1, min(a.width(), b.width())/max(m.width, 0.1))
}

// endsParagraph reports whether a paragraph ends with line i of a page that is
// not its last: the next one stands farther off than usual, is indented or an
// item of a list, or its first word would have found room in this one.
func endsParagraph(lines []pdfLine, i int, usual measures) bool {
	line, next := lines[i], lines[i+1]
	gap := line.base - next.base
	switch {
	case line.hyphen && gap < 2*usual.gap:
		return false
	case isItem(next.text), gap > 1.25*usual.between(line, next):
		return true
	case gap < -1: // the next column
		return !goesOn(line, around(lines[:i+1], i), next)
	case gap < 1: // beside it
		return false
	}
	left, right := column(around(lines, i), line)
	slack := 0.7 * line.width()
	if next.left-left > 0.8*next.width() && line.left-left <= slack && next.left-line.left < 8*next.width() {
		return true
	}
	return roomFor(line, next, right)
}

// roomFor reports whether the first word of the next line would have found room
// in this one.
func roomFor(line, next pdfLine, right float64) bool {
	word, _, _ := strings.Cut(next.text, " ")
	needs := float64(utf8.RuneCountInString(word)+1) * next.width()
	return line.right+needs < right-line.width()
}

// around returns the lines near line i of a page: what a column is told by.
func around(lines []pdfLine, i int) []pdfLine {
	const near = 60 // lines; a page of a newspaper has twice as many in a column
	return lines[max(0, i-near):min(len(lines), i+near)]
}

// column returns where the column of lines around a line begins and ends: those
// that begin where it does tell, or, where these are few, those above and below.
func column(lines []pdfLine, line pdfLine) (left, right float64) {
	const few = 4
	near := 4 * line.width()
	left, right = line.left, line.right
	same := 0
	for _, l := range lines {
		if l.left-line.left < near && line.left-l.left < near {
			left, right = min(left, l.left), max(right, l.right)
			same++
		}
	}
	for _, l := range lines {
		if same < few && l.left < line.right && line.left < l.right {
			right = max(right, l.right)
		}
	}
	return left, right
}

var item = regexp.MustCompile(`^([•‣◦▪●■–*·-]|\(?\d{1,2}[.)]|\(?[a-z]\))\s`)

// isItem reports whether a line begins an item of a list.
func isItem(text string) bool { return item.MatchString(text) }

// goesOn reports whether a paragraph goes on in another column or page: its
// last line is full and ends no sentence, or in a hyphen.
func goesOn(line pdfLine, lines []pdfLine, next pdfLine) bool {
	if line.hyphen {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(line.text)
	if strings.ContainsRune(".!?…:;»”’\")؟。！？", last) || isItem(next.text) || len(lines) < 2 {
		return false
	}
	_, right := column(lines, line)
	return !roomFor(line, next, right)
}

// withoutRunning leaves out the first and last lines of pages that are the same
// but for numbers on most of them, and counts them.
func withoutRunning(pages [][]pdfLine) ([][]pdfLine, int) {
	seen, filled := map[string]int{}, 0
	for _, lines := range pages {
		if len(lines) == 0 {
			continue
		}
		filled++
		seen[runningText(lines[0])]++
		if len(lines) > 1 {
			seen[runningText(lines[len(lines)-1])]++
		}
	}
	runs := func(l pdfLine) bool { return filled > 1 && 2*seen[runningText(l)] > filled && seen[runningText(l)] > 1 }
	count := 0
	kept := make([][]pdfLine, len(pages))
	for i, lines := range pages {
		for len(lines) > 0 && runs(lines[0]) {
			lines = lines[1:]
			count++
		}
		for len(lines) > 0 && runs(lines[len(lines)-1]) {
			lines = lines[:len(lines)-1]
			count++
		}
		kept[i] = lines
	}
	return kept, count
}

// runningText returns the text of a line with one sign for each number.
func runningText(l pdfLine) string {
	var b strings.Builder
	number := false
	for _, r := range l.text {
		if !unicode.IsNumber(r) {
			b.WriteRune(r)
		} else if !number {
			b.WriteByte('#')
		}
		number = unicode.IsNumber(r)
	}
	return b.String()
}
