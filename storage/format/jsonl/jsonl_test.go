package jsonl

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"testing"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
)

func TestFormat(t *testing.T) { formattest.Run(t, Format()) }

func FuzzRead(f *testing.F) { formattest.Fuzz(f, Format()) }

func sortedIDs(m map[model.DocumentID]string) []model.DocumentID { return slices.Sorted(maps.Keys(m)) }

// readWith reads one file with the given input, whose body is text.
func readWith(t *testing.T, in format.Input, text string) ([]format.Record, format.Report) {
	t.Helper()
	var records []format.Record
	in.Body = strings.NewReader(text)
	report, err := read(context.Background(), in, func(r format.Record) error {
		records = append(records, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return records, report
}

func TestUnitAskedForCounts(t *testing.T) {
	const file = `{"text":"😊 Ana met Zoë","offset_unit":"codepoint","spans":[{"start":3,"end":6,"label":"person"}]}`
	for unit, quote := range map[format.Unit]string{format.Auto: "na ", format.CodePoint: "na ", format.UTF16: "Ana"} {
		records, report := readWith(t, format.Input{Unit: unit}, file)
		doc, a := records[0].Document, records[0].Set.Annotations[0]
		if got := doc.Text.Quote(a.Fragments); got != quote {
			t.Errorf("as %q the span covers %q, want %q", unit, got, quote)
		}
		if unit == format.UTF16 && report.Assumed[0].Unit != unit {
			t.Errorf("the unit is not told: %+v", report.Assumed)
		}
	}
	if records, report := readWith(t, format.Input{Unit: format.Byte}, file); records[0].Set != nil || len(report.Rejected) != 1 {
		t.Errorf("bytes 3 to 6 cut an emoji, but gave %+v", records[0].Set)
	}
}

func TestIDsFollowFromContentAndAnnotator(t *testing.T) {
	const file = `{"text":"Ana met Ben","spans":[{"start":0,"end":3,"label":"person"},{"id":"T2","start":8,"end":11,"label":"person"}],` +
		`"relations":[{"type":"met","from":"T2","to":"T2b"},{"id":7,"type":"met","from":"T2","to":"T3"}]}`
	first, _ := readWith(t, format.Input{Name: "a"}, file)
	again, _ := readWith(t, format.Input{Name: "b"}, file)
	other, _ := readWith(t, format.Input{Name: "a", Annotator: "ben"}, file)
	if !first[0].Set.Equal(*again[0].Set) {
		t.Errorf("reading twice gave %+v, then %+v", first[0].Set, again[0].Set)
	}
	if other[0].Set.Annotator != "ben" || first[0].Set.Annotator != model.Imported {
		t.Errorf("the sets are of %q and %q", first[0].Set.Annotator, other[0].Set.Annotator)
	}
	for i, a := range other[0].Set.Annotations {
		if a.ID == first[0].Set.Annotations[i].ID {
			t.Errorf("annotations of two annotators have the id %s", a.ID)
		}
	}
}

func TestWrongQuotesOfLongSpansCostLittle(t *testing.T) {
	const spans = 5_000
	text := strings.Repeat("é words ", 50_000)
	end := len([]rune(text))
	var file strings.Builder
	file.WriteString(`{"text":"` + text + `","spans":[`)
	for i := range spans {
		if i > 0 {
			file.WriteByte(',')
		}
		fmt.Fprintf(&file, `{"label":"x","text":"no","fragments":[{"start":0,"end":%d},{"start":%d,"end":%d}]}`, end/2, end/2+1, end)
	}
	file.WriteString("]}")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, report := readWith(t, format.Input{}, file.String())
	runtime.ReadMemStats(&after)
	if spent := after.TotalAlloc - before.TotalAlloc; len(report.Rejected) != spans || spent > 1<<30 {
		t.Errorf("%d spans were refused, for %d MiB", len(report.Rejected), spent>>20)
	}
}

func TestUnknownKeysAreBounded(t *testing.T) {
	var file strings.Builder
	for i := range 200 {
		file.WriteString(`{"text":"a","spans":[{"label":"x","start":0,"end":1,"key` + strings.Repeat("y", i) + `":1}]}` + "\n")
	}
	_, report := readWith(t, format.Input{}, file.String())
	if len(report.Losses) > 51 || report.Losses.Count() != 200 {
		t.Errorf("%d kinds count %d losses", len(report.Losses), report.Losses.Count())
	}
}

func TestWriteRefusesWhatNoReaderCouldTrust(t *testing.T) {
	doc, set := modeltest.Parse("[person Ana] met")
	wrong := map[string]func(*format.Record){
		"a title that is not UTF-8": func(r *format.Record) { r.Document.Title = "\xff" },
		"a meta that is not JSON":   func(r *format.Record) { r.Document.Meta = model.Meta{"a": []byte("{")} },
		"a note that is not UTF-8":  func(r *format.Record) { r.Set.Annotations[0].Note = "\xed\xa0\x80" },
		"a span outside the text":   func(r *format.Record) { r.Set.Annotations[0].Fragments = []model.Span{{Start: 4, End: 9}} },
		"an annotation of nothing":  func(r *format.Record) { r.Set.Annotations[0].Fragments = nil },
	}
	for what, spoil := range wrong {
		own := set
		own.Annotations = slices.Clone(set.Annotations)
		r := format.Record{Document: doc, Set: &own}
		spoil(&r)
		if data, _, err := formattest.Write(Format(), format.WriteOptions{}, r); err == nil {
			t.Errorf("%s was written: %s", what, data)
		}
	}
}

func TestWriteSortsWhatASetHolds(t *testing.T) {
	doc, set := modeltest.Parse("[person Ana] met [person Ben]")
	want, _, err := formattest.Write(Format(), format.WriteOptions{}, format.Record{Document: doc, Set: &set})
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(set.Annotations)
	got, _, err := formattest.Write(Format(), format.WriteOptions{}, format.Record{Document: doc, Set: &set})
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("an unsorted set is written as %s (%v)", got, err)
	}
}

func TestRecognise(t *testing.T) {
	for name, want := range map[string]bool{
		"a.jsonl": true, "A.NDJSON": true, "a.txt": false, "a.json": true, "jsonl": false,
	} {
		if got := recognise(name, []byte("\xef\xbb\xbf{\"text\":1}\n{")); got != want {
			t.Errorf("%s is recognised: %v", name, got)
		}
	}
	for head, want := range map[string]bool{
		"{\n \"text\": 1}": false, "[{}]": false, "{\"text\":\"" + strings.Repeat("long", 1000): true, "": false,
	} {
		if got := recognise("a.json", []byte(head)); got != want {
			t.Errorf("a.json that begins with %.20q is recognised: %v", head, got)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	doc, set := modeltest.News(1_000_000, 1)
	data, _, err := formattest.Write(Format(), format.WriteOptions{}, format.Record{Document: doc, Set: &set})
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportMetric(float64(len(set.Annotations)), "spans")
	for b.Loop() {
		if _, _, err := formattest.Read(Format(), "a.jsonl", data); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	doc, set := modeltest.News(1_000_000, 1)
	for b.Loop() {
		if _, _, err := formattest.Write(Format(), format.WriteOptions{}, format.Record{Document: doc, Set: &set}); err != nil {
			b.Fatal(err)
		}
	}
}
