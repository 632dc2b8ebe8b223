package model

import (
	"maps"
	"slices"
	"sync"
)

// byID finds the annotations of one set by id, without going through all of
// them. Sets that changes make of one another share what was found once, so
// that a change costs what it touches. Like all of a set it is immutable.
type byID struct {
	of    []Annotation // whose index it is
	base  *places
	moved map[AnnotationID]int // starts of those that changes brought since base
}

// places are the starts of annotations by id, read when they are first asked
// for. An annotation that is gone or has moved since may still be among them.
type places struct {
	once   sync.Once
	of     []Annotation // nil once they are read
	starts map[AnnotationID]int
}

func (p *places) start(id AnnotationID) (int, bool) {
	p.once.Do(func() {
		p.starts = make(map[AnnotationID]int, len(p.of))
		for i := range p.of {
			p.starts[p.of[i].ID] = p.of[i].Hull().Start
		}
		p.of = nil
	})
	start, ok := p.starts[id]
	return start, ok
}

// fewAnnotations are gone through without an index.
const fewAnnotations = 64

// Indexed returns the set with an index by id, which is made when it is first
// asked for and kept up by Apply: for a set in which much is looked up.
func (s AnnotationSet) Indexed() AnnotationSet {
	if len(s.Annotations) > fewAnnotations && !s.indexed() {
		s.ids = &byID{of: s.Annotations, base: &places{of: s.Annotations}}
	}
	return s
}

// indexed reports whether the set has an index that is of its annotations.
func (s AnnotationSet) indexed() bool {
	return s.ids != nil && len(s.ids.of) == len(s.Annotations) && len(s.ids.of) > 0 && &s.ids.of[0] == &s.Annotations[0]
}

// follow returns the index of the annotations that edits made of those of x,
// which is nil where there was none.
func (x *byID) follow(annotations []Annotation, edits []Edit[Annotation]) *byID {
	if x == nil {
		return nil
	}
	if most := 256 + len(annotations)/64; len(x.moved)+len(edits) > most {
		return &byID{of: annotations, base: &places{of: annotations}}
	}
	next := &byID{of: annotations, base: x.base, moved: make(map[AnnotationID]int, len(x.moved)+len(edits))}
	maps.Copy(next.moved, x.moved)
	for _, e := range edits {
		if e.New != nil {
			next.moved[e.New.ID] = e.New.Hull().Start
		}
	}
	return next
}

// find returns where the annotation with that id stands, or -1.
func (s AnnotationSet) find(id AnnotationID) int {
	if id == "" {
		return -1 // "none is selected" needs no index
	}
	if !s.indexed() {
		return slices.IndexFunc(s.Annotations, func(a Annotation) bool { return a.ID == id })
	}
	start, ok := s.ids.moved[id]
	if !ok {
		start, ok = s.ids.base.start(id)
	}
	if !ok {
		return -1
	}
	i := s.from(start)
	for ; i < len(s.Annotations) && s.Annotations[i].Hull().Start == start; i++ {
		if s.Annotations[i].ID == id {
			return i
		}
	}
	return -1
}

// from returns where the first annotation stands that starts at or behind off.
func (s AnnotationSet) from(off int) int {
	i, _ := slices.BinarySearchFunc(s.Annotations, off, func(a Annotation, off int) int { return a.Hull().Start - off })
	return i
}
