package cli

import (
	"context"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"

	"dragoman/app/job"
	"dragoman/model"
	"dragoman/storage/format"
)

type statsVerb struct {
	Project string `arg:"" help:"Project file."`
}

// Run counts the project.
func (v *statsVerb) Run(ctx context.Context, e *env) error {
	return e.with(ctx, v.Project, true, func(p Project) error {
		meter := e.progress()
		counts, err := job.Stats(ctx, p, meter)
		meter.clear()
		if err != nil {
			return err
		}
		if e.json {
			return e.print(counts)
		}
		return e.out(statistics(counts))
	})
}

// statistics returns the counts for people.
func statistics(c job.Counts) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %d characters (%d to %d, %d on average), %d that nobody began\n",
		count(c.Documents, "document", "documents"), c.Length.Total, c.Length.Least, c.Length.Most, c.Length.Average, c.Untouched)
	for _, flag := range slices.Sorted(maps.Keys(c.Flags)) {
		fmt.Fprintf(&b, "  %d %s\n", c.Flags[flag], flag)
	}
	table(&b, "annotation sets", c.Sets)
	table(&b, "annotations", c.Labels)
	table(&b, "relations", c.Relations)
	handedOut(&b, c.Assignments)
	return b.String()
}

// handedOut tells what was handed out, and which documents have not come back.
func handedOut(b *strings.Builder, owed []job.Owed) {
	if len(owed) == 0 {
		return
	}
	fmt.Fprint(b, "\nhanded out\n")
	for _, o := range owed {
		fmt.Fprintf(b, "  %-16s %d of %d came back, %d done\n", o.Annotator, o.Assigned-o.NotBegun, o.Assigned, o.Done)
		for _, d := range o.Missing {
			fmt.Fprintf(b, "    missing: %.12s  %s\n", d.ID, model.Line(d.Title))
		}
	}
}

func table[K, L ~string](b *strings.Builder, title string, counts map[K]map[L]int) {
	fmt.Fprintf(b, "\n%s\n", title)
	for _, k := range slices.Sorted(maps.Keys(counts)) {
		var cells []string
		for _, l := range slices.Sorted(maps.Keys(counts[k])) {
			cells = append(cells, fmt.Sprintf("%s %d", l, counts[k][l]))
		}
		fmt.Fprintf(b, "  %-16s %s\n", k, strings.Join(cells, ", "))
	}
}

type checkVerb struct {
	Project string `arg:"" help:"Project file."`
}

// Run looks for damage. Damage that was found is reported with status 3; a
// project that cannot be opened fails.
func (v *checkVerb) Run(ctx context.Context, e *env) error {
	return e.with(ctx, v.Project, true, func(p Project) error {
		findings, err := p.Check(ctx)
		if err != nil {
			return err
		}
		e.refused = len(findings) > 0
		if e.json {
			return e.print(struct {
				OK       bool            `json:"ok"`
				Findings []model.Finding `json:"findings"`
			}{len(findings) == 0, append([]model.Finding{}, findings...)})
		}
		for _, f := range findings {
			if err := e.out(f.String() + "\n"); err != nil {
				return err
			}
		}
		if len(findings) == 0 {
			e.say("%s is sound", v.Project)
		} else {
			e.say("%s in %s: %s", count(len(findings), "problem", "problems"), v.Project, nextStep)
		}
		return nil
	})
}

type formatsVerb struct{}

// formatInfo is what formats prints of one.
type formatInfo struct {
	Name       string   `json:"name"`
	Title      string   `json:"title"`
	Extensions []string `json:"extensions"`
	Read       bool     `json:"read"`
	Write      bool     `json:"write"`
	Keeps      []string `json:"keeps"`
	Unit       string   `json:"offset_unit,omitempty"` // what its offsets count unless a file says otherwise
	Folder     bool     `json:"folder"`                // written as a folder
	Tokens     bool     `json:"tokens"`                // places annotations by tokens
	Layers     bool     `json:"layers"`
	Splits     bool     `json:"splits"` // divides the documents within itself
	Checked    string   `json:"checked,omitempty"`
}

// Run lists the formats.
func (v *formatsVerb) Run(_ context.Context, e *env) error {
	list := []formatInfo{}
	for _, f := range e.deps.Formats {
		list = append(list, formatInfo{
			f.Name, f.Title, f.Extensions, f.Read != nil, f.Writes(), keeps(f),
			string(f.Unit), f.WriteFolder != nil, f.Tokens, f.Layers, f.Splits, f.Checked,
		})
	}
	if e.json {
		return e.print(map[string][]formatInfo{"formats": list})
	}
	var lines strings.Builder
	columns := tabwriter.NewWriter(&lines, 0, 0, 2, ' ', 0)
	for _, f := range list {
		fmt.Fprintf(columns, "%s\t%s\t%s\n", f.Name, ways(f), f.Title)
	}
	if err := columns.Flush(); err != nil {
		return err
	}
	return e.out(lines.String())
}

func ways(f formatInfo) string {
	switch {
	case f.Read && f.Write:
		return "read, write"
	case f.Write:
		return "write"
	}
	return "read"
}

func keeps(f format.Format) []string {
	kept := []string{}
	for _, k := range []struct {
		name string
		has  bool
	}{
		{"sets", f.Sets},
		{"overlaps", f.Keeps.Overlaps},
		{"fragments", f.Keeps.Fragments},
		{"relations", f.Keeps.Relations},
		{"attributes", f.Keeps.Attributes},
		{"notes", f.Keeps.Notes},
		{"ids", f.Keeps.Ids},
		{"status", f.Keeps.Status},
		{"properties", f.Keeps.Properties},
		{"origins", f.Keeps.Origins},
		{"annotators", f.Keeps.Annotators},
		{"text", f.Keeps.Text},
		{"cuts", f.Keeps.Cuts},
	} {
		if k.has {
			kept = append(kept, k.name)
		}
	}
	return kept
}

type versionVerb struct{}

// Run prints the versions of the program and of what it is built from.
func (v *versionVerb) Run(_ context.Context, e *env) error {
	if e.json {
		return e.print(struct {
			Version string `json:"version"`
			Go      string `json:"go"`
			SQLite  string `json:"sqlite"`
		}{e.deps.Version, runtime.Version(), e.deps.SQLite})
	}
	return e.out(fmt.Sprintf("dragoman %s, %s, SQLite %s\n", e.deps.Version, runtime.Version(), e.deps.SQLite))
}
