package html

import (
	"fmt"
	"slices"

	"dragoman/model"
	"dragoman/model/agree"
)

// What is listed of the most disputed documents and words.
const (
	maxDisputed = 20
	maxWords    = 15
)

// agreement is the section of the page that gives the figures.
type agreement struct {
	agree.Report
	Reference *person
	Headline  []figure
	Measures  []figure
	Pairs     []pairRow
	People    []*person
	Bars      []bar
	Confused  confusion
	Documents []disputed
	Texts     []agree.WordFigures
}

// figure is a measure with its value.
type figure struct {
	Name     string
	Value    string // "" where it is undefined
	Interval string // "" where there is none
	Note     string // what it counts
	Why      string // why it is undefined
}

// pairRow is a row of the matrix of pairs.
type pairRow struct {
	*person
	Cells []pairCell
}

type pairCell struct {
	figure
	Self      bool
	Documents int
	Shade     int // 0 to 4
}

// bar is the agreement on one label, on a scale of 100.
type bar struct {
	*label
	figure
	At        string
	Low, High string // "" where there is no interval
}

// confusion is the table of labels that one gave where another gave which.
type confusion struct {
	Columns []string
	Rows    []confusedRow
}

type confusedRow struct {
	Title string
	Cells []confusedCell
}

type confusedCell struct {
	Count int
	Same  bool
	Void  bool // nothing for nothing, which cannot be counted
}

// disputed is a document in which annotators differ.
type disputed struct {
	agree.DocumentFigures
	ID string // in the page
	F1 string
}

// newAgreement lays out what was measured.
func (p *page) newAgreement(r agree.Report, ids map[model.DocumentID]string) *agreement {
	a := &agreement{Report: r, People: p.people.list, Texts: disputedWords(r.Words)}
	a.Reference = p.people.person(r.Annotators[0])
	a.Measures = measures(r.Overall, a.Reference)
	a.Headline = headline(r.Overall)
	for _, l := range r.Labels {
		a.Bars = append(a.Bars, newBar(p.labels.label(l.Label), l.Figures))
	}
	a.Confused = p.confusion(r.Confusion)
	a.Pairs = p.matrix(r.Annotators, r.Shared)
	for _, d := range r.Disputed[:min(len(r.Disputed), maxDisputed)] {
		if d.Cases > 0 {
			a.Documents = append(a.Documents, disputed{d, ids[d.Document], newFigure("", d.F1, nil, "").Value})
		}
	}
	return a
}

func disputedWords(words []agree.WordFigures) []agree.WordFigures {
	words = slices.DeleteFunc(slices.Clone(words), func(w agree.WordFigures) bool { return w.Cases == 0 })
	return words[:min(len(words), maxWords)]
}

// newFigure lays out one value. Its interval is found by its key, if it has
// one.
func newFigure(name string, v agree.Value, ci map[string]agree.Interval, key string) figure {
	f := figure{Name: name, Value: v.Text(2), Why: v.Why}
	if i, there := ci[key]; there && v.Defined() {
		f.Interval = fmt.Sprintf("%.2f–%.2f", i.Low, i.High)
	}
	return f
}

func headline(f agree.Figures) []figure {
	return []figure{
		newFigure("strict F1", f.Strict.F1, f.CI, "strict.f1"),
		newFigure("partial F1", f.Partial.F1, f.CI, "partial.f1"),
		newFigure("token kappa", f.TokenKappa, f.CI, "token_kappa"),
		newFigure("relation F1", f.RelationF1, f.CI, "relation_f1"),
		newFigure("attributes", f.AttributeAgreement, f.CI, "attribute_agreement"),
	}
}

// notes say of the measures on a page what they count, by name. Gamma is not
// measured for a page.
var notes = map[string]string{
	"strict.f1":           "same label and same boundaries",
	"exact.f1":            "same boundaries, whatever the label",
	"partial.f1":          "overlap counts half, whatever the label",
	"type.f1":             "same label and some overlap",
	"token_kappa":         "labels of each token, beyond chance; Cohen’s for two annotators, Fleiss’ for more",
	"token_pi":            "the same, with one distribution of labels for all; Scott’s",
	"token_alpha":         "the same, corrected for small numbers; Krippendorff’s",
	"alpha_u":             "where units begin and end, label by label; Krippendorff 2004",
	"u_alpha":             "where units begin and end, and their labels; Krippendorff 2016",
	"cu_alpha":            "labels where units of both overlap",
	"relation_f1":         "relations between annotations that correspond",
	"attribute_agreement": "same value, where annotations correspond",
}

// measures returns the figures with what each counts.
func measures(f agree.Figures, reference *person) []figure {
	scores := map[string]agree.Score{"strict.f1": f.Strict, "exact.f1": f.Exact, "partial.f1": f.Partial, "type.f1": f.Type}
	var figures []figure
	for _, m := range agree.Measures {
		note, there := notes[m.Name]
		if !there {
			continue
		}
		if s, scored := scores[m.Name]; scored {
			note += ratios(s, reference)
		}
		x := newFigure(m.Title, m.Of(f), f.CI, m.Name)
		x.Note = note
		figures = append(figures, x)
	}
	return figures
}

func ratios(s agree.Score, reference *person) string {
	if !s.Precision.Defined() || !s.Recall.Defined() {
		return ""
	}
	return fmt.Sprintf("; precision %.2f, recall %.2f against %s", s.Precision.V, s.Recall.V, reference.Name)
}

func newBar(l *label, f agree.Figures) bar {
	b := bar{label: l, figure: newFigure(l.Title, f.Strict.F1, f.CI, "strict.f1")}
	percent := func(v float64) string { return fmt.Sprintf("%.1f", 100*min(max(v, 0), 1)) }
	if b.Value != "" {
		b.At = percent(f.Strict.F1.V)
	}
	if i := f.CI["strict.f1"]; b.Interval != "" {
		b.Low, b.High = percent(i.Low), percent(i.High)
	}
	return b
}

func (p *page) confusion(c agree.Confusion) confusion {
	var t confusion
	for _, name := range c.Labels {
		title := "nothing"
		if name != "" {
			title = p.labels.label(name).Title
		}
		t.Columns = append(t.Columns, title)
	}
	for i, counts := range c.Counts {
		row := confusedRow{Title: t.Columns[i]}
		for j, n := range counts {
			row.Cells = append(row.Cells, confusedCell{n, i == j, i == j && c.Labels[i] == ""})
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// matrix returns the pairs of three annotators and more, over the documents
// that both worked on.
func (p *page) matrix(annotators []model.Annotator, pairs []agree.Shared) []pairRow {
	if len(annotators) < 3 {
		return nil
	}
	var rows []pairRow
	for _, a := range annotators {
		row := pairRow{person: p.people.person(a)}
		for _, b := range annotators {
			row.Cells = append(row.Cells, newPairCell(a, b, pairs))
		}
		rows = append(rows, row)
	}
	return rows
}

func newPairCell(a, b model.Annotator, pairs []agree.Shared) pairCell {
	i := slices.IndexFunc(pairs, func(x agree.Shared) bool { return x.A == a && x.B == b || x.A == b && x.B == a })
	if i < 0 {
		return pairCell{Self: a == b}
	}
	x := pairs[i]
	return pairCell{figure: newFigure("", x.F1, nil, ""), Documents: x.Documents, Shade: min(int(x.F1.V*5), 4)}
}
