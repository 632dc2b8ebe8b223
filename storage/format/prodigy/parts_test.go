package prodigy

import (
	"fmt"
	"strings"
	"testing"

	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
)

// TestPartsBecomeOneAgain, in any order, also for relations that name the place
// of one; a part whose first fragment is gone stays, and that is told.
func TestPartsBecomeOneAgain(t *testing.T) {
	const (
		whole = `{"id":"q","start":0,"end":3,"label":"say","text":"Ana","note":"n","attributes":{"mode":"direct"}}`
		part  = `{"id":"q_2","part_of":"q","start":8,"end":11,"label":"say","text":"Ben"}`
		other = `{"start":4,"end":7,"label":"met"}`
		link  = `{"head_span":{"start":8,"end":11,"label":"say"},"child_span":{"start":4,"end":7,"label":"met"},"label":"of"}`
	)
	for _, c := range []struct{ spans, relations, want string }{
		{whole + "," + part, "", "say Ana Ben n [{mode direct}];"},
		{part + "," + whole, "", "say Ana Ben n [{mode direct}];"},
		{whole + "," + other + "," + part, link, "say Ana Ben n [{mode direct}];met met  [];of Ana Ben -> met;"},
		{part, "", "say Ben  [];lost fragment 1;"},
		{strings.Replace(whole, "say", "deny", 1) + "," + part, "", "deny Ana n [{mode direct}];say Ben  [];lost fragment 1;"},
		{whole + "," + strings.Replace(part, "11", "99", 1), "", "rejected;"},
	} {
		line := fmt.Sprintf(`{"text":"Ana met Ben","spans":[%s],"relations":[%s],"answer":"accept"}`, c.spans, c.relations)
		records, report, err := formattest.Read(Format(), "a.jsonl", []byte(line))
		if err != nil || len(records) != 1 {
			t.Fatalf("%s: %v, %+v", line, err, report)
		}
		if got := said(records[0], report); got != c.want {
			t.Errorf("%s is read as\n%s, want\n%s", line, got, c.want)
		}
	}
}

// said returns what a record holds and its report counts.
func said(r format.Record, report format.Report) string {
	var b strings.Builder
	quotes := map[string]string{}
	if r.Set != nil {
		for _, a := range r.Set.Annotations {
			quotes[string(a.ID)] = r.Document.Text.Quote(a.Fragments)
			fmt.Fprintf(&b, "%s %s %s %v;", a.Label, quotes[string(a.ID)], a.Note, a.Attributes)
		}
		for _, rel := range r.Set.Relations {
			fmt.Fprintf(&b, "%s %s -> %s;", rel.Type, quotes[string(rel.From)], quotes[string(rel.To)])
		}
	}
	for _, l := range report.Losses {
		fmt.Fprintf(&b, "lost %s %d;", l.Kind, l.Count)
	}
	for range report.Rejected {
		b.WriteString("rejected;")
	}
	return b.String()
}
