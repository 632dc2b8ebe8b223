package jsonl

import (
	"bytes"
	"strings"
	"testing"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
)

// goldLine is a gold set as it is written.
const goldLine = `{"id":"6a36492940a5b7207e358084065a402c","text":"Ana Ruiz met Bo.","annotator":"gold","status":"done","offset_unit":"codepoint",` +
	`"spans":[{"id":"00000000000000000000000000000001","start":0,"end":8,"label":"person","text":"Ana Ruiz","origin":"agreed",` +
	`"sources":[{"annotator":"ana","id":"a0000000000000000000000000000001"},` +
	`{"annotator":"bo","id":"00000000000000000000000000000b01","changed":true,"by":"rev","why":"the full name"}]},` +
	`{"id":"00000000000000000000000000000002","start":9,"end":12,"label":"meeting","text":"met","origin":"accepted",` +
	`"sources":[{"annotator":"ana","id":"a0000000000000000000000000000002"}]}],` +
	`"relations":[{"id":"00000000000000000000000000000003","type":"participant","from":"00000000000000000000000000000002",` +
	`"to":"00000000000000000000000000000001","sources":[{"annotator":"ana","id":"a0000000000000000000000000000003","by":"rev"}]}]}` + "\n"

func TestSourcesComeBack(t *testing.T) {
	records, report := readWith(t, format.Input{Name: "gold.jsonl"}, goldLine)
	if len(report.Losses) != 0 || len(report.Rejected) != 0 || len(records) != 1 {
		t.Fatalf("read %d records: %+v", len(records), report)
	}
	set := records[0].Set
	if v, ok := set.Verdict("00000000000000000000000000000b01"); !ok || v != (model.Verdict{
		Of: "00000000000000000000000000000b01", Annotator: "bo", Gold: "00000000000000000000000000000001",
		By: "rev", Why: "the full name",
	}) || len(set.Verdicts) != 4 {
		t.Errorf("verdicts: %+v", set.Verdicts)
	}
	judged := model.Relation{Type: "participant", From: "a0000000000000000000000000000002", To: "a0000000000000000000000000000001"}
	for of, want := range map[string]string{
		"a0000000000000000000000000000001": set.Annotations[0].Fingerprint(),
		"a0000000000000000000000000000003": judged.Fingerprint(),
	} {
		if v, _ := set.Verdict(of); v.Was != want || set.Changed(v) {
			t.Errorf("the verdict on %s is %+v; what was judged is known to be %s", of, v, want)
		}
	}
	data, _, err := formattest.Write(Format(), format.WriteOptions{}, records...)
	if err != nil || !bytes.Equal(data, []byte(goldLine)) {
		t.Errorf("written again: %v\n%s", err, data)
	}
}

func TestSourcesThatCannotBeAreLosses(t *testing.T) {
	for what, line := range map[string]string{
		"of an annotator's set": strings.Replace(goldLine, `"gold"`, `"cy"`, 1),
		"twice":                 strings.Replace(goldLine, "a0000000000000000000000000000003", "a0000000000000000000000000000001", 1),
		"without an annotator":  strings.Replace(goldLine, `{"annotator":"bo",`, `{`, 1),
		"with something else":   strings.Replace(goldLine, `{"annotator":"bo",`, `{"annotator":"bo","x":1,`, 1),
	} {
		if _, report := readWith(t, format.Input{Name: "gold.jsonl"}, line); report.Losses.Count() == 0 {
			t.Errorf("sources %s are no loss", what)
		}
	}
}

// What was taken and what was changed is told apart by what was judged.
func TestChangedSourcesAreMarked(t *testing.T) {
	records, _ := readWith(t, format.Input{Name: "gold.jsonl"}, goldLine)
	verdicts := records[0].Set.Verdicts
	for i := range verdicts {
		verdicts[i].Was = "of something else"
	}
	data, _, err := formattest.Write(Format(), format.WriteOptions{}, records...)
	if n := bytes.Count(data, []byte(`"changed":true`)); err != nil || n != 4 {
		t.Errorf("%d of 4 sources are marked as changed: %v\n%s", n, err, data)
	}
}
