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

// reprint is what the fingerprint of an annotation was, and what it is under
// the new schema.
type reprint struct{ old, new string }

// note keeps how the fingerprints of a set change.
func note(prints map[string]reprint, old, next model.AnnotationSet) {
	before := make(map[model.AnnotationID]model.Annotation, len(old.Annotations))
	for _, a := range old.Annotations {
		before[a.ID] = a
	}
	for _, a := range next.Annotations {
		if was := before[a.ID]; !was.Equal(a) {
			prints[string(a.ID)] = reprint{was.Fingerprint(), a.Fingerprint()}
		}
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
