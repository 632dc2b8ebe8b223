package panel

import (
	"cmp"
	"fmt"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/chart"
	"dragoman/app/gui/theme"
	"dragoman/app/gui/ui"
	"dragoman/model"
	"dragoman/model/agree"
)

// Agreement shows the figures of a report in a narrow pane: how well the
// annotators agree over all, pair by pair and label by label.
type Agreement struct {
	// OnOpen is told that the whole view is asked for.
	OnOpen func()
	// OnPair and OnLabel are told what a person chose in a chart, to lead to
	// its cases. Nil leads nowhere.
	OnPair  func(a, b model.Annotator)
	OnLabel func(label string)

	schema model.Schema
	body   *fyne.Container
	open   *ui.Button
	hint   *ui.Text
	object fyne.CanvasObject
}

// NewAgreement returns the panel.
func NewAgreement() *Agreement {
	a := &Agreement{body: ui.Column(8), hint: ui.NewText("", ui.Look{Size: theme.SizeCaption, Role: ui.Muted, Lines: 3})}
	a.open = ui.NewButton(ui.Quiet, "All figures…", func() {
		if a.OnOpen != nil {
			a.OnOpen()
		}
	})
	foot := ui.Pad(8, 12, 14, 14, ui.Column(8, a.hint, a.open))
	a.object = ui.Frame(nil, foot, nil, nil, container.NewVScroll(ui.Pad(12, 8, 14, 14, a.body)))
	a.Say("Nothing was measured yet.")
	return a
}

// Object returns what is to be shown.
func (a *Agreement) Object() fyne.CanvasObject { return a.object }

// SetSchema says how labels are shown.
func (a *Agreement) SetSchema(s model.Schema) { a.schema = s }

// Say shows a sentence in the place of figures.
func (a *Agreement) Say(text string) {
	a.hint.Set("")
	a.show(ui.NewText(text, ui.Look{Role: ui.Muted}))
}

// Set shows a report; nil says that there is none.
func (a *Agreement) Set(r *agree.Report) {
	if r == nil {
		a.Say("Nothing was measured yet.")
		return
	}
	pairs, labels := chart.NewView(), chart.NewView()
	pairs.Set(PairsChart(*r))
	labels.Set(LabelsChart(*r, a.schema))
	for _, v := range []*chart.View{pairs, labels} {
		v.OnHint = a.hint.Set
	}
	pairs.OnChoose = func(lead int) {
		if a.OnPair != nil {
			a.OnPair(PairAt(*r, lead))
		}
	}
	labels.OnChoose = func(lead int) {
		if a.OnLabel != nil {
			a.OnLabel(r.Labels[lead].Label)
		}
	}
	of := ui.NewText(compared(r.Documents), ui.Look{Size: theme.SizeCaption, Role: ui.Muted})
	if r.Documents == 0 {
		a.show(of, ui.Gap(0, 4), ui.Section("Pairs, strict F1"), pairs)
		return
	}
	a.show(of, MainFigures(*r), ui.Gap(0, 4),
		ui.Section("Pairs, strict F1"), pairs, ui.Gap(0, 4), ui.Section("Labels"), labels)
}

func (a *Agreement) show(objects ...fyne.CanvasObject) {
	a.body.Objects = objects
	a.body.Refresh()
	a.object.Refresh()
}

// MainFigures returns the figures that are looked at first, large, each with
// its name below.
func MainFigures(r agree.Report) fyne.CanvasObject {
	o := r.Overall
	name := "strict F1"
	if ci, ok := o.CI["strict.f1"]; ok {
		name += fmt.Sprintf(" (%.2f–%.2f)", ci.Low, ci.High)
	}
	row := container.New(ui.WrapLayout(26, 8), figure(o.Strict.F1, name), figure(o.Partial.F1, "partial F1"),
		figure(o.TokenAlpha, "token alpha"), figure(o.AlphaU, "alpha-u (2004)"))
	if o.Gamma.Defined() {
		row.Add(figure(o.Gamma, "gamma"))
	}
	return row
}

func figure(v agree.Value, name string) fyne.CanvasObject {
	return ui.Column(0, ui.NewNatural(Number(v), ui.Look{Size: "headingText", Bold: true}), ui.NewNatural(name, ui.Caption))
}

// Number returns a figure with two decimals, or "n/a".
func Number(v agree.Value) string {
	return cmp.Or(v.Text(2), "n/a")
}

// Sentence returns what is said of a figure: "Strict F1 is 0.74.", or why it is
// not defined.
func Sentence(name string, v agree.Value) string {
	if !v.Defined() {
		return name + " is n/a: " + v.Why + "."
	}
	return name + " is " + Number(v) + "."
}

// PairsChart returns the matrix of the strict F1 of all pairs of annotators,
// each over the documents that both have annotations in: their number stands
// below where it is not that of the documents which all have.
// Its leads are read by PairAt.
func PairsChart(r agree.Report) chart.Matrix {
	n := len(r.Annotators)
	m := chart.Matrix{Corner: "strict F1", Cells: make([][]chart.Cell, n)}
	at := map[model.Annotator]int{}
	for i, a := range r.Annotators {
		m.Rows, m.Cols = append(m.Rows, string(a)), append(m.Cols, string(a))
		m.Cells[i] = make([]chart.Cell, n)
		m.Cells[i][i] = chart.Cell{Text: "–", Quiet: true}
		at[a] = i
	}
	for _, p := range r.Shared {
		i, j := at[p.A], at[p.B]
		c := pairCell(p, r.Documents)
		if p.Documents > 0 {
			c.Lead = i*n + j
		}
		m.Cells[i][j], m.Cells[j][i] = c, c
	}
	return m
}

func pairCell(p agree.Shared, compared int) chart.Cell {
	c := chart.Cell{Text: Number(p.F1), Share: p.F1.V, Quiet: !p.F1.Defined(), Hint: Sentence(fmt.Sprintf("Strict F1 of %s and %s", p.A, p.B), p.F1)}
	if p.Documents == 0 {
		c.Lead = -1 // nowhere
		return c
	}
	if p.Documents != compared {
		c.Below = fmt.Sprintf("in %d", p.Documents)
		c.Hint += " Both have annotations in " + documents(p.Documents) + "."
	}
	c.Hint += " Enter shows where they differ."
	return c
}

// PairAt returns the pair of annotators that a lead of PairsChart means.
func PairAt(r agree.Report, lead int) (a, b model.Annotator) {
	n := len(r.Annotators)
	return r.Annotators[lead/n], r.Annotators[lead%n]
}

// LabelsChart returns the strict F1 of each label as bars with their intervals.
// A lead is the index of the label.
func LabelsChart(r agree.Report, schema model.Schema) chart.Bars {
	b := chart.Bars{Of: "label", Unit: "strict F1", Top: 1, Ticks: true}
	for i, l := range r.Labels {
		label, known := schema.Label(l.Label)
		if !known {
			label = model.Label{Name: l.Label}
		}
		f1 := l.Strict.F1
		row := chart.Bar{Name: cmp.Or(label.Display(), l.Label), Colour: func() color.NRGBA { return ColourOf(label) }, Value: f1.V, Text: Number(f1), Why: f1.Why, Lead: i}
		row.Hint = Sentence("Strict F1 of "+row.Name, f1)
		if ci, ok := l.CI["strict.f1"]; ok && f1.Defined() {
			row.Low, row.High, row.HasInterval = ci.Low, ci.High, true
			row.Hint = fmt.Sprintf("Strict F1 of %s is %s; with 95 %% confidence between %.2f and %.2f.", row.Name, row.Text, ci.Low, ci.High)
		}
		row.Hint += " Enter shows the cases."
		b.Rows = append(b.Rows, row)
	}
	return b
}

// compared says how many documents a report is about.
func compared(n int) string {
	if n == 0 {
		return "No document has annotations of all of them: each pair is compared where both have some."
	}
	return documents(n) + " compared"
}

func documents(n int) string {
	if n == 1 {
		return "1 document"
	}
	return fmt.Sprintf("%d documents", n)
}
