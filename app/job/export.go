package job

import (
	"context"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
)

// ExportOptions say what to write and how. The zero value of each field but
// Format is a good choice.
type ExportOptions struct {
	Format    format.Format
	Annotator model.Annotator // whose sets; model.All or "" for all of them
	// Status is that of the sets which leave. StatusUnset leaves out unfinished
	// work: sets in progress, documents without any set and suggestions that
	// nobody looked at; a format with Drafts takes all.
	Status      model.Status
	Everything  bool // unfinished work too, where Status is StatusUnset
	Suggestions bool // suggestions that nobody looked at too
	Unit        format.Unit
	Fragments   format.Parts
	Cut         format.Cut
	Prefer      []string
	Layers      bool
	Split       SplitOptions
	Name        string // of the project, for a format that names the dataset
}

// ExportResult says what an export wrote, what the format could not hold, and
// what was left out because it is unfinished.
type ExportResult struct {
	Path      string              `json:"path"`
	Format    string              `json:"format"`
	Documents int                 `json:"documents"`
	Sets      int                 `json:"sets"`
	Losses    format.Losses       `json:"losses"`
	LeftOut   format.Losses       `json:"left_out"`
	Assumed   []format.Assumption `json:"assumed"`
	Split     *SplitPlan          `json:"split,omitempty"`
}

// sink is where an export goes: a file, or a folder for a format of several
// files and for one that is divided into parts.
type sink struct {
	file   io.Writer
	folder format.Folder
}

// write writes the records to the one or the other, as the format has it.
func (to sink) write(ctx context.Context, f format.Format, opt format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
	if f.WriteFolder != nil {
		return f.WriteFolder(ctx, to.folder, opt, records)
	}
	return f.Write(ctx, to.file, opt, records)
}

// Write writes the project as one file to out. Losses are in the result alone.
func Write(ctx context.Context, project Reader, out io.Writer, opt ExportOptions, progress Progress) (ExportResult, error) {
	if opt.Folder() {
		return ExportResult{}, &UsageError{fmt.Sprintf("the format %s, or an export in parts, is written as a folder: give a path", opt.Format.Name)}
	}
	return opt.write(ctx, project, sink{file: out}, progress)
}

// Rehearse works out what an export would say, and writes nothing.
func Rehearse(ctx context.Context, project Reader, opt ExportOptions, progress Progress) (ExportResult, error) {
	return opt.write(ctx, project, sink{file: io.Discard, folder: nowhere{}}, progress)
}

// Folder reports whether the export is a folder and not one file.
func (opt ExportOptions) Folder() bool { return opt.Format.WriteFolder != nil || opt.Split.Asked() }

func (opt ExportOptions) write(ctx context.Context, project Reader, to sink, progress Progress) (ExportResult, error) {
	census, err := project.Census(ctx)
	if err != nil {
		return ExportResult{}, fmt.Errorf("count documents: %w", err)
	}
	if err := opt.check(census.Annotators()); err != nil {
		return ExportResult{}, err
	}
	schema, err := project.Schema(ctx)
	if err != nil {
		return ExportResult{}, fmt.Errorf("read schema: %w", err)
	}
	if err := opt.checkOverlaps(schema); err != nil {
		return ExportResult{}, err
	}
	x := exporting{opt: opt, ctx: ctx, project: project, progress: progress, total: int64(census.Documents)}
	x.result = ExportResult{Path: "-", Format: opt.Format.Name}
	if x.result.LeftOut, err = opt.leftOut(ctx, project); err != nil {
		return ExportResult{}, err
	}
	x.write = opt.forFormat(schema, census)
	if err := x.run(to); err != nil {
		return ExportResult{}, err
	}
	x.result.Losses, x.result.LeftOut = orEmpty(x.report.Losses), orEmpty(x.result.LeftOut)
	x.result.Assumed = orEmpty(x.report.Assumed)
	return x.result, nil
}

// forFormat returns the choices that are the format's own.
func (opt ExportOptions) forFormat(schema model.Schema, census model.Census) format.WriteOptions {
	return format.WriteOptions{
		Unit: opt.Unit, Schema: schema, Annotators: opt.annotators(census),
		Fragments: opt.Fragments, Cut: opt.Cut, Prefer: opt.Prefer, Layers: opt.Layers, Name: opt.Name,
	}
}

// exporting is one export under way.
type exporting struct {
	opt      ExportOptions
	ctx      context.Context
	project  Reader
	progress Progress
	total    int64
	write    format.WriteOptions
	result   ExportResult
	report   format.Report
}

// run writes the whole, or one part after the other.
func (x *exporting) run(to sink) error {
	if x.opt.Split.Asked() {
		if err := x.plan(); err != nil {
			return err
		}
	}
	if !x.opt.Split.Asked() || x.opt.Format.Splits {
		return x.part(to, func(model.DocumentID) bool { return true })
	}
	for _, part := range x.write.Splits {
		if err := x.divided(to.folder, part); err != nil {
			return err
		}
	}
	return x.beside(to.folder)
}

// plan decides which document goes into which part.
func (x *exporting) plan() error {
	looking := exporting{opt: x.opt, ctx: x.ctx, project: x.project} // what it leaves out is counted when it is written
	records := looking.records(func(model.DocumentID) bool { return true })
	plan, err := PlanSplit(x.ctx, records, int(x.total), x.opt.Split, x.progress)
	if err != nil {
		return fmt.Errorf("divide into parts: %w", err)
	}
	x.result.Split, x.write.SplitOf, x.write.Splits, x.write.Divided = plan, plan.Of, plan.Names(), plan.Sentences()
	return nil
}

// divided writes one part: a file of its name, or a folder.
func (x *exporting) divided(folder format.Folder, part string) error {
	within := func(id model.DocumentID) bool { return x.write.SplitOf(id) == part }
	if x.opt.Format.WriteFolder != nil {
		return x.part(sink{folder: inside{folder, part}}, within)
	}
	return format.WriteFile(folder, part+x.opt.Format.Extensions[0], func(file io.Writer) error {
		return x.part(sink{file: file}, within)
	})
}

// beside writes, into a folder of parts, the file that goes with all of them.
func (x *exporting) beside(folder format.Folder) error {
	if x.opt.Format.Beside == nil {
		return nil
	}
	suffix, data, err := x.opt.Format.Beside(x.write)
	if err != nil {
		return fmt.Errorf("export as %s: %w", x.opt.Format.Name, err)
	}
	return format.WriteFile(folder, strings.TrimPrefix(suffix, "."), format.Whole(data))
}

// part writes the documents that belong to it.
func (x *exporting) part(to sink, belongs func(model.DocumentID) bool) error {
	records := x.counted(x.records(belongs))
	report, err := to.write(x.ctx, x.opt.Format, x.write, records)
	if err != nil {
		return fmt.Errorf("export as %s: %w", x.opt.Format.Name, err)
	}
	x.report.Merge(report)
	return nil
}

// counted counts the records that pass.
func (x *exporting) counted(records iter.Seq2[format.Record, error]) iter.Seq2[format.Record, error] {
	var last model.DocumentID
	return func(yield func(format.Record, error) bool) {
		for r, err := range records {
			if err == nil && r.Document.ID != last {
				last = r.Document.ID
				x.result.Documents++
				x.progress.Report(int64(x.result.Documents), x.total, r.Document.Title)
			}
			if err == nil && r.Set != nil {
				x.result.Sets++
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// Preview returns the first record as the export would write it, or "" where
// there is none. Of a folder it is the files of the record, a text alone last.
func Preview(ctx context.Context, project Reader, opt ExportOptions) (string, error) {
	schema, err := project.Schema(ctx)
	if err != nil {
		return "", fmt.Errorf("read schema: %w", err)
	}
	census, err := project.Census(ctx)
	if err != nil {
		return "", fmt.Errorf("count documents: %w", err)
	}
	x := exporting{opt: opt, ctx: ctx, project: project, progress: Silent, write: opt.forFormat(schema, census)}
	written := 0
	first := func(yield func(format.Record, error) bool) {
		for r, err := range x.records(func(model.DocumentID) bool { return true }) {
			written++
			yield(r, err)
			return
		}
	}
	var files memory
	to := sink{folder: &files}
	if opt.Format.WriteFolder == nil {
		to.file = files.add("")
	}
	if _, err := to.write(ctx, opt.Format, x.write, first); err != nil {
		return "", fmt.Errorf("preview %s: %w", opt.Format.Name, err)
	}
	switch {
	case written == 0:
		return "", nil
	case opt.Format.Binary:
		return fmt.Sprintf("A binary file: %d bytes for the first document.\n", files.size()), nil
	}
	return files.text(), nil
}

// check reports options that a project of these annotators does not fit.
func (opt ExportOptions) check(annotators []model.Annotator) error {
	if !opt.Format.Writes() {
		return &UsageError{fmt.Sprintf("Dragoman does not write the format %q", opt.Format.Name)}
	}
	if opt.Format.OneUnit && opt.Unit != format.Auto && opt.Unit != opt.Format.Unit {
		return &UsageError{fmt.Sprintf("offsets of the format %s count %s: ask for no other", opt.Format.Name, opt.Format.Unit.Title())}
	}
	if opt.all() {
		if !opt.Format.Sets && len(annotators) > 1 {
			return &UsageError{fmt.Sprintf("the format %s holds one annotator, and there are %s: choose one with --annotator",
				opt.Format.Name, join(annotators))}
		}
		return nil
	}
	if slices.Contains(annotators, opt.Annotator) {
		return nil
	}
	if len(annotators) == 0 {
		return fmt.Errorf("%s has annotated nothing in this project", opt.Annotator)
	}
	return fmt.Errorf("%s has annotated nothing in this project; those who have: %s", opt.Annotator, join(annotators))
}

// checkOverlaps reports choices about what overlaps that would do nothing.
func (opt ExportOptions) checkOverlaps(schema model.Schema) error {
	if opt.Layers && !opt.Format.Layers && (opt.Format.Flat || !opt.Format.Keeps.Overlaps) {
		return &UsageError{fmt.Sprintf("the format %s has no layers: choose which labels stay where annotations overlap, or another format", opt.Format.Name)}
	}
	for _, name := range opt.Prefer {
		if _, known := schema.Label(name); !known {
			return &UsageError{fmt.Sprintf("the schema has no label %q that could stay before others; its labels: %s", name, labels(schema))}
		}
	}
	return nil
}

func labels(schema model.Schema) string {
	names := make([]string, len(schema.Labels))
	for i, l := range schema.Labels {
		names[i] = l.Name
	}
	return strings.Join(names, ", ")
}

func join(annotators []model.Annotator) string {
	names := make([]string, len(annotators))
	for i, a := range annotators {
		names[i] = string(a)
	}
	return strings.Join(names, ", ")
}

// Record writes the sets of one document in a format, one annotator's or all
// of them: what "show" prints.
func Record(ctx context.Context, out io.Writer, opt ExportOptions, schema model.Schema, document model.Document, sets []model.AnnotationSet) error {
	records := func(yield func(format.Record, error) bool) {
		written := false
		for _, set := range sets {
			if opt.takes(set.Annotator, set.Status) {
				written = true
				if !yield(format.Record{Document: document, Set: &set, Named: true}, nil) {
					return
				}
			}
		}
		if !written {
			yield(format.Record{Document: document}, nil)
		}
	}
	if _, err := opt.Format.Write(ctx, out, format.WriteOptions{Unit: opt.Unit, Schema: schema}, records); err != nil {
		return fmt.Errorf("write document %s: %w", document.ID, err)
	}
	return nil
}
