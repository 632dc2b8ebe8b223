package cli

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/model"
)

type historyVerb struct {
	Project   string `arg:"" help:"Project file."`
	Document  string `arg:"" help:"Id, unique beginning of one, or unique title; also of one in the bin."`
	Annotator string `help:"Only the annotation set of this annotator, as they may see it."`
	Restore   string `placeholder:"NUMBER" help:"Make the annotations of --annotator what they were after the change of that number, as one change that can be undone."`
}

// Run lists what was changed in a document, the oldest first, or restores an
// earlier state.
func (v *historyVerb) Run(ctx context.Context, e *env) error {
	if v.Restore != "" {
		return v.restore(ctx, e)
	}
	return e.with(ctx, v.Project, true, func(p Project) error {
		who := model.Annotator(strings.TrimSpace(v.Annotator))
		view, err := session.Seen(ctx, p, who)
		if err != nil {
			return err
		}
		document, events, err := v.read(ctx, p, view)
		if err != nil {
			return err
		}
		for _, event := range events {
			if who != "" && event.Owner != "" && event.Owner != who {
				continue
			}
			if err := e.event(event, document.Text); err != nil {
				return err
			}
		}
		return nil
	})
}

// read returns the document and its history, as the view has it.
func (v *historyVerb) read(ctx context.Context, p Project, view session.View) (model.Document, []model.Event, error) {
	id, err := find(ctx, withBin{p}, v.Document)
	if err != nil {
		return model.Document{}, nil, err
	}
	document, err := p.Document(ctx, id)
	if err != nil {
		return document, nil, err
	}
	events, err := view.Events(ctx, id)
	return document, events, err
}

// event is what history prints of one change.
type event struct {
	Number    int64           `json:"number"`
	Part      int             `json:"part,omitempty"` // of what the merge of that number brought
	At        time.Time       `json:"at"`
	By        model.Annotator `json:"by"`
	Annotator model.Annotator `json:"annotator,omitempty"` // whose set; none: the document itself
	Kind      model.StepKind  `json:"kind"`
	Name      string          `json:"name"`
	Summary   string          `json:"summary"`
	Step      int64           `json:"step,omitempty"`
	Undone    bool            `json:"undone,omitempty"`
}

func (e *env) event(x model.Event, text *model.Text) error {
	if e.json {
		return e.print(event{x.Number, x.Part, x.At, x.By, x.Owner, x.Kind, x.Name, x.Sentence(text), x.Step, x.Undone})
	}
	number := strconv.FormatInt(x.Number, 10)
	if x.Part > 0 {
		number += fmt.Sprintf(".%d", x.Part)
	}
	line := fmt.Sprintf("%6s  %s  %s: %s", number, x.At.Local().Format(time.DateTime), x.By, x.Sentence(text))
	if x.Undone {
		line += ", undone"
	}
	return e.out(line + "\n")
}

func (v *historyVerb) restore(ctx context.Context, e *env) error {
	if v.Annotator == "" {
		return &job.UsageError{Sentence: "--restore needs --annotator: say whose annotations are to be what they were"}
	}
	who, err := annotator(v.Annotator)
	if err != nil {
		return err
	}
	number, part, err := v.moment()
	if err != nil {
		return err
	}
	return e.with(ctx, v.Project, false, func(p Project) error {
		change, done, err := v.restoreIn(ctx, p, who, number, part)
		if err != nil {
			return err
		}
		if e.json {
			return e.print(struct {
				OK     bool  `json:"ok"`
				Change int64 `json:"change"` // 0 where all is as it was then
			}{true, done})
		}
		if done == 0 {
			e.say("nothing is to be restored: the annotations are as they were then")
			return nil
		}
		e.say("change %d: %s", done, change.Name)
		return nil
	})
}

// moment reads NUMBER, or NUMBER.PART.
func (v *historyVerb) moment() (number int64, part int, err error) {
	whole, rest, parts := strings.Cut(v.Restore, ".")
	number, err = strconv.ParseInt(whole, 10, 64)
	if parts {
		var failed error
		part, failed = strconv.Atoi(rest)
		err = errors.Join(err, failed)
	}
	if err != nil {
		return 0, 0, &job.UsageError{Sentence: fmt.Sprintf("--restore %q is no number that dragoman history prints", v.Restore)}
	}
	return number, part, nil
}

// restoreIn restores the state in an open project, and returns the change and
// its number.
func (v *historyVerb) restoreIn(ctx context.Context, p Project, who model.Annotator, number int64, part int) (model.Change, int64, error) {
	view, err := session.Seen(ctx, p, who)
	if err != nil {
		return model.Change{}, 0, err
	}
	document, events, err := v.read(ctx, p, view)
	if err != nil {
		return model.Change{}, 0, err
	}
	i, err := session.EventAt(events, number, part)
	if err != nil {
		return model.Change{}, 0, err
	}
	then, err := model.StateAfter(events, who, i)
	if err != nil {
		return model.Change{}, 0, err
	}
	desk, err := session.OpenDesk(ctx, p, document.ID, who)
	if err != nil {
		return model.Change{}, 0, err
	}
	change, err := model.Restore(desk.Work(), then, events[i].At)
	if err != nil {
		return change, 0, err
	}
	done, err := desk.Do(ctx, change)
	return change, done, err
}

// withBin is a project whose list of documents has those in the bin too.
type withBin struct{ Project }

func (p withBin) Documents(ctx context.Context) ([]model.Summary, error) {
	documents, err := p.Project.Documents(ctx)
	bin, failed := p.Project.Bin(ctx)
	return slices.Concat(documents, bin), errors.Join(err, failed)
}
