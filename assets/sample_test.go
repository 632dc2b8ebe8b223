package assets_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"dragoman/assets"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonl"
)

// A record is one line of the sample: one annotation set, or a document
// without one.
type record struct {
	ID         string            `json:"id"`
	Title      string            `json:"title"`
	Text       string            `json:"text"`
	Source     string            `json:"source"`
	Meta       map[string]string `json:"meta"`
	Annotator  string            `json:"annotator"`
	Status     string            `json:"status"`
	OffsetUnit string            `json:"offset_unit"`
	Spans      []span            `json:"spans"`
	Relations  []relation        `json:"relations"`
}

type span struct {
	ID         string            `json:"id"`
	Start      int               `json:"start"`
	End        int               `json:"end"`
	Label      string            `json:"label"`
	Text       string            `json:"text"`
	Fragments  []fragment        `json:"fragments"`
	Attributes map[string]string `json:"attributes"`
	Note       string            `json:"note"`
	Origin     string            `json:"origin"`
}

type fragment struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

type relation struct {
	ID   string `json:"id"`
	Type string `json:"type"`
	From string `json:"from"`
	To   string `json:"to"`
}

func (s span) fragments() []fragment {
	if s.Fragments == nil {
		return []fragment{{s.Start, s.End}}
	}
	return s.Fragments
}

func records(t *testing.T) []record {
	t.Helper()
	var all []record
	for line := range bytes.Lines(assets.Sample()) {
		var r record
		decodeStrictly(t, line, &r)
		all = append(all, r)
	}
	return all
}

func TestSampleDocuments(t *testing.T) {
	for _, r := range records(t) {
		sum := sha256.Sum256([]byte(r.Text))
		if r.ID != hex.EncodeToString(sum[:16]) {
			t.Errorf("%q: id is not that of the text", r.Title)
		}
		if r.Title == "" || r.Source == "" || r.Meta["author"] == "" || r.Meta["language"] == "" {
			t.Errorf("%q: title, source or metadata is missing", r.Title)
		}
		if _, err := time.Parse(time.DateOnly, r.Meta["date"]); err != nil {
			t.Errorf("%q: %v", r.Title, err)
		}
		if words := len(strings.Fields(r.Text)); words < 250 || words > 450 {
			t.Errorf("%q: %d words, want 250 to 450", r.Title, words)
		}
		if r.OffsetUnit != "codepoint" {
			t.Errorf("%q: offset unit %q", r.Title, r.OffsetUnit)
		}
	}
}

// The sample shows a newcomer all that there is.
func TestSampleShowsEveryCase(t *testing.T) {
	sets, complete, seen := map[string]int{}, map[string]int{}, map[string]bool{}
	for _, r := range records(t) {
		sets[r.Annotator+" "+r.Status]++
		if len(r.Spans) >= 20 {
			complete[r.ID]++
		}
		seen["arabic"] = seen["arabic"] || strings.ContainsFunc(r.Text, func(c rune) bool { return unicode.Is(unicode.Arabic, c) })
		for _, s := range r.Spans {
			seen["fragments"] = seen["fragments"] || len(s.Fragments) > 1
			seen["note"] = seen["note"] || s.Note != ""
			for _, value := range s.Attributes {
				seen[value] = true
			}
		}
		for _, rel := range r.Relations {
			seen[rel.Type] = true
		}
	}
	for _, set := range []string{"ana done", "ana in_progress", "ben done", "ben in_progress", " new"} {
		if sets[set] == 0 {
			t.Errorf("no set %q", set)
		}
	}
	if len(complete) < 6 {
		t.Errorf("%d documents fully annotated, want 6 or more", len(complete))
	}
	for _, want := range []string{
		"arabic", "fragments", "note", "held", "planned", "cancelled", "denied", "in person", "by phone",
		"direct", "indirect", "mixed", "participant", "speaker", "addressee", "denies",
	} {
		if !seen[want] {
			t.Errorf("nothing in the sample shows %q", want)
		}
	}
}

func TestSampleAnnotatorsDiffer(t *testing.T) {
	by := map[string]map[string]record{}
	for _, r := range records(t) {
		if by[r.ID] == nil {
			by[r.ID] = map[string]record{}
		}
		by[r.ID][r.Annotator] = r
	}
	both := 0
	for _, pair := range by {
		ana, ben := keys(pair["ana"]), keys(pair["ben"])
		if len(ben) == 0 {
			continue
		}
		both++
		shared := 0
		for key := range ben {
			if ana[key] {
				shared++
			}
		}
		if shared == len(ana) || shared*2 < len(ben) {
			t.Errorf("%q: %d of %d and %d annotations are the same", pair["ana"].Title, shared, len(ana), len(ben))
		}
	}
	if both < 6 {
		t.Errorf("%d documents by both, want 6 or more", both)
	}
}

// keys tells what was marked, without who and when.
func keys(r record) map[string]bool {
	marked := map[string]bool{}
	for _, s := range r.Spans {
		var b strings.Builder
		b.WriteString(s.Label + s.Text)
		for _, name := range slices.Sorted(maps.Keys(s.Attributes)) {
			b.WriteString(name + s.Attributes[name])
		}
		marked[b.String()] = true
	}
	return marked
}

func TestSampleQuotesAreTheText(t *testing.T) {
	for _, r := range records(t) {
		text := []rune(r.Text)
		for _, s := range r.Spans {
			var quotes []string
			end := -1
			for _, f := range s.fragments() {
				if f.Start <= end || f.Start >= f.End || f.End > len(text) {
					t.Fatalf("%q: span %s has fragment %v", r.Title, s.ID, f)
				}
				quotes = append(quotes, string(text[f.Start:f.End]))
				end = f.End
			}
			if quote := strings.Join(quotes, " "); quote != s.Text || strings.TrimSpace(quote) != quote {
				t.Errorf("%q: span %s covers %q, its text says %q", r.Title, s.ID, quote, s.Text)
			}
			if fragments := s.fragments(); s.Start != fragments[0].Start || s.End != end {
				t.Errorf("%q: span %s is [%d, %d), its fragments are %v", r.Title, s.ID, s.Start, s.End, fragments)
			}
		}
	}
}

// The sample is what "dragoman export" writes, byte for byte, and breaks no law.
func TestSampleIsAnExport(t *testing.T) {
	schema := defaultSchema(t)
	var all []format.Record
	in := format.Input{Name: "sample.jsonl", Body: bytes.NewReader(assets.Sample()), Size: -1}
	report, err := jsonl.Format().Read(t.Context(), in, func(r format.Record) error {
		all = append(all, r)
		if r.Set == nil {
			return nil
		}
		return r.Set.Check(r.Document.Text, schema)
	})
	if err != nil || len(report.Rejected) > 0 || report.Losses.Count() > 0 {
		t.Fatalf("read: %v, %+v", err, report)
	}
	var out bytes.Buffer
	_, err = jsonl.Format().Write(t.Context(), &out, format.WriteOptions{Schema: schema}, func(yield func(format.Record, error) bool) {
		for _, r := range all {
			if !yield(r, nil) {
				return
			}
		}
	})
	if err != nil || !bytes.Equal(out.Bytes(), assets.Sample()) {
		t.Errorf("sample.jsonl differs from its own export (%v)", err)
	}
}

func TestSampleIDsAreUnique(t *testing.T) {
	form, seen := regexp.MustCompile(`^[0-9a-f]{32}$`), map[string]bool{}
	check := func(id string) {
		if !form.MatchString(id) || seen[id] {
			t.Errorf("id %q is malformed or there twice", id)
		}
		seen[id] = true
	}
	for _, r := range records(t) {
		for _, s := range r.Spans {
			check(s.ID)
		}
		for _, rel := range r.Relations {
			check(rel.ID)
		}
	}
}
