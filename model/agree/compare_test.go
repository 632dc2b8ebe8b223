package agree

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
)

// kinds tells the cases in short: kind, and per annotator what they say.
func kinds(cases []Case) []string {
	var lines []string
	for _, c := range cases {
		parts := []string{string(c.Kind)}
		for _, m := range c.Members {
			parts = append(parts, fmt.Sprint(m.Annotator, ":", m.Annotation.Label))
		}
		for _, l := range c.Links {
			parts = append(parts, fmt.Sprint(l.Annotator, "-", l.Relation.Type))
		}
		lines = append(lines, strings.Join(parts, " "))
	}
	return lines
}

func checkCases(t *testing.T, w work, want ...string) {
	t.Helper()
	if got := kinds(Compare(w.sets)); !slices.Equal(got, want) {
		t.Errorf("cases are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestCompareNamesTheKind(t *testing.T) {
	for want, notations := range map[string][2]string{
		"agreed ana:person ben:person":                    {"[person Ana] met", "[person Ana] met"},
		"missing ana:person":                              {"[person Ana] met", "Ana met"},
		"boundary ana:person ben:person":                  {"[person Ana] met", "[person Ana met]"},
		"label ana:person ben:denial":                     {"[person Ana] met", "[denial Ana] met"},
		"both ana:person ben:denial":                      {"[person Ana] met", "[denial Ana met]"},
		"fragments ana:statement ben:statement":           {"[statement#1 We], he said, [statement#1 go]", "[statement We, he said, go]"},
		"missing ben:person|missing ana:denial":           {"Ana [denial met]", "[person Ana] met"},
		"missing ben:person|agreed ana:person ben:person": {"[person Ana] met", "[person#1 [person Ana] met]#1"},
	} {
		checkCases(t, parsed(t, notations[0], notations[1]), strings.Split(want, "|")...)
	}
}

func TestCompareSeesAttributesAndNoNotes(t *testing.T) {
	w := parsed(t, "[statement We go]", "[statement We go]")
	w.sets[0].Annotations[0].Note = "sure?"
	checkCases(t, w, "agreed ana:statement ben:statement")
	w.sets[0].Annotations[0] = w.sets[0].Annotations[0].WithAttribute("mode", "direct")
	checkCases(t, w, "attribute ana:statement ben:statement")
}

func TestCompareOfThree(t *testing.T) {
	checkCases(t, parsed(t, "[person Ana Ruiz] met [person Ben]", "[person Ana] Ruiz met [person Ben]", "[person Ana Ruiz] met Ben"),
		"boundary ana:person ben:person eva:person", "missing ana:person ben:person")
	checkCases(t, parsed(t, "[person Ana Ruiz]", "[person Ana] [person Ruiz]", "Ana [person Ruiz]"),
		"boundary ana:person ben:person eva:person", "missing ben:person")
	// Ben's two belong to one of Ana's: the one that is closer goes with it.
	checkCases(t, parsed(t, "[person Ana de Ruiz]", "[person Ana] [person de Ruiz]", "[person Ana] de Ruiz"),
		"missing ana:person ben:person", "missing ben:person eva:person")
}

func TestCompareRelations(t *testing.T) {
	w := parsed(t, "[statement It rains], said [person Ana] to [person Ben]", "[statement It rains], said [person Ana] to [person Ben]")
	link := func(set int, kind string, to int) {
		s := &w.sets[set]
		id := model.RelationID(fmt.Sprint(set, kind, to))
		s.Relations = append(s.Relations, model.Relation{ID: id, Type: kind, From: s.Annotations[0].ID, To: s.Annotations[to].ID})
	}
	link(0, "speaker", 1)
	link(1, "speaker", 1)
	link(0, "speaker", 2)
	link(1, "hearer", 2)
	link(1, "hearer", 1)
	checkCases(t, w,
		"relation ana-speaker ben-hearer", "relation ben-hearer", "agreed ana-speaker ben-speaker",
		"agreed ana:statement ben:statement", "agreed ana:person ben:person", "agreed ana:person ben:person")
}

func TestEveryAnnotationIsInOneCase(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := annotated(3).Draw(t, "work")
		annotations, relations := map[model.Annotator]int{}, map[model.Annotator]int{}
		cases := Compare(w.sets)
		for i, c := range cases {
			seen := map[model.Annotator]bool{}
			for _, m := range c.Members {
				annotations[m.Annotator]++
				seen[m.Annotator] = true
			}
			for _, l := range c.Links {
				relations[l.Annotator]++
				seen[l.Annotator] = true
			}
			if len(seen) != len(c.Members)+len(c.Links) || len(seen) == 0 {
				t.Fatalf("an annotator comes twice: %+v", c)
			}
			if i > 0 && c.Hull().Start < cases[i-1].Hull().Start {
				t.Fatalf("case %d is out of order", i)
			}
		}
		for _, s := range w.sets {
			if annotations[s.Annotator] != len(s.Annotations) || relations[s.Annotator] != len(s.Relations) {
				t.Fatalf("%s made %d and %d, the cases hold %d and %d", s.Annotator,
					len(s.Annotations), len(s.Relations), annotations[s.Annotator], relations[s.Annotator])
			}
		}
	})
}

func TestCompareDoesNotDependOnOrderOrIDs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := annotated(3).Draw(t, "work")
		want := kinds(Compare(w.sets))
		for i := range w.sets {
			s := &w.sets[i]
			renamed := map[model.AnnotationID]model.AnnotationID{}
			s.Annotations = rapid.Permutation(s.Annotations).Draw(t, "annotations")
			s.Relations = rapid.Permutation(s.Relations).Draw(t, "relations")
			for k, a := range s.Annotations {
				renamed[a.ID] = model.NewAnnotationID()
				s.Annotations[k].ID = renamed[a.ID]
			}
			for k, r := range s.Relations {
				s.Relations[k].From, s.Relations[k].To = renamed[r.From], renamed[r.To]
			}
		}
		if got := kinds(Compare(w.sets)); !slices.Equal(got, want) {
			t.Fatalf("in another order\n%v\nbecomes\n%v", want, got)
		}
	})
}

func TestMeasuredCasesAreThoseOfCompare(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := annotated(3).Draw(t, "work")
		agreed := 0
		cases := Compare(w.sets)
		for _, c := range cases {
			if c.Kind == Agreed {
				agreed++
			}
		}
		m := New(Options{Annotators: people}).Measure(w.document, w.sets)
		if m.agreed != agreed || m.differing != len(cases)-agreed {
			t.Fatalf("measured %d and %d, of %d cases %d agree", m.agreed, m.differing, len(cases), agreed)
		}
	})
}
