package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"slices"
	"strings"

	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/model"
	"dragoman/storage/format"
)

type importVerb struct {
	Project   string   `arg:"" help:"Project file."`
	Paths     []string `arg:"" name:"path" help:"Files, and folders with everything in them."`
	Format    string   `default:"auto" help:"Name of a format (see dragoman formats), or auto."`
	Annotator string   `help:"Annotator of annotations whose file names none; \"imported\" otherwise."`
	Offsets   string   `enum:"auto,codepoint,utf16,byte" default:"auto" help:"What offsets in the files count: ${enum}."`
	Encoding  string   `default:"auto" help:"Encoding of text files, as utf-8 or windows-1256, or auto."`
	Column    string   `help:"Of tables (.csv, .tsv): name of the column that holds the text; found otherwise."`
	Map       []string `placeholder:"THEIRS=OURS,..." help:"What labels, attributes (LABEL.ATTRIBUTE), values (LABEL.ATTRIBUTE=VALUE) and relation types of the files become that the schema calls otherwise."`
}

// Run imports, in one transaction.
func (v *importVerb) Run(ctx context.Context, e *env) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	opt := job.ImportOptions{Paths: v.Paths, Formats: e.deps.Formats, Format: v.Format, Encoding: v.Encoding, Column: v.Column}
	var err error
	if opt.Unit, err = format.ParseUnit(v.Offsets); err != nil {
		return &job.UsageError{Sentence: err.Error()}
	}
	if opt.Map, err = job.ParseMapping(v.Map); err != nil {
		return err
	}
	if err := e.deps.CheckEncoding(v.Encoding); err != nil {
		return &job.UsageError{Sentence: "--encoding: " + err.Error()}
	}
	if v.Annotator != "" {
		if opt.Annotator, err = annotator(v.Annotator); err != nil {
			return err
		}
	}
	return e.with(ctx, v.Project, false, func(p Project) error {
		if err := v.blindfold(ctx, p, &opt); err != nil {
			return err
		}
		meter := e.progress()
		result, err := job.Import(ctx, p, opt, meter)
		meter.clear()
		if err != nil {
			return err
		}
		e.sayImport(result, e.headings(ctx, p))
		e.refused = !result.Clean()
		if e.json {
			return e.print(result)
		}
		return nil
	})
}

// blindfold has the report tell the annotator, where one is named, nothing of
// sets that they may not see.
func (v *importVerb) blindfold(ctx context.Context, p Project, opt *job.ImportOptions) error {
	view, err := session.Seen(ctx, p, opt.Annotator)
	if session.Blind(view) {
		opt.Blind = opt.Annotator
	}
	return err
}

// annotator reads the name of an annotator from an argument.
func annotator(name string) (model.Annotator, error) {
	a, err := session.ParseAnnotator(name)
	if err != nil {
		return "", &job.UsageError{Sentence: err.Error()}
	}
	return a, nil
}

// sayImport tells people what an import brought.
func (e *env) sayImport(r job.ImportResult, of headings) {
	e.say("%s added, %d there already; %s and %s added", count(len(r.Added), "document", "documents"), len(r.Existing),
		count(r.Annotations, "annotation", "annotations"), count(r.Relations, "relation", "relations"))
	for _, b := range r.Annotators {
		e.say("annotations of %s: %d, in %s", b.Annotator, b.Annotations, count(b.Documents, "document", "documents"))
	}
	if n := len(r.InBin); n > 0 {
		e.say("in the bin, where they stay: %s; dragoman bin --restore brings them back", count(n, "document", "documents"))
	}
	e.sayAdditions(r.Schema)
	assumed, files := format.Together(r.Assumed)
	for i, a := range assumed {
		e.say("%s: read as %s", theFiles(a.Path, files[i]), taken(a))
	}
	for _, x := range r.Rejected {
		if x.Line > 0 {
			e.say("refused: %s:%d: %s", x.Path, x.Line, job.Titled(x.Reason, of))
		} else {
			e.say("refused: %s: %s", x.Path, job.Titled(x.Reason, of))
		}
	}
	e.sayLosses(r.Losses, of)
}

// sayAdditions tells what entered the schema, and what it has that is almost
// called so.
func (e *env) sayAdditions(additions []format.SchemaAddition) {
	alike := false
	for _, a := range additions {
		a.Kind = strings.ReplaceAll(a.Kind, "_", " ")
		if a.Like == "" {
			e.say("new in the schema: %s %s", a.Kind, a.Name)
			continue
		}
		alike = true
		e.say("new in the schema: %s %s; there is %s: import with --map %s=%s to take it for that", a.Kind, a.Name, a.Like, a.Name, a.Like)
	}
	if alike {
		e.say("  what was imported without --map can be taken back in the window: Steps of the project…")
	}
}

// taken tells what was taken for granted about a file.
func taken(a format.Assumption) string {
	unit := ""
	if a.Unit != format.Auto {
		unit = "offsets in " + a.Unit.Title()
	}
	said := []string{a.Format, a.Encoding, unit, a.Note}
	return strings.Join(slices.DeleteFunc(said, func(s string) bool { return s == "" }), ", ")
}

// theFiles names one file, or the first of several.
func theFiles(path string, n int) string {
	if n == 1 {
		return path
	}
	return fmt.Sprintf("%d files, %s the first", n, path)
}

// headings returns what names a document to people, by its id, and "" for one
// that is not there.
type headings func(model.DocumentID) string

// headings returns those of a project, which is read when the first is asked for.
func (e *env) headings(ctx context.Context, p interface {
	Documents(ctx context.Context) ([]model.Summary, error)
},
) headings {
	var known map[model.DocumentID]string
	return func(id model.DocumentID) string {
		if known == nil {
			known = map[model.DocumentID]string{}
			documents, _ := p.Documents(ctx) // without them ids stand there
			for _, d := range documents {
				known[d.ID] = d.Heading()
			}
		}
		return known[id]
	}
}

// sayLosses tells what was lost, with examples.
func (e *env) sayLosses(losses format.Losses, of headings) {
	for _, l := range losses {
		e.say("lost: %s: %d", l.Title(), l.Count)
		for _, example := range l.Examples {
			e.say("  %s", job.Titled(example, of))
		}
		if l.Instead != "" {
			e.say("  to keep it: %s", l.Instead)
		}
	}
}

// sayBookkeeping tells in one line what was lost that no annotation needs.
func (e *env) sayBookkeeping(losses format.Losses) {
	var parts []string
	for _, l := range losses {
		parts = append(parts, fmt.Sprintf("%s: %d", l.Title(), l.Count))
	}
	if len(parts) > 0 {
		e.say("lost, of book-keeping alone: %s", strings.Join(parts, "; "))
	}
}
