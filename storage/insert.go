package storage

import (
	"slices"
	"strconv"
	"strings"
	"sync"
)

// perInsert is how many rows a statement adds at most, and insertBytes about how
// many bytes.
const (
	perInsert   = 20_000
	insertBytes = 4 << 20
)

// table says how rows of one kind are added, past gorm, whose reflection would
// cost more than SQLite.
type table[R any] struct {
	name      string
	columns   []string
	values    func(b jsonb, r *R) jsonb // adds those of r, one for each column
	constants [][2]string               // further columns, and the SQL of what they are in all rows
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

// write hands SQLite many rows in one value: the driver prepares a statement
// each time that it runs, and binds the more slowly the more values it has.
func (t table[R]) write(tx *Tx, rows []R, conflict string) error {
	buffer := buffers.Get().(*jsonb)
	all, n := (*buffer)[:0].open(), 0
	defer func() {
		if *buffer = all; cap(all) < 2*insertBytes { // a huge text is not kept
			buffers.Put(buffer)
		}
	}()
	for i := range rows {
		end := len(all)
		all = t.values(all.open(), &rows[i]).close(end)
		n++
		if i < len(rows)-1 && n < perInsert && len(all) < insertBytes {
			continue
		}
		if err := tx.run(t.statement()+conflict, []byte(all.close(0))); err != nil {
			return err
		}
		all, n = all[:0].open(), 0
	}
	return nil
}

// buffers are what rows are gathered in; the driver copies it.
var buffers = sync.Pool{New: func() any { return new(jsonb) }}

// statement returns the one that adds the rows of an array of arrays.
func (t table[R]) statement() string {
	var columns, values []string
	for i, c := range t.columns {
		columns, values = append(columns, quoted(c)), append(values, "value->>"+strconv.Itoa(i))
	}
	for _, c := range t.constants {
		columns, values = append(columns, quoted(c[0])), append(values, c[1])
	}
	// What fails leaves the rows before it, which spares SQLite a journal of the
	// statement where no foreign key asks for one: the step that they belong to is
	// taken back as a whole.
	return "INSERT OR FAIL INTO " + t.name + " (" + strings.Join(columns, ",") + ") SELECT " + strings.Join(values, ",") +
		" FROM jsonb_each(?) WHERE true"
}

// quoted returns the name of a column as one that SQLite takes for nothing else.
func quoted(name string) string { return `"` + name + `"` }

// run runs a statement that returns no rows, past gorm.
func (tx *Tx) run(query string, args ...any) error {
	_, err := tx.pool.ExecContext(tx.ctx, query, args...)
	return err
}

var annotatorTable = table[annotatorRow]{
	name:    "annotator",
	columns: []string{"name", "added_at", "checksum"},
	values:  func(b jsonb, r *annotatorRow) jsonb { return b.text(r.Name).text(r.AddedAt).integer(r.Checksum) },
}

var documentTable = table[documentRow]{
	name:    "document",
	columns: []string{"id", "title", "source", "meta", "length", "added_at", "edited_at", "checksum", "text", "binned"},
	values: func(b jsonb, r *documentRow) jsonb {
		return b.text(r.ID).text(r.Title).text(r.Source).text(r.Meta).integer(int64(r.Length)).text(r.AddedAt).text(r.EditedAt).integer(r.Checksum).text(r.Text).text(r.Binned)
	},
}

var setTable = table[setRow]{
	name:    "annotation_set",
	columns: []string{"id", "document", "annotator", "status", "annotations", "relations", "sum", "checksum", "blind", "verdicts"},
	values: func(b jsonb, r *setRow) jsonb {
		return b.integer(r.ID).text(r.Document).text(r.Annotator).text(r.Status).integer(int64(r.Annotations)).integer(int64(r.Relations)).integer(r.Sum).integer(r.Checksum).text(r.Blind).integer(int64(r.Verdicts))
	},
}

var annotationTable = table[annotationRow]{
	name:    "annotation",
	columns: []string{"id", "annotation_set", "label", "quote", "note", "origin", "checksum", "spans", "attributes"},
	values: func(b jsonb, r *annotationRow) jsonb {
		return b.text(r.ID).integer(r.AnnotationSet).text(r.Label).text(r.Quote).text(r.Note).text(r.Origin).integer(r.Checksum).text(r.Spans).integer(int64(r.Attributed))
	},
}

// plainTable is for annotations without note and attributes, as nearly all are:
// two values fewer for SQLite to take out of a row.
var plainTable = table[annotationRow]{
	name:    "annotation",
	columns: []string{"id", "annotation_set", "label", "quote", "origin", "checksum", "spans"},
	values: func(b jsonb, r *annotationRow) jsonb {
		return b.text(r.ID).integer(r.AnnotationSet).text(r.Label).text(r.Quote).text(r.Origin).integer(r.Checksum).text(r.Spans)
	},
	constants: [][2]string{{"note", "''"}, {"attributes", "0"}},
}

// tableOf returns the one that adds the rows.
func tableOf(rows []annotationRow) table[annotationRow] {
	if slices.ContainsFunc(rows, func(r annotationRow) bool { return r.Note != "" || r.Attributed != 0 }) {
		return annotationTable
	}
	return plainTable
}

var fragmentTable = table[fragmentRow]{
	name:    "fragment",
	columns: []string{"annotation", "number", "start", "end"},
	values: func(b jsonb, r *fragmentRow) jsonb {
		return b.text(r.Annotation).integer(int64(r.Number)).integer(int64(r.Start)).integer(int64(r.End))
	},
}

var attributeTable = table[attributeRow]{
	name:    "attribute",
	columns: []string{"annotation", "name", "value"},
	values:  func(b jsonb, r *attributeRow) jsonb { return b.text(r.Annotation).text(r.Name).text(r.Value) },
}

var relationTable = table[relationRow]{
	name:    "relation",
	columns: []string{"id", "annotation_set", "type", "from_annotation", "to_annotation", "checksum"},
	values: func(b jsonb, r *relationRow) jsonb {
		return b.text(r.ID).integer(r.AnnotationSet).text(r.Type).text(r.FromAnnotation).text(r.ToAnnotation).integer(r.Checksum)
	},
}

var changeTable = table[changeRow]{
	name:    "change",
	columns: []string{"number", "step", "kind", "of", "document", "owner", "by", "at", "name", "body", "checksum"},
	values: func(b jsonb, r *changeRow) jsonb {
		return b.integer(r.Number).integerOrNull(r.Step).text(r.Kind).integerOrNull(r.Of).textOrNull(r.Document).textOrNull(r.Owner).text(r.By).text(r.At).text(r.Name).text(r.Body).integer(r.Checksum)
	},
}
