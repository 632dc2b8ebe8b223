package format

import (
	"slices"
	"strings"
)

// LossesSuffix is what the name of the file that lists losses adds to that of
// the export. Such files are not read.
const LossesSuffix = ".losses.json"

// examples is how many examples a loss keeps.
const examples = 3

// The kinds of losses that follow from Keeps. A format may count others. An
// annotation that is lost takes its attributes, note, id and origin with it;
// relations are counted each.
const (
	LossOverlap   = "overlap"   // an annotation that overlaps one that was kept
	LossFragment  = "fragment"  // an annotation of more than one fragment
	LossCut       = "cut"       // an annotation that cuts a token and was left out
	LossMoved     = "moved"     // an annotation that cut a token and was expanded or contracted to whole ones
	LossRelation  = "relation"  // a relation
	LossAttribute = "attribute" // an attribute of an annotation
	LossNote      = "note"      // a note of an annotation
	LossText      = "text"      // a document whose text does not come back as it was
	LossProperty  = "property"  // a title, source or name of the meta of a document
	LossID        = "id"        // the id of an annotation or relation
	LossOrigin    = "origin"    // how an annotation came to be
	LossVerdict   = "verdict"   // where an annotation or relation of a gold set came from
	LossStatus    = "status"    // a status other than the one that reading gives
	LossAnnotator = "annotator" // whose set it is
)

// order is how losses are listed: what matters most to who trains on the
// result first, the book-keeping last.
var order = []string{
	LossFragment, LossOverlap, LossCut, LossMoved, LossRelation, LossAttribute, LossNote, LossText, LossProperty,
	LossVerdict, LossStatus, LossAnnotator, LossOrigin, LossID,
}

// Loss counts one kind of thing that was there and could not be kept.
type Loss struct {
	Kind     string   `json:"kind"`              // one of the constants, or the format's own
	Count    int      `json:"count"`             // how many
	Examples []string `json:"examples"`          // the first few, for people
	Instead  string   `json:"instead,omitempty"` // what to choose to keep it
}

// titles are the kinds of losses as people read them.
var titles = map[string]string{
	LossOverlap: "annotations that overlap one that stays", LossFragment: "annotations of several fragments",
	LossCut: "annotations that cut a word", LossMoved: "annotations moved to whole words",
	LossRelation: "relations", LossAttribute: "attributes", LossNote: "notes",
	LossText: "texts that do not come back as they were", LossProperty: "titles, sources and metadata",
	LossID: "ids", LossOrigin: "origins of annotations", LossVerdict: "verdicts of gold", LossStatus: "statuses",
	LossAnnotator: "names of annotators",
	// What an export leaves out, for it is unfinished.
	"in_progress": "sets in progress", "without_annotations": "documents without annotations",
	"suggestion": "suggestions that nobody looked at",
}

// entities begins the kinds of what a format with Flat lost in its named
// entities alone.
const entities = "ner_"

// Title returns the kind as people read it.
func (l Loss) Title() string {
	if title, known := titles[l.Kind]; known {
		return title
	}
	if kind, flat := strings.CutPrefix(l.Kind, entities); flat {
		return "of the named entities: " + Loss{Kind: kind}.Title()
	}
	return strings.ReplaceAll(l.Kind, "_", " ")
}

// Bookkeeping reports whether what was lost tells of annotations only who made
// them, how and when, and not what they say: who trains on them does without.
func (l Loss) Bookkeeping() bool {
	switch l.Kind {
	case LossVerdict, LossStatus, LossAnnotator, LossOrigin, LossID:
		return true
	}
	return false
}

// Losses lists losses by kind. The zero value is ready for use.
type Losses []Loss

// Add counts one loss of a kind.
func (l *Losses) Add(kind, example, instead string) {
	l.add(Loss{Kind: kind, Count: 1, Examples: []string{example}, Instead: instead})
}

// Tally counts one loss of a kind and asks for the example only where there is
// room for it.
func (l *Losses) Tally(kind, instead string, example func() string) {
	i := slices.IndexFunc(*l, func(x Loss) bool { return x.Kind == kind })
	if i < 0 || len((*l)[i].Examples) < examples {
		l.Add(kind, example(), instead)
		return
	}
	(*l)[i].Count++
}

func (l *Losses) add(loss Loss) {
	i := slices.IndexFunc(*l, func(x Loss) bool { return x.Kind == loss.Kind })
	if i < 0 {
		i = l.place(loss.Kind)
		*l = slices.Insert(*l, i, Loss{Kind: loss.Kind, Instead: loss.Instead, Examples: []string{}})
	}
	x := &(*l)[i]
	x.Count += loss.Count
	x.Examples = append(x.Examples, loss.Examples[:min(len(loss.Examples), examples-len(x.Examples))]...)
}

// place returns where a kind that is new to the list stands in it.
func (l *Losses) place(kind string) int {
	rank := slices.Index(order, kind)
	i := slices.IndexFunc(*l, func(x Loss) bool { return slices.Index(order, x.Kind) > rank })
	if i < 0 || rank < 0 {
		return len(*l)
	}
	return i
}

// Count returns how many things were lost in all.
func (l Losses) Count() int {
	n := 0
	for _, loss := range l {
		n += loss.Count
	}
	return n
}

// Apart returns the losses that matter to who trains on the result, and those
// of book-keeping.
func (l Losses) Apart() (matter, bookkeeping Losses) {
	for _, loss := range l {
		if loss.Bookkeeping() {
			bookkeeping = append(bookkeeping, loss)
		} else {
			matter = append(matter, loss)
		}
	}
	return matter, bookkeeping
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
