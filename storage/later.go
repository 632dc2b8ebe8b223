package storage

import (
	"context"
	"database/sql"
	"errors"
	"sync"

	"gorm.io/gorm"

	"dragoman/model"
)

// later is what a transaction writes on another processor while its next step
// is worked out, one step at a time. The zero value writes nothing.
type later struct {
	written sync.WaitGroup
	err     error      // why it could not be written
	next    *following // nil when that is not known
}

// following is what the next step need not ask the file, as long as nobody but
// the steps before it wrote: a statement that runs through settled forgets it,
// and rows of the log and of annotation sets are added in no other way.
type following struct {
	change int64                    // number of the next row of the log
	set    int64                    // id of the next new annotation set; 0 before that is known
	known  map[model.Annotator]bool // annotators that are there
	shown  map[model.Annotator]bool // who may see the sets of others
}

// begin has write run beside what follows.
func (l *later) begin(write func() error) {
	l.written.Go(func() { l.err = write() })
}

// wait returns when everything is written, and why it could not be.
func (l *later) wait() error {
	l.written.Wait()
	return l.err
}

// settled is the transaction for everything else, which waits for what is
// written later.
type settled struct {
	gorm.ConnPool
	later *later
}

// PrepareContext prepares a statement.
func (s *settled) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	if err := s.write(); err != nil {
		return nil, err
	}
	return s.ConnPool.PrepareContext(ctx, query)
}

// ExecContext runs a statement that may write.
func (s *settled) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if err := s.write(); err != nil {
		return nil, err
	}
	return s.ConnPool.ExecContext(ctx, query, args...)
}

func (s *settled) write() error {
	s.later.next = nil
	return s.later.wait()
}

// QueryContext asks a query.
func (s *settled) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	if err := s.later.wait(); err != nil {
		return nil, err
	}
	return s.ConnPool.QueryContext(ctx, query, args...)
}

// QueryRowContext asks a query for one row. What could not be written fails the
// transaction later.
func (s *settled) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	_ = s.later.wait()
	return s.ConnPool.QueryRowContext(ctx, query, args...)
}

// Commit ends the transaction; gorm calls it.
func (s *settled) Commit() error { return s.end(gorm.TxCommitter.Commit) }

// Rollback takes the transaction back; gorm calls it.
func (s *settled) Rollback() error {
	_ = s.later.wait() // it is taken back
	s.later.err = nil
	return s.end(gorm.TxCommitter.Rollback)
}

func (s *settled) end(how func(gorm.TxCommitter) error) error {
	if err := s.later.wait(); err != nil {
		return err
	}
	tx, ok := s.ConnPool.(gorm.TxCommitter)
	if !ok {
		return errors.New("the transaction cannot be ended")
	}
	return how(tx)
}

// SaveLater saves the step as Save does, and a large one of many it may write
// while the next is worked out. Where it fails so does the transaction.
func (tx *Tx) SaveLater(step model.Step) error {
	if tx.ended != nil {
		return tx.ended
	}
	if err := tx.putOff(step); err != nil {
		return err
	}
	if !tx.bulk.parted || tx.bulk.trigger == "" || len(step.History) > 0 {
		_, err := tx.saveAlone(step)
		return err
	}
	s, err := tx.gather(step)
	if err != nil {
		tx.ended = err // a part of it may be written
		return err
	}
	if tx.ended = tx.later.wait(); tx.ended != nil {
		s.encoded.wait()
		return tx.ended
	}
	s.tally()
	s.tx = tx.beside()
	tx.later.begin(s.writeLater)
	tx.later.next = &following{s.log.next, s.nextSet, s.known, s.shown}
	return nil
}

// writeLater writes the step, and now and then what the search index waits for.
func (s *saving) writeLater() error {
	for _, text := range s.added {
		s.tx.bulk.unsearched += text.Len()
	}
	if err := s.write(); err != nil || s.tx.bulk.unsearched < searchBytes {
		return err
	}
	return s.tx.makeUpSearch()
}

// beside is the transaction for what is written later, past gorm: it does not
// wait for itself.
func (tx *Tx) beside() *Tx {
	pool := tx.pool.(*settled).ConnPool
	return &Tx{querier: querier{ctx: tx.ctx, tx: pool}, pool: pool, texts: tx.texts, at: tx.at, bulk: tx.bulk, later: &later{}}
}
