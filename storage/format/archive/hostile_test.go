package archive

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
)

// blanks is a text of so many bytes, which shrinks to a thousandth.
type blanks int64

func (b *blanks) Read(p []byte) (int, error) {
	n := min(int64(len(p)), int64(*b))
	if n == 0 {
		return 0, io.EOF
	}
	for i := range p[:n] {
		p[i] = 'a'
	}
	*b -= blanks(n)
	return int(n), nil
}

// bomb returns an archive of one text of that size.
func bomb(t testing.TB, name string, size int64) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	w, err := z.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	left := blanks(size)
	if _, err := io.Copy(w, &left); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// overlapping returns an archive of many entries that are the same bytes (the
// bomb without recursion): each unpacks to size bytes.
func overlapping(entries int, size int64) []byte {
	var packed bytes.Buffer
	f, _ := flate.NewWriter(&packed, flate.BestCompression)
	left, sum := blanks(size), crc32.NewIEEE()
	_, _ = io.Copy(io.MultiWriter(f, sum), &left)
	_ = f.Close()
	var out bytes.Buffer
	local := func(sign uint32, extra ...any) {
		for _, v := range append([]any{sign}, extra...) {
			_ = binary.Write(&out, binary.LittleEndian, v)
		}
	}
	local(0x04034b50, uint16(20), uint16(0), uint16(8), uint32(0), sum.Sum32(), uint32(packed.Len()), uint32(size), uint16(5), uint16(0))
	out.WriteString("a.txt")
	out.Write(packed.Bytes())
	start := out.Len()
	for range entries {
		local(0x02014b50, uint16(20), uint16(20), uint16(0), uint16(8), uint32(0), sum.Sum32(), uint32(packed.Len()), uint32(size), uint16(5), uint16(0), uint16(0), uint16(0), uint16(0), uint32(0), uint32(0))
		out.WriteString("a.txt")
	}
	end := out.Len()
	local(0x06054b50, uint16(0), uint16(0), uint16(entries), uint16(entries), uint32(end-start), uint32(start), uint16(0))
	return out.Bytes()
}

// refused reads an archive and returns why it was refused; it fails where much
// memory or time was taken.
func refused(t *testing.T, name string, data []byte, memory uint64) string {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	in := format.Input{Name: name, Body: bytes.NewReader(data), Size: int64(len(data))}
	report, err := Format(formats()).Read(ctx, in, func(format.Record) error { return nil })
	runtime.ReadMemStats(&after)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if got := after.TotalAlloc - before.TotalAlloc; got > memory {
		t.Errorf("%s: %d MiB were allocated", name, got>>20)
	}
	t.Logf("%s of %d KiB: %v, %d MiB allocated, %+v", name, len(data)>>10, time.Since(start), (after.TotalAlloc-before.TotalAlloc)>>20, report.Rejected)
	var reasons []string
	for _, r := range report.Rejected {
		reasons = append(reasons, r.Path+": "+r.Reason)
	}
	return strings.Join(reasons, "\n")
}

func TestBombsAreRefused(t *testing.T) {
	const size = 64 << 20
	one := bomb(t, "a.txt", size)
	if got := refused(t, "bomb.zip", one, 200<<20); !strings.Contains(got, "bomb.zip/a.txt: it unpacks to more than 200 times") {
		t.Error(got)
	}
	if got := refused(t, "nested.zip", packed(t, zip.Deflate, part{"in.zip", string(one)}), 200<<20); !strings.Contains(got, "nested.zip/in.zip/a.txt: it unpacks") {
		t.Error(got)
	}
	inner := bomb(t, "word/document.xml", size)
	if got := refused(t, "office.zip", packed(t, zip.Deflate, part{"a.docx", string(inner)}), 200<<20); !strings.Contains(got, "office.zip/a.docx: it unpacks") && !strings.Contains(got, "is larger than 64 MiB") {
		t.Error(got)
	}
	if got := refused(t, "quine.zip", packed(t, zip.Deflate, part{"a.zip", string(nested(t, 6))}), 50<<20); !strings.Contains(got, "deep in each other") {
		t.Error(got)
	}
}

func TestEntriesThatAreTheSameBytesAreRefused(t *testing.T) {
	got := refused(t, "overlap.zip", overlapping(3, 32<<20), 200<<20)
	if strings.Count(got, "it unpacks to more than 200 times") != 3 {
		t.Error(got)
	}
}

// TestADirectoryOfMillionsIsRefused tests a list of entries that says that there
// are few.
func TestADirectoryOfMillionsIsRefused(t *testing.T) {
	data := overlapping(350_000, 10)
	if got := refused(t, "many.zip", data, 300<<20); !strings.Contains(got, "more files than") {
		t.Error(got)
	}
}

// TestFilesOfOneNameAreToldApart tests an archive of which all entries have one
// name, in the time that it is long.
func TestFilesOfOneNameAreToldApart(t *testing.T) {
	const files = 10_000
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for range files {
		if _, err := z.CreateHeader(&zip.FileHeader{Name: "a.none", Method: zip.Store}); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	got := refused(t, "same.zip", out.Bytes(), 200<<20)
	if !strings.Contains(got, "same.zip/a (2).none: ") || !strings.Contains(got, fmt.Sprintf("same.zip/a (%d).none: ", files)) {
		t.Errorf("%.200s", got)
	}
}

func TestNamesLeadNowhere(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("TMPDIR", dir)
	records, report, err := formattest.Read(Format(formats()), "names.zip", fixtures(t)["names.zip"])
	if err != nil || len(records) != 7 || len(report.Rejected) > 0 {
		t.Fatalf("%d records, %+v, %v", len(records), report, err)
	}
	for _, r := range records {
		if !strings.HasPrefix(r.Path, "names.zip/") || strings.Contains(r.Path, "..") || strings.ContainsAny(r.Path, "\n\\") {
			t.Errorf("a document stood in %q", r.Path)
		}
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("left in the temporary folder: %v (%v)", left, err)
	}
}

func TestAnArchiveCanBeCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	data := packed(t, zip.Store, part{"a.txt", "One."}, part{"b.txt", "Two."})
	taken := 0
	_, err := Format(formats()).Read(ctx, format.Input{Name: "a.zip", Body: bytes.NewReader(data), Size: -1}, func(format.Record) error {
		taken++
		cancel()
		return nil
	})
	if err != context.Canceled || taken != 1 {
		t.Errorf("%d documents were taken, then %v", taken, err)
	}
}
