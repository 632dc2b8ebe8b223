package agree

import "iter"

// layout says where in a row of counts which count stands. There is a row for
// each label and one over all labels. All measures but those of units are
// functions of these counts, which add up over documents: so they pool, and a
// bootstrap sample is a weighted sum of rows.
//
// A row begins with the counts of each annotator, followed by those of each
// pair of annotators.
type layout struct{ annotators int }

// The counts of an annotator.
const (
	countAnnotations = iota
	countTokens      // that have the label; over all labels: all tokens
	annotatorCounts
)

// The counts of a pair of annotators. A is the one that was named first.
const (
	countStrict    = iota // COR of the strict counts, see SpanCounts
	countExact            // COR of the exact counts
	countPartial          // 2 COR + PAR of the partial counts
	countType             // COR of the type counts
	countDiffering        // tokens on which the two differ
	countRelationsA
	countRelationsB
	countRelationsSame // those of A that B has too, and those of B that A has
	countAttributes
	countAttributesSame
	pairCounts
)

func (l layout) pairs() int { return l.annotators * (l.annotators - 1) / 2 }

func (l layout) width() int { return l.annotators*annotatorCounts + l.pairs()*pairCounts }

// one returns where the counts of an annotator begin.
func (l layout) one(annotator int) int { return annotator * annotatorCounts }

// two returns where the counts of a pair begin.
func (l layout) two(pair int) int { return l.annotators*annotatorCounts + pair*pairCounts }

// each yields the number of each pair and its two annotators, A before B.
func (l layout) each(f func(pair, a, b int)) {
	n := 0
	pairs(l.annotators, func(a, b int) {
		f(n, a, b)
		n++
	})
}

// counted reads the counts of one label, or of all labels, out of a sum of
// rows.
type counted struct {
	layout
	row    []int64
	tokens int64
	// given is how often each annotator gave each set of labels to a token;
	// nil when this is one label, which a token has or has not.
	given [][]int64
}

func (c counted) annotations(annotator int) int64 { return c.row[c.one(annotator)+countAnnotations] }

func (c counted) pair(pair, count int) int64 { return c.row[c.two(pair)+count] }

// categories yields how often each annotator gave each category to a token.
func (c counted) categories() iter.Seq[[]int64] {
	return func(yield func([]int64) bool) {
		for _, given := range c.given {
			if !yield(given) {
				return
			}
		}
		if c.given != nil {
			return
		}
		with, without := make([]int64, c.annotators), make([]int64, c.annotators)
		for i := range c.annotators {
			with[i] = c.row[c.one(i)+countTokens]
			without[i] = c.tokens - with[i]
		}
		if yield(with) {
			yield(without)
		}
	}
}
