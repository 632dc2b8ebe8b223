package job

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"dragoman/model"
	"dragoman/model/agree"
	"dragoman/model/segment"
)

// AgreeOptions say whose agreement is measured and how.
type AgreeOptions struct {
	Annotators []model.Annotator // the first is the reference; none: all who have a set, without gold, by name
	Label      string            // limits the report to one label; "" is all
	Gamma      bool              // which takes far longer than all else
	Samples    int               // of the bootstrap; 0: no confidence intervals
	Seed       uint64            // of the bootstrap and gamma
}

// quickGamma is how many annotations of all annotators together gamma takes
// seconds for.
const quickGamma = 10_000

// GammaIsQuick reports whether gamma of these annotators, as AgreeOptions name
// them, takes seconds rather than minutes.
func GammaIsQuick(documents []model.Summary, annotators []model.Annotator) bool {
	n := 0
	for _, d := range documents {
		for _, set := range d.Sets {
			if slices.Contains(annotators, set.Annotator) || len(annotators) == 0 && set.Annotator != model.Gold {
				n += set.Annotations
			}
		}
	}
	return n <= quickGamma
}

// Agree measures how much annotators agree, over the documents in which each
// of them has a set. The counting is spread over two goroutines. It fails with
// a *UsageError when there are not two annotators, or when those or the label
// that are named are not in the project.
func Agree(ctx context.Context, project Reader, opt AgreeOptions, progress Progress) (agree.Report, error) {
	census, err := project.Census(ctx)
	if err != nil {
		return agree.Report{}, fmt.Errorf("count documents: %w", err)
	}
	if err := opt.check(ctx, project, census); err != nil {
		return agree.Report{}, err
	}
	acc := agree.New(agree.Options{
		Annotators: opt.whose(census), Label: opt.Label, Gamma: opt.Gamma, Samples: opt.Samples, Seed: opt.Seed,
		Tokens: segment.Tokens, Tokenizer: segment.Tokenizer,
	})
	total := int64(census.Documents)
	if err := measure(ctx, project, acc, func(done int64, title string) { progress.Report(done, total, title) }); err != nil {
		return agree.Report{}, fmt.Errorf("measure agreement: %w", err)
	}
	return acc.Report(ctx, func(done, total int) { progress.Report(int64(done), int64(total), "resampling") })
}

// whose returns the annotators that are compared.
func (opt AgreeOptions) whose(census model.Census) []model.Annotator {
	if len(opt.Annotators) > 0 {
		return opt.Annotators
	}
	return slices.DeleteFunc(census.Annotators(), func(a model.Annotator) bool { return a == model.Gold })
}

func (opt AgreeOptions) check(ctx context.Context, project Reader, census model.Census) error {
	there, whose := census.Annotators(), opt.whose(census)
	for i, a := range whose {
		switch {
		case !slices.Contains(there, a) && len(there) == 0:
			return &UsageError{fmt.Sprintf("nobody has annotated in this project, so there is nothing of %s", a)}
		case !slices.Contains(there, a):
			return &UsageError{fmt.Sprintf("%s has annotated nothing in this project; those who have: %s", a, join(there))}
		case slices.Contains(whose[:i], a):
			return &UsageError{fmt.Sprintf("%s is named twice", a)}
		}
	}
	switch len(whose) {
	case 0:
		return &UsageError{"nobody has annotated in this project: agreement is between two annotators or more"}
	case 1:
		return &UsageError{fmt.Sprintf("there is only %s: agreement is between two annotators or more; merge another’s work first", whose[0])}
	}
	if opt.Label == "" {
		return nil
	}
	schema, err := project.Schema(ctx)
	if err != nil {
		return fmt.Errorf("read schema: %w", err)
	}
	if _, known := schema.Label(opt.Label); !known {
		return &UsageError{fmt.Sprintf("the schema has no label %q", opt.Label)}
	}
	return nil
}

// measured is a document on its way through measure.
type measured struct {
	document model.Document
	sets     []model.AnnotationSet
	counts   chan *agree.DocumentMeasure
}

// measure adds all documents to acc, in their order. The project is read on the
// caller's goroutine, which also tells the progress; two count meanwhile.
func measure(ctx context.Context, project Reader, acc *agree.Accumulator, progress func(done int64, title string)) error {
	const workers = 2
	work, order := make(chan measured, workers), make(chan measured, 8*workers)
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for m := range work {
				m.counts <- acc.Measure(m.document, m.sets)
			}
		})
	}
	wait.Go(func() {
		for m := range order {
			acc.Add(<-m.counts)
		}
	})
	done := int64(0)
	err := project.Walk(ctx, func(document model.Document, sets []model.AnnotationSet) error {
		done++
		progress(done, document.Title)
		if len(sets) > 0 {
			m := measured{document, sets, make(chan *agree.DocumentMeasure, 1)}
			work <- m
			order <- m
		}
		return nil
	})
	close(work)
	close(order)
	wait.Wait()
	return err
}
