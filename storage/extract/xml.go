package extract

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// Bounds on XML, against documents that are made to fill memory. encoding/xml
// itself reads nothing from elsewhere and replaces no entities that a document
// declares.
const (
	maxDepth  = 256     // elements in each other; word processors come to some 30
	maxTag    = 1 << 20 // bytes of a tag; its attributes take up to 20 times as much in memory
	lookEvery = 1 << 10 // tokens between two looks at the context
)

var (
	errDepth   = fmt.Errorf("its XML is more than %d elements deep, as no article is: copy its text and paste it", maxDepth)
	errTag     = fmt.Errorf("its XML has a tag of more than %d MiB, as no article has: copy its text and paste it", maxTag>>20)
	errDoctype = errors.New("its XML declares a document type, as no such file does: save it again with a word processor")
)

// walkXML calls take for each token. doctype says that a document type may be
// declared; what it says is not heard. take returns whether the element that it
// is called for is to be passed over, with all in it.
func walkXML(ctx context.Context, in io.Reader, doctype bool, take func(d *xml.Decoder, token xml.Token) (skip bool)) error {
	d := xml.NewDecoder(&tagGuard{from: in})
	d.Entity = xml.HTMLEntity
	d.CharsetReader = func(_ string, in io.Reader) (io.Reader, error) { return in, nil } // decoded before
	depth, passed := 0, 0
	for n := 0; ; n++ {
		if n%lookEvery == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		token, err := d.Token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return xmlError(err)
		}
		switch token.(type) {
		case xml.Directive:
			if !doctype {
				return errDoctype
			}
			continue
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return errDepth
			}
		case xml.EndElement:
			depth--
		}
		if passed > 0 {
			if depth < passed {
				passed = 0
			}
			continue
		}
		if take(d, token) {
			passed = depth
		}
	}
}

// xmlError says where XML is broken; other errors stay.
func xmlError(err error) error {
	var broken *xml.SyntaxError
	if errors.As(err, &broken) {
		return fmt.Errorf("its XML is broken in line %d, fetch or save it again: %s", broken.Line, broken.Msg)
	}
	return err
}

// tagGuard fails within a tag that is too long.
type tagGuard struct {
	from io.Reader
	tag  int // bytes since a tag began; 0 outside
}

func (g *tagGuard) Read(p []byte) (int, error) {
	n, err := g.from.Read(p)
	for _, b := range p[:n] {
		switch {
		case b == '<':
			g.tag = 1
		case b == '>':
			g.tag = 0
		case g.tag > 0:
			g.tag++
		}
		if g.tag > maxTag {
			return 0, errTag
		}
	}
	return n, err
}

// attributeOf returns the value of an element's attribute of that local name,
// or "".
func attributeOf(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
