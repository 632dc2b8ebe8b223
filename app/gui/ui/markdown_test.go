package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/widget"
)

// TestMarkdownLoadsNothing shows a guideline with pictures and links, as a
// project of somebody else may hold it.
func TestMarkdownLoadsNothing(t *testing.T) {
	test.NewTempApp(t)
	text := widget.NewRichTextFromMarkdown("")
	SetMarkdown(text, "# A\n\n!![x](http://127.0.0.1:9/x.png) ![y][z] <http://a.example/> [safe](file:///etc/x.desktop)\n\n"+
		"* in a list ![x](file:///etc/passwd)\n* and [b](http://b.example)\n\n| [c](http://c.example) | ![d](d.png) |\n|---|---|\n| [e](http://e.example) | f |\n\n"+
		"> quoted ![q](q.png) [r](http://r.example)\n\n[z]: http://z.example/z.png\n")
	said := textual(t, text.Segments)
	for _, want := range []string{"safe (file:///etc/x.desktop)", "b (http://b.example)", "x (http://127.0.0.1:9/x.png)", "q (q.png)", "d (d.png)"} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in\n%s", want, said)
		}
	}
}

// textual returns the text of segments, and fails for one that reaches out of
// the text.
func textual(t *testing.T, segments []widget.RichTextSegment) string {
	t.Helper()
	var out strings.Builder
	for _, s := range segments {
		switch s := s.(type) {
		case *widget.ImageSegment, *widget.HyperlinkSegment:
			t.Errorf("%T: %s", s, s.Textual())
		case *widget.TableSegment:
			for _, row := range append(s.Rows, s.Headers) {
				for _, cell := range row {
					out.WriteString(textual(t, cell))
				}
			}
		case widget.RichTextBlock:
			out.WriteString(textual(t, s.Segments()))
		default:
			out.WriteString(s.Textual())
		}
	}
	return out.String()
}

// TestHostileTextIsShownHarmless shows texts as a file may bring them in every
// look: lines and objects are bounded, and nothing that acts is drawn.
func TestHostileTextIsShownHarmless(t *testing.T) {
	test.NewTempApp(t)
	for _, text := range []string{strings.Repeat("Z", 1<<20), strings.Repeat("word \u202e", 1<<17), strings.Repeat("\n", 1<<20), "a\x1b]0;x\x07\r\u2028\u2067ש", strings.Repeat("ש ", 1<<19)} {
		for _, look := range []Look{Plain, Caption, Quote, Code, Prose} {
			shown := NewText(text, look)
			shown.Resize(fyne.NewSize(300, 40))
			pieces := 0
			for _, l := range shown.lines {
				for _, p := range l.pieces {
					pieces++
					if strings.ContainsAny(p.text, "\x1b\r\n\u2028\u202e\u2067") {
						t.Errorf("%+.20q draws %+q", text, p.text)
					}
				}
			}
			if look.Lines > 0 && len(shown.lines) > look.Lines || pieces > 2*mostLines {
				t.Errorf("%+.20q has %d lines of %d pieces", text, len(shown.lines), pieces)
			}
		}
		if b := NewButton(Quiet, text, nil); b.MinSize().Width > 30_000 {
			t.Errorf("a button of %+.20q is %v wide", text, b.MinSize().Width)
		}
	}
}
