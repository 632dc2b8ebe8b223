package doccano

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
)

func TestFormat(t *testing.T)          { formattest.Run(t, Format()) }
func TestFormatRelations(t *testing.T) { formattest.Run(t, Relations()) }

func FuzzRead(f *testing.F)          { formattest.Fuzz(f, Format()) }
func FuzzReadRelations(f *testing.F) { formattest.Fuzz(f, Relations()) }

// read reads one file.
func read(t *testing.T, in format.Input, text string) ([]format.Record, format.Report) {
	t.Helper()
	var records []format.Record
	in.Body = strings.NewReader(text)
	report, err := Format().Read(context.Background(), in, func(r format.Record) error {
		records = append(records, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return records, report
}

// lines returns the objects that the records are written as.
func lines(t rapid.TB, f format.Format, opt format.WriteOptions, records ...format.Record) []map[string]any {
	t.Helper()
	files, _, err := formattest.WriteFiles(f, opt, records...)
	if err != nil {
		t.Fatal(err)
	}
	var objects []map[string]any
	for text := range strings.Lines(string(files["a"+f.Extensions[0]])) {
		var o map[string]any
		if err := json.Unmarshal([]byte(strings.ReplaceAll(text, "1e999", "1")), &o); err != nil {
			t.Fatal(err)
		}
		objects = append(objects, o)
	}
	return objects
}

// TestEveryLineHasTheSameKeys: doccano refuses a file of which one line lacks a
// key that another has.
func TestEveryLineHasTheSameKeys(t *testing.T) {
	for _, f := range []format.Format{Format(), Relations()} {
		rapid.Check(t, func(t *rapid.T) {
			var keys []string
			for _, o := range lines(t, f, format.WriteOptions{}, formattest.Project().Draw(t, "project")...) {
				own := slices.Sorted(maps.Keys(o))
				if keys != nil && !slices.Equal(keys, own) {
					t.Errorf("%s: one line has the keys %v, another %v", f.Name, keys, own)
				}
				keys = own
				for name, value := range o {
					if value == nil {
						t.Errorf("%s: %s is null, which doccano makes NaN of", f.Name, name)
					}
				}
			}
		})
	}
}

func TestRelationsLinkEntitiesByNumber(t *testing.T) {
	doc, set := modeltest.Parse("[person Ana] met [person Ben]")
	set.Relations = []model.Relation{{ID: "000000000000000000000000000000aa", Type: "met", From: modeltest.ID(2), To: modeltest.ID(1)}}
	o := lines(t, Relations(), format.WriteOptions{}, format.Record{Document: doc, Set: &set})[0]
	want := `[map[end_offset:3 id:1 label:person start_offset:0] map[end_offset:11 id:2 label:person start_offset:8]] [map[from_id:2 id:1 to_id:1 type:met]]`
	if got := fmt.Sprint(o["entities"], o["relations"]); got != want {
		t.Errorf("written is %s, want %s", got, want)
	}
}

func TestUnitIsDeclaredAndTold(t *testing.T) {
	doc, set := modeltest.Parse("😊 [person Ana]")
	record := format.Record{Document: doc, Set: &set, Named: true}
	for unit, want := range map[format.Unit]string{format.Auto: "[[2 5 person]] codepoint", format.UTF16: "[[3 6 person]] utf16"} {
		o := lines(t, Format(), format.WriteOptions{Unit: unit}, record)[0]
		if got := fmt.Sprint(o["label"], " ", o["offset_unit"]); got != want {
			t.Errorf("as %q is written %s, want %s", unit, got, want)
		}
		_, report, err := formattest.WriteFiles(Format(), format.WriteOptions{Unit: unit}, record)
		if err != nil || len(report.Assumed) != 1 || (report.Assumed[0].Note == "") != (unit == format.UTF16) {
			t.Errorf("as %q the report assumes %+v (%v)", unit, report.Assumed, err)
		}
	}
}

// TestOffsetsAreNeverShifted reads spans without quotes in every unit that
// doccano may count in: each is read right, or refused.
func TestOffsetsAreNeverShifted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		words := rapid.SliceOfN(rapid.SampledFrom([]string{"Ana", "met", "😊", "👨‍👩‍👧", "e\u0301lan", "\r\n", "שלום", "👶🏻", "🇫🇷", "a"}), 1, 12).Draw(t, "words")
		at := rapid.IntRange(0, len(words)-1).Draw(t, "word")
		text := model.NewText(strings.Join(words, " "))
		start := len(strings.Join(words[:at], " "))
		if at > 0 {
			start++
		}
		span := model.Span{Start: start, End: start + len(words[at])}
		unit := rapid.SampledFrom(readingsOf(text)).Draw(t, "unit")
		from, to := count(unit, text, span.Start), count(unit, text, span.End)
		file, _ := json.Marshal(map[string]any{"text": text.String(), "label": []any{[]any{from, to, "x"}}})
		var records []format.Record
		in := format.Input{Name: "a.jsonl", Body: strings.NewReader(string(file))}
		report, err := Format().Read(context.Background(), in, func(r format.Record) error { records = append(records, r); return nil })
		if err != nil || len(records) != 1 {
			t.Fatal(records, err)
		}
		if set := records[0].Set; set == nil {
			if len(report.Rejected) != 1 {
				t.Errorf("%s: nothing was read, and %+v", file, report.Rejected)
			}
		} else if got := set.Annotations[0].Fragments[0]; got != span {
			t.Errorf("%s in %+v: read %v for %v", file, unit, got, span)
		}
	})
}

// count returns how many units of a reading lie before off.
func count(r reading, text *model.Text, off int) int {
	if r.unit != format.Auto {
		return r.unit.Count(text, off)
	}
	n, _ := slices.BinarySearch(r.graphemes, off)
	return n
}

func TestUnitAskedForCounts(t *testing.T) {
	const file = `{"text":"a 😊 b c d","label":[[4,5,"x"]]}`
	if records, report := read(t, format.Input{Name: "a"}, file); records[0].Set != nil || report.Rejected[0].Reason != "span 1: "+errUnclear.Error() {
		t.Errorf("what may be either is read as %+v, with %+v", records[0].Set, report)
	}
	for unit, want := range map[format.Unit]string{format.CodePoint: "b", format.UTF16: " "} {
		records, _ := read(t, format.Input{Unit: unit}, file)
		if got := records[0].Document.Text.Quote(records[0].Set.Annotations[0].Fragments); got != want {
			t.Errorf("as %s it is %q, want %q", unit, got, want)
		}
	}
}

func TestRecognise(t *testing.T) {
	for _, c := range []struct{ name, head, want string }{
		{"a.jsonl", `{"text":"a","label":[[0,1,"x"]]}`, "doccano"},
		{"a.jsonl", `{"id":1,"text":"a","labels":[{"start_offset":0`, "doccano"},
		{"all.JSONL", "\xef\xbb\xbf\n" + `{"id":1,"text":"a","page":3,"label":[],"Comments":[]}` + "\n", "doccano"},
		{"a.json", `{"text":"a","label":[]}` + "\n", "doccano"},
		{"a.jsonl", `{"text":"a","entities":[{"id":0}],"relations":[]}`, "doccano-relations"},
		{"a.jsonl", `{"text":"a","label":["sport"]}`, ""},
		{"a.jsonl", `{"text":"a","label":"sport"}`, ""},
		{"a.jsonl", `{"text":"a","spans":[],"label":[]}`, ""},
		{"a.jsonl", `{"id":"0d","text":"a","status":"new","offset_unit":"codepoint","spans":[]}`, ""},
		{"a.jsonl", "", ""},
		{"a.txt", `{"text":"a","label":[]}`, ""},
		{"a.json", "{\n  \"text\": \"a\",\n  \"label\": []\n}", ""},
	} {
		got := ""
		for _, f := range []format.Format{Format(), Relations()} {
			if f.Recognise(c.name, []byte(c.head)) {
				got += f.Name
			}
		}
		if got != c.want {
			t.Errorf("%s with %.40s is taken for %q, want %q", c.name, c.head, got, c.want)
		}
	}
}
