package job_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/app/job"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
	"dragoman/storage/format/brat"
)

// list is a format for tests that writes "text annotator status" lines and
// loses every person.
var list = format.Format{
	Name: "list", Extensions: []string{".list"}, Sets: true, Drafts: true,
	Write: func(_ context.Context, out io.Writer, _ format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
		var report format.Report
		for r, err := range records {
			if err != nil {
				return report, err
			}
			status := model.StatusUnset
			if r.Set != nil {
				status = r.Set.Status
				for _, a := range r.Set.Annotations {
					if a.Label == "person" {
						report.Losses.Add("person", r.Document.Text.Quote(a.Fragments), "another format")
					}
				}
			}
			if _, err := fmt.Fprintf(out, "%s|%s|%s\n", r.Document.Text, r.Annotator(), status); err != nil {
				return report, err
			}
		}
		return report, nil
	},
}

func filled(t *testing.T) *sessiontest.Project {
	t.Helper()
	p := sessiontest.NewProject(modeltest.Schema())
	bringText(t, p, "ana done: One [person Ana]\nbo in_progress: One Ana\nana new: Two\n-: Three\n")
	return p
}

func TestExportFilters(t *testing.T) {
	p := filled(t)
	for _, c := range []struct {
		annotator model.Annotator
		status    model.Status
		want      string
	}{
		{"", "", "One Ana|ana|done One Ana|bo|in_progress Three||new Two|ana|new"},
		{model.All, model.StatusDone, "One Ana|ana|done"},
		{model.All, model.StatusNew, "Three||new Two|ana|new"},
		{"ana", "", "One Ana|ana|done Two|ana|new"},
		{"bo", model.StatusDone, ""},
	} {
		var b strings.Builder
		_, err := job.Write(t.Context(), p, &b, job.ExportOptions{Format: list, Annotator: c.annotator, Status: c.status}, job.Silent)
		if err != nil {
			t.Error(err)
		}
		got := strings.Split(strings.TrimSpace(b.String()), "\n")
		want := strings.Split(strings.NewReplacer("done ", "done\n", "in_progress ", "in_progress\n", "new ", "new\n").Replace(c.want), "\n")
		if !sameLines(got, want) {
			t.Errorf("%q %q: got %q, want %q", c.annotator, c.status, got, want)
		}
	}
	_, err := job.Write(t.Context(), p, io.Discard, job.ExportOptions{Format: list, Annotator: "zoe"}, job.Silent)
	if err == nil || !strings.Contains(err.Error(), "ana, bo") {
		t.Errorf("an unknown annotator gave %v", err)
	}
}

// sameLines compares lines in any order: documents come by id.
func sameLines(a, b []string) bool {
	count := map[string]int{}
	for _, x := range a {
		count[x]++
	}
	for _, x := range b {
		count[x]--
	}
	for _, n := range count {
		if n != 0 {
			return false
		}
	}
	return true
}

func TestExportWritesLossesBesideIt(t *testing.T) {
	p, dir := filled(t), t.TempDir()
	path := filepath.Join(dir, "out.txt")
	r, err := job.Export(t.Context(), p, path, job.ExportOptions{Format: list}, job.Silent)
	if err != nil || r.Losses.Count() != 1 || r.Documents != 3 || r.Sets != 3 {
		t.Fatalf("%+v, %v", r, err)
	}
	losses, err := os.ReadFile(path + ".losses.json")
	if err != nil || !strings.Contains(string(losses), `"Ana"`) {
		t.Errorf("losses %s, %v", losses, err)
	}
	if _, err := job.Export(t.Context(), p, path, job.ExportOptions{Format: list, Annotator: "bo"}, job.Silent); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(path + ".losses.json"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the losses of the export before are still there: %v", err)
	}
}

func TestACancelledExportLeavesTheOldFile(t *testing.T) {
	p, dir := filled(t), t.TempDir()
	path := filepath.Join(dir, "out.txt")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	_, err := job.Export(ctx, p, path, job.ExportOptions{Format: list}, &stopAfter{2, cancel})
	cancel()
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	files, _ := os.ReadDir(dir)
	if data, _ := os.ReadFile(path); string(data) != "old" || len(files) != 1 {
		t.Errorf("%q and %v are there", data, files)
	}
}

func TestAFormatOfOneAnnotatorRefusesAll(t *testing.T) {
	one := list
	one.Sets = false
	var usage *job.UsageError
	_, err := job.Write(t.Context(), filled(t), io.Discard, job.ExportOptions{Format: one}, job.Silent)
	if !errors.As(err, &usage) {
		t.Errorf("got %v", err)
	}
	if _, err := job.Write(t.Context(), filled(t), io.Discard, job.ExportOptions{Format: one, Annotator: "ana"}, job.Silent); err != nil {
		t.Error(err)
	}
}

func TestPreviewIsTheFirstRecord(t *testing.T) {
	p := filled(t)
	var whole strings.Builder
	if _, err := job.Write(t.Context(), p, &whole, job.ExportOptions{Format: list}, job.Silent); err != nil {
		t.Fatal(err)
	}
	first, _, _ := strings.Cut(whole.String(), "\n")
	got, err := job.Preview(t.Context(), p, job.ExportOptions{Format: list})
	if err != nil || got != first+"\n" {
		t.Errorf("preview %q, %v; want %q", got, err, first)
	}
}

func TestStats(t *testing.T) {
	c, err := job.Stats(t.Context(), filled(t), job.Silent)
	if err != nil {
		t.Fatal(err)
	}
	if c.Documents != 3 || c.Untouched != 1 || c.Length != (job.Lengths{Total: 15, Least: 3, Most: 7, Average: 5}) {
		t.Errorf("counts %+v", c)
	}
	if c.Labels["person"]["ana"] != 1 || c.Sets["bo"]["in_progress"] != 1 || c.Labels["denial"] == nil {
		t.Errorf("counts %+v", c)
	}
}

// counting returns a Write that counts annotations and relations.
func counting(n, relations *int) func(context.Context, io.Writer, format.WriteOptions, iter.Seq2[format.Record, error]) (format.Report, error) {
	return func(_ context.Context, _ io.Writer, _ format.WriteOptions, records iter.Seq2[format.Record, error]) (format.Report, error) {
		for r, err := range records {
			if err != nil {
				return format.Report{}, err
			}
			if r.Set != nil {
				*n += len(r.Set.Annotations)
				*relations += len(r.Set.Relations)
			}
		}
		return format.Report{}, nil
	}
}

// bringRecord imports one record.
func bringRecord(t *testing.T, p *sessiontest.Project, r format.Record) {
	t.Helper()
	one := notation
	one.Read = func(_ context.Context, _ format.Input, take func(format.Record) error) (format.Report, error) {
		return format.Report{}, take(r)
	}
	if _, err := job.Read(t.Context(), p, one, format.Input{Name: "a"}, ""); err != nil {
		t.Fatal(err)
	}
}

func splitLines(s string) []string { return strings.Split(strings.TrimSpace(s), "\n") }

func TestChoicesAboutOverlapsThatDoNothingAreRefused(t *testing.T) {
	p := filled(t)
	columns, everything := list, list
	columns.Layers, everything.Keeps = true, format.All()
	for _, c := range []struct {
		opt  job.ExportOptions
		want string
	}{
		{job.ExportOptions{Format: list, Prefer: []string{"person"}}, ""},
		{job.ExportOptions{Format: list, Prefer: []string{"person", "persn"}}, `no label "persn"`},
		{job.ExportOptions{Format: everything, Prefer: []string{"persn"}}, `no label "persn"`},
		{job.ExportOptions{Format: list, Layers: true}, "no layers"},
		{job.ExportOptions{Format: columns, Layers: true}, ""},
		{job.ExportOptions{Format: everything, Layers: true}, ""},
	} {
		_, err := job.Write(t.Context(), p, io.Discard, c.opt, job.Silent)
		var usage *job.UsageError
		if (err == nil) != (c.want == "") || err != nil && (!errors.As(err, &usage) || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%+v: %v, want %q", c.opt.Prefer, err, c.want)
		}
	}
}

// The preview of a folder has the names that will be, and the text last.
func TestPreviewOfAFolder(t *testing.T) {
	p := sessiontest.NewProject(modeltest.Schema())
	bringText(t, p, "ana done: [person Ana] left\n")
	got, err := job.Preview(t.Context(), p, job.ExportOptions{Format: brat.Format(), Annotator: "ana"})
	if err != nil {
		t.Fatal(err)
	}
	annotations, text := strings.Index(got, ".ann:\n"), strings.Index(got, ".txt:\n")
	if annotations < 0 || text < annotations || strings.Contains(got, "ana/") {
		t.Errorf("the preview is\n%s", got)
	}
}
