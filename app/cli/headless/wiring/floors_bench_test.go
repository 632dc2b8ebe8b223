package wiring_test

import (
	"bufio"
	"database/sql"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/glebarez/sqlite"
)

// BenchmarkImport is the program's import of 10,000 documents with 200,000
// annotations from JSON Lines, change log included, from start to end of the
// process; BenchmarkInsertFloor is a loop that only inserts the same rows
// through the same driver.
func BenchmarkImport(b *testing.B)     { benchmarkImport(b, "p10k") }
func BenchmarkImport100k(b *testing.B) { benchmarkImport(b, "p100k") }

func benchmarkImport(b *testing.B, name string) {
	dir := benchFolder(b)
	lines := linesFile(b, dir, name)
	path := filepath.Join(b.TempDir(), "p.dragoman")
	memory := newMemory()
	for b.Loop() {
		b.StopTimer()
		removeProject(b, path)
		emptyProject(b, path)
		b.StartTimer()
		memory.of(headless(b, "import", path, lines))
	}
	memory.report(b)
}

// BenchmarkExport is the export of the same; BenchmarkEncodeFloor only encodes
// the same JSON.
func BenchmarkExport(b *testing.B)     { benchmarkExport(b, "p10k") }
func BenchmarkExport100k(b *testing.B) { benchmarkExport(b, "p100k") }

func benchmarkExport(b *testing.B, name string) {
	path := projectFile(b, benchFolder(b), name)
	out := filepath.Join(b.TempDir(), "out.jsonl")
	memory := newMemory()
	headless(b, "check", path) // as a new program may have to bring the file up to date
	for b.Loop() {
		b.StopTimer()
		removeProject(b, out)
		b.StartTimer()
		memory.of(headless(b, "export", path, "--format", "jsonl", "--out", out))
	}
	memory.report(b)
}

func removeProject(b *testing.B, path string) {
	b.Helper()
	rest, err := filepath.Glob(path + "*")
	if err != nil {
		b.Fatal(err)
	}
	for _, name := range rest {
		if err := os.RemoveAll(name); err != nil {
			b.Fatal(err)
		}
	}
}

// memory is what processes had in memory at most, the pages of files included.
type memory struct{ most float64 }

func newMemory() *memory { return &memory{} }

func (m *memory) report(b *testing.B) { b.ReportMetric(m.most, "MB-most") }

func BenchmarkInsertFloor(b *testing.B) {
	path := projectFile(b, benchFolder(b), "p10k")
	tables, schema := rowsOf(b, path)
	for b.Loop() {
		b.StopTimer()
		copied := filepath.Join(b.TempDir(), "floor")
		removeProject(b, copied)
		db := openRaw(b, copied)
		for _, statement := range schema {
			exec1(b, db, statement)
		}
		b.StartTimer()
		insertAll(b, db, tables)
		if err := db.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// table is the rows of a table in the order in which they were inserted.
type table struct {
	name    string
	columns int
	rows    [][]any
}

func openRaw(b *testing.B, path string) *sql.DB {
	b.Helper()
	db, err := sql.Open(sqlite.DriverName, "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=synchronous(FULL)")
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	return db
}

func exec1(b *testing.B, db *sql.DB, statement string) {
	b.Helper()
	if _, err := db.Exec(statement); err != nil {
		b.Fatalf("%s: %v", statement, err)
	}
}

// rowsOf reads the tables of a project and the SQL that makes them. The search
// index is made by triggers.
func rowsOf(b *testing.B, path string) (tables []table, schema []string) {
	b.Helper()
	db := openRaw(b, path)
	defer db.Close()
	rows, err := db.Query(`SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'
		AND name NOT LIKE 'document\_search\_%' ESCAPE '\' ORDER BY type <> 'table', rowid`)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var kind, name, statement string
		if err := rows.Scan(&kind, &name, &statement); err != nil {
			b.Fatal(err)
		}
		schema = append(schema, statement)
		if kind == "table" && !strings.Contains(statement, "VIRTUAL") {
			tables = append(tables, table{name: name})
		}
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
	for i := range tables {
		tables[i].read(b, db)
	}
	return tables, schema
}

func (t *table) read(b *testing.B, db *sql.DB) {
	b.Helper()
	rows, err := db.Query("SELECT * FROM " + t.name)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		b.Fatal(err)
	}
	t.columns = len(columns)
	for rows.Next() {
		row, places := make([]any, t.columns), make([]any, t.columns)
		for i := range row {
			places[i] = &row[i]
		}
		if err := rows.Scan(places...); err != nil {
			b.Fatal(err)
		}
		t.rows = append(t.rows, row)
	}
	if err := rows.Err(); err != nil {
		b.Fatal(err)
	}
}

// insertAll inserts all rows in one transaction, a statement a row.
func insertAll(b *testing.B, db *sql.DB, tables []table) {
	b.Helper()
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	for _, t := range tables {
		statement, err := tx.Prepare("INSERT INTO " + t.name + " VALUES (?" + strings.Repeat(", ?", t.columns-1) + ")")
		if err != nil {
			b.Fatal(err)
		}
		for _, row := range t.rows {
			if _, err := statement.Exec(row...); err != nil {
				b.Fatalf("%s: %v", t.name, err)
			}
		}
		if err := statement.Close(); err != nil {
			b.Fatal(err)
		}
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}

// document is a line of JSON Lines as the workload has it.
type document struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Text      string `json:"text"`
	Source    string `json:"source"`
	Annotator string `json:"annotator"`
	Status    string `json:"status"`
	Unit      string `json:"offset_unit"`
	Spans     []struct {
		ID     string `json:"id"`
		Start  int    `json:"start"`
		End    int    `json:"end"`
		Label  string `json:"label"`
		Text   string `json:"text"`
		Origin string `json:"origin"`
	} `json:"spans"`
}

func BenchmarkEncodeFloor(b *testing.B) {
	documents := documentsOf(b, linesFile(b, benchFolder(b), "p10k"))
	for b.Loop() {
		f, err := os.Create(filepath.Join(b.TempDir(), "floor.jsonl"))
		if err != nil {
			b.Fatal(err)
		}
		buffer := bufio.NewWriterSize(f, 1<<20)
		e := json.NewEncoder(buffer)
		e.SetEscapeHTML(false)
		for i := range documents {
			if err := e.Encode(&documents[i]); err != nil {
				b.Fatal(err)
			}
		}
		for _, end := range []func() error{buffer.Flush, f.Sync, f.Close} {
			if err := end(); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// documentsOf reads the lines and checks that nothing of them is left out.
func documentsOf(b *testing.B, path string) []document {
	b.Helper()
	f, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	var all []document
	d := json.NewDecoder(f)
	d.DisallowUnknownFields()
	for d.More() {
		var one document
		if err := d.Decode(&one); err != nil {
			b.Fatal(err)
		}
		all = append(all, one)
	}
	return all
}
