package conll

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dragoman/storage/format/formattest"
)

// entity is an annotation of tokens, half open.
type entity struct {
	first, end int
	label      string
}

// drawEntities draws annotations of a sentence that do not overlap, and its
// length.
func drawEntities(t *rapid.T) (all []entity, tokens int) {
	for range rapid.IntRange(1, 12).Draw(t, "pieces") {
		n := rapid.IntRange(1, 3).Draw(t, "tokens")
		if label := rapid.SampledFrom([]string{"", "PER", "LOC", "x-y"}).Draw(t, "label"); label != "" {
			all = append(all, entity{tokens, tokens + n, label})
		}
		tokens += n
	}
	return all, tokens
}

// encoders write the prefix of a token of an entity, by the definition of each
// scheme: touches says that the entity before ends right before this one and has
// its label, touched that this is so of the next one.
var encoders = map[string]func(e entity, i int, touches, touched bool) string{
	"IOB1": func(e entity, i int, touches, _ bool) string {
		if i == e.first && touches {
			return "B"
		}
		return "I"
	},
	"IOB2": func(e entity, i int, _, _ bool) string {
		if i == e.first {
			return "B"
		}
		return "I"
	},
	"IOE1": func(e entity, i int, _, touched bool) string {
		if i == e.end-1 && touched {
			return "E"
		}
		return "I"
	},
	"IOE2": func(e entity, i int, _, _ bool) string {
		if i == e.end-1 {
			return "E"
		}
		return "I"
	},
	"IOBES": func(e entity, i int, _, _ bool) string { return corner(e, i, "S", "B", "E") },
	"BILOU": func(e entity, i int, _, _ bool) string { return corner(e, i, "U", "B", "L") },
}

func corner(e entity, i int, single, first, last string) string {
	switch {
	case e.end-e.first == 1:
		return single
	case i == e.first:
		return first
	case i == e.end-1:
		return last
	}
	return "I"
}

// encode writes a sentence in a scheme.
func encode(scheme string, entities []entity, tokens int) string {
	tags := make([]string, tokens)
	for n, e := range entities {
		touches := n > 0 && entities[n-1].end == e.first && entities[n-1].label == e.label
		touched := n+1 < len(entities) && entities[n+1].first == e.end && entities[n+1].label == e.label
		for i := e.first; i < e.end; i++ {
			tags[i] = encoders[scheme](e, i, touches, touched) + "-" + e.label
		}
	}
	var b strings.Builder
	for i, tag := range tags {
		if tag == "" {
			tag = "O"
		}
		fmt.Fprintf(&b, "w%d %s\n", i, tag)
	}
	return b.String() + "\n"
}

func TestEverySchemeSaysTheSame(t *testing.T) {
	for scheme := range encoders {
		t.Run(scheme, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				entities, tokens := drawEntities(t)
				records, report, err := formattest.Read(Format(), "a.conll", []byte(encode(scheme, entities, tokens)))
				if err != nil || len(records) != 1 || len(report.Rejected) > 0 || report.Losses.Count() > 0 {
					t.Fatalf("%v: %v", err, report)
				}
				var want, got []string
				for _, e := range entities {
					var words []string
					for i := e.first; i < e.end; i++ {
						words = append(words, fmt.Sprint("w", i))
					}
					want = append(want, e.label+" "+strings.Join(words, " "))
				}
				if r := records[0]; r.Set != nil {
					for _, a := range r.Set.Annotations {
						got = append(got, a.Label+" "+r.Document.Text.Quote(a.Fragments))
					}
				}
				if fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("%v came as %v", want, got)
				}
				if strings.Contains(report.Assumed[0].Note, "does not allow") {
					t.Errorf("%v: %s", want, report.Assumed[0].Note)
				}
			})
		})
	}
}

func TestSchemesAreNamed(t *testing.T) {
	// Ana Ruiz, Ben and Zoë Kay: two of one label that touch, then one apart.
	entities := []entity{{0, 2, "PER"}, {2, 3, "PER"}, {4, 6, "PER"}}
	for scheme := range encoders {
		_, report, err := formattest.Read(Format(), "a.conll", []byte(encode(scheme, entities, 7)))
		if err != nil || !strings.HasPrefix(report.Assumed[0].Note, scheme+" in column 2") {
			t.Errorf("%s is said to be %s (%v)", scheme, report.Assumed[0].Note, err)
		}
	}
}

func TestOddTagsAreCountedAndTaken(t *testing.T) {
	for tags, want := range map[string]string{
		"B-x I-x O I-x B-x":     "does not allow where they stand: 1, the first in line 4;", // IOB2
		"I-x O B-x O I-x O I-x": "does not allow where they stand: 1, the first in line 3;", // IOB1
		"B-x O S-x O I-x":       "does not allow where they stand: 2, the first in line 1;", // IOBES
		"S-x O E-x O B-x E-y":   "does not allow where they stand: 3, the first in line 3;",
	} {
		file := ""
		for tag := range strings.FieldsSeq(tags) {
			file += "w " + tag + "\n"
		}
		records, report, err := formattest.Read(Format(), "a.conll", []byte(file))
		if err != nil || !strings.Contains(report.Assumed[0].Note, want) {
			t.Errorf("%s: %v, want %s", tags, report.Assumed, want)
		}
		if all := strings.Count(tags, "-") - strings.Count(tags, "B-x I-x"); len(records[0].Set.Annotations) != all {
			t.Errorf("%s: %v", tags, records[0].Set.Annotations)
		}
	}
}
