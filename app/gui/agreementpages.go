package gui

import (
	"context"
	"fmt"
	"strings"
	"time"

	"dragoman/app/background"
	"dragoman/app/gui/chart"
	"dragoman/app/gui/panel"
	"dragoman/app/job"
	"dragoman/model"
	"dragoman/model/agree"
)

// page is one chart of the agreement dialog.
type page struct {
	title  string // of the picture
	note   string // what it shows, in a line
	chart  chart.Chart
	width  float32 // at most
	empty  string  // what to say and do where there is nothing to draw
	load   func()  // makes the chart later; nil for one that is there
	choose func(lead int)
}

// hint says how to go on from a page.
func (p page) hint() string {
	if p.choose == nil || p.empty != "" {
		return ""
	}
	return "Click a figure to see its cases, or go to it with the arrow keys and press Enter."
}

// mostDisputed is how many documents and words a chart shows; the figures that
// are saved hold all.
const mostDisputed = 40

// reportPages returns the pages of a report, in the order of pageNames.
func (a *agreement) reportPages(r agree.Report) []page {
	pages := []page{
		a.overviewPage(r), a.documentsPage(r), a.wordsPage(r), a.confusionPage(r),
		{title: "All figures", note: "Every measure, over all labels and for each. What is not defined says why when you point at it.", chart: figuresChart(r, a.schema), width: 1400},
		blindPage(r),
		{title: "Documents done", width: 1200, load: a.loadPace},
	}
	if r.Documents == 0 { // pairs and progress alone are about something
		for i := 1; i < len(pages)-1; i++ {
			pages[i].empty = noneOfAll + " Leave one of them out above."
		}
	}
	return pages
}

// noneOfAll says why there are figures of pairs alone.
const noneOfAll = "No document has annotations of all of them, so only pairs are compared, each in the documents that both have."

// overviewPage shows the pairs of annotators beside the labels.
func (a *agreement) overviewPage(r agree.Report) page {
	pairs := len(r.Annotators) * len(r.Annotators) // the leads of the pairs come before those of the labels
	labels := "Labels, with 95 % confidence over documents"
	if r.Documents == 0 {
		labels = "Labels: n/a, no document has annotations of all"
	}
	return page{
		title: "Strict F1 of pairs and labels", note: a.comparedNote(r), width: 1400,
		chart: chart.Beside{
			Left:  chart.Titled{Title: "Pairs of annotators, in the documents both have", Chart: panel.PairsChart(r)},
			Right: chart.Titled{Title: labels, Chart: panel.LabelsChart(r, a.schema)},
			Split: pairs, Figures: overviewTable(r),
		},
		choose: func(lead int) {
			if lead < pairs {
				a.pairCases(panel.PairAt(r, lead))
				return
			}
			a.labelCases(r.Labels[lead-pairs].Label)
		},
	}
}

func (a *agreement) comparedNote(r agree.Report) string {
	if r.Documents == 0 {
		return noneOfAll
	}
	all := len(a.w.session.Reviewable())
	text := fmt.Sprintf("%d of %s compared", r.Documents, count(all, "document"))
	if r.Left > 0 {
		text += fmt.Sprintf(", %d left out in which not all have annotations", r.Left)
	}
	if n := all - r.Documents - r.Left; n > 0 {
		text += fmt.Sprintf(", %d in which nobody compared has any", n)
	}
	return text + fmt.Sprintf(" · %s, %s · %s is the reference", count(r.Tokens, "token"), r.Tokenizer, r.Annotators[0])
}

func (a *agreement) documentsPage(r agree.Report) page {
	b := chart.Bars{Of: "document", Unit: "differ", Whole: "of"}
	for i, d := range r.Disputed {
		b.Top = max(b.Top, float64(d.Cases+d.Agreed))
		b.Rows = append(b.Rows, disputedBar(i, d.Title, d.Cases, d.Agreed, panel.Sentence("Strict F1 there", d.F1)))
	}
	return page{
		title: "The most disputed documents", note: "Cases in which the annotators differ, before those in which they agree.", chart: shortened{b}, width: 1200,
		empty: emptyIf(len(b.Rows) == 0, "The annotators agree in every case. There is nothing to dispute."),
		choose: func(lead int) {
			a.cases("Where they differ in “"+r.Disputed[lead].Title+"”", r.Annotators, r.Disputed[lead].Document, differs)
		},
	}
}

func (a *agreement) wordsPage(r agree.Report) page {
	b := chart.Bars{Of: "words", Unit: "differ", Whole: "of"}
	for i, word := range r.Words {
		b.Top = max(b.Top, float64(word.Cases+word.Agreed))
		var labels []string
		for _, l := range word.Labels {
			labels = append(labels, labelTitle(a.schema, l))
		}
		b.Rows = append(b.Rows, disputedBar(i, word.Text, word.Cases, word.Agreed, "Labelled as "+strings.Join(labels, ", ")+"."))
	}
	return page{
		title: "The most disputed words", note: "Covered words about which the annotators differ, before those about which they agree.", chart: shortened{b}, width: 1200,
		empty: emptyIf(len(b.Rows) == 0, "The annotators agree about all words. There is nothing to dispute."),
		choose: func(lead int) {
			text := r.Words[lead].Text
			a.cases("Where they differ about “"+text+"”", r.Annotators, "", func(d model.Document, c agree.Case) bool {
				return differs(d, c) && covers(d, c, text)
			})
		},
	}
}

func emptyIf(empty bool, sentence string) string {
	if empty {
		return sentence
	}
	return ""
}

func disputedBar(i int, name string, cases, agreed int, more string) chart.Bar {
	return chart.Bar{
		Name: name, Value: float64(cases), Whole: float64(cases + agreed), Text: fmt.Sprintf("%d of %d", cases, cases+agreed), Lead: i,
		Hint: fmt.Sprintf("They differ in %s of %d in “%s”. %s Enter shows the cases.", count(cases, "case"), cases+agreed, name, more),
	}
}

// shortened draws the first rows and holds the figures of all.
type shortened struct{ chart.Bars }

// Draw implements chart.Chart.
func (s shortened) Draw(width float32, look chart.Look) chart.Drawing {
	s.Rows = s.Rows[:min(len(s.Rows), mostDisputed)]
	return s.Bars.Draw(width, look)
}

// nothing is how a label is shown that was not given.
const nothing = "nothing"

func labelTitle(schema model.Schema, name string) string {
	if name == "" {
		return nothing
	}
	if l, ok := schema.Label(name); ok {
		return l.Display()
	}
	return name
}

func (a *agreement) confusionPage(r agree.Report) page {
	c := r.Confusion
	one, other := "the one named first", "the other"
	if len(r.Annotators) == 2 {
		one, other = string(r.Annotators[0]), string(r.Annotators[1])
	}
	m := chart.Matrix{Corner: "label"}
	most := 1
	for _, row := range c.Counts {
		for _, n := range row {
			most = max(most, n)
		}
	}
	for i, label := range c.Labels {
		name := labelTitle(a.schema, label)
		m.Rows, m.Cols = append(m.Rows, name), append(m.Cols, name)
		row := make([]chart.Cell, len(c.Labels))
		for j, n := range c.Counts[i] {
			row[j] = confusionCell(n, most, i*len(c.Labels)+j, name, labelTitle(a.schema, c.Labels[j]))
			row[j].Bold = i == j && n > 0
		}
		m.Cells = append(m.Cells, row)
	}
	return page{
		title: "Which label one gave where the other gave which", chart: m, width: 860,
		note:   "Rows: what " + one + " gave. Columns: what " + other + " gave there. The same label stands in the diagonal, even where the boundaries differ.",
		choose: func(lead int) { a.confusedCases(c.Labels[lead/len(c.Labels)], c.Labels[lead%len(c.Labels)]) },
		empty:  emptyIf(len(c.Labels) == 0, "Nobody has labelled anything in these documents yet."),
	}
}

func confusionCell(n, most, lead int, one, other string) chart.Cell {
	if n == 0 {
		return chart.Cell{Text: "·", Quiet: true}
	}
	said := "one gave " + one + ", the other " + other
	if one == other {
		said = "both gave " + one
	}
	return chart.Cell{
		Text: fmt.Sprint(n), Share: 0.12 + 0.88*float64(n)/float64(most), Lead: lead,
		Hint: count(n, "case") + ": " + said + ". Enter shows them.",
	}
}

func blindPage(r agree.Report) page {
	m := chart.Matrix{Corner: "annotator", Cols: []string{"blind", "seen", "not known"}}
	all := 0
	for _, b := range r.Blind {
		m.Rows = append(m.Rows, string(b.Annotator))
		var row []chart.Cell
		for i, n := range []int{b.Blind, b.Seen, b.Unknown} {
			row = append(row, blindCell(b, i, n))
		}
		all += b.Blind
		m.Cells = append(m.Cells, row)
	}
	note := "Sets by whether the annotations of others could be seen while they were made. Figures speak of independent work only where it was blind."
	return page{title: "Made blind or not", note: note, chart: m, width: 620}
}

func blindCell(b agree.Blindness, i, n int) chart.Cell {
	if n == 0 {
		return chart.Cell{Text: "·", Quiet: true}
	}
	how := []string{"made without seeing those of others", "made while those of others could be seen", "of which nobody knows how they were made"}[i]
	return chart.Cell{
		Text: fmt.Sprint(n), Share: float64(n) / float64(max(1, b.Blind+b.Seen+b.Unknown)), Lead: -1,
		Hint: fmt.Sprintf("%s of %s, %s.", count(n, "set"), b.Annotator, how),
	}
}

// loadPace reads when documents were done, and shows the page.
func (a *agreement) loadPace() {
	at, project := a.at, a.w.opened.Project
	work(a.w, "Reading the history", func(ctx context.Context, p *progress) ([]job.AnnotatorPace, error) {
		return job.Pace(ctx, project, p)
	}, func(paces []job.AnnotatorPace) {
		if at >= len(a.pages) {
			return
		}
		p := &a.pages[at]
		p.chart, p.note, p.empty = paceChart(paces)
		if a.at == at {
			a.turn(at)
		}
	})
}

// paceChart returns the lines of how many documents were done by which day.
func paceChart(paces []job.AnnotatorPace) (lines chart.Lines, note, empty string) {
	lines = chart.Lines{Unit: "documents done"}
	undated := 0
	for _, p := range paces {
		undated += p.Undated
		s := chart.Series{Name: string(p.Annotator)}
		for i, at := range p.Done {
			y, m, d := at.Local().Date()
			day := time.Date(y, m, d, 0, 0, 0, 0, time.Local)
			if n := len(s.Points); n > 0 && s.Points[n-1].Day.Equal(day) {
				s.Points[n-1].Count = i + 1
				continue
			}
			s.Points = append(s.Points, chart.Point{Day: day, Count: i + 1})
		}
		if len(s.Points) > 0 {
			lines.Series = append(lines.Series, s)
		}
	}
	note = "Documents that each annotator has set done, by day."
	if undated > 0 {
		note += fmt.Sprintf(" Of %d more nobody knows since when: their history did not come along.", undated)
	}
	return lines, note, emptyIf(len(lines.Series) == 0, "No document is done yet. Document › Done says that one is.")
}

// measure computes the plain figures of annotators, all for nil, in the
// background: without gamma and confidence intervals.
func (w *Window) measure(annotators []model.Annotator, done func(agree.Report, error)) (cancel context.CancelFunc) {
	project := w.opened.Project
	return background.Start(w.deps.Runner, w.work, func(ctx context.Context) (agree.Report, error) {
		return job.Agree(ctx, project, job.AgreeOptions{Annotators: annotators}, job.Silent)
	}, done)
}
