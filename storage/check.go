package storage

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	sqlite3 "modernc.org/sqlite/lib"

	"dragoman/model"
)

// Check reads the whole project file and reports all that is wrong with it:
// damage that SQLite finds, rows whose checksum does not fit, rows that are
// missing, texts that do not fit their id, annotations that break a law of the
// model. A sound project has no findings. An error says that the check itself
// could not be done.
func (p *Project) Check(ctx context.Context) ([]model.Finding, error) {
	c := &checker{}
	err := p.read(ctx, func(q querier) error {
		c.q = q
		c.file()
		c.tables()
		c.rows()
		c.parts()
		c.log()
		c.documents()
		c.tally()
		return nil
	})
	if err == nil && p.writer != nil {
		err = c.searchIndex(ctx, p)
	}
	if err != nil {
		return nil, fmt.Errorf("check the project: %w", err)
	}
	return c.found, nil
}

type checker struct {
	q     querier
	found []model.Finding
}

func (c *checker) report(table, key, problem string, args ...any) {
	c.found = append(c.found, model.Finding{Table: table, Key: key, Problem: fmt.Sprintf(problem, args...)})
}

// failed reports that something could not be read, which is a finding too.
func (c *checker) failed(table, key string, err error) {
	if err != nil {
		c.report(table, key, "It cannot be read: %v.", err)
	}
}

// file asks SQLite what it finds.
func (c *checker) file() {
	err := c.q.each(func(scan func(...any) error) error {
		var message string
		err := scan(&message)
		if err == nil && message != "ok" {
			c.report("", "", "SQLite finds the file damaged: %s.", message)
		}
		return err
	}, "PRAGMA integrity_check")
	c.failed("", "", err)
	err = c.q.each(func(scan func(...any) error) error {
		var table, parent string
		var row *int64
		var constraint int64
		err := scan(&table, &row, &parent, &constraint)
		if err == nil {
			c.report(table, rowKey(row), "The row refers to a row of %s that is not there.", parent)
		}
		return err
	}, "PRAGMA foreign_key_check")
	c.failed("", "", err)
}

const listTables = "SELECT name, coalesce(sql, '') FROM sqlite_schema"

// tables compares the tables, indexes and triggers with those that the
// migrations make. Others that somebody added are left alone.
func (c *checker) tables() {
	wanted, err := wantedTables()
	missing := maps.Clone(wanted)
	c.failed("sqlite_schema", "", err)
	err = c.q.each(func(scan func(...any) error) error {
		var name, sql string
		err := scan(&name, &sql)
		if want, ours := wanted[name]; ours && sql != want {
			c.report("sqlite_schema", name, "The definition is not the one that this version of the program makes.")
		}
		delete(missing, name)
		return err
	}, listTables)
	c.failed("sqlite_schema", "", err)
	for _, name := range slices.Sorted(maps.Keys(missing)) {
		c.report("sqlite_schema", name, "The table, index or trigger is missing.")
	}
}

// wantedTables returns the definitions that the migrations make, by name.
var wantedTables = sync.OnceValues(func() (map[string]string, error) {
	ctx := context.Background()
	db, err := openMemory()
	if err != nil {
		return nil, err
	}
	want := map[string]string{}
	for _, m := range migrations() {
		_, failed := db.ExecContext(ctx, m.sql)
		err = errors.Join(err, failed)
	}
	if err == nil {
		err = querier{ctx: ctx, tx: db}.each(func(scan func(...any) error) error {
			var name, sql string
			err := scan(&name, &sql)
			want[name] = sql
			return err
		}, listTables)
	}
	return want, errors.Join(err, db.Close())
})

func rowKey(row *int64) string {
	if row == nil {
		return ""
	}
	return fmt.Sprintf("row %d", *row)
}

// sum compares the checksum of a row with what it should be.
func (c *checker) sum(table, key string, have, want int64) {
	if have != want {
		c.report(table, key, "The row is not what was written: its checksum does not fit.")
	}
}

// log makes sure that no row of the log is missing, and no set that the log
// speaks of.
func (c *checker) log() {
	c.gaps("change")
	c.gaps("past")
	err := c.q.each(func(scan func(...any) error) error {
		var document, owner string
		err := scan(&document, &owner)
		c.report("annotation_set", document+" "+owner, "The log speaks of this annotation set, and it is not there.")
		return err
	}, `SELECT DISTINCT c.document, c.owner FROM change c WHERE c.owner IS NOT NULL AND NOT EXISTS
		(SELECT 1 FROM annotation_set s WHERE s.document = c.document AND s.annotator = c.owner)`)
	c.failed("change", "", err)
}

// gaps makes sure that no row is missing of a table whose rows are numbered
// and stay.
func (c *checker) gaps(table string) {
	var rows, last, given int64
	err := c.q.row(`SELECT count(*), coalesce(max(number), 0),
		coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0) FROM `+table, table).Scan(&rows, &last, &given)
	c.failed(table, "", err)
	if missing := max(last, given) - rows; missing != 0 {
		c.report(table, "", "%d rows of the log are missing.", missing)
	}
}

// documents checks every text with its annotation sets.
func (c *checker) documents() {
	schema, err := c.q.schema()
	c.failed("schema", "1", err)
	known := err == nil
	err = c.q.walk(proofs, func(id model.DocumentID, sets []*storedSet) error {
		if err := c.q.ctx.Err(); err != nil {
			return err
		}
		raw, err := c.q.rawText(id)
		if err != nil {
			c.failed("document", string(id), err)
			return nil
		}
		text := model.NewText(raw)
		c.text(id, text)
		for _, s := range sets {
			c.set(s, text)
			if known {
				c.laws(s.model(), text, schema)
			}
		}
		return nil
	})
	c.failed("annotation_set", "", err)
}

func (c *checker) text(id model.DocumentID, text *model.Text) {
	if model.DocumentIDOf(text.String()) != id {
		c.report("document", string(id), "The text is not the one that was added: the id does not belong to it.")
	}
	var length int
	if err := c.q.row("SELECT length FROM document WHERE id = ?", id).Scan(&length); err != nil {
		c.failed("document", string(id), err)
	} else if length != text.CodePoints() {
		c.report("document", string(id), "The text has %d code points, and the row says %d.", text.CodePoints(), length)
	}
}

// set compares the rows of a set with their checksums, and these with the
// set's counts and sum.
func (c *checker) set(s *storedSet, text *model.Text) {
	key := s.Document + " " + s.Annotator
	c.sum("annotation_set", key, s.Checksum, s.sum())
	var sum int64
	for i, a := range s.annotations {
		p := s.proofs[i]
		sum += p.checksum
		c.sum("annotation", string(a.ID), p.checksum, annotationSum(s.setRow, a, p.quote))
		c.quote(a, p.quote, text)
	}
	for _, r := range s.relations {
		sum += r.Checksum
		c.sum("relation", r.ID, r.Checksum, r.sum(s.setRow))
	}
	for _, v := range s.verdicts {
		sum += v.Checksum
		c.sum("verdict", key+" "+v.Of, v.Checksum, v.sum(s.setRow))
	}
	if len(s.annotations) != s.Annotations || len(s.relations) != s.Relations || len(s.verdicts) != s.Verdicts {
		c.report("annotation_set", key, "The set has %d annotations, %d relations and %d verdicts, and should have %d, %d and %d.",
			len(s.annotations), len(s.relations), len(s.verdicts), s.Annotations, s.Relations, s.Verdicts)
	} else if sum != s.Sum {
		c.report("annotation_set", key, "The annotations, relations and verdicts of the set are not those that were written: the sum of their checksums does not fit.")
	}
}

func (c *checker) quote(a model.Annotation, quote string, text *model.Text) {
	if model.CheckFragments(text, a.Fragments) == nil && quote != text.Quote(a.Fragments) {
		c.report("annotation", string(a.ID), "The quote is not the text that the annotation covers.")
	}
}

// laws reports what breaks a law of the model, one finding each.
func (c *checker) laws(s model.AnnotationSet, text *model.Text, schema model.Schema) {
	for _, err := range flatten(s.Check(text, schema)) {
		c.report("annotation_set", string(s.Document)+" "+string(s.Annotator), "%s.", strings.TrimSuffix(err.Error(), "."))
	}
}

// flatten takes joined errors apart.
func flatten(err error) []error {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []error{err}
	}
	var flat []error
	for _, e := range joined.Unwrap() {
		flat = append(flat, flatten(e)...)
	}
	return flat
}

// searchIndex compares the search index with titles and texts. SQLite asks for
// it in the form of a write, though it writes nothing.
func (c *checker) searchIndex(ctx context.Context, p *Project) error {
	_, err := p.writer.ExecContext(ctx, "INSERT INTO document_search (document_search, rank) VALUES ('integrity-check', 1)")
	if cancelled := ctx.Err(); cancelled != nil {
		return cancelled
	}
	if errors.Is(explain(err), ErrDamaged) {
		c.report("document_search", "", "The search index does not fit the titles and texts.")
		return nil
	}
	if codeOf(err) == sqlite3.SQLITE_ERROR { // its own tables or its definition are damaged
		c.failed("document_search", "", err)
		return nil
	}
	return err
}
