package extract

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"strconv"
	"strings"
)

// ODT returns the text of a file of LibreOffice and its like, as its reader
// sees it: without what was deleted under tracking, headers and footers,
// comments, and the numbers and signs of lists. Footnotes are left out and
// counted.
func ODT(ctx context.Context, data []byte) (File, error) {
	ctx, cancel := withinTime(ctx)
	defer cancel()
	z, err := openOffice(data)
	if err != nil {
		return File{}, err
	}
	if manifest, _, err := z.Read(ctx, "META-INF/manifest.xml", maxPart); err == nil && bytes.Contains(manifest, []byte("encryption-data")) {
		return File{}, errLocked
	}
	var w writer
	there, err := z.part(ctx, "content.xml", w.take)
	switch {
	case err != nil:
		return File{}, err
	case !there:
		return File{}, errors.New("it is an archive, but not of a text document: save it as .odt again")
	}
	file := File{Left: w.left}
	if file.Text, err = w.text(); err != nil {
		return File{}, err
	}
	said, err := z.properties(ctx, "meta.xml")
	if err != nil {
		return File{}, err
	}
	file.Title, file.Author = first(said, "title"), first(said, "initial-creator", "creator")
	file.Date = day(first(said, "creation-date", "date"))
	return file, nil
}

// writer reads the tokens of an OpenDocument text.
type writer struct {
	officeText
	lists int
}

// passedOver are the elements that are no part of the text.
func passedOver(e xml.StartElement) bool {
	switch e.Name.Local {
	case "title", "desc": // of a picture; a field of this name shows the title
		return strings.Contains(e.Name.Space, "svg")
	case "tracked-changes", "annotation", "forms", "sequence-decls", "event-listeners", "ruby-text", "scripts",
		"font-face-decls", "automatic-styles", "styles":
		return true
	case "hidden-paragraph", "hidden-text":
		return attributeOf(e, "is-hidden") != "false"
	}
	return false
}

func (w *writer) take(_ *xml.Decoder, token xml.Token) (skip bool) {
	switch token := token.(type) {
	case xml.CharData:
		w.flow(string(token))
	case xml.EndElement:
		w.close(token.Name.Local)
	case xml.StartElement:
		if passedOver(token) {
			return true
		}
		return w.opens(token)
	}
	return false
}

// opens reads the beginning of an element, and reports whether all in it is
// passed over.
func (w *writer) opens(e xml.StartElement) (skip bool) {
	switch e.Name.Local {
	case "note":
		w.leave("footnote", "a note: "+attributeOf(e, "note-class")+" "+attributeOf(e, "id"))
		return true
	case "p", "h":
		w.begin()
		w.now().list = w.lists > 0
	case "tab":
		w.write("\t")
	case "line-break":
		w.write("\n")
		w.blankBehind()
	case "s":
		w.write(blankRun[:count(attributeOf(e, "c"))])
	case "list":
		w.lists++
	case "table":
		w.table(1)
	}
	return false
}

// blankBehind notes that blanks at this place are none.
func (w *writer) blankBehind() {
	if p := w.now(); p != nil {
		p.blank = true
	}
}

// blankRun is as many blanks as may stand at a place: more than a line has.
var blankRun = strings.Repeat(" ", 1000)

// count returns how many blanks stand at a place: 1 unless said otherwise.
func count(said string) int {
	n, err := strconv.Atoi(said)
	if err != nil {
		return 1
	}
	return max(0, min(n, len(blankRun)))
}

func (w *writer) close(name string) {
	switch name {
	case "p", "h":
		w.end()
	case "list":
		w.lists--
	case "table":
		w.table(-1)
	case "table-row":
		w.row()
	case "table-cell":
		w.cell()
	}
}
