//go:build scene

package scene

import (
	"bytes"
	"encoding/json"
	"image"
	"image/color"
	"image/png"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// set is an annotation set as "dragoman show --json" prints it.
type set struct {
	Annotator, Status string
	Spans             []struct {
		ID, Label, Text string
		Start, End      int
		Fragments       []struct{ Start, End int }
	}
	Relations []struct{ Type, From, To string }
}

// colours are the underlines of the four labels on light paper.
var colours = map[string]color.NRGBA{
	"person": {0x0B, 0x6B, 0xB0, 0xFF}, "meeting": {0x0A, 0x8A, 0x63, 0xFF},
	"statement": {0xB8, 0x74, 0x00, 0xFF}, "denial": {0xC2, 0x36, 0x4F, 0xFF},
}

// TestLabelAnArticle is the main job in a real window, by mouse and keyboard
// alone: label by mouse, label by keyboard, add a fragment, link, undo all,
// redo all, close and open again.
func TestLabelAnArticle(t *testing.T) {
	d := newDesktop(t)
	text := d.project("quay.dragoman", "testdata/quay.txt")
	w := d.open(d.path("quay.dragoman"))
	w.until("an open article", func(s state) bool { return s.Document != "" && len(s.Lines) > 3 })

	// A person, by mouse.
	w.dragWords("Ilse", "Tarn")
	w.selected(text, "Ilse Tarn")
	w.key("1")
	person := w.shown(1)
	if s := person.Spans[0]; s.Label != "person" || s.Text != "Ilse Tarn" {
		t.Fatalf("labelled by mouse: %+v", s)
	}

	// A statement, by keyboard alone: to the paragraph of the quotation, its
	// first sentence, and from it the words between the marks.
	w.key("Escape", "ctrl+Home", "ctrl+Down", "ctrl+Down")
	w.key("s")
	w.selected(text, "“The winter boat will sail,” Tarn said.")
	w.key("3")
	if s := w.shown(2).find("statement"); s != "“The winter boat will sail,” Tarn said." {
		t.Fatalf("labelled by keyboard: %q", s)
	}

	// A second fragment, for the statement that is selected.
	w.dragWords("“It", "twice")
	w.key("f")
	before := w.held(func(s set) bool {
		return s.find("statement") == "“The winter boat will sail,” Tarn said. “It will sail twice"
	})

	// Its speaker. The statement is the active annotation.
	w.key("l")
	w.until("a partner to choose", func(s state) bool { return s.Linking })
	w.key("Return")
	w.until("the choice of a link", func(s state) bool { return s.Sheets > 0 || !s.Linking })
	if w.state().Sheets > 0 {
		w.key("Return")
	}
	linked := w.held(func(s set) bool { return len(s.Relations) == 1 })
	if r := linked.Relations[0]; r.Type != "speaker" || r.From == r.To {
		t.Fatalf("linked: %+v", r)
	}
	w.checkPainted(text, linked)
	w.picture("scene-linked")

	// Everything back, and again.
	w.key("ctrl+z", "ctrl+z", "ctrl+z", "ctrl+z")
	w.held(func(s set) bool { return len(s.Spans) == 0 && len(s.Relations) == 0 })
	w.key("ctrl+z")
	w.until("nothing to undo", func(s state) bool { return strings.Contains(strings.ToLower(s.Message), "undo") })
	w.key("ctrl+y", "ctrl+y", "ctrl+y", "ctrl+y")
	if again := w.held(func(s set) bool { return len(s.Relations) == 1 }); !same(again, linked) || same(again, before) {
		t.Fatalf("redone it is\n%+v\nand was\n%+v", again, linked)
	}

	w.close()
	w = d.open(d.path("quay.dragoman"))
	w.until("an open article", func(s state) bool { return s.Document != "" && len(s.Lines) > 3 })
	if again := w.shown(2); !same(again, linked) {
		t.Fatalf("opened again it is\n%+v\nand was\n%+v", again, linked)
	}
	w.checkPainted(text, linked)
	w.close()
}

// project makes a project from one article and returns its text.
func (d *desktop) project(name, article string) string {
	d.Helper()
	text, err := os.ReadFile(article)
	if err != nil {
		d.Fatal(err)
	}
	d.run("new", d.path(name))
	d.run("import", d.path(name), article)
	return string(text)
}

// shown waits until the only document has an annotation set of so many
// annotations, and returns it as the command line shows it while the window is
// open.
func (w *window) shown(annotations int) set {
	w.Helper()
	return w.held(func(s set) bool { return len(s.Spans) == annotations })
}

func (w *window) held(fits func(set) bool) set {
	w.Helper()
	var s set
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		s = set{}
		line, _, _ := strings.Cut(w.run("show", w.project, w.state().Document, "--json"), "\n")
		if err := json.Unmarshal([]byte(line), &s); err != nil {
			w.Fatal(err)
		}
		if fits(s) {
			return s
		}
	}
	w.Fatalf("the project never holds what was awaited; it holds %+v; the window shows %+v\n%s", s, w.state(), w.log)
	return s
}

// find returns the text of the first annotation of a label.
func (s set) find(label string) string {
	for _, a := range s.Spans {
		if a.Label == label {
			return a.Text
		}
	}
	return ""
}

func same(a, b set) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// checkPainted compares the pixels of the screen with the set: below each
// painted word the underline of every label that covers it, and no other.
func (w *window) checkPainted(text string, s set) {
	w.Helper()
	w.xdotool("mousemove", "1", "1")
	time.Sleep(400 * time.Millisecond)
	screen := w.screen()
	for _, l := range w.state().Lines {
		for _, x := range l.Words {
			covered := s.labelsAt(x)
			for label, c := range colours {
				if got := underlined(screen, x, l, c); got != covered[label] {
					w.Errorf("%q at %d: painted as %s is %v, in the project it is %v", x.Text, x.At, label, got, covered[label])
				}
			}
		}
	}
}

// labelsAt returns the labels that cover most of a word. A word that is
// covered by its edge alone, as "said." is by a span without the stop, counts.
func (s set) labelsAt(x word) map[string]bool {
	labels := map[string]bool{}
	end := x.At + len([]rune(x.Text))
	for _, a := range s.Spans {
		fragments := a.Fragments
		if len(fragments) == 0 {
			fragments = append(fragments, struct{ Start, End int }{a.Start, a.End})
		}
		for _, f := range fragments {
			if f.Start < end && x.At < f.End {
				labels[a.Label] = true
			}
		}
	}
	return labels
}

// underlined reports whether that colour lies just below most of a word: below
// less of it stands the tag of an annotation in the next line.
func underlined(screen image.Image, x word, l line, want color.NRGBA) bool {
	columns, width := 0, 0
	for px := int(min(x.Start, x.End)) + 1; px < int(max(x.Start, x.End))-1; px++ {
		width++
		for y := int(l.Y + l.Height - 4); y < int(l.Y+l.Height+8); y++ {
			r, g, b, _ := screen.At(px, y).RGBA()
			if near(r>>8, want.R) && near(g>>8, want.G) && near(b>>8, want.B) {
				columns++
				break
			}
		}
	}
	return 5*columns > 2*width
}

func near(got uint32, want uint8) bool { return max(int(got)-int(want), int(want)-int(got)) <= 12 }

// screen takes a picture of the whole screen.
func (w *window) screen() image.Image {
	w.Helper()
	data, err := exec.Command("import", "-window", "root", "png:-").Output()
	if err != nil {
		w.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		w.Fatal(err)
	}
	return picture
}
