package panel

import (
	"fmt"
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/ui"
	"dragoman/model"
)

// Tab is a page of the inspector.
type Tab int

// The tabs of the inspector.
const (
	TabAnnotation Tab = iota
	TabAll
	TabGuide
	TabHistory
	TabComments
)

// Inspector is the panel on the right: the annotation that is selected, all
// annotations of the document, the guideline of a label, the history, and the
// comments.
type Inspector struct {
	Annotation *Annotation
	All        *All
	Guide      *Guide
	History    *History
	Comments   *Comments
	// OnTab is told the tab that is shown now.
	OnTab func(Tab)

	work   model.Work
	active model.AnnotationID
	talk   Talk
	tab    Tab
	tabs   []*ui.Button
	pages  []fyne.CanvasObject
	object fyne.CanvasObject
}

// NewInspector returns the panel.
func NewInspector() *Inspector {
	i := &Inspector{Annotation: NewAnnotation(), All: NewAll(), Guide: NewGuide(), History: NewHistory(), Comments: NewComments()}
	i.pages = []fyne.CanvasObject{i.Annotation.Object(), i.All.Object(), i.Guide.Object(), i.History.Object(), i.Comments.Object()}
	bar := ui.LineOf(6)
	for n, name := range []string{"Annotation", "All 0", "Guide", "History", "Comments"} {
		b := ui.NewButton(ui.Tab, name, func() { i.Show(Tab(n)) })
		i.tabs = append(i.tabs, b)
		bar.Add(b)
	}
	head := ui.Frame(nil, ui.NewRule(), nil, nil, ui.Pad(4, 0, 14, 14, bar))
	i.object = ui.Frame(head, nil, nil, nil, container.NewStack(i.pages...))
	i.Show(TabAnnotation)
	return i
}

// Object returns what is to be shown.
func (i *Inspector) Object() fyne.CanvasObject { return i.object }

// Tabs returns the buttons of the tabs.
func (i *Inspector) Tabs() []*ui.Button { return i.tabs }

// Tab returns the tab that is shown.
func (i *Inspector) Tab() Tab { return i.tab }

// Show shows a tab.
func (i *Inspector) Show(t Tab) {
	i.tab = t
	for n, page := range i.pages {
		page.Hide()
		if Tab(n) == t {
			page.Show()
		}
		i.tabs[n].Chosen = Tab(n) == t
		i.tabs[n].Refresh()
	}
	i.fill()
	if i.OnTab != nil {
		i.OnTab(t)
	}
}

// SetTalk shows a conversation, and how many threads of it are open.
func (i *Inspector) SetTalk(t Talk) {
	i.talk = t
	title := "Comments"
	if open, _ := threads(t.Comments); len(open) > 0 {
		title = fmt.Sprintf("Comments %d", len(open))
	}
	i.name(TabComments, title)
	i.fill()
}

// SetWork shows an annotation set and the annotation that is selected in it.
// open says whether there is a document at all.
func (i *Inspector) SetWork(w model.Work, active model.AnnotationID, open bool) {
	i.name(TabAll, "All "+shortCount(len(w.Set.Annotations)))
	i.work, i.active = w, active
	i.Annotation.Set(w, active, open) // also behind another tab: its fields can be focused from there
	i.fill()
}

// shortCount returns a number in at most four characters, up to a million:
// thousands from ten of them on. A longer one would push the last tab out of
// the window.
func shortCount(n int) string {
	if n < 10_000 {
		return strconv.Itoa(n)
	}
	return strconv.Itoa(n/1000) + "k"
}

// name gives a tab its title.
func (i *Inspector) name(t Tab, title string) {
	if b := i.tabs[t]; b.Text != title {
		b.Text = title
		b.Refresh()
	}
}

// fill brings the tab that is shown up to date; others wait until they are.
func (i *Inspector) fill() {
	switch i.tab {
	case TabAll:
		i.All.Set(i.work, i.active)
	case TabGuide:
		a, _ := i.work.Set.Annotation(i.active)
		i.Guide.Set(i.work.Schema, a.Label)
	case TabComments:
		i.Comments.Set(i.talk)
	}
}
