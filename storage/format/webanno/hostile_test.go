package webanno_test

import (
	"strings"
	"testing"

	"dragoman/storage/format/formattest"
	"dragoman/storage/format/webanno"
)

const head = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Span|value\n\n\n#Text=Ana\n"

// TestHostileFilesAreRefused reads files that are made to do harm: each is
// refused with a sentence.
func TestHostileFilesAreRefused(t *testing.T) {
	for what, data := range map[string]string{
		"its lines":      head + strings.Repeat("x\n", 1<<20),
		"larger than":    head + strings.Repeat("long ", 4<<20),
		"UTF-8":          head + "\xff",
		"UTF-16":         "\xff\xfe#\x00",
		"first line":     "",
		"characters":     head + "1-1\t9999999-10000002\tAna\t_\t\n",
		"3.1 to 3.3 can": "#FORMAT=WebAnno TSV 2.1\n",
	} {
		records, report, err := formattest.Read(webanno.Format(), "a.tsv", []byte(data))
		if err != nil || len(records) > 0 || len(report.Rejected) != 1 || !strings.Contains(report.Rejected[0].Reason, what) {
			t.Errorf("%s: %d records, %v, %.300v", what, len(records), err, report.Rejected)
		}
	}
}

// TestManyStackedAndManyColumns reads in linear time what is wide and high.
func TestManyStackedAndManyColumns(t *testing.T) {
	columns := strings.Repeat("|value", 100_000)
	cells := strings.Repeat("_\t", 99_999)
	data := "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Span" + columns + "\n\n\n#Text=Ana\n1-1\t0-3\tAna\t" +
		strings.Repeat("PER|", 50_000) + "PER\t" + cells + "\n"
	records, report, err := formattest.Read(webanno.Format(), "a.tsv", []byte(data))
	if err != nil || len(records) != 1 || len(records[0].Set.Annotations) != 1 || report.Losses.Of("duplicate span") != 50_000 {
		t.Errorf("%v, %.300v", err, report)
	}
}

// TestNumberThatComesAgain takes lines of one number that do not follow on one
// another for fragments, and covers nothing that is not marked.
func TestNumberThatComesAgain(t *testing.T) {
	data := "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Span|value\n\n\n#Text=Ana met Bo\n" +
		"1-1\t0-3\tAna\tPER[1]\t\n1-2\t4-7\tmet\t_\t\n1-3\t8-10\tBo\tPER[1]\t\n"
	records, _, err := formattest.Read(webanno.Format(), "a.tsv", []byte(data))
	if err != nil || len(records) != 1 {
		t.Fatal(err)
	}
	r := records[0]
	if got := r.Set.Annotations; len(got) != 1 || r.Document.Text.Quote(got[0].Fragments) != "Ana Bo" {
		t.Errorf("read %+v", got)
	}
}
