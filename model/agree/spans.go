package agree

import "dragoman/model"

// Counts are the counts of MUC-5 (Chinchor and Sundheim 1993) as SemEval 2013
// task 9 (Segura-Bedmar et al. 2013) uses them, of one annotator's annotations
// against those of a reference.
type Counts struct {
	Correct   int // COR
	Incorrect int // INC: matched, and wrong by this way of counting
	Partial   int // PAR: matched with other boundaries, where that counts half
	Missing   int // MIS: in the reference alone
	Spurious  int // SPU: in the other alone
}

// Possible returns the number of annotations of the reference, MUC's POS.
func (c Counts) Possible() int { return c.Correct + c.Incorrect + c.Partial + c.Missing }

// Actual returns the number of annotations of the other, MUC's ACT.
func (c Counts) Actual() int { return c.Correct + c.Incorrect + c.Partial + c.Spurious }

// Precision is (COR + PAR/2) / ACT. It is undefined when the other annotator
// has no annotation.
func (c Counts) Precision() Value {
	return ratio(float64(2*c.Correct+c.Partial), float64(2*c.Actual()), whyOneEmpty)
}

// Recall is (COR + PAR/2) / POS. It is undefined when the reference has no
// annotation.
func (c Counts) Recall() Value {
	return ratio(float64(2*c.Correct+c.Partial), float64(2*c.Possible()), whyOneEmpty)
}

// F1 is the harmonic mean of precision and recall, 2 (COR + PAR/2) / (POS +
// ACT). It is the same whoever is the reference, 0 when one of the two has no
// annotation, and undefined when neither has. The F1 of strict counts is
// positive specific agreement (Hripcsak and Rothschild 2005).
func (c Counts) F1() Value {
	return ratio(float64(2*c.Correct+c.Partial), float64(c.Possible()+c.Actual()), whyBothEmpty)
}

const (
	whyOneEmpty  = "one annotator has no annotation to compare"
	whyBothEmpty = "neither annotator has an annotation to compare"
)

// ratio returns part/whole, undefined for the reason when whole is 0.
func ratio(part, whole float64, why string) Value {
	if whole == 0 {
		return Undefined(why)
	}
	return Value{V: part / whole}
}

// SpanCounts are the four ways of counting of SemEval 2013 task 9. All four
// count the same pairs, those of Match.
type SpanCounts struct {
	Strict  Counts // correct: the same fragments and label
	Exact   Counts // correct: the same fragments, whatever the label
	Partial Counts // correct: the same fragments; partial: any overlap; whatever the label
	Type    Counts // correct: any overlap and the same label
}

// CountSpans counts the annotations of an annotator against those of a
// reference.
func CountSpans(reference, other []model.Annotation) SpanCounts {
	labels := labelsIn(reference, other)
	a, b := itemsOf(reference, labels), itemsOf(other, labels)
	var m matcher
	return countSpans(a, b, m.match(a, b))
}

func countSpans(a, b []item, pairs []Pair) SpanCounts {
	rest := Counts{Missing: len(a) - len(pairs), Spurious: len(b) - len(pairs)}
	s := SpanCounts{rest, rest, rest, rest}
	for _, p := range pairs {
		place, label := compareFragments(a[p.A], b[p.B]) == 0, a[p.A].label == b[p.B].label
		tally(place && label, &s.Strict.Correct, &s.Strict.Incorrect)
		tally(place, &s.Exact.Correct, &s.Exact.Incorrect)
		tally(place, &s.Partial.Correct, &s.Partial.Partial)
		tally(label, &s.Type.Correct, &s.Type.Incorrect)
	}
	return s
}

func tally(holds bool, yes, no *int) {
	if holds {
		*yes++
	} else {
		*no++
	}
}
