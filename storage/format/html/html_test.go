package html

import (
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
)

func TestFormat(t *testing.T) { formattest.Run(t, Format()) }

// fictional returns the records of a review: two annotators who agree and
// differ in all ways, and the gold set.
func fictional() ([]format.Record, format.WriteOptions) {
	doc, ana := modeltest.Parse("Envoys meet in Port Selim\n\n[person#1 Ana Ruiz]#1 [meeting#2 met]#2 the envoy. “[statement#3 We go]#3,” she said, “[statement#3 and stay]#3.”\n" +
		"She [denial#4 denied that [statement#5 talks [person#6 Zoë]#6]#4 held were odd]#5.\n")
	_, ben := modeltest.Parse("Envoys meet in Port Selim\n\n[person#1 Ana Ruiz]#1 met [person#2 the envoy]#2. “[statement#3 We go]#3,” she said, “and stay.”\n" +
		"[denial#4 She denied that talks Zoë]#4 held were odd.\n")
	doc.Title, doc.Source = "Envoys meet in Port Selim", "Coast Wire"
	doc.Meta = model.Meta{}.With(model.MetaDate, "2026-03-04").With("desk", "foreign")
	ana.Status, ben.Annotator, ben.Document = model.StatusDone, "ben", doc.ID
	for i := range ben.Annotations {
		ben.Annotations[i].ID = modeltest.ID(100 + i)
	}
	ana.Annotations[2].Attributes = []model.Attribute{{Name: "mode", Value: "direct"}}
	ana.Annotations[2].Note = "two parts"
	ana.Relations = []model.Relation{{ID: "aa", Type: "speaker", From: ana.Annotations[2].ID, To: ana.Annotations[0].ID}}
	gold := model.AnnotationSet{Document: doc.ID, Annotator: model.Gold, Status: model.StatusInProgress}
	first := ana.Annotations[0]
	first.ID, first.Origin = modeltest.ID(200), model.OriginAgreed
	gold.Annotations = []model.Annotation{first}
	gold.Verdicts = []model.Verdict{
		{Of: string(ana.Annotations[0].ID), Annotator: "ana", Gold: string(first.ID), Was: first.Fingerprint(), By: "mia"},
		{Of: string(ana.Annotations[1].ID), Annotator: "ana", Why: "no meeting", By: "mia"},
		{Of: string(ben.Annotations[0].ID), Annotator: "ben", Gold: string(first.ID), Was: "other", By: "mia"},
	}
	slices.SortFunc(gold.Verdicts, model.CompareVerdicts)
	alone := model.NewDocument("وصل السفير إلى الميناء.\r\nThen he left.", "وصول السفير", "")
	rtl := model.AnnotationSet{Document: alone.ID, Annotator: "ben", Annotations: []model.Annotation{
		{ID: modeltest.ID(300), Label: "person", Fragments: []model.Span{{Start: 7, End: 19}}, Origin: model.OriginManual},
	}}
	records := []format.Record{
		{Document: doc, Set: &ana},
		{Document: doc, Set: &ben},
		{Document: doc, Set: &gold},
		{Document: alone, Set: &rtl},
		{Document: model.NewDocument("Nobody has looked.", "", "")},
	}
	sortRecords(records)
	return records, format.WriteOptions{Schema: modeltest.Schema(), Annotators: []model.Annotator{"ana", "ben", model.Gold}}
}

func sortRecords(records []format.Record) {
	slices.SortFunc(records, func(a, b format.Record) int {
		return cmp.Or(cmp.Compare(a.Document.ID, b.Document.ID), cmp.Compare(a.Annotator(), b.Annotator()))
	})
}

// written writes the records and parses the page.
func written(t interface{ Fatal(...any) }, opt format.WriteOptions, records []format.Record) (*html.Node, []byte) {
	data, report, err := formattest.Write(Format(), opt, records...)
	if err != nil || report.Losses.Count() > 0 {
		t.Fatal(err, report)
	}
	root, err := html.ParseWithOptions(bytes.NewReader(data), html.ParseOptionEnableScripting(false))
	if err != nil {
		t.Fatal(err)
	}
	return root, data
}

func TestOurs(t *testing.T) {
	_, data := written(t, format.WriteOptions{}, nil)
	if !Ours(data[:4096]) || Ours([]byte("<!DOCTYPE html><title>Dragoman</title>")) {
		t.Error("our page is not known by its beginning, or another is taken for ours")
	}
}

var update = flag.Lookup("update")

func TestReview(t *testing.T) {
	records, opt := fictional()
	_, data := written(t, opt, records)
	body := regexp.MustCompile(`(?s)<style>.*</style>|sha256-.*base-uri`).ReplaceAll(data, nil)
	path := "testdata/review.golden"
	if update.Value.String() == "true" {
		if err := os.WriteFile(path, body, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(string(want), string(body)); diff != "" {
		t.Errorf("%s differs:\n%s", path, diff)
	}
}

// find returns the elements for which is holds, in order.
func find(root *html.Node, is func(*html.Node) bool) []*html.Node {
	var found []*html.Node
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && is(n) {
			found = append(found, n)
		}
	}
	return found
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// class returns a test for elements of a class.
func class(name string) func(*html.Node) bool {
	return func(n *html.Node) bool { return slices.Contains(strings.Fields(attribute(n, "class")), name) }
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

// TestTextsComeBack tests that the text of each article stands in the page
// character by character, whatever is marked in it, and that every link in the
// page leads somewhere.
func TestTextsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := formattest.Project().Draw(t, "project")
		root, _ := written(t, format.WriteOptions{}, records)
		checkTexts(t, root, records)
		checkLinks(t, root)
	})
}

func checkTexts(t formattest.T, root *html.Node, records []format.Record) {
	t.Helper()
	var want []string
	for i, r := range records {
		if i == 0 || records[i-1].Document.ID != r.Document.ID {
			// A page cannot hold this one character; its sign is shown.
			want = append(want, strings.ReplaceAll(r.Document.Text.String(), "\x00", "\ufffd"))
		}
	}
	var got []string
	for _, n := range find(root, class("text")) {
		got = append(got, text(n))
	}
	if !slices.Equal(got, want) {
		t.Errorf("the texts are %q, want %q", got, want)
	}
}

func checkLinks(t formattest.T, root *html.Node) {
	t.Helper()
	ids := map[string]bool{}
	for _, n := range find(root, func(n *html.Node) bool { return attribute(n, "id") != "" }) {
		id := attribute(n, "id")
		if ids[id] {
			t.Errorf("the id %s is there twice", id)
		}
		ids[id] = true
	}
	for _, n := range find(root, func(n *html.Node) bool { return n.Data == "a" }) {
		if to, ok := strings.CutPrefix(attribute(n, "href"), "#"); !ok || !ids[to] {
			t.Errorf("the link to %q leads nowhere", attribute(n, "href"))
		}
	}
}

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

// TestSignsOfWhatCannotBeSeen tests that characters which turn the order of a
// text, or have no shape, are shown by name.
func TestSignsOfWhatCannotBeSeen(t *testing.T) {
	for in, want := range map[string]string{
		"plain\ttext": "", "a\u202eb": "RLO", "a\u2066b": "LRI", "\u0007": "U+0007", "\u009f": "U+009F", "می‌رود": "", "👨‍👩‍👧": "", "\ufeffa": "BOM",
	} {
		got := ""
		for _, r := range runs(in) {
			got += r.Sign
		}
		if got != want {
			t.Errorf("%q shows %q, want %q", in, got, want)
		}
	}
}

// TestMemoryDoesNotGrowWithArticles writes many large articles and watches
// what stays in memory of each.
func TestMemoryDoesNotGrowWithArticles(t *testing.T) {
	const documents, size = 300, 40_000
	var heap []uint64
	records := func(yield func(format.Record, error) bool) {
		for i := range documents {
			doc, set := modeltest.News(size, uint64(i))
			doc.ID = model.DocumentID(fmt.Sprintf("%032x", i))
			set.Document, set.Annotations = doc.ID, set.Annotations[:20]
			other := set
			other.Annotator = "ben"
			if i == documents/3 || i == documents-1 {
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				heap = append(heap, m.HeapAlloc)
			}
			if !yield(format.Record{Document: doc, Set: &set}, nil) || !yield(format.Record{Document: doc, Set: &other}, nil) {
				return
			}
		}
	}
	opt := format.WriteOptions{Schema: modeltest.Schema(), Annotators: []model.Annotator{"ana", "ben"}}
	if _, err := Format().Write(t.Context(), discard{}, opt, records); err != nil {
		t.Fatal(err)
	}
	// The figures keep a few numbers for each annotation, the contents a line.
	if grown := (int(heap[1]) - int(heap[0])) / (documents * 2 / 3); grown > size/4 {
		t.Errorf("%d bytes stay of each article of %d", grown, size)
	} else {
		t.Logf("%d bytes stay of each article of %d", grown, size)
	}
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
