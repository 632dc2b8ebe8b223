package job

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"

	"dragoman/model"
	"dragoman/storage/format"
)

// MergeTarget is the project that a merge brings others into.
type MergeTarget interface {
	Writer
	WaitingSets(ctx context.Context) ([]model.Waiting, error)
}

// Take says which of two sets that went apart stays. The zero value leaves
// them to a person: the other one waits.
type Take string

// What may be taken.
const (
	TakeTheirs Take = "theirs" // the set of the file that is merged
	TakeOurs   Take = "ours"   // the set of this project
)

func takeError(take Take) error {
	return &UsageError{fmt.Sprintf("say whether to take %s or %s, not %q", TakeTheirs, TakeOurs, take)}
}

// MergeOptions say how projects are brought together. The zero value is a good
// choice.
type MergeOptions struct {
	Map  Mapping         // what becomes of what the schema lacks
	Take Take            // of sets that went apart
	By   model.Annotator // who acts; the project's owner when ""
}

// MergeResult says what a merge brought, and what waits.
type MergeResult struct {
	ImportResult
	Sets    []MergedSet  `json:"sets"`
	Waiting []WaitingSet `json:"waiting"`
	Renamed []Renamed    `json:"renamed"`
}

// MergedSet says what became of one annotation set of a file.
type MergedSet struct {
	Document    model.DocumentID `json:"document"`
	Annotator   model.Annotator  `json:"annotator"`
	What        string           `json:"what"`        // one of the constants
	Annotations int              `json:"annotations"` // in the file's set
}

// What becomes of a set.
const (
	SetAdded   = "added"
	SetUpdated = "updated" // theirs goes on where ours ended, or was taken
	SetSame    = "same"
	SetOlder   = "older"   // ours goes on where theirs ended
	SetKept    = "kept"    // they went apart, and ours was taken
	SetWaits   = "waiting" // they went apart
)

// WaitingSet is a set that waits for a decision. The counts are of
// annotations.
type WaitingSet struct {
	Document  model.DocumentID `json:"document"`
	Annotator model.Annotator  `json:"annotator"`
	Path      string           `json:"path"`
	Ours      int              `json:"ours"`
	Theirs    int              `json:"theirs"`
}

// Renamed is an annotation or relation whose id was in use in another set.
type Renamed struct {
	Document  model.DocumentID `json:"document"`
	Annotator model.Annotator  `json:"annotator"`
	Old       string           `json:"old"`
	ID        string           `json:"id"`
}

// Clean reports whether everything that was there was brought or known, and
// nothing waits.
func (r MergeResult) Clean() bool { return r.ImportResult.Clean() && len(r.Waiting) == 0 }

// Merge brings other projects into this one, in one transaction and as one
// step of the project's list: when it fails or the context ends nothing is
// changed.
//
// Documents are matched by their text. Of two titles, sources or metadata of
// one document those edited last stay, and the others are reported. Annotation
// sets come in under their annotator's name. A set whose history goes on where
// ours ended takes its place, with its history; one that ours goes on from is
// an older copy and is left; what went apart waits for Settle, or goes by
// opt.Take. Histories are told by their tips and, where these have nothing in
// common, by whether one passed through the state that the other is in. A file
// without history counts as one that came to be in one step. Comments are
// added, and settled when they are settled on either side. Merging the same
// again changes nothing.
//
// It fails with a *SchemaError, before anything is written, when a project
// uses what this one's schema does not allow and opt.Map does not answer. What
// files of a format bring enters the schema, as with Import.
func Merge(ctx context.Context, project MergeTarget, sources []MergeSource, opt MergeOptions, progress Progress) (MergeResult, error) {
	if opt.Take != "" && opt.Take != TakeTheirs && opt.Take != TakeOurs {
		return MergeResult{}, takeError(opt.Take)
	}
	waiting, err := project.WaitingSets(ctx)
	if err != nil {
		return MergeResult{}, fmt.Errorf("merge: read what waits: %w", err)
	}
	var result MergeResult
	err = project.Update(ctx, func(tx Tx) error {
		m, err := newMerger(ctx, tx, mergeName(sources), opt)
		if err != nil {
			return err
		}
		for _, w := range waiting {
			m.waiting[setKey{w.Set.Document, w.Set.Annotator}] = w
		}
		if err := m.merge(sources, progress); err != nil {
			return err
		}
		result = m.finish()
		return nil
	})
	var usage *UsageError
	if errors.As(err, &usage) {
		return MergeResult{}, err
	}
	if err != nil {
		return MergeResult{}, fmt.Errorf("merge: %w", err)
	}
	return result, nil
}

// mergeName is what a merge is called in the list of the project's steps.
func mergeName(sources []MergeSource) string {
	if len(sources) == 1 {
		return "merge of " + filepath.Base(sources[0].Path)
	}
	return fmt.Sprintf("merge of %d files", len(sources))
}

// merger brings sources into one transaction, a document at a time from all of
// them, so that a step holds one change of each set. It lives no longer than
// the call that its context came with.
type merger struct {
	ctx     context.Context
	tx      Tx
	name    string // of the step
	by      model.Annotator
	take    Take
	mapping Mapping
	sources []source
	waiting map[setKey]model.Waiting // before the merge
	batch   mergeBatch
	losses  format.Losses
	brought bringing
	result  MergeResult
}

// mergeBatch is what is decided and not saved yet.
type mergeBatch struct {
	bytes    int
	step     model.Step
	claimed  map[string]setKey // ids that are in use then
	waiting  []model.Waiting
	settled  []setKey // no longer wait
	comments []model.Comment
}

func newMerger(ctx context.Context, tx Tx, name string, opt MergeOptions) (*merger, error) {
	by, err := actor(tx, opt.By)
	if err != nil {
		return nil, err
	}
	m := &merger{
		ctx: ctx, tx: tx, name: name, by: by, take: opt.Take, mapping: opt.Map,
		waiting: map[setKey]model.Waiting{},
	}
	m.newBatch()
	return m, nil
}

// actor returns who acts: by, else the project's owner, else who works in it.
func actor(tx Tx, by model.Annotator) (model.Annotator, error) {
	for _, name := range []string{model.SettingOwner, model.SettingAnnotator} {
		if by != "" {
			break
		}
		value, err := tx.Setting(name)
		if err != nil {
			return "", fmt.Errorf("read the setting %s: %w", name, err)
		}
		by = model.Annotator(value)
	}
	if by == "" {
		by = model.Imported
	}
	return by, nil
}

func (m *merger) newBatch() {
	m.batch = mergeBatch{
		step:    model.Step{Name: m.name, By: m.by, Project: true},
		claimed: map[string]setKey{},
	}
}

// merge takes every document of the sources.
func (m *merger) merge(sources []MergeSource, progress Progress) error {
	if err := m.open(sources, progress); err != nil {
		return err
	}
	ids := m.documents()
	for i, id := range ids {
		progress.Report(int64(i), int64(len(ids)), m.name)
		if err := m.ctx.Err(); err != nil {
			return err
		}
		if err := m.bring(id); err != nil {
			return fmt.Errorf("document %s: %w", id, err)
		}
		if m.batch.bytes > batchBytes {
			if err := m.flush(); err != nil {
				return err
			}
		}
	}
	return m.flush()
}

// documents returns the ids of the documents of all sources, sorted.
func (m *merger) documents() []model.DocumentID {
	var ids []model.DocumentID
	for _, s := range m.sources {
		for id := range s.documents {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// bring takes one document with its sets and comments from every source that
// has it.
func (m *merger) bring(id model.DocumentID) error {
	fresh, err := m.document(id)
	if err != nil {
		return err
	}
	meetings := meetings{merger: m, id: id, fresh: fresh, of: map[model.Annotator]*meeting{}}
	for _, s := range m.sources {
		if s.documents[id] {
			if err := meetings.sets(s); err != nil {
				return fmt.Errorf("%s: %w", s.Path, err)
			}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(meetings.of)) {
		m.part(meetings.of[name])
	}
	return nil
}

// flush saves the batch.
func (m *merger) flush() error {
	b := m.batch
	m.newBatch()
	if !b.step.Empty() {
		if _, err := m.tx.Save(b.step); err != nil {
			return fmt.Errorf("save: %w", err)
		}
	}
	for _, w := range b.waiting {
		if err := m.tx.PutWaiting(w); err != nil {
			return fmt.Errorf("have the set of %s wait: %w", w.Set.Annotator, err)
		}
	}
	for _, k := range b.settled {
		if err := m.tx.RemoveWaiting(k.document, k.annotator); err != nil {
			return fmt.Errorf("end the waiting of the set of %s: %w", k.annotator, err)
		}
	}
	for _, c := range b.comments {
		if err := m.tx.SaveComment(c); err != nil {
			return fmt.Errorf("save comment %s: %w", c.ID, err)
		}
	}
	return nil
}

// finish returns what the merge came to. Its lists are never nil, for they are
// written as JSON.
func (m *merger) finish() MergeResult {
	r := m.result
	r.Added, r.Existing = orEmpty(r.Added), orEmpty(r.Existing)
	r.Rejected, r.Losses = orEmpty(r.Rejected), orEmpty(m.losses)
	r.Assumed, r.Schema, r.Annotators = orEmpty(r.Assumed), orEmpty(r.Schema), m.brought.all()
	r.Sets, r.Waiting, r.Renamed = orEmpty(r.Sets), orEmpty(r.Waiting), orEmpty(r.Renamed)
	return r
}
