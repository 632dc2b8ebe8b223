package flow

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/model"
)

var update = flag.Bool("update", false, "write the golden files again")

// mixed are lines whose geometry is kept in testdata: one file each.
var mixed = []struct {
	name  string
	width int
	text  string
}{
	{"persian", 420, "علی لاریجانی (Ali Larijani) روز جمعه ۱۲ آذر ۱۴۰۳ در Damascus با بشار اسد دیدار کرد."},
	{"arabic", 420, "نفت الوزارة «الأنباء» عن Reuters عند 14:30، وقالت إن 12.5% غير صحيح."},
	{"hebrew", 420, "משרד החוץ הכחיש ב-6 במרץ 2026 את הידיעות על \"Port Selim\" (סלים)."},
	{"latin-with-arabic", 420, "The word سفارة 123 قنصلية stands in an English line, then ends."},
	{"emoji", 300, "A family 👨\u200d👩\u200d👧, a flag 🇩🇪 and e\u0301tude, ﬃ."},
	{"cjk", 160, "外务省否认了关于关闭使团的报道，一天前会见了州长。"},
	{"hidden", 420, "over\u202eride\u202c, nul\x00, zero\u200bwidth, می\u200cشود\tend"},
	{"hidden-mixed", 420, "der Staats\u00admi\u00adnister\ufeff AV\u200bAT \u2067שלום (x) \u2069end \u202b لا\u00adلا\u202c \U000E0041\U000E0042."},
	{"breaks", 420, "one\r\ntwo\rthree\u2029four\n\nfive"},
}

func TestGeometryIsGolden(t *testing.T) {
	for _, c := range mixed {
		t.Run(c.name, func(t *testing.T) {
			golden(t, c.name, describe(newFlow(t, c.text, c.width)))
		})
	}
}

// golden compares with a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name+".golden")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("geometry of %s is\n%s\nwant\n%s", name, got, want)
	}
}

// describe writes the lines of a flow, the pieces of a line from left to right,
// and where carets stand in a piece.
func describe(f *Flow) string {
	var out strings.Builder
	for b := range f.Blocks() {
		for n := range f.Lines(b) {
			l := f.Line(b, n)
			fmt.Fprintf(&out, "line %v at %d, %.2f wide from %.2f\n", l.Span, f.Top(b)+n*f.MetricsOf(b).LineHeight, l.Width, l.X)
			for _, p := range l.Pieces {
				describePiece(&out, p)
			}
			for _, m := range l.Hidden {
				fmt.Fprintf(&out, "  %v %s at %.2f, notice %d\n", m.Span, m.Code(), m.X, m.Notice)
			}
		}
	}
	return out.String()
}

func describePiece(out *strings.Builder, p Piece) {
	dir, font := "→", "-"
	if p.RightToLeft {
		dir = "←"
	}
	if p.Font != nil {
		font = p.Font.Name
	}
	fmt.Fprintf(out, "  %s %v %+q %s %.2f…%.2f\n   ", dir, p.Span, p.Draw, font, p.X, p.X+p.Width)
	for _, s := range p.stops {
		if s.caret {
			fmt.Fprintf(out, " %d:%.2f", s.off, s.x)
		}
	}
	out.WriteString("\n")
}

// order returns the text of a line as the eye meets it from the left, each
// piece in reading order.
func order(f *Flow, b, n int) string {
	var parts []string
	for _, p := range f.Line(b, n).Pieces {
		parts = append(parts, strings.TrimSpace(f.text[p.Span.Start:p.Span.End]))
	}
	return strings.Join(parts, "|")
}

func TestMixedLinesStandInVisualOrder(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"Ali سلام 123 دنيا end", "Ali|دنيا|123|سلام|end"},
		{"سلام Ali 123 دنيا", "دنيا|Ali 123|سلام"},
		{"שלום (Ali) 12", "12|)|Ali|(|שלום"},
		{"در سال ۱۴۰۳ و 2024 بود", "بود|2024|و|۱۴۰۳|در سال"},
	} {
		f := newFlow(t, c.text, 2000)
		if got := order(f, 0, 0); got != c.want {
			t.Errorf("%q stands as %q, want %q", c.text, got, c.want)
		}
	}
}

// TestSpanOverAChangeOfDirection covers a span that is two stretches on the
// screen, though one in the text.
func TestSpanOverAChangeOfDirection(t *testing.T) {
	text := "abc אבגד def"
	f := newFlow(t, text, 2000)
	at := strings.Index(text, "ב")
	rects := f.Rects(model.Span{Start: at, End: len("abc אבגד d")})
	if len(rects) != 2 {
		t.Fatalf("%d rectangles, want 2: %v", len(rects), rects)
	}
	if rects[0].Left < f.PointOf(Position{Offset: 4, Affinity: Upstream}).X-0.01 {
		t.Errorf("the first begins at %v", rects[0].Left)
	}
	if one := f.Rects(model.Span{Start: 4, End: 12}); len(one) != 1 {
		t.Errorf("a span of one direction has %d rectangles", len(one))
	}
}

func TestChineseBreaksBetweenIdeographs(t *testing.T) {
	f := newFlow(t, "外务省否认了关于关闭使团的报道，一天前会见了州长。", 160)
	if n := f.Lines(0); n < 3 {
		t.Fatalf("%d lines", n)
	}
	for n := range f.Lines(0) {
		l := f.Line(0, n)
		if first := []rune(f.text[l.Span.Start:l.Span.End])[0]; strings.ContainsRune("，。", first) {
			t.Errorf("line %d begins with %q", n, first)
		}
	}
}

func TestCaretAtTheEndOfAWrappedLine(t *testing.T) {
	f := newFlow(t, "aaaa bbbb cccc dddd", 60)
	end := f.Line(0, 0).Span.End
	down, up := f.PointOf(Position{Offset: end}), f.PointOf(Position{end, Upstream})
	if down.Line != 1 || up.Line != 0 || down.X != 0 || up.X <= 0 {
		t.Errorf("downstream %+v, upstream %+v", down, up)
	}
}

func TestLinesAboveAndBelow(t *testing.T) {
	f := newFlow(t, "A first line here\n\nab\nA last line here", 2000)
	p := Position{Offset: 9}
	x := f.PointOf(p).X
	p = f.Vertical(p, x, 3)
	if pt := f.PointOf(p); pt.Block != 3 || abs(pt.X-x) > 6 {
		t.Errorf("three lines down is %+v, wanted x %v", pt, x)
	}
	if p = f.Vertical(p, x, -3); p.Offset != 9 {
		t.Errorf("back up is %d", p.Offset)
	}
	if p = f.Vertical(p, x, -1); p.Offset != 0 {
		t.Errorf("above the first line is %d", p.Offset)
	}
	if p = f.Vertical(p, x, 9); p.Offset != len(f.text) {
		t.Errorf("below the last line is %d", p.Offset)
	}
}
