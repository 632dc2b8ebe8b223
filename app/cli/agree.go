package cli

import (
	"context"
	"os"
	"os/signal"
	"runtime/debug"

	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/model"
	"dragoman/model/agree"
)

type agreeVerb struct {
	Project    string   `arg:"" help:"Project file."`
	Annotators []string `placeholder:"NAME,..." help:"Whom to compare, the reference first; all but gold otherwise."`
	Label      string   `help:"Only annotations of this label."`
	Gamma      *bool    `negatable:"" help:"Compute gamma, which takes long: on unless there are more than ten thousand annotations."`
	Seed       uint64   `default:"1" help:"Of the bootstrap and of gamma: the same seed gives the same figures."`
	Samples    int      `default:"1000" help:"Samples of the bootstrap; 0 leaves confidence intervals out."`
}

// Run measures how much annotators agree.
func (v *agreeVerb) Run(ctx context.Context, e *env) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	// What is read comes by once: collecting it half as often saves a tenth of
	// the time of a large project, for a fifth more memory.
	defer debug.SetGCPercent(debug.SetGCPercent(200))
	opt, err := v.options()
	if err != nil {
		return err
	}
	return e.with(ctx, v.Project, true, func(p Project) error {
		whyNoGamma, err := v.decideGamma(ctx, p, &opt)
		if err != nil {
			return err
		}
		meter := e.progress()
		report, err := job.Agree(ctx, p, opt, meter)
		meter.clear()
		if err != nil {
			return err
		}
		if whyNoGamma != "" {
			withoutGamma(&report, whyNoGamma)
		}
		if e.json {
			return e.print(newAgreement(report, v.Seed))
		}
		return e.out(agreementText(report))
	})
}

func (v *agreeVerb) options() (job.AgreeOptions, error) {
	opt := job.AgreeOptions{Label: v.Label, Seed: v.Seed, Samples: v.Samples}
	if v.Samples < 0 {
		return opt, &job.UsageError{Sentence: "--samples cannot be less than 0"}
	}
	for _, name := range v.Annotators {
		a := model.Gold
		if model.Annotator(name) != model.Gold {
			var err error
			if a, err = session.ParseAnnotator(name); err != nil {
				return opt, &job.UsageError{Sentence: err.Error()}
			}
		}
		opt.Annotators = append(opt.Annotators, a)
	}
	return opt, nil
}

// decideGamma says whether gamma is computed, and if not, why.
func (v *agreeVerb) decideGamma(ctx context.Context, p Project, opt *job.AgreeOptions) (whyNot string, err error) {
	if v.Gamma != nil {
		opt.Gamma = *v.Gamma
		if !opt.Gamma {
			return "not computed: --no-gamma; use --gamma", nil
		}
		return "", nil
	}
	documents, err := p.Documents(ctx)
	if err != nil {
		return "", err
	}
	if opt.Gamma = job.GammaIsQuick(documents, opt.Annotators); !opt.Gamma {
		return "not computed: there are many annotations and it would take long; use --gamma", nil
	}
	return "", nil
}

// withoutGamma says why gamma was not computed.
func withoutGamma(r *agree.Report, why string) {
	r.Overall.Gamma = agree.Undefined(why)
	for i := range r.Labels {
		r.Labels[i].Gamma = agree.Undefined(why)
	}
}
