// Package sessiontest has a project that lives in memory, for tests of what
// works on a project: it keeps the contract of session.Project and of the
// project file, without a file.
package sessiontest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"dragoman/model"
)

// Project is a project in memory. Make it with NewProject. The fields may be
// set between calls.
type Project struct {
	ReadOnly bool             // everything that writes fails with model.ErrReadOnly
	Fail     error            // what Save and Update fail with, once, when it is not nil
	Near     int              // what DocumentsNear returns; 0 for all
	Now      func() time.Time // the clock of the log; when nil, a clock that never stands still

	mu sync.Mutex
	state
}

// state is what a step may change. Its maps are copied before they are written
// to, so that a copy of the struct is a snapshot.
type state struct {
	schema    model.Schema
	documents map[model.DocumentID]model.Document
	edited    map[model.DocumentID]time.Time // when their properties changed last
	numbers   map[model.DocumentID]int
	sets      map[key]model.AnnotationSet
	log       []logged
	steps     []projectStep
	last      int64
	at        time.Time // of the transaction that wrote last
	beside
}

type key struct {
	document  model.DocumentID
	annotator model.Annotator
}

// logged is one row of the change log; one without an owner is about the
// document itself.
type logged struct {
	entry   model.Entry
	step    int64 // 0 for a local one
	at      time.Time
	change  model.Change
	brought []model.PastChange
	was     model.Blindness // of the set, before

	added      bool
	properties *model.Edit[model.Properties]
}

type projectStep struct {
	info model.StepInfo
	step model.Step
}

// NewProject returns an empty project with that schema.
func NewProject(schema model.Schema) *Project {
	return &Project{state: state{
		schema:    schema,
		documents: map[model.DocumentID]model.Document{},
		edited:    map[model.DocumentID]time.Time{},
		numbers:   map[model.DocumentID]int{},
		sets:      map[key]model.AnnotationSet{},
		beside:    newBeside(),
	}}
}

// Schema returns the schema.
func (p *Project) Schema(context.Context) (model.Schema, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.schema, nil
}

// Documents lists the documents by title and id.
func (p *Project) Documents(context.Context) ([]model.Summary, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := p.summaries(func(d model.Document) bool { return d.Binned == "" })
	slices.SortFunc(list, func(a, b model.Summary) int {
		return cmp.Or(cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// DocumentsNear returns all documents or, where Near is not 0, so many before and
// from that one.
func (p *Project) DocumentsNear(ctx context.Context, id model.DocumentID) ([]model.Summary, bool, error) {
	list, err := p.Documents(ctx)
	if p.Near == 0 {
		return list, true, err
	}
	at := max(0, model.IndexSummary(list, id))
	return list[max(0, at-p.Near):min(len(list), at+p.Near)], false, err
}

// Names returns who has a set.
func (p *Project) Names(context.Context) ([]model.Annotator, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	names := map[model.Annotator]bool{}
	for k := range p.sets {
		names[k.annotator] = true
	}
	return slices.Sorted(maps.Keys(names)), nil
}

// Bin lists the documents in the bin, those put there last first.
func (p *Project) Bin(context.Context) ([]model.Summary, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := p.summaries(func(d model.Document) bool { return d.Binned != "" })
	for i, d := range list {
		list[i].Binned, list[i].EditedAt = p.documents[d.ID].Binned, p.edited[d.ID]
	}
	slices.SortFunc(list, func(a, b model.Summary) int {
		return cmp.Or(b.EditedAt.Compare(a.EditedAt), cmp.Compare(a.Title, b.Title), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

// Tally counts annotations and relations.
func (p *Project) Tally(ctx context.Context) (model.Tally, error) {
	var t model.Tally
	err := p.Walk(ctx, func(_ model.Document, sets []model.AnnotationSet) error {
		for _, s := range sets {
			for _, a := range s.Annotations {
				t.AddAnnotations(a.Label, s.Annotator, 1)
			}
			for _, r := range s.Relations {
				t.AddRelations(r.Type, s.Annotator, 1)
			}
		}
		return nil
	})
	return t, err
}

func (s state) summaries(wanted func(model.Document) bool) []model.Summary {
	var list []model.Summary
	for _, d := range s.documents {
		if wanted(d) {
			list = append(list, s.summary(d))
		}
	}
	return list
}

func (s state) summary(d model.Document) model.Summary {
	sum := model.Summary{
		Number: s.numbers[d.ID], ID: d.ID, Title: d.Title, Source: d.Source, Length: d.Text.CodePoints(),
		Flag: d.Meta.Text(model.MetaFlag), FlagNote: d.Meta.Text(model.MetaFlagNote), Date: d.Meta.Text(model.MetaDate),
	}
	if d.Title == "" {
		sum.Beginning = model.FirstLine(d.Text.String())
	}
	for _, set := range s.setsOf(d.ID) {
		sum.Sets = append(sum.Sets, model.SetSummary{
			Annotator: set.Annotator, Status: set.Status,
			Annotations: len(set.Annotations), Relations: len(set.Relations), Blind: set.Blind,
		})
	}
	return sum
}

func (s state) setsOf(id model.DocumentID) []model.AnnotationSet {
	var sets []model.AnnotationSet
	for k, set := range s.sets {
		if k.document == id {
			sets = append(sets, set)
		}
	}
	slices.SortFunc(sets, func(a, b model.AnnotationSet) int { return cmp.Compare(a.Annotator, b.Annotator) })
	return sets
}

// Document returns a document.
func (p *Project) Document(_ context.Context, id model.DocumentID) (model.Document, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.document(id)
}

func (s state) document(id model.DocumentID) (model.Document, error) {
	d, ok := s.documents[id]
	if !ok {
		return d, fmt.Errorf("document %s: %w", id, model.ErrNotFound)
	}
	return d, nil
}

// Set returns an annotator's set, or an empty one.
func (p *Project) Set(_ context.Context, id model.DocumentID, annotator model.Annotator) (model.AnnotationSet, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.set(id, annotator)
}

func (s state) set(id model.DocumentID, annotator model.Annotator) (model.AnnotationSet, error) {
	if set, ok := s.sets[key{id, annotator}]; ok {
		return set, nil
	}
	_, err := s.document(id)
	return model.AnnotationSet{Document: id, Annotator: annotator}, err
}

// Sets returns all sets of a document, by annotator.
func (p *Project) Sets(_ context.Context, id model.DocumentID) ([]model.AnnotationSet, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.allSets(id)
}

func (s state) allSets(id model.DocumentID) ([]model.AnnotationSet, error) {
	if _, err := s.document(id); err != nil {
		return nil, err
	}
	return s.setsOf(id), nil
}

// Log returns the local steps of a set.
func (p *Project) Log(_ context.Context, id model.DocumentID, owner model.Annotator) ([]model.Entry, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var entries []model.Entry
	for _, l := range p.log {
		if l.step == 0 && l.change.Document == id && l.change.Owner == owner {
			entries = append(entries, l.entry)
		}
	}
	return entries, nil
}

// Change returns a change of the log.
func (p *Project) Change(_ context.Context, number int64) (model.Change, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, l := range p.log {
		if l.entry.Number == number {
			return l.change, nil
		}
	}
	return model.Change{}, fmt.Errorf("change %d: %w", number, model.ErrNotFound)
}

// Steps returns the list of the project, the newest first.
func (p *Project) Steps(context.Context) ([]model.StepInfo, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var list []model.StepInfo
	for _, s := range p.steps {
		list = append(list, s.info)
	}
	slices.Reverse(list)
	return list, nil
}

// Step returns a step of that list, without documents that it added.
func (p *Project) Step(_ context.Context, number int64) (model.Step, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.steps {
		if s.info.Number == number {
			return s.step, nil
		}
	}
	return model.Step{}, fmt.Errorf("step %d: %w", number, model.ErrNotFound)
}

// Walk calls f with every document that is not in the bin by id, and its sets by
// annotator.
func (p *Project) Walk(ctx context.Context, f func(model.Document, []model.AnnotationSet) error) error {
	return p.WalkAll(ctx, func(d model.Document, sets []model.AnnotationSet) error {
		if d.Binned != "" {
			return nil
		}
		return f(d, sets)
	})
}

// WalkAll calls f with every document by id, and its sets by annotator.
func (p *Project) WalkAll(ctx context.Context, f func(model.Document, []model.AnnotationSet) error) error {
	p.mu.Lock()
	snapshot := p.state
	p.mu.Unlock()
	for _, id := range slices.Sorted(maps.Keys(snapshot.documents)) {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := f(snapshot.documents[id], snapshot.setsOf(id)); err != nil {
			return err
		}
	}
	return nil
}

// Where returns in which set an annotation stands.
func (p *Project) Where(_ context.Context, id model.AnnotationID) (model.DocumentID, model.Annotator, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.where(id)
}

// WhereRelation returns in which set a relation stands.
func (p *Project) WhereRelation(_ context.Context, id model.RelationID) (model.DocumentID, model.Annotator, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.whereRelation(id)
}

func (s state) where(id model.AnnotationID) (model.DocumentID, model.Annotator, error) {
	for k, set := range s.sets {
		if _, ok := set.Annotation(id); ok {
			return k.document, k.annotator, nil
		}
	}
	return "", "", fmt.Errorf("annotation %s: %w", id, model.ErrNotFound)
}

func (s state) whereRelation(id model.RelationID) (model.DocumentID, model.Annotator, error) {
	for k, set := range s.sets {
		if _, ok := set.Relation(id); ok {
			return k.document, k.annotator, nil
		}
	}
	return "", "", fmt.Errorf("relation %s: %w", id, model.ErrNotFound)
}
