package layers_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// sqlArgument is which argument of a function or method is SQL.
var sqlArgument = map[string]int{
	"Exec": 0, "Query": 0, "QueryRow": 0, "Raw": 0, "Prepare": 0, "Where": 0, "Order": 0, "Having": 0, "Joins": 0,
	"ExecContext": 1, "QueryContext": 1, "QueryRowContext": 1, "PrepareContext": 1,
	"row": 0, "exec": 0, "run": 0, "each": 1, "readPack": 3,
}

// builtSQL lists the SQL of package storage that is no constant, and why no
// value out of a file or from a person can be in it.
var builtSQL = map[string]string{
	// What passes its argument on: the SQL is looked at where it comes from.
	"packed.go: query":     "querier.readPack",
	"project.go: query":    "querier.each and querier.row",
	"write.go: sql":        "Tx.exec",
	"check_rows.go: query": "checker.table, whose callers give constants",
	// Names, numbers and conditions of the program itself.
	"check.go: m.sql":                  "the migrations in the program",
	"migrate.go: m.sql":                "the migrations in the program",
	"connect.go: \"PRAGMA \" + w.name": "names of settings in a table of the program",
	"migrate.go: fmt.Sprintf(\"PRAGMA user_version = %d\", version)": "the number of a migration",
	"walk.go: fmt.Sprintf(\"PRAGMA cache_size = -%d\", kib)":         "a number of the program",
	"later.go: query":  "settled, which passes on what Tx asks",
	"insert.go: query": "Tx.run",
	"insert.go: t.into(t.selected()) + conflict":                                                                       "names of a table of the program and its columns; values are bound",
	"insert.go: t.into(t.places()) + conflict":                                                                         "as above",
	"save_set.go: \"DELETE FROM \" + table + \" WHERE \" + key + \" IN \" + places(len(ids))":                          "names of a table and a column, and as many “?” as there are values",
	"saving.go: \"SELECT \" + packed(\"rowid\", \"checksum\", \"id\") + \" FROM annotation WHERE annotation_set = ?\"": "columns of a table of the program, packed; the set is bound",
	"load_pack.go: \"SELECT s.id, \" + packed(columns...) + packFrom + where + packGroups":                             "columns and a condition of the program; values are bound",
	"search.go: lookUp":      "one of two constants",
	"listing_near.go: query": "querier.shortSummaries, whose callers give constants",
	"walk.go: \"SELECT \" + packed(\"id\") + \" FROM (SELECT id FROM document WHERE id > ? ORDER BY id LIMIT ?)\"": "a column of a table of the program, packed; values are bound",
	"listing.go: query": "columns of a table of the program, packed, and a number of the program; values are bound",
	"load_large.go: `SELECT coalesce(((SELECT min(rowid) FROM annotation WHERE annotation_set = s.id) + (SELECT max(rowid) FROM annotation WHERE annotation_set = s.id)) / 2, 0) FROM annotation_set s WHERE ` + where": "the condition is one of the program; values are bound",
	"saving.go: \"SELECT id FROM document WHERE id IN \" + places(len(ids))":                                                 "as many “?” as there are values",
	"saving.go: fmt.Sprintf(\"SELECT id, annotation_set, checksum, rowid FROM %s WHERE id IN %s\", table, places(len(ids)))": "the name of a table, and as many “?” as there are values",
	"bulk.go: fmt.Sprintf(\"PRAGMA cache_size = %d; PRAGMA shrink_memory\", b.cache)":                                        "a number",
	"bulk.go: fmt.Sprintf(\"PRAGMA cache_size = %d\", bulkCache)":                                                            "a number of the program",
	"bulk.go: \"DROP \" + kind + \" \" + name":                                                                               "names of the program",
	"bulk.go: again": "what made an index or trigger, as the migrations in the program wrote it",
	"tally.go: \"SELECT x.\" + column + \", s.annotator, count(*) FROM annotation_set s CROSS JOIN \" + table + \" x ON x.annotation_set = s.id WHERE \" + where + \" GROUP BY 1, 2\"": "names of tables and columns, and conditions of the program",
	"occurrences.go: sql": "parts that are constants; values are bound",
	"check.go: `SELECT count(*), coalesce(max(number), 0), coalesce((SELECT seq FROM sqlite_sequence WHERE name = ?), 0) FROM ` + table":                                                                                                                   "the name of a table",
	"write.go: \"SELECT s.document, s.annotator FROM \" + table + \" x JOIN annotation_set s ON s.id = x.annotation_set WHERE x.id = ?\"":                                                                                                                  "the name of a table",
	"documents.go: \"SELECT document, annotator, status, annotations, relations, blind FROM annotation_set s WHERE \" + where + \" ORDER BY document, annotator\"":                                                                                         "a condition of the caller, a constant",
	"load_set.go: `SELECT r.annotation_set, r.id, r.type, r.from_annotation, r.to_annotation, r.checksum FROM annotation_set s JOIN relation r ON r.annotation_set = s.id WHERE ` + where":                                                                 "conditions as above",
	"load_set.go: `SELECT s.id, s.document, s.annotator, s.status, s.annotations, s.relations, s.sum, s.checksum, s.blind, s.verdicts FROM annotation_set s WHERE ` + where + ` ORDER BY s.document, s.annotator`":                                         "conditions as above",
	"load_set.go: `SELECT CAST(t.annotation AS BLOB), CAST(t.name AS BLOB), CAST(t.value AS BLOB) FROM annotation_set s JOIN annotation a ON a.annotation_set = s.id JOIN attribute t ON t.annotation = a.id WHERE (a.attributes <> 0 OR ?) AND ` + where": "conditions as above",
	"proof.go: \"SELECT number, step, kind, of, document, owner, by, at, name, body, checksum FROM change WHERE \" + where + \" ORDER BY number\"":                                                                                                         "conditions of the callers, constants",
	"proof.go: `SELECT p.number, p.change, p.kind, p.by, p.at, p.name, p.body, p.tip, p.checksum, c.step, c.document, c.owner FROM change c JOIN past p ON p.change = c.number WHERE ` + where + \" ORDER BY p.number\"":                                   "conditions as above",
	"load_set.go: `SELECT v.annotation_set, v.of, v.annotator, v.gold, v.was, v.why, v.by, v.checksum FROM annotation_set s JOIN verdict v ON v.annotation_set = s.id WHERE ` + where":                                                                     "conditions as above",
}

// TestSQLHoldsNoValues reads every place where package storage hands SQL to the
// database: it is a constant, or one of those that are listed. Values are bound.
func TestSQLHoldsNoValues(t *testing.T) {
	found := map[string]token.Position{}
	for _, u := range units(t) {
		if u.ImportPath != "dragoman/storage" {
			continue
		}
		files := token.NewFileSet()
		var parsed []*ast.File
		for _, name := range u.GoFiles {
			file, err := parser.ParseFile(files, filepath.Join(u.Dir, name), nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			parsed = append(parsed, file)
		}
		constants := constantsOf(parsed)
		for _, file := range parsed {
			for text, pos := range built(file, constants) {
				found[filepath.Base(files.Position(pos).Filename)+": "+text] = files.Position(pos)
			}
		}
	}
	for _, text := range slices.Sorted(maps.Keys(found)) {
		if builtSQL[text] == "" {
			t.Errorf("%s: SQL that is no constant: bind values, or list it with its reason:\n%q", found[text], text)
		}
	}
	for text := range builtSQL {
		if _, ok := found[text]; !ok {
			t.Errorf("listed, and not there any more: %q", text)
		}
	}
}

// constantsOf returns the names of all constants of the files.
func constantsOf(files []*ast.File) map[string]bool {
	names := map[string]bool{}
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.CONST {
				for _, s := range d.Specs {
					for _, name := range s.(*ast.ValueSpec).Names {
						names[name.Name] = true
					}
				}
			}
			return true
		})
	}
	return names
}

// built returns the SQL of calls in a file that is no constant, as it is
// written.
func built(file *ast.File, constants map[string]bool) map[string]token.Pos {
	found := map[string]token.Pos{}
	ast.Inspect(file, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		at, ok := sqlArgument[method.Sel.Name]
		if ok && at < len(call.Args) && !constant(call.Args[at], constants) {
			var text bytes.Buffer
			_ = printer.Fprint(&text, token.NewFileSet(), call.Args[at]) // a buffer takes all
			found[strings.Join(strings.Fields(text.String()), " ")] = call.Pos()
		}
		return true
	})
	return found
}

// constant reports whether an expression is made of literals and constants.
func constant(e ast.Expr, constants map[string]bool) bool {
	switch e := e.(type) {
	case *ast.BasicLit:
		return true
	case *ast.Ident:
		return constants[e.Name]
	case *ast.ParenExpr:
		return constant(e.X, constants)
	case *ast.BinaryExpr:
		return constant(e.X, constants) && constant(e.Y, constants)
	}
	return false
}

func TestBuiltSQLIsFound(t *testing.T) {
	for source, want := range map[string]int{
		`q.row("SELECT 1 WHERE a = ?", v)`:            0,
		`q.row("SELECT " + columns + " FROM a", v)`:   0,
		`q.row("SELECT 1 WHERE a = '" + v + "'")`:     1,
		`db.ExecContext(ctx, fmt.Sprintf("%s", v))`:   1,
		`tx.gorm.Where("a = " + v).Delete(&row{})`:    1,
		`q.each(scan, sql, v)`:                        1,
		`func() { sql := "x"; _ = q.each(s, sql) }()`: 1,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\nconst columns = \"a\"\nfunc f() { "+source+" }", 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := len(built(file, constantsOf([]*ast.File{file}))); got != want {
			t.Errorf("%s: %d found, want %d", source, got, want)
		}
	}
}
