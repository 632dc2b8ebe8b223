package job_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/app/job"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonl"
)

// A project is what nobody can write again: no export takes its place, whatever
// it is called and whatever the export leaves beside its own file.
func TestExportSparesProjects(t *testing.T) {
	const database = "SQLite format 3\x00 and what follows"
	for name, x := range map[string]struct {
		there, out string
		opt        job.ExportOptions
	}{
		"a project":               {"other.dragoman", "other.dragoman", job.ExportOptions{Format: jsonl.Format()}},
		"by another name":         {"other.jsonl", "other.jsonl", job.ExportOptions{Format: jsonl.Format()}},
		"what is not in it yet":   {"other.dragoman", "other.dragoman-wal", job.ExportOptions{Format: jsonl.Format()}},
		"where the losses stand":  {"a.list" + format.LossesSuffix, "a.list", job.ExportOptions{Format: list}},
		"in the place of a part":  {filepath.Join("pile", "texts", "one.txt"), "pile", job.ExportOptions{Format: pile}},
		"in the place of a whole": {"pile", "pile", job.ExportOptions{Format: pile}},
	} {
		t.Run(name, func(t *testing.T) {
			files := map[string]string{x.there: database}
			if filepath.Dir(x.there) != "." {
				files["pile/.dragoman-export.json"] = `{"format":"pile","files":["texts/one.txt"]}`
			}
			dir := folder(t, files)
			_, err := job.Export(t.Context(), filled(t), filepath.Join(dir, x.out), x.opt, job.Silent)
			_, asked := job.Replaces(filepath.Join(dir, x.out), x.opt)
			var usage *job.UsageError
			if !errors.As(err, &usage) || !errors.As(asked, &usage) {
				t.Errorf("export: %v; asked before: %v", err, asked)
			}
			if got, err := os.ReadFile(filepath.Join(dir, x.there)); err != nil || string(got) != database {
				t.Errorf("the project is gone: %q, %v", got, err)
			}
		})
	}
}

func TestReplaces(t *testing.T) {
	dir := folder(t, map[string]string{"a.jsonl": strings.Repeat("x", 1500)})
	pack := filepath.Join(dir, "pack")
	if _, err := job.Export(t.Context(), filled(t), pack, job.ExportOptions{Format: pile}, job.Silent); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(dir, "link")
	if err := os.Symlink(pack, link); err != nil {
		t.Skip("no symbolic links here: ", err)
	}
	for _, x := range []struct {
		path string
		f    format.Format
		want string
	}{
		{filepath.Join(dir, "a.jsonl"), jsonl.Format(), "a file of 1.5 KB"},
		{filepath.Join(dir, "none.jsonl"), jsonl.Format(), ""},
		{pack + string(filepath.Separator), pile, "an earlier export as pile"},
		{link, pile, "an earlier export as pile"},
		{filepath.Join(dir, "none"), pile, ""},
	} {
		what, err := job.Replaces(x.path, job.ExportOptions{Format: x.f})
		if err != nil || what != x.want {
			t.Errorf("%s: %q, %v; want %q", x.path, what, err, x.want)
		}
	}
}
