package storage

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"dragoman/model"
)

// TestSavingLaterIsSaving: steps that are written later leave what they leave
// when each is written before the next, and whoever asks in between sees all.
func TestSavingLaterIsSaving(t *testing.T) {
	var steps []model.Step
	for i := range 3 {
		steps = append(steps, newsStep(i*bulkDocuments, bulkDocuments), newsStep(10_000+i, 1)) // the second is small
	}
	save := func(p *Project, save func(*Tx, model.Step) error) {
		t.Helper()
		err := p.Update(ctx, func(tx *Tx) error {
			for i, step := range steps {
				if err := save(tx, step); err != nil {
					return err
				}
				if i%3 != 0 {
					continue
				}
				c := step.Changes[len(step.Changes)-1]
				if set := must[model.AnnotationSet](t)(tx.Set(c.Document, c.Owner)); len(set.Annotations) != len(c.Annotations) {
					t.Errorf("step %d: %d annotations are there, want %d", i, len(set.Annotations), len(c.Annotations))
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	now, later := newTestProject(t), newTestProject(t)
	save(now, func(tx *Tx, step model.Step) error { _, err := tx.Save(step); return err })
	save(later, func(tx *Tx, step model.Step) error { return tx.SaveLater(step) })
	if tableText(t, now) != tableText(t, later) {
		t.Error("the tables hold something else")
	}
	wholeIndexes(t, later, 3*bulkDocuments+3)
}

// TestManyStepsLater: of what follows from the steps before it, a step asks the
// file nothing.
func TestManyStepsLater(t *testing.T) {
	statements := func(steps int) int {
		p := newTestProject(t)
		n := countStatements(t, p, func() {
			err := p.Update(ctx, func(tx *Tx) error {
				for i := range steps {
					if err := tx.SaveLater(newsStep(i*bulkDocuments, bulkDocuments)); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
		wholeIndexes(t, p, steps*bulkDocuments)
		return n
	}
	// Six tables, the log, and where the annotations end.
	if each := (statements(6) - statements(3)) / 3; each > 8 {
		t.Errorf("%d statements for a step, want no more than 8", each)
	}
}

// TestSearchIndexOfWhatIsSavedLater: it is filled now and then while steps are
// written, and holds each document once, also one that gets another title.
func TestSearchIndexOfWhatIsSavedLater(t *testing.T) {
	defer func(bytes int) { searchBytes = bytes }(searchBytes)
	searchBytes = 100 << 10
	p := newTestProject(t)
	first := newsStep(0, bulkDocuments)
	many := func(from int) model.Step {
		step := model.Step{Name: "import", By: "ana", Project: true}
		for i := range 100 {
			d := model.NewDocument(fmt.Sprint(from+i, strings.Repeat(" the minister", 100)), "title", "")
			step.Documents = append(step.Documents, model.DocumentEdit{ID: d.ID, Added: &d})
		}
		return step
	}
	rename := func(d model.Document) model.Step {
		next := d.Properties()
		next.Title = "renamed"
		edit := model.Replace(d.Properties(), next)
		return model.Step{Name: "rename", By: "ana", Project: true, Documents: []model.DocumentEdit{{ID: d.ID, Properties: &edit}}}
	}
	big := many(0)
	err := p.Update(ctx, func(tx *Tx) error {
		for _, step := range []model.Step{first, big, rename(*big.Documents[0].Added), many(100), rename(*big.Documents[99].Added), rename(*first.Documents[0].Added)} {
			if err := tx.SaveLater(step); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	wholeIndexes(t, p, bulkDocuments+200)
}

// TestSavingLaterFails: what cannot be written later fails the whole
// transaction, whatever is done after it, and leaves nothing.
func TestSavingLaterFails(t *testing.T) {
	p := newTestProject(t)
	last := newsStep(bulkDocuments, bulkDocuments)
	taken := string(last.Changes[5].Annotations[3].New.ID)
	if _, err := p.writer.Exec("CREATE TRIGGER no BEFORE INSERT ON annotation WHEN new.id = '" + taken + "' BEGIN SELECT raise(ABORT, 'not this one'); END"); err != nil {
		t.Fatal(err)
	}
	before := tables(t, p)
	for name, then := range map[string]func(*Tx) error{
		"nothing else":  func(*Tx) error { return nil },
		"another later": func(tx *Tx) error { return tx.SaveLater(newsStep(2*bulkDocuments, bulkDocuments)) },
		"a question":    func(tx *Tx) error { _, err := tx.Schema(); return err },
		"a failure":     func(*Tx) error { return errors.New("stop") },
		"others, ignored": func(tx *Tx) error {
			for i := range 3 {
				_ = tx.SaveLater(newsStep((2+i)*bulkDocuments, bulkDocuments))
			}
			return nil
		},
		"another, ignored": func(tx *Tx) error { _, _ = tx.Save(newsStep(2*bulkDocuments, 1)); return nil },
	} {
		err := p.Update(ctx, func(tx *Tx) error {
			if err := tx.SaveLater(newsStep(0, bulkDocuments)); err != nil {
				return err
			}
			if err := tx.SaveLater(last); err != nil {
				return err
			}
			return then(tx)
		})
		if err == nil || name != "a failure" && !strings.Contains(err.Error(), "not this one") {
			t.Errorf("%s: %v", name, err)
		}
		if tables(t, p) != before {
			t.Errorf("%s: it left something", name)
		}
	}
	if _, err := p.writer.Exec("DROP TRIGGER no"); err != nil {
		t.Fatal(err)
	}
	must[[]int64](t)(p.Save(ctx, newsStep(0, 3)))
	wholeIndexes(t, p, 3)
}

// TestSavingLaterIsCancelled: nothing is left, and the project goes on.
func TestSavingLaterIsCancelled(t *testing.T) {
	p := newTestProject(t)
	before := tables(t, p)
	cancelled, cancel := context.WithCancel(ctx)
	err := p.Update(cancelled, func(tx *Tx) error {
		if err := tx.SaveLater(newsStep(0, bulkDocuments)); err != nil {
			return err
		}
		cancel()
		return tx.SaveLater(newsStep(bulkDocuments, bulkDocuments))
	})
	if !errors.Is(err, context.Canceled) || tables(t, p) != before {
		t.Errorf("it ends with %v, or left something", err)
	}
	must[[]int64](t)(p.Save(ctx, newsStep(0, 3)))
	wholeIndexes(t, p, 3)
}

// TestPanicWhileSavingLater: the transaction ends before the panic goes on.
func TestPanicWhileSavingLater(t *testing.T) {
	p := newTestProject(t)
	before := tables(t, p)
	func() {
		defer func() { _ = recover() }()
		_ = p.Update(ctx, func(tx *Tx) error {
			if err := tx.SaveLater(newsStep(0, bulkDocuments)); err != nil {
				return err
			}
			panic("stop")
		})
	}()
	if tables(t, p) != before {
		t.Error("it left something")
	}
	must[[]int64](t)(p.Save(ctx, newsStep(0, 3)))
	wholeIndexes(t, p, 3)
}

// tables returns how many rows the tables have, and the schema.
func tables(t testing.TB, p *Project) string {
	t.Helper()
	var all string
	err := p.writer.QueryRow(`SELECT (SELECT count(*) FROM document) || ' ' || (SELECT count(*) FROM annotation) || ' ' || (SELECT count(*) FROM change)
		|| ' ' || (SELECT group_concat(name ORDER BY name) FROM sqlite_schema)`).Scan(&all)
	if err != nil {
		t.Fatal(err)
	}
	return all
}
