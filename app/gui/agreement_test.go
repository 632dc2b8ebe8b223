package gui

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/chart"
	"dragoman/app/gui/panel"
	"dragoman/model"
	"dragoman/model/agree"
)

// team is a stage on which two people have annotated both articles, and differ
// in a boundary and a label.
func team(t testing.TB) *stage {
	t.Helper()
	s := newStage(t)
	s.label("Lena Moravec", "1")
	s.label("met", "2")
	s.key("Ctrl+PageDown")
	s.label("Tomas Arrigo", "1")
	s.switchAnnotator("ben")
	s.label("Arrigo", "1")
	s.key("Ctrl+PageUp")
	s.label("Lena Moravec", "1")
	s.label("met", "3")
	s.switchAnnotator("ana")
	s.must(s.session.SetOthersShown(t.Context(), true))
	return s
}

func (s *stage) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// turnTo shows the page of that name.
func (s *stage) turnTo(a *agreement, name string) page {
	s.t.Helper()
	i := slices.Index(pageNames, name)
	a.turn(i)
	s.drain()
	return a.pages[i]
}

// choose presses the first spot of the chart whose hint holds these words.
func (s *stage) choose(a *agreement, words string) {
	s.t.Helper()
	for _, spot := range a.view.Spots() {
		if strings.Contains(spot.Hint, words) {
			a.view.OnChoose(spot.Lead)
			s.drain()
			return
		}
	}
	s.t.Fatalf("no spot of %T says %q", a.view.Chart(), words)
}

func TestAgreementShowsEveryPage(t *testing.T) {
	s := team(t)
	a := s.openAgreement()
	s.drain()
	if a.report == nil || a.report.Documents != 2 || !slices.Equal(a.report.Annotators, []model.Annotator{"ana", "ben"}) {
		t.Fatalf("the report is %+v", a.report)
	}
	for _, name := range pageNames {
		p := s.turnTo(a, name)
		if p.chart == nil || p.note == "" || p.title == "" {
			t.Errorf("the page %s is not whole: %+v", name, p)
			continue
		}
		var out bytes.Buffer
		s.must(p.chart.Table().WriteCSV(&out))
		rows, err := csv.NewReader(&out).ReadAll()
		if err != nil || p.empty == "" && len(rows) < 2 {
			t.Errorf("the figures of %s are %q, %v", name, rows, err)
		}
	}
	confused := s.turnTo(a, "Confusion").chart.Table()
	if !slices.ContainsFunc(confused.Rows, func(r []string) bool { return r[0] == "Meeting" && slices.Contains(r, "1") }) {
		t.Errorf("the confusion is %q", confused)
	}
	if p := s.turnTo(a, "Progress"); !strings.HasPrefix(p.empty, "No document is done") {
		t.Errorf("where nothing is done the page says %q", p.empty)
	}
}

// A click in a chart leads to its cases, and one of those to the review.
func TestChartsLeadToTheirCases(t *testing.T) {
	s := team(t)
	a := s.openAgreement()
	s.drain()
	s.turnTo(a, "Confusion")
	s.choose(a, "one gave Meeting, the other Statement")
	if top := s.sheet(); top == a.sheet {
		t.Fatal("no list of cases was opened")
	}
	s.key("Esc")
	if s.sheet() != a.sheet {
		t.Fatal("Escape leads elsewhere than back")
	}
	s.turnTo(a, "Words")
	s.choose(a, "“met”")
	list := s.win.Canvas().Focused()
	list.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	s.drain()
	r := s.session.Review()
	if r == nil || len(s.sheets) > 0 {
		t.Fatal("the case does not open the review")
	}
	at, ok := r.Current()
	if !ok || r.Cases()[at].Kind != agree.Label {
		t.Errorf("the review is at %d of %d cases", at, len(r.Cases()))
	}
}

func TestAnnotatorsAndLabelAreChosen(t *testing.T) {
	s := team(t)
	a := s.openAgreement()
	s.drain()
	a.toggle(0)
	if len(a.compared()) != 2 || !strings.Contains(a.hint.Text(), "Two annotators at least") {
		t.Errorf("one annotator is left out of two: %v, %q", a.compared(), a.hint.Text())
	}
	a.label = "meeting"
	a.measure()
	s.drain()
	if len(a.report.Labels) != 1 || a.report.Labels[0].Label != "meeting" {
		t.Errorf("of one label the report has %v", a.report.Labels)
	}
}

// A figure that is not defined is n/a in the matrix, with its reason at hand
// and in the file.
func TestUndefinedFiguresSayWhy(t *testing.T) {
	r := agree.Report{Annotators: []model.Annotator{"=ana", "ben"}, Documents: 1}
	r.Overall.Strict.F1 = agree.Value{V: 0.5}
	r.Overall.CI = map[string]agree.Interval{"strict.f1": {Low: 0.25, High: 0.75}}
	r.Overall.Gamma = agree.Undefined("it was not asked for")
	c := figuresChart(r, model.Schema{})
	row := slices.Index(c.Rows, "Gamma")
	if cell := c.Cells[row][0]; cell.Text != "n/a" || cell.Hint != "Gamma of all labels is n/a: it was not asked for." {
		t.Errorf("gamma is shown as %+v", cell)
	}
	table := fmt.Sprint(c.Table().Rows)
	for _, want := range []string{"[Gamma     it was not asked for]", "[Strict F1  0.5 0.25 0.75 ]"} {
		if !strings.Contains(table, want) {
			t.Errorf("%s is not in %s", want, table)
		}
	}
}

func TestChartsAreSaved(t *testing.T) {
	s := team(t)
	a := s.openAgreement()
	s.drain()
	folder := t.TempDir()
	s.settings.setExportFolder(s.opened.Path, folder)
	a.savePicture()
	s.key("Enter")
	a.saveFigures()
	s.key("Enter")
	picture, err := os.Open(filepath.Join(folder, fileName(a.pages[0].title)+".png"))
	s.must(err)
	defer picture.Close()
	if _, err := png.Decode(picture); err != nil {
		t.Errorf("the picture: %v", err)
	}
	figures, err := os.ReadFile(filepath.Join(folder, fileName(a.pages[0].title)+".csv"))
	s.must(err)
	if !strings.HasPrefix(string(figures), "pair,label,documents,strict F1,low,high,undefined\n,,2,") || !strings.Contains(string(figures), "\nana and ben,,2,") {
		t.Errorf("the figures are\n%s", figures)
	}
}

// Where no document has the work of all, each pair is shown over what both
// have; who is left out stays so the next time.
func TestPairsAreComparedWhereNotAllHaveWorked(t *testing.T) {
	s := team(t)
	s.switchAnnotator("cem")
	s.key("Ctrl+PageDown")
	s.label("Tomas Arrigo", "1")
	s.switchAnnotator("ben")
	s.key("Ctrl+PageUp")
	s.must(s.session.SetOwner(t.Context(), "ben"))
	a := s.openAgreement()
	s.drain()
	if a.report.Documents != 1 || a.report.Left != 1 {
		t.Fatalf("%d compared, %d left", a.report.Documents, a.report.Left)
	}
	rows := fmt.Sprint(a.pages[0].chart.Table().Rows)
	for _, want := range []string{"[ana and ben  2 ", "[ana and cem  1 "} {
		if !strings.Contains(rows, want) {
			t.Errorf("%s is not in %s", want, rows)
		}
	}
	if hint := panel.PairsChart(*a.report).Cells[0][1]; hint.Below != "in 2" {
		t.Errorf("the pair says %+v", hint)
	}
	a.toggle(2)
	s.drain()
	a.sheet.close()
	if a = s.openAgreement(); !slices.Equal(a.compared(), []model.Annotator{"ana", "ben"}) || a.chips[2].Chosen {
		t.Errorf("compared are %v", a.compared())
	}
	s.drain()
	if note := a.pages[0].note; !strings.HasPrefix(note, "2 of 2 documents compared") {
		t.Errorf("the note is %q", note)
	}
}

func TestNoDocumentOfAllLeavesPairs(t *testing.T) {
	s := team(t)
	a := s.openAgreement()
	s.drain()
	r := agree.Report{Annotators: []model.Annotator{"ana", "ben", "cem"}, Left: 3, Shared: []agree.Shared{{A: "ana", B: "ben", Documents: 1, F1: agree.Value{V: 1}}, {A: "ana", B: "cem", F1: agree.Undefined("x")}, {A: "ben", B: "cem", Documents: 2}}}
	a.show(r)
	if p := a.pages[0]; p.empty != "" || !strings.HasPrefix(p.note, "No document") {
		t.Errorf("the pairs are not shown: %+v", p)
	}
	if p := a.pages[1]; !strings.Contains(p.empty, "only pairs") {
		t.Errorf("documents say %q", p.empty)
	}
}

// Whoever may not see the work of others is told so, and sees no figures.
func TestAgreementIsNotShownToThoseWhoWorkBlind(t *testing.T) {
	s := team(t)
	c, _ := s.table.ByID("project.agreement")
	if reason := c.Reason(); reason != "" {
		t.Fatalf("the owner is refused: %s", reason)
	}
	s.must(s.session.SetOwner(t.Context(), "rev"))
	s.must(s.session.SetOthersShown(t.Context(), false))
	if reason := c.Reason(); !strings.Contains(reason, "ana") || !strings.HasSuffix(reason, ".") {
		t.Errorf("ana reads %q", reason)
	}
	s.runID("project.agreement")
	if len(s.sheets) > 0 {
		t.Error("the agreement is shown all the same")
	}
}

func TestMostDisputedAreDrawnAndAllAreSaved(t *testing.T) {
	b := chart.Bars{Of: "words", Unit: "differ", Whole: "of", Top: 1}
	for range mostDisputed + 10 {
		b.Rows = append(b.Rows, chart.Bar{Name: "x", Value: 1, Whole: 1, Hint: "x"})
	}
	look := chart.Look{Measure: func(string, fyne.ThemeSizeName, bool) float32 { return 10 }}
	if d := (shortened{b}).Draw(800, look); len(d.Spots) != mostDisputed || len(b.Table().Rows) != mostDisputed+10 {
		t.Errorf("%d are drawn, %d saved", len(d.Spots), len(b.Table().Rows))
	}
}
