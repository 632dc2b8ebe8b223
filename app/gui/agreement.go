package gui

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/background"
	"dragoman/app/gui/chart"
	"dragoman/app/gui/panel"
	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/model"
	"dragoman/model/agree"
)

// agreement is the dialog that says how well annotators agree: who is
// compared, the figures that are looked at first, and pages of charts whose
// spots lead to their cases.
type agreement struct {
	w       *Window
	schema  model.Schema
	people  []model.Annotator        // that can be compared
	left    map[model.Annotator]bool // out, the next time too
	label   string                   // "" for all
	gamma   bool
	report  *agree.Report
	pages   []page
	at      int
	run     int // the last one that measures
	stop    context.CancelFunc
	sheet   *sheet
	chips   []*ui.Button
	tabs    []*ui.Button
	figures *fyne.Container
	body    *fyne.Container
	view    *chart.View
	note    *ui.Text
	hint    *ui.Text
	cancel  *ui.Button
	savers  []*ui.Button
}

func (w *Window) agreementSheet() { w.openAgreement() }

func (w *Window) openAgreement() *agreement {
	a := &agreement{
		w: w, schema: w.session.Schema(), left: w.space.left, figures: container.NewStack(), body: container.NewStack(),
		note: ui.NewText("", ui.Caption), hint: ui.NewText("", ui.Look{Role: ui.Muted, Lines: 2}), stop: func() {},
	}
	a.people = w.reviewable()
	if len(a.compared()) < 2 {
		clear(a.left)
	}
	a.view = chart.NewView()
	a.view.OnHint, a.view.OnChoose, a.view.OnKey = a.tell, a.choose, a.key
	a.cancel = ui.NewButton(ui.Quiet, "Cancel", func() { a.stop() })
	content := ui.Frame(ui.Column(14, a.choices(), a.figures, a.tabBar()), ui.Pad(8, 0, 0, 0, ui.Sized(0, 34, a.hint)), nil, nil, a.body)
	room := w.win.Canvas().Size()
	size := fyne.NewSize(min(max(room.Width*0.7, 1120), 1500), min(max(room.Height*0.75, 740), 1000))
	a.sheet = w.openSheet("Agreement", content, size, "Close")
	a.sheet.closed = func() { a.stop() }
	a.measure()
	return a
}

// choices returns the line that says who is compared and on what.
func (a *agreement) choices() fyne.CanvasObject {
	line := ui.LineOf(6)
	for i, name := range a.people {
		b := ui.NewButton(ui.Chip, string(name), func() { a.toggle(i) })
		b.Chosen = !a.left[name]
		a.chips = append(a.chips, b)
		line.Add(b)
	}
	titles, names := []string{"All labels"}, []string{""}
	for _, l := range a.schema.Labels {
		titles, names = append(titles, l.Display()), append(names, l.Name)
	}
	label := ui.NewSelect(titles, nil)
	label.Selected = titles[0]
	label.OnChanged = func(string) {
		a.label = names[max(0, label.SelectedIndex())]
		a.measure()
	}
	var gamma *ui.Button
	gamma = ui.NewButton(ui.Chip, "Gamma, which takes longer", func() {
		a.gamma = !a.gamma
		gamma.Chosen = a.gamma
		gamma.Refresh()
		a.measure()
	})
	return ui.Frame(nil, nil, line, ui.LineOf(10, gamma, ui.Sized(180, 0, label)), nil)
}

// toggle takes one of the annotators in or leaves them out; two stay.
func (a *agreement) toggle(i int) {
	name := a.people[i]
	a.left[name] = !a.left[name]
	if len(a.compared()) < 2 {
		a.left[name] = false
		a.hint.Set("Two annotators at least are compared. Choose another one first.")
		return
	}
	a.chips[i].Chosen = !a.left[name]
	a.chips[i].Refresh()
	a.measure()
}

// compared returns who is compared; the first is the reference.
func (a *agreement) compared() []model.Annotator {
	return slices.DeleteFunc(slices.Clone(a.people), func(name model.Annotator) bool { return a.left[name] })
}

// pageNames are the tabs, in their order.
var pageNames = []string{"Overview", "Documents", "Words", "Confusion", "All figures", "Blind", "Progress"}

func (a *agreement) tabBar() fyne.CanvasObject {
	tabs := ui.LineOf(16)
	for i, name := range pageNames {
		b := ui.NewButton(ui.Tab, name, func() { a.turn(i) })
		a.tabs = append(a.tabs, b)
		tabs.Add(b)
	}
	a.savers = []*ui.Button{ui.NewButton(ui.Bare, "Save picture…", a.savePicture), ui.NewButton(ui.Bare, "Save figures…", a.saveFigures)}
	return ui.Frame(nil, ui.NewRule(), tabs, ui.LineOf(0, a.savers[0], a.savers[1]), nil)
}

// measure computes the report in the background, in the place of what is being
// computed.
func (a *agreement) measure() {
	a.stop()
	a.pages, a.report = nil, nil
	opt := job.AgreeOptions{Annotators: a.compared(), Label: a.label, Gamma: a.gamma, Samples: bootstrapSamples}
	p, over := &progress{}, false
	project := a.w.opened.Project
	ctx, stop := context.WithCancel(a.w.work)
	a.stop = stop
	a.run++
	run := a.run
	a.say("Measuring …")
	background.Start(a.w.deps.Runner, ctx, func(ctx context.Context) (agree.Report, error) {
		return job.Agree(ctx, project, opt, p)
	}, func(r agree.Report, err error) {
		over = true
		switch {
		case run != a.run: // another was begun since
		case errors.Is(err, context.Canceled):
			a.say("Measuring was cancelled. Choose who is compared, or a label, to measure again.")
		case err != nil:
			a.say(explain(err))
		default:
			a.show(r)
		}
	})
	watch(a.w, p, a.far, progressAfter, func() bool { return over || ctx.Err() != nil })
}

// bootstrapSamples is how many times documents are drawn for the confidence
// intervals.
const bootstrapSamples = 500

// far says how far the measuring is.
func (a *agreement) far(now *progressState) {
	if now == nil {
		return
	}
	text := "Measuring …"
	if now.total > 0 {
		text = fmt.Sprintf("Measuring: %d of %d · %s", now.done, now.total, now.what)
	}
	a.body.Objects = []fyne.CanvasObject{ui.Pad(24, 0, 0, 0, ui.Column(10, ui.NewText(text, ui.Look{Role: ui.Muted, Lines: 1}), ui.LineOf(0, a.cancel)))}
	a.body.Refresh()
}

// say shows a sentence in the place of charts.
func (a *agreement) say(text string) {
	a.hint.Set("")
	a.body.Objects = []fyne.CanvasObject{ui.Pad(24, 0, 0, 0, ui.Column(0, ui.NewText(text, ui.Look{Role: ui.Muted})))}
	a.figures.Objects = []fyne.CanvasObject{ui.Gap(1, 46)}
	a.figures.Refresh()
	a.mark()
	a.body.Refresh()
}

// show shows a report.
func (a *agreement) show(r agree.Report) {
	a.report = &r
	if !slices.ContainsFunc(r.Shared, func(p agree.Shared) bool { return p.Documents > 0 }) {
		a.say(nothingCompared)
		return
	}
	a.pages = a.reportPages(r)
	a.figures.Objects = []fyne.CanvasObject{panel.MainFigures(r)}
	a.figures.Refresh()
	a.turn(a.at)
}

const nothingCompared = "There is no document in which two of them have annotations, so nothing can be compared. " +
	"Bring their work together with Project › Merge…, or hand the same documents to both."

// turn shows a page.
func (a *agreement) turn(i int) {
	a.at = i
	a.hint.Set("")
	a.mark()
	if i >= len(a.pages) {
		return
	}
	p := a.pages[i]
	if p.load != nil && p.chart == nil {
		p.load()
		return
	}
	a.note.Set(p.note)
	a.view.Set(p.chart)
	content := ui.Calm(container.NewScroll(ui.Pad(6, 10, 0, 12, ui.Column(0, container.New(leftLayout{p.width}, a.view)))))
	if p.empty != "" {
		content = ui.Pad(8, 0, 0, 0, ui.Column(0, ui.NewText(p.empty, ui.Look{Role: ui.Muted})))
	}
	a.body.Objects = []fyne.CanvasObject{ui.Frame(ui.Pad(10, 6, 0, 0, a.note), nil, nil, nil, content)}
	a.body.Refresh()
	a.hint.Set(p.hint())
	a.reach()
}

// reach gives the focus to the chart, unless something else in the dialog has
// it, so that the arrow keys lead through it.
func (a *agreement) reach() {
	if canvas := a.w.win.Canvas(); canvas.Focused() == nil && a.w.sheet() == a.sheet {
		a.body.MinSize() // a canvas focuses what it knows
		canvas.Focus(a.view)
	}
}

// tell says what a spot of the chart says, or else how to go on.
func (a *agreement) tell(hint string) {
	if hint == "" && a.at < len(a.pages) {
		hint = a.pages[a.at].hint()
	}
	a.hint.Set(hint)
}

// mark shows which page is chosen, and whether it can be saved.
func (a *agreement) mark() {
	for i, b := range a.tabs {
		b.Chosen = i == a.at
		b.Refresh()
	}
	for _, b := range a.savers {
		b.Disabled = a.at >= len(a.pages) || a.pages[a.at].chart == nil || a.pages[a.at].empty != ""
		b.Refresh()
	}
}

// key takes keys of the dialog from the chart: the pages by Page Up and Page
// Down.
func (a *agreement) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyPageDown:
		a.turn((a.at + 1) % len(pageNames))
	case fyne.KeyPageUp:
		a.turn((a.at + len(pageNames) - 1) % len(pageNames))
	default:
		return false
	}
	return true
}

// choose leads a spot of the chart to its cases.
func (a *agreement) choose(lead int) {
	if p := a.pages[a.at]; p.choose != nil {
		p.choose(lead)
	}
}

// leftLayout keeps content at most so wide, at the left of its place.
type leftLayout struct{ width float32 }

// Layout implements fyne.Layout.
func (l leftLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	o[0].Resize(fyne.NewSize(max(min(l.width, s.Width), o[0].MinSize().Width), s.Height))
}

// MinSize implements fyne.Layout.
func (l leftLayout) MinSize(o []fyne.CanvasObject) fyne.Size { return o[0].MinSize() }
