package job

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"dragoman/model"
	"dragoman/storage/format"
)

// ImportOptions say what to import and how. The zero value of each field but
// Paths and Formats is a good choice.
type ImportOptions struct {
	Paths     []string        // files and folders
	Formats   []format.Format // those there are
	Format    string          // name of one; "" or "auto" recognises
	Annotator model.Annotator // of annotations whose file names none; model.Imported when ""
	By        model.Annotator // who acts; the owner of each set when ""
	Blind     model.Annotator // who may not learn from the report what is in the sets of others; "" tells all
	Unit      format.Unit
	Encoding  string
	Column    string  // of tables: which column holds the text; "" finds it
	Map       Mapping // what labels, attributes, values and relation types of the files become that the schema calls otherwise
}

// ImportResult says what an import brought and what it could not bring.
type ImportResult struct {
	Added       []model.DocumentID      `json:"added"`
	Existing    []model.DocumentID      `json:"existing"`
	Rejected    []format.Rejection      `json:"rejected"`
	Losses      format.Losses           `json:"losses"`
	Assumed     []format.Assumption     `json:"assumed"`
	Schema      []format.SchemaAddition `json:"schema"`
	Annotations int                     `json:"annotations"` // added
	Relations   int                     `json:"relations"`   // added
	// Annotators are those whose annotations were added, but for those whose
	// sets the one who imports may not know.
	Annotators []Brought `json:"annotators"`
	// InBin are those of Existing that are in the bin, where they stay; after a
	// merge, also those that it put there.
	InBin []model.DocumentID `json:"in_bin,omitempty"`
}

// Clean reports whether everything that was there was brought or known.
func (r ImportResult) Clean() bool { return len(r.Rejected) == 0 && r.Losses.Count() == 0 }

// Import brings files into the project, in one transaction: when it fails or
// the context ends nothing is imported. A file, line, annotation or relation
// that cannot be taken is reported, and the rest goes on. Nothing that is in
// the project is deleted or changed: a document that is there stays as it is,
// equal annotations are left, others are added, an annotation with a known id
// and other content is kept out, and a status is taken over only where the set
// is new. Labels, attributes, values and relation types that the schema lacks
// enter it.
func Import(ctx context.Context, project Writer, opt ImportOptions, progress Progress) (ImportResult, error) {
	shut := writtenOnly(opt.Formats)
	if opt.Format != "" && opt.Format != "auto" {
		shut = func(string, string) error { return nil } // who names a format knows what is there
		if _, err := Format(opt.Formats, opt.Format, false); err != nil {
			return ImportResult{}, err
		}
	}
	files, rejected := list(opt.Paths, shut)
	files = withoutCompanions(files, opt.Formats, opt.Format)
	result, err := bring(ctx, project, stepName(files), opt, func(im *importer) error {
		im.report.Rejected = rejected
		return im.files(ctx, files, progress)
	})
	if err != nil {
		return ImportResult{}, fmt.Errorf("import: %w", err)
	}
	return result, nil
}

// Read brings one input of a known format into the project, as Import does
// with a file.
func Read(ctx context.Context, project Writer, f format.Format, in format.Input, by model.Annotator) (ImportResult, error) {
	result, err := bring(ctx, project, "import of "+filepath.Base(in.Name), ImportOptions{By: by}, func(im *importer) error {
		err := im.read(ctx, f, in)
		return errors.Join(err, im.failed)
	})
	if err != nil {
		return ImportResult{}, fmt.Errorf("import %s: %w", in.Name, err)
	}
	return result, nil
}

// Paste brings one text into the project, as Import does with a plain text
// file. A title of "" is the text's first line that is not blank.
func Paste(ctx context.Context, project Writer, text, title, source string, by model.Annotator) (ImportResult, error) {
	text, err := pasted(text)
	if err != nil {
		return ImportResult{}, fmt.Errorf("paste: %w", err)
	}
	if title == "" {
		title = firstLine(text)
	}
	result, err := bring(ctx, project, "paste", ImportOptions{By: by}, func(im *importer) error {
		return im.take(format.Record{Document: model.NewDocument(text, title, source), Path: title})
	})
	if err != nil {
		return ImportResult{}, fmt.Errorf("paste: %w", err)
	}
	return result, nil
}

// bring runs an import in one transaction; name is what it is called in the
// list of steps.
func bring(ctx context.Context, project Writer, name string, opt ImportOptions, run func(*importer) error) (ImportResult, error) {
	var result ImportResult
	err := project.Update(ctx, func(tx Tx) error {
		im, err := newImporter(tx, name, opt)
		if err != nil {
			return err
		}
		if err := run(im); err != nil {
			return err
		}
		if err := im.flush(); err != nil {
			return err
		}
		result = im.result()
		return nil
	})
	return result, err
}

// stepName is what an import is called in the list of the project's steps.
func stepName(files []file) string {
	if len(files) == 1 {
		return "import of " + filepath.Base(files[0].path)
	}
	return fmt.Sprintf("import of %d files", len(files))
}

// files reads one file after the other and saves what they bring.
func (im *importer) files(ctx context.Context, files []file, progress Progress) error {
	var done, total int64
	for _, f := range files {
		total += f.size
	}
	for _, f := range files {
		im.tell = func(n int64) { progress.Report(done+min(n, f.size), total, f.path) }
		im.tell(0)
		if err := ctx.Err(); err != nil {
			return err
		}
		err := im.file(ctx, f)
		if im.failed != nil {
			return im.failed
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err != nil {
			im.reject(format.Record{Path: f.path}, "%s", reason(err))
		}
		done += f.size
	}
	return nil
}

// file reads one file. Its error is about this file alone.
func (im *importer) file(ctx context.Context, f file) error {
	in, err := os.Open(f.path)
	if err != nil {
		return err
	}
	defer in.Close()
	im.passed.Store(0)
	body := bufio.NewReaderSize(&counter{from: in, tell: func(n int64) error {
		im.passed.Store(n)
		return ctx.Err()
	}}, headSize)
	fm, err := choose(im.opt.Formats, im.opt.Format, f.path, body)
	if err != nil {
		return err
	}
	return im.read(ctx, fm, format.Input{
		Name: f.path, Body: body, Size: f.size, Unit: im.opt.Unit, Encoding: im.opt.Encoding, Annotator: im.opt.Annotator,
		Column: im.opt.Column, Beside: beside(f.path),
	})
}

// read takes the records of one input. Its error is about this input alone
// unless im.failed is set.
func (im *importer) read(ctx context.Context, f format.Format, in format.Input) error {
	im.dataset = f.Keeps.Properties
	report, err := readAhead(func(take func(format.Record) error) (format.Report, error) { return f.Read(ctx, in, take) }, im.takeOrFail)
	im.report.Merge(report)
	return err
}

// takeOrFail keeps the error of take, to tell it from an error of the file.
func (im *importer) takeOrFail(r format.Record) error {
	if err := im.take(r); err != nil {
		im.failed = err
		return err
	}
	if im.tell != nil {
		im.tell(im.passed.Load())
	}
	return nil
}

// result returns what the import came to. Its lists are never nil, for they
// are written as JSON.
func (im *importer) result() ImportResult {
	r := im.sum
	r.Added, r.Existing = orEmpty(r.Added), orEmpty(r.Existing)
	r.Rejected, r.Losses = orEmpty(im.report.Rejected), orEmpty(im.report.Losses)
	r.Assumed, r.Schema = orEmpty(im.report.Assumed), orEmpty(im.report.Schema)
	r.Annotators = im.brought.all()
	return r
}

func orEmpty[S ~[]E, E any](s S) S {
	if s == nil {
		return S{}
	}
	return s
}

// errStopped ends the reading of a file of which nothing more is taken.
var errStopped = errors.New("nothing more is taken")

// errEmpty: a document without a word.
var errEmpty = errors.New("it holds no text")
