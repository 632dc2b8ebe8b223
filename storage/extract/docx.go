package extract

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// DOCX returns the text of a file of Word, as its reader sees it: with what
// was inserted and without what was deleted under tracking, without hidden
// text, headers and footers, comments, and the numbers and signs of lists.
// Footnotes are left out and counted.
func DOCX(ctx context.Context, data []byte) (File, error) {
	ctx, cancel := withinTime(ctx)
	defer cancel()
	z, err := openOffice(data)
	if err != nil {
		return File{}, err
	}
	var w word
	there, err := z.part(ctx, z.mainPart(ctx), w.take)
	switch {
	case err != nil:
		return File{}, err
	case !there:
		return File{}, errors.New("it is an archive, but not of a text of Word: save it as .docx again")
	}
	file := File{Left: w.left}
	if file.Text, err = w.text(); err != nil {
		return File{}, err
	}
	said, err := z.properties(ctx, "docProps/core.xml")
	if err != nil {
		return File{}, err
	}
	file.Title, file.Author, file.Date = first(said, "title"), first(said, "creator"), day(first(said, "created"))
	return file, nil
}

// mainPart returns the name of the part that holds the text.
func (z *Zip) mainPart(ctx context.Context) string {
	name := "word/document.xml"
	// A list of parts that cannot be read is as none: the part has its usual name.
	_, _ = z.part(ctx, "_rels/.rels", func(_ *xml.Decoder, token xml.Token) bool {
		if e, ok := token.(xml.StartElement); ok && strings.HasSuffix(attributeOf(e, "Type"), "/officeDocument") {
			name = strings.TrimPrefix(attributeOf(e, "Target"), "/")
		}
		return false
	})
	return name
}

// word reads the tokens of the text of Word.
type word struct {
	officeText
	settings bool // within the settings of a paragraph
	verbatim bool // within an element of text
	hidden   bool // the run is
	dropped  bool // the row was deleted
}

func (w *word) take(_ *xml.Decoder, token xml.Token) (skip bool) {
	switch token := token.(type) {
	case xml.CharData:
		if w.verbatim && !w.hidden && !w.dropped {
			w.write(string(token))
		}
	case xml.EndElement:
		if ofWord(token.Name) {
			w.close(token.Name.Local)
		}
	case xml.StartElement:
		return ofWord(token.Name) && w.opens(token)
	}
	return false
}

// ofWord reports whether an element is of the text itself, and not of a drawing
// in it: those have paragraphs too.
func ofWord(name xml.Name) bool {
	return strings.Contains(name.Space, "wordprocessingml") || strings.HasSuffix(name.Space, "/math") || name.Local == "Fallback"
}

// opens reads the beginning of an element, and reports whether all in it is
// passed over.
func (w *word) opens(e xml.StartElement) (skip bool) {
	switch e.Name.Local {
	case "Fallback", "moveFrom", "tabs", "rt", "pPrChange", "rPrChange", "trPrChange", "sectPr":
		return true
	case "del":
		return !w.deleted()
	case "p":
		w.begin()
	case "pPr":
		w.settings = true
	case "t":
		w.verbatim = true
	case "tbl":
		w.table(1)
	case "trPr":
		w.settings = true
	case "vanish":
		w.hidden = w.hidden || !w.settings && isOn(e)
	case "footnoteReference", "endnoteReference":
		w.leave("footnote", "a note: "+strings.TrimSuffix(e.Name.Local, "Reference")+" "+attributeOf(e, "id"))
	case "altChunk":
		w.leave("part", "a file that is set in the text")
	default:
		w.sign(e)
	}
	return false
}

// deleted notes that the end of the paragraph, or the row, was deleted, where
// that is what the element says.
func (w *word) deleted() bool {
	p := w.now()
	if w.settings && p != nil {
		p.joined = true
	} else if w.settings {
		w.dropped = true
	}
	return w.settings
}

// isOn reports whether a switch is on: it is unless it says otherwise.
func isOn(e xml.StartElement) bool {
	switch attributeOf(e, "val") {
	case "0", "false", "off":
		return false
	}
	return true
}

// sign reads an element that stands for a character, or makes an item of a
// list.
func (w *word) sign(e xml.StartElement) {
	p := w.now()
	if p == nil || w.hidden || w.dropped {
		return
	}
	switch e.Name.Local {
	case "tab", "ptab":
		w.write("\t")
	case "br", "cr":
		w.write("\n")
	case "noBreakHyphen":
		w.write("\u2011")
	case "sym":
		w.symbol(attributeOf(e, "char"))
	case "numPr":
		p.list = p.list || w.settings
	case "numId":
		p.list = p.list && attributeOf(e, "val") != "0"
	case "pStyle":
		p.list = p.list || strings.HasPrefix(attributeOf(e, "val"), "List")
	}
}

// symbol writes a character of a symbol font, unless it means something in
// that font alone.
func (w *word) symbol(code string) {
	n, err := strconv.ParseUint(code, 16, 32)
	if err != nil || n >= 0xe000 && n <= 0xf8ff || n < ' ' || !utf8.ValidRune(rune(n)) {
		w.leave("symbol", fmt.Sprintf("the sign %.8q of a symbol font", code))
		return
	}
	w.write(string(rune(n)))
}

func (w *word) close(name string) {
	switch name {
	case "p":
		w.end()
	case "pPr", "trPr":
		w.settings = false
	case "t":
		w.verbatim = false
	case "r":
		w.hidden = false
	case "tbl":
		w.table(-1)
	case "tr":
		w.row()
		w.dropped = false
	case "tc":
		w.cell()
	}
}
