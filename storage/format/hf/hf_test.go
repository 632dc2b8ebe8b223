package hf_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
	"dragoman/storage/format/hf"
)

func TestFormat(t *testing.T) { formattest.Run(t, hf.Format()) }

func TestRandomProjectsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		unit := rapid.SampledFrom(append(format.Units(), format.Auto)).Draw(t, "unit")
		formattest.RoundTrip(t, readable(), unit, formattest.Project().Draw(t, "project"))
	})
}

// write writes documents in the notation of modeltest, in the order of their
// ids.
func write(t *testing.T, opt format.WriteOptions, notations ...string) (formattest.Files, format.Report) {
	t.Helper()
	var records []format.Record
	for _, n := range notations {
		document, set := modeltest.Parse(n)
		records = append(records, format.Record{Document: document, Set: &set})
	}
	slices.SortFunc(records, func(a, b format.Record) int { return strings.Compare(string(a.Document.ID), string(b.Document.ID)) })
	files, report, err := formattest.WriteFiles(hf.Format(), opt, records...)
	if err != nil {
		t.Fatal(err)
	}
	return files, report
}

type nerRow struct {
	Tokens []string
	Tags   []int `json:"ner_tags"`
}

// words returns the words of one row with their tags by name.
func words(t *testing.T, line []byte, names ...string) string {
	t.Helper()
	var row nerRow
	if err := json.Unmarshal(line, &row); err != nil {
		t.Fatal(err)
	}
	var all []string
	for i, word := range row.Tokens {
		all = append(all, word+"/"+names[row.Tags[i]])
	}
	return strings.Join(all, " ")
}

func TestTagsOfWords(t *testing.T) {
	tags := []string{"O", "B-person", "I-person", "B-meeting", "I-meeting"}
	schema := model.Schema{Labels: []model.Label{{Name: "person"}, {Name: "meeting"}}}
	notation := "[meeting#1 [person#2 Ana Ruiz]#2\r\n\r\nmet]#1 [person#3 Zoë]#3[person#4  😊 ]#4sub[person#5 way]#5"
	for _, c := range []struct {
		what   string
		opt    format.WriteOptions
		want   string
		losses map[string]int
	}{
		{
			"the longer stays",
			format.WriteOptions{},
			"Ana/B-meeting Ruiz/I-meeting met/I-meeting Zoë/B-person 😊/B-person subway/B-person",
			map[string]int{"ner_overlap": 1, "ner_moved": 2},
		},
		{
			"what is preferred stays",
			format.WriteOptions{Prefer: []string{"person"}, Cut: format.Contract},
			"Ana/B-person Ruiz/I-person met/O Zoë/B-person 😊/B-person subway/O",
			map[string]int{"ner_overlap": 1, "ner_moved": 1, "ner_cut": 1},
		},
	} {
		c.opt.Schema = schema
		files, report := write(t, c.opt, notation)
		if got := words(t, files["ner/train.jsonl"], tags...); got != c.want {
			t.Errorf("%s: the words are\n%s, not\n%s", c.what, got, c.want)
		}
		got := map[string]int{}
		for _, l := range report.Losses {
			got[l.Kind] = l.Count
		}
		if diff := cmp.Diff(c.losses, got); diff != "" {
			t.Errorf("%s: the losses differ:\n%s", c.what, diff)
		}
	}
}

func TestLabelsThatTheSchemaLacksGetTagsToo(t *testing.T) {
	files, _ := write(t, format.WriteOptions{Schema: model.Schema{Labels: []model.Label{{Name: "a"}}}}, "[b: \"x\" Ana]")
	card := string(files["README.md"])
	for _, want := range []string{`'1': "B-a"`, `'3': "B-b:"`} {
		if !strings.Contains(card, want) {
			t.Errorf("the card has no %s:\n%s", want, card)
		}
	}
}

func TestSplits(t *testing.T) {
	opt := format.WriteOptions{Splits: []string{"train", "dev", "test"}, SplitOf: func(id model.DocumentID) string {
		if id == model.DocumentIDOf("Two.") {
			return "test"
		}
		return "train"
	}}
	files, _ := write(t, opt, "One.", "Two.", "Three.")
	rows := map[string]int{}
	for name, data := range files {
		if strings.HasSuffix(name, ".jsonl") {
			rows[name] = strings.Count(string(data), "\n")
		}
	}
	want := map[string]int{"spans/train.jsonl": 2, "ner/train.jsonl": 2, "spans/test.jsonl": 1, "ner/test.jsonl": 1}
	if diff := cmp.Diff(want, rows); diff != "" {
		t.Error(diff)
	}
	if card := string(files["README.md"]); !strings.Contains(card, "No document went to dev") || strings.Contains(card, "dev.jsonl") {
		t.Errorf("a split without documents cannot be loaded, and the card does not say so:\n%s", card)
	}
	opt.SplitOf = func(model.DocumentID) string { return "elsewhere" }
	document, set := modeltest.Parse("One.")
	if _, _, err := formattest.WriteFiles(hf.Format(), opt, format.Record{Document: document, Set: &set}); err == nil {
		t.Error("a document that goes to no part was written")
	}
}

func TestCroissantDescribesTheFiles(t *testing.T) {
	files, _ := write(t, format.WriteOptions{Name: "News"}, "[person Ana] met")
	var c struct {
		Name         string
		Distribution []struct{ ContentURL, SHA256 string }
		RecordSet    []struct{ Field []struct{ Name string } }
	}
	if err := json.Unmarshal(files["croissant.json"], &c); err != nil {
		t.Fatal(err)
	}
	for i, d := range c.Distribution {
		sum := sha256.Sum256(files[d.ContentURL])
		if hex.EncodeToString(sum[:]) != d.SHA256 {
			t.Errorf("%s has another SHA-256 than %s", d.ContentURL, d.SHA256)
		}
		var row map[string]any
		if err := json.Unmarshal(files[d.ContentURL], &row); err != nil {
			t.Fatal(err)
		}
		for _, f := range c.RecordSet[i].Field {
			if _, there := row[f.Name]; !there {
				t.Errorf("%s has no column %s", d.ContentURL, f.Name)
			}
			delete(row, f.Name)
		}
		if len(row) > 0 {
			t.Errorf("of %s, %v is not described", d.ContentURL, row)
		}
	}
	if len(c.Distribution) != 2 || c.Name != "News" {
		t.Errorf("it describes %+v", c)
	}
}

func TestColumnsOfDatesAreTold(t *testing.T) {
	_, report := write(t, format.WriteOptions{}, "[date 2026-03-04]: a day", "[date 2026-03-05 10:00]: an hour")
	if report.Losses.Of("date") != 1 || !strings.Contains(report.Losses[0].Examples[0], "spans.text") {
		t.Errorf("losses are %+v", report.Losses)
	}
	if _, report = write(t, format.WriteOptions{}, "[date 2026-03-04] and [date today]"); report.Losses.Count() > 0 {
		t.Errorf("losses are %+v", report.Losses)
	}
}

func TestTextThatIsNotUTF8IsRefused(t *testing.T) {
	for _, spoil := range []func(*model.Annotation){
		func(a *model.Annotation) { a.Note = "\xff" },
		func(a *model.Annotation) { a.Attributes = []model.Attribute{{Name: "full_name", Value: "\xff"}} },
	} {
		document, set := modeltest.Parse("[person Ana]")
		spoil(&set.Annotations[0])
		if _, _, err := formattest.WriteFiles(hf.Format(), format.WriteOptions{}, format.Record{Document: document, Set: &set}); err == nil {
			t.Error("what is no UTF-8 was written")
		}
	}
}
