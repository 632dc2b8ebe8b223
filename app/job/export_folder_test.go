package job_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragoman/app/job"
	"dragoman/storage/format"
)

// pile is a format for tests that writes a file for each document.
var pile = format.Format{
	Name: "pile", Extensions: []string{".txt"}, Sets: true, Drafts: true,
	WriteFolder: func(_ context.Context, out format.Folder, _ format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
		var report format.Report
		var last string
		for r, err := range records {
			if err != nil {
				return report, err
			}
			if string(r.Document.ID) == last {
				continue
			}
			last = string(r.Document.ID)
			file, err := out.Create("texts/" + last[:4] + ".txt")
			if err != nil {
				return report, err
			}
			if _, err := io.WriteString(file, r.Document.Text.String()); err != nil {
				return report, err
			}
			if err := file.Close(); err != nil {
				return report, err
			}
		}
		return report, nil
	},
}

// tree returns the files below a folder.
func tree(t *testing.T, folder string) []string {
	t.Helper()
	var files []string
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			name, _ := filepath.Rel(folder, path)
			files = append(files, filepath.ToSlash(name))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestAFolderTakesThePlaceOfAnEarlierExportAlone(t *testing.T) {
	p, dir := filled(t), t.TempDir()
	path := filepath.Join(dir, "out")
	export := func() error {
		_, err := job.Export(t.Context(), p, path, job.ExportOptions{Format: pile}, job.Silent)
		return err
	}
	for range 2 {
		if err := export(); err != nil {
			t.Fatal(err)
		}
		if got := tree(t, path); len(got) != 4 { // three documents and the list of them
			t.Errorf("written: %v", got)
		}
	}
	mine := filepath.Join(path, "texts", "mine.txt")
	if err := os.WriteFile(mine, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	var usage *job.UsageError
	if err := export(); !errors.As(err, &usage) {
		t.Errorf("a folder with another file in it was replaced: %v", err)
	}
	if data, err := os.ReadFile(mine); err != nil || string(data) != "mine" {
		t.Errorf("the other file: %q, %v", data, err)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestACancelledExportLeavesTheOldFolder(t *testing.T) {
	p, dir := filled(t), t.TempDir()
	path := filepath.Join(dir, "out")
	if _, err := job.Export(t.Context(), p, path, job.ExportOptions{Format: pile, Annotator: "bo"}, job.Silent); err != nil {
		t.Fatal(err)
	}
	before := tree(t, path)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	_, err := job.Export(ctx, p, path, job.ExportOptions{Format: pile}, &stopAfter{2, cancel})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if after := tree(t, path); !slices.Equal(before, after) {
		t.Errorf("%v became %v", before, after)
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 1 {
		t.Errorf("left behind: %v", entries)
	}
}

func TestAFolderHoldsNoFileOutsideIt(t *testing.T) {
	for _, name := range []string{"../out.txt", "/etc/x", "", ".", "a/../../b", ".dragoman-export.json"} {
		f, dir := pile, t.TempDir()
		f.WriteFolder = func(_ context.Context, out format.Folder, _ format.WriteOptions, _ iter.Seq2[format.Record, error]) (format.Report, error) {
			_, err := out.Create(name)
			return format.Report{}, err
		}
		if _, err := job.Export(t.Context(), filled(t), filepath.Join(dir, "out"), job.ExportOptions{Format: f}, job.Silent); err == nil {
			t.Errorf("a file %q was made", name)
		}
		if got := tree(t, dir); len(got) > 0 {
			t.Errorf("left behind: %v", got)
		}
	}
}

func TestAnExportInPartsHoldsEachDocumentOnce(t *testing.T) {
	p := filled(t)
	split, err := job.ParseSplit("train=0.5,test=0.5", "random", 1)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "out")
	r, err := job.Export(t.Context(), p, path, job.ExportOptions{Format: list, Split: split}, job.Silent)
	if err != nil || r.Documents != 3 || r.Sets != 3 || r.Split == nil {
		t.Fatalf("%+v, %v", r, err)
	}
	var all []string
	for _, part := range []string{"train", "test"} {
		data, err := os.ReadFile(filepath.Join(path, part+".list"))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, splitLines(string(data))...)
	}
	if len(all) != 4 {
		t.Errorf("the parts hold %q", all)
	}
	if r, err = job.Export(t.Context(), p, filepath.Join(t.TempDir(), "out"), job.ExportOptions{Format: pile, Split: split}, job.Silent); err != nil || r.Documents != 3 {
		t.Errorf("%+v, %v", r, err)
	}
}

// A path may end in a separator, as shells complete it, and be a link to a
// folder; one that names nothing is refused, and nothing is left behind.
func TestPathsOfFolders(t *testing.T) {
	p, dir := filled(t), t.TempDir()
	export := func(path string) error {
		r, err := job.Export(t.Context(), p, path, job.ExportOptions{Format: pile}, job.Silent)
		if err == nil && strings.HasSuffix(r.Path, "/") {
			t.Errorf("the result names %s", r.Path)
		}
		return err
	}
	if err := os.Symlink(filepath.Join(dir, "out"), filepath.Join(dir, "link")); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for _, name := range []string{"out/", "link"} {
			if err := export(dir + "/" + name); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if info, err := os.Lstat(filepath.Join(dir, "link")); err != nil || info.Mode()&fs.ModeSymlink == 0 || len(tree(t, filepath.Join(dir, "out"))) != 4 {
		t.Errorf("the link is %v, %v", info, err)
	}
	t.Chdir(dir)
	var usage *job.UsageError
	for _, path := range []string{"", ".", "..", "./", "/", "out/."} {
		if err := export(path); !errors.As(err, &usage) {
			t.Errorf("export to %q: %v", path, err)
		}
	}
	if entries, _ := os.ReadDir(dir); len(entries) != 2 {
		t.Errorf("left behind: %v", entries)
	}
}
