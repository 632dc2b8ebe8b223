package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"

	"dragoman/app/job"
	"dragoman/model"
)

type handoutVerb struct {
	Project   string   `arg:"" help:"Project file."`
	To        []string `required:"" placeholder:"NAME,..." help:"Annotators to hand documents to."`
	Out       string   `required:"" placeholder:"FOLDER" help:"Folder for the project files of the annotators."`
	Overlap   int      `default:"1" placeholder:"K" help:"How many annotators get each document (${default})."`
	Seed      uint64   `default:"0" help:"The same seed deals the same (${default})."`
	Documents string   `placeholder:"FILE" help:"Documents to hand out: an id, its beginning, or a title a line; all that are not flagged as skipped otherwise."`
}

// Run writes the files, all or none.
func (v *handoutVerb) Run(ctx context.Context, e *env) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	opt := job.HandoutOptions{
		Folder: v.Out, Overlap: v.Overlap, Seed: v.Seed,
		Name: strings.TrimSuffix(filepath.Base(v.Project), Extension),
		Create: func(ctx context.Context, path string, schema model.Schema) (job.HandoutProject, error) {
			return e.deps.Create(ctx, path, schema)
		},
	}
	if v.Overlap < 1 {
		return &job.UsageError{Sentence: fmt.Sprintf("--overlap %d: each document goes to at least one annotator", v.Overlap)}
	}
	for _, name := range v.To {
		a, err := annotator(name)
		if err != nil {
			return err
		}
		opt.To = append(opt.To, a)
	}
	return e.with(ctx, v.Project, false, func(p Project) error {
		var err error
		if opt.Documents, err = v.documents(ctx, p); err != nil {
			return err
		}
		meter := e.progress()
		result, err := job.Handout(ctx, p, opt, meter)
		meter.clear()
		if err != nil {
			return err
		}
		owner, err := p.Setting(ctx, model.SettingOwner)
		if err != nil {
			return fmt.Errorf("read whose the project is: %w", err)
		}
		if slices.Contains(opt.To, model.Annotator(owner)) {
			e.say("%s owns the project and sees everybody’s work: what %s annotates is not blind", owner, owner)
		}
		return e.handedOut(result)
	})
}

// documents returns what the lines of the file name, and nil without a file.
func (v *handoutVerb) documents(ctx context.Context, p Project) ([]model.DocumentID, error) {
	if v.Documents == "" {
		return nil, nil
	}
	data, err := os.ReadFile(v.Documents)
	if err != nil {
		return nil, fmt.Errorf("read the list of documents: %w", err)
	}
	all, err := p.Documents(ctx)
	if err != nil {
		return nil, err
	}
	ids, number := []model.DocumentID{}, 0
	var wrong []error
	for line := range strings.Lines(string(data)) {
		number++
		name := strings.TrimSpace(line)
		if name == "" {
			continue
		}
		id, err := find(ctx, listed(all), name)
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s:%d: %w", v.Documents, number, err))
		}
		ids = append(ids, id)
	}
	return ids, errors.Join(wrong...)
}

// listed is a list of documents that was read already.
type listed []model.Summary

// Documents returns the list.
func (l listed) Documents(context.Context) ([]model.Summary, error) { return l, nil }

// handedOut tells who was handed what.
func (e *env) handedOut(r job.HandoutResult) error {
	e.say("handed out %s, each to %d of %d annotators, seed %d",
		count(r.Documents, "document", "documents"), r.Overlap, len(r.Files), r.Seed)
	if len(r.Skipped) > 0 {
		e.say("left out: %s flagged as skipped", count(len(r.Skipped), "document", "documents"))
	}
	if e.json {
		return e.print(r)
	}
	for _, f := range r.Files {
		if err := e.out(fmt.Sprintf("%-16s %5d  %s\n", f.Annotator, f.Documents, f.Path)); err != nil {
			return err
		}
	}
	if r.Overlap < 2 {
		return nil
	}
	for _, p := range r.Pairs {
		if err := e.out(fmt.Sprintf("%s and %s share %d\n", p.A, p.B, p.Documents)); err != nil {
			return err
		}
	}
	return nil
}
