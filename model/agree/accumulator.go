package agree

import (
	"maps"
	"slices"

	"dragoman/model"
)

// Options say what is measured.
type Options struct {
	Annotators []model.Annotator // two or more, the reference first
	// Label limits the report to one label: its figures are those over all
	// labels too, and only cases about it are told. "" is all labels.
	Label   string
	Gamma   bool   // which takes far longer than all else
	Samples int    // of the bootstrap; 0: no confidence intervals
	Seed    uint64 // of the bootstrap and gamma
	// Tokens divides a text into tokens, in order, and Tokenizer names it for
	// people: as package segment does. nil: no measures over tokens.
	Tokens    func(text string) []model.Span
	Tokenizer string
}

// Accumulator adds up what is measured in documents, one at a time, and makes
// a Report of the sum. Measure may be called from several goroutines; all else
// belongs to one. It keeps the counts and units of documents, not their texts.
type Accumulator struct {
	layout
	opt        Options
	documents  [][]run // the counts of each
	left       int
	shared     []sharing // by pair, of what is left
	tokens     int
	codePoints int
	size       int            // of the sum in words; it begins with the row over all labels
	labelAt    map[string]int // where the row of each label begins in the sum
	categoryAt map[string]int // where the counts of each set of labels begin
	categories []int          // the same places, in order
	units      [][]Unit       // by annotator, documents laid end to end
	blind      []Blindness
	disputed   []DocumentFigures
	words      map[string]*WordFigures
	confusion  map[[2]string]int
}

// New returns an Accumulator with nothing added.
func New(opt Options) *Accumulator {
	if opt.Tokens == nil {
		opt.Tokens = func(string) []model.Span { return nil }
	}
	acc := &Accumulator{
		layout: layout{len(opt.Annotators)}, opt: opt,
		labelAt: map[string]int{}, categoryAt: map[string]int{},
		units:  make([][]Unit, len(opt.Annotators)),
		shared: make([]sharing, layout{len(opt.Annotators)}.pairs()),
		words:  map[string]*WordFigures{}, confusion: map[[2]string]int{},
	}
	for _, a := range opt.Annotators {
		acc.blind = append(acc.blind, Blindness{Annotator: a})
	}
	acc.size = words(acc.width())
	return acc
}

// place returns where the counts of this name begin in the sum.
func (acc *Accumulator) place(places map[string]int, name string, counts int) int {
	at, known := places[name]
	if !known {
		at = acc.size
		places[name] = at
		acc.size += words(counts)
	}
	return at
}

// Add adds what Measure returned; nil adds nothing. The order of adding is the
// order of the continuum and decides nothing else but the bootstrap's draw.
func (acc *Accumulator) Add(d *DocumentMeasure) {
	if d == nil {
		return
	}
	if d.left {
		acc.left++
		acc.addShared(d.shared)
		return
	}
	acc.addCounts(d)
	acc.addUnits(d)
	acc.addCases(d)
	acc.addConfusion(d)
	for i, b := range d.blind {
		acc.blind[i].add(b)
	}
}

func (acc *Accumulator) addCounts(d *DocumentMeasure) {
	p := packer{
		memory: make([]uint64, 0, len(d.rows)*words(acc.width())+len(d.given)*words(acc.annotators)),
		runs:   make([]run, 0, len(d.rows)+len(d.given)),
	}
	p.pack(0, d.rows[0])
	for i, label := range d.labels {
		p.pack(acc.place(acc.labelAt, label, acc.width()), d.rows[1+i])
	}
	for i, category := range d.categories {
		at := acc.place(acc.categoryAt, category, acc.annotators)
		if len(acc.categories) < len(acc.categoryAt) {
			acc.categories = append(acc.categories, at)
		}
		p.pack(at, d.given[i])
	}
	acc.documents = append(acc.documents, p.runs)
	acc.tokens += d.tokens
}

func (acc *Accumulator) addUnits(d *DocumentMeasure) {
	for i, units := range d.units {
		for _, u := range units {
			acc.units[i] = append(acc.units[i], Unit{acc.codePoints + u.Start, acc.codePoints + u.End, u.Label})
		}
	}
	acc.codePoints += d.codePoints
}

func (acc *Accumulator) addCases(d *DocumentMeasure) {
	acc.disputed = append(acc.disputed, DocumentFigures{
		Document: d.document, Title: d.title, Cases: d.differing, Agreed: d.agreed, F1: acc.strictF1(d),
	})
	for _, w := range d.words {
		acc.addWord(w)
	}
}

// strictF1 returns the strict F1 of one document, mean over pairs.
func (acc *Accumulator) strictF1(d *DocumentMeasure) Value {
	from := d.rows[0]
	if acc.opt.Label != "" {
		from = make([]int32, acc.width())
		if i, found := slices.BinarySearch(d.labels, acc.opt.Label); found {
			from = d.rows[1+i]
		}
	}
	row := make([]int64, len(from))
	for i, n := range from {
		row[i] = int64(n)
	}
	return counted{layout: acc.layout, row: row}.meanF1(countStrict)
}

func (acc *Accumulator) addWord(t wordTally) {
	w := acc.words[t.text]
	if w == nil {
		w = &WordFigures{Text: t.text}
		acc.words[t.text] = w
	}
	tally(t.agreed, &w.Agreed, &w.Cases)
	for _, label := range t.labels {
		if i, found := slices.BinarySearch(w.Labels, label); !found {
			w.Labels = slices.Insert(w.Labels, i, label)
		}
	}
}

func (acc *Accumulator) addConfusion(d *DocumentMeasure) {
	labels := append(d.labels[:len(d.labels):len(d.labels)], "")
	for i, n := range d.confused {
		if n > 0 {
			acc.confusion[[2]string{labels[i/len(labels)], labels[i%len(labels)]}] += n
		}
	}
}

func (b *Blindness) add(how model.Blindness) {
	switch how {
	case model.Blind:
		b.Blind++
	case model.Seen:
		b.Seen++
	default:
		b.Unknown++
	}
}

// addUp adds up the counts of all documents, each as often as weights says,
// into several packed sums at once: a document's counts are fetched once.
func (acc *Accumulator) addUp(sums, weights [][]uint64) {
	for i, runs := range acc.documents {
		for s, weight := range weights {
			if weight[i] == 0 {
				continue
			}
			for _, r := range runs {
				r.addTo(sums[s], weight[i])
			}
		}
	}
}

// pooled returns the sum of the counts of all documents.
func (acc *Accumulator) pooled() []int64 {
	sum := make([]uint64, acc.size)
	for _, runs := range acc.documents {
		for _, r := range runs {
			r.addTo(sum, 1)
		}
	}
	return unpack(sum)
}

// ofAll returns the counts over all labels in a sum; those of Options.Label
// where it limits the report.
func (acc *Accumulator) ofAll(sum []int64) counted {
	if acc.opt.Label != "" {
		return acc.ofLabel(acc.opt.Label, sum)
	}
	c := counted{layout: acc.layout, row: sum[:acc.width()], tokens: acc.tokensIn(sum), given: make([][]int64, len(acc.categories))}
	for i, at := range acc.categories {
		c.given[i] = sum[2*at : 2*at+acc.annotators]
	}
	return c
}

// tokensIn returns the number of tokens in a sum.
func (acc *Accumulator) tokensIn(sum []int64) int64 {
	if acc.annotators == 0 {
		return 0
	}
	return sum[acc.one(0)+countTokens]
}

// ofLabel returns the counts of one label in a sum.
func (acc *Accumulator) ofLabel(label string, sum []int64) counted {
	row := make([]int64, acc.width())
	if at, known := acc.labelAt[label]; known {
		row = sum[2*at : 2*at+acc.width()]
	}
	return counted{layout: acc.layout, row: row, tokens: acc.tokensIn(sum)}
}

// labels returns the labels that are reported, sorted.
func (acc *Accumulator) labels() []string {
	if acc.opt.Label != "" {
		return []string{acc.opt.Label}
	}
	return slices.Sorted(maps.Keys(acc.labelAt))
}
