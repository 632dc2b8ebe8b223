package cli

import (
	"context"
	"encoding/json"
	"os"
	"os/signal"

	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/model"
	"dragoman/storage/format"
)

type exportVerb struct {
	Project   string `arg:"" help:"Project file."`
	Format    string `required:"" help:"Name of a format: see dragoman formats."`
	Out       string `required:"" placeholder:"PATH" help:"File to write, or - for standard output."`
	Annotator string `default:"all" help:"Whose sets: a name, gold, or all."`
	Status    string `enum:",new,in_progress,done" default:"" help:"Only sets of this status: new, in_progress or done."`
	Offsets   string `enum:"auto,codepoint,utf16,byte" default:"auto" help:"What offsets count: ${enum}; auto is the format's own."`
}

// Run writes an export.
func (v *exportVerb) Run(ctx context.Context, e *env) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	opt, err := v.options(e)
	if err != nil {
		return err
	}
	return e.seen(ctx, v.Project, v.Annotator, func(p session.View) error {
		meter := e.progress()
		result, err := v.write(ctx, e, p, opt, meter)
		meter.clear()
		if err != nil {
			return err
		}
		e.refused = result.Losses.Count() > 0
		return v.tell(e, result)
	})
}

func (v *exportVerb) options(e *env) (job.ExportOptions, error) {
	var opt job.ExportOptions
	var err error
	if opt.Format, err = job.Format(e.deps.Formats, v.Format, true); err != nil {
		return opt, err
	}
	if opt.Unit, err = format.ParseUnit(v.Offsets); err != nil {
		return opt, &job.UsageError{Sentence: err.Error()}
	}
	opt.Status, opt.Annotator = model.Status(v.Status), model.Annotator(v.Annotator)
	if opt.Annotator != model.All && opt.Annotator != model.Gold {
		if opt.Annotator, err = session.ParseAnnotator(v.Annotator); err != nil {
			return opt, &job.UsageError{Sentence: err.Error()}
		}
	}
	if opt.Format.WriteFolder != nil && v.Out == "-" {
		return opt, &job.UsageError{Sentence: "the format " + v.Format + " is written as a folder: give --out a path"}
	}
	return opt, nil
}

func (v *exportVerb) write(ctx context.Context, e *env, p session.View, opt job.ExportOptions, progress job.Progress) (job.ExportResult, error) {
	if v.Out == "-" {
		return job.Write(ctx, p, e.Out, opt, progress)
	}
	if sameFile(v.Out, v.Project) {
		return job.ExportResult{}, &job.UsageError{Sentence: "--out is the project itself: choose another name"}
	}
	return job.Export(ctx, p, v.Out, opt, progress)
}

func sameFile(a, b string) bool {
	x, errX := os.Stat(a)
	y, errY := os.Stat(b)
	return errX == nil && errY == nil && os.SameFile(x, y)
}

// tell reports an export. Standard output is the export's own with "-"; what
// would be said there goes to standard error then.
func (v *exportVerb) tell(e *env, result job.ExportResult) error {
	e.say("wrote %s and %s to %s", count(result.Documents, "document", "documents"),
		count(result.Sets, "annotation set", "annotation sets"), v.Out)
	if v.Out == "-" {
		if len(result.Losses) == 0 {
			return nil
		}
		encoder := json.NewEncoder(e.Err)
		encoder.SetEscapeHTML(false)
		return encoder.Encode(map[string]format.Losses{"losses": result.Losses})
	}
	e.sayLosses(result.Losses)
	if e.json {
		return e.print(result)
	}
	return nil
}
