package storage

import (
	"context"
	"errors"
	"os"
	"path/filepath"
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
