package format

import "slices"

// examples is how many examples a loss keeps.
const examples = 3

// The kinds of losses that follow from Keeps. A format may count others.
const (
	LossOverlap   = "overlap"   // an annotation that overlaps one that was kept
	LossFragment  = "fragment"  // an annotation of more than one fragment
	LossRelation  = "relation"  // a relation
	LossAttribute = "attribute" // an attribute of an annotation
	LossNote      = "note"      // a note of an annotation
	LossID        = "id"        // the id of an annotation or relation
	LossStatus    = "status"    // a status other than the one that reading gives
	LossProperty  = "property"  // a title, source or name of the meta of a document
)

// Loss counts one kind of thing that was there and could not be kept.
type Loss struct {
	Kind     string   `json:"kind"`              // one of the constants, or the format's own
	Count    int      `json:"count"`             // how many
	Examples []string `json:"examples"`          // the first few, for people
	Instead  string   `json:"instead,omitempty"` // what to choose to keep it
}

// Losses lists losses by kind. The zero value is ready for use.
type Losses []Loss

// Add counts one loss of a kind.
func (l *Losses) Add(kind, example, instead string) {
	l.add(Loss{Kind: kind, Count: 1, Examples: []string{example}, Instead: instead})
}

func (l *Losses) add(loss Loss) {
	i := slices.IndexFunc(*l, func(x Loss) bool { return x.Kind == loss.Kind })
	if i < 0 {
		*l = append(*l, Loss{Kind: loss.Kind, Instead: loss.Instead, Examples: []string{}})
		i = len(*l) - 1
	}
	x := &(*l)[i]
	x.Count += loss.Count
	x.Examples = append(x.Examples, loss.Examples[:min(len(loss.Examples), examples-len(x.Examples))]...)
}

// Count returns how many things were lost in all.
func (l Losses) Count() int {
	n := 0
	for _, loss := range l {
		n += loss.Count
	}
	return n
}

// Of returns how many things of a kind were lost.
func (l Losses) Of(kind string) int {
	for _, loss := range l {
		if loss.Kind == kind {
			return loss.Count
		}
	}
	return 0
}
