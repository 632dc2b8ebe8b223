package agree

import (
	"strconv"
	"strings"

	"dragoman/model"
)

// Value is a figure that may be undefined. The zero value is the figure 0.
type Value struct {
	V   float64
	Why string // why it is undefined, as a sentence without a full stop; "" when V holds
}

// Defined reports whether the value is a figure.
func (v Value) Defined() bool { return v.Why == "" }

// Undefined returns the value that is not defined, and why.
func Undefined(why string) Value { return Value{Why: why} }

// Text returns the figure with so many decimals, zero without a sign; "" when
// it is undefined.
func (v Value) Text(decimals int) string {
	if !v.Defined() {
		return ""
	}
	text := strconv.FormatFloat(v.V, 'f', decimals, 64)
	if strings.Trim(text, "-0.") == "" {
		return strings.TrimPrefix(text, "-")
	}
	return text
}

// PairValue is a figure for two annotators.
type PairValue struct {
	A, B  model.Annotator // A was named first and is the reference
	Value Value
}

// Score is precision, recall and F1 by one way of counting, as means over the
// pairs of annotators for which they are defined.
type Score struct {
	Precision, Recall, F1 Value
	SD                    Value // standard deviation of F1 over the pairs, as of a whole population: 0 for one pair
	Pairs                 []PairValue
}

// Interval is a confidence interval.
type Interval struct{ Low, High float64 }

// Figures are the measures of agreement over all labels, or for one. For one
// label only its annotations count, and are matched anew among themselves; but
// relations and attributes are those of annotations that were matched over all
// labels. Counts pool over documents.
type Figures struct {
	Strict, Exact, Partial, Type     Score // see SpanCounts
	TokenKappa                       Value // Cohen's for two annotators, Fleiss' for more
	TokenPi                          Value // Scott's; mean over pairs
	TokenAlpha                       Value // Krippendorff's, nominal
	AlphaU, UAlpha, CUAlpha, KUAlpha Value // see MeasureUnits
	Gamma                            Value // mean over pairs, see Gamma
	RelationF1, AttributeAgreement   Value // mean over pairs
	// CI holds the 95 % confidence intervals by name: strict.f1, exact.f1,
	// partial.f1, type.f1, token_alpha, token_kappa, relation_f1. Where a
	// figure is undefined or no sample was drawn there is none.
	CI map[string]Interval
}

// LabelFigures are the figures of one label.
type LabelFigures struct {
	Label string
	Figures
}

// Blindness counts the compared sets of one annotator by how they were made.
type Blindness struct {
	Annotator            model.Annotator
	Blind, Seen, Unknown int
}

// DocumentFigures says how disputed one document is.
type DocumentFigures struct {
	Document model.DocumentID
	Title    string
	Cases    int   // in which the annotators differ
	Agreed   int   // cases in which they do not
	F1       Value // strict, mean over pairs
}

// WordFigures says how disputed a covered text of at most 60 bytes is over all
// documents: a case counts for the text of the first annotator in it.
type WordFigures struct {
	Text   string // as covered, in lower case
	Cases  int    // in which the annotators differ
	Agreed int
	Labels []string // those that were given, sorted
}

// Confusion counts, over the pairs of annotators, which label one gave where
// the other gave which. "" stands for nothing.
type Confusion struct {
	Labels []string // sorted, "" last
	Counts [][]int  // by the label of the reference, then of the other
}

// Report is what was measured.
type Report struct {
	Annotators []model.Annotator // the first is the reference
	Documents  int               // in which each of them has a set: only these are compared
	Left       int               // documents in which one of them, not all, has a set
	Tokens     int
	Tokenizer  string
	Overall    Figures
	Shared     []Shared       // by pair, as the annotators are named
	Labels     []LabelFigures // sorted by label
	Blind      []Blindness
	Disputed   []DocumentFigures // the most disputed first
	Words      []WordFigures     // the most disputed first, at most 200
	Confusion  Confusion
}
