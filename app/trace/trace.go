// Package trace writes what happens in the window and when, one JSON object a
// line, for whoever measures the program. It is switched on by the environment
// variable DRAGOMAN_TRACE, which names the file, and costs nothing otherwise.
//
//	{"event":"asked","at":412.318}
//
// at is in milliseconds since the process began. The events are:
//
//	started   the window is shown
//	asked     a document was asked for
//	key       a key or button asked for a command (movement in the article is not told)
//	durable   the change that it led to is in the project file
//	opened    the document and its annotations are in memory
//	painted   the painter's pass that shows the result has drawn the article
//	scrolled  another part of the article is in view
//	resized   the article was given another size
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
	return &Trace{to: f}, nil
}

// Event writes one event that happens now.
func (t *Trace) Event(name string) {
	if t == nil || t.err != nil {
		return
	}
	line, err := json.Marshal(struct {
		Event string  `json:"event"`
		At    float64 `json:"at"`
	}{name, float64(time.Since(began).Microseconds()) / 1000})
	if err == nil {
		_, err = t.to.Write(append(line, '\n'))
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
