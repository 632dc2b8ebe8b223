package wiring_test

import (
	"testing"

	"dragoman/app/cli/headless/wiring"
	"dragoman/app/job"
	"dragoman/model"
)

// queries are what is searched for.
var queries = []struct{ name, query string }{
	{"word", "government"}, {"phrase", `"said that"`}, {"prefix", "mi"}, {"rare", "balabi"},
}

// BenchmarkSearch searches 100,000 documents.
func BenchmarkSearch(b *testing.B) {
	p := openProject(b, "p100k")
	for _, q := range queries {
		b.Run(q.name, func(b *testing.B) {
			for b.Loop() {
				if hits, err := p.Search(b.Context(), q.query, 100); err != nil || len(hits) == 0 {
					b.Fatal(len(hits), err)
				}
			}
		})
	}
}

// BenchmarkStatistics counts a project of 100,000 documents, as the window and
// the command line do.
func BenchmarkStatistics(b *testing.B) {
	p := openProject(b, "p100k")
	for b.Loop() {
		counts, err := job.Stats(b.Context(), p, job.Silent)
		if err != nil || counts.Documents != 100_000 {
			b.Fatal(counts.Documents, err)
		}
	}
}

// BenchmarkList reads the list of 100,000 documents.
func BenchmarkList(b *testing.B) {
	p := openProject(b, "p100k")
	for b.Loop() {
		var list []model.Summary
		list, err := p.Documents(b.Context())
		if err != nil || len(list) != 100_000 {
			b.Fatal(len(list), err)
		}
	}
}

// openProject opens a project of the files.
func openProject(b *testing.B, name string) wiring.Project {
	b.Helper()
	p, err := wiring.Open(b.Context(), projectFile(b, benchFolder(b), name), false)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { p.Close() })
	return p
}
