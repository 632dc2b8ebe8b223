package wiring_test

import (
	"testing"

	"dragoman/app/cli/headless/wiring"
	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/model"
)

// queries are what is searched for.
var queries = []struct{ name, query string }{
	{"word", "government"}, {"phrase", `"said that"`}, {"prefix", "mi*"}, {"rare", "balabi"},
}

// BenchmarkFind finds all of 100,000 documents that hold what the window searches
// for once a space ends the last word.
func BenchmarkFind(b *testing.B) {
	p := openProject(b, "p100k")
	for _, q := range queries {
		b.Run(q.name, func(b *testing.B) {
			for b.Loop() {
				if found, err := p.Find(b.Context(), q.query); err != nil || len(found) == 0 {
					b.Fatal(len(found), err)
				}
			}
		})
	}
}

// BenchmarkSearch searches 100,000 documents for the hundred best, as the command
// line does, with what they say.
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

// BenchmarkStatistics counts a project of 100,000 documents, as the window does,
// which has the list, and as the command line does.
func BenchmarkStatistics(b *testing.B) {
	p := openProject(b, "p100k")
	list, err := p.Documents(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	for name, project := range map[string]func() job.Reader{
		"window": func() job.Reader { return session.Listed(p, list) },
		"verb":   func() job.Reader { return p },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				counts, err := job.Stats(b.Context(), project(), job.Silent)
				if err != nil || counts.Documents != 100_000 {
					b.Fatal(counts.Documents, err)
				}
			}
		})
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
