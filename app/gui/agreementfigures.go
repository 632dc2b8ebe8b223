package gui

import (
	"fmt"
	"strconv"

	"dragoman/app/gui/chart"
	"dragoman/app/gui/panel"
	"dragoman/model"
	"dragoman/model/agree"
)

// allFigures is the matrix of all figures; what is saved of it holds a figure
// in a row, with its interval or the reason why there is none.
type allFigures struct {
	chart.Matrix
	report agree.Report
}

func figuresChart(r agree.Report, schema model.Schema) allFigures {
	m := chart.Matrix{Corner: "measure", Cols: []string{"all labels"}}
	columns := []agree.Figures{r.Overall}
	for _, l := range r.Labels {
		m.Cols, columns = append(m.Cols, labelTitle(schema, l.Label)), append(columns, l.Figures)
	}
	for _, measure := range agree.Measures {
		name := capital(measure.Title)
		m.Rows = append(m.Rows, name)
		var row []chart.Cell
		for i, f := range columns {
			row = append(row, figureCell(name, m.Cols[i], measure.Of(f), f.CI, measure.Name))
		}
		m.Cells = append(m.Cells, row)
	}
	return allFigures{m, r}
}

func figureCell(name, of string, v agree.Value, intervals map[string]agree.Interval, key string) chart.Cell {
	c := chart.Cell{Text: panel.Number(v), Share: 0.5 * v.V, Quiet: !v.Defined(), Lead: -1, Hint: panel.Sentence(name+" of "+of, v)}
	if ci, there := intervals[key]; there && v.Defined() {
		c.Hint = fmt.Sprintf("%s of %s is %s; with 95 %% confidence between %.2f and %.2f.", name, of, c.Text, ci.Low, ci.High)
	}
	return c
}

// Table implements chart.Chart.
func (a allFigures) Table() chart.Table {
	t := chart.Table{Header: []string{"measure", "label", "value", "low", "high", "undefined"}}
	add := func(label string, f agree.Figures) {
		for _, m := range agree.Measures {
			v, row := m.Of(f), []string{capital(m.Title), label, "", "", "", ""}
			row[5] = v.Why
			if v.Defined() {
				row[2] = decimal(v.V)
			}
			if ci, ok := f.CI[m.Name]; ok && v.Defined() {
				row[3], row[4] = decimal(ci.Low), decimal(ci.High)
			}
			t.Rows = append(t.Rows, row)
		}
	}
	add("", a.report.Overall)
	for _, l := range a.report.Labels {
		add(l.Label, l.Figures)
	}
	return t
}

// overviewTable holds the strict F1 of all, of each pair and of each label, with
// the number of documents that each is about.
func overviewTable(r agree.Report) chart.Table {
	t := chart.Table{Header: []string{"pair", "label", "documents", "strict F1", "low", "high", "undefined"}}
	add := func(pair, label string, documents int, v agree.Value, intervals map[string]agree.Interval) {
		row := []string{pair, label, strconv.Itoa(documents), "", "", "", v.Why}
		if v.Defined() {
			row[3] = decimal(v.V)
		}
		if ci, there := intervals["strict.f1"]; there && v.Defined() {
			row[4], row[5] = decimal(ci.Low), decimal(ci.High)
		}
		t.Rows = append(t.Rows, row)
	}
	add("", "", r.Documents, r.Overall.Strict.F1, r.Overall.CI)
	for _, p := range r.Shared {
		add(string(p.A)+" and "+string(p.B), "", p.Documents, p.F1, nil)
	}
	for _, l := range r.Labels {
		add("", l.Label, r.Documents, l.Strict.F1, l.CI)
	}
	return t
}

func decimal(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
