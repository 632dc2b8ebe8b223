package format

import "slices"

// examples is how many examples a loss keeps.
const examples = 3

// Loss counts one kind of thing that was there and could not be kept.
type Loss struct {
	Kind     string   `json:"kind"`              // "overlap", "fragment", "span", …
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
	x.Examples = append(x.Examples, loss.Examples[:min(len(loss.Examples), examples-min(examples, len(x.Examples)))]...)
}

// Count returns how many things were lost in all.
func (l Losses) Count() int {
	n := 0
	for _, loss := range l {
		n += loss.Count
	}
	return n
}
