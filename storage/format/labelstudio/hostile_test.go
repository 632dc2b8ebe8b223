package labelstudio

import (
	"fmt"
	"io"
	"runtime"
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
	{"A\\r\\nAna", map[format.Unit]int{format.CodePoint: 3, format.UTF16: 3, format.Byte: 3}, 2},
	{"שלום Ana", map[format.Unit]int{format.CodePoint: 5, format.UTF16: 5, format.Byte: 9}, 5},
	{"👶🏻 Ana", map[format.Unit]int{format.CodePoint: 3, format.UTF16: 5, format.Byte: 9}, 2},
	{"🇫🇷 Ana", map[format.Unit]int{format.CodePoint: 3, format.UTF16: 5, format.Byte: 9}, 2},
}

// readAt reads a task in which one region stands.
func readAt(t *testing.T, text string, start int, quote string) (got string, report format.Report) {
	t.Helper()
	file := fmt.Sprintf(`[{"data":{"text":"%s"},"annotations":[{"result":[{"id":"a","type":"labels","value":{"start":%d,"end":%d,"labels":["person"]%s}}]}]}]`,
		text, start, start+3, quote)
	records, report, err := formattest.Read(Format(), "a.json", []byte(file))
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
		fits := false
		for unit, start := range c.at {
			fits = fits || start == c.seen
			if got, report := readAt(t, c.text, start, `,"text":"Ana"`); got != "Ana" || len(report.Rejected) > 0 {
				t.Errorf("%q in %s: %q, %+v", c.text, unit, got, report.Rejected)
			}
			if got, report := readAt(t, c.text, start, ""); got != "Ana" && len(report.Rejected) != 1 {
				t.Errorf("%q in %s without a quote was shifted to %q", c.text, unit, got)
			}
		}
		if got, report := readAt(t, c.text, c.seen, `,"text":"Ana"`); !fits && (got != "" || len(report.Rejected) != 1) {
			t.Errorf("%q in graphemes: %q, %+v", c.text, got, report.Rejected)
		}
	}
}

func TestDeepTasksAreRefused(t *testing.T) {
	for _, deep := range []string{
		strings.Repeat("[", 1<<20) + strings.Repeat("]", 1<<20),
		`{"data":{"text":"a"},"meta":` + strings.Repeat(`{"a":`, 1<<18) + "1" + strings.Repeat("}", 1<<18) + "}",
		`{"data":` + strings.Repeat("[", 1<<20),
	} {
		records, report, err := formattest.Read(Format(), "a.json", []byte("["+deep+`,{"data":{"text":"after"}}]`))
		if err != nil || len(report.Rejected) != 1 || len(records) > 1 {
			t.Errorf("%d records, %v, %d rejected", len(records), err, len(report.Rejected))
		}
	}
}

// repeated gives the same bytes again and again.
type repeated struct {
	part  string
	times int
	at    int
}

func (r *repeated) Read(p []byte) (n int, err error) {
	for n < len(p) && r.times > 0 {
		k := copy(p[n:], r.part[r.at:])
		n += k
		if r.at += k; r.at == len(r.part) {
			r.at, r.times = 0, r.times-1
		}
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

func TestLongTasksAreSkippedInLittleMemory(t *testing.T) {
	e := newElements(io.MultiReader(strings.NewReader(`[{"data":"`), &repeated{part: strings.Repeat("x", 1<<16), times: 1 << 10},
		strings.NewReader(`"},{"data":{"text":"after"}}]`)), 1<<20)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _, err := e.next()
	runtime.ReadMemStats(&after)
	if spent := after.TotalAlloc - before.TotalAlloc; err != tooLong(1<<20) || spent > 16<<20 {
		t.Errorf("a task of 64 MiB gave %v for %d bytes", err, spent)
	}
	if data, _, err := e.next(); err != nil || !strings.Contains(string(data), "after") {
		t.Errorf("behind it comes %q (%v)", data, err)
	}
}

func TestOtherArraysAreGivenUp(t *testing.T) {
	_, report, err := formattest.Read(Format(), "a.json", []byte("["+strings.Repeat("1,", 1<<20)+"1]"))
	if err != nil || len(report.Rejected) != maxStrangers+1 {
		t.Errorf("an array of a million numbers gave %d rejections (%v)", len(report.Rejected), err)
	}
}

func TestTasksAreReadOneByOne(t *testing.T) {
	const tasks = 200
	text := strings.Repeat("word ", 1<<12)
	part := `{"data":{"text":"` + text + `"},"annotations":[{"completed_by":1,"result":[]}]},`
	in := format.Input{Name: "a.json", Body: io.MultiReader(strings.NewReader("["), &repeated{part: part, times: tasks}, strings.NewReader(`{"data":{"text":"last"}}]`))}
	records, held := 0, uint64(0)
	_, err := read(t.Context(), in, func(format.Record) error {
		if records++; records%50 == 0 {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			held = max(held, m.HeapAlloc)
		}
		return nil
	})
	if err != nil || records != tasks+1 {
		t.Errorf("%d records (%v)", records, err)
	}
	if held > 64<<20 {
		t.Errorf("%d MiB are held while reading", held>>20)
	}
}

func TestManyRegionsCostLittle(t *testing.T) {
	const regions = 5_000
	var b strings.Builder
	b.WriteString(`[{"data":{"text":"abc"},"annotations":[{"result":[`)
	for i := range regions {
		fmt.Fprintf(&b, `{"id":"r%d","type":"labels","key%d":1,"value":{"start":0,"end":1,"labels":["l%d"]}},{"id":"r%d","from_name":"a","type":"choices","value":{"choices":["x"]}},`, i, i, i, i)
	}
	b.WriteString(`{"type":"relation","from_id":"r0","to_id":"r1","labels":["x"]}]}]}]`)
	records, report, err := formattest.Read(Format(), "a.json", []byte(b.String()))
	if err != nil || len(records) != 1 || len(records[0].Set.Annotations) != regions || len(report.Losses) > 60 || report.Losses.Count() != regions {
		t.Errorf("%d records, %v, %d kinds of losses", len(records), err, len(report.Losses))
	}
}
