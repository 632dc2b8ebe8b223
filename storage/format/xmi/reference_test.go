package xmi_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
	"dragoman/storage/format/xmi"
)

// statement is a file as cassis writes it: a statement that refers to who made
// it, as one annotation and as a list.
const statement = `<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:custom="http:///custom.ecore"` +
	` xmlns:type="http:///de/tudarmstadt/ukp/dkpro/core/api/ner/type.ecore">` +
	`<type:NamedEntity xmi:id="2" sofa="1" begin="0" end="3" value="PER"/>` +
	`<type:NamedEntity xmi:id="3" sofa="1" begin="8" end="11" value="PER"/>` +
	`<custom:Statement xmi:id="4" sofa="1" begin="4" end="7" entity="2" about="5" place="1" links="6 7"/>` +
	`<custom:StatementLink xmi:id="6" role="hearer" target="3"/><custom:StatementLink xmi:id="7" target="2"/><custom:StatementLink xmi:id="8" target="2"/>` +
	`<cas:FSArray xmi:id="5" elements="2 3"/>` +
	`<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" sofaString="Ana met Ben"/></xmi:XMI>`

const statementTypes = `<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types><typeDescription>` +
	`<name>custom.Statement</name><supertypeName>uima.tcas.Annotation</supertypeName><features>` +
	`<featureDescription><name>entity</name><rangeTypeName>de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity</rangeTypeName></featureDescription>` +
	`<featureDescription><name>about</name><rangeTypeName>uima.cas.FSArray</rangeTypeName></featureDescription>` +
	`<featureDescription><name>links</name><rangeTypeName>uima.cas.FSArray</rangeTypeName></featureDescription>` +
	`<featureDescription><name>place</name><rangeTypeName>uima.tcas.Annotation</rangeTypeName></featureDescription>` +
	`</features></typeDescription></types></typeSystemDescription>`

// said returns all annotations and relations of the one set of a file.
func said(t *testing.T, files formattest.Files) (string, format.Report) {
	t.Helper()
	records, report, err := formattest.ReadFile(xmi.Format(), files, "a.xmi")
	if err != nil || len(records) != 1 || records[0].Set == nil {
		t.Fatalf("%v, %+v", err, report)
	}
	var all []string
	names := map[string]string{}
	for _, a := range records[0].Set.Annotations {
		name := a.Label + "(" + records[0].Document.Text.Quote(a.Fragments) + ")"
		names[string(a.ID)] = name
		all = append(all, fmt.Sprintf("%s%v", name, a.Attributes))
	}
	var links []string
	for _, r := range records[0].Set.Relations {
		links = append(links, names[string(r.From)]+" "+r.Type+" "+names[string(r.To)])
	}
	return strings.Join(append(all, links...), "\n"), report
}

// TestReferencesAreRelations where the type system says that they are some;
// where nobody does, they are no labels and no relations.
func TestReferencesAreRelations(t *testing.T) {
	got, report := said(t, formattest.Files{"a.xmi": []byte(statement), "TypeSystem.xml": []byte(statementTypes)})
	for _, want := range []string{
		"PER(Ana)[]", "Statement(met)[]", "Statement(met) entity PER(Ana)", "Statement(met) about PER(Ana)", "Statement(met) about PER(Ben)",
		"Statement(met) hearer PER(Ben)", "Statement(met) links PER(Ana)",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%s is missing in\n%s", want, got)
		}
	}
	lost := fmt.Sprint(report.Losses)
	if len(report.Rejected) > 0 || len(report.Losses) != 2 || !strings.Contains(lost, "place refers to Sofa 1") || !strings.Contains(lost, "StatementLink 8") {
		t.Errorf("%+v: only place, which is no annotation, and a slot of nobody are lost", report)
	}
	got, report = said(t, formattest.Files{"a.xmi": []byte(statement)})
	if !strings.Contains(got, "Statement(met)[{about 5} {entity 2} {links 6 7} {place 1}]") || len(report.Losses) != 1 {
		t.Errorf("without a type system: %s, %+v", got, report)
	}
	if note := report.Assumed[0].Note; !strings.Contains(note, "entity of Statement: numbers that may stand for other annotations") ||
		!strings.Contains(note, "of Statement the name of the layer, of NamedEntity the feature value") {
		t.Errorf("the note is %s", note)
	}
}

// TestReferencesToOneListEndInTime: what a file says in a few bytes may stand
// for the square of them.
func TestReferencesToOneListEndInTime(t *testing.T) {
	const n = 20_000
	var b strings.Builder
	b.WriteString(strings.TrimSuffix(statement, "</xmi:XMI>"))
	for i := range n {
		fmt.Fprintf(&b, `<custom:Statement xmi:id="%d" sofa="1" begin="4" end="7" about="9"/>`, 10+i)
	}
	b.WriteString(`<cas:FSArray xmi:id="9" elements="` + strings.Repeat("2 ", n) + `"/></xmi:XMI>`)
	begin := time.Now()
	said(t, formattest.Files{"a.xmi": []byte(b.String()), "TypeSystem.xml": []byte(statementTypes)})
	if took := time.Since(begin); took > 10*time.Second {
		t.Errorf("it took %s", took)
	}
}
