package job

import (
	"cmp"
	"slices"

	"dragoman/model"
)

// Brought says how many annotations came to the sets of one annotator, and in
// how many documents.
type Brought struct {
	Annotator   model.Annotator `json:"annotator"`
	Annotations int             `json:"annotations"`
	Documents   int             `json:"documents"`
}

// bringing counts what comes to the sets of each annotator. The zero value is
// ready for use.
type bringing struct{ sets map[setKey]int }

// add counts annotations that came to a set.
func (b *bringing) add(k setKey, annotations int) {
	if annotations == 0 {
		return
	}
	if b.sets == nil {
		b.sets = map[setKey]int{}
	}
	b.sets[k] += annotations
}

// all returns the counts, by the names of the annotators; never nil.
func (b *bringing) all() []Brought {
	of := map[model.Annotator]*Brought{}
	for k, annotations := range b.sets {
		if of[k.annotator] == nil {
			of[k.annotator] = &Brought{Annotator: k.annotator}
		}
		of[k.annotator].Annotations += annotations
		of[k.annotator].Documents++
	}
	list := make([]Brought, 0, len(of))
	for _, x := range of {
		list = append(list, *x)
	}
	slices.SortFunc(list, func(x, y Brought) int { return cmp.Compare(x.Annotator, y.Annotator) })
	return list
}
