package storage

import (
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestQueriesOfTheDescriptionWork runs the queries of docs/project-file.md, and
// finds its tables and columns in it.
func TestQueriesOfTheDescriptionWork(t *testing.T) {
	text, err := os.ReadFile("../docs/project-file.md")
	if err != nil {
		t.Fatal(err)
	}
	path := fullProject(t)
	queries := regexp.MustCompile("(?s)```sql\n(.*?)```").FindAllStringSubmatch(string(text), -1)
	if len(queries) < 4 {
		t.Fatalf("%d queries", len(queries))
	}
	p := opened(t, path, Options{ReadOnly: true})
	defer closed(t, p)
	for _, query := range queries {
		rows := 0
		err := p.read(ctx, func(q querier) error {
			return q.each(func(func(...any) error) error { rows++; return nil }, strings.TrimSuffix(strings.TrimSpace(query[1]), ";"))
		})
		if err != nil || rows == 0 {
			t.Errorf("%d rows, %v from\n%s", rows, err, query[1])
		}
	}
	err = p.read(ctx, func(q querier) error {
		return q.each(func(scan func(...any) error) error {
			var table, column string
			if err := scan(&table, &column); err != nil {
				return err
			}
			_, part, found := strings.Cut(string(text), "\n### "+table+"\n")
			part, _, _ = strings.Cut(part, "\n### ")
			if !found || !strings.Contains(part, "`"+column+"`") && table != "schema" {
				t.Errorf("%s.%s is not described", table, column)
			}
			return nil
		}, `SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
			WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'document_search%'`)
	})
	if err != nil {
		t.Error(err)
	}
}

// TestChecksumsAsTheDescriptionSays computes one in the words of
// docs/project-file.md.
func TestChecksumsAsTheDescriptionSays(t *testing.T) {
	row := settingRow{Name: "a", Value: "bc"}
	if got, want := string(digestOf("setting").text(row.Name, row.Value).buf), "7:setting1:a2:bc"; got != want {
		t.Errorf("hashed is %q, want %q", got, want)
	}
	if got := row.sum(); got != settingExample {
		t.Errorf("checksum %d, want %d", got, settingExample)
	}
	if got, want := string(new(digest).number(-12).optionalNumber(nil).optionalText(nil).buf), "3:-12--"; got != want {
		t.Errorf("hashed is %q, want %q", got, want)
	}
}

// settingExample was computed by another program.
const settingExample = -6015241625021413626

// TestAnotherProgramReadsTheFile reads a project with the sqlite3 program.
func TestAnotherProgramReadsTheFile(t *testing.T) {
	program, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("sqlite3 is not installed")
	}
	path := fullProject(t)
	out, err := exec.Command(program, "-readonly", path,
		"PRAGMA integrity_check; PRAGMA application_id; PRAGMA user_version; SELECT label, quote FROM annotation ORDER BY 1, 2").CombinedOutput()
	want := "ok\n1148348269\n5\nmeeting|met\nperson|Ana Ruiz\nperson|Ana Ruiz\nperson|Ana Ruiz\nperson|Ben Ode\nstatement|We go, now\n"
	if err != nil || string(out) != want {
		t.Errorf("sqlite3 reads %q, %v, want %q", out, err, want)
	}
	if left := filesIn(t, path[:strings.LastIndex(path, "/")]); len(left) != 1 {
		t.Errorf("sqlite3 leaves %v", left)
	}
}
