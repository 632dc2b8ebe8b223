package agree

import "dragoman/model"

// Value is a figure that may be undefined. The zero value is the figure 0.
type Value struct {
	V   float64
	Why string // why it is undefined, as a sentence without a full stop; "" when V holds
}

// Defined reports whether the value is a figure.
func (v Value) Defined() bool { return v.Why == "" }

// Undefined returns the value that is not defined, and why.
func Undefined(why string) Value { return Value{Why: why} }

// PairValue is a figure for two annotators.
type PairValue struct {
	A, B  model.Annotator // A was named first and is the reference
	Value Value
}

// Score is precision, recall and F1 by one way of counting, as means over the
// pairs of annotators.
type Score struct {
	Precision, Recall, F1 Value
	SD                    Value // standard deviation of F1 over the pairs
	Pairs                 []PairValue
}

// Interval is a confidence interval.
type Interval struct{ Low, High float64 }

// Figures are the measures of agreement over all labels, or for one.
type Figures struct {
	Strict, Exact, Partial, Type     Score
	TokenKappa, TokenPi, TokenAlpha  Value
	AlphaU, UAlpha, CUAlpha, KUAlpha Value
	Gamma                            Value
	RelationF1, AttributeAgreement   Value
	CI                               map[string]Interval // by name, as "strict.f1"
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

// WordFigures says how disputed a covered text is over all documents.
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
	Labels     []LabelFigures // sorted by label
	Blind      []Blindness
	Disputed   []DocumentFigures // the most disputed first
	Words      []WordFigures     // the most disputed first
	Confusion  Confusion
}
