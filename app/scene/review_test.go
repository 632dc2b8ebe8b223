//go:build scene

package scene

import (
	"cmp"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"
)

// labelled is what an annotator labels, or what the gold set has: words of the
// article behind an anchor, which is part of the text before them.
type labelled struct{ label, anchor, words, origin string }

// The work of two annotators on the article: they agree on one annotation and
// differ about eleven.
var (
	anaHas = []labelled{
		{label: "person", anchor: "minister ", words: "Ilse Tarn"},
		{label: "meeting", anchor: "Tarn ", words: "met"},
		{label: "person", anchor: "speaker, ", words: "Bo Lindqvist"},
		{label: "statement", anchor: "“", words: "The winter boat will sail"},
		{label: "person", anchor: "sail,” ", words: "Tarn"},
		{label: "statement", anchor: "“", words: "It will sail twice a week"},
		{label: "person", anchor: "week.” ", words: "Lindqvist"},
		{label: "statement", anchor: "a ", words: "basket of smoked eel"},
		{label: "denial", anchor: "ministry ", words: "denied that the boat had been sold to a museum"},
		{label: "statement", anchor: "“", words: "Nobody has asked for it"},
		{label: "person", anchor: "for it,” ", words: "Tarn"},
	}
	benHas = []labelled{
		{label: "person", anchor: "– ", words: "Ferry minister Ilse Tarn"},
		{label: "meeting", anchor: "and ", words: "spoke"},
		{label: "person", anchor: "Bo ", words: "Lindqvist"},
		{label: "denial", anchor: "“", words: "The winter boat will sail"},
		{label: "person", anchor: "sail,” ", words: "Tarn"},
		{label: "statement", anchor: "“", words: "It will sail twice"},
		{label: "denial", anchor: "of ", words: "smoked eel"},
		{label: "denial", anchor: "ministry ", words: "denied that the boat had been sold"},
		{label: "denial", anchor: "“", words: "Nobody has asked for it"},
	}
)

// decisions are the keys that settle ten differences, in the order of the text.
var decisions = [][]string{
	{"b"}, {"a"}, {"0"}, {"e", "2", "Return"}, {"x"}, {"a"}, {"1"}, {"2"}, {"b"}, {"a"},
}

// decided is what the gold set has after the last three are taken back.
var decided = []labelled{
	{label: "person", anchor: "– ", words: "Ferry minister Ilse Tarn", origin: "accepted"},
	{label: "meeting", anchor: "Tarn ", words: "met", origin: "accepted"},
	{label: "meeting", anchor: "speaker, ", words: "Bo Lindqvist", origin: "edited"},
	{label: "denial", anchor: "“", words: "The winter boat will sail", origin: "accepted"},
	{label: "statement", anchor: "“", words: "The winter boat will sail", origin: "accepted"},
	{label: "person", anchor: "sail,” ", words: "Tarn", origin: "agreed"},
	{label: "statement", anchor: "“", words: "It will sail twice a week", origin: "accepted"},
	{label: "person", anchor: "week.” ", words: "Lindqvist", origin: "accepted"},
}

// TestReviewByKeysAlone opens a review, takes all that agrees, settles ten
// differences and takes three decisions back, by keys alone; the gold set that
// is exported holds what was decided and nothing else.
func TestReviewByKeysAlone(t *testing.T) {
	d := newDesktop(t)
	text := d.project("quay.dragoman", "testdata/quay.txt")
	d.annotates("ana", text, anaHas)
	d.annotates("ben", text, benHas)
	w := d.open(d.path("quay.dragoman"))
	w.until("the question who works", func(s state) bool { return s.Sheets == 1 })
	w.key("Escape")
	w.until("an article", func(s state) bool { return s.Sheets == 0 })
	w.key("F8")
	w.until("the review", func(s state) bool { return s.Review != nil && s.Review.Differences == 11 })
	w.key("ctrl+Return")
	w.until("what all agree on taken", func(s state) bool { return s.Review != nil && s.Review.Gold == 1 })
	keys := 0
	for i, decision := range decisions {
		w.key(decision...)
		w.until("a decision", func(s state) bool { return s.Review != nil && s.Review.Decided == i+1 && !s.Review.Adjusting })
		keys += len(decision)
	}
	t.Logf("%d decisions took %d keys: %.2f a decision; one more took all that agrees", len(decisions), keys, float64(keys)/float64(len(decisions)))
	w.key("ctrl+z", "ctrl+z", "ctrl+z")
	w.until("three taken back", func(s state) bool { return s.Review != nil && s.Review.Decided == len(decisions)-3 })
	w.picture("scene-review")
	w.key("Escape")
	w.until("no review", func(s state) bool { return s.Review == nil })
	w.close()
	d.exported(text)
}

// annotates gives an annotator a set, through the command line.
func (d *desktop) annotates(who, text string, work []labelled) {
	d.Helper()
	var id string
	if err := json.Unmarshal([]byte(d.run("list", d.path("quay.dragoman"), "--json")), &struct{ ID *string }{&id}); err != nil {
		d.Fatal(err)
	}
	var edits strings.Builder
	for _, l := range work {
		start, end := l.span(d, text)
		line, err := json.Marshal(map[string]any{
			"op": "add", "document": id, "label": l.label, "quote": l.words, "spans": []map[string]int{{"start": start, "end": end}},
		})
		if err != nil {
			d.Fatal(err)
		}
		edits.Write(append(line, '\n'))
	}
	path := d.path(who + ".jsonl")
	if err := os.WriteFile(path, []byte(edits.String()), 0o600); err != nil {
		d.Fatal(err)
	}
	d.run("annotate", d.path("quay.dragoman"), "--annotator", who, "--from", path)
}

// span returns where the words stand, in code points.
func (l labelled) span(d *desktop, text string) (start, end int) {
	d.Helper()
	at := strings.Index(text, l.anchor+l.words)
	if at < 0 {
		d.Fatalf("%q is not in the article", l.anchor+l.words)
	}
	start = len([]rune(text[:at+len(l.anchor)]))
	return start, start + len([]rune(l.words))
}

// exported compares the gold set that is exported with what was decided.
func (d *desktop) exported(text string) {
	d.Helper()
	type span struct {
		Start, End    int
		Label, Origin string
	}
	var gold struct {
		Annotator string
		Spans     []span
	}
	out := d.run("export", d.path("quay.dragoman"), "--annotator", "gold", "--format", "jsonl", "--out", "-")
	if err := json.Unmarshal([]byte(out), &gold); err != nil {
		d.Fatalf("%v in %s", err, out)
	}
	var want []span
	for _, l := range decided {
		start, end := l.span(d, text)
		want = append(want, span{start, end, l.label, l.origin})
	}
	order := func(a, b span) int {
		return cmp.Or(a.Start-b.Start, b.End-a.End, cmp.Compare(a.Label, b.Label))
	}
	slices.SortFunc(want, order)
	slices.SortFunc(gold.Spans, order)
	if gold.Annotator != "gold" || !slices.Equal(gold.Spans, want) {
		d.Errorf("the gold set that is exported has\n%+v\nwant\n%+v", gold.Spans, want)
	}
}
