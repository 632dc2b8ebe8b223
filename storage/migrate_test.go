package storage

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
)

// another is a migration as a later version might have it: it makes a new
// table of annotation_set, which annotations and relations refer to.
const another = `
CREATE TABLE annotation_set_new (
    id INTEGER PRIMARY KEY,
    document TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
    annotator TEXT NOT NULL REFERENCES annotator (name),
    status TEXT NOT NULL,
    annotations INTEGER NOT NULL,
    relations INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    checksum INTEGER NOT NULL,
    blind TEXT NOT NULL,
    verdicts INTEGER NOT NULL,
    reviewed INTEGER NOT NULL DEFAULT 0,
    UNIQUE (document, annotator)
) STRICT;
INSERT INTO annotation_set_new SELECT *, 0 FROM annotation_set;
DROP TABLE annotation_set;
ALTER TABLE annotation_set_new RENAME TO annotation_set;
`

// withAnother returns the migrations of this version and one more.
func withAnother(t *testing.T, sql string) []migration {
	t.Helper()
	files := fstest.MapFS{fmt.Sprintf("migrations/%04d_reviewed.sql", len(migrations())+1): {Data: []byte(sql)}}
	for _, m := range migrations() {
		files[m.name] = &fstest.MapFile{Data: []byte(m.sql)}
	}
	return must[[]migration](t)(readMigrations(files))
}

func TestMigrationKeepsEverything(t *testing.T) {
	path := fullProject(t)
	p := opened(t, path, Options{Now: clock})
	before := dump(t, p)
	closed(t, p)

	p = must[*Project](t)(open(ctx, path, Options{Now: clock}, withAnother(t, another)))
	if after := dump(t, p); after != before {
		t.Errorf("after the migration\n%s\nbefore\n%s", after, before)
	}
	closed(t, p)
	backup := filepath.Join(backupFolder(path), "20260131T093000Z-version.dragoman")
	if got := filesIn(t, filepath.Dir(path)); strings.Join(got, " ") != "full.dragoman full.dragoman.backups" {
		t.Fatalf("files %v", got)
	}
	old := opened(t, backup, Options{Now: clock})
	if got := dump(t, old); got != before {
		t.Errorf("the backup holds\n%s\nnot\n%s", got, before)
	}
	closed(t, old)

	// To the program of this version the file is one of a newer version now.
	p = opened(t, path, Options{})
	if is, _ := p.ReadOnly(); !is {
		t.Error("a newer file opens for writing")
	}
	closed(t, p)
}

func TestMigrationThatFailsChangesNothing(t *testing.T) {
	for name, sql := range map[string]string{
		"wrong SQL":        another + "CREATE TABLE x (;",
		"orphans":          "DELETE FROM annotation_set WHERE annotator = 'ben';",
		"a lost parent":    "DROP TABLE annotator; CREATE TABLE annotator (name TEXT PRIMARY KEY, added_at TEXT, checksum INTEGER);",
		"a table too many": "CREATE TABLE document (x);",
	} {
		t.Run(name, func(t *testing.T) {
			path := fullProject(t)
			if _, err := open(ctx, path, Options{Now: clock}, withAnother(t, sql)); err == nil {
				t.Fatal("the migration went through")
			}
			p := opened(t, path, Options{Now: clock})
			defer closed(t, p)
			if is, _ := p.ReadOnly(); is {
				t.Error("the version was changed")
			}
			sound(t, p)
		})
	}
}

func TestOldProjectIsNotReadWithoutMigration(t *testing.T) {
	path := fullProject(t)
	_, err := open(ctx, path, Options{ReadOnly: true}, withAnother(t, another))
	if err == nil || !strings.Contains(err.Error(), "open it once for writing") {
		t.Errorf("opened: %v", err)
	}
}

func TestMigrationsAreNumbered(t *testing.T) {
	for _, names := range [][]string{{"0002_a.sql"}, {"0001_a.sql", "0003_b.sql"}, {"0001_a.sql", "0001_b.sql"}} {
		files := fstest.MapFS{}
		for _, name := range names {
			files["migrations/"+name] = &fstest.MapFile{}
		}
		if _, err := readMigrations(files); err == nil {
			t.Errorf("%v are taken for numbered", names)
		}
	}
}

// TestRowTypesFitTheTables compares the columns that gorm writes with those of
// the SQL.
func TestRowTypesFitTheTables(t *testing.T) {
	p := newTestProject(t)
	for _, row := range []any{
		&documentRow{}, &annotatorRow{}, &setRow{}, &annotationRow{}, &fragmentRow{}, &attributeRow{}, &relationRow{},
		&changeRow{}, &commentRow{}, &schemaRow{}, &settingRow{},
		&verdictRow{}, &pastRow{}, &assignmentRow{}, &waitingRow{},
	} {
		statement := p.gorm.Model(row).Statement
		if err := statement.Parse(row); err != nil {
			t.Fatal(err)
		}
		var columns []string
		err := p.read(ctx, func(q querier) error {
			return q.each(func(scan func(...any) error) error {
				var name string
				err := scan(&name)
				columns = append(columns, name)
				return err
			}, "SELECT name FROM pragma_table_info(?)", statement.Table)
		})
		if err != nil {
			t.Fatal(err)
		}
		if got, want := strings.Join(statement.Schema.DBNames, " "), strings.Join(columns, " "); got != want {
			t.Errorf("table %s has the columns %s, and gorm writes %s", statement.Table, want, got)
		}
	}
}

func TestDiskErrorsKeepTheirCause(t *testing.T) {
	err := explain(&os.PathError{Op: "open", Path: "x", Err: os.ErrPermission})
	if !errors.Is(err, ErrPermission) || !errors.Is(err, os.ErrPermission) {
		t.Errorf("permission: %v", err)
	}
}
