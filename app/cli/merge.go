package cli

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"slices"
	"strings"

	"dragoman/app/job"
	"dragoman/model"
)

type mergeVerb struct {
	Project string   `arg:"" help:"Project file."`
	Others  []string `arg:"" name:"other" help:"Project files of other annotators, and JSONL files."`
	Map     []string `sep:"none" placeholder:"THEIRS=OURS" help:"What becomes of something that the schema lacks; THEIRS=new adds it to the schema."`
	Take    string   `enum:",theirs,ours" default:"" help:"Decide about sets that went apart: theirs or ours. Without it they wait."`
}

// Run merges, in one transaction.
func (v *mergeVerb) Run(ctx context.Context, e *env) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	mapping, err := job.ParseMapping(v.Map)
	if err != nil {
		return err
	}
	if err := v.checkOthers(); err != nil {
		return err
	}
	return e.with(ctx, v.Project, false, func(p Project) error {
		meter := e.progress()
		result, err := v.merge(ctx, e, p, job.MergeOptions{Map: mapping, Take: job.Take(v.Take)}, meter)
		meter.clear()
		if err != nil {
			return err
		}
		e.sayMerge(result, e.headings(ctx, p))
		e.refused = !result.Clean()
		if e.json {
			return e.print(result)
		}
		return nil
	})
}

// checkOthers refuses what is merged into itself, or twice.
func (v *mergeVerb) checkOthers() error {
	seen := []string{v.Project}
	for _, path := range v.Others {
		info, err := os.Stat(path)
		if err != nil {
			continue // opening it will tell
		}
		for i, other := range seen {
			have, err := os.Stat(other)
			switch {
			case err != nil || !os.SameFile(info, have):
			case i == 0:
				return &job.UsageError{Sentence: path + " is the project itself: name the file of another annotator"}
			default:
				return &job.UsageError{Sentence: path + " is named twice"}
			}
		}
		seen = append(seen, path)
	}
	return nil
}

func (v *mergeVerb) merge(ctx context.Context, e *env, p Project, opt job.MergeOptions, progress job.Progress) (result job.MergeResult, err error) {
	schema, err := p.Schema(ctx)
	if err != nil {
		return result, fmt.Errorf("read schema: %w", err)
	}
	var sources []job.MergeSource
	defer func() {
		for _, s := range sources {
			err = errors.Join(err, s.Close())
		}
	}()
	for _, path := range v.Others {
		source, err := job.OpenSource(ctx, path, e.deps.MergeOpener(), schema, progress)
		if err != nil {
			return result, err
		}
		sources = append(sources, source)
	}
	return job.Merge(ctx, p, sources, opt, progress)
}

// MergeOpener returns what opens the files of a merge.
func (d Deps) MergeOpener() job.MergeOpener {
	return job.MergeOpener{
		Open: func(ctx context.Context, path string) (job.OpenedProject, error) { return d.Read(ctx, path) },
		Scratch: func(ctx context.Context, schema model.Schema) (job.ScratchProject, error) {
			return d.Scratch(ctx, schema)
		},
		Formats: d.Formats,
	}
}

// sayMerge tells people what a merge brought.
func (e *env) sayMerge(r job.MergeResult, of headings) {
	e.sayImport(r.ImportResult, of)
	counts := map[model.Annotator]map[string]int{}
	for _, s := range r.Sets {
		if counts[s.Annotator] == nil {
			counts[s.Annotator] = map[string]int{}
		}
		counts[s.Annotator][s.What]++
	}
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		var parts []string
		for _, what := range slices.Sorted(maps.Keys(counts[name])) {
			parts = append(parts, fmt.Sprintf("%d %s", counts[name][what], what))
		}
		e.say("sets of %s: %s", name, strings.Join(parts, ", "))
	}
	for _, x := range r.Renamed {
		e.say("document %.12s, %s: the id %s is in use in another set: it is %s here", x.Document, x.Annotator, x.Old, x.ID)
	}
	for _, w := range r.Waiting {
		e.say("waits: document %.12s: the set of %s here (%s) and in %s (%s) went apart", w.Document, w.Annotator,
			count(w.Ours, "annotation", "annotations"), w.Path, count(w.Theirs, "annotation", "annotations"))
	}
	if len(r.Waiting) > 0 {
		e.say("decide in the window, or merge again with --take theirs or --take ours")
	}
}
