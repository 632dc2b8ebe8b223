package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"codeberg.org/readeck/go-readability/v2"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Lengths in code points.
const (
	fullArticle  = 250 // from here what the library finds is the article
	shortArticle = 100 // from here it is, unless there is much more on the page
)

// mainText returns the text of a page's article, or "", and what the library
// found out about it. What the library finds is taken unless it is short, next
// to what the page holds. It changes the page.
func mainText(root *html.Node, authorKnown bool) (string, readability.Article, error) {
	removeBoilerplate(root, authorKnown)
	parser := readability.NewParser()
	page, err := parser.ParseDocument(root, nil)
	if err != nil {
		return "", page, err
	}
	found := ""
	if page.Node != nil {
		found = blockText(page.Node)
	}
	length := utf8.RuneCountInString(found)
	if length >= fullArticle {
		return found, page, nil
	}
	whole := wholeText(root)
	if length >= shortArticle || 2*length >= utf8.RuneCountInString(whole) {
		return found, page, nil
	}
	return whole, page, nil
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
		if slices.Contains(tags, c.DataAtom) && attribute(c, "type") != "application/ld+json" {
			n.RemoveChild(c)
		} else {
			remove(c, tags)
		}
		c = next
	}
}

// removeBoilerplate removes the elements whose class or id says that they are
// not the article, unless they hold much of the page; and the line under the
// title, unless it is still to tell the author.
func removeBoilerplate(root *html.Node, authorKnown bool) {
	most := textLength(root) / 4
	var clean func(*html.Node)
	clean = func(n *html.Node) {
		for c := n.FirstChild; c != nil; {
			next := c.NextSibling
			if (boilerplate(c) || authorKnown && titleLine(c)) && textLength(c) <= most {
				n.RemoveChild(c)
			} else {
				clean(c)
			}
			c = next
		}
	}
	clean(root)
}

// textLength returns the length of the text below n in bytes, scripts and
// white space between elements apart.
func textLength(n *html.Node) int {
	length := 0
	for d := range n.Descendants() {
		if d.Type == html.TextNode && d.Parent.DataAtom != atom.Script {
			length += len(strings.TrimSpace(d.Data))
		}
	}
	return length
}

var (
	// besideNames are what sites call the parts of a page beside an article.
	besideNames = regexp.MustCompile(`(?i)(^|[-_ ])(cookies?|consent|gdpr|comments?|commentlist|respond|disqus|related|recommended|recommendations|more-?stories|most-?read|popular|share|sharing|social|newsletter|subscribe|subscription|promo|advert|advertisement|sponsored|breadcrumbs?|pagination|paging|tags?-?(list|links|cloud)|entry-(footer|utility)|post-?(footer|nav|navigation|tags|meta|meta-bottom)|nav-?links|author-?(box|bio|info)|caption|wp-caption-text|image-?credit|outbrain|taboola|print-?only|noprint|sharedaddy|jp-relatedposts)($|[-_ ])`)
	// lineNames are what they call the line under a title.
	lineNames = regexp.MustCompile(`(?i)(^|[-_ ])(byline|by-line|dateline|article-?meta|entry-?meta|post-?(date|author|info)|pub-?date|published|timestamp)($|[-_ ])`)
)

// longLine is the length in bytes from which a line under a title is text.
const longLine = 150

func boilerplate(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Body, atom.Main, atom.Article:
		return false
	}
	return n.DataAtom == atom.Figcaption || besideNames.MatchString(names(n))
}

func titleLine(n *html.Node) bool {
	return lineNames.MatchString(names(n)) && textLength(n) < longLine
}

// names returns what the page calls an element.
func names(n *html.Node) string { return attribute(n, "class") + " " + attribute(n, "id") }

// attribute returns the value of an element's attribute, or "".
func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
