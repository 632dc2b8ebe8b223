package ui

import (
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// drawn returns what a text draws, a string for each line.
func drawn(t *Text) []string {
	var lines []string
	for _, l := range t.lines {
		var s strings.Builder
		for _, p := range l.pieces {
			s.WriteString(p.text)
		}
		lines = append(lines, s.String())
	}
	return lines
}

func TestTextFitsItsWidth(t *testing.T) {
	test.NewTempApp(t)
	const long = "The council of the outer islands has written to three ministries at once"
	for name, text := range map[string]string{"left to right": long, "right to left": "نفي رسمي لأنباء إغلاق السفارة في Port Selim بعد يومين"} {
		t.Run(name, func(t *testing.T) {
			one := NewText(text, Plain)
			test.WidgetRenderer(one)
			one.Resize(fyne.NewSize(120, 20))
			if len(one.lines) != 1 || !strings.Contains(strings.Join(drawn(one), ""), "…") {
				t.Errorf("one line of 120 px: %q", drawn(one))
			}
			for _, o := range test.WidgetRenderer(one).Objects() {
				if right := o.Position().X + o.(*canvas.Text).MinSize().Width; right > 121 {
					t.Errorf("%q ends at %.0f", o.(*canvas.Text).Text, right)
				}
			}
			two := NewText(text, Look{Lines: 2})
			test.WidgetRenderer(two)
			two.Resize(fyne.NewSize(120, 60))
			if len(two.lines) != 2 {
				t.Errorf("two lines: %q", drawn(two))
			}
			all := NewText(text, Prose)
			test.WidgetRenderer(all)
			all.Resize(fyne.NewSize(120, 300))
			if got := strings.Join(drawn(all), " "); strings.Contains(got, "…") || len(all.lines) < 3 {
				t.Errorf("all lines: %q", drawn(all))
			}
		})
	}
}

// Words of a right-to-left line stand from right to left, Latin ones between
// them from left to right.
func TestMixedLineIsInVisualOrder(t *testing.T) {
	test.NewTempApp(t)
	text := NewText("في Port Selim بعد", Plain)
	r := test.WidgetRenderer(text)
	text.Resize(fyne.NewSize(400, 20))
	at := map[string]float32{}
	for _, o := range r.Objects() {
		at[strings.TrimSpace(o.(*canvas.Text).Text)] = o.Position().X
	}
	if !(at["بعد"] < at["Port Selim"] && at["Port Selim"] < at["في"]) {
		t.Errorf("from left to right the parts stand at %v", at)
	}
}

func TestDate(t *testing.T) {
	for in, want := range map[string]string{
		"2026-03-04": "4 March 2026", "2026-03-04T10:00:00Z": "4 March 2026", "4 March": "4 March", "2026-13-04": "2026-13-04",
		"2026-03-041": "2026-03-041", "": "",
	} {
		if got := Date(in); got != want {
			t.Errorf("Date(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestPanesKeepTheirShare(t *testing.T) {
	test.NewTempApp(t)
	p := NewPanes(Gap(1, 1), Gap(1, 1), Gap(1, 1))
	if left, right := p.widths(1280); left != 264 || right != 316 {
		t.Errorf("at 1280 the panes are %v and %v, want 264 and 316", left, right)
	}
	for _, window := range []float32{720, 1024, 2560} {
		left, right := p.widths(window)
		if left < narrowest || right < narrowest || window-left-right < middleMin {
			t.Errorf("at %v the panes are %v and %v", window, left, right)
		}
	}
	p.Resize(fyne.NewSize(1280, 800))
	p.drag(0, 40)
	if left, _ := p.widths(1280); left != 304 {
		t.Errorf("after dragging the border by 40 the left pane is %v", left)
	}
}

func TestButtonIsPressedByKeyAndPointer(t *testing.T) {
	test.NewTempApp(t)
	n := 0
	b := NewKeyButton("Undo", "Ctrl Z", func() { n++ })
	test.Tap(b)
	b.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	b.Disabled = true
	test.Tap(b)
	if n != 2 {
		t.Errorf("pressed %d times, want 2", n)
	}
}

func TestMenuByKeys(t *testing.T) {
	test.NewTempApp(t)
	w := test.NewTempWindow(t, Gap(400, 400))
	taken := ""
	items := []MenuItem{
		{Title: "One", Do: func() { taken = "one" }}, {}, {Title: "Two", Disabled: true}, {Title: "Three", Key: "T", Do: func() { taken = "three" }},
	}
	m := ShowMenu(w.Canvas(), fyne.NewPos(10, 10), items)
	m.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	m.TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	m.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if taken != "three" || w.Canvas().Overlays().Top() != nil {
		t.Errorf("%q was taken; the rule and what is not possible are passed over, and the menu closes", taken)
	}
	ShowMenu(w.Canvas(), fyne.NewPos(10, 10), items).TypedRune('t')
	if taken != "three" {
		t.Errorf("the key takes %q", taken)
	}
}

// A key that a button has no use for reaches the window: Escape closes a dialog
// also while one of its buttons has the focus.
func TestButtonsPassKeysOn(t *testing.T) {
	test.NewTempApp(t)
	pressed := 0
	b, c := NewButton(Quiet, "Save", func() { pressed++ }), NewChoice(Gap(9, 9), func() { pressed++ })
	w := test.NewTempWindow(t, Column(1, b, c))
	var got []fyne.KeyName
	w.Canvas().SetOnTypedKey(func(e *fyne.KeyEvent) { got = append(got, e.Name) })
	for _, o := range []fyne.Focusable{b, c} {
		o.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		o.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	}
	if len(got) != 2 || got[0] != fyne.KeyEscape || pressed != 2 {
		t.Errorf("the window got %v, %d were pressed", got, pressed)
	}
}

// TestTextWithoutALetterOfTheFontIsTheToolkitsToChoose: it has emoji, symbols
// and the fonts of the system for it.
func TestTextWithoutALetterOfTheFontIsTheToolkitsToChoose(t *testing.T) {
	for text, named := range map[string]bool{"plain": true, "Ærø – “naïve” …": true, "🙂 later": false, "⌘": false, "": true} {
		for _, look := range []Look{Plain, Strong, Caption} {
			f := NewText(text, look).face()
			if got := f.font(text); (got != nil) != named {
				t.Errorf("%q in %+v is drawn with %v", text, look, got)
			}
		}
	}
}
