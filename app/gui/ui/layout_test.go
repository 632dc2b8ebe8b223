package ui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
)

// boxes returns objects of these widths, 20 high.
func boxes(widths ...float32) []fyne.CanvasObject {
	var all []fyne.CanvasObject
	for _, w := range widths {
		r := canvas.NewRectangle(nil)
		r.SetMinSize(fyne.NewSize(w, 20))
		all = append(all, r)
	}
	return all
}

// TestNoneWrapsAlone: what does not fit in one line is shared out evenly over
// the fewest lines.
func TestNoneWrapsAlone(t *testing.T) {
	for _, c := range []struct {
		widths []float32
		lines  []int // how many stand in each
	}{
		{[]float32{60, 80, 80}, []int{3}},
		{[]float32{60, 80, 80, 70}, []int{2, 2}},
		{[]float32{60, 60, 60, 60, 60, 60, 60}, []int{4, 3}},
		{[]float32{300, 60}, []int{1, 1}},
		{nil, nil},
	} {
		all := boxes(c.widths...)
		box := container.New(WrapLayout(5, 6), all...)
		box.Resize(fyne.NewSize(260, 100))
		var lines []int
		y := float32(-1)
		for _, o := range all {
			if o.Position().Y != y {
				y = o.Position().Y
				lines = append(lines, 0)
			}
			lines[len(lines)-1]++
		}
		if len(lines) != len(c.lines) {
			t.Fatalf("%v: lines of %v, want %v", c.widths, lines, c.lines)
		}
		for i := range lines {
			if lines[i] != c.lines[i] {
				t.Errorf("%v: lines of %v, want %v", c.widths, lines, c.lines)
			}
		}
		if want := float32(max(0, 26*len(lines)-6)); box.MinSize().Height != want {
			t.Errorf("%v: %g high, want %g", c.widths, box.MinSize().Height, want)
		}
	}
}

// TestFrameFitsWhatWraps: what wraps at the edge of a frame takes the height
// that it needs at its width now, not at the one that it had.
func TestFrameFitsWhatWraps(t *testing.T) {
	head := container.New(WrapLayout(5, 6), boxes(60, 80, 80, 70)...)
	middle := boxes(10)[0]
	frame := Frame(head, nil, nil, nil, middle)
	for _, c := range []struct{ width, top float32 }{{260, 46}, {400, 20}, {260, 46}} {
		frame.Resize(fyne.NewSize(c.width, 300))
		if got := middle.Position().Y; got != c.top {
			t.Errorf("%g wide: the middle begins at %g, want %g", c.width, got, c.top)
		}
	}
}
