package xmi_test

import (
	"fmt"
	"strings"
	"testing"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
	"dragoman/storage/format/xmi"
)

// before are texts in which "Ana" stands at the end, and where they make the
// offset units differ.
var before = []string{
	"Zoë met 😊 ", "👨‍👩‍👧 met ", "e\u0301lan met ", "A\r\n", "שלום ", "👶🏻 ", "🇫🇷 ",
}

// file returns a file with the last three characters marked, in the unit; tokens
// are the words between blanks.
func file(text string, u format.Unit, tokens bool) []byte {
	doc := model.NewText(text)
	var b strings.Builder
	b.WriteString(`<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore"` +
		` xmlns:t="http:///de/tudarmstadt/ukp/dkpro/core/api/segmentation/type.ecore">`)
	at := 0
	for _, word := range strings.Fields(text) {
		at += strings.Index(text[at:], word)
		if tokens {
			fmt.Fprintf(&b, `<t:Token xmi:id="%d" sofa="1" begin="%d" end="%d"/>`, at+100, u.Count(doc, at), u.Count(doc, at+len(word)))
		}
		at += len(word)
	}
	fmt.Fprintf(&b, `<custom:Span xmi:id="2" sofa="1" begin="%d" end="%d" value="PER"/>`, u.Count(doc, len(text)-3), u.Count(doc, len(text)))
	escaped := strings.NewReplacer("\r", "&#13;", "\n", "&#10;").Replace(text)
	fmt.Fprintf(&b, `<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="%s"/></xmi:XMI>`, escaped)
	return []byte(b.String())
}

// TestOffsetsOfAnyUnit reads what counts in a wrong unit right where there are
// tokens to tell, and refuses it with the reason where there are none.
func TestOffsetsOfAnyUnit(t *testing.T) {
	for _, prefix := range before {
		for _, u := range format.Units() {
			for _, tokens := range []bool{true, false} {
				text := prefix + "Ana"
				records, report, err := formattest.Read(xmi.Format(), "a.xmi", file(text, u, tokens))
				if err != nil || len(records) != 1 {
					t.Fatalf("%q in %s: %v, %+v", text, u, err, report)
				}
				r := records[0]
				if r.Set == nil {
					if same(text, u) || tokens || len(report.Rejected) != 1 {
						t.Errorf("%q in %s, tokens %v: not read: %+v", text, u, tokens, report)
					}
					continue
				}
				if got := r.Document.Text.Quote(r.Set.Annotations[0].Fragments); got != "Ana" || len(report.Rejected) > 0 {
					t.Errorf("%q in %s, tokens %v: read %q: %+v", text, u, tokens, got, report)
				}
			}
		}
	}
}

// same reports whether the offsets of a text are those of UTF-16.
func same(text string, u format.Unit) bool {
	doc := model.NewText(text)
	return u.Count(doc, len(text)-3) == doc.UTF16At(len(text)-3)
}

// TestOffsetsAsAskedFor reads in the unit that --offsets names.
func TestOffsetsAsAskedFor(t *testing.T) {
	text := "👶🏻 Ana"
	in := format.Input{Name: "a.xmi", Body: strings.NewReader(string(file(text, format.CodePoint, false))), Unit: format.CodePoint}
	var got string
	_, err := xmi.Format().Read(t.Context(), in, func(r format.Record) error {
		got = r.Document.Text.Quote(r.Set.Annotations[0].Fragments)
		return nil
	})
	if err != nil || got != "Ana" {
		t.Errorf("read %q, %v", got, err)
	}
}

// TestWhatXMLCannotHold writes a blank for a character that XML has no place
// for, moves no offset by it, and says so.
func TestWhatXMLCannotHold(t *testing.T) {
	doc := model.NewDocument("a\x01b\ufffe Ana", "t\x02", "")
	set := model.AnnotationSet{Document: doc.ID, Annotator: "ana", Status: model.StatusDone}
	set.Annotations = []model.Annotation{{ID: model.NewAnnotationID(), Label: "PER", Note: "n\x00", Fragments: []model.Span{{Start: 7, End: 10}}}}
	files, report, err := formattest.WriteFiles(xmi.Format(), format.WriteOptions{}, format.Record{Document: doc, Set: &set, Named: true})
	if err != nil || report.Losses.Of(format.LossText) != 1 || report.Losses.Of("character") != 3 {
		t.Errorf("%v, losses %+v", err, report.Losses)
	}
	back, _, err := formattest.ReadAll(xmi.Format(), files)
	if err != nil || len(back) != 1 {
		t.Fatalf("read back: %v", err)
	}
	text, a := back[0].Document.Text, back[0].Set.Annotations[0]
	if text.String() != "a b  Ana" || text.Quote(a.Fragments) != "Ana" || a.Note != "n " {
		t.Errorf("came back as %q, %+v", text, a)
	}
}
