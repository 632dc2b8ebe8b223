package storage

import (
	"fmt"

	"dragoman/model"
)

// salvaged is the name of the change that a set begins with whose history is
// not whole.
const salvaged = "salvaged"

// history keeps the log of every set whose own changes are sound and lead to
// what it holds, and one change for each other set.
func (s *salvage) history() {
	kept, restart := s.keptHistories()
	numbers := map[int64]int64{}
	steps := map[int64]int64{}
	for _, n := range s.logNumbers() {
		v, _ := s.have.changes.best(fmt.Sprint(n))
		row := v.row
		if row.Owner != nil && (row.Document == nil || !kept[pairKey(*row.Document, *row.Owner)]) {
			continue
		}
		if row.Document != nil && s.moved[*row.Document] != *row.Document {
			continue
		}
		s.addRow(row, numbers, steps)
	}
	s.pasts(numbers)
	s.restart(restart)
	s.noteGaps()
}

func (s *salvage) logNumbers() []int64 {
	return numbers(s.have.changes, changeNumber)
}

// addRow adds a row of the log under the next number, with what it refers to
// under theirs.
func (s *salvage) addRow(row changeRow, numbers, steps map[int64]int64) {
	next := int64(len(s.out.changes) + 1)
	numbers[row.Number] = next
	row.Number = next
	if row.Step != nil {
		if _, begun := steps[*row.Step]; !begun {
			steps[*row.Step] = next
		}
		step := steps[*row.Step]
		row.Step = &step
	}
	if row.Of != nil {
		of, there := steps[*row.Of]
		if !there {
			of, there = numbers[*row.Of]
		}
		row.Of = &of
		if !there {
			row.Of = nil
		}
	}
	row.Checksum = row.sum()
	s.out.changes = append(s.out.changes, row)
}

// keptHistories returns the keys of the sets whose log leads to what they
// hold, and the sets whose log does not.
func (s *salvage) keptHistories() (map[string]bool, []kept) {
	keys := map[string]bool{}
	var restart []kept
	for _, k := range s.out.sets {
		key := pairKey(k.document, k.annotator)
		if t := s.have.told[key]; t != nil && t.strict && t.summed && t.status == k.status && t.content.equal(k.content) && t.linked() {
			keys[key] = true
			continue
		}
		restart = append(restart, k)
	}
	return keys, restart
}

// linked reports whether everything that an undo or redo of the set is about
// is there.
func (t *told) linked() bool {
	there := map[int64]bool{}
	for _, row := range t.rows {
		there[row.Number] = true
		if row.Step == nil && row.Of != nil && !there[*row.Of] {
			return false
		}
	}
	return true
}

// restart begins the history of the sets anew, as one step of the project:
// taking back a salvage set by set would only empty it.
func (s *salvage) restart(sets []kept) {
	first := int64(len(s.out.changes) + 1)
	for _, k := range sets {
		set := k.content.set(k.document, k.annotator, k.status)
		body, err := jsonText(bodyOf(model.Diff(model.AnnotationSet{Document: set.Document, Annotator: set.Annotator}, set)))
		if err != nil {
			continue // every annotation was read from JSON or from text
		}
		row := changeRow{
			Number: int64(len(s.out.changes) + 1), Step: &first, Kind: string(model.Do), Document: &k.document, Owner: &k.annotator,
			By: k.annotator, At: timeText(s.now()), Name: salvaged, Body: body,
		}
		row.Checksum = row.sum()
		s.out.changes = append(s.out.changes, row)
		s.lost("change", pairKey(k.document, k.annotator), "The history of the annotation set is not whole and begins anew, with all that it holds.")
	}
}

// pasts keeps what merges brought of the logs of other projects.
func (s *salvage) pasts(changes map[int64]int64) {
	have := numbers(s.have.past, pastNumber)
	for _, n := range have {
		v, _ := s.have.past.best(fmt.Sprint(n))
		row := v.row
		change, ok := changes[row.Change]
		if !ok {
			continue // gone with its set's history, which was told
		}
		row.Number, row.Change = int64(len(s.out.past)+1), change
		row.Checksum = row.sum()
		s.out.past = append(s.out.past, row)
	}
	if missing, whole := s.have.whole("past", have); !whole {
		s.gaps("past", "what merges brought of other logs", missing)
	}
}

// noteGaps names the rows of the log that are lost.
func (s *salvage) noteGaps() {
	if s.have.complete {
		return
	}
	s.gaps("change", "the log", s.have.missing)
}

func (s *salvage) gaps(table, what string, missing []int64) {
	for len(missing) > 0 {
		n := 1
		for n < len(missing) && missing[n] == missing[0]+int64(n) {
			n++
		}
		key := fmt.Sprintf("row %d", missing[0])
		if n > 1 {
			key = fmt.Sprintf("rows %d to %d", missing[0], missing[n-1])
		}
		s.lost(table, key, "%d of the rows of %s cannot be read%s.", n, what, s.nameRow(table, missing[0]))
		missing = missing[n:]
	}
	if s.have.torn[table] != "" && (s.have.torn["sqlite_sequence"] != "" || s.have.given[table] == 0) {
		s.lost(table, "", "Rows of the end of %s may be lost: nothing tells how many there were.", what)
	}
}

// nameRow returns what can still be read of a lost row of the log.
func (s *salvage) nameRow(table string, number int64) string {
	if table != "change" {
		return ""
	}
	for _, v := range s.have.changes[fmt.Sprint(number)] {
		return fmt.Sprintf(": %s, by %s", short(v.row.Name), short(v.row.By))
	}
	return ""
}
