package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// blockText returns the text of a tree as a browser would show it: blocks
// separated by an empty line, list items and table rows on lines of their own,
// cells by a tab, white space elsewhere as one space.
func blockText(n *html.Node) string {
	var w blockWriter
	w.walk(n)
	return w.text.String()
}

// blockWriter writes words and remembers what stands between them.
type blockWriter struct {
	text  strings.Builder
	lines int  // line feeds due before the next word, 2 at most
	gap   byte // due before the next word where no line feed is; 0 for none
	lists int  // how many lists are open
}

func (w *blockWriter) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.write(n.Data, within(n, atom.Pre))
		return
	case html.ElementNode, html.DocumentNode:
	default:
		return
	}
	tag := atomOf(n)
	if tag == atom.Script || tag == atom.Style {
		return
	}
	lines := w.around(tag)
	w.lines = max(w.lines, lines)
	if tag == atom.Ul || tag == atom.Ol {
		w.lists++
		defer func() { w.lists-- }()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c)
	}
	w.after(tag)
	w.lines = max(w.lines, lines)
}

// atomOf returns the atom of an element's name: trees that were built, not
// parsed, have none set.
func atomOf(n *html.Node) atom.Atom { return atom.Lookup([]byte(n.Data)) }

// around returns how many line feeds stand before and behind an element.
func (w *blockWriter) around(a atom.Atom) int {
	switch a {
	case atom.Li, atom.Tr, atom.Dt, atom.Dd, atom.Caption, atom.Figcaption:
		return 1
	case atom.Ul, atom.Ol:
		if w.lists > 0 {
			return 1
		}
		return 2
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Blockquote, atom.Pre,
		atom.Table, atom.Dl, atom.Hr, atom.Figure, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Body:
		if w.lists > 0 {
			return 1
		}
		return 2
	}
	return 0
}

// after notes what an element puts behind itself beside its line feeds.
func (w *blockWriter) after(a atom.Atom) {
	switch a {
	case atom.Br:
		w.lines = min(2, w.lines+1)
	case atom.Td, atom.Th:
		w.gap = '\t'
	}
}

// write writes text; asIs keeps its white space.
func (w *blockWriter) write(text string, asIs bool) {
	if asIs {
		if strings.Trim(text, blanks) != "" {
			w.word(strings.Trim(text, "\n"))
		}
		return
	}
	if text != "" && strings.ContainsRune(blanks, rune(text[0])) {
		w.space()
	}
	for i, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(blanks, r) }) {
		if i > 0 {
			w.space()
		}
		w.word(word)
	}
	if text != "" && strings.ContainsRune(blanks, rune(text[len(text)-1])) {
		w.space()
	}
}

// blanks is the white space that HTML collapses; a no-break space is none.
const blanks = " \t\r\n\f"

func (w *blockWriter) space() {
	if w.gap == 0 {
		w.gap = ' '
	}
}

// word writes a word behind what is due.
func (w *blockWriter) word(word string) {
	switch {
	case w.text.Len() == 0:
	case w.lines > 0:
		w.text.WriteString("\n\n"[:w.lines])
	case w.gap != 0:
		w.text.WriteByte(w.gap)
	}
	w.lines, w.gap = 0, 0
	w.text.WriteString(word)
}
