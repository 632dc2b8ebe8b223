package chart

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"image/color"
	"image/png"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"dragoman/app/gui/theme"
)

// plainLook measures ten pixels a letter.
var plainLook = Look{theme.Light, func(s string, _ fyne.ThemeSizeName, _ bool) float32 { return float32(10 * len([]rune(s))) }}

func someMatrix(n int) Matrix {
	m := Matrix{Corner: "pairs"}
	for i := range n {
		m.Rows = append(m.Rows, fmt.Sprintf("annotator %d", i))
		m.Cols = append(m.Cols, fmt.Sprintf("annotator %d", i))
		row := make([]Cell, n)
		for j := range n {
			if i != j {
				row[j] = Cell{Text: "0.74", Share: float64(j) / float64(n), Hint: fmt.Sprintf("%d and %d.", i, j), Lead: i*n + j}
			}
		}
		m.Cells = append(m.Cells, row)
	}
	return m
}

func someLines(days ...int) Lines {
	l := Lines{Unit: "documents done"}
	for i, n := range days {
		s := Series{Name: fmt.Sprintf("annotator %d", i)}
		for d := range n {
			s.Points = append(s.Points, Point{time.Date(2026, 3, 1+2*d, 0, 0, 0, 0, time.UTC), d + 1})
		}
		l.Series = append(l.Series, s)
	}
	return l
}

// Whatever the width, nothing is drawn outside of the drawing, and spots of a
// matrix and of bars do not overlap.
func TestDrawingsKeepWithinTheirSize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := float32(rapid.IntRange(200, 2000).Draw(t, "width"))
		n := rapid.IntRange(1, 9).Draw(t, "n")
		bars := Bars{Of: "label", Unit: "F1", Top: 1, Ticks: true}
		for i := range n {
			v := rapid.Float64Range(0, 1).Draw(t, "value")
			bars.Rows = append(bars.Rows, Bar{Name: fmt.Sprint("label ", i), Value: v, Low: v / 2, High: 1, HasInterval: true, Text: "0.50", Hint: "It is."})
		}
		for _, c := range []Chart{someMatrix(n), bars, someLines(n, 2*n, 1), Lines{}, Bars{}, Matrix{}} {
			d := c.Draw(width, plainLook)
			for _, s := range d.Shapes {
				if s.X < -1 || s.X+s.W > d.Size.Width+30 || s.Y < -1 || s.Y+s.H > d.Size.Height+1 || s.W < 0 && s.Line == 0 {
					t.Fatalf("%T: %+v is outside of %v", c, s, d.Size)
				}
			}
			if _, lines := c.(Lines); lines {
				continue
			}
			for i, a := range d.Spots {
				for _, b := range d.Spots[:i] {
					if a.X < b.X+b.W-0.1 && b.X < a.X+a.W-0.1 && a.Y < b.Y+b.H-0.1 && b.Y < a.Y+a.H-0.1 {
						t.Fatalf("%T: %+v and %+v overlap", c, a, b)
					}
				}
			}
		}
	})
}

func TestBarsAreAsLongAsTheirValues(t *testing.T) {
	b := Bars{Top: 2, Rows: []Bar{{Name: "a", Value: 1, Whole: 2}, {Name: "b", Value: 2}, {Name: "c", Why: "nobody gave it"}}}
	d := b.Draw(600, plainLook)
	var bars []float32
	var texts []string
	for _, s := range d.Shapes {
		if s.Text != "" {
			texts = append(texts, s.Text)
		} else if s.H == barHeight {
			bars = append(bars, s.W)
		}
	}
	if len(bars) != 3 || bars[1]*2 != bars[0] || bars[2] != bars[0] || bars[0] < 200 {
		t.Errorf("the bars are %v long", bars)
	}
	if !strings.Contains(strings.Join(texts, "|"), "n/a: nobody gave it") {
		t.Errorf("nothing says why there is no figure: %q", texts)
	}
}

func TestNamesAtTheEndsOfLinesAreApart(t *testing.T) {
	l := someLines(5, 5, 5, 4, 0)
	f := l.frame(Box{0, 0, 500, 300})
	ends := l.ends(f)
	for i, a := range ends {
		for _, b := range ends[:i] {
			if abs(a-b) < endGap-0.01 {
				t.Errorf("the names stand at %v", ends)
			}
		}
	}
}

func TestCSVIsReadBackAndHoldsNoFormula(t *testing.T) {
	rows := [][]string{
		{"=1+1", "'=1+1"},
		{"@sum", "'@sum"},
		{"-3", "-3"},
		{"+0.5", "+0.5"},
		{"-Larijani", "'-Larijani"},
		{"+", "'+"},
		{"\tx", "'\tx"},
		{"he said, \"no\"\nand left", "he said, \"no\"\nand left"},
		{"", ""},
		{"نفي رسمي", "نفي رسمي"},
	}
	table := Table{Header: []string{"=name", "n"}}
	for _, r := range rows {
		table.Rows = append(table.Rows, []string{r[0], "1"})
	}
	var out bytes.Buffer
	if err := table.WriteCSV(&out); err != nil {
		t.Fatal(err)
	}
	back, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if back[0][0] != "'=name" || len(back) != len(rows)+1 {
		t.Fatalf("the file is %q", back)
	}
	for i, r := range rows {
		if back[i+1][0] != r[1] {
			t.Errorf("%q became %q, want %q", r[0], back[i+1][0], r[1])
		}
	}
}

func TestTablesHoldTheFiguresBehindTheDrawing(t *testing.T) {
	b := Bars{Of: "label", Unit: "F1", Rows: []Bar{
		{Name: "person", Value: 0.75, Low: 0.5, High: 1, HasInterval: true}, {Name: "denial", Why: "nobody gave it"},
	}}
	if got, want := fmt.Sprint(b.Table()), "{[label F1 low high undefined] [[person 0.75 0.5 1 ] [denial    nobody gave it]]}"; got != want {
		t.Errorf("bars: %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(someLines(2).Table()), "{[annotator day documents done] [[annotator 0 2026-03-01 1] [annotator 0 2026-03-03 2]]}"; got != want {
		t.Errorf("lines: %s, want %s", got, want)
	}
	if got, want := fmt.Sprint(someMatrix(2).Table()), "{[pairs annotator 0 annotator 1] [[annotator 0  0.74] [annotator 1 0.74 ]]}"; got != want {
		t.Errorf("matrix: %s, want %s", got, want)
	}
}

func TestPictureIsNotBlank(t *testing.T) {
	a := test.NewTempApp(t)
	for _, mode := range []theme.Mode{theme.LightMode, theme.DarkMode} {
		a.Settings().SetTheme(theme.New(mode))
		for _, c := range []Chart{someMatrix(3), someLines(4, 2), Bars{Top: 1, Ticks: true, Rows: []Bar{{Name: "نفي", Value: 0.4, Text: "0.40"}}}} {
			var out bytes.Buffer
			if err := PNG(&out, c, "A title", "A note", 600); err != nil {
				t.Fatal(err)
			}
			picture, err := png.Decode(&out)
			if err != nil {
				t.Fatal(err)
			}
			colours := map[color.Color]bool{}
			size := picture.Bounds()
			for at := range size.Dx() * size.Dy() / 7 {
				colours[picture.At(7*at%size.Dx(), 7*at/size.Dx())] = true
			}
			if size.Dx() < 1200 || len(colours) < 10 {
				t.Errorf("%s: the picture of %T is %v with %d colours", mode, c, size, len(colours))
			}
		}
	}
}

func TestArrowsLeadThroughAMatrix(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.LightMode))
	v := NewView()
	var hint string
	led := nowhere
	v.OnHint, v.OnChoose = func(s string) { hint = s }, func(i int) { led = i }
	v.Set(someMatrix(3))
	w := test.NewTempWindow(t, v)
	w.Resize(fyne.NewSize(600, 300))
	w.Canvas().Focus(v)
	for _, step := range []struct {
		key  fyne.KeyName
		want string
	}{{fyne.KeyRight, "0 and 2."}, {fyne.KeyDown, "1 and 2."}, {fyne.KeyLeft, "1 and 0."}, {fyne.KeyDown, "2 and 0."}, {fyne.KeyDown, "2 and 0."}} {
		v.TypedKey(&fyne.KeyEvent{Name: step.key})
		if hint != step.want {
			t.Errorf("after %s the hint is %q, want %q", step.key, hint, step.want)
		}
	}
	v.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if led != 6 {
		t.Errorf("Enter leads to %d, want 6", led)
	}
	box := v.Spots()[0]
	led = nowhere
	test.TapAt(v, fyne.NewPos(box.X+3, box.Y+3))
	if led != 1 {
		t.Errorf("a click leads to %d, want 1", led)
	}
	v.FocusLost()
	if hint != "" {
		t.Errorf("the hint stays: %q", hint)
	}
}
