package job

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"dragoman/model"
	"dragoman/storage/format"
)

// Export writes the project to a file or a folder, beside it at first and then
// in its place, so that path is never half an export. It replaces a file that
// is there, but never a project; a folder that is there must be empty or hold
// an earlier export and nothing else. What the format
// could not hold goes to path + ".losses.json", which is removed when nothing
// was lost. It fails with a *UsageError when the project does not fit the
// options.
func Export(ctx context.Context, project Reader, path string, opt ExportOptions, progress Progress) (ExportResult, error) {
	path = opt.trimmed(path)
	if name := filepath.Base(path); path == "" || name == "." || name == ".." {
		return ExportResult{}, &UsageError{fmt.Sprintf("%q is no name for an export: give a path that ends in one", path)}
	}
	if _, err := os.Stat(filepath.Dir(path)); errors.Is(err, fs.ErrNotExist) {
		return ExportResult{}, fmt.Errorf("export to %s: there is no folder %s: make it first, or choose another", path, filepath.Dir(path))
	}
	if err := opt.mayReplace(path); err != nil {
		return ExportResult{}, err
	}
	write := exportFile
	if opt.Folder() {
		write = exportFolder
	}
	result, err := write(ctx, project, path, opt, progress)
	if err != nil {
		return ExportResult{}, err
	}
	result.Path = path
	if len(result.Losses) == 0 {
		return result, removeLosses(path + format.LossesSuffix)
	}
	return result, nil
}

func exportFile(ctx context.Context, project Reader, path string, opt ExportOptions, progress Progress) (ExportResult, error) {
	var result ExportResult
	var failed error // told as it is: it says what it is about
	err := WriteWhole(path, func(file io.Writer) error {
		if result, failed = Write(ctx, project, file, opt, progress); failed == nil {
			failed = writeBeside(ctx, project, path, opt)
		}
		if failed == nil {
			failed = writeLosses(path+format.LossesSuffix, result.Losses)
		}
		return failed
	})
	if err != nil && failed == nil {
		err = fmt.Errorf("export to %s: %w", path, err)
	}
	return result, err
}

// writeBeside writes the file that tells other programs about the export.
func writeBeside(ctx context.Context, project Reader, path string, opt ExportOptions) error {
	if opt.Format.Beside == nil {
		return nil
	}
	schema, err := project.Schema(ctx)
	if err != nil {
		return fmt.Errorf("read schema: %w", err)
	}
	suffix, data, err := opt.Format.Beside(opt.forFormat(schema, model.Census{}))
	if err == nil {
		err = spareProject(path + suffix)
	}
	if err == nil {
		err = WriteWhole(path+suffix, format.Whole(data))
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", path+suffix, err)
	}
	return nil
}

// removeLosses removes what an earlier export to the place told of its losses.
func removeLosses(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("remove the losses of an earlier export: %w", err)
	}
	return nil
}

// writeLosses writes what an export lost, before the export takes its place: it
// must never stand there without.
func writeLosses(path string, losses format.Losses) error {
	if len(losses) == 0 {
		return nil
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(map[string]format.Losses{"losses": losses})
	if err == nil {
		err = WriteWhole(path, format.Whole(b.Bytes()))
	}
	if err != nil {
		return fmt.Errorf("write losses to %s: %w", path, err)
	}
	return nil
}
