//go:build scene

package scene

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// Where things stand in a window of 1280 by 800.
const (
	onAll    = "42 104"
	onOpen   = "42 133"
	onSearch = "130 69"
	onList   = "136 418"
)

var (
	listing = []span{felt, {name: "frame", from: "listed", to: "shown"}}
	finding = []span{felt, {name: "found", from: "input", to: "found"}}
)

// BenchmarkProject measures the window on projects of 100 to 100,000 documents:
// from the start of the program to the frame that shows the list and the first
// article, and what is done with the list.
func BenchmarkProject(b *testing.B) {
	for _, name := range []string{"p100", "p10k", "p100k"} {
		b.Run("name="+name, func(b *testing.B) {
			d := newDesktop(b)
			d.quiet = true
			project := d.projectOf(b, name)
			d.open(project).close() // what a first opening may have to do once
			b.Run("start", func(b *testing.B) { d.measureStarts(b, project) })
			w, h := d.open(project), newHand(b)
			b.Run("memory", func(b *testing.B) { w.measureMemory(b) })
			w.point(h, onList)
			b.Run("listscroll", func(b *testing.B) { w.measure(b, 5, w.listNotches(h), listing...) })
			b.Run("listfilter", func(b *testing.B) { w.measure(b, 2, w.filters(h), listing...) })
			w.point(h, onAll)
			w.act(h, "click 1")
			for kind, query := range map[string]string{"word": "government", "phrase": `"said that"`, "prefix": "mi"} {
				b.Run("search"+kind, func(b *testing.B) { w.measure(b, 1, w.searches(h, query), finding...) })
			}
			b.Run("worked", func(b *testing.B) { w.measureMemory(b) })
			w.close()
		})
	}
}

// measureStarts starts the program and presses a key as soon as its window
// shows everything.
func (d *desktop) measureStarts(b *testing.B, project string) {
	var starts, lists, keys [][]event
	for b.Loop() {
		h := newHand(b)
		launched := time.Now()
		w := d.launch(project)
		began := w.await(0, "began")[0]
		events := []event{{Event: "launched", At: float64(launched.UnixMicro())/1000 - began.Clock}}
		n := 0
		for !shows(events) {
			more := w.await(n, "shown")
			events, n = append(events, more...), n+len(more)
		}
		keys = append(keys, w.act(h, "key ctrl+Next", "key", "opened", "painted", "shown"))
		starts = append(starts, events)
		if count(events, "whole") == 0 {
			events = append(slices.Clone(events), w.await(n, "whole")...)
		}
		lists = append(lists, events)
		time.Sleep(time.Second) // until the toolkit has settled the size of its window
		w.close()
	}
	reportSpans(b, starts, beginnings)
	reportSpans(b, lists, []span{{name: "whole", from: "launched", to: "whole"}})
	reportSpans(b, keys, []span{{name: "firstkey", from: "pressed", to: "shown"}})
}

// shows reports whether what has been shown holds the list and the article.
func shows(events []event) bool {
	has := func(name string) bool { return count(events, name) > 0 }
	return has("listed") && has("opened") && has("painted") && events[len(events)-1].Event == "shown"
}

// point moves the mouse to a place and waits until the window knows.
func (w *window) point(h hand, place string) {
	w.act(h, "mousemove "+place)
	time.Sleep(2 * rest)
}

// listNotches turns the wheel over the list by more than a row, down and up again.
func (w *window) listNotches(h hand) func() []event {
	n := 0
	return func() []event {
		button := 5
		if n/100%2 == 1 {
			button = 4
		}
		n++
		return w.act(h, fmt.Sprint("click --repeat 6 --delay 0 ", button), "listed", "shown")
	}
}

// filters chooses the documents in progress, and all again.
func (w *window) filters(h hand) func() []event {
	n := 0
	return func() []event {
		n++
		w.point(h, []string{onAll, onOpen}[n%2])
		return w.act(h, "click 1", "listed", "shown")
	}
}

// searches types a query; what is measured begins with its last letter.
func (w *window) searches(h hand, query string) func() []event {
	names := map[rune]string{'"': "quotedbl", ' ': "space"}
	var keys []string
	for _, r := range query {
		key := names[r]
		if key == "" {
			key = string(r)
		}
		keys = append(keys, key)
	}
	last := len(keys) - 1
	return func() []event {
		w.point(h, onSearch)
		w.act(h, "click 1")
		w.act(h, "key ctrl+a BackSpace")
		time.Sleep(2 * rest)
		for _, key := range keys[:last] {
			w.act(h, "key "+key, "input", "found", "shown")
		}
		time.Sleep(rest)
		return w.act(h, "key "+keys[last], "input", "found", "shown")
	}
}
