package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"sync"

	"dragoman/model"
)

// How many documents Walk lists and how many of these it reads at a time, and
// after how many bytes of text it goes on without waiting for the rest of them;
// how many Check holds.
const (
	walkListed  = 1024
	walkStride  = 64
	walkBytes   = 1 << 20
	checkStride = 32
)

// How much of the file a connection keeps in memory, in KiB: while it walks, for
// what belongs to a document is found all over the file, and at rest, which is
// SQLite's own measure.
const (
	walkCache = 8_000
	restCache = 2_000
)

// Walk calls visit for every document that is not in the bin, with its
// annotation sets, sorted by document id and annotator, as they all were at one
// moment. It holds a few documents in memory, however many there are: it reads
// them ahead, over two connections. An error of visit ends it and is returned.
func (p *Project) Walk(ctx context.Context, visit func(model.Document, []model.AnnotationSet) error) error {
	return p.WalkAll(ctx, func(d model.Document, sets []model.AnnotationSet) error {
		if d.Binned != "" {
			return nil
		}
		return visit(d, sets)
	})
}

// WalkAll does as Walk, and visits the documents in the bin too.
func (p *Project) WalkAll(ctx context.Context, visit func(model.Document, []model.AnnotationSet) error) error {
	return p.readAbreast(ctx, func(lanes []querier) error {
		return walkLanes(lanes, func(d model.Document, sets []model.AnnotationSet) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			return visit(d, sets)
		})
	})
}

// stride is what Walk reads at a time.
type stride struct {
	documents []model.Document
	sets      [][]model.AnnotationSet // of each document
	last      bool                    // of those that are read in one turn
	err       error
}

// walkLanes has the lanes read the strides in turn, and visits them in order.
func walkLanes(lanes []querier, visit func(model.Document, []model.AnnotationSet) error) error {
	var wait sync.WaitGroup
	defer wait.Wait()
	stop := make(chan struct{})
	defer close(stop)
	ahead := make([]chan stride, len(lanes))
	for i, q := range lanes {
		ahead[i] = make(chan stride, 1)
		wait.Go(func() {
			defer close(ahead[i])
			q.strides(i, len(lanes), ahead[i], stop)
		})
	}
	for n := 0; ; {
		s, more := <-ahead[n%len(lanes)]
		if !more || s.err != nil {
			return s.err
		}
		for i, d := range s.documents {
			if err := visit(d, s.sets[i]); err != nil {
				return err
			}
		}
		if s.last {
			n++
		}
	}
}

// strides lists all documents and reads those whose turn modulo lanes is lane. It
// ends after the last, an error, or when stop is closed.
func (q querier) strides(lane, lanes int, out chan<- stride, stop <-chan struct{}) {
	q.cache(walkCache)
	defer q.cache(restCache)
	turn, last := 0, model.DocumentID("")
	for {
		listed, err := q.documentsAfter(last, walkListed)
		if err != nil {
			send(stride{err: wrap("list documents", err)}, out, stop)
			return
		}
		if len(listed) == 0 {
			return
		}
		last = listed[len(listed)-1]
		for ids := range slices.Chunk(listed, walkStride) {
			if turn%lanes == lane && !q.inTurn(ids, out, stop) {
				return
			}
			turn++
		}
	}
}

// inTurn reads the documents of one turn and reports whether there shall be
// another.
func (q querier) inTurn(ids []model.DocumentID, out chan<- stride, stop <-chan struct{}) bool {
	for len(ids) > 0 {
		s := q.stride(ids)
		ids = ids[len(s.documents):]
		s.last = len(ids) == 0
		if !send(s, out, stop) {
			return false
		}
	}
	return true
}

// send hands the stride over and reports whether there shall be another.
func send(s stride, out chan<- stride, stop <-chan struct{}) bool {
	select {
	case out <- s:
		return s.err == nil
	case <-stop:
		return false
	}
}

// cache says how much of the file the connection may keep in memory. Where it
// cannot be said, reading takes longer and is as right.
func (q querier) cache(kib int) {
	_ = q.each(func(func(...any) error) error { return nil }, fmt.Sprintf("PRAGMA cache_size = -%d", kib))
}

// stride reads some of the documents, from the first on, with their sets.
func (q querier) stride(ids []model.DocumentID) stride {
	var s stride
	if s.documents, s.err = q.documentsBetween(ids[0], ids[len(ids)-1]); s.err != nil {
		return stride{err: s.err}
	}
	n := len(s.documents)
	if n == 0 || n > len(ids) || s.documents[n-1].ID != ids[n-1] {
		return stride{err: astray("document " + string(ids[0]))}
	}
	stored, err := q.storedSets(values, "s.document BETWEEN ? AND ?", ids[0], ids[n-1])
	if err != nil {
		return stride{err: err}
	}
	for _, d := range s.documents {
		n := ofDocument(stored, d.ID)
		if err := proveSets(stored[:n], d.Text); err != nil {
			return stride{err: err}
		}
		s.sets = append(s.sets, modelSets(stored[:n]))
		stored = stored[n:]
	}
	return s
}

// documentsBetween returns documents, the first and as many as walkBytes says,
// with their texts, which are not remembered: they come by once, and shall not
// push out the one in use.
func (q querier) documentsBetween(first, last model.DocumentID) ([]model.Document, error) {
	var documents []model.Document
	size := 0
	var r documentRow
	dest := []any{&r.ID, &r.Title, &r.Source, &r.Meta, &r.Length, &r.AddedAt, &r.EditedAt, &r.Checksum, &r.Binned, &r.Text}
	err := q.each(func(scan func(...any) error) error {
		if err := scan(dest...); err != nil {
			return err
		}
		if err := r.prove(); err != nil {
			return err
		}
		properties, err := propertiesFromRow(r)
		d := model.Document{ID: model.DocumentID(r.ID), Text: model.NewText(r.Text)}
		documents = append(documents, d.WithProperties(properties))
		if size += len(r.Text); err == nil && size >= walkBytes {
			err = errEnough
		}
		return err
	}, "SELECT id, title, source, meta, length, added_at, edited_at, checksum, binned, text FROM document WHERE id BETWEEN ? AND ? ORDER BY id", first, last)
	if errors.Is(err, errEnough) {
		err = nil
	}
	return documents, wrap("read documents", err)
}

// ofDocument returns how many of the sets, which are sorted, are of the
// document or one before it.
func ofDocument(sets []*storedSet, id model.DocumentID) int {
	n := 0
	for n < len(sets) && sets[n].Document <= string(id) {
		n++
	}
	return n
}

// walk calls visit for every document with the rows of its sets, by id.
func (q querier) walk(d detail, visit func(id model.DocumentID, sets []*storedSet) error) error {
	for last := model.DocumentID(""); ; {
		ids, err := q.documentsAfter(last, checkStride)
		if err != nil || len(ids) == 0 {
			return wrap("list documents", err)
		}
		last = ids[len(ids)-1]
		sets, err := q.storedSets(d, "s.document BETWEEN ? AND ?", ids[0], last)
		if err != nil {
			return err
		}
		for _, id := range ids {
			n := ofDocument(sets, id)
			if err := visit(id, sets[:n]); err != nil {
				return err
			}
			sets = sets[n:]
		}
	}
}

// documentsAfter returns the ids that follow that one, sorted, at most so many.
func (q querier) documentsAfter(last model.DocumentID, limit int) (ids []model.DocumentID, err error) {
	err = q.readPack("a document", 1, func(p *pack) error {
		ids = make([]model.DocumentID, p.count)
		values := p.column(0)
		for i := range ids {
			ids[i] = model.DocumentID(values.next())
		}
		return nil
	}, "SELECT "+packed("id")+" FROM (SELECT id FROM document WHERE id > ? ORDER BY id LIMIT ?)", last, limit)
	return ids, err
}

// readAbreast runs fn on one consistent state of the file, as two connections
// see it, or one: while somebody writes, or while another is doing the same.
func (p *Project) readAbreast(ctx context.Context, fn func(lanes []querier) error) error {
	if !p.abreast.TryLock() {
		return p.read(ctx, func(q querier) error { return fn([]querier{q}) })
	}
	defer p.abreast.Unlock()
	watch, err := p.reader.Conn(ctx)
	if err != nil {
		return explain(err)
	}
	defer watch.Close() // once more does no harm
	before, err := dataVersion(ctx, watch)
	if err != nil {
		return explain(err)
	}
	return p.read(ctx, func(a querier) error {
		return p.read(ctx, func(b querier) error {
			after, err := before, errors.Join(a.begin(), b.begin())
			if err == nil {
				after, err = dataVersion(ctx, watch)
			}
			if err := errors.Join(err, watch.Close()); err != nil {
				return err
			}
			if after != before { // something was written between their beginnings
				return fn([]querier{a})
			}
			return fn([]querier{a, b})
		})
	})
}

// dataVersion returns a number that is another after any other connection
// wrote.
func dataVersion(ctx context.Context, c *sql.Conn) (version int64, err error) {
	err = c.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version)
	return version, wrap("read the version of the data", err)
}

// begin makes the transaction see the file as it is now: by itself it does so
// when it reads first.
func (q querier) begin() error {
	var n int64
	return wrap("begin to read", q.row("SELECT count(*) FROM sqlite_schema").Scan(&n))
}
