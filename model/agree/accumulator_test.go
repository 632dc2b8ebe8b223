package agree

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
)

// parsed reads one document that several annotators marked: a notation each,
// of the same text.
func parsed(t rapid.TB, notations ...string) work {
	t.Helper()
	var w work
	for i, n := range notations {
		doc, set := modeltest.Parse(n)
		if i > 0 && doc.ID != w.document.ID {
			t.Fatalf("%q is another text than %q", n, notations[0])
		}
		w.document = doc
		set.Annotator = people[i]
		for k := range set.Annotations {
			set.Annotations[k].ID += model.AnnotationID(people[i])
		}
		w.sets = append(w.sets, set)
	}
	return w
}

func annotators(w work) []model.Annotator {
	var names []model.Annotator
	for _, s := range w.sets {
		names = append(names, s.Annotator)
	}
	return names
}

// checkValue compares a figure with what it must be, to 4 places.
func checkValue(t rapid.TB, name string, got Value, want float64) {
	t.Helper()
	if !got.Defined() || math.Abs(got.V-want) > 5e-5 {
		t.Errorf("%s is %v, want %v", name, got, want)
	}
}

func TestReportByHand(t *testing.T) {
	w := parsed(t, "[person Ana] saw [person Ben] go. [meeting met] x", "[person Ana] saw [denial Ben] [person go]. [meeting#1 met x]#1")
	r := report(t, []work{w}, Options{Annotators: annotators(w)})
	o := r.Overall
	// 3 and 4 annotations; one the same, one of another label, one of other boundaries.
	checkValue(t, "strict precision", o.Strict.Precision, 1.0/4)
	checkValue(t, "strict recall", o.Strict.Recall, 1.0/3)
	checkValue(t, "strict F1", o.Strict.F1, 2.0/7)
	checkValue(t, "exact F1", o.Exact.F1, 4.0/7)
	checkValue(t, "partial F1", o.Partial.F1, 5.0/7)
	checkValue(t, "type F1", o.Type.F1, 4.0/7)
	// Tokens: Ana saw Ben go . met x; they differ on Ben, go and x.
	if r.Tokens != 7 {
		t.Fatalf("%d tokens", r.Tokens)
	}
	checkValue(t, "kappa", o.TokenKappa, (4.0/7-14.0/49)/(1-14.0/49))
	pooled := (16.0 + 36 + 9 + 1) / (14 * 14) // person 2+2, none 4+2, meeting 1+2, denial 0+1
	checkValue(t, "pi", o.TokenPi, (4.0/7-pooled)/(1-pooled))
	checkValue(t, "alpha", o.TokenAlpha, 1-(3.0/7)/((14.0*14-62)/(14*13)))
	person := r.Labels[slices.IndexFunc(r.Labels, func(l LabelFigures) bool { return l.Label == "person" })]
	checkValue(t, "strict F1 of person", person.Strict.F1, 2.0/4)
	want := Confusion{Labels: []string{"denial", "meeting", "person", ""}, Counts: [][]int{
		{0, 0, 0, 0}, {0, 1, 0, 0}, {1, 0, 1, 0}, {0, 0, 1, 0},
	}}
	if diff := cmp.Diff(want, r.Confusion); diff != "" {
		t.Error(diff)
	}
	if d := r.Disputed[0]; d.Agreed != 1 || d.Cases != 3 {
		t.Errorf("disputed: %+v", d)
	}
	if diff := cmp.Diff([]WordFigures{{"ben", 1, 0, []string{"denial", "person"}}, {"go", 1, 0, []string{"person"}}, {"met", 1, 0, []string{"meeting"}}}, r.Words); diff != "" {
		t.Error(diff)
	}
}

func TestReportCountsRelationsAndAttributes(t *testing.T) {
	w := parsed(t, "[statement It rains], [person Ana] told [person Ben].", "[statement It rains], [person Ana] told [person Ben].")
	for i := range w.sets {
		s := &w.sets[i]
		s.Relations = []model.Relation{{ID: "1", Type: "speaker", From: s.Annotations[0].ID, To: s.Annotations[1].ID}}
		s.Annotations[0] = s.Annotations[0].WithAttribute("mode", "direct").WithAttribute("topic", []string{"rain", "weather"}[i])
	}
	w.sets[1].Relations = append(w.sets[1].Relations, model.Relation{ID: "2", Type: "speaker", From: w.sets[1].Annotations[0].ID, To: w.sets[1].Annotations[2].ID})
	r := report(t, []work{w}, Options{Annotators: annotators(w)})
	checkValue(t, "relation F1", r.Overall.RelationF1, 2.0/3)
	checkValue(t, "attribute agreement", r.Overall.AttributeAgreement, 1.0/2)
	for _, l := range r.Labels {
		checkValue(t, "relation F1 of "+l.Label, l.RelationF1, 2.0/3)
		if l.Label == "person" && l.AttributeAgreement.Defined() {
			t.Errorf("persons have no attributes, yet %v", l.AttributeAgreement)
		}
	}
}

func TestReportSaysWhatItLeavesOut(t *testing.T) {
	both := parsed(t, "[person Ana] left", "[person Ana] left")
	one := parsed(t, "[person Ben] came")
	other := work{document: one.document, sets: []model.AnnotationSet{{Annotator: "zoe"}}}
	both.sets[0].Blind, both.sets[1].Blind = model.Blind, model.Seen
	r := report(t, []work{both, one, other}, Options{Annotators: people[:2]})
	if r.Documents != 1 || r.Left != 1 {
		t.Errorf("%d documents, %d left", r.Documents, r.Left)
	}
	want := []Blindness{{"ana", 1, 0, 0}, {"ben", 0, 1, 0}}
	if diff := cmp.Diff(want, r.Blind); diff != "" {
		t.Error(diff)
	}
}

// Of three, of whom no document has all, each pair is measured over what both
// have.
func TestPairsAreMeasuredOverWhatTheyShare(t *testing.T) {
	three := parsed(t, "[person Ana] met [person Ben]", "[person Ana] met [person Ben]", "[person Ana] met [denial Ben]")
	only := func(i, j int) work { return work{three.document, []model.AnnotationSet{three.sets[i], three.sets[j]}} }
	opt := Options{Annotators: people}
	r := report(t, []work{only(0, 1), only(0, 2), only(0, 2)}, opt)
	none := Undefined("there is no document in which both have annotations")
	want := []Shared{{"ana", "ben", 1, Value{V: 1}}, {"ana", "eva", 2, Value{V: 0.5}}, {"ben", "eva", 0, none}}
	if diff := cmp.Diff(want, r.Shared); diff != "" || r.Documents != 0 || r.Left != 3 {
		t.Errorf("%d compared, %d left: %s", r.Documents, r.Left, diff)
	}
	opt.Label = "denial"
	if s := report(t, []work{only(0, 2)}, opt).Shared[1]; s.F1 != (Value{}) || s.Documents != 1 {
		t.Errorf("of a label that one gave: %+v", s)
	}
	mixed := report(t, []work{three, only(0, 1), three}, Options{Annotators: people})
	for i, p := range mixed.Overall.Strict.Pairs {
		if s := mixed.Shared[i]; s.F1 != p.Value || s.Documents != []int{3, 2, 2}[i] {
			t.Errorf("%+v, over all documents %+v", s, p)
		}
	}
}

func TestZeroHasNoSign(t *testing.T) {
	for v, want := range map[float64]string{-0.001: "0.00", 0: "0.00", -0.006: "-0.01", -1: "-1.00", 0.5: "0.50"} {
		if got := (Value{V: v}).Text(2); got != want {
			t.Errorf("%v is %q", v, got)
		}
	}
	if got := Undefined("why").Text(2); got != "" {
		t.Errorf("what is undefined is %q", got)
	}
}

// values returns every figure of the report by its name.
func values(r Report) map[string]Value {
	found := map[string]Value{}
	add := func(prefix string, f Figures) {
		for way, s := range map[string]Score{"strict": f.Strict, "exact": f.Exact, "partial": f.Partial, "type": f.Type} {
			found[prefix+way+".precision"], found[prefix+way+".recall"] = s.Precision, s.Recall
			found[prefix+way+".f1"], found[prefix+way+".sd"] = s.F1, s.SD
		}
		for name, v := range map[string]Value{
			"token_kappa": f.TokenKappa, "token_pi": f.TokenPi, "token_alpha": f.TokenAlpha,
			"alpha_u": f.AlphaU, "u_alpha": f.UAlpha, "cu_alpha": f.CUAlpha, "k_u_alpha": f.KUAlpha, "gamma": f.Gamma,
			"relation_f1": f.RelationF1, "attribute_agreement": f.AttributeAgreement,
		} {
			found[prefix+name] = v
		}
	}
	add("", r.Overall)
	for _, l := range r.Labels {
		add(l.Label+".", l.Figures)
	}
	return found
}

// annotated draws a document and sets of that many annotators.
func annotated(annotators int) *rapid.Generator[work] {
	return rapid.Custom(func(t *rapid.T) work {
		first := modeltest.Edited(12).Draw(t, "first")
		w := work{document: first.Document}
		for i := range annotators {
			next := first
			if i > 0 && rapid.Bool().Draw(t, "alike") {
				next.Set = w.sets[0]
			} else if i > 0 {
				next.Set = model.AnnotationSet{Document: first.Document.ID}
			}
			for range rapid.IntRange(0, 8).Draw(t, "edits") {
				if c, err := modeltest.Change(t, next); err == nil {
					next.Set, err = next.Set.Apply(c)
					if err != nil {
						t.Fatal(err)
					}
				}
			}
			next.Set.Annotator = people[i]
			w.sets = append(w.sets, next.Set)
		}
		return w
	})
}

func TestNoFigureIsNotANumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 3).Draw(t, "annotators")
		all := rapid.SliceOfN(annotated(n), 0, 3).Draw(t, "documents")
		r := report(t, all, Options{Annotators: people[:n], Samples: 5})
		for name, v := range values(r) {
			if math.IsNaN(v.V) || math.IsInf(v.V, 0) || v.V > 1+1e-9 || !v.Defined() && v.V != 0 {
				t.Errorf("%s is %v", name, v)
			}
			if n < 2 && v.Defined() {
				t.Errorf("%s of one annotator is %v", name, v)
			}
		}
	})
}

func TestAgreementWithOneselfIsPerfect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := annotated(1).Draw(t, "work")
		for _, annotator := range people[1:rapid.IntRange(2, 3).Draw(t, "annotators")] {
			again := w.sets[0]
			again.Annotator = annotator
			w.sets = append(w.sets, again)
		}
		r := report(t, []work{w}, Options{Annotators: annotators(w)})
		for name, v := range values(r) {
			want := 1.0
			if strings.HasSuffix(name, ".sd") {
				want = 0
			}
			if v.Defined() && math.Abs(v.V-want) > 1e-9 {
				t.Errorf("%s with oneself is %v", name, v.V)
			}
		}
		for _, c := range Compare(w.sets) {
			if c.Kind != Agreed {
				t.Errorf("a case differs: %+v", c)
			}
		}
	})
}

func TestGammaIsTheMeanOfPairs(t *testing.T) {
	w := parsed(t, "[person Ana] met [person Ben] in [meeting Rome]", "[person Ana] met [person Ben] in [meeting Rome]", "[person Ana] met Ben [denial in Rome]")
	all := report(t, []work{w}, Options{Annotators: people, Gamma: true})
	if same := report(t, []work{w}, Options{Annotators: people[:2], Gamma: true}); same.Overall.Gamma != (Value{V: 1}) {
		t.Errorf("gamma of two who did the same is %v", same.Overall.Gamma)
	}
	sum := 1.0
	for _, pair := range [][]model.Annotator{{"ana", "eva"}, {"ben", "eva"}} {
		sum += report(t, []work{w}, Options{Annotators: pair, Gamma: true}).Overall.Gamma.V
	}
	checkValue(t, "gamma", all.Overall.Gamma, sum/3)
	for _, l := range all.Labels {
		if l.Label == "denial" && l.Gamma.Defined() {
			t.Errorf("only one annotator has a denial, yet gamma is %v", l.Gamma)
		}
	}
}

func TestSwappingAnnotatorsChangesNothingSymmetric(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := annotated(3).Draw(t, "work")
		n := rapid.IntRange(2, 3).Draw(t, "annotators")
		one := values(report(t, []work{w}, Options{Annotators: people[:n]}))
		turned := slices.Clone(people[:n])
		slices.Reverse(turned)
		two := values(report(t, []work{w}, Options{Annotators: turned}))
		for name, v := range one {
			switch {
			case strings.HasSuffix(name, ".precision"):
				name = strings.TrimSuffix(name, "precision") + "recall"
			case strings.HasSuffix(name, ".recall"):
				name = strings.TrimSuffix(name, "recall") + "precision"
			}
			checkEqual(t, name, v, two[name])
		}
	})
}

func checkEqual(t *rapid.T, name string, a, b Value) {
	if a.Defined() != b.Defined() || math.Abs(a.V-b.V) > 1e-9 {
		t.Errorf("%s is %v, then %v", name, a, b)
	}
}

func TestRenamingLabelsChangesNothing(t *testing.T) {
	names := map[string]string{"person": "zebra", "meeting": "yak", "statement": "xenon", "denial": "able"}
	rapid.Check(t, func(t *rapid.T) {
		w := annotated(2).Draw(t, "work")
		renamed := work{document: w.document}
		for _, s := range w.sets {
			s.Annotations = slices.Clone(s.Annotations)
			for i := range s.Annotations {
				s.Annotations[i].Label = names[s.Annotations[i].Label]
			}
			renamed.sets = append(renamed.sets, s)
		}
		one := values(report(t, []work{w}, Options{Annotators: people[:2]}))
		two := values(report(t, []work{renamed}, Options{Annotators: people[:2]}))
		for name, v := range one {
			if strings.HasSuffix(name, "relation_f1") || strings.HasSuffix(name, "attribute_agreement") {
				continue // of two labels on one place, which one corresponds to a third may change
			}
			if label, rest, of := strings.Cut(name, "."); of && names[label] != "" {
				name = names[label] + "." + rest
			}
			checkEqual(t, name, v, two[name])
		}
	})
}

func TestCountsPoolOverDocuments(t *testing.T) {
	a := parsed(t, "[person Ana] left", "[person Ana] left")
	b := parsed(t, "[person Ben] and [person Eva] and [person Ida]", "Ben and Eva and [person Ida]")
	r := report(t, []work{a, b}, Options{Annotators: people[:2]})
	checkValue(t, "pooled F1", r.Overall.Strict.F1, 4.0/6)
	if r.Disputed[0].Document != b.document.ID || r.Disputed[0].F1.V != 0.5 {
		t.Errorf("most disputed is %+v", r.Disputed[0])
	}
}

func TestMeanAndDeviationOverPairs(t *testing.T) {
	w := parsed(t, "[person Ana] met [person Ben]", "[person Ana] met [person Ben]", "[person Ana] met Ben")
	s := report(t, []work{w}, Options{Annotators: people}).Overall.Strict
	checkValue(t, "mean", s.F1, (1+2.0/3+2.0/3)/3)
	checkValue(t, "deviation", s.SD, math.Sqrt(2.0/81)) // of 1, 2/3, 2/3 as a whole population
	if len(s.Pairs) != 3 || s.Pairs[0].A != "ana" || s.Pairs[2].B != "eva" {
		t.Errorf("pairs are %v", s.Pairs)
	}
}

func TestLabelLimitsTheReport(t *testing.T) {
	w := parsed(t, "[person Ana] saw [denial Ben]", "[person Ana] saw [person Ben]")
	r := report(t, []work{w}, Options{Annotators: people[:2], Label: "person", Samples: 0})
	checkValue(t, "F1 of person", r.Overall.Strict.F1, 2.0/3)
	if len(r.Labels) != 1 || !cmp.Equal(r.Labels[0].Figures, r.Overall) {
		t.Errorf("labels: %+v", r.Labels)
	}
	none := report(t, []work{w}, Options{Annotators: people[:2], Label: "meeting"})
	for name, v := range values(none) {
		if v.Defined() {
			t.Errorf("%s of a label that nobody gave is %v", name, v)
		}
	}
}

func TestBootstrapCanBeRepeated(t *testing.T) {
	all := workload(40)
	opt := Options{Annotators: people, Samples: 200, Seed: 3}
	one, two := report(t, all, opt), report(t, all, opt)
	if diff := cmp.Diff(one.Overall.CI, two.Overall.CI); diff != "" {
		t.Error(diff)
	}
	opt.Seed = 4
	if other := report(t, all, opt); cmp.Equal(one.Overall.CI, other.Overall.CI) {
		t.Error("another seed gives the same intervals")
	}
	for name, v := range map[string]Value{"strict.f1": one.Overall.Strict.F1, "token_alpha": one.Overall.TokenAlpha, "relation_f1": one.Overall.RelationF1} {
		ci, there := one.Overall.CI[name]
		if !there || ci.Low > v.V || ci.High < v.V || ci.High-ci.Low > 0.2 || ci.High == ci.Low {
			t.Errorf("%s is %v in %v", name, v, ci)
		}
	}
	if len(one.Labels[0].CI) == 0 {
		t.Error("labels have no intervals")
	}
	if r := report(t, all[:1], opt); r.Overall.CI != nil {
		t.Errorf("one document gives intervals: %v", r.Overall.CI)
	}
}

func TestReportTellsProgressAndEndsWhenCancelled(t *testing.T) {
	acc := New(Options{Annotators: people, Samples: 300, Gamma: true})
	for _, w := range workload(3) {
		acc.Add(acc.Measure(w.document, w.sets))
	}
	last := -1
	ctx, cancel := context.WithCancel(context.Background())
	_, err := acc.Report(ctx, func(done, total int) {
		if done < last || done > total {
			t.Errorf("progress %d of %d after %d", done, total, last)
		}
		if last = done; done == total {
			cancel()
		}
	})
	if err != nil || last < 0 {
		t.Errorf("ended with %v at %d", err, last)
	}
	if _, err := acc.Report(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func ExampleCompare() {
	_, ana := modeltest.Parse("[person Ana] met [person Ben Ruiz].")
	_, eva := modeltest.Parse("[person Ana] met Ben [person Ruiz].")
	eva.Annotator = "eva"
	for _, c := range Compare([]model.AnnotationSet{ana, eva}) {
		fmt.Println(c.Kind, c.Hull())
	}
	// Output:
	// agreed [0, 3)
	// boundary [8, 16)
}
