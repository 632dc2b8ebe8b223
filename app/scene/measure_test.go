//go:build scene

package scene

import (
	"fmt"
	"io"
	"os/exec"
	"slices"
	"testing"
	"time"
)

// hand presses keys and turns the wheel at moments that are known: a running
// xdotool, which takes a line for each thing to do.
type hand struct{ in io.WriteCloser }

func newHand(b *testing.B) hand {
	b.Helper()
	c := exec.Command("xdotool", "-")
	in, err := c.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		in.Close()
		c.Wait()
	})
	return hand{in}
}

// act does what a line of xdotool says and returns the trace from then on,
// until the named events have come one behind the other. The first event,
// "pressed", is the moment at which xdotool was told.
func (w *window) act(h hand, line string, until ...string) []event {
	w.Helper()
	n := len(w.events())
	pressed := event{Event: "pressed", At: w.now()}
	if _, err := fmt.Fprintln(h.in, line); err != nil {
		w.Fatal(err)
	}
	all := []event{pressed}
	for _, name := range until {
		more := w.await(n, name)
		all, n = append(all, more...), n+len(more)
	}
	return all
}

// now returns the milliseconds since the process began.
func (w *window) now() float64 {
	return float64(time.Now().UnixMicro())/1000 - w.await(0, "began")[0].Clock
}

// span is what is measured of an action: the time, or the processor time, from
// the first event of one name to the last one of another.
type span struct {
	name, from, to string
	cpu            bool
}

// of returns how long the span took.
func (s span) of(events []event) (float64, bool) {
	from := slices.IndexFunc(events, func(e event) bool { return e.Event == s.from })
	to := len(events) - 1
	for to >= 0 && events[to].Event != s.to {
		to--
	}
	if from < 0 || to < from {
		return 0, false
	}
	if s.cpu {
		return events[to].CPU - events[from].CPU, true
	}
	return events[to].At - events[from].At, true
}

// rest is how long a window is left alone between two actions.
const rest = 60 * time.Millisecond

// measure does the action some times, and reports median and 99th percentile of
// each span, and how often the article was painted again once it had been shown.
func (w *window) measure(b *testing.B, times int, action func() []event, spans ...span) {
	b.Helper()
	took := map[string][]float64{}
	again := 0
	for b.Loop() {
		for range times {
			events := action()
			for _, s := range spans {
				ms, ok := s.of(events)
				if !ok {
					b.Fatalf("nothing from %q to %q in %v", s.from, s.to, events)
				}
				took[s.name] = append(took[s.name], ms)
			}
			n := len(w.events())
			time.Sleep(rest)
			again += count(w.events()[n:], "painted")
		}
	}
	for _, s := range spans {
		report(b, s.name, took[s.name])
	}
	b.ReportMetric(float64(again)/float64(len(took[spans[0].name])), "repaints")
	b.ReportMetric(0, "ns/op")
}

func count(events []event, name string) int {
	n := 0
	for _, e := range events {
		if e.Event == name {
			n++
		}
	}
	return n
}

// report reports median and 99th percentile (nearest rank: of ten, the worst).
func report(b *testing.B, name string, took []float64) {
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2], name+"-ms")
	b.ReportMetric(took[(99*len(took)+99)/100-1], name+"-p99")
}

// reportSpans reports the spans of actions that were done already.
func reportSpans(b *testing.B, actions [][]event, spans []span) {
	b.Helper()
	for _, s := range spans {
		var took []float64
		for _, events := range actions {
			ms, ok := s.of(events)
			if !ok {
				b.Fatalf("nothing from %q to %q in %v", s.from, s.to, events)
			}
			took = append(took, ms)
		}
		report(b, s.name, took)
	}
	b.ReportMetric(0, "ns/op")
}

// reportMemory reports the median and the most of some figures in megabytes.
func reportMemory(b *testing.B, memory []float64) {
	slices.Sort(memory)
	b.ReportMetric(memory[len(memory)/2], "private-MB")
	b.ReportMetric(memory[len(memory)-1], "private-MB-most")
	b.ReportMetric(0, "ns/op")
}
