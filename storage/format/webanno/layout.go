package webanno

import (
	"cmp"
	"fmt"
	"slices"

	"dragoman/model"
	"dragoman/model/segment"
	"dragoman/storage/format/xmi/uima"
)

// layout is a document as lines: sentences of units.
type layout struct {
	text      *model.Text
	sentences [][]*unit // tokens, each followed by its sub-tokens
}

// unit is a token or a sub-token, which has a line.
type unit struct {
	id        string
	span      model.Span
	spans     []*span     // that cover it, in the order of the set
	relations []*relation // that lead to the span which begins here
}

// span is one fragment of an annotation. Its number is 0 where nothing is in
// doubt without one.
type span struct {
	of       model.Annotation
	i        int
	features []uima.Feature
	at       *unit // where it begins
	units    int
	number   int
}

type relation struct {
	of       model.Relation
	from, to *span
}

// lay lays a document and its set out.
func lay(doc model.Document, set *model.AnnotationSet, own uima.Own) layout {
	l := layout{text: doc.Text}
	var spans []*span
	if set != nil {
		for _, a := range set.Annotations {
			for i := range a.Fragments {
				features := append(uima.Features(a, own), uima.PartOf(i, len(a.Fragments)))
				spans = append(spans, &span{of: a, i: i, features: features})
			}
		}
	}
	tokens := tokensFor(doc.Text.String(), spans)
	grid := newGrid(tokens)
	for _, s := range spans {
		grid.put(s)
	}
	l.sentences = grid.sentences(doc.Text.String())
	if set != nil {
		link(*set, spans)
	}
	l.number(spans)
	return l
}

// tokensFor returns the words of a text, and the white space at its beginning
// and where a span begins or ends.
func tokensFor(text string, spans []*span) []model.Span {
	words := segment.Tokens(text)
	asked := []int{0}
	for _, s := range spans {
		f := s.of.Fragments[s.i]
		asked = append(asked, f.Start, f.End-1)
	}
	slices.Sort(asked)
	tokens := make([]model.Span, 0, len(words)+1)
	at := 0
	for _, w := range append(words, model.Span{Start: len(text), End: len(text)}) {
		i, _ := slices.BinarySearch(asked, at)
		if i < len(asked) && asked[i] < w.Start {
			tokens = append(tokens, model.Span{Start: at, End: w.Start})
		}
		if !w.Empty() {
			tokens = append(tokens, w)
		}
		at = w.End
	}
	return tokens
}

// grid places spans on tokens.
type grid struct {
	tokens []model.Span
	units  []*unit          // of the tokens
	parts  map[int][]*unit  // by token, its sub-tokens
	known  map[[3]int]*unit // sub-tokens by token, start and end
}

func newGrid(tokens []model.Span) *grid {
	g := &grid{tokens: tokens, units: make([]*unit, len(tokens)), parts: map[int][]*unit{}, known: map[[3]int]*unit{}}
	for i, t := range tokens {
		g.units[i] = &unit{span: t}
	}
	return g
}

// put adds a span to the units that it covers. Its ends lie in tokens.
func (g *grid) put(s *span) {
	f := s.of.Fragments[s.i]
	first, last := g.token(f.Start), g.token(f.End-1)
	for i := first; i <= last; i++ {
		t := g.tokens[i]
		u := g.units[i]
		if part := (model.Span{Start: max(t.Start, f.Start), End: min(t.End, f.End)}); part != t {
			u = g.part(i, part)
		}
		if s.at == nil {
			s.at = u
		}
		u.spans = append(u.spans, s)
		s.units++
	}
}

// token returns the last token that starts at off or before it.
func (g *grid) token(off int) int {
	i, found := slices.BinarySearchFunc(g.tokens, off, func(t model.Span, off int) int { return cmp.Compare(t.Start, off) })
	if found {
		return i
	}
	return i - 1
}

// part returns the sub-token of a token.
func (g *grid) part(i int, at model.Span) *unit {
	key := [3]int{i, at.Start, at.End}
	u, known := g.known[key]
	if !known {
		u = &unit{span: at}
		g.known[key] = u
		g.parts[i] = append(g.parts[i], u)
	}
	return u
}

// sentences names the units and puts them into sentences.
func (g *grid) sentences(text string) [][]*unit {
	var all [][]*unit
	for _, s := range uima.Sentences(text, g.tokens) {
		var units []*unit
		for i := s.First; i < s.End; i++ {
			id := fmt.Sprintf("%d-%d", len(all)+1, i-s.First+1)
			g.units[i].id = id
			units = append(units, g.units[i])
			parts := g.parts[i]
			slices.SortFunc(parts, func(a, b *unit) int {
				return cmp.Or(cmp.Compare(a.span.Start, b.span.Start), cmp.Compare(b.span.End, a.span.End))
			})
			for n, u := range parts {
				u.id = fmt.Sprintf("%s.%d", id, n+1)
			}
			units = append(units, parts...)
		}
		all = append(all, units)
	}
	return all
}

// link puts the relations where they lead to.
func link(set model.AnnotationSet, spans []*span) {
	first := map[model.AnnotationID]*span{}
	for _, s := range spans {
		if s.i == 0 {
			first[s.of.ID] = s
		}
	}
	for _, r := range set.Relations {
		rel := &relation{r, first[r.From], first[r.To]}
		rel.to.at.relations = append(rel.to.at.relations, rel)
	}
}

// number numbers the spans of which a line alone does not tell which it is:
// those of several units, those that share one, and those on sub-tokens, to
// which INCEpTION does not find back otherwise.
func (l layout) number(spans []*span) {
	for _, s := range spans {
		if s.units > 1 {
			s.number = 1
		}
	}
	for _, sentence := range l.sentences {
		for _, u := range sentence {
			for _, s := range u.spans {
				if len(u.spans) > 1 || slices.Contains([]byte(u.id), '.') {
					s.number = 1
				}
			}
		}
	}
	n := 0
	for _, s := range spans {
		if s.number != 0 {
			n++
			s.number = n
		}
	}
}
