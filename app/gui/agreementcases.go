package gui

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/panel"
	"dragoman/app/gui/ui"
	"dragoman/app/job"
	"dragoman/model"
	"dragoman/model/agree"
)

// mostCases is how many cases a list shows.
const mostCases = 500

// keeps says whether a case is one of those that were asked for.
type keeps func(model.Document, agree.Case) bool

func differs(_ model.Document, c agree.Case) bool { return c.Kind != agree.Agreed }

// covers reports whether somebody's annotation in the case covers these words.
func covers(d model.Document, c agree.Case, words string) bool {
	return slices.ContainsFunc(c.Members, func(m agree.Member) bool {
		return strings.ToLower(d.Text.Quote(m.Annotation.Fragments)) == words
	})
}

func (a *agreement) pairCases(one, other model.Annotator) {
	a.cases("Where "+string(one)+" and "+string(other)+" differ", []model.Annotator{one, other}, "", differs)
}

func (a *agreement) labelCases(label string) {
	a.cases("Where they differ about "+labelTitle(a.schema, label), a.report.Annotators, "", func(d model.Document, c agree.Case) bool {
		return differs(d, c) && slices.ContainsFunc(c.Members, func(m agree.Member) bool { return m.Annotation.Label == label })
	})
}

// confusedCases lists the cases in which one annotator gave one label and a
// later named one the other.
func (a *agreement) confusedCases(one, other string) {
	people := a.report.Annotators
	title := labelTitle(a.schema, one) + " and " + labelTitle(a.schema, other)
	a.cases(title, people, "", func(_ model.Document, c agree.Case) bool {
		if len(c.Members) == 0 {
			return false
		}
		for i, p := range people {
			for _, q := range people[i+1:] {
				x, _ := c.Member(p)
				y, _ := c.Member(q)
				if x.Label == one && y.Label == other {
					return true
				}
			}
		}
		return false
	})
}

// cases looks for cases in the background and lists them.
func (a *agreement) cases(title string, people []model.Annotator, document model.DocumentID, keep keeps) {
	project, label := a.w.opened.Project, a.label
	type found struct {
		places []job.Place
		more   bool
	}
	work(a.w, "Looking for the cases", func(ctx context.Context, p *progress) (found, error) {
		places, more, err := job.Cases(ctx, project, job.CasesOptions{
			Annotators: people, Document: document, Limit: mostCases,
			Keep: func(d model.Document, c agree.Case) bool { return keep(d, c) && about(c, label) },
		}, p)
		return found{places, more}, err
	}, func(f found) { a.w.listCases(title, people, a.schema, f.places, f.more) })
}

// about reports whether a case has to do with a label; "" is any.
func about(c agree.Case, label string) bool {
	return label == "" || slices.ContainsFunc(c.Members, func(m agree.Member) bool { return m.Annotation.Label == label })
}

// listCases lists cases; one that is chosen is opened in the review.
func (w *Window) listCases(title string, people []model.Annotator, schema model.Schema, places []job.Place, more bool) *widget.List {
	summary := count(len(places), "case")
	switch {
	case len(places) == 0:
		summary = "There is no such case any more: somebody’s annotations changed since this was measured. Open the agreement again."
	case more:
		summary = "The first " + summary + "; there are more"
	}
	list := ui.NewList(func() int { return len(places) }, func() fyne.CanvasObject { return newCaseRow(len(people)) }, func(i int, o fyne.CanvasObject) {
		o.(*caseRow).set(places[i], schema)
	})
	var s *sheet
	list.OnSelected = func(i widget.ListItemID) {
		list.UnselectAll()
		w.showCase(people, places[i])
	}
	list.OnKey = func(e *fyne.KeyEvent) bool {
		if e.Name == fyne.KeyEscape {
			s.close()
		}
		return e.Name == fyne.KeyEscape
	}
	content := ui.Frame(ui.NewText(summary, ui.Caption), nil, nil, nil, ui.Pad(8, 0, -6, 0, list))
	s = w.openSheet(title, content, fyne.NewSize(820, 620), "Back")
	w.win.Canvas().Focus(list)
	return &list.List
}

// showCase opens the review at a case.
func (w *Window) showCase(people []model.Annotator, at job.Place) {
	for w.sheet() != nil {
		w.sheet().close()
	}
	w.openReview(people, at.Document)
	r := w.session.Review()
	if r == nil {
		return
	}
	for i, c := range r.Cases() {
		if sameCase(c.Case, at.Case) {
			r.Select(i)
			return
		}
	}
}

// sameCase reports whether two cases are about the same annotations or
// relations.
func sameCase(a, b agree.Case) bool {
	return slices.EqualFunc(a.Members, b.Members, func(x, y agree.Member) bool { return x.Annotation.ID == y.Annotation.ID }) &&
		slices.EqualFunc(a.Links, b.Links, func(x, y agree.Link) bool { return x.Relation.ID == y.Relation.ID })
}

// caseRow shows a case: its kind and document, and what each annotator says.
type caseRow struct {
	widget.BaseWidget
	kind, where *ui.Text
	who, what   []*ui.Text
	tags        []*ui.Tag
}

func newCaseRow(people int) *caseRow {
	r := &caseRow{kind: ui.NewNatural("", ui.Caption), where: ui.NewText("", ui.Caption)}
	for range people {
		r.who = append(r.who, ui.NewText("", ui.Look{Role: ui.Muted, Lines: 1}))
		r.what = append(r.what, ui.NewText("", ui.Plain))
		r.tags = append(r.tags, ui.NewTag("", panel.ColourOf(model.Label{}), true))
	}
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *caseRow) CreateRenderer() fyne.WidgetRenderer {
	column := ui.Column(2, ui.Frame(nil, nil, ui.Pad(0, 0, 0, 8, r.kind), nil, r.where))
	for i := range r.who {
		column.Add(ui.Frame(nil, nil, ui.Sized(96, 0, r.who[i]), nil,
			ui.Frame(nil, nil, ui.Sized(26, 0, ui.LineOf(0, r.tags[i])), nil, r.what[i])))
	}
	return widget.NewSimpleRenderer(ui.Pad(6, 8, 6, 6, column))
}

func (r *caseRow) set(p job.Place, schema model.Schema) {
	kind := capital(string(p.Case.Kind))
	if p.Decided {
		kind += " · decided"
	}
	r.kind.Set(kind)
	r.where.Set(p.Heading)
	for i, said := range p.Says {
		r.who[i].Set(string(said.Annotator))
		label, known := schema.Label(said.Label)
		r.tags[i].Hidden = said.Label == "" || !known
		r.tags[i].Set(panel.TagOf(label), panel.ColourOf(label))
		text, role := said.Text, ui.Ink
		if said.Label == "" {
			text, role = nothing, ui.Muted
		} else if t, ok := schema.RelationType(said.Label); ok && !known {
			text = t.Display() + ": " + text
		}
		r.what[i].Set(text)
		r.what[i].SetRole(role)
	}
	r.Refresh()
}
