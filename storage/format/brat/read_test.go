package brat

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
)

// starts are texts with "Ana" in them, and where that starts in code points,
// UTF-16 units, bytes and what people see as characters.
var starts = []struct {
	text string
	at   map[format.Unit]int
	seen int
}{
	{"Zoë met 😊 Ana", map[format.Unit]int{format.CodePoint: 10, format.UTF16: 11, format.Byte: 14}, 10},
	{"👨‍👩‍👧 met Ana", map[format.Unit]int{format.CodePoint: 10, format.UTF16: 13, format.Byte: 23}, 6},
	{"e\u0301lan met Ana", map[format.Unit]int{format.CodePoint: 10, format.UTF16: 10, format.Byte: 11}, 9},
	{"A\r\nAna", map[format.Unit]int{format.CodePoint: 3, format.UTF16: 3, format.Byte: 3}, 2},
	{"שלום Ana", map[format.Unit]int{format.CodePoint: 5, format.UTF16: 5, format.Byte: 9}, 5},
	{"👶🏻 Ana", map[format.Unit]int{format.CodePoint: 3, format.UTF16: 5, format.Byte: 9}, 2},
	{"🇫🇷 Ana", map[format.Unit]int{format.CodePoint: 3, format.UTF16: 5, format.Byte: 9}, 2},
}

// readAt reads a text in which one annotation stands.
func readAt(t *testing.T, text string, start int, quote string) (got string, report format.Report) {
	t.Helper()
	files := formattest.Files{
		"a.txt": []byte(text), "a.ann": fmt.Appendf(nil, "T1\tperson %d %d%s\n", start, start+3, quote),
	}
	records, report, err := formattest.ReadFile(Format(), files, "a.ann")
	if err != nil || len(records) != 1 {
		t.Fatalf("%d records: %v", len(records), err)
	}
	if set := records[0].Set; set != nil {
		got = records[0].Document.Text.Quote(set.Annotations[0].Fragments)
	}
	return got, report
}

func TestUnitIsFoundByTheQuotes(t *testing.T) {
	for _, c := range starts {
		for unit, start := range c.at {
			if got, report := readAt(t, c.text, start, "\tAna"); got != "Ana" || len(report.Rejected) > 0 {
				t.Errorf("%q in %s: %q, %+v", c.text, unit, got, report.Rejected)
			}
			if got, report := readAt(t, c.text, start, ""); got != "Ana" && len(report.Rejected) != 1 {
				t.Errorf("%q in %s without a quote was shifted to %q", c.text, unit, got)
			}
		}
		fits := false
		for _, start := range c.at {
			fits = fits || start == c.seen
		}
		if got, report := readAt(t, c.text, c.seen, "\tAna"); !fits && (got != "" || len(report.Rejected) != 1) {
			t.Errorf("%q in graphemes: %q, %+v", c.text, got, report.Rejected)
		}
	}
}

func TestQuotesMayHaveSpacesForLineBreaksAndNoneAtTheEnd(t *testing.T) {
	const text = "😊 one\r\ntwo\u2028three "
	for _, quote := range []string{"one  two three ", "one\r two three ", "one  two\u2028three ", "one  two three"} {
		files := formattest.Files{"a.txt": []byte(text), "a.ann": []byte("T1\tx 3 18\t" + quote + "\n")}
		records, report, err := formattest.ReadFile(Format(), files, "a.ann")
		if err != nil || len(report.Rejected) > 0 || records[0].Document.Text.Quote(records[0].Set.Annotations[0].Fragments) != "one\r\ntwo\u2028three " {
			t.Errorf("%q: %v, %+v", quote, err, report.Rejected)
		}
	}
}

// endless is a file that does not end, and counts what was read of it.
type endless struct{ read int64 }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'T'
	}
	e.read += int64(len(p))
	return len(p), nil
}

func TestEndlessFilesAreRefused(t *testing.T) {
	const limit = 1 << 20
	for which := range 3 {
		var body endless
		open := map[string]io.Reader{"a.ann": strings.NewReader(""), "a.txt": strings.NewReader("x"), "a.meta.json": strings.NewReader("{}")}
		open[[]string{"a.ann", "a.txt", "a.meta.json"}[which]] = &body
		f := newFile(format.Input{Name: "a.ann", Body: open["a.ann"], Beside: func(name string) (io.ReadCloser, error) { return io.NopCloser(open[name]), nil }})
		f.limit = limit
		records := 0
		report, err := f.read(context.Background(), func(format.Record) error { records++; return nil })
		if err != nil || body.read > 4*limit || len(report.Rejected)+report.Losses.Count() != 1 || records > 0 != (which == 2) {
			t.Errorf("file %d: %d bytes read, %d records, %v, %+v", which, body.read, records, err, report)
		}
	}
}

func TestNamesOfFilesCannotLeadAway(t *testing.T) {
	var asked []string
	in := format.Input{Name: "dir/../x/a.ann", Body: bytes.NewReader([]byte("T1\t../../b 0 1\tx")), Beside: func(name string) (io.ReadCloser, error) {
		asked = append(asked, name)
		return io.NopCloser(strings.NewReader("x")), nil
	}}
	if _, err := read(context.Background(), in, func(format.Record) error { return nil }); err != nil || strings.Join(asked, " ") != "a.txt a.meta.json" {
		t.Errorf("asked for %q (%v)", asked, err)
	}
}

func TestTextAloneIsNeeded(t *testing.T) {
	report, err := read(context.Background(), format.Input{Name: "a.ann", Body: strings.NewReader("T1\tx 0 1\ta")}, func(format.Record) error { return nil })
	if err != nil || len(report.Rejected) != 1 || !strings.Contains(report.Rejected[0].Reason, "a.txt") {
		t.Errorf("without other files: %v, %+v", err, report)
	}
}

func TestManyLinesCostLittle(t *testing.T) {
	const lines = 20_000
	var b strings.Builder
	for i := range lines {
		fmt.Fprintf(&b, "T%d\tx 0 1\ta\nE%d\tx:T%d Role:T1\nA%d\tat T%d v\n#%d\tAnnotatorNotes T1\tn\n", i, i, i, i, i, i)
	}
	files := formattest.Files{"a.txt": []byte("abc"), "a.ann": []byte(b.String())}
	records, report, err := formattest.ReadFile(Format(), files, "a.ann")
	if err != nil || len(records) != 1 || len(records[0].Set.Annotations) != 1 || report.Losses.Count() == 0 {
		t.Errorf("%d records, %v", len(records), err)
	}
	formattest.CheckRecord(t, records[0])
}
