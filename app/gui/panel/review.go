package panel

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/ui"
)

// ReviewTab is a page of the review panel.
type ReviewTab int

// The tabs of the review panel.
const (
	PageDifferences ReviewTab = iota
	PageAgreement
	PageComments
)

// reviewTabs are the names of the tabs.
var reviewTabs = []string{"Differences", "Agreement", "Comments"}

// Review is the panel on the right while a document is reviewed: where the
// annotators differ, how well they agree, and what was said about it.
type Review struct {
	Differences *Differences
	// OnTab is told the tab that is shown now.
	OnTab func(ReviewTab)

	tab    ReviewTab
	tabs   []*ui.Button
	pages  []fyne.CanvasObject
	object fyne.CanvasObject
}

// NewReview returns the panel with these pages.
func NewReview(differences *Differences, agreement, comments fyne.CanvasObject) *Review {
	r := &Review{Differences: differences, pages: []fyne.CanvasObject{differences.Object(), agreement, comments}}
	bar := ui.LineOf(14)
	for n, name := range reviewTabs {
		b := ui.NewButton(ui.Tab, name, func() { r.Show(ReviewTab(n)) })
		r.tabs = append(r.tabs, b)
		bar.Add(b)
	}
	head := ui.Frame(nil, ui.NewRule(), nil, nil, ui.Pad(4, 0, 14, 14, bar))
	r.object = ui.Frame(head, nil, nil, nil, container.NewStack(r.pages...))
	r.Show(PageDifferences)
	return r
}

// Object returns what is to be shown.
func (r *Review) Object() fyne.CanvasObject { return r.object }

// Tabs returns the buttons of the tabs.
func (r *Review) Tabs() []*ui.Button { return r.tabs }

// Tab returns the tab that is shown.
func (r *Review) Tab() ReviewTab { return r.tab }

// Show shows a tab.
func (r *Review) Show(t ReviewTab) {
	r.tab = t
	for n, page := range r.pages {
		page.Hide()
		if ReviewTab(n) == t {
			page.Show()
		}
		r.tabs[n].Chosen = ReviewTab(n) == t
		r.tabs[n].Refresh()
	}
	if r.OnTab != nil {
		r.OnTab(t)
	}
}

// SetCount puts a number behind the name of a tab; "" puts none.
func (r *Review) SetCount(t ReviewTab, count string) {
	text := reviewTabs[t]
	if count != "" {
		text += " " + count
	}
	if r.tabs[t].Text == text {
		return
	}
	r.tabs[t].Text = text
	r.tabs[t].Refresh()
	r.object.Refresh()
}
