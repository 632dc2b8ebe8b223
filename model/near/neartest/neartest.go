// Package neartest makes the articles that near-duplicates are tested with: the
// stories of fictional agencies as the sites of fictional papers print them.
package neartest

import (
	"fmt"
	"iter"
	"math/rand/v2"
	"strings"
)

// Article is one printing of a story.
type Article struct {
	Text  string
	Story int    // printings of the same story have the same number
	Site  string // whose lines stand around the story
	Day   int    // when it was printed, from 0
}

// Wire yields n articles of about size bytes; the same n, size and seed give
// the same. Two in five stories are printed once; the others two to eight
// times, each with a headline of its own, mostly with the ending cut (down to
// half of the paragraphs), with a few words exchanged, and between the lines
// of the site. One story in ten takes up a third of its paragraphs from an
// earlier one. What is not a reprint therefore shares the lines of its site,
// stock phrases and background with others.
func Wire(n, size int, seed uint64) iter.Seq[Article] {
	return func(yield func(Article) bool) {
		w := newWriter(size, seed)
		for made := 0; made < n; w.day++ {
			s := w.newStory()
			for range min(w.printings(), n-made) {
				if !yield(w.article(s)) {
					return
				}
				made++
			}
		}
	}
}

// story is what an agency sends.
type story struct {
	number     int
	day        int
	paragraphs []string
}

type writer struct {
	*rand.Rand
	size    int
	words   []string // of the language, the most common first
	stock   []string // phrases that every agency uses
	sites   []site
	stories int
	day     int
	before  []string // paragraphs of an earlier story
}

type site struct{ name, head, foot string }

const agencies = "NORDA,Kestrel Wire,Meridian Press,Agence Lumen,TERRA,Ostrand News"

// Of the language and the papers.
const (
	vocabulary = 6000
	phrases    = 40
	papers     = 12
)

func newWriter(size int, seed uint64) *writer {
	w := &writer{Rand: rand.New(rand.NewPCG(seed, 7)), size: size}
	for range vocabulary {
		w.words = append(w.words, w.word())
	}
	for range phrases {
		w.stock = append(w.stock, w.run(4+w.IntN(6)))
	}
	for i := range papers {
		name := fmt.Sprintf("%s Courier", capital(w.words[vocabulary-1-i]))
		head := name + " | " + w.run(3+w.IntN(8)) + "\n"
		foot := "\nCopyright " + name + ". " + capital(w.run(10+w.IntN(30))) + ".\n"
		w.sites = append(w.sites, site{name, head, foot})
	}
	return w
}

// word makes up a word of one to four syllables.
func (w *writer) word() string {
	var b strings.Builder
	for range 1 + w.IntN(4) {
		b.WriteByte("bdfgklmnprstvz"[w.IntN(14)])
		b.WriteByte("aeiou"[w.IntN(5)])
		if w.IntN(3) == 0 {
			b.WriteByte("lnrst"[w.IntN(5)])
		}
	}
	return b.String()
}

// run returns n words, the common ones more often, as in Zipf's law.
func (w *writer) run(n int) string {
	words := make([]string, n)
	for i := range words {
		rare := w.Float64()
		words[i] = w.words[int(rare*rare*rare*float64(len(w.words)))]
	}
	return strings.Join(words, " ")
}

func (w *writer) paragraph() string {
	var b strings.Builder
	for range 1 + w.IntN(3) {
		sentence := w.run(6 + w.IntN(18))
		if w.IntN(2) == 0 {
			sentence += " " + w.stock[w.IntN(len(w.stock))]
		}
		fmt.Fprintf(&b, "%s. ", capital(sentence))
	}
	return strings.TrimSpace(b.String())
}

func (w *writer) newStory() story {
	s := story{number: w.stories, day: w.day}
	w.stories++
	length := w.size/2 + w.IntN(w.size)
	for written := 0; written < length; {
		s.paragraphs = append(s.paragraphs, w.paragraph())
		written += len(s.paragraphs[len(s.paragraphs)-1])
	}
	if w.IntN(10) == 0 {
		third := len(s.paragraphs) - len(s.paragraphs)/3
		copy(s.paragraphs[third:], w.before)
	}
	w.before = s.paragraphs
	return s
}

func (w *writer) printings() int {
	if w.IntN(5) < 2 {
		return 1
	}
	return 2 + w.IntN(7)
}

// article prints the story.
func (w *writer) article(s story) Article {
	paragraphs := s.paragraphs
	if w.IntN(3) > 0 {
		half := (len(paragraphs) + 1) / 2
		paragraphs = paragraphs[:half+w.IntN(len(paragraphs)-half+1)]
	}
	at := w.sites[w.IntN(len(w.sites))]
	agency := strings.Split(agencies, ",")[s.number%6]
	text := at.head + capital(w.run(5+w.IntN(7))) + "\n(" + agency + ") " + w.edited(strings.Join(paragraphs, "\n")) + at.foot
	return Article{Text: text, Story: s.number, Site: at.name, Day: s.day}
}

// edited exchanges none or one in a hundred words.
func (w *writer) edited(text string) string {
	if w.IntN(2) == 0 {
		return text
	}
	words := strings.Split(text, " ")
	for i := range words {
		if w.IntN(100) == 0 {
			words[i] = w.run(1)
		}
	}
	return strings.Join(words, " ")
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
