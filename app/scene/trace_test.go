//go:build scene

package scene

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"time"
)

// event is a line of the trace.
type event struct {
	Event string
	At    float64 // milliseconds since the process began
}

// events returns the trace so far.
func (w *window) events() []event {
	w.Helper()
	data, err := os.ReadFile(w.path("trace.jsonl"))
	if err != nil && !os.IsNotExist(err) {
		w.Fatal(err)
	}
	var all []event
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) == nil { // the last line may be half written
			all = append(all, e)
		}
	}
	return all
}

// await waits until an event of that name comes behind the first n, and
// returns the events behind them up to it.
func (w *window) await(n int, name string) []event {
	w.Helper()
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(2 * time.Millisecond) {
		all := w.events()
		for i := n; i < len(all); i++ {
			if all[i].Event == name {
				return all[n : i+1]
			}
		}
	}
	w.Fatalf("no event %q in %v behind the first %d; the trace is %v\n%s", name, patience, n, w.events(), w.log)
	return nil
}
