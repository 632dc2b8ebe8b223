package model

import (
	"fmt"
	"maps"
	"slices"
)

// judged is an annotation or a relation of an annotator that is judged.
type judged struct {
	annotator  Annotator
	annotation Annotation
	relation   Relation
}

// link reports whether it is a relation.
func (j judged) link() bool { return j.relation.ID != "" }

func (j judged) fingerprint() string {
	if j.link() {
		return j.relation.Fingerprint()
	}
	return j.annotation.Fingerprint()
}

// draft is a gold set in the making.
type draft struct {
	review Review
	why    string
	judged map[string]judged

	annotations map[AnnotationID]Annotation
	same        map[string]AnnotationID // by Sameness
	relations   map[RelationID]Relation
	verdicts    map[string]Verdict
	users       map[string]int // how many verdicts name what is in the set

	// Of the decision at hand: what the earlier one had put there.
	freed          []Annotation
	freedRelations []RelationID
}

func newDraft(r Review, why string) *draft {
	d := &draft{
		review: r, why: why, judged: map[string]judged{},
		annotations: map[AnnotationID]Annotation{}, same: map[string]AnnotationID{},
		relations: map[RelationID]Relation{}, verdicts: map[string]Verdict{}, users: map[string]int{},
	}
	for _, set := range r.Sets {
		for _, a := range set.Annotations {
			d.judged[string(a.ID)] = judged{annotator: set.Annotator, annotation: a}
		}
		for _, rel := range set.Relations {
			d.judged[string(rel.ID)] = judged{annotator: set.Annotator, relation: rel}
		}
	}
	for _, a := range r.Set.Annotations {
		d.put(a)
	}
	for _, rel := range r.Set.Relations {
		d.relations[rel.ID] = rel
	}
	for _, v := range r.Set.Verdicts {
		d.verdicts[v.Of] = v
		d.users[v.Gold]++
	}
	return d
}

func (d *draft) put(a Annotation) {
	d.annotations[a.ID], d.same[a.Sameness()] = a, a.ID
}

func (d *draft) remove(a Annotation) {
	delete(d.annotations, a.ID)
	delete(d.same, a.Sameness())
}

// knows reports what is in none of the sets that are judged.
func (d *draft) knows(of []string) error {
	if len(of) == 0 {
		return fmt.Errorf("%w: there is nothing to decide", ErrNotFound)
	}
	for _, id := range of {
		if _, ok := d.judged[id]; !ok {
			return fmt.Errorf("%s: %w among what is reviewed here: it may be deleted, or of another document", id, ErrNotFound)
		}
	}
	return nil
}

// distinct refuses annotations that a set cannot hold beside each other.
func (d *draft) distinct(of []string) error {
	met := map[string]bool{}
	for _, id := range of {
		j := d.judged[id]
		if key := j.annotation.Sameness(); !j.link() && met[key] {
			return fmt.Errorf("%w: they put the same label on the same words: take one of them", ErrDuplicate)
		} else {
			met[key] = true
		}
	}
	return nil
}

// judge says what stands for one of the judged; "" rejects it.
func (d *draft) judge(of, gold string) {
	d.drop(of)
	d.verdicts[of] = Verdict{
		Of: of, Annotator: d.judged[of].annotator, Gold: gold,
		Was: d.judged[of].fingerprint(), Why: d.why, By: d.review.By,
	}
	d.users[gold]++
}

// drop makes what was judged open again.
func (d *draft) drop(of string) (v Verdict, there bool) {
	v, there = d.verdicts[of]
	if there {
		delete(d.verdicts, of)
		d.users[v.Gold]--
	}
	return v, there
}

// release takes back what was decided about these, and what that alone had put
// into the gold set. The reviewer's own stays.
func (d *draft) release(of []string) {
	d.freed, d.freedRelations = nil, nil
	for _, id := range of {
		v, there := d.drop(id)
		if !there || v.Rejected() || d.users[v.Gold] > 0 {
			continue
		}
		if a, ok := d.annotations[AnnotationID(v.Gold)]; ok && a.Origin != OriginManual {
			d.remove(a)
			d.freed = append(d.freed, a)
		}
		if _, ok := d.relations[RelationID(v.Gold)]; ok {
			delete(d.relations, RelationID(v.Gold))
			d.freedRelations = append(d.freedRelations, RelationID(v.Gold))
		}
	}
}

// take lets one of the judged stand for all of them.
func (d *draft) take(taken string, of []string, origin Origin) error {
	return d.settle(of, func() error { return d.place(taken, of, origin) })
}

// settle releases what was decided about these and has one thing placed that
// stands for all. Relations of what was there lead to it.
func (d *draft) settle(of []string, place func() error) error {
	d.release(of)
	freed := slices.Clone(d.freed)
	if err := place(); err != nil {
		return err
	}
	to := AnnotationID(d.verdicts[of[0]].Gold)
	for _, a := range freed {
		if _, stays := d.annotations[a.ID]; !stays {
			d.lead(a.ID, to)
		}
	}
	return nil
}

// lead lets the relations of one annotation begin and end at another.
func (d *draft) lead(from, to AnnotationID) {
	for id, r := range d.relations {
		if r.From == from {
			r.From = to
		}
		if r.To == from {
			r.To = to
		}
		d.relations[id] = r
	}
}

// place puts one of the judged into the set, to stand for these.
func (d *draft) place(taken string, of []string, origin Origin) error {
	j := d.judged[taken]
	if j.link() {
		return d.placeRelation(j.relation, of)
	}
	j.annotation.Origin = origin
	return d.placeAnnotation(j.annotation, of)
}

// placeAnnotation puts a into the set, under an id of the set's own. Where the
// same is there that one is used, with the attributes of a.
func (d *draft) placeAnnotation(a Annotation, of []string) error {
	if err := checkAnnotation(a, d.review.Document.Text, d.review.Schema); err != nil {
		return err
	}
	if id, there := d.same[a.Sameness()]; there {
		a.ID = id
		if old := d.annotations[id]; old.Fingerprint() == a.Fingerprint() {
			a = old
		}
	} else {
		a.ID = d.annotationID(a)
	}
	d.put(a)
	for _, id := range of {
		d.judge(id, string(a.ID))
	}
	return nil
}

// annotationID returns the id for a: that of what the earlier decision had put
// there, so that relations and comments stay with it, or a fresh one.
func (d *draft) annotationID(a Annotation) AnnotationID {
	if len(d.freed) == 0 {
		return NewAnnotationID()
	}
	i := max(0, slices.IndexFunc(d.freed, a.Same))
	id := d.freed[i].ID
	d.freed = slices.Delete(d.freed, i, i+1)
	return id
}

// placeRelation puts r into the set between what stands for its ends.
func (d *draft) placeRelation(r Relation, of []string) error {
	gold, ok := d.golden(r)
	if !ok {
		return d.refuseEnd(r)
	}
	if gold.From == gold.To {
		return fmt.Errorf("%w: one annotation of the gold set stands for both its ends", ErrRelation)
	}
	if err := d.allows(gold); err != nil {
		return err
	}
	if id, there := d.sameRelation(gold); there {
		gold.ID = id
	} else if len(d.freedRelations) > 0 {
		gold.ID, d.freedRelations = d.freedRelations[0], d.freedRelations[1:]
	} else {
		gold.ID = NewRelationID()
	}
	d.relations[gold.ID] = gold
	for _, id := range of {
		d.judge(id, string(gold.ID))
	}
	return nil
}

// takeEnds takes the ends of a relation that all agree about and that are not
// decided yet.
func (d *draft) takeEnds(of string) error {
	j, why := d.judged[of], d.why
	d.why = ""
	defer func() { d.why = why }()
	for _, end := range []string{string(j.relation.From), string(j.relation.To)} {
		i := slices.IndexFunc(d.review.Agreed, func(group []string) bool { return slices.Contains(group, end) })
		if _, decided := d.verdicts[end]; decided || i < 0 {
			continue
		}
		group := d.review.Agreed[i]
		if err := d.take(group[0], group, OriginAgreed); err != nil {
			return err
		}
	}
	return nil
}

// refuseEnd says for which end of r the gold set has nothing, and why.
func (d *draft) refuseEnd(r Relation) error {
	end := string(r.From)
	if d.verdicts[end].Gold != "" {
		end = string(r.To)
	}
	if _, decided := d.verdicts[end]; decided {
		return fmt.Errorf("%w: %s was rejected: accept its annotations first", ErrRelation, d.excerptOf(end))
	}
	return fmt.Errorf("%w: %s is not decided yet: accept its annotations first", ErrRelation, d.excerptOf(end))
}

// golden returns the relation between what was taken for the ends of r,
// without an id, and whether there is something.
func (d *draft) golden(r Relation) (Relation, bool) {
	from, to := d.verdicts[string(r.From)].Gold, d.verdicts[string(r.To)].Gold
	return Relation{Type: r.Type, From: AnnotationID(from), To: AnnotationID(to)}, from != "" && to != ""
}

// linked reports whether the first of these relations can be placed.
func (d *draft) linked(of []string) bool {
	gold, ok := d.golden(d.judged[of[0]].relation)
	return ok && gold.From != gold.To && d.allows(gold) == nil
}

func (d *draft) allows(r Relation) error {
	t, ok := d.review.Schema.RelationType(r.Type)
	if !ok {
		return fmt.Errorf("%w: relation type %q", ErrUnknown, r.Type)
	}
	if from, to := d.annotations[r.From].Label, d.annotations[r.To].Label; !t.Allows(from, to) {
		return fmt.Errorf("%w: %s does not lead from %s to %s in the gold set", ErrRelation, r.Type, from, to)
	}
	return nil
}

func (d *draft) sameRelation(r Relation) (RelationID, bool) {
	for id, old := range d.relations {
		if old.Same(r) {
			return id, true
		}
	}
	return "", false
}

// expel removes from the set what one of the judged says.
func (d *draft) expel(of string) {
	j := d.judged[of]
	if j.link() {
		if gold, ok := d.golden(j.relation); ok {
			if id, there := d.sameRelation(gold); there {
				delete(d.relations, id)
			}
		}
		return
	}
	if a := d.annotations[d.same[j.annotation.Sameness()]]; a.Fingerprint() == j.annotation.Fingerprint() {
		d.remove(a)
	}
}

// finish returns the change from the gold set to the draft.
func (d *draft) finish(name string) Change {
	d.tidyRelations()
	d.tidyVerdicts()
	next := AnnotationSet{
		Annotations: slices.SortedFunc(maps.Values(d.annotations), CompareAnnotations),
		Relations:   slices.SortedFunc(maps.Values(d.relations), CompareRelations),
		Verdicts:    slices.SortedFunc(maps.Values(d.verdicts), CompareVerdicts),
	}
	old := d.review.Set
	diff := Diff(AnnotationSet{Annotations: old.Annotations, Relations: old.Relations, Verdicts: old.Verdicts}, next)
	if diff.Empty() {
		return Change{}
	}
	c := d.review.change(name)
	c.Annotations, c.Relations, c.Verdicts = diff.Annotations, diff.Relations, diff.Verdicts
	return c
}

// tidyRelations removes relations that lost an end or that their ends do not
// allow any more, and makes one of those that became the same.
func (d *draft) tidyRelations() {
	kept := map[Relation]RelationID{}
	for _, id := range slices.Sorted(maps.Keys(d.relations)) {
		r := d.relations[id]
		content := Relation{Type: r.Type, From: r.From, To: r.To}
		first, twice := kept[content]
		_, okFrom := d.annotations[r.From]
		_, okTo := d.annotations[r.To]
		switch {
		case !okFrom || !okTo || r.From == r.To || d.allows(r) != nil:
			delete(d.relations, id)
		case twice:
			delete(d.relations, id)
			d.rename(string(id), string(first))
		default:
			kept[content] = id
		}
	}
}

// rename lets verdicts name another thing of the gold set.
func (d *draft) rename(old, gold string) {
	for of, v := range d.verdicts {
		if v.Gold == old {
			v.Gold = gold
			d.verdicts[of] = v
		}
	}
}

// tidyVerdicts makes open again what was taken and is not there any more, and
// what was rejected and is there.
func (d *draft) tidyVerdicts() {
	prints := make(map[string]bool, len(d.annotations))
	for _, a := range d.annotations {
		prints[a.Fingerprint()] = true
	}
	links := make(map[Relation]bool, len(d.relations))
	for _, r := range d.relations {
		r.ID = ""
		links[r] = true
	}
	maps.DeleteFunc(d.verdicts, func(_ string, v Verdict) bool {
		_, annotation := d.annotations[AnnotationID(v.Gold)]
		_, relation := d.relations[RelationID(v.Gold)]
		return !v.Rejected() && !annotation && !relation
	})
	maps.DeleteFunc(d.verdicts, func(of string, v Verdict) bool {
		j := d.judged[of]
		gold, ok := d.golden(j.relation)
		return v.Rejected() && (prints[v.Was] || j.link() && ok && links[gold])
	})
}

// excerptOf names one of the judged for people.
func (d *draft) excerptOf(of string) string {
	j := d.judged[of]
	if !j.link() {
		return d.review.excerpt(j.annotation)
	}
	from, to := d.judged[string(j.relation.From)].annotation, d.judged[string(j.relation.To)].annotation
	return j.relation.Type + " link of " + d.review.excerpt(from) + " and " + d.review.excerpt(to)
}
