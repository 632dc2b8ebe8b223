package brat

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"dragoman/model"
	"dragoman/storage/extract"
	"dragoman/storage/format"
)

// maxSize is the size in bytes up to which a file is read, as of plain texts.
const maxSize = 256 << 20

// mark is the UTF-8 byte-order mark.
const mark = "\ufeff"

// file is one .ann as it is read.
type file struct {
	in     format.Input
	limit  int64 // bytes of each of its files
	report format.Report
	lines  []line
	more   more
	kept   map[string]kept
	text   string // of the .txt
	spans  []span
	byID   map[string]int // places in spans
}

// read reads a .ann with the .txt beside it; see format.Format.
func read(ctx context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
	return newFile(in).read(ctx, take)
}

func newFile(in format.Input) *file { return &file{in: in, limit: maxSize, byID: map[string]int{}} }

func (f *file) read(ctx context.Context, take func(format.Record) error) (format.Report, error) {
	in := f.in
	if err := ctx.Err(); err != nil {
		return f.report, err
	}
	ok, err := f.load()
	if err != nil || !ok {
		return f.report, err
	}
	record, choice := f.record()
	about := format.Assumption{Path: in.Name, Format: "brat", Encoding: "utf-8"}
	if len(f.spans) > 0 {
		about.Unit, about.Note = choice.Unit, choice.Note
	}
	f.report.Assumed = append(f.report.Assumed, about)
	if asked := in.Encoding; asked != "" && asked != "auto" && !strings.EqualFold(asked, "utf-8") {
		about.Note = "brat files are always UTF-8: the encoding " + asked + " was not used"
		f.report.Assumed = append(f.report.Assumed, about)
	}
	return f.report, take(record)
}

// load reads the three files, and reports whether they can be used: if not it
// is told why.
func (f *file) load() (ok bool, err error) {
	data, err := io.ReadAll(io.LimitReader(f.in.Body, f.limit+1))
	if err != nil {
		return false, fmt.Errorf("read %s: %w", f.in.Name, err)
	}
	if err := f.usable(data, f.in.Name); err != nil {
		f.reject(0, err.Error())
		return false, nil
	}
	text, err := f.beside(textExtension)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		f.reject(0, fmt.Sprintf("its text is missing: brat keeps it in %s, which must stand beside it", f.name(textExtension)))
		return false, nil
	case err != nil:
		return false, err
	}
	if err := f.usable(text, f.name(textExtension)); err != nil {
		f.reject(0, err.Error())
		return false, nil
	}
	f.text = string(text)
	f.parse(string(data))
	return true, f.loadMore()
}

// loadMore reads the .meta.json where there is one. What is wrong with it costs
// what is in it, and no more.
func (f *file) loadMore() error {
	data, err := f.beside(moreExtension)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return err
	}
	if err = f.usable(data, f.name(moreExtension)); err == nil {
		f.more, err = parseMore(data)
	}
	if err != nil {
		f.lose("file beside it", 0, f.name(moreExtension)+": "+err.Error())
	}
	f.kept = f.more.byLine()
	return nil
}

// usable reports why a file cannot be read as it is.
func (f *file) usable(data []byte, name string) error {
	switch {
	case int64(len(data)) > f.limit:
		return fmt.Errorf("%s is larger than %d bytes, too large for one article", name, f.limit)
	case bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")):
		return fmt.Errorf("%s is in UTF-16; brat files are UTF-8: save it as UTF-8 first", name)
	case !utf8.Valid(data):
		return fmt.Errorf("byte %d of %s is not UTF-8: save it as UTF-8 first", extract.InvalidAt(data), name)
	}
	return nil
}

// name returns the base name of the file with another extension.
func (f *file) name(extension string) string { return stem(filepath.Base(f.in.Name)) + extension }

// beside returns the file of the same name with another extension.
func (f *file) beside(extension string) ([]byte, error) {
	if f.in.Beside == nil {
		return nil, fs.ErrNotExist
	}
	body, err := f.in.Beside(f.name(extension))
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", f.name(extension), err)
	}
	defer body.Close()
	data, err := io.ReadAll(io.LimitReader(body, f.limit+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", f.name(extension), err)
	}
	return data, nil
}

func (f *file) reject(line int, reason string) { f.report.Reject(f.in.Name, line, reason) }

func (f *file) lose(kind string, line int, example string) {
	f.report.Losses.Add(kind, fmt.Sprintf("%s:%d: %s", f.in.Name, line, example), "")
}

// record puts together what the files say.
func (f *file) record() (format.Record, format.UnitChoice) {
	for _, l := range f.lines {
		if l.kind() == 'T' {
			f.span(l)
		}
	}
	doc := f.document()
	links := f.rest()
	d := format.NewDraft(f.in, &f.report, doc, f.annotator(), format.CodePoint, f.more.Unit)
	d.At(1)
	if slices.Contains([]model.Status{model.StatusInProgress, model.StatusDone}, f.more.Status) {
		d.Status(f.more.Status)
	}
	d.Judge(f.more.Verdicts)
	for _, s := range f.spans {
		s.Note = strings.Join(s.notes, "\n")
		f.restore(&s, doc.Text)
		d.Add(s.Found)
	}
	for _, l := range links {
		d.Link(l)
	}
	return d.Record()
}

// annotator returns whose set it is, and "" where no file says so.
func (f *file) annotator() model.Annotator {
	if f.more.Annotator == model.All {
		f.lose(format.LossAnnotator, 0, fmt.Sprintf("no annotator can be called %q, which stands for all of them", model.All))
		return ""
	}
	return f.more.Annotator
}

// document returns the document. A byte-order mark goes, unless the offsets
// count it or we wrote it.
func (f *file) document() model.Document {
	whole := model.NewDocument(f.text, f.more.Title, f.more.Source)
	if f.more.Document == "" {
		whole.Source = f.name(textExtension)
	}
	whole.Meta = f.more.Meta
	bare, marked := strings.CutPrefix(f.text, mark)
	if !marked || f.more.Document == whole.ID {
		return whole
	}
	without := model.NewDocument(bare, whole.Title, whole.Source)
	without.Meta = whole.Meta
	if f.fits(whole.Text) > f.fits(without.Text) {
		return whole
	}
	return without
}

// fits counts the annotations that have their place in the text.
func (f *file) fits(text *model.Text) (n int) {
	claims := make([]format.Claim, len(f.spans))
	for i, s := range f.spans {
		claims[i] = s.Claim
	}
	choice := format.ChooseUnit(text, claims, f.in.Unit, f.more.Unit, format.CodePoint)
	for _, c := range claims {
		if _, err := choice.Place(text, c); err == nil {
			n++
		}
	}
	return n
}
