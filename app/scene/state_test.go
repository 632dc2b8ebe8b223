//go:build scene

package scene

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"time"
)

// state is a line of the file that DRAGOMAN_SCENE names.
type state struct {
	Document, Annotator, Status, Active, Message, Focus string
	Notice, Sheet                                       string
	Caret, Sheets                                       int
	Linking, Painted                                    bool
	Selection                                           []struct{ Start, End int }
	Widgets                                             []box
	Lines                                               []line
	Review                                              *review
}

// review is the review in the state of the window.
type review struct {
	Document, Kind, Ruling               string
	Case, At, Differences, Decided, Gold int
	Adjusting, Measured                  bool
}

type box struct {
	Name                string
	X, Y, Width, Height float64
}

// middle returns the pixel in the middle of the box.
func (b box) middle() (x, y int) { return int(b.X + b.Width/2), int(b.Y + b.Height/2) }

type line struct {
	Y, Height float64
	Words     []word
}

// word is a word as it is painted; At is its first code point.
type word struct {
	At         int
	Text       string
	Start, End float64
}

// state returns what the window shows now.
func (w *window) state() state {
	w.Helper()
	data, err := os.ReadFile(w.path("scene.jsonl"))
	if err != nil && !os.IsNotExist(err) {
		w.Fatal(err)
	}
	var s state
	if end := bytes.LastIndexByte(data, '\n'); end > 0 {
		last := data[bytes.LastIndexByte(data[:end], '\n')+1 : end]
		if err := json.Unmarshal(last, &s); err != nil {
			w.Fatal(err)
		}
	}
	return s
}

// until waits for a state that fits and returns it.
func (w *window) until(what string, fits func(state) bool) state {
	w.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if s := w.state(); fits(s) {
			return s
		}
	}
	w.Fatalf("the window never shows: %s; its state is %+v\n%s", what, w.state(), w.log)
	return state{}
}

// painted waits for a state that fits and that the screen shows.
func (w *window) painted(what string, fits func(state) bool) state {
	w.Helper()
	return w.until(what+", painted", func(s state) bool { return s.Painted && fits(s) })
}

// changed reports whether the window shows another state than before, soon.
func (w *window) changed(before state) bool {
	w.Helper()
	for end := time.Now().Add(patience / 5); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		now := w.state()
		now.Painted = before.Painted
		if !reflect.DeepEqual(now, before) {
			return true
		}
	}
	return false
}

// selected waits until these words and no others are selected. The words of
// each fragment are told by where it begins and ends in the text.
func (w *window) selected(text string, fragments ...string) {
	w.Helper()
	runes := []rune(text)
	w.until("selected "+strings.Join(fragments, " + "), func(s state) bool {
		if len(s.Selection) != len(fragments) {
			return false
		}
		for i, f := range s.Selection {
			if string(runes[f.Start:f.End]) != fragments[i] {
				return false
			}
		}
		return true
	})
}

// word returns the n-th painted word of that text, from 0, and its line.
func (w *window) word(text string, n int) (word, line) {
	w.Helper()
	for _, l := range w.state().Lines {
		for _, x := range l.Words {
			if x.Text == text {
				if n == 0 {
					return x, l
				}
				n--
			}
		}
	}
	w.Fatalf("the word %q is not on the screen", text)
	return word{}, line{}
}

// widget returns the first widget whose name begins so.
func (w *window) widget(name string) box {
	w.Helper()
	for _, b := range w.state().Widgets {
		if strings.HasPrefix(b.Name, name) {
			return b
		}
	}
	w.Fatalf("no widget %q on the screen: %+v", name, w.state().Widgets)
	return box{}
}

// dragWords drags from the start of one word to the end of another.
func (w *window) dragWords(from, to string) {
	w.Helper()
	a, la := w.word(from, 0)
	b, lb := w.word(to, 0)
	w.drag(int(a.Start)+1, int(la.Y+la.Height/2), int(b.End), int(lb.Y+lb.Height/2))
}
