package all_test

import (
	"runtime"
	"strings"
	"testing"

	"dragoman/storage/format/all"
	"dragoman/storage/format/formattest"
)

// hostileSize is how large each file of the hostile set is, and hostileCost how
// many bytes reading one may allocate for each of its own.
const (
	hostileSize = 128 << 10
	hostileCost = 2000
)

// hostileFiles are endless lines, nesting, counts and promises that are not
// kept, which no format means.
func hostileFiles() map[string]string {
	full := func(head, unit string) string { return head + strings.Repeat(unit, hostileSize/len(unit)) }
	return map[string]string{
		"an endless line": full("", "a"), "line ends": full("", "\n"), "carriage returns": full("", "\r"), "nothing": full("", "\x00"),
		"zero-width": full("", "\u200b"), "overrides": full("", "\u202e\u2066"), "marks": full("a", "\u0301"), "broken UTF-8": full("a", "\xc3"),
		"arrays": full("", "["), "objects": full("", `{"text":`), "a key after another": full("{", `"a":{},`), "a deep text": full(`{"text":"a","meta":`, "["),
		"quotes": full("", `"`), "escapes": full(`{"text":"`, `\u0041`), "a huge number": full(`{"text":"a","spans":[{"start":`, "9"),
		"spans": full(`{"text":"ab","label":[`, `[0,1,"P"],`), "elements": full("", "<a>"), "tags unclosed": full("<html><body>", "<div "),
		"entities": full("", "&amp;"), "a doctype": full(`<?xml version="1.0"?><!DOCTYPE a [`, `<!ENTITY a "b">`), "separators": full("", ","), "tabs": full("", "\t"),
		"tokens": full("", "a\tB-X\n"), "continued tokens": full("a\tB-X\n", "b\tI-X\n"), "a zip that is none": full("PK\x03\x04", "PK\x01\x02"),
		"a PDF that is none": full("%PDF-1.7\n", "1 0 obj\n<<"), "mail heads": full("From: a@example.org\n", "To: b\n"),
		"mail parts": full("From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n", "--b\n"), "annotations": full("", "T1\tX 0 1\ta\n"),
	}
}

// TestEveryReaderBearsTheHostileSet reads each hostile file as each format that
// can be read: it ends, what it gives is sound, and it costs no more than a
// multiple of the file.
func TestEveryReaderBearsTheHostileSet(t *testing.T) {
	worst, where := uint64(0), ""
	for _, f := range all.Formats() {
		if f.Read == nil {
			continue
		}
		if _, _, err := formattest.Read(f, "warm"+f.Extensions[0], []byte("a")); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		for name, content := range hostileFiles() {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			records, _, err := formattest.Read(f, "a"+f.Extensions[0], []byte(content))
			runtime.ReadMemStats(&after)
			if err != nil {
				t.Errorf("%s as %s: %v", name, f.Name, err)
			}
			for _, r := range records {
				formattest.CheckRecord(t, r)
			}
			cost := (after.TotalAlloc - before.TotalAlloc) / hostileSize
			if cost > worst {
				worst, where = cost, name+" as "+f.Name
			}
			if cost > hostileCost {
				t.Errorf("%s as %s: %d bytes were allocated for each of its own", name, f.Name, cost)
			}
		}
	}
	t.Logf("at most %d bytes were allocated for one: %s", worst, where)
}
