package storage

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragoman/model"
)

// TestSalvageOfWhatIsSound gives the same project again, row by row, for each
// version of the project file.
func TestSalvageOfWhatIsSound(t *testing.T) {
	for _, path := range []string{fullProject(t), copyOf(t, "testdata/v1.dragoman"), copyOf(t, "testdata/v2.dragoman")} {
		out := filepath.Join(t.TempDir(), "out.dragoman")
		result := must[model.Salvage](t)(SalvageTo(ctx, path, out, SalvageOptions{Now: clock}))
		if len(result.Lost) > 0 || len(result.Repaired) != 1 || result.Documents == 0 || result.Annotations == 0 {
			t.Errorf("%s: %+v", path, result)
		}
		was, is := opened(t, path, Options{Now: clock}), opened(t, out, Options{Now: clock})
		if a, b := must[string](t)(contents(was)), must[string](t)(contents(is)); a != b {
			t.Errorf("it was\n%s\nand is\n%s", a, b)
		}
		sound(t, is)
		closed(t, was)
		closed(t, is)
	}
}

// TestSalvageOfWhatSQLDidBehindOurBack salvages what Check finds, every second
// time with a backup.
func TestSalvageOfWhatSQLDidBehindOurBack(t *testing.T) {
	w := smallWorld(t)
	for i, c := range behindOurBack {
		var count outcomes
		d := damaged{t, c.sql, w, &count, filepath.Join(t.TempDir(), "spoilt.dragoman")}
		d.write(d.path, w.data)
		edit(t, d.path, "mode=rw", c.sql)
		d.salvage(SalvageOptions{Now: clock, Backups: [][]string{nil, {w.backup}}[i%2]})
		if count.Nothing > 0 {
			t.Errorf("%s: nothing is left", c.sql)
		}
	}
}

// TestSalvageRepairsFromTheLog takes back what was done to the rows of sets
// alone: nothing is lost.
func TestSalvageRepairsFromTheLog(t *testing.T) {
	w := smallWorld(t)
	for _, sql := range []string{
		"DELETE FROM annotation WHERE label = 'statement'",
		"UPDATE annotation SET label = 'denial' WHERE label = 'statement'",
		"UPDATE fragment SET end = end - 1",
		"DELETE FROM attribute",
		"DELETE FROM relation",
		"DELETE FROM verdict",
		"UPDATE annotation_set SET annotations = 9, sum = 9",
		"UPDATE annotation_set SET status = 'new'",
		"UPDATE document SET title = 'Other'",
		"UPDATE document SET length = 1",
		"UPDATE document SET id = '0123456789abcdef0123456789abcdef' WHERE title = 'Two'",
	} {
		path, out := filepath.Join(t.TempDir(), "spoilt.dragoman"), filepath.Join(t.TempDir(), "out.dragoman")
		if err := os.WriteFile(path, w.data, 0o600); err != nil {
			t.Fatal(err)
		}
		edit(t, path, "mode=rw", sql)
		result := must[model.Salvage](t)(SalvageTo(ctx, path, out, SalvageOptions{Now: clock}))
		p := opened(t, out, Options{ReadOnly: true})
		differences := w.portrait.differences(must[portrait](t)(portraitOf(p)))
		closed(t, p)
		if len(differences)+len(result.Lost) > 0 || len(result.Repaired) == 0 {
			t.Errorf("%s: %v differ; %+v", sql, differences, result)
		}
	}
}

func TestSalvageRefuses(t *testing.T) {
	path := fullProject(t)
	other := filepath.Join(t.TempDir(), "other.dragoman")
	p := must[*Project](t)(Create(ctx, other, testSchema, Options{Now: clock}))
	add(t, p, "Of another project.", "Other")
	closed(t, p)
	text := filepath.Join(t.TempDir(), "text.dragoman")
	if err := os.WriteFile(text, []byte("no project"), 0o600); err != nil {
		t.Fatal(err)
	}
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	open := opened(t, copyOf(t, path), Options{})
	defer closed(t, open)
	for _, c := range []struct {
		name, path string
		ctx        context.Context
		backups    []string
		want       error
	}{
		{"not there", path + "x", ctx, nil, ErrNotThere},
		{"no project", text, ctx, nil, ErrNotProject},
		{"open", open.Path(), ctx, nil, ErrInUse},
		{"another project", path, ctx, []string{other}, model.ErrConflict},
		{"cancelled", path, cancelled, nil, context.Canceled},
	} {
		folder := t.TempDir()
		_, err := SalvageTo(c.ctx, c.path, filepath.Join(folder, "out.dragoman"), SalvageOptions{Backups: c.backups})
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
		if left := filesIn(t, folder); len(left) > 0 {
			t.Errorf("%s: left %v", c.name, left)
		}
	}
	if _, err := SalvageTo(ctx, path, other, SalvageOptions{}); !errors.Is(err, ErrExists) {
		t.Errorf("over another file: %v", err)
	}
}

// TestSalvageLooksAtTheKeptBackups of the project, and not at those of another
// project that had its name.
func TestSalvageLooksAtTheKeptBackups(t *testing.T) {
	path := fullProject(t)
	other := filepath.Join(t.TempDir(), "other.dragoman")
	p := must[*Project](t)(Create(ctx, other, testSchema, Options{Now: clock}))
	add(t, p, "Of another project.", "Other")
	closed(t, p)
	folder := backupFolder(path)
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := copyFile(other, filepath.Join(folder, "20260130T093000Z-day.dragoman")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, "20260129T093000Z-day.dragoman"), []byte("no project"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, kept := range []bool{false, true} {
		spoilt := copyOf(t, path)
		if err := os.CopyFS(backupFolder(spoilt), os.DirFS(folder)); err != nil {
			t.Fatal(err)
		}
		if kept {
			must[model.Backup](t)(BackUp(ctx, spoilt, clock))
		}
		edit(t, spoilt, "mode=rw", "UPDATE document SET text = 'Another text.' WHERE title = 'One'")
		result := must[model.Salvage](t)(SalvageTo(ctx, spoilt, filepath.Join(t.TempDir(), "out.dragoman"), SalvageOptions{Now: clock}))
		if (len(result.Lost) == 0) != kept {
			t.Errorf("with a backup of its own %v: %+v", kept, result)
		}
	}
}

// TestSalvageLeavesDeletedWhatWasDeleted although it stands on pages that were
// given up, which a damaged list does not name any more.
func TestSalvageLeavesDeletedWhatWasDeleted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "p.dragoman")
	p := must[*Project](t)(Create(ctx, path, testSchema, Options{Now: clock}))
	d := add(t, p, strings.Repeat("word ", 2000), "One")
	var step model.Change
	for n := range 1000 {
		a := model.Annotation{ID: model.NewAnnotationID(), Label: "person", Fragments: []model.Span{{Start: 5 * n, End: 5*n + 4}}}
		step.Annotations = append(step.Annotations, model.Edit[model.Annotation]{New: &a})
	}
	step.Name, step.Document, step.Owner, step.By = "label", d.ID, "ana", "ana"
	do(t, p, step, nil)
	kept := label(t, p, d, "ana", "meeting", model.Span{Start: 0, End: 9})
	hurt := label(t, p, d, "ana", "meeting", model.Span{Start: 10, End: 19})
	do(t, p, step.Invert(), nil)
	closed(t, p)
	edit(t, path, "mode=rw", "DELETE FROM change WHERE body LIKE '%"+string(hurt)+"%'",
		"UPDATE annotation SET quote = 'other' WHERE id = '"+string(hurt)+"'", "UPDATE annotation_set SET sum = 1, checksum = 1")
	data := must[[]byte](t)(os.ReadFile(path))
	data[39] ^= 1 // how many pages are in no use
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	have := must[*remains](t)(readRemains(ctx, path, func(int64, int64) {}))
	if len(have.annotations) < 100 {
		t.Fatalf("only %d annotations are left in the file, deleted or not", len(have.annotations))
	}
	out := filepath.Join(t.TempDir(), "out.dragoman")
	result := must[model.Salvage](t)(SalvageTo(ctx, path, out, SalvageOptions{Now: clock}))
	p = opened(t, out, Options{ReadOnly: true})
	defer closed(t, p)
	set := must[model.AnnotationSet](t)(p.Set(ctx, d.ID, "ana"))
	for _, a := range set.Annotations {
		if a.ID != kept && a.ID != hurt {
			t.Fatalf("%d annotations came of 2: %+v", len(set.Annotations), result)
		}
	}
	if len(set.Annotations) == 1 && !slices.ContainsFunc(result.Lost, func(f model.Finding) bool { return f.Key == string(hurt) }) {
		t.Errorf("an annotation is lost that is not named: %+v", result)
	}
}

// TestSalvageOfANewerProject says what it cannot know of.
func TestSalvageOfANewerProject(t *testing.T) {
	path := fullProject(t)
	db := must[*sql.DB](t)(connect(ctx, path, 1, nil, []string{"mode=rw"}))
	if _, err := db.ExecContext(ctx, "CREATE TABLE later (what TEXT); INSERT INTO later VALUES ('x'); PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	result := must[model.Salvage](t)(SalvageTo(ctx, path, filepath.Join(t.TempDir(), "out.dragoman"), SalvageOptions{Now: clock}))
	if len(result.Lost) == 0 || !strings.Contains(result.Lost[len(result.Lost)-1].Problem, "version 99") {
		t.Errorf("lost: %v", result.Lost)
	}
}
