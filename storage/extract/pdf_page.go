package extract

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

// pdfPage is a page that is being read.
type pdfPage struct {
	program   pdfium.Pdfium
	at        requests.Page
	text      references.FPDF_TEXTPAGE
	fromRight bool // whether most of its letters are from right to left
}

// pdfSign is a character, and where on the page it begins.
type pdfSign struct {
	r     rune
	index int // in UTF-16 units of the page; once placed, as PDFium counts
	x, y  float64
}

// pdfLine is a line of a page. Its measures are points; of a line from right to
// left they are mirrored, so that every line begins at its left.
type pdfLine struct {
	text        string
	hyphen      bool // it ended in a hyphen, which is not in text
	left, right float64
	base        float64 // height of the line above the lower edge of the page
}

// width returns the average width of a character.
func (l pdfLine) width() float64 { return (l.right - l.left) / float64(max(1, len([]rune(l.text)))) }

// blank reports whether nothing at all is on the page.
func (p *pdfPage) blank() bool {
	objects, err := p.program.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: p.at})
	return err == nil && objects.Count == 0
}

// hyphenSign is what PDFium gives for a hyphen at the end of a line, without
// the end.
const hyphenSign = 2

// lines returns the lines of the page that have words.
func (p *pdfPage) lines() ([]pdfLine, error) {
	loaded, err := p.program.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: p.at})
	if err != nil {
		return nil, errors.New("it is damaged")
	}
	p.text = loaded.TextPage
	defer p.program.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: p.text})
	signs, err := p.signs()
	if err != nil {
		return nil, err
	}
	p.fromRight = shareFromRight(signs) >= 0.5
	var lines []pdfLine
	for len(signs) > 0 {
		n := slices.IndexFunc(signs, func(s pdfSign) bool { return s.r == hyphenSign || s.r == '\n' || s.r == '\r' })
		if n < 0 {
			n = len(signs)
		}
		line, err := p.line(signs[:n])
		if err != nil {
			return nil, err
		}
		line.hyphen = n < len(signs) && signs[n].r == hyphenSign
		if line.text != "" {
			lines = append(lines, line)
		}
		signs = signs[min(n+1, len(signs)):]
	}
	return lines, nil
}

// signs returns the characters of the page, without their places.
func (p *pdfPage) signs() ([]pdfSign, error) {
	counted, err := p.program.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: p.text})
	switch {
	case err != nil:
		return nil, errors.New("it is damaged")
	case counted.Count > pdfSigns:
		return nil, errors.New("it has more text than a page can have")
	case counted.Count <= 0:
		return nil, nil
	}
	// One call for all: a call for each character takes ten times as long.
	got, err := p.program.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: p.text, Count: counted.Count})
	if err != nil {
		return nil, errors.New("it is damaged")
	}
	var signs []pdfSign
	index := 0
	for _, r := range got.Text {
		switch r {
		case 0, unicode.ReplacementChar:
		case 0xfffe, 0xffff:
			signs = append(signs, pdfSign{r: hyphenSign, index: index})
		default:
			signs = append(signs, pdfSign{r: r, index: index})
		}
		index += utf16.RuneLen(r)
	}
	return signs, nil
}

// place notes where a character stands.
func (p *pdfPage) place(s *pdfSign) error {
	at, err := p.program.FPDFText_GetCharIndexFromTextIndex(&requests.FPDFText_GetCharIndexFromTextIndex{TextPage: p.text, NTextIndex: s.index})
	if err != nil {
		return errors.New("it is damaged")
	}
	s.index = max(0, at.CharIndex)
	origin, err := p.program.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: p.text, Index: s.index})
	if err != nil {
		return errors.New("it is damaged")
	}
	s.x, s.y = origin.X, origin.Y
	return nil
}

// line returns the line of the characters; its text is "" where there are none.
func (p *pdfPage) line(signs []pdfSign) (pdfLine, error) {
	blank := func(s pdfSign) bool { return unicode.IsSpace(s.r) || unicode.IsControl(s.r) || utf16.IsSurrogate(s.r) }
	signs = slices.DeleteFunc(slices.Clone(signs), func(s pdfSign) bool { return blank(s) && s.r != ' ' && s.r != '\t' && s.r != '\u00a0' })
	for len(signs) > 0 && blank(signs[0]) {
		signs = signs[1:]
	}
	for len(signs) > 0 && blank(signs[len(signs)-1]) {
		signs = signs[:len(signs)-1]
	}
	if len(signs) == 0 {
		return pdfLine{}, nil
	}
	mixed := slices.ContainsFunc(signs, misplaced)
	for i := range signs {
		if i > 0 && i < len(signs)-1 && !mixed {
			continue
		}
		if err := p.place(&signs[i]); err != nil {
			return pdfLine{}, err
		}
	}
	if unicode.Is(unicode.Co, signs[0].r) && len(signs) > 1 && signs[1].r == ' ' {
		signs[0].r = '•' // as symbol fonts call it
	}
	if !mixed {
		return p.measure(pdfLine{text: textOf(signs)}, signs[0], signs[len(signs)-1])
	}
	first, last := slices.MinFunc(signs, byPlace), slices.MaxFunc(signs, byPlace)
	fromRight := p.beginsRight(signs)
	line, err := p.measure(pdfLine{text: textOf(reorder(signs, fromRight))}, first, last)
	if fromRight {
		line.text = beforeStop.Replace(line.text) // PDFium takes what stands to the left of a word to stand apart
		line.left, line.right = -line.right, -line.left
	}
	return line, err
}

// misplaced reports whether PDFium may have put a character elsewhere in its
// line: letters from right to left, and emoji, which are drawn after the rest.
func misplaced(s pdfSign) bool { return fromRight(s.r) || s.r > 0xffff }

var beforeStop = strings.NewReplacer(" .", ".", " ،", "،")

func byPlace(a, b pdfSign) int {
	switch {
	case a.x < b.x:
		return -1
	case a.x > b.x:
		return 1
	}
	return 0
}

// measure notes where a line with these outer characters stands.
func (p *pdfPage) measure(line pdfLine, first, last pdfSign) (pdfLine, error) {
	box, err := p.program.FPDFText_GetCharBox(&requests.FPDFText_GetCharBox{TextPage: p.text, Index: last.index})
	if err != nil {
		return pdfLine{}, errors.New("it is damaged")
	}
	line.left, line.right, line.base = first.x, max(first.x, box.Right), first.y
	return line, nil
}

func textOf(signs []pdfSign) string {
	var b strings.Builder
	for _, s := range signs {
		b.WriteRune(s.r)
	}
	return b.String()
}

// beginsRight reports whether a line begins at its right: that is so where most
// of its letters are from right to left, or, where they are mixed, most of those
// of the page.
func (p *pdfPage) beginsRight(signs []pdfSign) bool {
	share := shareFromRight(signs)
	return share > 0.6 || share > 0.35 && p.fromRight
}
