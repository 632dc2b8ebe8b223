package storage

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"dragoman/model"
)

// keys returns the keys of all annotation sets that are known to have been
// there, by document as those stand and then annotator.
func (s *salvage) keys() []string {
	known := map[string]bool{}
	for key := range s.have.sets {
		if slices.ContainsFunc(s.have.sets[key], func(v version[setRow]) bool { return v.sound && (v.rank == live || !s.have.complete) }) {
			known[key] = true
		}
	}
	for key := range s.have.told {
		known[key] = true
	}
	if !s.have.complete && s.have.torn["annotation_set"] != "" {
		for _, b := range s.backups {
			for key := range b.sets {
				known[key] = true
			}
		}
	}
	s.identify(known)
	at := map[string]int64{}
	for _, d := range s.out.documents {
		at[d.ID] = d.Number
	}
	return slices.SortedFunc(maps.Keys(known), func(a, b string) int {
		x, _, _ := strings.Cut(a, " ")
		y, _, _ := strings.Cut(b, " ")
		return cmp.Or(cmp.Compare(at[s.moved[x]], at[s.moved[y]]), strings.Compare(a, b))
	})
}

// identify finds out whose the annotations are whose set is known by its number
// alone: their checksums tell document and annotator.
func (s *salvage) identify(known map[string]bool) {
	claimed := map[int64]bool{}
	for key := range known {
		for _, v := range s.have.sets[key] {
			claimed[v.row.ID] = true
		}
		if t := s.have.told[key]; t != nil {
			for id := range t.ids.annotations {
				for _, v := range s.have.annotations[id] {
					claimed[v.row.AnnotationSet] = true
				}
			}
		}
	}
	for _, number := range slices.Sorted(maps.Keys(s.have.numbered)) {
		if claimed[number] {
			continue
		}
		if key, ok := s.ownerOf(s.have.numbered[number]); ok {
			known[key], s.have.number[key] = true, number
			continue
		}
		for _, id := range slices.Sorted(maps.Keys(s.have.numbered[number].annotations)) {
			s.lost("annotation", id, "The annotation %sis lost: nothing tells any more whose it was.", s.describe("", id))
		}
	}
	if why := s.have.torn["annotation_set"]; why != "" && !s.have.complete {
		s.lost("annotation_set", "", "Annotation sets without annotations may be missing: %s.", why)
	}
}

// ownerOf returns the key of the set of which one of the members is.
func (s *salvage) ownerOf(m members) (string, bool) {
	one := newMembers()
	for _, id := range slices.Sorted(maps.Keys(m.annotations)) {
		one.annotations[id] = true
		if len(one.annotations) == 3 {
			break
		}
	}
	names := append(slices.Sorted(maps.Keys(s.have.annotators)), string(model.Gold))
	for _, document := range slices.Sorted(maps.Keys(s.moved)) {
		for _, name := range names {
			if !s.have.rowsOf(setRow{Document: document, Annotator: name}, one).empty() {
				return pairKey(document, name), true
			}
		}
	}
	return "", false
}
