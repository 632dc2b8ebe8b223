// Package trace writes what happens in the window and when, one JSON object a
// line, for whoever measures the program. It is switched on by the environment
// variable DRAGOMAN_TRACE, which names the file, and costs nothing otherwise.
//
//	{"event":"asked","at":412.318,"cpu":203.1}
//
// at is in milliseconds since the process began, cpu the processor time that it
// has used until then, of all its threads, where the system tells it. The first
// line says when that was, in milliseconds of the clock since 1970:
//
//	{"event":"began","at":0,"cpu":0,"clock":1795362000000.125}
//
// The events are:
//
//	began     the process
//	started   the window is shown
//	input     a key or the wheel has reached the article, or a letter the search field
//	key       a key or button asked for a command
//	asked     a document was asked for
//	opened    the document and its annotations are in memory
//	durable   the change that a command led to is in the project file
//	handled   all is done that a command asks for, but the frame is not drawn
//	scrolled  another part of the article is in view
//	resized   the window has another size, and its parts are to be given theirs
//	listed    the list of documents shows other rows
//	whole     all documents are in the list, of which those in view were there before
//	found     a search has ended
//	painted   the painter's pass that shows the result has drawn the article
//	shown     the frame of that pass is on the screen: drawn to the last pixel and swapped
//
// A frame tells "painted" and "shown" when something of the above led to it.
package trace

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"
)

// Variable names the environment variable that switches tracing on.
const Variable = "DRAGOMAN_TRACE"

var began = time.Now()

// line is what is written for an event.
type line struct {
	Event string  `json:"event"`
	At    float64 `json:"at"`
	CPU   float64 `json:"cpu"`
	Clock float64 `json:"clock,omitempty"`
}

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// Trace writes events. A nil Trace drops them. It belongs to the goroutine of
// the window.
type Trace struct {
	to  io.WriteCloser
	err error
}

// Open returns the trace that the environment asks for, and nil where it asks
// for none.
func Open() (*Trace, error) {
	path := os.Getenv(Variable)
	if path == "" {
		return nil, nil
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open trace: %w", err)
	}
	t := &Trace{to: f}
	t.write(line{Event: "began", Clock: float64(began.UnixMicro()) / 1000})
	return t, nil
}

// Event writes one event that happens now.
func (t *Trace) Event(name string) {
	if t != nil {
		t.write(line{Event: name, At: milliseconds(time.Since(began)), CPU: milliseconds(processorTime())})
	}
}

// write writes a line, and none behind one that could not be written.
func (t *Trace) write(l line) {
	if t.err != nil {
		return
	}
	data, err := json.Marshal(l)
	if err == nil {
		_, err = t.to.Write(append(data, '\n'))
	}
	t.err = err
}

// Close ends the trace and returns the first error of writing it.
func (t *Trace) Close() error {
	if t == nil {
		return nil
	}
	if err := t.to.Close(); t.err == nil && err != nil {
		t.err = err
	}
	if t.err != nil {
		return fmt.Errorf("write trace: %w", t.err)
	}
	return nil
}
