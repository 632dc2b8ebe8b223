package storage

import "strings"

// perInsert is how many rows a statement adds. The driver prepares a statement
// each time that it runs, which costs as much as some rows, and its binding
// grows with the square of the parameters: with more rows or fewer it is slower.
const perInsert = 20

// table says how rows of one kind are added in great numbers, past gorm, whose
// reflection would cost more than SQLite.
type table[R any] struct {
	name    string
	columns []string
	values  func(args []any, r *R) []any // adds those of r, one for each column
}

// insert adds the rows.
func (t table[R]) insert(tx *Tx, rows []R) error { return t.write(tx, rows, "") }

// replace writes the rows in the place of those with the same id: since others
// refer to them, they are changed where they are.
func (t table[R]) replace(tx *Tx, rows []R) error {
	set := make([]string, 0, len(t.columns))
	for _, c := range t.columns {
		set = append(set, quoted(c)+" = excluded."+quoted(c))
	}
	return t.write(tx, rows, " ON CONFLICT (id) DO UPDATE SET "+strings.Join(set, ", "))
}

func (t table[R]) write(tx *Tx, rows []R, conflict string) error {
	args := make([]any, 0, min(len(rows), perInsert)*len(t.columns))
	for len(rows) > 0 {
		n := min(len(rows), perInsert)
		args = args[:0]
		for i := range rows[:n] {
			args = t.values(args, &rows[i])
		}
		if err := tx.run(t.statement(n)+conflict, args...); err != nil {
			return err
		}
		rows = rows[n:]
	}
	return nil
}

// statement returns the one that adds n rows.
func (t table[R]) statement(n int) string {
	columns := make([]string, len(t.columns))
	for i, c := range t.columns {
		columns[i] = quoted(c)
	}
	row := "(?" + strings.Repeat(",?", len(t.columns)-1) + ")"
	// What fails leaves the rows before it, which spares SQLite a journal for each
	// statement: the step that they belong to is taken back as a whole.
	return "INSERT OR FAIL INTO " + t.name + " (" + strings.Join(columns, ",") + ") VALUES " + row + strings.Repeat(","+row, n-1)
}

// quoted returns the name of a column as one that SQLite takes for nothing else.
func quoted(name string) string { return `"` + name + `"` }

// run runs a statement that returns no rows, past gorm.
func (tx *Tx) run(query string, args ...any) error {
	_, err := tx.pool.ExecContext(tx.ctx, query, args...)
	return err
}

// nullable returns what v points to, and nil for NULL.
func nullable[T any](v *T) any {
	if v == nil {
		return nil
	}
	return *v
}

var annotatorTable = table[annotatorRow]{
	"annotator",
	[]string{"name", "added_at", "checksum"},
	func(args []any, r *annotatorRow) []any { return append(args, r.Name, r.AddedAt, r.Checksum) },
}

var documentTable = table[documentRow]{
	"document",
	[]string{"id", "title", "source", "meta", "length", "added_at", "edited_at", "checksum", "text", "binned"},
	func(args []any, r *documentRow) []any {
		return append(args, r.ID, r.Title, r.Source, r.Meta, int64(r.Length), r.AddedAt, r.EditedAt, r.Checksum, r.Text, r.Binned)
	},
}

var setTable = table[setRow]{
	"annotation_set",
	[]string{"id", "document", "annotator", "status", "annotations", "relations", "sum", "checksum", "blind", "verdicts"},
	func(args []any, r *setRow) []any {
		return append(args, r.ID, r.Document, r.Annotator, r.Status, int64(r.Annotations), int64(r.Relations), r.Sum, r.Checksum,
			r.Blind, int64(r.Verdicts))
	},
}

var annotationTable = table[annotationRow]{
	"annotation",
	[]string{"id", "annotation_set", "label", "quote", "note", "origin", "checksum", "spans", "attributes"},
	func(args []any, r *annotationRow) []any {
		return append(args, r.ID, r.AnnotationSet, r.Label, r.Quote, r.Note, r.Origin, r.Checksum, r.Spans, int64(r.Attributed))
	},
}

var fragmentTable = table[fragmentRow]{
	"fragment",
	[]string{"annotation", "number", "start", "end"},
	func(args []any, r *fragmentRow) []any {
		return append(args, r.Annotation, int64(r.Number), int64(r.Start), int64(r.End))
	},
}

var attributeTable = table[attributeRow]{
	"attribute",
	[]string{"annotation", "name", "value"},
	func(args []any, r *attributeRow) []any { return append(args, r.Annotation, r.Name, r.Value) },
}

var relationTable = table[relationRow]{
	"relation",
	[]string{"id", "annotation_set", "type", "from_annotation", "to_annotation", "checksum"},
	func(args []any, r *relationRow) []any {
		return append(args, r.ID, r.AnnotationSet, r.Type, r.FromAnnotation, r.ToAnnotation, r.Checksum)
	},
}

var changeTable = table[changeRow]{
	"change",
	[]string{"number", "step", "kind", "of", "document", "owner", "by", "at", "name", "body", "checksum"},
	func(args []any, r *changeRow) []any {
		return append(args, r.Number, nullable(r.Step), r.Kind, nullable(r.Of), nullable(r.Document), nullable(r.Owner), r.By, r.At, r.Name,
			r.Body, r.Checksum)
	},
}
