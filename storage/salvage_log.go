package storage

import (
	"encoding/json"
	"fmt"

	"dragoman/model"
)

// told is what the log tells of one annotation set.
type told struct {
	rows    []changeRow // the sound ones, by number
	content content     // what each id was last; without checksums where the text is not whole
	status  model.Status
	strict  bool            // every change fits the one before it
	summed  bool            // the checksums are known
	ids     members         // all that were ever in it
	gone    map[string]bool // those that are not in it any more
}

// tellSets replays the log of every set.
func (r *remains) tellSets(texts func(document string) *model.Text) map[string]*told {
	all := map[string]*told{}
	for _, n := range numbers(r.changes, changeNumber) {
		v, _ := r.changes.best(fmt.Sprint(n))
		if v.row.Owner == nil || v.row.Document == nil {
			continue
		}
		key := pairKey(*v.row.Document, *v.row.Owner)
		t, ok := all[key]
		if !ok {
			t = &told{content: newContent(), strict: true, summed: true, ids: newMembers(), gone: map[string]bool{}}
			all[key] = t
		}
		t.add(v.row)
	}
	for _, t := range all {
		set := setRow{Document: *t.rows[0].Document, Annotator: *t.rows[0].Owner}
		t.sums(set, texts(set.Document))
	}
	return all
}

// add replays one row.
func (t *told) add(row changeRow) {
	var body changeBody
	if err := json.Unmarshal([]byte(row.Body), &body); err != nil {
		t.strict = false
		return
	}
	t.rows = append(t.rows, row)
	if e := body.Status; e != nil {
		t.strict = t.strict && t.status == orZero(e.Old)
		t.status = orZero(e.New)
	}
	for _, e := range body.Annotations {
		id := idOf(e, func(a model.Annotation) string { return string(a.ID) })
		t.ids.annotations[id] = true
		t.follow(id, replayEdit(t.content.annotations, id, e, model.Annotation.Equal))
	}
	for _, e := range body.Relations {
		id := idOf(e, func(r model.Relation) string { return string(r.ID) })
		t.ids.relations[id] = true
		t.follow(id, replayEdit(t.content.relations, id, e, func(a, b model.Relation) bool { return a == b }))
	}
	for _, e := range body.Verdicts {
		id := idOf(e, func(v model.Verdict) string { return v.Of })
		t.follow("verdict "+id, replayEdit(t.content.verdicts, id, e, func(a, b model.Verdict) bool { return a == b }))
	}
}

// step is what replaying an edit led to.
type step struct{ fits, there bool }

func (t *told) follow(id string, s step) {
	t.strict = t.strict && s.fits
	t.gone[id] = !s.there
}

// knows reports whether the log tells of all these annotations and relations.
func (t *told) knows(ids members) bool {
	for id := range ids.annotations {
		if !t.ids.annotations[id] {
			return false
		}
	}
	for id := range ids.relations {
		if !t.ids.relations[id] {
			return false
		}
	}
	return true
}

func idOf[T any](e model.Edit[T], id func(T) string) string {
	switch {
	case e.New != nil:
		return id(*e.New)
	case e.Old != nil:
		return id(*e.Old)
	}
	return ""
}

// replayEdit applies the edit, whether or not it fits.
func replayEdit[T any](values map[string]proven[T], id string, e model.Edit[T], equal func(a, b T) bool) step {
	have, there := values[id]
	fits := there == (e.Old != nil) && (!there || equal(have.value, *e.Old))
	delete(values, id)
	if e.New != nil {
		values[id] = proven[T]{value: *e.New}
	}
	return step{fits, e.New != nil}
}

// sums works out the checksums that the rows of the content have.
func (t *told) sums(set setRow, text *model.Text) {
	for id, p := range t.content.annotations {
		if text == nil || model.CheckFragments(text, p.value.Fragments) != nil {
			t.summed = false
			continue
		}
		p.quote = text.Quote(p.value.Fragments)
		p.sum = annotationSum(set, p.value, p.quote)
		t.content.annotations[id] = p
	}
	for id, p := range t.content.relations {
		p.sum = rowFromRelation(p.value, set).Checksum
		t.content.relations[id] = p
	}
	for id, p := range t.content.verdicts {
		p.sum = rowFromVerdict(p.value, set).Checksum
		t.content.verdicts[id] = p
	}
}

// last returns the last number that was given in the log of that name, as far
// as that is known.
func (r *remains) last(table string, have []int64) int64 {
	last := int64(0)
	if len(have) > 0 {
		last = have[len(have)-1]
	}
	if given := r.given[table]; given < last+1_000_000 { // more is no number, but damage
		return max(last, given)
	}
	return last
}

// whole reports whether the log of that name has all its rows, and which
// numbers are missing between those that are there and up to the last given.
func (r *remains) whole(table string, have []int64) (missing []int64, whole bool) {
	last := r.last(table, have)
	for n, at := int64(1), 0; n <= last && len(missing) < 1_000_000; n++ {
		if at < len(have) && have[at] == n {
			at++
			continue
		}
		missing = append(missing, n)
	}
	return missing, len(missing) == 0 && r.endKnown(table, last)
}

// endKnown reports whether nothing can be lost behind the last row of the log
// of that name: its pages are sound, or the number that was given last is known.
func (r *remains) endKnown(table string, last int64) bool {
	return r.torn[table] == "" || r.torn["sqlite_sequence"] == "" && r.given[table] > 0 && r.given[table] == last
}
