package storage

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/model"
)

func TestBackupIsTheSameProject(t *testing.T) {
	p := newTestProject(t)
	fillFull(t, p)
	out := filepath.Join(t.TempDir(), "copy.dragoman")
	if err := p.Backup(ctx, out); err != nil {
		t.Fatal(err)
	}
	if left := filesIn(t, filepath.Dir(out)); len(left) != 1 {
		t.Errorf("beside the backup: %v", left)
	}
	copied := opened(t, out, Options{})
	defer closed(t, copied)
	if got, want := dump(t, copied), dump(t, p); got != want {
		t.Errorf("the copy holds\n%s\nand not\n%s", got, want)
	}
	sound(t, copied)
	if hits := must[[]model.Hit](t)(copied.Search(ctx, "ruiz", 0)); len(hits) != 1 {
		t.Errorf("the copy cannot be searched: %+v", hits)
	}
}

func TestBackupNeverOverwrites(t *testing.T) {
	p := newTestProject(t)
	out := filepath.Join(t.TempDir(), "mine")
	if err := os.WriteFile(out, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := p.Backup(ctx, out); !errors.Is(err, ErrExists) {
		t.Errorf("over a file: %v", err)
	}
	if err := p.Backup(ctx, p.Path()); !errors.Is(err, ErrExists) {
		t.Errorf("over itself: %v", err)
	}
	if data, err := os.ReadFile(out); err != nil || string(data) != "mine" {
		t.Errorf("the file is now %q, %v", data, err)
	}
}

func TestBackupThatFailsLeavesNothing(t *testing.T) {
	p := newTestProject(t)
	folder := t.TempDir()
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := p.Backup(cancelled, filepath.Join(folder, "a")); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
	if err := p.Backup(ctx, filepath.Join(folder, "no", "b")); !errors.Is(err, ErrNotThere) {
		t.Errorf("into no folder: %v", err)
	}
	if left := filesIn(t, folder); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestBackupOfADamagedProjectIsRefused(t *testing.T) {
	path := fullProject(t)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page := strings.LastIndex(string(data), "the minister") / newPage * newPage
	copy(data[page:], "ZZZZZZZZ")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := Open(ctx, path, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer closed(t, p)
	if findings, err := p.Check(ctx); err != nil || len(findings) == 0 {
		t.Errorf("check finds %v, %v", findings, err)
	}
	out := filepath.Join(t.TempDir(), "copy")
	if err := p.Backup(ctx, out); !errors.Is(err, ErrDamaged) {
		t.Errorf("a damaged project was backed up: %v", err)
	}
	if left := filesIn(t, filepath.Dir(out)); len(left) != 0 {
		t.Errorf("left: %v", left)
	}
}

func TestBackupWhileTheProjectIsWritten(t *testing.T) {
	p := newTestProject(t)
	fillFull(t, p)
	out := filepath.Join(t.TempDir(), "copy.dragoman")
	err := p.Update(ctx, func(tx *Tx) error {
		d := model.NewDocument("not yet", "not yet", "")
		if _, err := tx.Save(model.Step{Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}}); err != nil {
			return err
		}
		return p.Backup(ctx, out)
	})
	if err != nil {
		t.Fatal(err)
	}
	copied := opened(t, out, Options{ReadOnly: true})
	defer closed(t, copied)
	if list := must[[]model.Summary](t)(copied.Documents(ctx)); len(list) != 2 {
		t.Errorf("the copy holds %d documents", len(list))
	}
}
