package sessiontest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"dragoman/app/job"
	"dragoman/model"
)

// Save writes one step, whole or not at all.
func (p *Project) Save(ctx context.Context, step model.Step) (numbers []int64, err error) {
	err = p.Update(ctx, func(tx job.Tx) error {
		numbers, err = tx.Save(step)
		return err
	})
	return numbers, err
}

// Update runs f in one transaction: an error from f, or an ended context,
// leaves everything as it was.
func (p *Project) Update(ctx context.Context, f func(tx job.Tx) error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ReadOnly {
		return model.ErrReadOnly
	}
	tx := &Tx{state: p.state}
	tx.at = p.clock()
	tx.documents, tx.edited, tx.sets = maps.Clone(p.documents), maps.Clone(p.edited), maps.Clone(p.sets)
	tx.numbers = maps.Clone(p.numbers)
	tx.log, tx.steps = slices.Clip(p.log), slices.Clone(p.steps)
	tx.beside = p.beside.clone()
	if err := f(tx); err != nil {
		return err
	}
	if fail := p.Fail; fail != nil {
		p.Fail = nil
		return fail
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	p.state = tx.state
	return nil
}

// clock returns the time, which no transaction shares with the one before
// unless Now says so.
func (p *Project) clock() time.Time {
	if p.Now != nil {
		return p.Now().UTC().Truncate(time.Millisecond)
	}
	now := time.Now().UTC().Truncate(time.Millisecond)
	if earliest := p.at.Add(time.Millisecond); now.Before(earliest) {
		return earliest
	}
	return now
}

// Tx is a transaction of Update. It reads what it wrote.
type Tx struct {
	state
	group group
}

// group tells which steps of a transaction are one line in the list.
type group struct {
	name   string
	by     model.Annotator
	kind   model.StepKind
	of     int64
	number int64 // of the line; 0 before there is one
}

// Schema returns the schema.
func (tx *Tx) Schema() (model.Schema, error) { return tx.schema, nil }

// Has reports whether there is such a document.
func (tx *Tx) Has(id model.DocumentID) (bool, error) {
	_, there := tx.documents[id]
	return there, nil
}

// Document returns a document.
func (tx *Tx) Document(id model.DocumentID) (model.Document, error) { return tx.document(id) }

// Set returns an annotator's set, or an empty one.
func (tx *Tx) Set(id model.DocumentID, annotator model.Annotator) (model.AnnotationSet, error) {
	return tx.set(id, annotator)
}

// Sets returns all sets of a document, by annotator.
func (tx *Tx) Sets(id model.DocumentID) ([]model.AnnotationSet, error) { return tx.allSets(id) }

// Where returns in which set an annotation stands.
func (tx *Tx) Where(id model.AnnotationID) (model.DocumentID, model.Annotator, error) {
	return tx.where(id)
}

// WhereRelation returns in which set a relation stands.
func (tx *Tx) WhereRelation(id model.RelationID) (model.DocumentID, model.Annotator, error) {
	return tx.whereRelation(id)
}

// SaveLater writes one step within the transaction.
func (tx *Tx) SaveLater(step model.Step) error {
	_, err := tx.Save(step)
	return err
}

// Save writes one step within the transaction.
func (tx *Tx) Save(step model.Step) ([]int64, error) {
	if step.Kind == "" {
		step.Kind = model.Do
	}
	if step.Schema != nil {
		if !tx.schema.Equal(*step.Schema.Old) {
			return nil, fmt.Errorf("schema: %w", model.ErrConflict)
		}
		tx.schema = *step.Schema.New
	}
	for _, e := range step.Documents {
		if err := tx.edit(e); err != nil {
			return nil, err
		}
	}
	step.Changes = named(step)
	line := tx.line(step)
	tx.logDocuments(step, line)
	var numbers []int64
	for _, c := range step.Changes {
		if err := tx.change(step, line, c); err != nil {
			return nil, err
		}
		numbers = append(numbers, tx.last)
	}
	return numbers, nil
}

func (tx *Tx) edit(e model.DocumentEdit) error {
	at := tx.at
	if !e.EditedAt.IsZero() {
		at = e.EditedAt.UTC().Truncate(time.Millisecond)
	}
	if e.Added != nil {
		if _, there := tx.documents[e.ID]; there {
			return fmt.Errorf("document %s: %w", e.ID, model.ErrDuplicate)
		}
		tx.documents[e.ID], tx.edited[e.ID] = *e.Added, at
		tx.numbers[e.ID] = len(tx.documents)
	}
	if e.Properties != nil {
		d, err := tx.document(e.ID)
		if err != nil {
			return err
		}
		if !d.Properties().Equal(*e.Properties.Old) {
			return fmt.Errorf("properties of %s: %w", e.ID, model.ErrConflict)
		}
		tx.documents[e.ID], tx.edited[e.ID] = d.WithProperties(*e.Properties.New), at
	}
	return nil
}

// logDocuments logs what the step does to documents.
func (tx *Tx) logDocuments(step model.Step, line int64) {
	put := func(id model.DocumentID, l logged) {
		tx.last++
		l.entry, l.step, l.at = model.Entry{Number: tx.last, Kind: step.Kind, Of: step.Of}, line, tx.at
		l.change = model.Change{Name: step.Name, Document: id, By: step.By}
		tx.log = append(tx.log, l)
	}
	for _, e := range step.Documents {
		if e.Added != nil {
			p := e.Added.Properties()
			put(e.ID, logged{added: true, properties: &model.Edit[model.Properties]{New: &p}})
		}
		if e.Properties != nil {
			put(e.ID, logged{properties: e.Properties})
		}
	}
}

// named returns the changes as the log names them: those of one step of the
// project bear one name.
func named(step model.Step) []model.Change {
	changes := slices.Clone(step.Changes)
	for i, c := range changes {
		changes[i].By = cmp.Or(c.By, step.By)
		changes[i].Name = cmp.Or(c.Name, step.Name)
		if !step.Local() {
			changes[i].Name = cmp.Or(step.Name, c.Name)
		}
	}
	return changes
}

// change applies one change and logs it.
func (tx *Tx) change(step model.Step, line int64, c model.Change) error {
	set, err := tx.set(c.Document, c.Owner)
	if err != nil {
		return err
	}
	if len(c.Verdicts) > 0 && c.Owner != model.Gold {
		return fmt.Errorf("verdicts of %s: %w", c.Owner, model.ErrConflict)
	}
	next, err := set.Apply(c)
	if err != nil {
		return err
	}
	next.Blind = tx.blindness(set, c, step)
	tx.sets[key{c.Document, c.Owner}] = next
	tx.last++
	l := logged{entry: model.Entry{Number: tx.last, Kind: step.Kind, Of: step.Of}, step: line, at: tx.at, change: c, was: set.Blind}
	for _, past := range step.History {
		if past.Document == c.Document && past.Owner == c.Owner {
			l.brought = append(l.brought, past)
		}
	}
	tx.log = append(tx.log, l)
	return nil
}

// blindness returns what is known of the set after the change.
func (tx *Tx) blindness(set model.AnnotationSet, c model.Change, step model.Step) model.Blindness {
	switch {
	case c.Tip != "":
		return c.Blind
	case step.Kind == model.Undo && step.Of != 0:
		for _, l := range tx.log {
			if l.step == step.Of && l.change.Tip != "" && l.change.Document == c.Document && l.change.Owner == c.Owner {
				return l.was
			}
		}
	}
	if c.By != c.Owner {
		return set.Blind
	}
	first := set.Status == model.StatusUnset && len(set.Annotations)+len(set.Relations) == 0
	return set.Blind.Edited(first, tx.othersSeen(c.Document, c.Owner))
}

func (tx *Tx) othersSeen(id model.DocumentID, owner model.Annotator) bool {
	if tx.settings[model.SettingOthers] != model.OthersShown && tx.settings[model.SettingOwner] != string(owner) {
		return false
	}
	return slices.ContainsFunc(tx.setsOf(id), func(s model.AnnotationSet) bool {
		return s.Annotator != owner && len(s.Annotations) > 0
	})
}

// line returns the number of the step's line in the list of the project, which
// gets one unless the step is local or is about another line.
func (tx *Tx) line(step model.Step) int64 {
	if step.Local() || step.Empty() {
		return 0
	}
	g := group{step.Name, step.By, step.Kind, step.Of, tx.group.number}
	if g.number != 0 && g == tx.group {
		tx.extend(step)
		return g.number
	}
	tx.last++
	g.number = tx.last
	tx.group = g
	if step.Of != 0 {
		i := slices.IndexFunc(tx.steps, func(s projectStep) bool { return s.info.Number == step.Of })
		tx.steps[i].info.Undone, tx.steps[i].info.Turned = step.Kind == model.Undo, g.number
		return g.number
	}
	for i := range tx.steps {
		tx.steps[i].info.Gone = tx.steps[i].info.Undone
	}
	info := model.StepInfo{Number: tx.last, Name: step.Name, By: step.By, At: tx.at}
	tx.steps = append(tx.steps, projectStep{info, model.Step{Name: step.Name, By: step.By, Kind: step.Kind, Project: true}})
	tx.extend(step)
	return g.number
}

// extend adds the parts of the step to the last line, without documents that
// it added.
func (tx *Tx) extend(step model.Step) {
	if step.Of != 0 {
		return
	}
	last := &tx.steps[len(tx.steps)-1].step
	if step.Schema != nil {
		last.Schema = step.Schema
	}
	for _, e := range step.Documents {
		if e.Properties != nil {
			last.Documents = append(slices.Clip(last.Documents), model.DocumentEdit{ID: e.ID, Properties: e.Properties})
		}
	}
	last.Changes = append(slices.Clip(last.Changes), step.Changes...)
}
