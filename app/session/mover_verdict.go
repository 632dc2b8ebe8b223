package session

import (
	"slices"

	"dragoman/model"
)

// verdicts returns those of a gold set that hold under the new schema. What is
// about something that went is open again.
func (m *mover) verdicts(old, next model.AnnotationSet) []model.Verdict {
	if len(old.Verdicts) == 0 {
		return nil
	}
	there := map[string]bool{"": true}
	for _, a := range next.Annotations {
		there[string(a.ID)] = true
	}
	for _, r := range next.Relations {
		there[string(r.ID)] = true
	}
	var verdicts []model.Verdict
	for _, v := range old.Verdicts {
		v.Gold = string(m.survivor(model.AnnotationID(v.Gold)))
		if there[v.Gold] {
			verdicts = append(verdicts, v)
		}
	}
	return verdicts
}

// reprint is what the fingerprint of something was, and what it is under the
// new schema.
type reprint struct{ old, new string }

// note keeps how the fingerprints of a set change.
func note(prints map[string]reprint, old, next model.AnnotationSet) {
	before := make(map[string]string, len(old.Annotations)+len(old.Relations))
	eachPrint(old, func(id, print string) { before[id] = print })
	eachPrint(next, func(id, print string) {
		if was := before[id]; was != print {
			prints[id] = reprint{was, print}
		}
	})
}

// eachPrint calls f with the id and fingerprint of each annotation and relation.
func eachPrint(set model.AnnotationSet, f func(id, print string)) {
	for _, a := range set.Annotations {
		f(string(a.ID), a.Fingerprint())
	}
	for _, r := range set.Relations {
		f(string(r.ID), r.Fingerprint())
	}
}

// reprinted returns the verdicts with the new fingerprints, so that a schema
// edit makes no decision look stale.
func reprinted(verdicts []model.Verdict, prints map[string]reprint) []model.Verdict {
	verdicts = slices.Clone(verdicts)
	for i, v := range verdicts {
		if p, changed := prints[v.Of]; changed && p.old == v.Was {
			verdicts[i].Was = p.new
		}
	}
	return verdicts
}
