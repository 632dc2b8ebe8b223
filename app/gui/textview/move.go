package textview

import (
	"dragoman/app/gui/textview/flow"
	"dragoman/model"
	"dragoman/model/segment"
)

// Unit is how far a movement of the caret goes.
type Unit int

// The units, from the smallest.
const (
	Character Unit = iota
	Word
	Sentence
	Paragraph
	Line     // up or down one line, keeping the column
	LineEdge // to the start or end of the line
	Page     // up or down one view
	Document // to the start or end of the text
)

// Direction is where a movement goes. In right-to-left text Left and Right
// move as the eye does; Back and Forward move in reading order.
type Direction int

// The directions. Left and Right differ from Back and Forward for Character and
// Word only; for other units Left is Back and Right is Forward.
const (
	Back Direction = iota
	Forward
	Left
	Right
)

// MoveBy moves the caret by a unit and scrolls to it. With extend it extends
// the selection, else it ends it; by Character it then first goes to the edge of
// what was selected. Sentence and Paragraph go to starts when moving and back,
// and to ends when extending forward, so that what is selected is whole.
func (v *View) MoveBy(u Unit, d Direction, extend bool) {
	if v.port == nil {
		v.place()
	}
	to, goal := v.target(u, d, extend)
	v.moveTo(to, extend)
	v.selection.goal, v.selection.hasX = goal, u == Line || u == Page
}

// MoveTo puts the caret at an offset, snapped to a grapheme cluster, and scrolls
// to it.
func (v *View) MoveTo(offset int, extend bool) {
	off := segment.Grapheme(v.article.Text, min(max(offset, 0), len(v.article.Text))).Start
	v.moveTo(flow.Position{Offset: off}, extend)
	v.selection.hasX = false
}

func (v *View) moveTo(to flow.Position, extend bool) {
	v.change(func(s *selection) {
		s.caret = to
		if extend {
			return
		}
		s.anchor = to
		if !s.adding {
			s.kept = nil
		}
	})
	v.show(to)
}

// target returns where a movement leads, and the x that it keeps.
func (v *View) target(u Unit, d Direction, extend bool) (flow.Position, float32) {
	s, text := v.selection, v.article.Text
	if u == Character && !extend && !s.live().Empty() {
		return v.edgeOf(s.live(), d), 0
	}
	switch u {
	case Character:
		if d == Left || d == Right {
			return v.flow.Beside(s.caret, d == Right), 0
		}
		if d == Back {
			return flow.Position{Offset: segment.PreviousGrapheme(text, s.caret.Offset)}, 0
		}
		return flow.Position{Offset: segment.NextGrapheme(text, s.caret.Offset)}, 0
	case Line, Page:
		return v.vertical(u, d)
	case LineEdge:
		return v.flow.LineEdge(s.caret, v.forward(u, d)), 0
	}
	forward := v.forward(u, d)
	off := v.snap(v.boundary(u, forward, extend), forward)
	return flow.Position{Offset: off}, 0
}

// edgeOf returns the end of a selection that lies in a direction.
func (v *View) edgeOf(s model.Span, d Direction) flow.Position {
	if v.forward(Character, d) {
		return flow.Position{Offset: s.End, Affinity: flow.Upstream}
	}
	return flow.Position{Offset: s.Start}
}

// forward reports whether a movement goes forward in reading order.
func (v *View) forward(u Unit, d Direction) bool {
	if (u == Character || u == Word) && (d == Left || d == Right) && v.flow.RightToLeft(v.selection.caret.Offset) {
		return d == Left
	}
	return d == Forward || d == Right
}

// snap moves an offset within a grapheme cluster to the end or start of it.
func (v *View) snap(off int, forward bool) int {
	g := segment.Grapheme(v.article.Text, off)
	if off == g.Start || !forward {
		return g.Start
	}
	return g.End
}

// boundary returns the next or previous boundary of a unit.
func (v *View) boundary(u Unit, forward, extend bool) int {
	text, off := v.article.Text, v.selection.caret.Offset
	switch {
	case u == Word && forward:
		return segment.NextWord(text, off)
	case u == Word:
		return segment.PreviousWord(text, off)
	case u == Sentence && forward && extend:
		return segment.NextSentenceEnd(text, off)
	case u == Sentence && forward:
		return segment.NextSentence(text, off)
	case u == Sentence:
		return segment.PreviousSentence(text, off)
	case u == Paragraph && forward && extend:
		return paragraphEnd(text, off)
	case u == Paragraph && forward:
		return segment.NextParagraph(text, off)
	case u == Paragraph:
		return segment.PreviousParagraph(text, off)
	case forward:
		return len(text)
	}
	return 0
}

// paragraphEnd returns the first end of a paragraph behind off.
func paragraphEnd(text string, off int) int {
	if end := segment.Paragraph(text, off).End; end > off {
		return end
	}
	return segment.Paragraph(text, segment.NextParagraph(text, off)).End
}

// vertical returns where moving by lines or pages leads.
func (v *View) vertical(u Unit, d Direction) (flow.Position, float32) {
	s := v.selection
	goal := s.goal
	if !s.hasX {
		goal = v.flow.PointOf(s.caret).X
	}
	lines := 1
	if u == Page {
		lines = max(1, v.port.Height()/v.flow.Metrics().LineHeight-2)
	}
	if !v.forward(u, d) {
		lines = -lines
	}
	if u == Page {
		v.port.ScrollBy(lines * v.flow.Metrics().LineHeight)
	}
	return v.flow.Vertical(s.caret, goal, lines), goal
}
