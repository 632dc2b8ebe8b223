package wiring_test

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"testing"

	"dragoman/app/cli/headless/wiring"
	"dragoman/app/job"
	"dragoman/model"
	"dragoman/model/modeltest"
)

// BenchmarkAgree measures agreement in a project file of 10,000 documents of
// 2 KB that three annotators marked, 20 annotations each: without gamma, with
// and without confidence intervals.
func BenchmarkAgree(b *testing.B) {
	p := annotatedProject(b, 10_000)
	for _, samples := range []int{0, 1000} {
		b.Run(fmt.Sprintf("samples=%d", samples), func(b *testing.B) {
			for b.Loop() {
				r, err := job.Agree(b.Context(), p, job.AgreeOptions{Samples: samples, Seed: 1}, job.Silent)
				if err != nil {
					b.Fatal(err)
				}
				if r.Documents != 10_000 || r.Overall.Strict.F1.V < 0.5 || r.Overall.Strict.F1.V > 0.9 {
					b.Fatalf("%d documents, %+v", r.Documents, r.Overall.Strict)
				}
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(m.HeapSys)/(1<<20), "MB-heap")
		})
	}
}

// annotatedProject returns a project of so many documents, each marked by ana,
// bo and cy.
func annotatedProject(b *testing.B, documents int) wiring.Project {
	b.Helper()
	path := filepath.Join(b.TempDir(), "p.dragoman")
	p, err := wiring.Create(b.Context(), path, modeltest.Schema())
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { p.Close() })
	const batch = 500
	for from := 0; from < documents; from += batch {
		step := model.Step{Name: "import", Project: true}
		for n := from; n < min(from+batch, documents); n++ {
			doc, set := modeltest.News(2_000, uint64(n))
			step.Documents = append(step.Documents, model.DocumentEdit{ID: doc.ID, Added: &doc})
			for i, who := range []model.Annotator{"ana", "bo", "cy"} {
				empty := model.AnnotationSet{Document: doc.ID, Annotator: who}
				change := model.Diff(empty, varied(set, who, 3*n+i))
				change.Owner, change.By = who, who
				step.Changes = append(step.Changes, change)
			}
		}
		if err := p.Update(context.Background(), func(tx job.Tx) error { _, err := tx.Save(step); return err }); err != nil {
			b.Fatal(err)
		}
	}
	return p
}

// varied returns the set as another annotator might have made it: of ten
// annotations one has another label, one ends earlier and one is not there.
func varied(set model.AnnotationSet, who model.Annotator, seed int) model.AnnotationSet {
	next := model.AnnotationSet{Document: set.Document, Annotator: who, Status: model.StatusDone}
	for i, a := range set.Annotations {
		a.ID = modeltest.ID(seed<<16 + i)
		switch (i + seed) % 10 {
		case 0:
			a.Label = "person"
		case 1:
			a.Fragments = []model.Span{{Start: a.Fragments[0].Start, End: a.Fragments[0].End - 1}}
		case 2:
			continue
		}
		next.Annotations = append(next.Annotations, a)
	}
	slices.SortFunc(next.Annotations, model.CompareAnnotations)
	next.Annotations = slices.CompactFunc(next.Annotations, model.Annotation.Same)
	return next
}
