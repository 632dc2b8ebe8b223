package gui

import (
	"fmt"
	"slices"
	"strings"

	"dragoman/app/command"
	"dragoman/app/gui/textview"
	"dragoman/app/gui/ui"
	"dragoman/model"
)

// article is the article view of a workspace, as commands see it.
type article struct {
	s      *workspace
	view   *textview.View
	words  int  // of the document
	headed bool // its text begins with its title
}

var _ command.Article = (*article)(nil)

func newArticle(s *workspace) *article {
	a := &article{s: s, view: textview.New()}
	w := s.w
	a.view.SetStyle(styleNow())
	a.view.SetTextSize(w.settings.textSize())
	a.view.OnSelected = func([]model.Span) { w.moved() }
	a.view.OnCaret = func(int) { w.moved() }
	a.view.OnAnnotationTapped = a.tapped
	a.view.OnResize = func(id model.AnnotationID, fragments []model.Span) {
		s.do(func(work model.Work) (model.Change, error) { return model.Resize(work, id, fragments) })
	}
	a.view.OnContext = a.context
	a.view.OnKey, a.view.OnRune, a.view.OnShortcut = w.typedKey, w.typedRune, w.typedShortcut
	a.view.OnZoom = func(step int) { w.Zoom(step) }
	a.view.OnInput = func() { w.deps.Trace.Event("input") }
	a.view.OnScrolled = func(float64, float64) {
		w.tracing.event("scrolled")
		w.scene.write()
	}
	if w.deps.Trace != nil || w.scene != nil {
		a.view.Painted = func() {
			w.tracing.painted()
			w.scene.write()
		}
	}
	return a
}

// moved shows where the caret and the selection are.
func (w *Window) moved() {
	w.status.say("")
	if w.running == 0 {
		w.status.update(w)
		w.scene.write()
	}
}

// tapped selects the annotation that was clicked, or makes it the partner of
// the link in the making.
func (a *article) tapped(id model.AnnotationID) {
	w := a.s.w
	if a.s.past != nil {
		return
	}
	if a.s.review.on {
		a.s.review.tapped(id)
		return
	}
	if w.table.Linking() && id != "" {
		if err := w.table.TakePartner(id); err != nil {
			w.Fail(err)
		}
		w.update()
		return
	}
	a.s.setActive(id, false)
}

func shorten(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	return string(r[:n-1]) + "…"
}

// show shows a document and its annotations.
func (a *article) show(work model.Work, summary model.Summary) {
	text := work.Document.Text.String()
	a.words = countWords(text)
	title, byline := heading(work, summary, a.words)
	a.view.SetReadOnly(a.s.w.opened.ReadOnly != "")
	end := titleEnd(text, work.Document.Title)
	a.headed = end > 0
	a.view.SetArticle(textview.Article{Text: text, Heading: end, Title: title, Byline: byline})
	a.view.SetAnnotations(work.Set.Annotations)
}

// heading shows the title line again, after the status changed.
func (a *article) heading(work model.Work, summary model.Summary) {
	a.view.SetHeading(heading(work, summary, a.words))
}

// longestHeadline is how many bytes of a title are set as the headline: the
// article has to stand below it.
const longestHeadline = 400

// heading returns the headline and the line below it.
func heading(work model.Work, summary model.Summary, words int) (title, byline string) {
	d := work.Document
	date := ui.Date(d.Meta.Text(model.MetaDate))
	facts := []string{date, count(words, "word"), statusWords(work.Set.Status)}
	if ui.RightToLeft(d.Title + d.Source) {
		slices.Reverse(facts) // a number next to right-to-left letters would be torn from its noun
	}
	var parts []string
	for _, p := range append([]string{d.Source, d.Meta.Text(model.MetaAuthor)}, facts...) {
		if p != "" {
			parts = append(parts, p)
		}
	}
	if summary.Flag != "" {
		parts = append(parts, strings.TrimSuffix(fmt.Sprintf("%s: %s", summary.Flag, summary.FlagNote), ": "))
	}
	return model.Line(model.Cut(d.Title, longestHeadline)), model.Line(strings.Join(parts, " · "))
}

// longestTitle is how many bytes the first line of a text may have to be set as
// its headline.
const longestTitle = 400

// titleEnd returns where the first line of a text that is not blank ends, when
// that line is the title, else 0.
func titleEnd(text, title string) int {
	lead := len(text) - len(strings.TrimLeft(text, "# \t\r\n"))
	line, _, _ := strings.Cut(text[lead:min(len(text), lead+longestTitle)], "\n")
	if title == "" || strings.Join(strings.Fields(line), " ") != strings.Join(strings.Fields(title), " ") {
		return 0
	}
	return lead + len(line)
}

func statusWords(s model.Status) string { return strings.ReplaceAll(s.String(), "_", " ") }

// The methods below are what commands ask of the article: see
// command.Article.

func (a *article) Selection() []model.Span        { return a.view.Selection() }
func (a *article) Caret() int                     { return a.view.Caret() }
func (a *article) SelectSpans(spans []model.Span) { a.view.SelectSpans(spans) }
func (a *article) SelectAll()                     { a.view.SelectAll() }
func (a *article) ClearSelection()                { a.view.ClearSelection() }
func (a *article) AddFragment()                   { a.view.AddFragment() }
func (a *article) ScrollTo(span model.Span)       { a.view.ScrollTo(span) }
func (a *article) Copy()                          { a.view.Copy() }
func (a *article) Select(u command.Unit)          { a.view.Select(units[u]) }

func (a *article) MoveBy(u command.Unit, d command.Direction, extend bool) {
	a.view.MoveBy(units[u], directions[d], extend)
}

func (a *article) MoveTo(offset int, extend bool) { a.view.MoveTo(offset, extend) }

var units = map[command.Unit]textview.Unit{
	command.Character: textview.Character, command.Word: textview.Word, command.Sentence: textview.Sentence,
	command.Paragraph: textview.Paragraph, command.Line: textview.Line, command.LineEdge: textview.LineEdge,
	command.Page: textview.Page, command.Whole: textview.Document,
}

var directions = map[command.Direction]textview.Direction{
	command.Back: textview.Back, command.Forward: textview.Forward, command.Left: textview.Left, command.Right: textview.Right,
}
