package storage

import (
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"dragoman/model"
)

var update = flag.Bool("update", false, "write testdata/v2.dragoman anew")

// firstText is the text of the document that everything of the test files is
// about.
const firstText = "Ana Ruiz met Ben Ode. “We go,” she said, “now.”"

// TestFirstVersionStillOpens opens a copy of a project that version 1 wrote.
func TestFirstVersionStillOpens(t *testing.T) {
	path := copyOf(t, "testdata/v1.dragoman")
	p := opened(t, path, Options{Now: clock})
	defer closed(t, p)
	if got := strings.Join(filesIn(t, filepath.Dir(path)), " "); !strings.Contains(got, ".backup-v1-20260131T093000Z") {
		t.Errorf("no backup among %s", got)
	}
	checkFirst(t, p)
	set := must[model.AnnotationSet](t)(p.Set(ctx, model.DocumentIDOf(firstText), "ana"))
	if set.Blind != "" {
		t.Errorf("the set is %q, and nobody knows", set.Blind)
	}
	d := must[model.Document](t)(p.Document(ctx, set.Document))
	label(t, p, d, "ana", "person", model.Span{Start: 13, End: 20})
	fillReview(t, p, d)
	sound(t, p)
}

// TestSecondVersionStillOpens opens a copy of a project that version 2 wrote.
func TestSecondVersionStillOpens(t *testing.T) {
	const file = "testdata/v2.dragoman"
	if *update {
		data, err := os.ReadFile(fullProject(t))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	path := copyOf(t, file)
	p := opened(t, path, Options{Now: clock})
	defer closed(t, p)
	checkFirst(t, p)
	checkReview(t, p, model.DocumentIDOf(firstText))
}

// checkFirst looks for what fillFull put into the project.
func checkFirst(t *testing.T, p *Project) {
	t.Helper()
	sound(t, p)
	id := model.DocumentIDOf(firstText)
	set := must[model.AnnotationSet](t)(p.Set(ctx, id, "ana"))
	if len(set.Annotations) != 3 || len(set.Relations) != 2 || set.Status != model.StatusDone {
		t.Fatalf("the set holds %+v", set)
	}
	text := must[model.Document](t)(p.Document(ctx, id)).Text
	for i, want := range []string{"person Ana Ruiz", "meeting met", "statement We go, now"} {
		if got := set.Annotations[i].Label + " " + text.Quote(set.Annotations[i].Fragments); got != want {
			t.Errorf("annotation %d is %q, want %q", i, got, want)
		}
	}
	if set.Annotations[0].Note != "the minister" || set.Annotations[1].Attribute("state") != "held" {
		t.Errorf("note and attribute: %+v", set.Annotations)
	}
	log := must[[]model.Entry](t)(p.Log(ctx, id, "ana"))
	if n, ok := model.ReadHistory(log).Undoable(); !ok {
		t.Error("nothing to undo")
	} else if c := must[model.Change](t)(p.Change(ctx, n)); c.Name != "mark as done" {
		t.Errorf("undo would take back %q", c.Name)
	}
}

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
	files := fstest.MapFS{"migrations/0003_reviewed.sql": {Data: []byte(sql)}}
	for _, name := range []string{"migrations/0001_start.sql", "migrations/0002_review.sql"} {
		data, err := migrationFiles.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
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
	backup := path + ".backup-v2-20260131T093000Z"
	if got := filesIn(t, filepath.Dir(path)); strings.Join(got, " ") != "full.dragoman full.dragoman.backup-v2-20260131T093000Z" {
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
