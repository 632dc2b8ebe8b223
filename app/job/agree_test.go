package job_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"dragoman/app/job"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
	"dragoman/model/agree"
	"dragoman/model/modeltest"
	"dragoman/model/segment"
)

// marked returns a project of so many documents, marked by ana and bo, who
// leaves one annotation of each out; every third is ana's alone.
func marked(t *testing.T, documents int) *sessiontest.Project {
	t.Helper()
	p := sessiontest.NewProject(modeltest.Schema())
	for n := range documents {
		doc, set := modeltest.News(600, uint64(n))
		step := model.Step{Name: "import", Project: true, Documents: []model.DocumentEdit{{ID: doc.ID, Added: &doc}}}
		for i, who := range []model.Annotator{"ana", "bo"} {
			if i == 1 && n%3 == 2 {
				continue
			}
			own := model.AnnotationSet{Document: doc.ID, Annotator: who, Status: model.StatusDone}
			for j, a := range set.Annotations[i:] {
				a.ID = modeltest.ID((2*n+i)<<16 + j)
				own.Annotations = append(own.Annotations, a)
			}
			step.Changes = append(step.Changes, model.Diff(model.AnnotationSet{Document: doc.ID, Annotator: who}, own))
		}
		if _, err := p.Save(t.Context(), step); err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// heard is a Progress that is listened to.
type heard struct {
	tell func(done, total int64)
}

func (h heard) Report(done, total int64, _ string) { h.tell(done, total) }

func TestAgreeMeasuresAsOneGoroutineWould(t *testing.T) {
	p := marked(t, 60)
	var last, total int64
	rising := true
	opt := job.AgreeOptions{Samples: 50, Seed: 7}
	r, err := job.Agree(t.Context(), p, opt, heard{func(done, all int64) {
		if all == 60 {
			rising, last, total = rising && done == last+1, done, all
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	if r.Documents != 40 || r.Left != 20 || !rising || last != total {
		t.Errorf("%d documents, %d left; told of %d of %d (in order: %v)", r.Documents, r.Left, last, total, rising)
	}

	acc := agree.New(agree.Options{Annotators: []model.Annotator{"ana", "bo"}, Samples: 50, Seed: 7, Tokens: segment.Tokens})
	err = p.Walk(t.Context(), func(d model.Document, sets []model.AnnotationSet) error {
		acc.Add(acc.Measure(d, sets))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	want, err := acc.Report(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if r.Overall.Strict.F1 != want.Overall.Strict.F1 || r.Overall.AlphaU != want.Overall.AlphaU || r.Tokens != want.Tokens ||
		r.Overall.CI["strict.f1"] != want.Overall.CI["strict.f1"] {
		t.Errorf("measured %+v, want %+v", r.Overall, want.Overall)
	}
	if !slices.Equal(r.Annotators, want.Annotators) {
		t.Errorf("compared are %v", r.Annotators)
	}
}

func TestAgreeIsCancelled(t *testing.T) {
	p := marked(t, 60)
	for _, at := range []int64{1, 30} {
		ctx, cancel := context.WithCancel(t.Context())
		_, err := job.Agree(ctx, p, job.AgreeOptions{}, heard{func(done, total int64) {
			if done == at {
				cancel()
			}
		}})
		if !errors.Is(err, context.Canceled) {
			t.Errorf("cancelled at document %d: %v", at, err)
		}
		cancel()
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_, err := job.Agree(ctx, p, job.AgreeOptions{Samples: 100_000}, heard{func(_, total int64) {
		if total > 60 {
			cancel()
		}
	}})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled while resampling: %v", err)
	}
}

func TestAgreeRefuses(t *testing.T) {
	p := marked(t, 3)
	for what, opt := range map[string]job.AgreeOptions{
		"one":     {Annotators: []model.Annotator{"ana"}},
		"unknown": {Annotators: []model.Annotator{"ana", "zoe"}},
		"twice":   {Annotators: []model.Annotator{"ana", "ana"}},
		"label":   {Label: "colour"},
	} {
		var usage *job.UsageError
		if _, err := job.Agree(t.Context(), p, opt, job.Silent); !errors.As(err, &usage) {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func TestGammaIsQuick(t *testing.T) {
	list := []model.Summary{{Sets: []model.SetSummary{{Annotator: "ana", Annotations: 6_000}, {Annotator: "bo", Annotations: 6_000}, {Annotator: model.Gold, Annotations: 6_000}}}}
	if job.GammaIsQuick(list, nil) || !job.GammaIsQuick(list, []model.Annotator{"ana"}) || job.GammaIsQuick(list, []model.Annotator{"ana", model.Gold}) {
		t.Error("what is counted is wrong")
	}
}
