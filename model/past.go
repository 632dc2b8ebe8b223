package model

import "slices"

// LogRow is a row of the change log of one annotation set.
type LogRow struct {
	PastChange       // without the Tip, which Lineage computes
	Number     int64 // in the log
	Of         int64 // what an Undo or Redo is about
	Step       int64 // number of the step of the project that it belongs to; 0 for an edit in the set alone
	// Brought is what a merge brought of the history of its source, oldest
	// first, with tips.
	Brought []PastChange
}

// Lineage returns the history that the log of an annotation set tells, with
// tips: the changes made in this project and, in the place of each merge, those
// that it brought. A merge is a row whose change has a Tip. Where what it
// brought leads from the tip before it to that Tip, it stands for the merge.
// Otherwise the set went another way before (a decision replaced it): what was
// brought is listed without its edits, with its tip as Change.Tip, and then the
// merge itself with its own edits and its Tip. A merge that was undone is left
// out with its undo, and is in again when it was redone.
//
// Applying the changes of a lineage in order to an empty set gives the set.
func Lineage(log []LogRow) []PastChange {
	l := lineage{undone: map[int64]undone{}}
	for _, r := range log {
		l.add(r)
	}
	var past []PastChange
	tip := ""
	for _, s := range l.stretches {
		past = append(past, s.after(tip)...)
		tip = TipOf(past)
	}
	return past
}

// TipOf returns the tip that the history ends with, "" for an empty one.
func TipOf(history []PastChange) string {
	if len(history) == 0 {
		return ""
	}
	return history[len(history)-1].Tip
}

// stretch is a row of the log with what it brought.
type stretch struct {
	merge   int64 // what an undo of it names; 0 where it is no merge
	row     PastChange
	brought []PastChange
}

// undone is a merge that was taken back, and the tip that was left.
type undone struct {
	stretch
	tip string
}

type lineage struct {
	stretches []stretch
	undone    map[int64]undone
}

func (l *lineage) add(r LogRow) {
	switch {
	case r.Kind == Undo && l.takeBack(r.Of), r.Kind == Redo && l.repeat(r):
		return
	}
	s := stretch{row: r.PastChange, brought: r.Brought}
	if r.Change.Tip != "" {
		s.merge = r.Number
		if r.Step != 0 {
			s.merge = r.Step
		}
	}
	l.stretches = append(l.stretches, s)
}

// takeBack leaves out the merge, if the number is that of one.
func (l *lineage) takeBack(merge int64) bool {
	i := slices.IndexFunc(l.stretches, func(s stretch) bool { return s.merge == merge && merge != 0 })
	if i < 0 {
		return false
	}
	l.undone[merge] = undone{l.stretches[i], tipAfter(l.stretches[:i])}
	l.stretches = slices.Delete(l.stretches, i, i+1)
	return true
}

// repeat puts an undone merge back. When the set was edited since, the merge
// no longer leads where it led then, and is an edit like others.
func (l *lineage) repeat(r LogRow) bool {
	u, ok := l.undone[r.Of]
	if !ok {
		return false
	}
	delete(l.undone, r.Of)
	if tipAfter(l.stretches) != u.tip {
		u.row = r.PastChange
		u.row.Change.Tip = ""
	}
	l.stretches = append(l.stretches, u.stretch)
	return true
}

func tipAfter(stretches []stretch) string {
	tip := ""
	for _, s := range stretches {
		tip = TipOf(s.after(tip))
	}
	return tip
}

// after returns what the stretch adds to a history that ends with the tip.
func (s stretch) after(tip string) []PastChange {
	if s.leadsOn(tip) {
		return s.brought
	}
	var past []PastChange
	for _, p := range s.brought {
		p.Change = Change{Name: p.Name, Document: p.Document, Owner: p.Owner, By: p.By, Tip: p.Tip}
		past = append(past, p)
	}
	row := s.row
	if row.Tip = row.Change.Tip; row.Tip == "" {
		row.Tip = NextTip(tip, row)
	}
	return append(past, row)
}

// leadsOn reports whether what was brought goes on where the tip ends, and
// leads to the tip of the merge.
func (s stretch) leadsOn(tip string) bool {
	for _, p := range s.brought {
		if p.Change.Tip != "" || NextTip(tip, p) != p.Tip {
			return false
		}
		tip = p.Tip
	}
	return len(s.brought) > 0 && tip == s.row.Change.Tip
}
