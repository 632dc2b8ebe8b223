package flow

import (
	"testing"
	"unicode/utf8"

	"dragoman/model"
)

// FuzzFlow sets any text in lines of any width: the lines tile the blocks, and
// each place has a point that lies on its line.
func FuzzFlow(f *testing.F) {
	for _, text := range []string{
		"The ministry “denied” it.\nמשרד 14:30 וزارت می\u200cشود", "a\u202eb\u2067c\u2069\u202c d\u200be\u00adf\x00\u0085",
		"👨\u200d👩\u200d👧\U000E0041\ufe0f\u3164\u2028\r\n\t\u0301", "\u202b\u202d\u2066\u2066\u2069", "ﬁ\u200dﬁ ا\u200cل",
	} {
		f.Add(text, 200)
	}
	f.Fuzz(func(t *testing.T, text string, width int) {
		if !utf8.ValidString(text) || len(text) > 4<<10 {
			return
		}
		fl := newFlow(t, text, width%2000)
		for b := range fl.Blocks() {
			end := -1
			for n := range fl.Lines(b) {
				l := fl.Line(b, n)
				if end >= 0 && l.Span.Start != end {
					t.Fatalf("%q: line %d of block %d starts at %d, the one before ends at %d", text, n, b, l.Span.Start, end)
				}
				end = l.Span.End
				fl.RectsIn(b, n, l.Span)
				if at := fl.OffsetAt(b, n, l.X+l.Width/2); at.Offset < l.Span.Start || at.Offset > l.Span.End {
					t.Fatalf("%q: the middle of line %v is at %d", text, l.Span, at.Offset)
				}
			}
		}
		for off := range text {
			pt := fl.PointOf(Position{Offset: off})
			if s := fl.Line(pt.Block, pt.Line).Span; off < s.Start && pt.Line > 0 || pt.X != pt.X {
				t.Fatalf("%q: %d stands at %+v, in the line %v", text, off, pt, s)
			}
		}
		fl.Rects(model.Span{End: len(text)})
	})
}
