package model

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
)

// Verdict is what the gold set says of one annotation or relation of an
// annotator: what was taken for it, or that it was rejected. Only gold sets
// hold verdicts, at most one for each annotation and relation, sorted by Of.
type Verdict struct {
	Of        string    `json:"of"` // id of the annotation or relation that was judged
	Annotator Annotator `json:"annotator"`
	// Gold is the id of the annotation or relation of the gold set that
	// stands for it, and "" when it was rejected.
	Gold string `json:"gold,omitempty"`
	// Was is the fingerprint of what was judged, to tell when it changed
	// since; "" when it is not known.
	Was string    `json:"was,omitempty"`
	Why string    `json:"why,omitempty"`
	By  Annotator `json:"by"`
}

// Rejected reports whether nothing was taken for what was judged.
func (v Verdict) Rejected() bool { return v.Gold == "" }

// CompareVerdicts orders verdicts as sets hold them.
func CompareVerdicts(a, b Verdict) int { return cmp.Compare(a.Of, b.Of) }

// Verdict returns what the set says of the annotation or relation with that
// id.
func (s AnnotationSet) Verdict(of string) (Verdict, bool) {
	i, found := slices.BinarySearchFunc(s.Verdicts, of, func(v Verdict, of string) int { return cmp.Compare(v.Of, of) })
	if !found {
		return Verdict{}, false
	}
	return s.Verdicts[i], true
}

// Sources returns the verdicts that took something for the annotation or
// relation of this gold set: where it came from.
func (s AnnotationSet) Sources(gold string) []Verdict {
	var sources []Verdict
	for _, v := range s.Verdicts {
		if v.Gold == gold {
			sources = append(sources, v)
		}
	}
	return sources
}

// Changed reports whether what this gold set has for what was judged says
// something else than that did then; where that is not known it counts as
// changed. What was rejected is not changed. A relation says the same when its
// ends stand for those that the judged one had.
func (s AnnotationSet) Changed(v Verdict) bool {
	if v.Rejected() {
		return false
	}
	if a, ok := s.Annotation(AnnotationID(v.Gold)); ok {
		return v.Was != a.Fingerprint()
	}
	i := slices.IndexFunc(s.Relations, func(r Relation) bool { return string(r.ID) == v.Gold })
	return i < 0 || !slices.Contains(s.Fingerprints(s.Relations[i], v.Annotator), v.Was)
}

// Fingerprints returns those of the relations of an annotator that would be
// taken unchanged by this one of the gold set: one between any two annotations
// of theirs for which its ends stand.
func (s AnnotationSet) Fingerprints(r Relation, who Annotator) []string {
	var prints []string
	for _, from := range s.Sources(string(r.From)) {
		for _, to := range s.Sources(string(r.To)) {
			if from.Annotator == who && to.Annotator == who {
				judged := Relation{Type: r.Type, From: AnnotationID(from.Of), To: AnnotationID(to.Of)}
				prints = append(prints, judged.Fingerprint())
			}
		}
	}
	return prints
}

// Fingerprint returns a short digest of what the annotation says: label,
// fragments and attributes. Its id, note and origin make no difference.
func (a Annotation) Fingerprint() string {
	return fingerprint(a.Sameness(), fmt.Sprintf("%q", a.Attributes))
}

// Fingerprint returns a short digest of what the relation says; its id makes
// no difference.
func (r Relation) Fingerprint() string { return fingerprint(r.Type, string(r.From), string(r.To)) }

func fingerprint(parts ...string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q", parts))
	return hex.EncodeToString(sum[:8])
}

func (s AnnotationSet) checkVerdicts() error {
	if len(s.Verdicts) == 0 {
		return nil
	}
	if s.Annotator != Gold {
		return errors.New("the set holds verdicts and is not the gold set")
	}
	ids := map[string]bool{"": true}
	for _, a := range s.Annotations {
		ids[string(a.ID)] = true
	}
	for _, r := range s.Relations {
		ids[string(r.ID)] = true
	}
	var errs []error
	for i, v := range s.Verdicts {
		if i > 0 && v.Of <= s.Verdicts[i-1].Of {
			errs = append(errs, fmt.Errorf("the verdict on %s is there twice or out of order", v.Of))
		}
		if !ids[v.Gold] {
			errs = append(errs, fmt.Errorf("the verdict on %s names %s, which is not in the gold set", v.Of, v.Gold))
		}
	}
	return errors.Join(errs...)
}
