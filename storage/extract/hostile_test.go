package extract

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// office returns an archive with these parts, by name.
func office(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range parts {
		w, err := z.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// modest runs f and fails where it allocated more than that many MiB.
func modest(t *testing.T, limit uint64, f func()) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	f()
	runtime.ReadMemStats(&after)
	got := (after.TotalAlloc - before.TotalAlloc) >> 20
	if t.Logf("%v, %d MiB allocated", time.Since(start), got); got > limit {
		t.Errorf("%d MiB were allocated, more than %d", got, limit)
	}
}

const wordHead = `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`

func TestHostileXML(t *testing.T) {
	for name, c := range map[string]struct{ xml, want string }{
		"deep":       {wordHead + strings.Repeat("<w:p>", 1<<20), "elements deep"},
		"long tag":   {wordHead + "<w:p " + strings.Repeat(`a="" `, 1<<20), "has a tag of more than"},
		"entities":   {`<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;">]>` + wordHead + "<w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>", "document type"},
		"unknown":    {wordHead + "<w:p><w:r><w:t>&b;</w:t></w:r></w:p></w:body></w:document>", "broken in line 1"},
		"external":   {`<!DOCTYPE x SYSTEM "file:///etc/passwd">` + wordHead, "document type"},
		"large part": {wordHead + strings.Repeat(" \n", 33<<20), "unpacks to more than"},
	} {
		t.Run(name, func(t *testing.T) {
			data := office(t, map[string]string{"word/document.xml": c.xml})
			modest(t, 300, func() {
				if _, err := DOCX(t.Context(), data); err == nil || !strings.Contains(err.Error(), c.want) {
					t.Errorf("it says %v, want %q", err, c.want)
				}
			})
			modest(t, 300, func() {
				if _, err := ODT(t.Context(), office(t, map[string]string{"content.xml": c.xml})); err == nil {
					t.Error("it is read as OpenDocument")
				}
			})
		})
	}
}

func TestOfficeFilesCanBeCancelled(t *testing.T) {
	data := office(t, map[string]string{"word/document.xml": wordHead + strings.Repeat("<w:p/>", 1<<20)})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := DOCX(ctx, data); !errors.Is(err, context.Canceled) {
		t.Errorf("it says %v", err)
	}
}

// pdf returns a PDF of one page with these objects beside catalogue and page;
// object 4 is what is drawn.
func pdf(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	all := append([]string{
		"<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R/Resources 5 0 R>>",
	}, objects...)
	var at []int
	for i, o := range all {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(all)+1)
	for _, n := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(&b, "trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(all)+1, start)
	return b.Bytes()
}

func stream(dictionary, data string) string {
	return fmt.Sprintf("<<%s/Length %d>>\nstream\n%s\nendstream", dictionary, len(data), data)
}

const font = "/Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>"

// laughs returns a PDF whose page draws a form that draws ten forms that draw
// ten forms, and so on.
func laughs(depth int) []byte {
	objects := []string{stream("", "/X Do"), "<</XObject<</X 6 0 R>>>>"}
	for i := range depth {
		objects = append(objects, stream(fmt.Sprintf("/Type/XObject/Subtype/Form/BBox[0 0 300 300]/Resources<</XObject<</X %d 0 R>>>>", 7+i), strings.Repeat("/X Do ", 10)))
	}
	return pdf(append(objects, stream("/Type/XObject/Subtype/Form/BBox[0 0 300 300]/Resources<<"+font+">>", "BT /F 10 Tf 20 20 Td (Ha) Tj ET"))...)
}

// TestBlanksThatAreOnlyCountedAreBounded tests an OpenDocument text in which a
// short element stands for many blanks.
func TestBlanksThatAreOnlyCountedAreBounded(t *testing.T) {
	data := office(t, map[string]string{"content.xml": `<text xmlns:t="urn:text"><t:p>` + strings.Repeat(`x<t:s t:c="1000"/>`, 200_000) + "</t:p></text>"})
	modest(t, 300, func() {
		if f, err := ODT(t.Context(), data); err != errText {
			t.Errorf("it says %v, with %d bytes of text", err, len(f.Text))
		}
	})
}

func TestAPDFThatNeverEndsIsStopped(t *testing.T) {
	if f, err := PDF(t.Context(), laughs(1)); err != nil || !strings.Contains(f.Text, "Ha") {
		t.Fatalf("a harmless one reads %q, %v", f.Text, err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Second/2)
	defer cancel()
	start := time.Now()
	modest(t, 1000, func() {
		_, err := PDF(ctx, laughs(12))
		t.Logf("it says %v", err)
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("it came to an end: %v", err)
		}
	})
	if took := time.Since(start); took > 20*time.Second {
		t.Errorf("it was stopped after %v", took)
	}
	if f, err := PDF(t.Context(), laughs(1)); err != nil || !strings.Contains(f.Text, "Ha") {
		t.Errorf("afterwards a harmless one reads %q, %v", f.Text, err)
	}
}

func TestAPDFThatUnpacksToMuchIsStopped(t *testing.T) {
	packed := compressed([]byte(strings.Repeat("BT /F 10 Tf (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj ET\n", 1<<19)))
	data := pdf(stream("/Filter[/FlateDecode/FlateDecode]", string(compressed(packed))), "<<"+font+">>")
	t.Logf("%d KiB", len(data)>>10)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	modest(t, 1000, func() {
		f, err := PDF(ctx, data)
		t.Logf("it says %d bytes, %v, %v", len(f.Text), f.Left, err)
		if err == nil && len(f.Text) > 2*pdfSigns {
			t.Errorf("%d bytes were read", len(f.Text))
		}
	})
}

func compressed(data []byte) []byte {
	var out bytes.Buffer
	z := zlib.NewWriter(&out)
	_, _ = z.Write(data)
	_ = z.Close()
	return out.Bytes()
}

func TestHostilePDFs(t *testing.T) {
	for name, data := range map[string][]byte{
		"nothing":       []byte("%PDF-1.7\n"),
		"loop of pages": bytes.Replace(pdf(), []byte("/Kids[3 0 R]"), []byte("/Kids[2 0 R]"), 1),
		"count":         bytes.Replace(pdf(stream("", ""), "<<>>"), []byte("/Count 1"), []byte("/Count 2000000000"), 1),
		"no resources":  pdf(stream("", "BT /F 10 Tf (a) Tj ET")),
		"deep arrays":   pdf(strings.Repeat("[", 1<<20), "<<>>"),
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			defer cancel()
			modest(t, 1000, func() {
				f, err := PDF(ctx, data)
				t.Logf("it says %q, %v, %v", f.Text, f.Left, err)
				if errors.Is(err, context.DeadlineExceeded) {
					t.Error("it came to no end")
				}
			})
		})
	}
}

func TestHostileMailAndFeed(t *testing.T) {
	deep := "From: a@example.org\n"
	for i := range 100 {
		deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	if _, err := Mail(t.Context(), []byte(deep)); err == nil || !strings.Contains(err.Error(), "deep in each other") {
		t.Errorf("a deep mail: %v", err)
	}
	many := "From: a@example.org\nContent-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\n\na\n", 5000) + "--b--\n"
	if _, err := Mail(t.Context(), []byte(many)); err == nil || !strings.Contains(err.Error(), "more than 1000 parts") {
		t.Errorf("a mail of many parts: %v", err)
	}
	for name, c := range map[string]struct{ feed, want string }{
		"deep":      {"<rss>" + strings.Repeat("<a>", 1<<20), "elements deep"},
		"entities":  {`<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rss><item><description>&b;</description></item></rss>`, "invalid character entity"},
		"deep HTML": {"<rss><channel><item><description>" + strings.Repeat("&lt;div&gt;", 1<<17) + "</description></item></channel></rss>", ""},
	} {
		modest(t, 1000, func() {
			var items []Item
			err := Feed(t.Context(), []byte(c.feed), "", func(i Item) error { items = append(items, i); return nil })
			if c.want == "" && (err != nil || len(items) != 1 || items[0].Err == nil) || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("%s: %+v, %v", name, items, err)
			}
		})
	}
}

// FuzzOfficeXML reads parts that a fuzzer makes; through the archive around them
// it would not reach them.
func FuzzOfficeXML(f *testing.F) {
	f.Add(`<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>a</w:t><w:tab/></w:r></w:p><w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>`, `<text:p>a<text:s text:c="3"/></text:p><text:list><text:list-item><text:p>b</text:p></text:list-item></text:list>`)
	f.Add(`</w:p><w:p><w:p></w:p>`, `<table:table><text:p><text:p>a</text:p>`)
	f.Fuzz(func(t *testing.T, word, writer string) {
		for _, read := range []func() (File, error){
			func() (File, error) {
				return DOCX(t.Context(), office(t, map[string]string{"word/document.xml": wordHead + word + "</w:body></w:document>"}))
			},
			func() (File, error) {
				return ODT(t.Context(), office(t, map[string]string{"content.xml": `<o xmlns:text="text" xmlns:table="table">` + writer + "</o>"}))
			},
		} {
			if file, err := read(); err == nil && (!utf8.ValidString(file.Text) || strings.TrimSpace(file.Text) == "") {
				t.Errorf("it reads %q", file.Text)
			}
		}
	})
}
