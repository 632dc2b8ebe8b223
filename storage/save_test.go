package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"

	"gorm.io/gorm"

	"dragoman/model"
)

func contextCancelled() (context.Context, context.CancelFunc) {
	c, cancel := context.WithCancel(ctx)
	cancel()
	return c, cancel
}

// dump writes everything that the project holds, to compare.
func dump(t testing.TB, p *Project) string {
	t.Helper()
	var b strings.Builder
	err := p.WalkAll(ctx, func(d model.Document, sets []model.AnnotationSet) error {
		fmt.Fprintf(&b, "%+v %q %+v\n", d.Properties(), d.Text.String(), sets)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	schema := must[model.Schema](t)(p.Schema(ctx))
	list := must[[]model.Summary](t)(p.Documents(ctx))
	steps := must[[]model.StepInfo](t)(p.Steps(ctx))
	fmt.Fprintf(&b, "%s\n%+v\n%+v\n", schema.Format(), list, steps)
	var rows int
	if err := p.reader.QueryRow("SELECT (SELECT count(*) FROM change) + (SELECT count(*) FROM annotator)").Scan(&rows); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(&b, rows)
	return b.String()
}

func TestConflictLeavesNothing(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, "Ana met Ben and said no.", "one")
	other := add(t, p, "Another text of some length.", "two")
	a := label(t, p, d, "ana", "person", model.Span{Start: 0, End: 3})
	m := label(t, p, d, "ana", "meeting", model.Span{Start: 4, End: 7})
	foreign := label(t, p, other, "ana", "person", model.Span{Start: 0, End: 7})
	c, err := model.Link(work(t, p, d, "ana"), model.NewRelationID(), "participant", m, a)
	do(t, p, c, err)
	w := work(t, p, d, "ana")
	have, _ := w.Set.Annotation(a)
	was := have
	was.Note = "something else"
	fresh := model.Annotation{ID: model.NewAnnotationID(), Label: "person", Fragments: []model.Span{{Start: 8, End: 11}}}
	change := func(c model.Change) model.Step {
		c.Document, c.Owner, c.By = d.ID, "ana", "ana"
		return model.Step{Changes: []model.Change{c}}
	}
	annotations := func(e ...model.Edit[model.Annotation]) model.Step { return change(model.Change{Annotations: e}) }
	relations := func(e ...model.Edit[model.Relation]) model.Step { return change(model.Change{Relations: e}) }
	done := model.StatusDone
	outside := fresh
	outside.Fragments = []model.Span{{Start: 0, End: 1000}}
	missing := annotations(model.Insert(fresh))
	missing.Changes[0].Document = model.DocumentIDOf("nowhere")
	second := annotations(model.Insert(fresh))
	second.Changes = append(second.Changes, annotations(model.Remove(was)).Changes...)
	edited := d.Properties()
	edited.Title = "other"

	cases := []struct {
		name string
		step model.Step
		want error
	}{
		{"an old that is another", annotations(model.Remove(was)), model.ErrConflict},
		{"an old that is not there", annotations(model.Remove(fresh)), model.ErrConflict},
		{"an insert that is there", annotations(model.Insert(have)), model.ErrConflict},
		{"an id of another document", annotations(model.Insert(model.Annotation{ID: foreign, Label: "person", Fragments: fresh.Fragments})), model.ErrConflict},
		{"the same insert twice", annotations(model.Insert(fresh), model.Insert(fresh)), model.ErrConflict},
		{"the same delete twice", annotations(model.Remove(have), model.Remove(have)), model.ErrConflict},
		{"a delete that leaves a link", annotations(model.Remove(have)), model.ErrConflict},
		{"another status", change(model.Change{Status: &model.Edit[model.Status]{Old: &done}}), model.ErrConflict},
		{"a link to another set", relations(model.Insert(model.Relation{ID: "r", Type: "participant", From: m, To: foreign})), model.ErrConflict},
		{"a link to nothing", relations(model.Insert(model.Relation{ID: "r", Type: "participant", From: m, To: fresh.ID})), model.ErrConflict},
		{"a link that is not there", relations(model.Remove(model.Relation{ID: "r", Type: "participant", From: m, To: a})), model.ErrConflict},
		{"outside the text", annotations(model.Insert(outside)), model.ErrFragments},
		{"no such document", missing, model.ErrNotFound},
		{"no owner", model.Step{Changes: []model.Change{{Document: d.ID}}}, model.ErrConflict},
		{"good, then bad", second, model.ErrConflict},
		{"a document again", model.Step{Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}}, model.ErrDuplicate},
		{"other properties", model.Step{Documents: []model.DocumentEdit{{ID: d.ID, Properties: &model.Edit[model.Properties]{Old: &edited, New: &edited}}}}, model.ErrConflict},
		{"properties of nothing", model.Step{Documents: []model.DocumentEdit{{ID: "none", Properties: &model.Edit[model.Properties]{Old: &edited, New: &edited}}}}, model.ErrNotFound},
		{"another schema", model.Step{Schema: &model.Edit[model.Schema]{New: &testSchema}}, model.ErrConflict},
	}
	before := dump(t, p)
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if _, err := p.Save(ctx, c.step); !errors.Is(err, c.want) {
				t.Errorf("saved: %v, want %v", err, c.want)
			}
			err := p.Update(ctx, func(tx *Tx) error {
				if _, err := tx.Save(c.step); !errors.Is(err, c.want) {
					t.Errorf("saved in an update: %v, want %v", err, c.want)
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
			if after := dump(t, p); after != before {
				t.Errorf("it left something behind:\n%s\nbefore:\n%s", after, before)
			}
		})
	}
	sound(t, p)
}

func TestDocumentWithAWrongID(t *testing.T) {
	p := newTestProject(t)
	d := model.NewDocument("text", "title", "")
	d.ID = model.DocumentIDOf("other")
	if _, err := p.Save(ctx, model.Step{Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}}); err == nil {
		t.Error("a document with another text's id was taken")
	}
}

func TestUpdateIsWholeOrAbsent(t *testing.T) {
	p := newTestProject(t)
	before := dump(t, p)
	fill := func(tx *Tx) error {
		for i := range 20 {
			d := model.NewDocument(fmt.Sprint("text ", i), "title", "")
			if _, err := tx.Save(model.Step{Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}}); err != nil {
				return err
			}
			if there, err := tx.Has(d.ID); err != nil || !there {
				return fmt.Errorf("has %v, %w", there, err)
			}
		}
		return nil
	}
	cause := errors.New("no")
	if err := p.Update(ctx, func(tx *Tx) error { return errors.Join(fill(tx), cause) }); !errors.Is(err, cause) {
		t.Errorf("a failed update: %v", err)
	}
	c, cancel := context.WithCancel(ctx)
	err := p.Update(c, func(tx *Tx) error {
		err := fill(tx)
		cancel()
		return err
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled update: %v", err)
	}
	// Everything after the cancellation looks done to the driver.
	c, cancel = context.WithCancel(ctx)
	err = p.Update(c, func(tx *Tx) error {
		cancel()
		_ = fill(tx)
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("an update cancelled before: %v", err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = p.Update(ctx, func(tx *Tx) error {
			_ = fill(tx)
			panic("in the middle")
		})
	}()
	if after := dump(t, p); after != before {
		t.Errorf("something was left:\n%s", after)
	}
	if err := p.Update(ctx, fill); err != nil {
		t.Error(err)
	}
	if list := must[[]model.Summary](t)(p.Documents(ctx)); len(list) != 20 {
		t.Errorf("%d documents", len(list))
	}
	sound(t, p)
}

func TestCancelledReadingIsNoEmptyAnswer(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, "text", "title")
	c, cancel := contextCancelled()
	defer cancel()
	if list, err := p.Documents(c); !errors.Is(err, context.Canceled) {
		t.Errorf("documents %v, %v", list, err)
	}
	if _, err := p.Document(c, d.ID); !errors.Is(err, context.Canceled) {
		t.Errorf("document: %v", err)
	}
	if _, err := p.Check(c); !errors.Is(err, context.Canceled) {
		t.Errorf("check: %v", err)
	}
}

// TestFullDiskLeavesNothing lets the disk run full in the middle of an update
// that passes over the failure.
func TestFullDiskLeavesNothing(t *testing.T) {
	p := newTestProject(t)
	add(t, p, "kept", "kept")
	before := dump(t, p)
	limit := func(pages int) {
		if _, err := p.writer.ExecContext(ctx, fmt.Sprintf("PRAGMA max_page_count = %d", pages)); err != nil {
			t.Fatal(err)
		}
	}
	limit(100)
	failures := 0
	err := p.Update(ctx, func(tx *Tx) error {
		for i := range 10 {
			size := 10
			if i == 3 {
				size = 1 << 20
			}
			d := model.NewDocument(fmt.Sprint(i, strings.Repeat("x", size)), "title", "")
			if _, err := tx.Save(model.Step{Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}}); err != nil {
				failures++
			}
		}
		return nil
	})
	if err == nil && failures != 1 || err != nil && failures != 7 {
		t.Errorf("%d failures, and the update says %v", failures, err)
	}
	if err != nil && dump(t, p) != before {
		t.Errorf("the update failed (%v) and left something:\n%s", err, dump(t, p))
	}
	big := model.NewDocument(strings.Repeat("y", 1<<20), "title", "")
	step := model.Step{Documents: []model.DocumentEdit{{ID: big.ID, Added: &big}}}
	if _, err := p.Save(ctx, step); err == nil || !strings.Contains(err.Error(), "disk is full") {
		t.Errorf("saving on a full disk: %v", err)
	}
	limit(1 << 20)
	if _, err := p.Save(ctx, step); err != nil {
		t.Errorf("after making room: %v", err)
	}
	sound(t, p)
}

// TestEditCostsAConstantNumberOfStatements in a set of 10,000 annotations.
func TestEditCostsAConstantNumberOfStatements(t *testing.T) {
	p := newTestProject(t)
	small, large := add(t, p, strings.Repeat("word ", 10), "small"), add(t, p, strings.Repeat("word ", 10000), "large")
	fillSet(t, p, small, 10)
	fillSet(t, p, large, 10000)
	edits := func(d model.Document) []int {
		w := work(t, p, d, "ana")
		id := w.Set.Annotations[5].ID
		var counts []int
		run := func(c model.Change, err error) {
			counts = append(counts, countStatements(t, p, func() { do(t, p, c, err) }))
			if w.Set, err = w.Set.Apply(c); err != nil {
				t.Fatal(err)
			}
		}
		run(model.Relabel(w, id, "statement"))
		run(model.SetNote(w, id, "note"))
		run(model.Resize(w, id, []model.Span{{Start: 0, End: 4}, {Start: 6, End: 9}}))
		run(model.Delete(w, id))
		run(model.AddLabel(w, id, []model.Span{{Start: 0, End: 2}}, "person"))
		return counts
	}
	few, many := edits(small), edits(large)
	if fmt.Sprint(few) != fmt.Sprint(many) {
		t.Errorf("statements in a small set %v, in a large one %v", few, many)
	}
	for _, n := range many {
		if n == 0 || n > 15 {
			t.Errorf("%d statements for one edit", n)
		}
	}
}

// fillSet labels the first n words of a text of five-letter words.
func fillSet(t testing.TB, p *Project, d model.Document, n int) {
	t.Helper()
	status := model.StatusInProgress
	c := model.Change{Document: d.ID, Owner: "ana", By: "ana", Name: "fill", Status: &model.Edit[model.Status]{New: &status}}
	for i := range n {
		c.Annotations = append(c.Annotations, model.Insert(model.Annotation{
			ID: model.NewAnnotationID(), Label: "person", Fragments: []model.Span{{Start: 5 * i, End: 5*i + 4}}, Origin: model.OriginManual,
		}))
	}
	do(t, p, c, nil)
}

// countStatements counts what is asked and done on the connection that writes
// while fn runs, by gorm and past it.
func countStatements(t testing.TB, p *Project, fn func()) int {
	t.Helper()
	n := 0
	whole := p.gorm.Statement.ConnPool
	p.gorm.Statement.ConnPool = countedPool{p.writer, &n}
	defer func() { p.gorm.Statement.ConnPool = whole }()
	fn()
	return n
}

// countedPool is the connection that writes, whose transactions count.
type countedPool struct {
	*sql.DB
	n *int
}

func (c countedPool) BeginTx(ctx context.Context, opts *sql.TxOptions) (gorm.ConnPool, error) {
	tx, err := c.DB.BeginTx(ctx, opts)
	return &countedTx{tx, c.n}, err
}

type countedTx struct {
	*sql.Tx
	n *int
}

func (c *countedTx) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	*c.n++
	return c.Tx.ExecContext(ctx, query, args...)
}

func (c *countedTx) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	*c.n++
	return c.Tx.QueryContext(ctx, query, args...)
}

func (c *countedTx) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	*c.n++
	return c.Tx.QueryRowContext(ctx, query, args...)
}

func TestStepsOfOneUpdateAreOneStep(t *testing.T) {
	p := newTestProject(t)
	var docs []model.Document
	status := model.StatusInProgress
	err := p.Update(ctx, func(tx *Tx) error {
		for i := range 3 {
			d := model.NewDocument(fmt.Sprint("text ", i), "title", "")
			docs = append(docs, d)
			_, err := tx.Save(model.Step{
				Name: "import 3 files", By: "ana", Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}},
				Changes: []model.Change{{
					Name: "import", Document: d.ID, Owner: "ana", By: "ana", Status: &model.Edit[model.Status]{New: &status},
					Annotations: []model.Edit[model.Annotation]{model.Insert(model.Annotation{
						ID: model.NewAnnotationID(), Label: "person", Fragments: []model.Span{{Start: 0, End: 4}},
					})},
				}},
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	steps := must[[]model.StepInfo](t)(p.Steps(ctx))
	if len(steps) != 1 || steps[0].Name != "import 3 files" || steps[0].By != "ana" || steps[0].Undone || !steps[0].At.Equal(clock()) {
		t.Fatalf("steps %+v", steps)
	}
	imported := dump(t, p)
	step := must[model.Step](t)(p.Step(ctx, steps[0].Number))
	if len(step.Changes) != 3 || len(step.Documents) != 0 || step.Kind != model.Do {
		t.Fatalf("step %+v", step)
	}
	undo := step.Invert()
	undo.Kind, undo.Of = model.Undo, steps[0].Number
	must[[]int64](t)(p.Save(ctx, undo))
	if steps := must[[]model.StepInfo](t)(p.Steps(ctx)); len(steps) != 1 || !steps[0].Undone {
		t.Errorf("after undo: %+v", steps)
	}
	for _, d := range docs {
		if set := must[model.AnnotationSet](t)(p.Set(ctx, d.ID, "ana")); len(set.Annotations) != 0 || set.Status != model.StatusUnset {
			t.Errorf("after undo: %+v", set)
		}
	}
	redo := step
	redo.Kind, redo.Of = model.Redo, steps[0].Number
	must[[]int64](t)(p.Save(ctx, redo))
	if steps := must[[]model.StepInfo](t)(p.Steps(ctx)); len(steps) != 1 || steps[0].Undone {
		t.Errorf("after redo: %+v", steps)
	}
	if got, _, _ := strings.Cut(dump(t, p), "{\n"); !strings.HasPrefix(imported, got) {
		t.Errorf("after redo:\n%s\nbefore:\n%s", got, imported)
	}
	if log := must[[]model.Entry](t)(p.Log(ctx, docs[0].ID, "ana")); len(log) != 0 {
		t.Errorf("a step of the project stands on a document's stack: %+v", log)
	}
	sound(t, p)
}

func TestSchemaAndPropertiesAreSteps(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, "text", "title")
	next := testSchema
	next.Labels = append([]model.Label{{Name: "place", Key: "5"}}, next.Labels...)
	old, edited := d.Properties(), d.Properties()
	edited.Title, edited.Meta = "Größe <b>&", edited.Meta.With(model.MetaFlag, model.Flagged).With("html", "<&>\u2028")
	step := model.Step{
		Name: "change both", By: "ana", Schema: &model.Edit[model.Schema]{Old: &testSchema, New: &next},
		Documents: []model.DocumentEdit{{ID: d.ID, Properties: &model.Edit[model.Properties]{Old: &old, New: &edited}}},
	}
	if numbers := must[[]int64](t)(p.Save(ctx, step)); len(numbers) != 0 {
		t.Errorf("numbers %v of a step without changes", numbers)
	}
	if got := must[model.Schema](t)(p.Schema(ctx)); !got.Equal(next) {
		t.Errorf("schema %+v", got)
	}
	if got := must[model.Document](t)(p.Document(ctx, d.ID)); !got.Properties().Equal(edited) {
		t.Errorf("properties %+v, want %+v", got.Properties(), edited)
	}
	if list := must[[]model.Summary](t)(p.Documents(ctx)); list[0].Flag != model.Flagged || list[0].Title != edited.Title {
		t.Errorf("list %+v", list)
	}
	if hits := must[[]model.Hit](t)(p.Search(ctx, "grosse OR größe", 0)); len(hits) != 0 {
		t.Errorf("or is a word: %+v", hits)
	}
	if hits := must[[]model.Hit](t)(p.Search(ctx, "größe", 0)); len(hits) != 1 {
		t.Errorf("the new title is not found: %+v", hits)
	}
	if hits := must[[]model.Hit](t)(p.Search(ctx, "title", 0)); len(hits) != 0 {
		t.Errorf("the old title is found: %+v", hits)
	}
	steps := must[[]model.StepInfo](t)(p.Steps(ctx))
	rebuilt := must[model.Step](t)(p.Step(ctx, steps[0].Number))
	if rebuilt.Name != step.Name || rebuilt.By != step.By || !rebuilt.Schema.New.Equal(next) || !rebuilt.Documents[0].Properties.New.Equal(edited) {
		t.Errorf("rebuilt %+v", rebuilt)
	}
	undo := rebuilt.Invert()
	undo.Kind, undo.Of = model.Undo, steps[0].Number
	must[[]int64](t)(p.Save(ctx, undo))
	if got := must[model.Schema](t)(p.Schema(ctx)); !got.Equal(testSchema) {
		t.Errorf("schema after undo %+v", got)
	}
	if got := must[model.Document](t)(p.Document(ctx, d.ID)); !got.Properties().Equal(old) {
		t.Errorf("properties after undo %+v", got.Properties())
	}
	sound(t, p)
}
