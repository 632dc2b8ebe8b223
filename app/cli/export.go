package cli

import (
	"context"
	"encoding/json"
	"os"
	"os/signal"
	"path/filepath"
	"runtime/debug"
	"strings"

	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/model"
	"dragoman/storage/format"
)

type exportVerb struct {
	Project   string `arg:"" help:"Project file."`
	Format    string `required:"" help:"Name of a format: see dragoman formats."`
	Out       string `required:"" placeholder:"PATH" help:"File or folder to write, or - for standard output."`
	Annotator string `default:"all" help:"Whose sets: a name, gold, or all."`
	Status    string `enum:",new,in_progress,done,any" default:"" help:"Only sets of this status: new, in_progress, done or any. Unless it is given, sets in progress and documents that nobody annotated stay out of all formats but jsonl and html."`
	Offsets   string `enum:"auto,codepoint,utf16,byte" default:"auto" help:"What offsets count: ${enum}; auto is the format's own."`

	Suggestions bool     `help:"Take suggestions of programs that nobody looked at, too."`
	Fragments   string   `enum:"drop,parts,fill" default:"drop" help:"In formats without fragments, what becomes of an annotation of several: ${enum}; parts makes an annotation of each, fill one over all."`
	Cut         string   `enum:"expand,contract,drop" default:"expand" help:"In formats of tokens, what becomes of an annotation that cuts a token: ${enum}."`
	Prefer      []string `placeholder:"LABEL,..." help:"In formats without overlaps, which labels stay, the first before the second; else the longest stays."`
	Layers      bool     `help:"Write what overlaps in further columns, where the format can."`
	Split       string   `placeholder:"train=0.8,dev=0.1,test=0.1" help:"Divide the documents into parts."`
	By          string   `enum:",random,cluster,date,source" default:"" help:"How to divide: cluster (near-duplicates stay together), random, date (the newest last) or source (each in one part)."`
	Seed        uint64   `default:"1" help:"Start of the random numbers of --split."`
}

// Run writes an export.
func (v *exportVerb) Run(ctx context.Context, e *env) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	// What is read comes by once: collecting it less often saves a tenth of the
	// time, for a fifth more memory.
	defer debug.SetGCPercent(debug.SetGCPercent(300))
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
		return v.tell(e, result, headingsOneByOne(ctx, p))
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
	if opt.Split, err = job.ParseSplit(v.Split, v.By, v.Seed); err != nil {
		return opt, err
	}
	opt.Fragments, opt.Cut, opt.Prefer = format.Parts(v.Fragments), format.Cut(v.Cut), v.Prefer
	opt.Layers, opt.Suggestions = v.Layers, v.Suggestions
	opt.Name = strings.TrimSuffix(filepath.Base(v.Project), filepath.Ext(v.Project))
	opt.Status, opt.Annotator = model.Status(v.Status), model.Annotator(v.Annotator)
	if v.Status == "any" {
		opt.Status, opt.Everything = model.StatusUnset, true
	}
	if opt.Annotator != model.All && opt.Annotator != model.Gold {
		if opt.Annotator, err = session.ParseAnnotator(v.Annotator); err != nil {
			return opt, &job.UsageError{Sentence: err.Error()}
		}
	}
	if opt.Folder() && v.Out == "-" {
		return opt, &job.UsageError{Sentence: "the format " + v.Format + ", or an export in parts, is written as a folder: give --out a path"}
	}
	return opt, nil
}

func (v *exportVerb) write(ctx context.Context, e *env, p session.View, opt job.ExportOptions, progress job.Progress) (job.ExportResult, error) {
	if v.Out == "-" {
		return job.Write(ctx, p, e.Out, opt, progress)
	}
	return job.Export(ctx, p, v.Out, opt, progress)
}

// headingsOneByOne returns those of a project, each document read when it is asked
// for: an export names a few, of however many there are.
func headingsOneByOne(ctx context.Context, p session.View) headings {
	return func(id model.DocumentID) string {
		d, err := p.Document(ctx, id)
		if err != nil || d.Binned != "" { // its id stands there
			return ""
		}
		s := model.Summary{ID: d.ID, Title: d.Title}
		if d.Title == "" {
			s.Beginning = model.FirstLine(d.Text.String())
		}
		return s.Heading()
	}
}

// tell reports an export. Standard output is the export's own with "-"; what
// would be said there goes to standard error then.
func (v *exportVerb) tell(e *env, result job.ExportResult, of headings) error {
	e.say("wrote %s and %s to %s", count(result.Documents, "document", "documents"),
		count(result.Sets, "annotation set", "annotation sets"), v.Out)
	for _, l := range result.LeftOut {
		e.say("left out: %s: %d; %s", l.Title(), l.Count, l.Instead)
		for _, example := range l.Examples {
			e.say("  %s", job.Titled(example, of))
		}
	}
	if result.Split != nil {
		for _, sentence := range result.Split.Sentences() {
			e.say("%s", sentence)
		}
	}
	if v.Out == "-" {
		if len(result.Losses) == 0 {
			return nil
		}
		encoder := json.NewEncoder(e.Err)
		encoder.SetEscapeHTML(false)
		return encoder.Encode(map[string]format.Losses{"losses": result.Losses})
	}
	matter, bookkeeping := result.Losses.Apart()
	e.sayLosses(matter, of)
	e.sayBookkeeping(bookkeeping)
	if e.json {
		return e.print(result)
	}
	return nil
}
