package extract

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
	"time"
)

// File is an article out of a file, and what of the file is no part of it.
type File struct {
	Article
	Note string // how the text was put together, where that was a choice
	Left []Left
}

// Left is one thing of a file that was left out although people read it.
type Left struct{ Kind, What string }

// Bounds on a file of a word processor.
const (
	maxPart  = 64 << 20         // bytes of one part of it: a novel comes to 5 MiB
	maxParts = 128 << 20        // bytes of all parts that are read
	fileTime = 30 * time.Second // to read one file in
)

var errFileTime = fmt.Errorf("it could not be read within %v: copy its text and paste it, or save it as a .txt file", fileTime)

// maxText is how many bytes of text one file has at most: a sign in it may stand
// for a thousand blanks.
const maxText = maxPage

var errText = fmt.Errorf("it has more than %d MiB of text, as no article has: take it apart, or copy its text and paste it", maxText>>20)

var errNoText = errors.New("there is no text in it")

// withinTime gives what reads one file its time.
func withinTime(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeoutCause(ctx, fileTime, errFileTime)
}

// compound begins the files of old word processors, and those of new ones with
// a password.
var compound = []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")

// openOffice opens the archive that a file of a word processor is.
func openOffice(data []byte) (*Zip, error) {
	if bytes.HasPrefix(data, compound) {
		return nil, errors.New("it is protected by a password, or of an old word processor: save it as .docx or .odt without a password")
	}
	return OpenZip(bytes.NewReader(data), int64(len(data)), maxParts)
}

// part calls take for each token of a part of a file, if it is there.
func (z *Zip) part(ctx context.Context, name string, take func(*xml.Decoder, xml.Token) bool) (there bool, err error) {
	data, there, err := z.Read(ctx, name, maxPart)
	if !there || err != nil {
		return there, err
	}
	if text, err := decodeAs(data, "utf-8"); err == nil {
		return true, walkXML(ctx, strings.NewReader(text), false, take)
	}
	text, _, err := Decode(data, "utf-16")
	if err != nil {
		return true, errors.New("its XML is in an encoding that no such file has: open it in a word processor and save it again")
	}
	return true, walkXML(ctx, strings.NewReader(text), false, take)
}

// properties reads what a part says about the document: the text of each of its
// elements, by local name.
func (z *Zip) properties(ctx context.Context, name string) (map[string]string, error) {
	said := map[string]string{}
	element := ""
	_, err := z.part(ctx, name, func(_ *xml.Decoder, token xml.Token) bool {
		switch token := token.(type) {
		case xml.StartElement:
			element = token.Name.Local
		case xml.EndElement:
			element = ""
		case xml.CharData:
			if element != "" {
				said[element] += string(token)
			}
		}
		return false
	})
	return said, err
}

// first returns the first of the properties that says something, on one line.
func first(said map[string]string, names ...string) string {
	for _, name := range names {
		if s := oneLine(said[name]); s != "" {
			return s
		}
	}
	return ""
}

// officeText is the text of a word processor, paragraph by paragraph: those of
// the text separated by an empty line, items of a list, rows of a table and the
// paragraphs of one cell on lines of their own, cells by a tab.
type officeText struct {
	out     blockWriter
	open    []*paragraph // in each other: a text box stands in a paragraph
	wasList bool
	tables  int
	inCell  bool // the cell has a paragraph already
	size    int  // bytes that were written, those beyond maxText too
	left    []Left
}

// paragraph is one that is being read.
type paragraph struct {
	text   strings.Builder
	list   bool
	joined bool // its end was deleted: the next one goes on
	ended  bool // and has come
	blank  bool // a blank more would be one too many, where blanks collapse
}

func (o *officeText) begin() {
	if p := o.now(); p != nil && p.ended {
		p.joined, p.ended = false, false
		return
	}
	o.open = append(o.open, &paragraph{blank: true})
}

// now returns the paragraph that is being read, or nil.
func (o *officeText) now() *paragraph {
	if len(o.open) == 0 {
		return nil
	}
	return o.open[len(o.open)-1]
}

func (o *officeText) write(s string) {
	o.size += len(s)
	if p := o.now(); p != nil && o.size <= maxText {
		p.text.WriteString(s)
		p.blank = false
	}
}

// flow writes text whose white space collapses.
func (o *officeText) flow(s string) {
	p := o.now()
	if p == nil {
		return
	}
	for _, r := range s {
		switch blank := strings.ContainsRune(" \t\r\n", r); {
		case blank && p.blank:
			continue
		case blank:
			r = ' '
		}
		p.blank = r == ' '
		p.text.WriteRune(r)
	}
}

func (o *officeText) end() {
	p := o.now()
	if p == nil {
		return
	}
	if p.joined {
		p.ended = true
		return
	}
	o.open = o.open[:len(o.open)-1]
	text := strings.Trim(p.text.String(), " \t\r\n")
	if text == "" {
		return
	}
	switch {
	case o.tables > 0:
		if o.inCell {
			o.breaks(1)
		}
		o.inCell = true
	case p.list && o.wasList:
		o.breaks(1)
	default:
		o.breaks(2)
	}
	o.wasList = p.list
	o.out.word(text)
}

func (o *officeText) breaks(n int) { o.out.lines = max(o.out.lines, n) }

// table notes that a table begins (1) or ends (-1).
func (o *officeText) table(change int) {
	outer := max(0, o.tables+min(0, change))
	o.tables = max(0, o.tables+change)
	o.inCell, o.wasList = change < 0 && outer > 0, false
	if outer == 0 {
		o.breaks(2)
	}
	o.breaks(1)
}

func (o *officeText) row() { o.breaks(1); o.inCell = false }

func (o *officeText) cell() {
	if o.inCell {
		o.out.gap = '\t'
	}
	o.inCell = false
}

// leave counts something that is left out.
func (o *officeText) leave(kind, what string) { o.left = append(o.left, Left{kind, what}) }

// text returns what was read.
func (o *officeText) text() (string, error) {
	if o.size > maxText {
		return "", errText
	}
	for len(o.open) > 0 {
		o.now().joined = false
		o.end()
	}
	if o.out.text.Len() == 0 {
		return "", errNoText
	}
	return o.out.text.String(), nil
}
