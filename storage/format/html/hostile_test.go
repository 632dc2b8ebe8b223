package html

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"dragoman/model"
	"dragoman/storage/format"
)

// hostile is what nobody should be called.
const hostile = "</style></title><script>alert(1)</script><img src=x onerror=alert(1)>\" onmouseover=\"alert(2)' javascript:alert(3) {{.}} <!-- https://example.com/x.png"

// hostileProject has hostile strings wherever a string can be.
func hostileProject() ([]format.Record, format.WriteOptions) {
	doc := model.NewDocument(hostile+"\n"+hostile+"\u202e evil \u0007\r\n", hostile, hostile)
	doc.Meta = model.Meta{}.With(hostile, hostile).With(model.MetaAuthor, hostile).With(model.MetaDate, hostile)
	schema := model.Schema{
		Labels: []model.Label{{
			Name: hostile, Title: hostile, Description: hostile, Colour: "#000000}" + hostile, ColourDark: "red;" + hostile,
			Pattern: model.Pattern("solid}" + hostile), Attributes: []model.AttributeDef{{Name: hostile, Title: hostile}},
		}},
		RelationTypes: []model.RelationType{{Name: hostile, Title: hostile}},
	}
	var records []format.Record
	opt := format.WriteOptions{Schema: schema}
	for i, annotator := range []model.Annotator{"a" + hostile, "b" + hostile, model.Gold} {
		one, two := model.AnnotationID(fmt.Sprint(i, hostile)), model.AnnotationID(fmt.Sprint(i, "2", hostile))
		set := model.AnnotationSet{Document: doc.ID, Annotator: annotator, Status: model.Status(hostile)}
		set.Annotations = []model.Annotation{
			{
				ID: one, Label: hostile, Fragments: []model.Span{{Start: 0, End: 20 + i}}, Note: hostile, Origin: model.Origin(hostile),
				Attributes: []model.Attribute{{Name: hostile, Value: hostile}, {Name: "z" + hostile, Value: hostile}},
			},
			{ID: two, Label: "unknown" + hostile, Fragments: []model.Span{{Start: 10, End: 15}, {Start: 20, End: 30}}},
		}
		set.Relations = []model.Relation{{ID: model.RelationID(fmt.Sprint(i, hostile)), Type: hostile, From: one, To: two}}
		if annotator == model.Gold {
			set.Verdicts = []model.Verdict{{Of: fmt.Sprint(0, hostile), Annotator: "a" + hostile, Gold: string(one), Why: hostile, By: hostile}}
		}
		records = append(records, format.Record{Document: doc, Set: &set})
		opt.Annotators = append(opt.Annotators, annotator)
	}
	return records, opt
}

func TestHostileStringsStayText(t *testing.T) {
	records, opt := hostileProject()
	root, data := written(t, opt, records)
	checkTexts(t, root, records)
	checkLinks(t, root)
	checkHarmless(t, root)
	shown := text(root)
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			shown += "\n" + a.Val
		}
	}
	if n := strings.Count(shown, hostile); n < 40 {
		t.Errorf("the hostile string stands %d times in the page as it is, some were changed:\n%s", n, data)
	}
}

// allowed are the elements of a page.
var allowed = strings.Fields("html head meta title style body header main section nav article footer h1 h2 h3 p a b q bdi span small div " +
	"ol ul li dl dt dd table caption thead tbody tr th td svg rect path details summary")

func checkHarmless(t *testing.T, root *html.Node) {
	t.Helper()
	for _, n := range find(root, func(*html.Node) bool { return true }) {
		if !slices.Contains(allowed, n.Data) {
			t.Errorf("the page has an element <%s>", n.Data)
		}
		for _, a := range n.Attr {
			if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "src" || a.Key == "srcset" || a.Key == "href" && !strings.HasPrefix(a.Val, "#") {
				t.Errorf("<%s> has %s=%q", n.Data, a.Key, a.Val)
			}
		}
	}
	for _, n := range find(root, func(n *html.Node) bool { return n.Data == "style" }) {
		if sheet := text(n); strings.Contains(sheet, "alert") || strings.Contains(sheet, "url(") || strings.Contains(sheet, "@import") {
			t.Errorf("the style sheet has more than ours:\n%s", sheet)
		}
	}
}
