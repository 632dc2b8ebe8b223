package xmi_test

import (
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
	"dragoman/storage/format/xmi"
)

const head = `<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///webanno/custom.ecore">`

const sofa = `<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="Ana"/>`

// TestHostileFilesAreRefused reads files that are made to do harm: each is
// refused with a sentence.
func TestHostileFilesAreRefused(t *testing.T) {
	var laughs strings.Builder
	laughs.WriteString(`<!DOCTYPE xmi [<!ENTITY a0 "ha">`)
	for i := range 30 {
		fmt.Fprintf(&laughs, `<!ENTITY a%d "&a%d;&a%d;">`, i+1, i, i)
	}
	for what, data := range map[string]string{
		"document type": laughs.String() + "]>" + head + `<cas:Sofa xmi:id="1" sofaString="&a30;"/></xmi:XMI>`,
		"no XML":        head + `<cas:Sofa xmi:id="1" sofaString="&a30;"/></xmi:XMI>`,
		"nest more":     head + strings.Repeat("<a>", 100_000) + strings.Repeat("</a>", 100_000) + "</xmi:XMI>",
		"elements and":  head + "<a " + strings.Repeat(`b="" `, 3<<20) + "/></xmi:XMI>",
		"larger than":   head + `<cas:Sofa xmi:id="1" sofaString="` + strings.Repeat("long ", 8<<20) + `"/></xmi:XMI>`,
		"UTF-8":         head + "\xff</xmi:XMI>",
		"UTF-16":        "\xff\xfe<\x00x\x00",
		"save it as":    `<?xml version="1.0" encoding="ISO-8859-1"?>` + head + sofa + "</xmi:XMI>",
		"no text":       head + "</xmi:XMI>",
		"it holds no":   "",
	} {
		records, report, err := formattest.Read(xmi.Format(), "a.xmi", []byte(data))
		if err != nil || len(records) > 0 || len(report.Rejected) != 1 || !strings.Contains(report.Rejected[0].Reason, what) {
			t.Errorf("%s: %d records, %v, %.300v", what, len(records), err, report.Rejected)
		}
	}
}

// endless is a file without an end.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	e.read += len(p)
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

// TestFileWithoutEnd reads no more of a file than it may have.
func TestFileWithoutEnd(t *testing.T) {
	body := &endless{}
	in := format.Input{Name: "a.xmi", Body: body, Size: -1, Beside: func(string) (io.ReadCloser, error) { return io.NopCloser(&endless{}), nil }}
	report, err := xmi.Format().Read(context.Background(), in, func(format.Record) error { return nil })
	if err != nil || len(report.Rejected) == 0 || body.read > 100<<20 {
		t.Errorf("%v, %d bytes read, %v", err, body.read, report)
	}
}

// TestMemoryOfADenseFile reads a file that is nothing but annotations, each of
// them there twice, in bounded memory and time.
func TestMemoryOfADenseFile(t *testing.T) {
	var b strings.Builder
	b.WriteString(head + `<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="` + strings.Repeat("a", 15_000) + `"/>`)
	for i := range 30_000 {
		fmt.Fprintf(&b, `<custom:S sofa="1" begin="%d" end="%d"/>`, i/2, i/2+1)
	}
	data := b.String() + "</xmi:XMI>"
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	records, report, err := formattest.Read(xmi.Format(), "a.xmi", []byte(data))
	runtime.ReadMemStats(&after)
	if err != nil || len(records) != 1 || len(records[0].Set.Annotations) != 15_000 || report.Losses.Of("duplicate span") != 15_000 {
		t.Fatalf("%v, %.200v", err, report)
	}
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 200 {
		t.Errorf("reading %d MiB took %d MiB", len(data)>>20, used)
	}
}

// TestRelationsOfWhatHasNoID links nothing by an id that is not there.
func TestRelationsOfWhatHasNoID(t *testing.T) {
	data := head + sofa + `<custom:S sofa="1" begin="0" end="3"/><custom:S sofa="1" begin="0" end="2"/>` +
		`<custom:R xmi:id="5" sofa="1" begin="0" end="3" Governor="" Dependent="9"/></xmi:XMI>`
	records, report, err := formattest.Read(xmi.Format(), "a.xmi", []byte(data))
	if err != nil || len(records) != 1 || len(records[0].Set.Annotations) != 2 || len(records[0].Set.Relations) > 0 || len(report.Rejected) != 1 {
		t.Errorf("%v, %+v, %+v", err, records, report)
	}
}

// TestTypesThatInheritFromThemselves uses what it can of a type system that
// makes no sense.
func TestTypesThatInheritFromThemselves(t *testing.T) {
	files := formattest.Files{
		"a.xmi": []byte(head + sofa + `<custom:S xmi:id="2" sofa="1" begin="0" end="3" value="PER"/></xmi:XMI>`),
		"TypeSystem.xml": []byte(`<typeSystemDescription><types><typeDescription><name>webanno.custom.S</name>` +
			`<supertypeName>webanno.custom.S</supertypeName></typeDescription></types></typeSystemDescription>`),
	}
	records, _, err := formattest.ReadAll(xmi.Format(), files)
	if err != nil || len(records) != 1 || len(records[0].Set.Annotations) != 1 {
		t.Errorf("%v, %+v", err, records)
	}
}

// TestManyRelationsAreWrittenInTime links the last annotation of a text with
// all others.
func TestManyRelationsAreWrittenInTime(t *testing.T) {
	const many = 60_000
	doc := model.NewDocument(strings.Repeat("a ", many), "", "")
	set := model.AnnotationSet{Document: doc.ID, Annotator: "ana"}
	for i := range many {
		set.Annotations = append(set.Annotations, model.Annotation{
			ID: model.AnnotationID(fmt.Sprintf("%032x", i)), Label: "x", Fragments: []model.Span{{Start: 2 * i, End: 2*i + 1}},
		})
	}
	for i, a := range set.Annotations[:many-1] {
		set.Relations = append(set.Relations, model.Relation{
			ID: model.RelationID(fmt.Sprintf("%032x", many+i)), Type: "x", From: a.ID, To: set.Annotations[many-1].ID,
		})
	}
	start := time.Now()
	_, _, err := formattest.WriteFiles(xmi.Format(), format.WriteOptions{}, format.Record{Document: doc, Set: &set, Named: true})
	if took := time.Since(start); err != nil || took > 15*time.Second {
		t.Errorf("it took %v (%v)", took, err)
	}
}
