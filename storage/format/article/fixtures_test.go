package article

import (
	"archive/zip"
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// part is one file of an archive.
type part struct{ name, text string }

// packed returns an archive of the parts that is the same each time.
func packed(t testing.TB, parts ...part) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, p := range parts {
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Store, Modified: time.Date(2026, 3, 4, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p.text)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

const wordSpace = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"`

// docx returns a file of Word with this in its body.
func docx(t testing.TB, body string, more ...part) []byte {
	return packed(t, append([]part{
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/document.xml", `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document ` + wordSpace + `><w:body>` + body + `</w:body></w:document>`},
	}, more...)...)
}

const officeSpace = `xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"`

// odt returns an OpenDocument text with this in its body.
func odt(t testing.TB, body string, more ...part) []byte {
	return packed(t, append([]part{
		{"mimetype", "application/vnd.oasis.opendocument.text"},
		{"content.xml", `<?xml version="1.0" encoding="UTF-8"?><office:document-content ` + officeSpace + `><office:body><office:text>` + body + `</office:text></office:body></office:document-content>`},
	}, more...)...)
}

// p returns a paragraph of Word with one run.
func p(text string) string { return "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>" }

// fixtures are the files that are made here and not by another program.
func fixtures(t testing.TB) map[string][]byte {
	core := part{"docProps/core.xml", `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"><dc:title>Envoys  meet</dc:title><dc:creator>Mara Lind</dc:creator><dcterms:created>2026-03-04T23:30:00Z</dcterms:created></cp:coreProperties>`}
	list := func(text string) string {
		return `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
	}
	cell := func(text string) string { return "<w:tc>" + text + "</w:tc>" }
	return map[string][]byte{
		"docx/changes.docx": docx(t, `<w:p><w:r><w:t xml:space="preserve">She </w:t></w:r><w:del w:id="1"><w:r><w:delText>never </w:delText></w:r></w:del><w:ins w:id="2"><w:r><w:t xml:space="preserve">always </w:t></w:r></w:ins><w:r><w:t>denied it</w:t></w:r></w:p>`+
			`<w:p><w:pPr><w:rPr><w:del w:id="3"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">One paragraph </w:t></w:r></w:p>`+p("and its end")+
			`<w:tbl><w:tr><w:trPr><w:del w:id="4"/></w:trPr>`+cell(p("gone"))+`</w:tr><w:tr>`+cell(p("kept"))+`</w:tr></w:tbl>`+
			`<w:p><w:moveFrom w:id="5"><w:r><w:t>moved away</w:t></w:r></w:moveFrom><w:moveTo w:id="6"><w:r><w:t>moved here</w:t></w:r></w:moveTo></w:p>`, core),
		"docx/signs.docx": docx(t, `<w:p><w:pPr><w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs></w:pPr><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t><w:sym w:font="Wingdings" w:char="F04A"/><w:sym w:font="Arial" w:char="2026"/></w:r></w:p>`+
			`<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>😊 e&#x301; 👨‍👩‍👧 שלום</w:t></w:r><w:r><w:footnoteReference w:id="7"/></w:r></w:p>`+
			`<w:p/><w:p><w:r><w:t> </w:t></w:r></w:p>`+
			`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>12</w:t><w:fldChar w:fldCharType="end"/></w:r></w:p>`),
		"docx/blocks.docx": docx(t, p("Before")+list("one")+list("two")+p("Between")+list("alone")+
			`<w:tbl><w:tr>`+cell(p("a1")+p("a1 more"))+cell(p(""))+cell(p("a3"))+`</w:tr><w:tr>`+cell(`<w:tbl><w:tr>`+cell(p("inner 1"))+cell(p("inner 2"))+`</w:tr></w:tbl>`+p("behind"))+cell(p("b2"))+`</w:tr></w:tbl>`+
			`<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent>`+p("In a box")+`</w:txbxContent></mc:Choice><mc:Fallback><w:txbxContent>`+p("In a box")+`</w:txbxContent></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t>Around the box</w:t></w:r><a:p><a:t>drawn</a:t></a:p></w:p>`+p("After")),
		"docx/empty.docx":    docx(t, "<w:p/>"),
		"docx/broken.docx":   docx(t, "<w:p><w:r>"),
		"docx/doctype.docx":  packed(t, part{"word/document.xml", `<!DOCTYPE d [<!ENTITY a "aaaa">]><w:document ` + wordSpace + `><w:body>` + p("&amp;") + `</w:body></w:document>`}),
		"docx/no-text.docx":  packed(t, part{"xl/workbook.xml", "<workbook/>"}),
		"docx/old.docx":      []byte("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more"),
		"docx/no-zip.docx":   []byte("PK\x03\x04 and no more"),
		"docx/cut.docx":      docx(t, p("Cut off"))[:300],
		"odt/signs.odt":      odt(t, `<text:p>One  two`+"\n"+`three<text:s text:c="2"/>four<text:tab/>five<text:line-break/> six</text:p><text:p><text:span>A </text:span><text:span> b</text:span><office:annotation><text:p>a comment</text:p></office:annotation> <text:title>c</text:title></text:p>`),
		"odt/blocks.odt":     odt(t, `<text:h>Heading</text:h><text:list><text:list-item><text:p>one</text:p></text:list-item><text:list-item><text:p>two</text:p></text:list-item></text:list><table:table><table:table-row><table:table-cell><text:p>a</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell></table:table-row></table:table><text:p><draw:frame><svg:title>a picture</svg:title><draw:text-box><text:p>In a box</text:p></draw:text-box></draw:frame>Around it</text:p>`, part{"meta.xml", `<office:document-meta ` + officeSpace + ` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0"><office:meta><dc:creator>Ben</dc:creator><dc:date>2026-03-05T10:00:00</dc:date></office:meta></office:document-meta>`}),
		"odt/locked.odt":     odt(t, "", part{"META-INF/manifest.xml", `<manifest:manifest xmlns:manifest="x"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>`}),
		"odt/empty.odt":      odt(t, ""),
		"odt/tracked.odt":    odt(t, `<text:tracked-changes><text:changed-region><text:deletion><text:p>deleted</text:p></text:deletion></text:changed-region></text:tracked-changes><text:p>Left<text:change text:change-id="1"/> over</text:p>`),
		"odt/no-content.odt": packed(t, part{"mimetype", "application/vnd.oasis.opendocument.text"}),
	}
}

// TestFixtures keeps the files in testdata that are made here as they are made;
// with -update it writes them.
func TestFixtures(t *testing.T) {
	for name, data := range fixtures(t) {
		path := filepath.Join("testdata", filepath.FromSlash(name))
		if flag.Lookup("update").Value.String() == "true" {
			if err := os.WriteFile(path, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(path); err != nil || !bytes.Equal(got, data) {
			t.Errorf("%s is not as it is made (%v): run the tests with -update", path, err)
		}
	}
}

// TestWordProcessorsAgree tests that two forms of one text, saved by one
// program, read as the same text.
func TestWordProcessorsAgree(t *testing.T) {
	var texts []string
	for _, name := range []string{"docx/libreoffice.docx", "odt/libreoffice.odt"} {
		golden, err := os.ReadFile(filepath.Join("testdata", filepath.FromSlash(name)) + ".golden")
		if err != nil {
			t.Fatal(err)
		}
		_, text, _ := strings.Cut(string(golden), "  text   ")
		text, _, _ = strings.Cut(text, "\n")
		texts = append(texts, text)
	}
	if texts[0] != texts[1] || len(texts[0]) < 1000 {
		t.Errorf("the texts differ:\n%s\n%s", texts[0], texts[1])
	}
}
