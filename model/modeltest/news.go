package modeltest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"dragoman/model"
)

// newsWords are what News writes with.
var newsWords = strings.Fields(`the minister said on Friday that a delegation from the coast met envoys of the
republic in the old harbour and denied reports of a new agreement while officials close to the talks spoke about trade
borders water prisoners ships grain and the summit planned for spring according to the agency which cited two advisers
who asked not to be named because the governor had not yet told parliament what was promised`)

// News returns a document of about size bytes of English-like text in
// paragraphs of some 400 bytes, and a set of annotator "ana" with one
// annotation per 100 bytes: the labels of Schema in turn, about one in five
// overlapping or inside another. The same size and seed give the same.
func News(size int, seed uint64) (model.Document, model.AnnotationSet) {
	r := rand.New(rand.NewPCG(seed, 1))
	return Annotated(r, newsText(r, size), fmt.Sprintf("News %d of %d bytes", seed, size), func(n int) model.AnnotationID { return ID(int(seed)<<32 + n) })
}

// Annotated returns a document of that text and title, with annotations as in
// News at places that r chooses; id names the n-th. Words of the text end at
// spaces, line feeds and full stops.
func Annotated(r *rand.Rand, text, title string, id func(n int) model.AnnotationID) (model.Document, model.AnnotationSet) {
	doc := model.NewDocument(text, title, "workload")
	set := model.AnnotationSet{Document: doc.ID, Annotator: "ana", Status: model.StatusInProgress}
	labels := Schema().Labels
	for i := range len(text) / 100 {
		at := i*100 + r.IntN(30)
		if i%5 == 4 {
			at = max(0, at-100) // reaches into the one before
		}
		span := wordSpan(text, at, 10+r.IntN(50))
		a := model.Annotation{ID: id(i), Label: labels[i%len(labels)].Name, Fragments: []model.Span{span}, Origin: model.OriginManual}
		set.Annotations = append(set.Annotations, a)
	}
	slices.SortFunc(set.Annotations, model.CompareAnnotations)
	set.Annotations = slices.CompactFunc(set.Annotations, model.Annotation.Same)
	return doc, set
}

func newsText(r *rand.Rand, size int) string {
	var b strings.Builder
	sentence, paragraph := 0, 0
	for b.Len() < size {
		word := newsWords[r.IntN(len(newsWords))]
		if sentence == 0 {
			word = strings.ToUpper(word[:1]) + word[1:]
		}
		b.WriteString(word)
		sentence++
		paragraph += len(word) + 1
		switch {
		case sentence > 8 && r.IntN(12) == 0 && paragraph > 400:
			b.WriteString(".\n\n")
			sentence, paragraph = 0, 0
		case sentence > 8 && r.IntN(12) == 0:
			b.WriteString(". ")
			sentence = 0
		default:
			b.WriteByte(' ')
		}
	}
	return b.String()[:size]
}

// wordSpan returns about length bytes from at, moved to the edges of words.
// The text must not end at at.
func wordSpan(text string, at, length int) model.Span {
	blank := func(i int) bool { return text[i] == ' ' || text[i] == '\n' || text[i] == '.' }
	for at > 0 && !blank(at-1) {
		at--
	}
	for at < len(text)-1 && blank(at) {
		at++
	}
	end := min(at+length, len(text))
	for end < len(text) && !blank(end) {
		end++
	}
	for end > at+1 && blank(end-1) {
		end--
	}
	return model.Span{Start: at, End: end}
}
