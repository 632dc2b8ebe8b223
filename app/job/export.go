package job

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/renameio/v2"

	"dragoman/model"
	"dragoman/storage/format"
)

// ExportOptions say what to write and how.
type ExportOptions struct {
	Format    format.Format
	Annotator model.Annotator // whose sets; model.All or "" for all of them
	Status    model.Status    // of the sets; StatusUnset for any
	Unit      format.Unit
}

// ExportResult says what an export wrote and what the format could not hold.
type ExportResult struct {
	Path      string        `json:"path"`
	Format    string        `json:"format"`
	Documents int           `json:"documents"`
	Sets      int           `json:"sets"`
	Losses    format.Losses `json:"losses"`
}

// lossesSuffix is what the name of the file of losses adds to the export's.
const lossesSuffix = ".losses.json"

// Export writes the project to a file, beside it at first and then in its
// place, so that path is never half an export. What the format could not hold
// goes to path + ".losses.json", which is removed when nothing was lost. It
// fails with a *UsageError when the project does not fit the options.
func Export(ctx context.Context, project Reader, path string, opt ExportOptions, progress Progress) (ExportResult, error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return ExportResult{}, &UsageError{fmt.Sprintf("%s is there and is not a file: choose another name", path)}
	}
	if _, err := os.Stat(filepath.Dir(path)); errors.Is(err, fs.ErrNotExist) {
		return ExportResult{}, fmt.Errorf("export to %s: there is no folder %s: make it first, or choose another", path, filepath.Dir(path))
	}
	pending, err := renameio.NewPendingFile(path, renameio.WithPermissions(0o644), renameio.WithExistingPermissions())
	if err != nil {
		return ExportResult{}, fmt.Errorf("export to %s: %w", path, err)
	}
	defer pending.Cleanup()
	result, err := Write(ctx, project, pending, opt, progress)
	if err != nil {
		return ExportResult{}, err
	}
	if err := pending.CloseAtomicallyReplace(); err != nil {
		return ExportResult{}, fmt.Errorf("export to %s: %w", path, err)
	}
	result.Path = path
	return result, writeLosses(path+lossesSuffix, result.Losses)
}

func writeLosses(path string, losses format.Losses) error {
	if len(losses) == 0 {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("remove the losses of an earlier export: %w", err)
		}
		return nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(map[string]format.Losses{"losses": losses})
	if err == nil {
		err = renameio.WriteFile(path, b.Bytes(), 0o644)
	}
	if err != nil {
		return fmt.Errorf("write losses to %s: %w", path, err)
	}
	return nil
}

// Write writes the project to out. Losses are in the result alone.
func Write(ctx context.Context, project Reader, out io.Writer, opt ExportOptions, progress Progress) (ExportResult, error) {
	documents, err := project.Documents(ctx)
	if err != nil {
		return ExportResult{}, fmt.Errorf("read list of documents: %w", err)
	}
	if err := opt.check(documents); err != nil {
		return ExportResult{}, err
	}
	schema, err := project.Schema(ctx)
	if err != nil {
		return ExportResult{}, fmt.Errorf("read schema: %w", err)
	}
	result := ExportResult{Path: "-", Format: opt.Format.Name}
	records := counted(opt.records(ctx, project), int64(len(documents)), &result, progress)
	report, err := opt.Format.Write(ctx, out, format.WriteOptions{Unit: opt.Unit, Schema: schema, Annotators: opt.annotators(documents)}, records)
	if err != nil {
		return ExportResult{}, fmt.Errorf("export as %s: %w", opt.Format.Name, err)
	}
	result.Losses = orEmpty(report.Losses)
	return result, nil
}

// counted counts the records that pass.
func counted(records iter.Seq2[format.Record, error], total int64, result *ExportResult, progress Progress) iter.Seq2[format.Record, error] {
	var last model.DocumentID
	return func(yield func(format.Record, error) bool) {
		for r, err := range records {
			if err == nil && r.Document.ID != last {
				last = r.Document.ID
				result.Documents++
				progress.Report(int64(result.Documents), total, r.Document.Title)
			}
			if err == nil && r.Set != nil {
				result.Sets++
			}
			if !yield(r, err) {
				return
			}
		}
	}
}

// Preview returns the first record as the export would write it, or "" where
// there is none.
func Preview(ctx context.Context, project Reader, opt ExportOptions) (string, error) {
	schema, err := project.Schema(ctx)
	if err != nil {
		return "", fmt.Errorf("read schema: %w", err)
	}
	first := func(yield func(format.Record, error) bool) {
		for r, err := range opt.records(ctx, project) {
			yield(r, err)
			return
		}
	}
	var b strings.Builder
	if _, err := opt.Format.Write(ctx, &b, format.WriteOptions{Unit: opt.Unit, Schema: schema}, first); err != nil {
		return "", fmt.Errorf("preview %s: %w", opt.Format.Name, err)
	}
	return b.String(), nil
}

// check reports options that the project does not fit.
func (opt ExportOptions) check(documents []model.Summary) error {
	if !opt.Format.Writes() {
		return &UsageError{fmt.Sprintf("Dragoman does not write the format %q", opt.Format.Name)}
	}
	annotators := Annotators(documents)
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

// annotators returns whose sets will be written, sorted.
func (opt ExportOptions) annotators(documents []model.Summary) []model.Annotator {
	var names []model.Annotator
	for _, d := range documents {
		for _, set := range d.Sets {
			if opt.takes(set.Annotator, set.Status) {
				names = append(names, set.Annotator)
			}
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func join(annotators []model.Annotator) string {
	names := make([]string, len(annotators))
	for i, a := range annotators {
		names[i] = string(a)
	}
	return strings.Join(names, ", ")
}

// Annotators returns who has a set in the documents, sorted.
func Annotators(documents []model.Summary) []model.Annotator {
	return ExportOptions{}.annotators(documents)
}

func (opt ExportOptions) all() bool { return opt.Annotator == "" || opt.Annotator == model.All }

// takes reports whether the options ask for a set of that owner and status.
func (opt ExportOptions) takes(owner model.Annotator, status model.Status) bool {
	return (opt.all() || owner == opt.Annotator) && (opt.Status == model.StatusUnset || status.String() == opt.Status.String())
}

// errEnough ends a walk that nobody listens to any more.
var errEnough = errors.New("enough")

// records yields what is to be written, by document id, then annotator. A
// document without any set is a record of its own where all annotators are
// asked for: no set counts as new.
func (opt ExportOptions) records(ctx context.Context, project Reader) iter.Seq2[format.Record, error] {
	return func(yield func(format.Record, error) bool) {
		err := project.Walk(ctx, func(document model.Document, sets []model.AnnotationSet) error {
			if len(sets) == 0 && opt.all() && opt.takes("", model.StatusUnset) && !yield(format.Record{Document: document}, nil) {
				return errEnough
			}
			for _, set := range sets {
				if opt.takes(set.Annotator, set.Status) && !yield(format.Record{Document: document, Set: &set, Named: true}, nil) {
					return errEnough
				}
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			yield(format.Record{}, fmt.Errorf("read project: %w", err))
		}
	}
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
