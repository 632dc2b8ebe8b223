package gui

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"golang.org/x/text/language"
	"golang.org/x/text/search"

	"dragoman/app/gui/ui"
	"dragoman/model"
)

// finder is the bar that finds words in the article and marks every hit.
type finder struct {
	s      *workspace
	field  *ui.Entry
	count  *ui.Text
	object *fyne.Container
	hits   []model.Span
	at     int
}

// mostHits bounds how many hits are marked.
const mostHits = 10000

func newFinder(s *workspace) *finder {
	f := &finder{s: s, field: ui.NewEntry("Find in this article"), count: ui.NewNatural("", ui.Caption), at: -1}
	f.field.OnChanged = func(string) { f.search() }
	f.field.OnSubmitted = func(string) { f.step(1) }
	f.field.OnShortcut = s.w.fieldShortcut
	f.field.OnKey = f.key
	buttons := ui.LineOf(4, f.count, ui.Gap(6, 1), ui.NewKeyButton("Previous", "Shift F3", func() { f.step(-1) }),
		ui.NewKeyButton("Next", "F3", func() { f.step(1) }), ui.NewButton(ui.Bare, "Close", f.close))
	bar := ui.Pad(6, 6, 12, 12, ui.Frame(nil, nil, nil, ui.Pad(0, 0, 10, 0, buttons), f.field))
	f.object = container.NewStack(ui.Frame(nil, ui.NewRule(), nil, nil, bar))
	f.object.Hide()
	return f
}

// open shows the bar; what is selected is searched.
func (f *finder) open() {
	f.object.Show()
	f.object.MinSize() // makes the field known to the canvas, which else refuses to focus it
	if text := f.s.article.view.SelectedText(); text != "" && !strings.Contains(text, "\n") {
		f.field.SetText(text)
	}
	f.s.w.win.Canvas().Focus(f.field)
	f.field.TypedShortcut(&fyne.ShortcutSelectAll{})
	f.search()
}

func (f *finder) close() {
	f.object.Hide()
	f.clear()
	f.s.focusPane(0)
}

// reset forgets the hits of the document before, and searches in this one.
func (f *finder) reset() {
	f.clear()
	if f.object.Visible() {
		f.search()
	}
}

// mark marks the words of a search over the project, and goes to the first,
// while nothing else is looked for in the article.
func (f *finder) mark(query string) {
	desk := f.s.session.Desk()
	if desk == nil || f.object.Visible() {
		return
	}
	f.clear()
	for _, words := range strings.Fields(strings.ReplaceAll(query, `"`, " ")) {
		f.hits = append(f.hits, findAll(desk.Document().Text.String(), strings.Trim(words, "*“”"))...)
	}
	slices.SortFunc(f.hits, func(a, b model.Span) int { return a.Start - b.Start })
	if len(f.hits) > 0 {
		f.s.article.view.SetFound(f.hits, -1)
		f.s.article.view.ScrollTo(f.hits[0])
	}
}

func (f *finder) clear() {
	f.hits, f.at = nil, -1
	f.s.article.view.SetFound(nil, -1)
	f.count.Set("")
}

func (f *finder) key(e *fyne.KeyEvent) bool {
	if e.Name == fyne.KeyEscape {
		if f.at >= 0 { // it can be labelled at once
			f.s.article.view.SelectSpans([]model.Span{f.hits[f.at]})
		}
		f.close()
		return true
	}
	return f.s.w.fieldKey(e)
}

func (f *finder) search() {
	f.clear()
	desk := f.s.session.Desk()
	if desk == nil || f.field.Text == "" {
		return
	}
	f.hits = findAll(desk.Document().Text.String(), f.field.Text)
	if len(f.hits) == 0 {
		f.count.Set("Not found")
		return
	}
	caret := f.s.article.view.Caret()
	f.at = 0
	for i, h := range f.hits {
		if h.End >= caret {
			f.at = i
			break
		}
	}
	f.show()
}

// step goes to another hit.
func (f *finder) step(by int) {
	if !f.object.Visible() {
		f.open()
		return
	}
	if n := len(f.hits); n > 0 {
		f.at = (f.at + by + n) % n
		f.show()
	}
}

func (f *finder) show() {
	f.count.Set(fmt.Sprintf("%d of %d", f.at+1, len(f.hits)))
	f.s.article.view.SetFound(f.hits, f.at)
	f.s.article.view.ScrollTo(f.hits[f.at])
}

// findAll returns where a text holds the words, in any case and with any
// accents, in order.
func findAll(text, words string) []model.Span {
	if words == "" {
		return nil
	}
	matcher := search.New(language.Und, search.IgnoreCase, search.IgnoreDiacritics)
	pattern := matcher.CompileString(words)
	var hits []model.Span
	for off := 0; off < len(text) && len(hits) < mostHits; {
		start, end := pattern.IndexString(text[off:])
		if start < 0 || end <= start {
			break
		}
		hits = append(hits, model.Span{Start: off + start, End: off + end})
		off += end
	}
	return hits
}
