package storage

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"testing"

	"dragoman/model"
)

// counting counts the queries of a transaction.
type counting struct {
	tx interface {
		QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
		QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
	}
	n *int
}

func (c counting) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	*c.n++
	return c.tx.QueryContext(ctx, query, args...)
}

func (c counting) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	*c.n++
	return c.tx.QueryRowContext(ctx, query, args...)
}

// queries counts the queries that fn asks.
func queries(t *testing.T, p *Project, fn func(q querier) error) int {
	t.Helper()
	n := 0
	err := p.read(ctx, func(q querier) error { return fn(querier{ctx: ctx, tx: counting{q.tx, &n}}) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestListsCostAConstantNumberOfQueries(t *testing.T) {
	p := newTestProject(t)
	addMany(t, p, 1000)
	list := queries(t, p, func(q querier) error {
		list, err := summaries(q, q)
		if len(list) != 1000 || list[0].Set("ana").Annotations != 1 {
			t.Errorf("%d documents, the first %+v", len(list), list[0])
		}
		return err
	})
	if list != 4 {
		t.Errorf("the list of 1000 documents costs %d queries", list)
	}
	walk := queries(t, p, func(q querier) error {
		return q.walk(proofs, func(model.DocumentID, []*storedSet) error { return nil })
	})
	if walk > (1000/checkStride+2)*6 {
		t.Errorf("walking over 1000 documents costs %d queries", walk)
	}
	var plan string
	err := p.read(ctx, func(q querier) error {
		var ignored int
		return q.row("EXPLAIN QUERY PLAN SELECT id, title, source, length, meta FROM document WHERE binned = '' ORDER BY title, id").
			Scan(&ignored, &ignored, &ignored, &plan)
	})
	if want := "SCAN document USING COVERING INDEX document_list"; err != nil || plan != want {
		t.Errorf("the list is read by %q, %v, want %q", plan, err, want)
	}
}

// TestReviewCostsOthersNothing counts what verdicts and blindness add to the
// queries of a set and of an edit.
func TestReviewCostsOthersNothing(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, firstText, "one")
	label(t, p, d, "ana", "person", model.Span{Start: 0, End: 8})
	label(t, p, d, "cem", "person", model.Span{Start: 13, End: 20})
	judge(t, p, d)
	for owner, want := range map[model.Annotator]int{"ana": 2, model.Gold: 3} {
		if n := queries(t, p, func(q querier) error { _, err := q.set(d.ID, owner, &p.texts); return err }); n != want {
			t.Errorf("the set of %s costs %d queries, want %d", owner, n, want)
		}
	}
	edit := func(note string) int {
		n := 0
		w := work(t, p, d, "ana")
		c, err := model.SetNote(w, w.Set.Annotations[0].ID, note)
		if err != nil {
			t.Fatal(err)
		}
		err = p.Update(ctx, func(tx *Tx) error {
			tx.querier = querier{ctx: ctx, tx: counting{tx.tx, &n}}
			_, err := tx.Save(model.Step{Changes: []model.Change{c}})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	blind := edit("one")
	if err := p.SetSetting(ctx, model.SettingOwner, "ana"); err != nil {
		t.Fatal(err)
	}
	edit("two")
	if got := blindOf(t, p, d, "ana"); got != model.Seen {
		t.Fatalf("the set is %q", got)
	}
	if seen := edit("three"); blind != 4 || seen != 4 {
		t.Errorf("an edit costs %d queries, and %d where nothing can change; want 4", blind, seen)
	}
}

// TestManyAtATime reads in all ways while one writes.
func TestManyAtATime(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, "Ana met Ben.", "one")
	var all sync.WaitGroup
	read := func(fn func() error) {
		all.Go(func() {
			for range 20 {
				if err := fn(); err != nil {
					t.Error(err)
				}
			}
		})
	}
	read(func() error { _, err := p.Documents(ctx); return err })
	read(func() error { _, err := p.Document(ctx, d.ID); return err })
	read(func() error { _, err := p.Search(ctx, "ana", 0); return err })
	read(func() error { _, err := p.Annotations(ctx, model.AnnotationQuery{}); return err })
	read(func() error { _, err := p.Check(ctx); return err })
	for _, owner := range []model.Annotator{"ana", "ben"} {
		note := 0
		id := model.NewAnnotationID()
		c, err := model.AddLabel(work(t, p, d, owner), id, []model.Span{{Start: 0, End: 3}}, "person")
		do(t, p, c, err)
		read(func() error {
			set, err := p.Set(ctx, d.ID, owner)
			if err != nil {
				return err
			}
			note++
			c, err := model.SetNote(model.Work{Document: d, Schema: testSchema, Set: set, By: owner}, id, fmt.Sprint(note))
			if err != nil {
				return err
			}
			_, err = p.Save(ctx, model.Step{Changes: []model.Change{c}})
			return err
		})
	}
	all.Wait()
	for _, owner := range []model.Annotator{"ana", "ben"} {
		if set := must[model.AnnotationSet](t)(p.Set(ctx, d.ID, owner)); set.Annotations[0].Note != "20" {
			t.Errorf("%s wrote %q last", owner, set.Annotations[0].Note)
		}
	}
	sound(t, p)
}

// TestWalkSeesOneMoment writes while it walks.
func TestWalkSeesOneMoment(t *testing.T) {
	p := newTestProject(t)
	addMany(t, p, 2*walkStride)
	seen := 0
	err := p.Walk(ctx, func(d model.Document, sets []model.AnnotationSet) error {
		if seen == 0 {
			addMore(t, p)
		}
		seen++
		if len(sets) != 1 {
			return fmt.Errorf("document %s has %d sets", d.ID, len(sets))
		}
		return nil
	})
	if err != nil || seen != 2*walkStride {
		t.Errorf("walked over %d documents, %v", seen, err)
	}
}

// addMore adds a document and a set to every one that is there.
func addMore(t *testing.T, p *Project) {
	t.Helper()
	for _, s := range must[[]model.Summary](t)(p.Documents(ctx)) {
		d := must[model.Document](t)(p.Document(ctx, s.ID))
		c, err := model.SetStatus(work(t, p, d, "ben"), model.StatusDone)
		do(t, p, c, err)
	}
	add(t, p, "more", "more")
}

// TestExcerptsAreMarkedTogether counts the queries of a search: two, and one for
// the text of each document that it shows.
func TestExcerptsAreMarkedTogether(t *testing.T) {
	p := newTestProject(t)
	const documents = 30
	for i := range documents {
		add(t, p, fmt.Sprintf("The minister spoke %d times.", i), fmt.Sprint(i))
	}
	for _, query := range []string{"minister", "min*", `"minister spo*"`} {
		n := queries(t, p, func(q querier) error {
			hits, err := q.search(parseQuery(query), -1)
			if len(hits) != documents {
				t.Errorf("%s: %d documents", query, len(hits))
			}
			return err
		})
		if n != 2+documents {
			t.Errorf("%s costs %d queries", query, n)
		}
	}
}
