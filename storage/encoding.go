package storage

import (
	"sync"

	"dragoman/model"
)

// encoding writes the bodies of the log beside the rows, on another processor,
// when there are many.
type encoding struct {
	edits  int // how many there are
	bodies []string
	err    error
	done   sync.WaitGroup
}

// encodedAhead is how many edits are worth it.
const encodedAhead = 256

func (e *encoding) begin(changes []model.Change) {
	for _, c := range changes {
		e.edits += len(c.Annotations) + len(c.Relations) + len(c.Verdicts)
	}
	if e.edits < encodedAhead {
		return
	}
	e.done.Go(func() {
		bodies := make([]string, len(changes))
		for i, c := range changes {
			if bodies[i], e.err = jsonText(bodyOf(c)); e.err != nil {
				return
			}
		}
		e.bodies = bodies
	})
}

// wait ends what begin began. It may be called at any time, and again.
func (e *encoding) wait() { e.done.Wait() }

// body returns the body of the row of change i of the step; that of a row of
// something else has no i.
func (e *encoding) body(i int, b changeBody) (string, error) {
	e.wait()
	if i < 0 || e.bodies == nil || b.Tip != "" || e.err != nil {
		return jsonText(b)
	}
	return e.bodies[i], nil
}
