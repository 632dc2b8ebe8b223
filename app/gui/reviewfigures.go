package gui

import (
	"context"
	"fmt"
	"slices"

	"dragoman/app/background"
	"dragoman/app/command"
	"dragoman/app/gui/panel"
	"dragoman/app/session"
	"dragoman/model"
	"dragoman/model/agree"
	"dragoman/model/segment"
)

// figures are what was measured in the document that is reviewed, and in the
// project.
type figures struct {
	of     []model.AnnotationSet // what the figures are of
	values agree.Figures
	known  bool
	failed string // why there are none, or ""
	stop   context.CancelFunc
	people []model.Annotator  // whom the figures of the project are of
	all    context.CancelFunc // ends measuring the project
}

func (f *figures) forget() {
	for _, stop := range []context.CancelFunc{f.stop, f.all} {
		if stop != nil {
			stop()
		}
	}
	*f = figures{}
}

// measure measures how well the compared sets of the document agree, unless
// that is known, and shows it.
func (v *reviewer) measure(r *session.Review) {
	f := &v.figures
	v.showFigures(r)
	if v.panel.Tab() == panel.PageAgreement {
		v.measureAll(r)
	}
	if slices.EqualFunc(f.of, r.Sets(), func(a, b model.AnnotationSet) bool { return a.Equal(b) }) {
		return
	}
	if f.stop != nil {
		f.stop()
	}
	f.of, f.known, f.failed = r.Sets(), false, ""
	sets := slices.DeleteFunc(slices.Clone(r.Sets()), func(s model.AnnotationSet) bool { return !r.Has(s.Annotator) })
	if len(sets) < 2 {
		f.known, f.failed = true, "Fewer than two of those compared have annotated this document."
	}
	v.showFigures(r)
	if f.known {
		return
	}
	var ctx context.Context
	ctx, f.stop = context.WithCancel(v.s.w.work)
	document := r.Document()
	annotators := slices.DeleteFunc(slices.Clone(r.Annotators()), func(a model.Annotator) bool { return !r.Has(a) })
	background.Start(v.s.w.deps.Runner, ctx, func(ctx context.Context) (agree.Report, error) {
		acc := agree.New(agree.Options{Annotators: annotators, Tokens: segment.Tokens})
		acc.Add(acc.Measure(document, sets))
		return acc.Report(ctx, nil)
	}, func(report agree.Report, err error) {
		if ctx.Err() != nil || v.review() == nil {
			return
		}
		f.values, f.known, f.failed = report.Overall, true, command.Explain(err)
		v.showFigures(v.review())
		v.s.w.scene.write()
	})
}

// showFigures shows the figures of the document.
func (v *reviewer) showFigures(r *session.Review) {
	decided, all := command.Decided(r.Cases())
	f := v.figures
	show := func(name, means string, value agree.Value) panel.Figure {
		switch {
		case !f.known:
			return panel.Figure{Value: "…", Name: name, Why: means}
		case f.failed != "":
			return panel.Figure{Value: "n/a", Name: name, Why: f.failed}
		case !value.Defined():
			return panel.Figure{Value: "n/a", Name: name, Why: capital(value.Why) + "."}
		}
		return panel.Figure{Value: fmt.Sprintf("%.2f", value.V), Name: name, Why: means}
	}
	v.head.SetFigures([]panel.Figure{
		show("strict F1", "Spans with the same boundaries and label, in this document.", f.values.Strict.F1),
		show("partial F1", "Spans that overlap count half, in this document.", f.values.Partial.F1),
		show("token alpha", "Krippendorff’s alpha over words, in this document: what is left of agreement without chance.", f.values.TokenAlpha),
		{Value: fmt.Sprintf("%d / %d", decided, all), Name: "decided", Why: "Differences of this document that are decided."},
	})
}

// measureAll measures how well who is compared agrees in the whole project,
// unless that is shown.
func (v *reviewer) measureAll(r *session.Review) {
	f := &v.figures
	people := r.Chosen()
	if people == nil {
		people = v.s.w.reviewable()
	}
	if slices.Equal(f.people, people) {
		return
	}
	if f.all != nil {
		f.all()
	}
	f.people = slices.Clone(people)
	v.agreement.Say("Measuring …")
	f.all = v.s.w.measure(f.people, func(report agree.Report, err error) {
		if err != nil {
			v.agreement.Say(explain(err))
			return
		}
		v.agreement.Set(&report)
	})
}
