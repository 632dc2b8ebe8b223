package extract

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Names of meta elements that tell the same, the most trusted first.
var (
	dateNames    = []string{"article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.created", "pubdate", "publishdate", "publish-date", "og:published_time", "parsely-pub-date", "sailthru.date"}
	authorNames  = []string{"author", "dc.creator", "article:author", "parsely-author", "sailthru.author"}
	addressNames = []string{"og:url", "twitter:url"}
)

// saysOf returns the value of the first of the names that a meta element of
// the page has, where the value passes.
func saysOf(root *html.Node, names []string, passes func(string) bool) string {
	best, rank := "", len(names)
	for n := range root.Descendants() {
		if n.DataAtom != atom.Meta {
			continue
		}
		value := oneLine(attribute(n, "content"))
		for _, key := range []string{"name", "property", "itemprop"} {
			i := slices.Index(names, strings.ToLower(attribute(n, key)))
			if i >= 0 && i < rank && value != "" && passes(value) {
				best, rank = value, i
			}
		}
	}
	return best
}

// isoDate begins a date as 2006-01-02, and may go on with a time.
var isoDate = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}($|[T ])`)

// day returns the day that a date names, as 2006-01-02, or "".
func day(date string) string {
	if !isoDate.MatchString(date) {
		return ""
	}
	if _, err := time.Parse(time.DateOnly, date[:10]); err != nil {
		return ""
	}
	return date[:10]
}

// dayInAddress is the day in an address like https://a.example/2006/01/02/b.
var dayInAddress = regexp.MustCompile(`/(\d{4})[/-](\d{2})[/-](\d{2})/`)

// dateOf returns the day on which the page says that its article came out: in
// its head, in its address, or in a time element that is marked so or is the
// first.
func dateOf(root *html.Node, address string) string {
	if said := saysOf(root, dateNames, func(s string) bool { return day(s) != "" }); said != "" {
		return day(said)
	}
	if m := dayInAddress.FindStringSubmatch(address); m != nil {
		if date := day(strings.Join(m[1:], "-")); date != "" {
			return date
		}
	}
	first := ""
	for n := range root.Descendants() {
		if n.DataAtom != atom.Time {
			continue
		}
		marked := attribute(n, "itemprop") == "datePublished" || slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == "pubdate" })
		if date := day(attribute(n, "datetime")); date != "" && marked {
			return date
		} else if first == "" {
			first = date
		}
	}
	return first
}

// authorOf returns whom the page names as the author: in its head, or in the
// first element that is marked so.
func authorOf(root *html.Node) string {
	if said := saysOf(root, authorNames, func(s string) bool { return !strings.Contains(s, "://") }); said != "" {
		return said
	}
	for n := range root.Descendants() {
		if attribute(n, "rel") != "author" && attribute(n, "itemprop") != "author" || n.DataAtom == atom.Link || n.DataAtom == atom.Meta {
			continue
		}
		if name := oneLine(blockText(n)); name != "" && len(name) < longLine {
			return name
		}
	}
	return ""
}

// titleOf returns the title without the name of the site behind it, where a
// heading of the page shows where it ends.
func titleOf(root *html.Node, title string) string {
	for n := range root.Descendants() {
		if n.DataAtom != atom.H1 {
			continue
		}
		heading := oneLine(blockText(n))
		if rest, ok := strings.CutPrefix(title, heading+" "); ok && heading != "" && strings.ContainsAny(rest[:1], "|-:/") {
			return heading
		}
	}
	return title
}

// addressOf returns where the page says that it stands.
func addressOf(root *html.Node) string {
	for n := range root.Descendants() {
		if n.DataAtom == atom.Link && strings.EqualFold(attribute(n, "rel"), "canonical") && web(attribute(n, "href")) {
			return attribute(n, "href")
		}
	}
	return saysOf(root, addressNames, web)
}

// web reports whether an address is whole.
func web(address string) bool {
	return strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
}

// within reports whether n stands in an element of that kind.
func within(n *html.Node, tag atom.Atom) bool {
	for p := range n.Ancestors() {
		if atomOf(p) == tag {
			return true
		}
	}
	return false
}
