package model

import "slices"

// Entry is one line of the change log of an annotation set, without its body:
// what undo and redo need to know.
type Entry struct {
	Number int64 // of the change in the log, rising
	Kind   StepKind
	Of     int64 // the change that an Undo or Redo is about
}

// History is the undo stack of one annotator in one document, read off the
// change log. The zero value is empty. A new edit clears what could be redone.
type History struct {
	done   []int64
	undone []int64
}

// ReadHistory replays the entries of a log, in order.
func ReadHistory(entries []Entry) History {
	var h History
	for _, e := range entries {
		h = h.Add(e)
	}
	return h
}

// Add returns the history after one more entry.
func (h History) Add(e Entry) History {
	switch e.Kind {
	case Undo:
		h.done = without(h.done, e.Of)
		h.undone = append(slices.Clip(h.undone), e.Of)
	case Redo:
		h.undone = without(h.undone, e.Of)
		h.done = append(slices.Clip(h.done), e.Of)
	default:
		h.done = append(slices.Clip(h.done), e.Number)
		h.undone = nil
	}
	return h
}

func without(numbers []int64, n int64) []int64 {
	if last := len(numbers) - 1; last >= 0 && numbers[last] == n {
		return numbers[:last]
	}
	return slices.DeleteFunc(slices.Clone(numbers), func(m int64) bool { return m == n })
}

// Undoable returns the number of the change that undo takes back next.
func (h History) Undoable() (int64, bool) { return last(h.done) }

// Redoable returns the number of the change that redo repeats next.
func (h History) Redoable() (int64, bool) { return last(h.undone) }

func last(numbers []int64) (int64, bool) {
	if len(numbers) == 0 {
		return 0, false
	}
	return numbers[len(numbers)-1], true
}
