package extract

import (
	"slices"
	"unicode/utf8"

	"github.com/markusmobius/go-trafilatura"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Lengths in code points.
const (
	fullArticle  = 250 // below this the library no longer trusts what it found
	shortArticle = 100 // below this we do not either
)

// mainText returns the text of a page's article, or "", and what the page says
// about it.
//
// The library takes what it finds unless that is short; then it runs all text
// of the page together, part of it twice. Such a result shows by its bare
// paragraphs: it is replaced by what was found at first, or by our own reading
// of the page.
func mainText(root *html.Node) (string, trafilatura.Metadata) {
	node, about := extract(root, fullArticle)
	text := textOf(node)
	if node != nil && !bare(node) {
		return text, about
	}
	first, _ := extract(root, 1)
	found := textOf(first)
	if utf8.RuneCountInString(found) >= fullArticle {
		return text, about
	}
	whole := wholeText(root)
	length := utf8.RuneCountInString(found)
	if length >= shortArticle || 2*length >= utf8.RuneCountInString(whole) {
		return found, about
	}
	return whole, about
}

// extract asks the library for the article, which is nil where it finds none;
// it trusts one of at least so many code points.
func extract(root *html.Node, trusted int) (*html.Node, trafilatura.Metadata) {
	config := trafilatura.DefaultConfig()
	config.MinExtractedSize = trusted
	found, err := trafilatura.ExtractDocument(root, trafilatura.Options{
		Config:          config,
		EnableFallback:  true,
		ExcludeComments: true,
		HtmlDateMode:    trafilatura.Fast,
	})
	if err != nil { // all it says is that there is too little text
		return nil, trafilatura.Metadata{}
	}
	return found.ContentNode, found.Metadata
}

func textOf(n *html.Node) string {
	if n == nil {
		return ""
	}
	return blockText(n)
}

// bare reports whether n holds nothing but paragraphs without elements.
func bare(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if atomOf(c) != atom.P || c.FirstChild != nil && c.FirstChild != c.LastChild {
			return false
		}
	}
	return true
}

// Elements that are never part of an article, and those that are not where
// they stand beside one.
var (
	neverText = []atom.Atom{
		atom.Script, atom.Style, atom.Nav, atom.Button, atom.Label, atom.Select, atom.Textarea, atom.Template, atom.Dialog,
	}
	besideText = []atom.Atom{atom.Header, atom.Footer, atom.Aside, atom.Noscript, atom.Iframe, atom.Svg}
)

// wholeText returns all text of the page's first article or main element, or
// of its body. It changes the page.
func wholeText(root *html.Node) string {
	remove(root, besideText)
	for _, tag := range []atom.Atom{atom.Article, atom.Main, atom.Body} {
		for n := range root.Descendants() {
			if n.DataAtom == tag {
				return blockText(n)
			}
		}
	}
	return ""
}

// remove removes the elements with one of the tags from the tree. Structured
// data is left, for what it says about the page.
func remove(n *html.Node, tags []atom.Atom) {
	for c := n.FirstChild; c != nil; {
		next := c.NextSibling
		if slices.Contains(tags, c.DataAtom) && !structured(c) {
			n.RemoveChild(c)
		} else {
			remove(c, tags)
		}
		c = next
	}
}

func structured(n *html.Node) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool {
		return a.Key == "type" && (a.Val == "application/ld+json" || a.Val == "application/settings+json")
	})
}
