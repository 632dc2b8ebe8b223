package storage

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"dragoman/model"
	"dragoman/model/modeltest"
)

// newsStep is an import of n documents of 2 KB, each with a set of 20
// annotations, one of them with two fragments and an attribute, and a relation.
func newsStep(from, n int) model.Step {
	step := model.Step{Name: "import", By: "ana", Project: true}
	for i := from; i < from+n; i++ {
		doc, set := modeltest.News(2_000, uint64(i))
		first, last := set.Annotations[0], set.Annotations[len(set.Annotations)-1]
		first.Label, last.Label = "person", "statement"
		first.Fragments = append(first.Fragments[:1:1], last.Fragments...)
		first.Attributes = []model.Attribute{{Name: "name", Value: "Ana"}}
		set.Annotations[0], set.Annotations[len(set.Annotations)-1] = first, last
		change := model.Diff(model.AnnotationSet{Document: doc.ID, Annotator: "ana"}, set)
		change.Name, change.Owner, change.By = "import", "ana", "ana"
		change.Relations = []model.Edit[model.Relation]{model.Insert(model.Relation{
			ID: model.RelationID(modeltest.ID(1<<60 + i)), Type: "speaker", From: last.ID, To: first.ID,
		})}
		step.Documents = append(step.Documents, model.DocumentEdit{ID: doc.ID, Added: &doc})
		step.Changes = append(step.Changes, change)
	}
	return step
}

// tableText returns what the tables hold, but for numbers of the file and times.
func tableText(t testing.TB, p *Project) string {
	t.Helper()
	text := ""
	for _, query := range []string{
		"SELECT group_concat(type || ' ' || name || ' ' || coalesce(sql, '') ORDER BY type, name) FROM sqlite_schema",
		"SELECT group_concat(id || title || source || meta || length || text, '|' ORDER BY id) FROM document",
		`SELECT group_concat(document || annotator || status || annotations || ' ' || relations || ' ' || sum || ' ' || checksum || blind, '|'
			ORDER BY document, annotator) FROM annotation_set`,
		`SELECT group_concat(a.id || s.document || a.label || a.quote || a.note || a.origin || a.checksum || ' ' || a.spans || ' ' || a.attributes, '|'
			ORDER BY a.id) FROM annotation a JOIN annotation_set s ON s.id = a.annotation_set`,
		"SELECT group_concat(annotation || ' ' || number || ' ' || start || ' ' || end, '|' ORDER BY annotation, number) FROM fragment",
		"SELECT group_concat(annotation || name || value, '|' ORDER BY annotation, name) FROM attribute",
		"SELECT group_concat(id || type || from_annotation || to_annotation || checksum, '|' ORDER BY id) FROM relation",
		"SELECT group_concat(document || coalesce(owner, '') || body, '|' ORDER BY document, owner) FROM change",
	} {
		var part string
		if err := p.reader.QueryRow(query).Scan(&part); err != nil {
			t.Fatal(err)
		}
		text += part + "\n"
	}
	return text
}

// wholeIndexes reports indexes that do not say what the tables say.
func wholeIndexes(t testing.TB, p *Project, documents int) {
	t.Helper()
	sound(t, p)
	if _, err := p.writer.Exec("INSERT INTO document_search (document_search, rank) VALUES ('integrity-check', 1)"); err != nil {
		t.Errorf("the search index: %v", err)
	}
	var found int
	err := p.reader.QueryRow("SELECT count(*) FROM document_search WHERE document_search MATCH 'minister OR the'").Scan(&found)
	if err != nil || found != documents {
		t.Errorf("%d of %d documents are found, %v", found, documents, err)
	}
}

// TestManyAtOnceIsAsOneByOne: what is put off in a large transaction is made up
// for, also where a step of it fails, and documents are renamed in between.
func TestManyAtOnceIsAsOneByOne(t *testing.T) {
	const documents = 3 * bulkDocuments
	one, many := newTestProject(t), newTestProject(t)
	rename := func(step model.Step, i int) model.Step {
		d := *step.Documents[i].Added
		next := d.Properties()
		next.Title = "minister renamed"
		edit := model.Replace(d.Properties(), next)
		return model.Step{Name: "rename", By: "ana", Project: true, Documents: []model.DocumentEdit{{ID: d.ID, Properties: &edit}}}
	}
	for i := range documents {
		step := newsStep(i, 1)
		must[[]int64](t)(one.Save(ctx, step))
		if i == 5 || i == documents-1 {
			must[[]int64](t)(one.Save(ctx, rename(step, 0)))
		}
	}
	err := many.Update(ctx, func(tx *Tx) error {
		for from := 0; from < documents; from += bulkDocuments {
			step := newsStep(from, bulkDocuments)
			must[[]int64](t)(tx.Save(step))
			if from == 0 {
				must[[]int64](t)(tx.Save(rename(step, 5)))
			}
			// A step that renames, adds, and fails at the end.
			broken := newsStep(from+10*documents, 20)
			broken.Documents = append(broken.Documents, rename(step, 1).Documents[0], model.DocumentEdit{ID: step.Documents[0].ID, Added: step.Documents[0].Added})
			if _, err := tx.Save(broken); !errors.Is(err, model.ErrDuplicate) {
				t.Errorf("a document that is there was added: %v", err)
			}
			if from == documents-bulkDocuments {
				must[[]int64](t)(tx.Save(rename(step, bulkDocuments-1)))
			}
		}
		if tx.bulk.index == "" || tx.bulk.trigger == "" {
			t.Error("nothing was put off")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if tableText(t, one) != tableText(t, many) {
		t.Error("the tables hold something else")
	}
	wholeIndexes(t, one, documents)
	wholeIndexes(t, many, documents)
}

// TestFragmentsThatArePutOff: what a large transaction adds, changes and deletes
// again has the fragments that its rows tell, also where rows get the numbers of
// others that it deleted.
func TestFragmentsThatArePutOff(t *testing.T) {
	p := newTestProject(t)
	const size = 2 * bulkEdits
	d := add(t, p, strings.Repeat("word ", size), "large")
	fillSet(t, p, d, size)
	before := work(t, p, d, "ana").Set
	err := p.Update(ctx, func(tx *Tx) error {
		half := model.Change{Document: d.ID, Owner: "ana", By: "ana"}
		for _, a := range before.Annotations[size/2:] {
			half.Annotations = append(half.Annotations, model.Edit[model.Annotation]{Old: &a})
		}
		again, moved := half.Invert(), model.Change{Document: d.ID, Owner: "ana", By: "ana"}
		for i, a := range before.Annotations[size/2:] {
			next := a
			next.Fragments = [][]model.Span{a.Fragments, {{Start: 5 * i, End: 5*i + 2}}, {{Start: 5 * i, End: 5*i + 2}, a.Fragments[0]}}[i%3]
			if i%3 > 0 {
				moved.Annotations = append(moved.Annotations, model.Replace(a, next))
			}
		}
		for _, c := range []model.Change{half, again, moved} {
			c.Name = "change"
			must[[]int64](t)(tx.Save(model.Step{Name: c.Name, By: "ana", Changes: []model.Change{c}}))
		}
		if !tx.bulk.parted {
			t.Error("no fragments were put off")
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sound(t, p)
	var rows int
	if err := p.reader.QueryRow("SELECT count(*) FROM fragment").Scan(&rows); err != nil || rows != size+size/6 {
		t.Errorf("%d fragments, %v", rows, err)
	}
}

// TestManyAtOnceFails: a large transaction that fails at its end leaves
// nothing, and everything as it was.
func TestManyAtOnceFails(t *testing.T) {
	p := newTestProject(t)
	must[[]int64](t)(p.Save(ctx, newsStep(0, 2)))
	before := tableText(t, p)
	stop := errors.New("stop")
	err := p.Update(ctx, func(tx *Tx) error {
		if _, err := tx.Save(newsStep(10, 2*bulkDocuments)); err != nil {
			return err
		}
		return stop
	})
	if !errors.Is(err, stop) || tableText(t, p) != before {
		t.Errorf("it fails with %v, and left something", err)
	}
	var cache int
	if err := p.writer.QueryRow("PRAGMA cache_size").Scan(&cache); err != nil || cache == bulkCache {
		t.Errorf("the page cache stays at %d, %v", cache, err)
	}
	wholeIndexes(t, p, 2)
	must[[]int64](t)(p.Save(ctx, newsStep(10, 2*bulkDocuments)))
	wholeIndexes(t, p, 2+2*bulkDocuments)
}

// TestImportCostsFewStatements counts what an import asks and does for a
// document with 20 annotations, whose ids it looks for first.
func TestImportCostsFewStatements(t *testing.T) {
	p := newTestProject(t)
	const documents = 400
	steps := []model.Step{newsStep(0, documents/2), newsStep(documents/2, documents/2)}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	n := countStatements(t, p, func() {
		err := p.Update(ctx, func(tx *Tx) error {
			for _, step := range steps {
				for _, c := range step.Changes {
					for _, e := range c.Annotations {
						if _, _, err := tx.Where(e.New.ID); !errors.Is(err, model.ErrNotFound) {
							return fmt.Errorf("annotation %s: %w", e.New.ID, err)
						}
					}
				}
				if _, err := tx.Save(step); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	runtime.ReadMemStats(&after)
	// A statement for the rows of each table in a step, and the ids that are asked
	// for one by one before it is known that none is there.
	if most := absenceFirst + 60; n > most {
		t.Errorf("%d statements for %d documents, want no more than %d", n, documents, most)
	}
	if each := float64(after.Mallocs-before.Mallocs) / (20 * documents); each > 20 {
		t.Errorf("%.1f allocations for each annotation", each)
	}
}

// TestLargeChangeCostsFewStatements: a label on 10,000 annotations, and undo.
func TestLargeChangeCostsFewStatements(t *testing.T) {
	p := newTestProject(t)
	const size = 10_000
	d := add(t, p, strings.Repeat("word ", size), "large")
	fillSet(t, p, d, size)
	w := work(t, p, d, "ana")
	c := model.Change{Name: "label all", Document: d.ID, Owner: "ana", By: "ana"}
	for _, a := range w.Set.Annotations {
		next := a
		next.Label = "meeting"
		c.Annotations = append(c.Annotations, model.Replace(a, next))
	}
	// A row that gets another label is not written whole.
	if _, err := p.writer.Exec("CREATE TRIGGER whole AFTER UPDATE OF quote ON annotation BEGIN SELECT raise(ABORT, 'written whole'); END"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []model.Change{c, c.Invert()} {
		if n := countStatements(t, p, func() { do(t, p, c, nil) }); n > size/100 {
			t.Errorf("%d statements for %d edits", n, size)
		}
	}
	if back := work(t, p, d, "ana"); !back.Set.Equal(w.Set) {
		t.Error("undo does not bring back what was")
	}
	if _, err := p.writer.Exec("DROP TRIGGER whole"); err != nil {
		t.Fatal(err)
	}
	sound(t, p)
}

// TestManyAtOnceWithoutTheList: where another program took away what is put
// off, there is nothing to put off, and the check tells.
func TestManyAtOnceWithoutTheList(t *testing.T) {
	p := newTestProject(t)
	if _, err := p.writer.Exec("DROP INDEX annotation_list; DROP TRIGGER document_added"); err != nil {
		t.Fatal(err)
	}
	must[[]int64](t)(p.Save(ctx, newsStep(0, bulkDocuments)))
	if found := must[[]model.Finding](t)(p.Check(ctx)); len(found) == 0 {
		t.Error("the check finds nothing")
	}
}
