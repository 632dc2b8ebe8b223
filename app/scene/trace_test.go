//go:build scene

package scene

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"slices"
	"time"
)

// event is a line of the trace.
type event struct {
	Event string
	At    float64 // milliseconds since the process began
	CPU   float64 // processor time until then, in milliseconds
	Clock float64 // of "began": milliseconds since 1970
}

// tail reads the trace of one run of the program as it grows.
type tail struct {
	file   *os.File
	rest   []byte // the beginning of a line
	events []event
}

// events returns the trace so far.
func (w *window) events() []event {
	w.Helper()
	t := &w.trace
	if t.file == nil {
		f, err := os.Open(w.path("trace.jsonl"))
		if os.IsNotExist(err) {
			return nil
		}
		if err != nil {
			w.Fatal(err)
		}
		w.Cleanup(func() { f.Close() })
		t.file = f
	}
	more, err := io.ReadAll(t.file)
	if err != nil {
		w.Fatal(err)
	}
	t.rest = append(t.rest, more...)
	for {
		line, rest, whole := bytes.Cut(t.rest, []byte("\n"))
		if !whole {
			return t.events
		}
		var e event
		if err := json.Unmarshal(line, &e); err != nil {
			w.Fatalf("line %s of the trace: %v", line, err)
		}
		t.events, t.rest = append(t.events, e), rest
	}
}

// await waits until an event of that name comes behind the first n, and
// returns the events behind them up to it.
func (w *window) await(n int, name string) []event {
	w.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		all := w.events()
		if i := slices.IndexFunc(all[min(n, len(all)):], func(e event) bool { return e.Event == name }); i >= 0 {
			return all[n : n+i+1]
		}
	}
	w.Fatalf("no event %q in %v behind the first %d; the trace is %v\n%s", name, patience, n, w.events(), w.log)
	return nil
}
