package storage

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"

	"dragoman/model"
)

// batch is how many rows or keys a statement carries: the driver's time grows
// with the square of its parameters.
const batch = 100

// Tx is a transaction on the project file that is open for writing: see
// Project.Update. It belongs to the call that it was given to.
type Tx struct {
	querier
	gorm    *gorm.DB
	pool    gorm.ConnPool // what gorm writes through
	texts   *texts
	at      string // when it began
	step    stepKey
	absence absence
	bulk    *bulk
	later   *later
	tallied tallied
	ended   error // why the transaction ended before its time; nothing more is saved
}

// Update runs fn in one transaction, for many steps at a time: when fn returns
// nil, all that it saved is durable; when it fails, or ctx is cancelled,
// nothing of it is there. While it runs nobody else can write: fn must use tx
// alone, and read the project through tx. A failure that is a model.ErrNotNow
// has a cause that can go away; the next Update goes on by itself then.
//
// Steps for the list of the project that are saved in one Update with the same
// name, kind and person are one step of that list, so that an import of many
// files is undone at once.
func (p *Project) Update(ctx context.Context, fn func(tx *Tx) error) error {
	if p.reason != "" {
		return p.errReadOnly()
	}
	if err := p.ready(ctx); err != nil {
		return err
	}
	var putOff *bulk
	err := p.gorm.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		tx, err := p.newTx(ctx, db)
		if err != nil {
			return err
		}
		putOff = tx.bulk
		if err = fn(tx); tx.ended != nil && !errors.Is(err, tx.ended) {
			err = errors.Join(err, tx.ended)
		}
		if err == nil {
			err = tx.complete()
		}
		// A statement that is cancelled early looks like one that was done.
		if cancelled := ctx.Err(); cancelled != nil {
			return cancelled
		}
		return err
	})
	p.narrow(putOff)
	if cancelled := ctx.Err(); cancelled != nil && err != nil {
		err = cancelled
	}
	if err != nil {
		return p.explain(err)
	}
	p.rescued.Store(false)
	return nil
}

// complete writes what waits for the end of the transaction.
func (tx *Tx) complete() error {
	for _, do := range []func() error{tx.later.wait, tx.makeUp, tx.keepTally} {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

func (p *Project) newTx(ctx context.Context, db *gorm.DB) (*Tx, error) {
	q, ok := db.Statement.ConnPool.(interface{ gorm.ConnPool })
	if !ok {
		return nil, errors.New("the transaction cannot be read from")
	}
	after := &later{}
	pool := &settled{q, after}
	db.Statement.ConnPool = pool
	return &Tx{
		querier: querier{ctx: ctx, tx: pool}, gorm: db, pool: pool, texts: &p.texts, at: timeText(p.now()), bulk: &bulk{}, later: after,
	}, nil
}

// Schema returns the project's schema.
func (tx *Tx) Schema() (model.Schema, error) { return tx.schema() }

// Document returns one document with its text; model.ErrNotFound.
func (tx *Tx) Document(id model.DocumentID) (model.Document, error) {
	return tx.document(id, tx.texts)
}

// Has reports whether the project holds the document.
func (tx *Tx) Has(id model.DocumentID) (bool, error) {
	if absent, err := tx.isAbsent(string(id)); err != nil || absent {
		return false, err
	}
	return tx.hasDocument(id)
}

// EditedAt returns when the document was edited, as Project.EditedAt does.
func (tx *Tx) EditedAt(id model.DocumentID) (time.Time, error) { return tx.editedAt(id) }

// Set returns an annotator's set in a document, as Project.Set does.
func (tx *Tx) Set(id model.DocumentID, annotator model.Annotator) (model.AnnotationSet, error) {
	return tx.set(id, annotator, tx.texts)
}

// Sets returns all annotation sets of a document, as Project.Sets does.
func (tx *Tx) Sets(id model.DocumentID) ([]model.AnnotationSet, error) { return tx.sets(id, tx.texts) }

// Where returns whose set of which document holds the annotation;
// model.ErrNotFound.
func (tx *Tx) Where(id model.AnnotationID) (model.DocumentID, model.Annotator, error) {
	return tx.whereUnlessAbsent("annotation", string(id))
}

// WhereRelation returns whose set of which document holds the relation;
// model.ErrNotFound.
func (tx *Tx) WhereRelation(id model.RelationID) (model.DocumentID, model.Annotator, error) {
	return tx.whereUnlessAbsent("relation", string(id))
}

func (tx *Tx) whereUnlessAbsent(table, id string) (model.DocumentID, model.Annotator, error) {
	absent, err := tx.isAbsent(id)
	if err == nil && absent {
		return "", "", model.ErrNotFound // as for nearly all of an import, which words would slow down
	}
	if err != nil {
		return "", "", fmt.Errorf("%s %s: %w", table, id, err)
	}
	return tx.where(table, id)
}

// Save writes the step as Project.Save does. When it fails, the step is absent
// and the transaction can go on without it.
func (tx *Tx) Save(step model.Step) ([]int64, error) {
	if tx.ended != nil {
		return nil, tx.ended
	}
	if err := tx.putOff(step); err != nil {
		return nil, err
	}
	return tx.saveAlone(step)
}

// saveAlone saves the step, or leaves the transaction as it was before.
func (tx *Tx) saveAlone(step model.Step) ([]int64, error) {
	if err := tx.exec("SAVEPOINT step"); err != nil {
		return nil, err
	}
	before, searched := tx.step, tx.bulk.searched
	numbers, err := tx.save(step)
	if err == nil {
		return numbers, tx.exec("RELEASE step")
	}
	tx.step, tx.bulk.searched = before, searched
	// On a full disk SQLite ends the whole transaction, and what is saved
	// afterwards would stand alone.
	if failed := tx.exec("ROLLBACK TO step"); failed != nil {
		tx.ended = fmt.Errorf("the transaction has ended: %w", explain(err))
		return nil, tx.ended
	}
	return nil, errors.Join(err, tx.exec("RELEASE step"))
}

func (tx *Tx) exec(sql string, args ...any) error { return tx.gorm.Exec(sql, args...).Error }

// Where returns whose set of which document holds the annotation;
// model.ErrNotFound.
func (p *Project) Where(ctx context.Context, id model.AnnotationID) (model.DocumentID, model.Annotator, error) {
	return p.where(ctx, "annotation", string(id))
}

// WhereRelation returns whose set of which document holds the relation;
// model.ErrNotFound.
func (p *Project) WhereRelation(ctx context.Context, id model.RelationID) (model.DocumentID, model.Annotator, error) {
	return p.where(ctx, "relation", string(id))
}

func (p *Project) where(ctx context.Context, table, id string) (d model.DocumentID, a model.Annotator, err error) {
	err = p.read(ctx, func(q querier) (err error) {
		d, a, err = q.where(table, id)
		return err
	})
	return d, a, err
}

func (q querier) where(table, id string) (d model.DocumentID, a model.Annotator, err error) {
	err = q.row("SELECT s.document, s.annotator FROM "+table+" x JOIN annotation_set s ON s.id = x.annotation_set WHERE x.id = ?", id).
		Scan(&d, &a)
	if isNoRow(err) {
		return "", "", fmt.Errorf("%s %s: %w", table, id, model.ErrNotFound)
	}
	return d, a, wrap("look for "+table+" "+id, err)
}
