package table

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
)

// The two sides of CSV are no round trip, and pass the suite each alone.

func TestArticles(t *testing.T)    { formattest.Run(t, Articles()) }
func TestAnnotations(t *testing.T) { formattest.Run(t, Annotations()) }
func TestTSV(t *testing.T)         { formattest.Run(t, TSV()) }

func FuzzReadCSV(f *testing.F) { formattest.Fuzz(f, Articles()) }
func FuzzReadTSV(f *testing.F) { formattest.Fuzz(f, TSV()) }

// readAll reads a table and returns the documents.
func readAll(t *testing.T, in format.Input, data string) ([]model.Document, format.Report) {
	t.Helper()
	var docs []model.Document
	in.Name, in.Body, in.Size = "a.csv", strings.NewReader(data), -1
	report, err := CSV().Read(t.Context(), in, func(r format.Record) error {
		docs = append(docs, r.Document)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return docs, report
}

func TestTheColumnOfTheTextIsFoundOrNamed(t *testing.T) {
	const table = "a,Body,n\nx,first body,1\nlonger than any body,second,2\n"
	for asked, want := range map[string]string{"": "first body", "a": "x", "A": "x", "3": "1", "body": "first body"} {
		docs, report := readAll(t, format.Input{Column: asked}, table)
		if len(docs) != 2 || docs[0].Text.String() != want {
			t.Errorf("asked for %q, it reads %v, %+v", asked, docs, report)
		}
	}
	docs, report := readAll(t, format.Input{Column: "4"}, table)
	if len(docs) != 0 || len(report.Rejected) != 1 || !strings.Contains(report.Rejected[0].Reason, "“Body”") {
		t.Errorf("a column that is not there: %v, %+v", docs, report)
	}
	docs, _ = readAll(t, format.Input{}, "k,words\nlong-key-1,ab cd ef gh ij kl\nk2,mn op qr st uv wx\n")
	if len(docs) != 2 || docs[0].Text.String() != "ab cd ef gh ij kl" {
		t.Errorf("the longest column is not found: %v", docs)
	}
}

func TestWhatWasWrittenIsRefused(t *testing.T) {
	records, opt := hostile()
	data, _, err := formattest.Write(Annotations(), opt, records...)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"a.csv", "a.tsv"} {
		docs, report, err := formattest.Read(CSV(), name, data)
		if err != nil || len(docs) != 0 || len(report.Rejected) != 1 || !strings.Contains(report.Rejected[0].Reason, "Dragoman wrote") {
			t.Errorf("%s: %d documents, %+v, %v", name, len(docs), report, err)
		}
	}
}

// hostile is a document of which every string is a formula.
func hostile() ([]format.Record, format.WriteOptions) {
	doc := model.NewDocument("=cmd|' /C calc'!A0 +1 \"quoted\", -2\r\n@SUM(1) ＝1 \t=x", "+title", "@source")
	doc.Meta = model.Meta{}.With("=a", "=b")
	set := model.AnnotationSet{Document: doc.ID, Annotator: "-ana", Status: model.StatusDone}
	for i, span := range []model.Span{{Start: 0, End: 5}, {Start: 19, End: 21}, {Start: 22, End: 30}, {Start: 32, End: 34}, {Start: 36, End: 43}, {Start: 44, End: 47}, {Start: 49, End: 50}} {
		set.Annotations = append(set.Annotations, model.Annotation{
			ID: model.AnnotationID(fmt.Sprintf("%032x", i+1)), Label: "=label", Fragments: []model.Span{span}, Note: "\tnote\r\n,", Origin: "@origin",
			Attributes: []model.Attribute{{Name: "=n", Value: "=v"}},
		})
	}
	set.Relations = []model.Relation{{ID: "000000000000000000000000000000aa", Type: "=type", From: set.Annotations[0].ID, To: set.Annotations[1].ID}}
	return []format.Record{{Document: doc, Set: &set, Named: true}}, format.WriteOptions{}
}

// TestNoCellIsAFormula tests that a reader of RFC 4180 sees every cell, and none
// that a spreadsheet would run; those that were changed are counted.
func TestNoCellIsAFormula(t *testing.T) {
	records, opt := hostile()
	data, report, err := formattest.Write(Annotations(), opt, records...)
	if err != nil {
		t.Fatal(err)
	}
	rows := parse(t, data)
	guarded := 0
	for _, row := range rows[1:] {
		for i, cell := range row {
			if cell != "" && strings.ContainsAny(cell[:1], "=+-@\t\r\n") || strings.HasPrefix(cell, "＝") {
				t.Errorf("%s is %q", rows[0][i], cell)
			}
			if strings.HasPrefix(cell, "'") {
				guarded++
			}
		}
	}
	if report.Losses.Of(lossFormula) != guarded || guarded < 30 {
		t.Errorf("%d cells are guarded, %+v tells", guarded, report.Losses)
	}
	first := byColumn(rows, 1)
	if first["text"] != "'=cmd|" || first["start"] != "0" || first["end"] != "5" || first["note"] != "'\tnote\n," || first["attributes"] != `{"=n":"=v"}` {
		t.Errorf("the first annotation is %q", first)
	}
	if !bytes.Contains(data, []byte("\"'\tnote\r\n,\"")) {
		t.Error("the line end in a cell is not as it was")
	}
}

// parse reads what was written as others do.
func parse(t *testing.T, data []byte) [][]string {
	t.Helper()
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte(mark)))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// byColumn returns the cells of a row by column.
func byColumn(rows [][]string, n int) map[string]string {
	cells := map[string]string{}
	for i, name := range rows[0] {
		cells[name] = rows[n][i]
	}
	return cells
}

// TestEveryCellComesBack tests that cells of any content are read as they were
// written, with any delimiter.
func TestEveryCellComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cell := rapid.StringOf(rapid.RuneFrom([]rune("ab \"',;\t|\r\né😊")))
		table := rapid.SliceOfN(rapid.SliceOfN(cell, 3, 3), 1, 6).Draw(t, "table")
		delimiter := rapid.SampledFrom([]byte(delimiters)).Draw(t, "delimiter")
		var b strings.Builder
		var want [][]string
		for _, cells := range table {
			for i, c := range cells {
				if i > 0 {
					b.WriteByte(delimiter)
				}
				b.WriteString(`"` + strings.ReplaceAll(c, `"`, `""`) + `"`)
			}
			b.WriteString("\r\n")
			if strings.TrimSpace(strings.Join(cells, "")) != "" {
				want = append(want, cells)
			}
		}
		got, err := read(b.String(), dialect{delimiter: delimiter}, true)
		if err != io.EOF || len(got) != len(want) {
			t.Fatalf("%q: %d rows, want %d (%v)", b.String(), len(got), len(want), err)
		}
		for i := range got {
			if fmt.Sprintf("%q", got[i].cells) != fmt.Sprintf("%q", want[i]) || got[i].err != nil {
				t.Errorf("row %d is %q (%v), want %q", i, got[i].cells, got[i].err, want[i])
			}
		}
	})
}

// TestManyColumnsOfOneName tests that each column of a wide table has a name of
// its own, and that a row costs what it is long.
func TestManyColumnsOfOneName(t *testing.T) {
	const columns, rows = 2000, 20
	table := "text" + strings.Repeat(",#", columns-1) + "\n" + strings.Repeat("Words"+strings.Repeat(",<b>", columns-1)+"\n", rows)
	start := time.Now()
	docs, report := readAll(t, format.Input{}, table)
	if len(docs) != rows || len(report.Rejected) > 0 || len(docs[0].Meta) != columns-1 {
		t.Fatalf("%d documents, %d columns, %+v", len(docs), len(docs[0].Meta), report)
	}
	if got := string(docs[0].Meta["#_2"]); got != `"<b>"` {
		t.Errorf("the second is %s", got)
	}
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}

// endless is a file of one byte, over and over.
type endless struct {
	head string
	fill byte
	left int
}

func (e *endless) Read(p []byte) (int, error) {
	if n := copy(p, e.head); n > 0 {
		e.head = e.head[n:]
		return n, nil
	}
	n := min(len(p), e.left)
	if n == 0 {
		return 0, io.EOF
	}
	for i := range p[:n] {
		p[i] = e.fill
	}
	e.left -= n
	return n, nil
}

// TestAGigabyteWithoutALineEnd tests that a table of one line, or of one cell
// that nothing closes, is refused in bounded memory.
func TestAGigabyteWithoutALineEnd(t *testing.T) {
	for _, head := range []string{"title,text\nA,", "title,text\nA,\"", "title,text\n"} {
		fill := byte('x')
		if head == "title,text\n" {
			fill = ','
		}
		in := format.Input{Name: "a.csv", Body: &endless{head, fill, 1 << 30}, Size: 1 << 30}
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		report, err := CSV().Read(context.Background(), in, func(format.Record) error { return nil })
		runtime.ReadMemStats(&after)
		if err != nil || len(report.Rejected) != 1 {
			t.Errorf("%q: %+v, %v", head, report, err)
		}
		if got := after.TotalAlloc - before.TotalAlloc; got > 1<<29 {
			t.Errorf("%q: %d MiB were allocated", head, got>>20)
		}
		t.Logf("%q: %v, %+v", head, time.Since(start), report.Rejected)
	}
}
