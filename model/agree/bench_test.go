package agree

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/model/segment"
)

// work is a document and what annotators did in it.
type work struct {
	document model.Document
	sets     []model.AnnotationSet
}

// people are the annotators of the workload.
var people = []model.Annotator{"ana", "ben", "eva"}

// workload returns so many documents of about 2 KB, in each of which three
// annotators made about 20 annotations: they forget one in ten, begin one in
// ten elsewhere, label one in twenty otherwise, and link some.
func workload(documents int) []work {
	r := rand.New(rand.NewPCG(7, 7))
	all := make([]work, documents)
	for i := range all {
		doc, set := modeltest.News(2000, uint64(i+1))
		all[i].document = doc
		for _, annotator := range people {
			all[i].sets = append(all[i].sets, vary(r, doc, set, annotator))
		}
	}
	return all
}

func vary(r *rand.Rand, doc model.Document, set model.AnnotationSet, annotator model.Annotator) model.AnnotationSet {
	mine := model.AnnotationSet{Document: doc.ID, Annotator: annotator, Status: model.StatusDone, Blind: model.Blind}
	for i, a := range set.Annotations {
		if r.IntN(10) == 0 {
			continue
		}
		a.ID = model.AnnotationID(fmt.Sprintf("%s%d", annotator, i))
		if f := a.Fragments[0]; r.IntN(10) == 0 && f.Len() > 8 {
			a.Fragments = []model.Span{{Start: f.Start + 4, End: f.End}}
		}
		if r.IntN(20) == 0 {
			a.Label = "denial"
		}
		mine.Annotations = append(mine.Annotations, a)
	}
	slices.SortFunc(mine.Annotations, model.CompareAnnotations)
	mine.Annotations = slices.CompactFunc(mine.Annotations, model.Annotation.Same)
	for i := 4; i < len(mine.Annotations); i += 4 {
		mine.Relations = append(mine.Relations, model.Relation{
			ID: model.RelationID(fmt.Sprint(annotator, i)), Type: "speaker", From: mine.Annotations[i].ID, To: mine.Annotations[i-1].ID,
		})
	}
	return mine
}

// report measures the workload with two goroutines, as a job does.
func report(b rapid.TB, all []work, opt Options) Report {
	opt.Tokens, opt.Tokenizer = segment.Tokens, segment.Tokenizer
	acc := New(opt)
	measures := make([]*DocumentMeasure, len(all))
	var wait sync.WaitGroup
	for w := range 2 {
		wait.Go(func() {
			for i := w; i < len(all); i += 2 {
				measures[i] = acc.Measure(all[i].document, all[i].sets)
			}
		})
	}
	wait.Wait()
	for _, m := range measures {
		acc.Add(m)
	}
	r, err := acc.Report(context.Background(), nil)
	if err != nil {
		b.Fatal(err)
	}
	return r
}

// BenchmarkReport measures 10,000 documents of about 2 KB with 20 annotations
// by each of three annotators: all but gamma.
func BenchmarkReport(b *testing.B) {
	all := workload(10_000)
	for _, samples := range []int{0, 1000} {
		b.Run(fmt.Sprintf("%d samples", samples), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				report(b, all, Options{Annotators: people, Samples: samples})
			}
		})
	}
}
