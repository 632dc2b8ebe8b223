package model

import (
	"fmt"
	"slices"
)

// The origins of what a review puts into a gold set. What a reviewer marks
// there without judging anybody's work is OriginManual.
const (
	OriginAccepted Origin = "accepted" // as an annotator has it
	OriginAgreed   Origin = "agreed"   // as all compared annotators have it
	OriginEdited   Origin = "edited"   // the reviewer's own version of what annotators have
)

// Review is what a verb of review looks at: the Work whose set is the gold set
// and whose By is the reviewer, and the annotation sets that are judged. Verbs
// name what they judge by the ids of annotations and relations in those sets.
//
// A decision takes the place of an earlier one about the same: what that one
// put into the gold set goes, unless other decisions rely on it. Where two
// decisions cannot both hold, because one takes what the other rejects, the
// later holds and what the earlier was about is open again. Relations of the
// gold set that lose an end go too, and are open again.
type Review struct {
	Work
	Sets []AnnotationSet
	// Agreed are groups of annotations that say the same. A relation that is
	// taken takes those of its ends along which are not decided yet.
	Agreed [][]string
}

// Take returns the change that takes an annotation, or a relation, into the
// gold set, to stand for the others too. A relation is refused unless the gold
// set holds something for its ends, or they are among Agreed.
func Take(r Review, taken string, others []string, why string) (Change, error) {
	d := newDraft(r, why)
	of := append([]string{taken}, others...)
	if err := d.knows(of); err != nil {
		return Change{}, err
	}
	if err := d.takeEnds(taken); err != nil {
		return Change{}, err
	}
	if err := d.take(taken, of, OriginAccepted); err != nil {
		return Change{}, err
	}
	return d.finish(fmt.Sprintf("take %s’s %s", d.judged[taken].annotator, d.excerptOf(taken))), nil
}

// TakeEach returns the change that takes each of these into the gold set, to
// stand for itself.
func TakeEach(r Review, of []string, why string) (Change, error) {
	d := newDraft(r, why)
	if err := d.knows(of); err != nil {
		return Change{}, err
	}
	if err := d.distinct(of); err != nil {
		return Change{}, err
	}
	for _, id := range of {
		if err := d.takeEnds(id); err != nil {
			return Change{}, err
		}
	}
	d.release(of)
	for _, id := range of {
		if err := d.place(id, []string{id}, OriginAccepted); err != nil {
			return Change{}, err
		}
	}
	return d.finish("take all versions of " + d.excerptOf(of[0])), nil
}

// TakeAgreed returns the change that takes each group of annotations, or of
// relations, which say the same, and how many groups it took. Groups of
// relations come behind those of their ends; one whose ends are not in the
// gold set is left.
func TakeAgreed(r Review, groups [][]string, why string) (Change, int, error) {
	d, taken := newDraft(r, why), 0
	for _, of := range groups {
		if err := d.knows(of); err != nil {
			return Change{}, 0, err
		}
		if d.judged[of[0]].link() && !d.linked(of) {
			continue
		}
		if err := d.take(of[0], of, OriginAgreed); err != nil {
			return Change{}, 0, err
		}
		taken++
	}
	return d.finish("take all that agrees"), taken, nil
}

// TakeOwn returns the change that puts the reviewer's own version into the
// gold set, to stand for these annotations. It keeps the attributes of the
// first that the label allows.
func TakeOwn(r Review, of []string, fragments []Span, label, why string) (Change, error) {
	d := newDraft(r, why)
	if err := d.knows(of); err != nil {
		return Change{}, err
	}
	if d.judged[of[0]].link() {
		return Change{}, fmt.Errorf("%w: a relation has no version of one's own: take one, or edit its annotations", ErrRelation)
	}
	own := d.judged[of[0]].annotation
	own.Fragments, own.Origin = slices.Clone(fragments), OriginEdited
	if own.Label != label {
		own.Label, own.Attributes = label, r.Schema.keepAttributes(own.Attributes, label)
	}
	if err := d.settle(of, func() error { return d.placeAnnotation(own, of) }); err != nil {
		return Change{}, err
	}
	return d.finish("edit " + d.excerptOf(of[0])), nil
}

// Reject returns the change that rejects these annotations or relations. What
// they say is not in the gold set then, whoever else says it.
func Reject(r Review, of []string, why string) (Change, error) {
	d := newDraft(r, why)
	if err := d.knows(of); err != nil {
		return Change{}, err
	}
	d.release(of)
	for _, id := range of {
		d.expel(id)
		d.judge(id, "")
	}
	return d.finish("reject " + d.excerptOf(of[0])), nil
}

// Explain returns the change that says why these were decided as they were. It
// fails with ErrNotFound when none of them was decided.
func Explain(r Review, of []string, why string) (Change, error) {
	d, decided := newDraft(r, why), 0
	if err := d.knows(of); err != nil {
		return Change{}, err
	}
	for _, id := range of {
		if v, ok := d.verdicts[id]; ok {
			decided++
			v.Why = why
			d.verdicts[id] = v
		}
	}
	if decided == 0 {
		return Change{}, fmt.Errorf("%w: nothing was decided here yet: decide first, then say why", ErrNotFound)
	}
	return d.finish("reason for " + d.excerptOf(of[0])), nil
}
