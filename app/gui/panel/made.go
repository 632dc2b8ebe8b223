package panel

import (
	"iter"
	"slices"
	"weak"
)

// made knows the rows that a list has made, as long as it keeps them: the
// toolkit's list throws rows away, one at each refresh. The zero value knows
// none.
type made[R any] struct{ rows []weak.Pointer[R] }

// add adds a row.
func (m *made[R]) add(r *R) {
	m.rows = slices.DeleteFunc(m.rows, func(row weak.Pointer[R]) bool { return row.Value() == nil })
	m.rows = append(m.rows, weak.Make(r))
}

// all yields the rows that are still there.
func (m *made[R]) all() iter.Seq[*R] {
	return func(yield func(*R) bool) {
		for _, row := range m.rows {
			if r := row.Value(); r != nil && !yield(r) {
				return
			}
		}
	}
}
