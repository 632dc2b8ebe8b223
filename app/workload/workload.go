// Package workload makes what the speed of the program is measured with:
// articles of any size and projects of any number of articles, always the same.
// It is for benchmarks and tests; no part of the program knows it.
package workload

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"iter"
	"math/rand/v2"
	"strings"
	"unicode/utf8"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
)

// Size is how many bytes a document of Records has, about; with it come 20
// annotations.
const Size = 2_000

// Annotator owns all annotation sets of the workload.
const Annotator model.Annotator = "ana"

// Schema is modeltest.Schema with the colours and patterns of the default
// schema.
func Schema() model.Schema {
	s := modeltest.Schema()
	looks := []struct {
		colour  string
		pattern model.Pattern
	}{{"#0B6BB0", model.Solid}, {"#0A8A63", model.Double}, {"#B87400", model.Dashed}, {"#C2364F", model.Wavy}}
	for i := range s.Labels {
		s.Labels[i].Colour, s.Labels[i].Pattern = looks[i].colour, looks[i].pattern
	}
	return s
}

// Article returns a document of size bytes (up to three less, where a character
// would be cut) and a set of Annotator with one annotation per 100 bytes, about
// one in five overlapping or inside another. Half of the words are the common
// ones of the news; the others come from a vocabulary of 30,000 by Zipf's law,
// and some of those are not ASCII. Ids look as random as real ones do. The same
// size and seed give the same.
func Article(size int, seed uint64) (model.Document, model.AnnotationSet) {
	r := rand.New(rand.NewPCG(seed, 6))
	w := writer{Rand: r, zipf: rand.NewZipf(r, 1.1, 4, vocabulary-1)}
	title := fmt.Sprintf("%s %s %d", capital(word(w.zipf.Uint64())), word(w.zipf.Uint64()), seed)
	return modeltest.Annotated(r, w.text(size), title, func(int) model.AnnotationID {
		return model.AnnotationID(fmt.Sprintf("%016x%016x", r.Uint64(), r.Uint64()))
	})
}

// Records yields n articles of Size, of the seeds from 1 to n, each with its
// set, a third of them done: in no order, as files of others come.
func Records(n int) iter.Seq[format.Record] {
	return func(yield func(format.Record) bool) {
		for seed := range n {
			doc, set := Article(Size, uint64(seed+1))
			if seed%3 == 0 {
				set.Status = model.StatusDone
			}
			if !yield(format.Record{Document: doc, Set: &set, Named: true}) {
				return
			}
		}
	}
}

// Pair yields an article of size bytes, titled B, and a short one, titled A.
func Pair(size int) iter.Seq[format.Record] {
	return func(yield func(format.Record) bool) {
		for i, size := range []int{500, size} {
			doc, set := Article(size, uint64(i+1))
			doc.Title = string(rune('A' + i))
			if !yield(format.Record{Document: doc, Set: &set, Named: true}) {
				return
			}
		}
	}
}

// File is a project that is measured.
type File struct {
	Name    string
	Bytes   int // of the article of a Pair; 0 for one of Records
	Records iter.Seq[format.Record]
}

// Files returns the projects that are measured, in the order of their sizes.
func Files() []File {
	return []File{
		{"p100", 0, Records(100)},
		{"article-2k", 2_000, Pair(2_000)},
		{"article-20k", 20_000, Pair(20_000)},
		{"article-200k", 200_000, Pair(200_000)},
		{"article-1m", 1_000_000, Pair(1_000_000)},
		{"p10k", 0, Records(10_000)},
		{"article-10m", 10_000_000, Pair(10_000_000)},
		{"p100k", 0, Records(100_000)},
	}
}

// Write writes records in their own order. The format must be one of a line a
// record, as jsonl: Format.Write asks for records that are sorted.
func Write(ctx context.Context, out io.Writer, f format.Format, records iter.Seq[format.Record]) error {
	buffer := bufio.NewWriterSize(out, 1<<20)
	for record := range records {
		one := func(yield func(format.Record, error) bool) { yield(record, nil) }
		if _, err := f.Write(ctx, buffer, format.WriteOptions{Schema: Schema()}, one); err != nil {
			return fmt.Errorf("write the workload: %w", err)
		}
	}
	return buffer.Flush()
}

// vocabulary is how many words there are beside the common ones.
const vocabulary = 30_000

var common = strings.Fields(`the of and to a in said on that for was with by from at as it is were has had not but
his their would after who which been this they one have will more government minister president year people
week officials talks country told new two first police against over before under during party between where`)

// writer writes articles.
type writer struct {
	*rand.Rand
	zipf *rand.Zipf
}

// text writes paragraphs of some 400 bytes.
func (w writer) text(size int) string {
	var b strings.Builder
	sentence, paragraph := 0, 0 // words and bytes
	for b.Len() <= size {
		next := w.word()
		if sentence == 0 {
			next = capital(next)
		}
		b.WriteString(next)
		sentence++
		paragraph += len(next) + 1
		switch {
		case sentence <= 8 || w.IntN(12) > 0:
			b.WriteByte(' ')
		case paragraph > 400:
			b.WriteString(".\n\n")
			sentence, paragraph = 0, 0
		default:
			b.WriteString(". ")
			sentence = 0
		}
	}
	text := b.String()
	for !utf8.RuneStart(text[size]) {
		size--
	}
	return text[:size]
}

func (w writer) word() string {
	if w.IntN(2) == 0 {
		return common[w.IntN(len(common))]
	}
	n := w.zipf.Uint64()
	if n%7 == 3 {
		return capital(word(n)) // a name
	}
	return word(n)
}

// word makes up the n-th word of the vocabulary: two to four syllables.
func word(n uint64) string {
	r := rand.New(rand.NewPCG(n, 7))
	var b strings.Builder
	for range 2 + r.IntN(3) {
		b.WriteByte("bdfgklmnprstvz"[r.IntN(14)])
		b.WriteString([]string{"a", "e", "i", "o", "u", "a", "e", "i", "o", "é", "ü", "ai"}[r.IntN(12)])
		if r.IntN(3) == 0 {
			b.WriteByte("lnrst"[r.IntN(5)])
		}
	}
	return b.String()
}

// capital returns the word with a capital first letter, which must be ASCII.
func capital(word string) string { return strings.ToUpper(word[:1]) + word[1:] }
