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

// TestSignsOfWhatCannotBeSeen tests that characters which turn the order of a
// text, or have no shape, are shown by name.
func TestSignsOfWhatCannotBeSeen(t *testing.T) {
	for in, want := range map[string]string{
		"plain\ttext": "", "a\u202eb": "RLO", "a\u2066b": "LRI", "\u0007": "U+0007", "\u009f": "U+009F", "می\u200cرود": "", "👨‍👩‍👧": "", "\ufeffa": "BOM",
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

// TestManyMarksOfOneWord tests that the page stays flat where hundreds of
// annotations overlap: browsers nest elements no deeper than 512.
func TestManyMarksOfOneWord(t *testing.T) {
	doc := model.NewDocument(strings.Repeat("word ", 700), "", "")
	set := model.AnnotationSet{Document: doc.ID, Annotator: "ana"}
	for i := range 600 {
		set.Annotations = append(set.Annotations, model.Annotation{
			ID: modeltest.ID(i), Label: "person", Fragments: []model.Span{{Start: i, End: doc.Text.Len() - i}},
		})
	}
	records := []format.Record{{Document: doc, Set: &set}}
	root, _ := written(t, format.WriteOptions{}, records)
	checkTexts(t, root, records)
	checkLinks(t, root)
	if n := len(find(root, class("saying"))); n != 600 {
		t.Errorf("%d annotations are listed", n)
	}
	for _, n := range find(root, class("m")) {
		depth := 0
		for p := n; p != nil; p = p.Parent {
			depth++
		}
		if depth > 30 {
			t.Fatalf("a mark is nested %d deep", depth)
		}
	}
}

// TestPairsOfAHandout tests that pairs are measured over what they share,
// where no article was given to everybody.
func TestPairsOfAHandout(t *testing.T) {
	var records []format.Record
	for i, sharing := range [][]model.Annotator{{"ana", "ben"}, {"ben", "caz"}, {"ana", "ben"}} {
		doc, set := modeltest.Parse(fmt.Sprintf("%d [person Ana] and [person Zoë]", i))
		for j, annotator := range sharing {
			s := set
			s.Annotator, s.Annotations = annotator, set.Annotations[:2-i*j/2]
			records = append(records, format.Record{Document: doc, Set: &s})
		}
	}
	sortRecords(records)
	root, _ := written(t, format.WriteOptions{Annotators: []model.Annotator{"ana", "ben", "caz"}}, records)
	var cells []string
	for _, n := range find(root, func(n *html.Node) bool { return n.Data == "td" && n.Parent.Parent.Data == "tbody" }) {
		if strings.HasPrefix(attribute(n, "class"), "v") || attribute(n, "class") == "self" {
			cells = append(cells, text(n))
		}
	}
	// Of ana's four annotations ben has three, and no others; caz has all.
	want := []string{"", "0.862", "n/a0", "0.862", "", "1.001", "n/a0", "1.001", ""}
	if !slices.Equal(cells, want) {
		t.Errorf("the pairs are %q, want %q", cells, want)
	}
	if !strings.Contains(text(root), "No article was worked on by all of ana, ben and caz: the figures are those of each pair") {
		t.Error("the page does not say that nothing is common to all")
	}
}

// TestMemoryDoesNotGrowWithArticles writes many large articles and watches
// what stays in memory of each.
func TestMemoryDoesNotGrowWithArticles(t *testing.T) {
	const documents, size = 120, 40_000
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
