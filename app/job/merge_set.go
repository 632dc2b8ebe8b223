package job

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"dragoman/model"
)

// meeting is an annotation set of this project and what a merge makes of it.
type meeting struct {
	before  model.AnnotationSet
	now     model.AnnotationSet
	history []model.PastChange // of now
	brought []model.PastChange // the part of history that is new
	tip     string             // where a merge leads; "" while nothing came
	waiting []model.Waiting
	there   map[string]bool // ids that stand in now
}

func newMeeting(set model.AnnotationSet, history []model.PastChange) *meeting {
	mt := &meeting{before: set, history: history}
	mt.put(set)
	return mt
}

// put makes the set the one that stands.
func (mt *meeting) put(set model.AnnotationSet) {
	set.Document, set.Annotator = mt.before.Document, mt.before.Annotator
	mt.now, mt.there = set, map[string]bool{}
	for _, a := range set.Annotations {
		mt.there[string(a.ID)] = true
	}
	for _, r := range set.Relations {
		mt.there[string(r.ID)] = true
	}
}

func (mt *meeting) key() setKey { return setKey{mt.before.Document, mt.before.Annotator} }

// end returns the tip of the set that stands.
func (mt *meeting) end() string {
	if mt.tip != "" {
		return mt.tip
	}
	return model.TipOf(mt.history)
}

// fresh reports whether this project had nothing of the set and no past of it.
func (mt *meeting) fresh() bool { return !begun(mt.now) && len(mt.history) == 0 }

func begun(set model.AnnotationSet) bool {
	return set.Status != model.StatusUnset || len(set.Annotations) > 0 || len(set.Verdicts) > 0
}

// meeting reads the set as this project has it.
func (m *merger) meeting(id model.DocumentID, annotator model.Annotator) (*meeting, error) {
	set, err := m.tx.Set(id, annotator)
	if err != nil {
		return nil, fmt.Errorf("read the set of %s: %w", annotator, err)
	}
	history, err := m.tx.History(id, annotator)
	if err != nil {
		return nil, fmt.Errorf("read the history of the set of %s: %w", annotator, err)
	}
	return newMeeting(set, history), nil
}

// meetings are those of one document.
type meetings struct {
	*merger
	id    model.DocumentID
	fresh bool // the document is not in this project yet
	of    map[model.Annotator]*meeting
}

// open returns the meeting of an annotator's set.
func (ms meetings) open(annotator model.Annotator) (mt *meeting, err error) {
	if mt = ms.of[annotator]; mt != nil {
		return mt, nil
	}
	if ms.fresh {
		mt = newMeeting(model.AnnotationSet{Document: ms.id, Annotator: annotator}, nil)
	} else if mt, err = ms.meeting(ms.id, annotator); err != nil {
		return nil, err
	}
	ms.of[annotator] = mt
	return mt, nil
}

// sets brings the sets and comments that a source has of the document.
func (ms meetings) sets(s source) error {
	theirs, err := s.Project.Sets(ms.ctx, ms.id)
	if err != nil {
		return fmt.Errorf("read annotation sets: %w", err)
	}
	// What verdicts and comments name is renamed with the set that it is in, so
	// that all names are found before a set is taken.
	ids := renames{}
	for i, set := range theirs {
		words, lost := s.translation.set(set)
		for _, l := range lost {
			ms.losses.Add("mapping", l, "map it to something else")
		}
		theirs[i] = words
		mt, err := ms.open(set.Annotator)
		if err != nil {
			return err
		}
		if err := ms.rename(mt, words, ids); err != nil {
			return err
		}
	}
	for _, set := range theirs {
		history, err := s.Project.History(ms.ctx, ms.id, set.Annotator)
		if err != nil {
			return fmt.Errorf("read the history of the set of %s: %w", set.Annotator, err)
		}
		ms.meet(ms.of[set.Annotator], arrival{path: s.Path, set: set, history: history, bare: s.Imported != nil}, ids)
	}
	have, err := ms.ourComments(ms.id)
	if err != nil {
		return err
	}
	return ms.comments(s, ms.id, ids, have)
}

// ourComments returns the comments on a document, those of the batch too.
func (m *merger) ourComments(id model.DocumentID) (map[model.CommentID]model.Comment, error) {
	ours, err := m.tx.Comments(id)
	if err != nil && !errors.Is(err, model.ErrNotFound) {
		return nil, fmt.Errorf("read comments: %w", err)
	}
	have := map[model.CommentID]model.Comment{}
	for _, c := range ours {
		have[c.ID] = c
	}
	for _, c := range m.batch.comments {
		if c.Document == id {
			have[c.ID] = c
		}
	}
	return have, nil
}

// arrival is a set of a source, in the words of this project.
type arrival struct {
	path    string
	set     model.AnnotationSet
	history []model.PastChange
	bare    bool   // its file has no history
	decided string // what becomes of it, where a person said so
}

// past returns the history of the set; one that has none is taken to have come
// to be in one step, at no known time.
func (a arrival) past() []model.PastChange {
	if len(a.history) > 0 && !a.bare {
		return a.history
	}
	empty := model.AnnotationSet{Document: a.set.Document, Annotator: a.set.Annotator}
	row := model.PastChange{Change: model.Diff(empty, a.set), Kind: model.Do, At: unknownTime}
	row.Name = "as a file without history has it"
	row.Tip = model.NextTip("", row)
	return []model.PastChange{row}
}

// meet decides what becomes of a set.
func (m *merger) meet(mt *meeting, a arrival, ids renames) {
	if !begun(a.set) && len(a.history) == 0 {
		return // a set that was begun and undone with its merge
	}
	if a.bare {
		a.set.Blind = ""
	}
	past := a.past()
	set := a.set
	if len(ids) > 0 {
		set = ids.set(set)
	}
	what := m.becomes(mt, a, set, past)
	switch what {
	case SetAdded, SetUpdated:
		mt.follow(past, model.TipOf(past))
		mt.put(set)
		m.claim(mt)
	case SetKept:
		mt.follow(past, mt.end())
	case SetWaits:
		mt.waiting = append(mt.waiting, model.Waiting{Source: a.path, At: time.Now().UTC(), Set: a.set, History: past})
	}
	m.result.Sets = append(m.result.Sets, MergedSet{mt.now.Document, mt.now.Annotator, what, len(a.set.Annotations)})
}

// becomes tells what becomes of the set that an arrival brings, under the ids
// that it has here.
func (m *merger) becomes(mt *meeting, a arrival, set model.AnnotationSet, past []model.PastChange) string {
	if a.decided != "" {
		return a.decided
	}
	what := mt.relation(set, past, a.bare)
	if what == SetWaits && m.take != "" {
		return taken[m.take]
	}
	return what
}

// taken is what becomes of the set of a file, by what is taken.
var taken = map[Take]string{TakeTheirs: SetUpdated, TakeOurs: SetKept}

// follow adds what is new of a past to the history, which then ends with tip.
// That may be more than what lies behind our tip: where the past knows of
// something that ours does not, since it was decided about elsewhere, ours
// knows of it from now on.
func (mt *meeting) follow(past []model.PastChange, tip string) {
	known := map[string]bool{}
	for _, p := range mt.history {
		known[p.Tip] = true
	}
	mt.history = slices.Clip(mt.history)
	for _, p := range past {
		if !known[p.Tip] {
			mt.brought = append(mt.brought, p)
			mt.history = append(mt.history, p)
		}
	}
	mt.tip = tip
}

// part adds what became of a set to the batch.
func (m *merger) part(mt *meeting) {
	if mt.tip != "" {
		change := model.Diff(mt.before, mt.now)
		change.Name, change.By, change.Tip, change.Blind = m.name, m.by, mt.tip, mt.now.Blind
		// What was not taken keeps its edits: it stays in the history, and
		// nobody takes it for what led to the set.
		if model.TipOf(mt.brought) == mt.tip && !leadsTo(mt.history, mt.now) {
			mt.brought = tipsOnly(mt.brought)
		}
		m.batch.step.Changes = append(m.batch.step.Changes, change)
		m.batch.step.History = append(m.batch.step.History, mt.brought...)
		m.batch.bytes += 256 * (len(change.Annotations) + len(change.Relations) + len(mt.brought))
		m.result.Annotations += inserts(change.Annotations)
		m.brought.add(mt.key(), inserts(change.Annotations))
		m.result.Relations += inserts(change.Relations)
	}
	old, waits := m.waiting[mt.key()]
	for _, w := range mt.waiting {
		m.wait(mt, w, old, waits)
		old, waits = w, true
	}
	if waits && len(mt.waiting) == 0 && (passed(mt.history, model.TipOf(old.History)) || mt.now.Equal(old.Set)) {
		m.batch.settled = append(m.batch.settled, mt.key())
	}
}

// wait has a set wait, in the place of an older copy of it. One that is no
// older copy gives way too, and is reported: its file is still there.
func (m *merger) wait(mt *meeting, w, old model.Waiting, waits bool) {
	m.result.Waiting = append(m.result.Waiting, WaitingSet{
		mt.before.Document, mt.before.Annotator, w.Source, len(mt.now.Annotations), len(w.Set.Annotations),
	})
	tip := model.TipOf(old.History)
	if waits && tip == model.TipOf(w.History) {
		return
	}
	if waits && !passed(w.History, tip) {
		m.losses.Add("waiting", fmt.Sprintf("document %s: the set of %s from %s waited for a decision, that from %s waits in its place",
			w.Set.Document, w.Set.Annotator, old.Source, w.Source), "decide about the one that waits and merge "+old.Source+" again")
	}
	m.batch.waiting = append(m.batch.waiting, w)
}

// tipsOnly returns the history without edits. A set that came in other words or
// with other ids than its history has, or by a decision, is explained by the
// edits of the merge alone.
func tipsOnly(history []model.PastChange) []model.PastChange {
	var tips []model.PastChange
	for _, p := range history {
		p.Change = model.Change{Name: p.Name, Document: p.Document, Owner: p.Owner, By: p.By, Tip: p.Tip}
		tips = append(tips, p)
	}
	return tips
}

func inserts[T any](edits []model.Edit[T]) int {
	n := 0
	for _, e := range edits {
		if e.Old == nil {
			n++
		}
	}
	return n
}
