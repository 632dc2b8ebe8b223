package storage

import (
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
	values    func(v cells, r *R) // tells those of r, one for each column
	bytes     func(r *R) int      // of what can be very long in r; nil where nothing can
	constants [][2]string         // further columns, and the SQL of what they are in all rows
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
// each time that it runs, and binds the more slowly the more values it has. A
// very long row would be copied several times that way, and goes alone.
func (t table[R]) write(tx *Tx, rows []R, conflict string) error {
	many := buffers.Get().(*jsonb)
	defer buffers.Put(many)
	for len(rows) > 0 {
		if t.isLong(&rows[0]) {
			var row bound
			t.values(&row, &rows[0])
			if err := tx.run(t.into(t.places())+conflict, row...); err != nil {
				return err
			}
			rows = rows[1:]
			continue
		}
		*many = (*many)[:0]
		rows = rows[t.gather(many, rows):]
		if err := tx.run(t.into(t.selected())+conflict, []byte(*many)); err != nil {
			return err
		}
	}
	return nil
}

// buffers are what rows are gathered in; the driver copies it.
var buffers = sync.Pool{New: func() any { return new(jsonb) }}

func (t table[R]) isLong(r *R) bool { return t.bytes != nil && t.bytes(r) > insertBytes }

// gather adds rows, as arrays in one, until there are enough or a long one
// comes, and returns how many.
func (t table[R]) gather(b *jsonb, rows []R) (n int) {
	all := b.open()
	for n < min(len(rows), perInsert) && len(*b) < insertBytes && !t.isLong(&rows[n]) {
		row := b.open()
		t.values(b, &rows[n])
		b.close(row)
		n++
	}
	b.close(all)
	return n
}

// into returns a statement that adds rows of what comes from. What fails leaves
// the rows before it, which spares SQLite a journal of the statement where no
// foreign key asks for one: the step that they belong to is taken back as a whole.
func (t table[R]) into(from string) string {
	var columns []string
	for _, c := range t.columns {
		columns = append(columns, quoted(c))
	}
	for _, c := range t.constants {
		columns = append(columns, quoted(c[0]))
	}
	return "INSERT OR FAIL INTO " + t.name + " (" + strings.Join(columns, ",") + ") " + from
}

// selected says where the rows of an array of arrays come from.
func (t table[R]) selected() string {
	return "SELECT " + t.each(func(i int) string { return "value->>" + strconv.Itoa(i) }) + " FROM jsonb_each(?) WHERE true"
}

// places says where the values of one row come from.
func (t table[R]) places() string {
	return "VALUES (" + t.each(func(int) string { return "?" }) + ")"
}

func (t table[R]) each(column func(i int) string) string {
	var all []string
	for i := range t.columns {
		all = append(all, column(i))
	}
	for _, c := range t.constants {
		all = append(all, c[1])
	}
	return strings.Join(all, ",")
}

// quoted returns the name of a column as one that SQLite takes for nothing else.
func quoted(name string) string { return `"` + name + `"` }

// run runs a statement that returns no rows, past gorm.
func (tx *Tx) run(query string, args ...any) error {
	_, err := tx.pool.ExecContext(tx.ctx, query, args...)
	return err
}
