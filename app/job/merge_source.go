package job

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"dragoman/model"
	"dragoman/storage/format"
)

// MergeProject is another project, which a merge reads.
type MergeProject interface {
	Schema(ctx context.Context) (model.Schema, error)
	Documents(ctx context.Context) ([]model.Summary, error)
	Bin(ctx context.Context) ([]model.Summary, error)
	Document(ctx context.Context, id model.DocumentID) (model.Document, error)
	Sets(ctx context.Context, id model.DocumentID) ([]model.AnnotationSet, error)
	EditedAt(ctx context.Context, id model.DocumentID) (time.Time, error)
	History(ctx context.Context, id model.DocumentID, owner model.Annotator) ([]model.PastChange, error)
	Comments(ctx context.Context, id model.DocumentID) ([]model.Comment, error)
	WalkAll(ctx context.Context, f func(model.Document, []model.AnnotationSet) error) error
}

// OpenedProject is a MergeProject that is closed when the merge is over.
type OpenedProject interface {
	MergeProject
	io.Closer
}

// ScratchProject is an empty project that is gone when it is closed.
type ScratchProject interface {
	OpenedProject
	Writer
}

// MergeSource is one file that a merge reads. Close it afterwards.
type MergeSource struct {
	Path    string // for messages
	Project MergeProject
	// Imported is what an import into Project came to, when the file is not a
	// project: then it has no history. Its report is that of the merge too.
	Imported *ImportResult

	close func() error
}

// Close closes what OpenSource opened.
func (s MergeSource) Close() error {
	if s.close == nil {
		return nil
	}
	return s.close()
}

// MergeOpener opens what merges read.
type MergeOpener struct {
	// Open opens a project of any version for reading.
	Open func(ctx context.Context, path string) (OpenedProject, error)
	// Scratch makes an empty project.
	Scratch func(ctx context.Context, schema model.Schema) (ScratchProject, error)
	Formats []format.Format
}

// projectMark is how SQLite files, and so project files, begin.
var projectMark = []byte("SQLite format 3\x00")

// OpenSource opens a project file, or a JSONL file, which it imports into a
// scratch project with the schema (that of the project which is merged into).
// Another file, and one of edits, is a *UsageError. The file must not be a
// project that this process has open.
func OpenSource(ctx context.Context, path string, opener MergeOpener, schema model.Schema, progress Progress) (MergeSource, error) {
	head, err := readHead(path)
	if err != nil {
		return MergeSource{}, fmt.Errorf("read %s: %s", path, reason(err))
	}
	if bytes.HasPrefix(head, projectMark) {
		p, err := opener.Open(ctx, path)
		if err != nil {
			return MergeSource{}, err
		}
		return MergeSource{Path: path, Project: p, close: p.Close}, nil
	}
	if holdsEdits(head) {
		return MergeSource{}, &UsageError{path + " holds edits, and no annotated articles: apply them with dragoman annotate or review, and merge the project that they changed"}
	}
	jsonl, err := Format(opener.Formats, "jsonl", false)
	if err != nil {
		return MergeSource{}, err
	}
	if !jsonl.Recognise(path, head) {
		return MergeSource{}, &UsageError{path + " is neither a project nor JSONL, which is what can be merged: name what the annotator sent back; articles are imported"}
	}
	return importSource(ctx, path, opener, schema, progress)
}

// holdsEdits reports whether a file begins with a line of annotate or review.
func holdsEdits(head []byte) bool {
	var line struct {
		Op, Document, Annotation string
		Text                     *string // of an article, or of a note or comment
	}
	first, _, _ := bytes.Cut(bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\ufeff"))), []byte("\n"))
	return json.Unmarshal(first, &line) == nil && line.Op != "" &&
		(line.Text == nil || line.Document != "" || line.Annotation != "")
}

func readHead(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	head := make([]byte, headSize)
	n, err := io.ReadFull(file, head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return head[:n], errors.Join(err, file.Close())
}

func importSource(ctx context.Context, path string, opener MergeOpener, schema model.Schema, progress Progress) (MergeSource, error) {
	scratch, err := opener.Scratch(ctx, schema)
	if err != nil {
		return MergeSource{}, fmt.Errorf("make room for %s: %w", path, err)
	}
	result, err := Import(ctx, scratch, ImportOptions{Paths: []string{path}, Formats: opener.Formats, Format: "jsonl"}, progress)
	if err != nil {
		return MergeSource{}, errors.Join(err, scratch.Close())
	}
	for i := range result.Assumed {
		result.Assumed[i].Note = joined(result.Assumed[i].Note, "no history and no times: what this project says of documents stays")
	}
	return MergeSource{Path: path, Project: scratch, Imported: &result, close: scratch.Close}, nil
}

func joined(a, b string) string {
	if a == "" {
		return b
	}
	return a + "; " + b
}

// source is a MergeSource while it is merged.
type source struct {
	MergeSource
	documents map[model.DocumentID]bool
	translation
}

// open reads what the sources hold and finds out how their sets come into our
// schema, before anything is written.
func (m *merger) open(sources []MergeSource, progress Progress) error {
	before, err := m.tx.Schema()
	if err != nil {
		return fmt.Errorf("read schema: %w", err)
	}
	schema := before
	var gaps []SchemaGaps
	for _, s := range sources {
		progress.Report(0, 0, s.Path)
		r, err := m.reconcile(s, schema)
		if err != nil {
			return fmt.Errorf("%s: %w", s.Path, err)
		}
		if len(r.gaps) > 0 {
			gaps = append(gaps, SchemaGaps{s.Path, r.gaps})
		}
		schema = r.schema
		documents, err := s.Project.Documents(m.ctx)
		binned, failed := s.Project.Bin(m.ctx)
		if err := errors.Join(err, failed); err != nil {
			return fmt.Errorf("%s: read the list of documents: %w", s.Path, err)
		}
		next := source{s, map[model.DocumentID]bool{}, r.translation}
		for _, d := range append(documents, binned...) {
			next.documents[d.ID] = true
		}
		m.sources = append(m.sources, next)
		m.tell(s, r)
	}
	if len(gaps) > 0 {
		return &SchemaError{gaps}
	}
	if !schema.Equal(before) {
		edit := model.Replace(before, schema)
		m.batch.step.Schema = &edit
	}
	return nil
}

// tell reports what was found out about a source.
func (m *merger) tell(s MergeSource, r *reconciled) {
	m.result.Schema = append(m.result.Schema, r.added...)
	if s.Imported == nil {
		return
	}
	m.result.Rejected = append(m.result.Rejected, s.Imported.Rejected...)
	m.result.Assumed = append(m.result.Assumed, s.Imported.Assumed...)
	losses := format.Report{Losses: m.losses}
	losses.Merge(format.Report{Losses: s.Imported.Losses})
	m.losses = losses.Losses
}

// reconcile finds out how the sets of one source come into the schema.
func (m *merger) reconcile(s MergeSource, schema model.Schema) (*reconciled, error) {
	theirs, err := s.Project.Schema(m.ctx)
	if err != nil {
		return nil, fmt.Errorf("read schema: %w", err)
	}
	var used Usage
	if len(m.mapping) > 0 || !theirs.Equal(schema) {
		err = s.Project.WalkAll(m.ctx, func(_ model.Document, sets []model.AnnotationSet) error {
			for _, set := range sets {
				used.Add(set)
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("read annotation sets: %w", err)
		}
	}
	return reconcile(schema, theirs, used, m.mapping, s.Imported != nil), nil
}
