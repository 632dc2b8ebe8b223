package spacy_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
	"dragoman/storage/format/spacy"
)

func TestFormat(t *testing.T) { formattest.Run(t, spacy.Format()) }

func TestRandomProjectsComeBack(t *testing.T) {
	f := spacy.Format()
	f.Read = read
	rapid.Check(t, func(t *rapid.T) {
		records := formattest.Project().Draw(t, "project")
		records = slices.CompactFunc(records, func(a, b format.Record) bool { return a.Document.ID == b.Document.ID })
		formattest.RoundTrip(t, f, format.Auto, records)
	})
}

// write writes one document in the notation of modeltest and reads it back.
func write(t *testing.T, notation string, opt format.WriteOptions) (doc, format.Report) {
	t.Helper()
	document, set := modeltest.Parse(notation)
	data, report, err := formattest.Write(spacy.Format(), opt, format.Record{Document: document, Set: &set})
	if err != nil {
		t.Fatal(err)
	}
	d := decode(data)[0]
	if d.text() != document.Text.String() {
		t.Errorf("the text %q came back as %q", document.Text, d.text())
	}
	return d, report
}

// The numbers are spaCy's own.
func TestStringsHaveTheNumbersOfSpaCy(t *testing.T) {
	for s, want := range map[string]uint64{
		"": 0, "apple": 8566208034543834098, "ROOT": 8206900633647566924, "person": 14800503047316267216,
		"meeting": 14798207169164081740, "statement": 13343511457034852349, "denial": 10156963972154960765,
		"PERSON": 380, "nsubj": 429, "punct": 445, "ENT_KB_ID": 452, "_": 456, "X": 101, "agent": 401, "mark": 423,
	} {
		if got := spacy.StringID(s); got != want {
			t.Errorf("%q has the number %d, spaCy's is %d", s, got, want)
		}
	}
}

func TestWhiteSpaceComesBack(t *testing.T) {
	for _, text := range []string{
		" ", "  a", "a ", "a  b", "a\r\nb\r\n", "\t a \t", "a \n b", "א  ב", "👨‍👩‍👧  👶🏻", "e\u0301 \u00a0 x", "a\u2028b\u0085c", "\u0000 \u001c",
	} {
		write(t, text, format.WriteOptions{})
	}
}

func TestOverlapsStandInTheSpansAndTheLongestInTheEntities(t *testing.T) {
	const notation = "[statement#1 [person#2 Ana]#2 met [person#3 Ben [place#4 Roe]#4]#3]#1 in [place#5 Bern]#5"
	d, report := write(t, notation, format.WriteOptions{})
	var spans []string
	for _, s := range d.groups["sc"] {
		spans = append(spans, fmt.Sprint(s.label, s.start, s.endsAt))
	}
	want := []string{"statement0 15", "person0 3", "person8 15", "place12 15", "place19 23"}
	if !cmp.Equal(spans, want) {
		t.Errorf("the spans are %q, not %q", spans, want)
	}
	if want := []string{"statement:Ana met Ben Roe", "place:Bern"}; !cmp.Equal(d.ents(), want) {
		t.Errorf("the entities are %q, not %q", d.ents(), want)
	}
	if report.Losses.Of("ner_overlap") != 3 || report.Losses.Count() != 3 {
		t.Errorf("losses are %+v", report.Losses)
	}
	d, report = write(t, notation, format.WriteOptions{Prefer: []string{"place", "person"}})
	if want := []string{"person:Ana", "place:Roe", "place:Bern"}; !cmp.Equal(d.ents(), want) || report.Losses.Of("ner_overlap") != 2 {
		t.Errorf("with an order the entities are %q, and the losses %+v", d.ents(), report.Losses)
	}
}

func TestWhatIsUnknownIsMissing(t *testing.T) {
	unread := model.NewDocument("Nobody read this.", "", "")
	read, set := modeltest.Parse("Nothing in this.")
	records := []format.Record{{Document: unread}, {Document: read, Set: &set}}
	slices.SortFunc(records, func(a, b format.Record) int { return strings.Compare(string(a.Document.ID), string(b.Document.ID)) })
	data, report, err := formattest.Write(spacy.Format(), format.WriteOptions{}, records...)
	if err != nil || report.Losses.Count() > 0 {
		t.Fatal(err, report.Losses)
	}
	for _, d := range decode(data) {
		spans, there := d.groups["sc"]
		iob := d.tokens[0].iob
		if known := d.text() == read.Text.String(); there != known || len(spans) > 0 || known != (iob == 2) || !known != (iob == 0) {
			t.Errorf("%q: spans %v, entity of its first word %d", d.text(), spans, iob)
		}
	}
}

func TestWordsThatSpaCyReserves(t *testing.T) {
	d, _ := write(t, "[PERSON An agent] left [_ a mark] _ [DATE X]", format.WriteOptions{})
	if want := []string{"PERSON:An agent", "_:a mark", "DATE:X"}; !cmp.Equal(d.ents(), want) {
		t.Errorf("the entities are %q", d.ents())
	}
}

func TestTextThatIsNotUTF8IsRefused(t *testing.T) {
	document, set := modeltest.Parse("[person Ana]")
	set.Annotations[0].Note = "\xff"
	if _, _, err := formattest.Write(spacy.Format(), format.WriteOptions{}, format.Record{Document: document, Set: &set}); err == nil {
		t.Error("a note that is no UTF-8 was written")
	}
}
