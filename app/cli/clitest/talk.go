package clitest

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Talk is a conversation with one run of annotate: it asks for an edit, and
// hears the answer before it asks for the next. The ledger follows.
type Talk struct {
	Editor
	Counts  map[string][3]int // of each operation, how often it came to each Outcome; required
	Numbers []int64           // numbers in the log of the changes that were acknowledged

	line   int
	edit   Edit // the one that was asked for
	want   Outcome
	commit func(id string)
	asked  bool // and not answered
}

// Ask makes up the next edit and returns it as a line.
func (k *Talk) Ask() ([]byte, error) {
	k.line++
	k.edit, k.asked = k.Next(), true
	k.want, k.commit = k.Ledger.Play(k.Who, k.edit)
	return k.edit.Line()
}

// InFlight returns the edit that waits for its answer, and whether it is to
// change anything.
func (k *Talk) InFlight() (e Edit, changes bool) { return k.edit, k.asked && k.want == Changed }

// Land has the ledger follow the edit that waits for its answer, which was done
// although nobody heard so. id is that of what it made, if it made something.
func (k *Talk) Land(id string) {
	k.asked = false
	k.commit(id)
}

// answer is a line that annotate writes.
type answer struct {
	OK                   bool
	Line                 int
	Change               int64
	Annotation, Relation string
	Error                *string
}

func (a answer) outcome() Outcome {
	switch {
	case a.OK && a.Change != 0:
		return Changed
	case a.OK:
		return Same
	}
	return Refused
}

// Hear takes the answer to what was asked, a whole line. Its error says how the
// answer is not the one that the ledger wants.
func (k *Talk) Hear(data []byte) error {
	var a answer
	if err := json.Unmarshal(data, &a); err != nil || !bytes.HasSuffix(data, []byte("\n")) || bytes.Count(data, []byte("\n")) != 1 {
		return fmt.Errorf("%q is not one answer: %w", data, err)
	}
	got := a.outcome()
	if got != k.want || a.Line != k.line || (got == Refused) != (a.Error != nil) {
		return fmt.Errorf("%s, %v\nwas answered %s\nwant outcome %d at line %d", k.Who, k.edit, data, k.want, k.line)
	}
	if n := len(k.Numbers); got == Changed && n > 0 && a.Change <= k.Numbers[n-1] {
		return fmt.Errorf("the number in the log went from %d to %d", k.Numbers[n-1], a.Change)
	}
	op := k.edit["op"].(string)
	c := k.Counts[op]
	c[got]++
	k.Counts[op] = c
	k.asked = false
	if got == Changed {
		k.Numbers = append(k.Numbers, a.Change)
	}
	if got != Refused {
		id := a.Annotation
		if op == "link" {
			id = a.Relation
		}
		k.commit(id)
	}
	return nil
}
