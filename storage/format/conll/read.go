package conll

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

const (
	// maxLine is the length in bytes up to which a line is read: a token with its
	// tags needs no more.
	maxLine = 1 << 16
	// maxDocument is the size in bytes from which the next sentence begins
	// another document, so that a corpus without -DOCSTART- lines, of which an
	// article has some thousands, needs no more memory than that.
	maxDocument = 1 << 20
	// maxSentence is how much longer a document becomes where no sentence ends.
	maxSentence = 1 << 18
	// maxRejected is how many rejections a report lists.
	maxRejected = 1000
)

// reader reads one file.
type reader struct {
	in       format.Input
	take     func(format.Record) error
	report   format.Report
	doc      *document
	scheme   scheme
	columns  []int        // of tags, from 1, sorted
	unread   map[int]bool // columns counted as losses
	rejected int
	unmarked bool // a document without -DOCSTART-
	parts    int  // documents that go on in another
}

// read reads a file line by line; see format.Format.
func read(ctx context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
	in.Unit = format.Auto // there are no offsets to be counted
	r := &reader{in: in, take: take, unread: map[int]bool{}}
	err := r.lines(ctx)
	if err == nil {
		err = r.finish()
	}
	r.assume()
	return r.report, err
}

func (r *reader) lines(ctx context.Context) error {
	in := bufio.NewReaderSize(r.in.Body, 1<<16)
	head, _ := in.Peek(2) // an error comes again with the first line
	if string(head) == "\xff\xfe" || string(head) == "\xfe\xff" {
		r.reject(0, "the file is in UTF-16; CoNLL columns are read as UTF-8: save it as UTF-8 first")
		return nil
	}
	lines := jsonline.NewLines(in, maxLine)
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		data, err := lines.Next()
		var long jsonline.TooLong
		switch {
		case errors.As(err, &long):
			r.reject(lines.Number(), long.Error()+": a line is one token with its tags")
		case err == io.EOF:
			return nil
		case err != nil:
			return fmt.Errorf("read %s: %w", r.in.Name, err)
		default:
			if err := r.line(lines.Number(), bytes.TrimRight(data, " \t\r")); err != nil {
				return err
			}
		}
	}
}

// line reads one line; the error is take's.
func (r *reader) line(number int, data []byte) error {
	switch {
	case len(bytes.TrimSpace(data)) == 0:
		r.endSentence()
	case bytes.HasPrefix(data, []byte(docstart)):
		return r.docstart(number, data)
	case r.isComment(data):
		r.lose("comment", number, string(data))
	default:
		return r.tokens(number, data)
	}
	return nil
}

// docstart begins a document.
func (r *reader) docstart(number int, data []byte) error {
	err := r.finish()
	r.doc = &document{line: number}
	for _, field := range strings.Fields(string(data[len(docstart):])) {
		if !says(field) {
			continue
		}
		r.lose("document line", number, string(data))
		break
	}
	return err
}

// says reports whether a column that is not read holds something.
func says(field string) bool {
	return !slices.Contains([]string{"_", "-", "-X-", docstart}, field) && strings.Trim(field, "O,") != ""
}

// isComment reports whether the line is a comment: before a sentence, and not
// the token # with its tags.
func (r *reader) isComment(data []byte) bool {
	if !bytes.HasPrefix(data, []byte("#")) || r.doc != nil && !r.doc.between() {
		return false
	}
	fields := split(data, nil)
	return len(fields) < 2 || parseTag(string(fields[len(fields)-1])).kind < outside
}

// tokens adds a line of one token, or one of TOKEN|TAG.
func (r *reader) tokens(number int, data []byte) error {
	if err := r.room(number); err != nil {
		return err
	}
	if !utf8.Valid(data) {
		r.doc.invalid = number
		return nil
	}
	piped := pipes(data)
	if piped == nil {
		r.doc.add(number, data)
		return nil
	}
	r.endSentence()
	for _, f := range piped {
		r.doc.add(number, bytes.ReplaceAll(f, []byte("|"), []byte("\t")))
	}
	r.endSentence()
	return nil
}

// pipes returns the pieces of a line that is a sentence of TOKEN|TAG, or nil.
func pipes(data []byte) [][]byte {
	if bytes.IndexByte(data, '|') < 0 {
		return nil
	}
	pieces := bytes.Fields(data)
	if slices.ContainsFunc(pieces, func(f []byte) bool {
		i := bytes.LastIndexByte(f, '|')
		return i < 1 || i == len(f)-1 || parseTag(string(f[i+1:])).kind < outside
	}) {
		return nil
	}
	return pieces
}

// room sees that there is a document which takes a further line.
func (r *reader) room(number int) error {
	if d := r.doc; d != nil && (len(d.raw) < maxDocument || !d.ended && len(d.raw) < maxDocument+maxSentence) {
		return nil
	}
	if r.doc != nil {
		r.parts++
	}
	err := r.finish()
	r.unmarked = true
	r.doc = &document{line: number}
	return err
}

func (r *reader) endSentence() {
	if r.doc != nil {
		r.doc.ended = true
	}
}

// finish hands on the document that was read.
func (r *reader) finish() error {
	d := r.doc
	r.doc = nil
	if d == nil {
		return nil
	}
	record, err := r.record(d)
	if err != nil {
		r.reject(d.line, err.Error())
		return nil
	}
	return r.take(record)
}

func (r *reader) reject(line int, reason string) {
	if r.rejected++; r.rejected <= maxRejected {
		r.report.Reject(r.in.Name, line, reason)
	}
}

func (r *reader) lose(kind string, line int, example string) {
	r.report.Losses.Tally(kind, "", func() string { return fmt.Sprintf("%s:%d: %s", r.in.Name, line, format.Shorten(example)) })
}

// assume puts into the report what was taken for granted about the file.
func (r *reader) assume() {
	if r.rejected > maxRejected {
		r.report.Reject(r.in.Name, 0, fmt.Sprintf("%d more like these", r.rejected-maxRejected))
	}
	notes := r.scheme.notes(r.columns)
	if r.unmarked && r.parts == 0 && len(r.columns) > 0 {
		notes = append(notes, "no -DOCSTART- line before a document: what stands there is one")
	}
	if r.parts > 0 {
		notes = append(notes, fmt.Sprintf("documents of more than %d MB go on in another, after a sentence: %d times", maxDocument>>20, r.parts))
	}
	if asked := r.in.Encoding; asked != "" && asked != "auto" && !strings.EqualFold(asked, "utf-8") {
		notes = append(notes, "CoNLL columns are read as UTF-8: the encoding "+asked+" was not used")
	}
	r.report.Assumed = append(r.report.Assumed, format.Assumption{
		Path: r.in.Name, Format: "conll", Encoding: "utf-8", Note: strings.Join(notes, "; "),
	})
}
