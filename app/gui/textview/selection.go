package textview

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/textview/flow"
	"dragoman/model"
	"dragoman/model/segment"
)

// selection is what a person has selected: fragments that are kept, and the
// live range between anchor and caret, to which a movement extends.
type selection struct {
	kept   []model.Span
	adding bool // movements leave the kept fragments alone
	anchor flow.Position
	caret  flow.Position
	unit   Unit       // by which dragging extends
	origin model.Span // the unit that the drag began in
	goal   float32    // x that moving by lines keeps
	hasX   bool       // goal holds
}

// live returns the range between anchor and caret.
func (s selection) live() model.Span {
	a, c := s.anchor.Offset, s.caret.Offset
	return model.Span{Start: min(a, c), End: max(a, c)}
}

// Selection returns the selected fragments: sorted, not empty, not touching.
func (v *View) Selection() []model.Span {
	all := slices.Clone(v.selection.kept)
	if l := v.selection.live(); !l.Empty() {
		all = append(all, l)
	}
	return join(all)
}

// join sorts spans and makes one of those that touch.
func join(spans []model.Span) []model.Span {
	slices.SortFunc(spans, func(a, b model.Span) int { return a.Start - b.Start })
	var out []model.Span
	for _, s := range spans {
		if n := len(out) - 1; n >= 0 && s.Start <= out[n].End {
			out[n].End = max(out[n].End, s.End)
			continue
		}
		out = append(out, s)
	}
	return out
}

// SelectedText returns the selected text, fragments joined by one space.
func (v *View) SelectedText() string {
	var parts []string
	for _, s := range v.Selection() {
		parts = append(parts, v.article.Text[s.Start:s.End])
	}
	return strings.Join(parts, " ")
}

// Caret returns the byte offset of the caret.
func (v *View) Caret() int { return v.selection.caret.Offset }

// Copy puts the selected text on the clipboard; without a selection it does
// nothing.
func (v *View) Copy() {
	if t := v.SelectedText(); t != "" {
		fyne.CurrentApp().Clipboard().SetContent(t)
	}
}

// change does something to the selection, tells who listens what became
// different, and paints it.
func (v *View) change(do func(s *selection)) {
	before, caret := v.Selection(), v.selection.caret
	do(&v.selection)
	v.page.sync()
	if v.selection.caret.Offset != caret.Offset && v.OnCaret != nil {
		v.OnCaret(v.selection.caret.Offset)
	}
	if after := v.Selection(); !model.EqualSpans(before, after) && v.OnSelected != nil {
		v.OnSelected(after)
	}
}

// SelectSpans selects fragments, whole grapheme clusters, and puts the caret
// behind the last. It does not scroll.
func (v *View) SelectSpans(fragments []model.Span) {
	v.change(func(s *selection) {
		s.kept, s.adding, s.hasX = nil, false, false
		for i, f := range fragments {
			f = segment.SnapGraphemes(v.article.Text, f)
			if i == len(fragments)-1 {
				s.anchor, s.caret = flow.Position{Offset: f.Start}, flow.Position{Offset: f.End, Affinity: flow.Upstream}
				break
			}
			s.kept = append(s.kept, f)
		}
		if len(fragments) == 0 {
			s.anchor = s.caret
		}
	})
}

// SelectAll selects the whole text.
func (v *View) SelectAll() { v.SelectSpans([]model.Span{{End: len(v.article.Text)}}) }

// ClearSelection selects nothing and leaves the caret where it is.
func (v *View) ClearSelection() { v.SelectSpans(nil) }

// AddFragment keeps what is selected: the caret can then be moved without
// losing it, and what is selected next is added as a further fragment.
func (v *View) AddFragment() {
	v.change(func(s *selection) {
		s.kept = join(append(slices.Clone(s.kept), s.live()))
		s.kept = slices.DeleteFunc(s.kept, model.Span.Empty)
		s.adding, s.anchor = true, s.caret
	})
}

// Select selects the word, sentence or paragraph at the caret, Document for
// all, and scrolls to it.
func (v *View) Select(u Unit) {
	at := v.unitAt(u, v.Caret())
	if at.Empty() {
		return
	}
	v.change(func(s *selection) {
		if !s.adding {
			s.kept = nil
		}
		s.hasX = false
		s.anchor, s.caret = flow.Position{Offset: at.Start}, flow.Position{Offset: at.End, Affinity: flow.Upstream}
	})
	v.show(v.selection.caret)
}

// unitAt returns the unit that holds the offset, made of whole grapheme
// clusters; at the end of a word it is that word.
func (v *View) unitAt(u Unit, off int) model.Span {
	t := v.article.Text
	s := model.Span{Start: off, End: off}
	switch u {
	case Word:
		s = segment.Word(t, off)
	case Sentence:
		s = segment.Sentence(t, off)
	case Paragraph:
		s = segment.Trim(t, segment.Paragraph(t, off))
	case Document:
		s = model.Span{End: len(t)}
	}
	return segment.SnapGraphemes(t, s)
}
