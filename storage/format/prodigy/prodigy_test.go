package prodigy

import (
	"encoding/json"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
)

func TestFormat(t *testing.T) { formattest.Run(t, Format()) }

func FuzzRead(f *testing.F) { formattest.Fuzz(f, Format()) }

// TestTokensAreThoseOfProdigy: the tokens and their spaces are the text, and
// spans and relations name them by their places, the last one inclusive.
func TestTokensAreThoseOfProdigy(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		for _, r := range formattest.Project().Draw(t, "project") {
			if r.Set == nil {
				continue
			}
			l := newLine(r, format.CodePoint)
			var text strings.Builder
			for i, k := range l.Tokens {
				text.WriteString(k.Text)
				if k.Space {
					text.WriteByte(' ')
				}
				if k.ID != i || k.Start >= k.End {
					t.Errorf("token %d is %+v", i, k)
				}
			}
			if text.String() != l.Text {
				t.Errorf("the tokens of %q are %q", l.Text, text.String())
			}
			last := map[model.AnnotationID]int{}
			for _, s := range l.Spans {
				last[model.AnnotationID(s.ID)] = s.Last
				if first, last := l.Tokens[s.First], l.Tokens[s.Last]; s.First > s.Last || first.Start != s.Start || last.End != s.End {
					t.Errorf("span %+v lies on the tokens %+v to %+v", s, first, last)
				}
				if got := string([]rune(l.Text)[s.Start:s.End]); got != s.Text {
					t.Errorf("span %+v stands on %q", s, got)
				}
			}
			for _, rel := range l.Relations {
				if rel.Head != last[rel.From] || rel.Child != last[rel.To] || rel.HeadSpan.Last != rel.Head {
					t.Errorf("relation %+v should link the tokens %d and %d", rel, last[rel.From], last[rel.To])
				}
			}
		}
	})
}

func TestTokensAreCutWhereAnnotationsAre(t *testing.T) {
	for marked, want := range map[string]string{
		"[a Ana] met":           "Ana·|met",
		"[a Anas]tasia met":     "Anas|tasia·|met",
		"A[a na] [b m]et":       "A|na·|m|et",
		"Ana[a  met]":           "Ana| |met",
		"[a Ana ]met":           "Ana| |met",
		"Ana[a  ]met":           "Ana| |met",
		"[a e]\u0301lan  [b x]": "e|\u0301lan·| |x",
		" [a x] ":               " |x·",
	} {
		doc, set := modeltest.Parse(marked)
		text := doc.Text.String()
		var parts []string
		tokens := tokensOf(text, set.Annotations)
		for i, k := range tokens {
			part := text[k.Start:k.End]
			if format.Spaced(text, tokens, i) {
				part += "·"
			}
			parts = append(parts, part)
		}
		if got := strings.Join(parts, "|"); got != want {
			t.Errorf("%s has the tokens %q, want %q", marked, got, want)
		}
	}
}

func TestAnswerAndViewSayWhatThereIs(t *testing.T) {
	for _, c := range []struct {
		marked string
		status model.Status
		linked bool
		want   string
	}{
		{"[a Ana] met [b Ben]", model.StatusDone, false, `{"answer":"accept","_view_id":"ner_manual"}`},
		{"[a Ana [b met] at] Ben", model.StatusInProgress, false, `{"_view_id":"spans_manual"}`},
		{"[a Ana] met [b Ben]", model.StatusNew, true, `{"_view_id":"relations"}`},
	} {
		doc, set := modeltest.Parse(c.marked)
		set.Status = c.status
		if c.linked {
			set.Relations = []model.Relation{{ID: "000000000000000000000000000000aa", Type: "x", From: modeltest.ID(1), To: modeltest.ID(2)}}
		}
		l := newLine(format.Record{Document: doc, Set: &set}, format.CodePoint)
		got, err := json.Marshal(struct {
			Answer string `json:"answer,omitempty"`
			View   string `json:"_view_id"`
		}{l.Answer, l.View})
		if err != nil || string(got) != c.want {
			t.Errorf("%s, %s is written as %s (%v), want %s", c.marked, c.status, got, err, c.want)
		}
	}
}

// TestWhatIsRefusedLeavesNoSetDone: an empty set that is done would say that
// the annotator found nothing.
func TestWhatIsRefusedLeavesNoSetDone(t *testing.T) {
	const file = `{"text":"Ana met Ben","spans":[{"start":0,"end":99,"label":"a"}],"answer":"accept","_annotator_id":"ana"}`
	records, report, err := formattest.Read(Format(), "a.jsonl", []byte(file))
	if err != nil || len(report.Rejected) != 1 || records[0].Set.Status != model.StatusInProgress {
		t.Errorf("it is read as %+v, with %+v, %v", records[0].Set, report, err)
	}
}

func TestRecognise(t *testing.T) {
	for _, c := range []struct {
		name, head string
		want       bool
	}{
		{"a.jsonl", `{"text":"a","_input_hash":-5,"_task_hash":7}`, true},
		{"a.jsonl", `{"text":"a","spans":[],"answer":"reject"}`, true},
		{"a.jsonl", `{"text":"a","answer":"42"}`, false},
		{"a.jsonl", `{"text":"a","tokens":[{"text":"a","start":0,"end":1,"id":0}]}`, true},
		{"a.jsonl", `{"text":"a","tokens":["a"],"ner_tags":[0]}`, false},
		{"a.jsonl", `{"text":"a","spans":[{"start":0,"end":1,"label":"x"}]}`, false},
		{"a.jsonl", `{"id":"0d","text":"a","status":"new","offset_unit":"codepoint","spans":[]}`, false},
		{"a.jsonl", `{"text":"a","label":[]}`, false},
		{"a.json", `{"_view_id":"ner","text":"` + strings.Repeat("long ", 100), true},
		{"a.txt", `{"text":"a","_view_id":"ner"}`, false},
		{"a.Prodigy.JSONL", "", true},
		{"a.jsonl", "", false},
	} {
		if got := recognise(c.name, []byte(c.head)); got != c.want {
			t.Errorf("%s with %.40s is recognised: %v", c.name, c.head, got)
		}
	}
	doc, _ := modeltest.Parse("Ana")
	data, _, err := formattest.WriteFiles(Format(), format.WriteOptions{}, format.Record{Document: doc})
	if err != nil || !recognise("a.jsonl", data["a"+extension][:80]) {
		t.Errorf("what is written is not recognised by its first bytes: %s, %v", data, err)
	}
}
