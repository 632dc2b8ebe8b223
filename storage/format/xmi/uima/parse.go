package uima

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// MaxSize is how many bytes a file may have. An article of 100,000 words, with
// its tokens, has 15 MiB.
const MaxSize = 32 << 20

const (
	// maxPieces is how many elements and attributes a file may have, each of
	// which takes some hundred bytes: an article of 100,000 words has 700,000.
	maxPieces = 2 << 20
	// maxDepth is how deep elements may nest; a type system nests six deep.
	maxDepth = 16
)

// Node is an element of an XML file.
type Node struct {
	Name     xml.Name
	Attrs    []xml.Attr
	Text     []byte
	Children []*Node
	Line     int
}

// ParseXML reads an XML file, which must be UTF-8 and name no document type:
// there are no entities but those of XML itself. Its errors are sentences for
// people.
func ParseXML(data []byte) (*Node, error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")):
		return nil, errors.New("it is UTF-16: save it as UTF-8")
	case !utf8.Valid(data):
		return nil, errors.New("it is not UTF-8: save it as UTF-8")
	case len(data) > MaxSize:
		return nil, fmt.Errorf("it is larger than %d MiB: take the document apart, and export it again", MaxSize>>20)
	case bytes.Count(data, []byte("<"))+bytes.Count(data, []byte("=")) > maxPieces:
		return nil, fmt.Errorf("it has more than %d elements and attributes: take the document apart, and export it again", maxPieces)
	}
	return tree(decoder(data))
}

func decoder(data []byte) *xml.Decoder {
	// INCEpTION writes XML 1.1 too, which differs in the characters that it
	// allows; encoding/xml refuses its name.
	head := data[:min(len(data), 64)]
	if i := bytes.Index(head, []byte("1.1")); i >= 0 && bytes.HasPrefix(head, []byte("<?xml")) {
		data = bytes.Clone(data)
		data[i+2] = '0'
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = func(charset string, _ io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("it says that it is %s: save it as UTF-8", charset)
	}
	return d
}

// tree reads all elements.
func tree(d *xml.Decoder) (*Node, error) {
	top := &Node{}
	open := []*Node{top}
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("it is no XML that can be read, export it again: %w", err)
		}
		switch t := token.(type) {
		case xml.Directive:
			return nil, errors.New("it has a document type, which may hold anything: take <!DOCTYPE …> out")
		case xml.StartElement:
			if len(open) > maxDepth {
				return nil, fmt.Errorf("its elements nest more than %d deep, as those of no such file do: export it again", maxDepth)
			}
			line, _ := d.InputPos()
			node := &Node{Name: t.Name, Attrs: t.Attr, Line: line}
			parent := open[len(open)-1]
			parent.Children = append(parent.Children, node)
			open = append(open, node)
		case xml.EndElement:
			open = open[:len(open)-1]
		case xml.CharData:
			last := open[len(open)-1]
			last.Text = append(last.Text, t...)
		}
	}
	if len(top.Children) != 1 {
		return nil, errors.New("it holds no XML: export it again")
	}
	return top.Children[0], nil
}
