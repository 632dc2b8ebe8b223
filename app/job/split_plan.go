package job

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"net/url"
	"slices"
	"strings"
	"time"

	"dragoman/model"
	"dragoman/model/near"
	"dragoman/model/split"
	"dragoman/storage/format"
)

// PlanSplit divides the documents of the records, which come one document after
// the other, into the parts of the options, which must ask for some. The labels
// of all their annotations are spread over the parts as far as that goes: see
// split.Assign, which says too what happens when documents are added; divided
// by date, documents go where their date has them. The same documents, sets and
// options give the same plan.
//
// No text is kept: of each document its runs of words as numbers, about as much
// memory as its text and a half. total is the number of documents, for the
// progress, 0 where it is not known.
func PlanSplit(ctx context.Context, records iter.Seq2[format.Record, error], total int, opt SplitOptions, progress Progress) (*SplitPlan, error) {
	p := planner{opt: opt, index: near.New(near.Options{}), labels: map[string]int{}}
	for r, err := range records {
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		if p.add(r) {
			progress.Report(int64(len(p.documents)), int64(max(total, len(p.documents))), r.Document.Title)
		}
	}
	progress.Report(int64(len(p.documents)), int64(len(p.documents)), "near-duplicates")
	clusters, err := p.index.Clusters(ctx)
	if err != nil {
		return nil, fmt.Errorf("find near-duplicates: %w", err)
	}
	plan := p.plan(p.divide(clusters))
	if plan.Leak, err = p.leak(ctx, clusters); err != nil {
		return nil, fmt.Errorf("find what the parts have in common: %w", err)
	}
	return plan, nil
}

// planner holds what is known of the documents, by the numbers that the index
// gave them.
type planner struct {
	opt       SplitOptions
	index     *near.Index
	documents []planned
	labels    map[string]int // their numbers
}

type planned struct {
	id     model.DocumentID
	source string
	day    string
	labels []int // how often each occurs
	part   int
}

// add takes a record and reports whether it begins a document.
func (p *planner) add(r format.Record) bool {
	last := len(p.documents) - 1
	begins := last < 0 || p.documents[last].id != r.Document.ID
	if begins {
		p.index.Add(r.Document.Text.String())
		p.documents = append(p.documents, planned{id: r.Document.ID, source: siteOf(r.Document.Source), day: dayOf(r.Document.Meta)})
		last++
	}
	if r.Set != nil {
		for _, a := range r.Set.Annotations {
			p.documents[last].count(p.label(a.Label))
		}
	}
	return begins
}

// label returns the number of a label.
func (p *planner) label(name string) int {
	n, known := p.labels[name]
	if !known {
		n = len(p.labels)
		p.labels[name] = n
	}
	return n
}

func (d *planned) count(label int) {
	for len(d.labels) <= label {
		d.labels = append(d.labels, 0)
	}
	d.labels[label]++
}

// siteOf returns the site of an address, without "www.", and any other source
// as it is.
func siteOf(source string) string {
	address, err := url.Parse(source)
	if err != nil || address.Host == "" {
		return source
	}
	return strings.TrimPrefix(strings.ToLower(address.Hostname()), "www.")
}

// dayOf returns the day of a date that is one or begins with one, and "" of any
// other.
func dayOf(meta model.Meta) string {
	date := meta.Text(model.MetaDate)
	day := date[:min(len(date), len(time.DateOnly))]
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return ""
	}
	return day
}

// divide gives each document its part, and returns the number of groups.
func (p *planner) divide(clusters []int) int {
	keys := make([]string, len(p.documents))
	for i := range p.documents {
		keys[i] = p.key(i, clusters)
	}
	members := map[string][]int{}
	for i, key := range keys {
		members[key] = append(members[key], i)
	}
	// By key: the day, where it is divided by date.
	names := slices.Sorted(maps.Keys(members))
	groups := make([]split.Group, len(names))
	for i, name := range names {
		groups[i] = p.group(name, members[name])
	}
	for i, part := range p.assign(groups) {
		for _, document := range members[names[i]] {
			p.documents[document].part = part
		}
	}
	return len(groups)
}

func (p *planner) assign(groups []split.Group) []int {
	if p.opt.By == SplitDate {
		return split.InOrder(groups, p.opt.Parts)
	}
	return split.Assign(groups, p.opt.Parts, p.opt.Seed)
}

// key names what the document stays together with.
func (p *planner) key(document int, clusters []int) string {
	d := p.documents[document]
	switch {
	case p.opt.By == SplitCluster:
		return string(p.documents[clusters[document]].id)
	case p.opt.By == SplitDate:
		return d.day
	case p.opt.By == SplitSource && d.source != "":
		return "source " + d.source
	}
	return string(d.id)
}

// group adds up the documents that share a key. A source is known by its name;
// a cluster, by the least of its ids, which it mostly keeps when others join it.
func (p *planner) group(key string, members []int) split.Group {
	g := split.Group{Key: key, Documents: len(members), Labels: make([]int, len(p.labels))}
	for _, m := range members {
		if p.opt.By == SplitCluster {
			g.Key = min(g.Key, string(p.documents[m].id))
		}
		for l, n := range p.documents[m].labels {
			g.Labels[l] += n
		}
	}
	return g
}

// plan counts what is in the parts.
func (p *planner) plan(groups int) *SplitPlan {
	plan := &SplitPlan{By: p.opt.By, Seed: p.opt.Seed, Groups: groups, of: make(map[model.DocumentID]int, len(p.documents))}
	for _, part := range p.opt.Parts {
		s := SplitPart{Name: part.Name, Share: part.Share, Labels: map[string]int{}}
		for name := range p.labels {
			s.Labels[name] = 0
		}
		plan.Parts = append(plan.Parts, s)
	}
	for _, d := range p.documents {
		plan.of[d.id] = d.part
		plan.Parts[d.part].Documents++
		if p.opt.By == SplitDate && d.day == "" {
			plan.Undated++
		}
		for name, l := range p.labels {
			if l < len(d.labels) {
				plan.Parts[d.part].Labels[name] += d.labels[l]
				plan.Parts[d.part].Annotations += d.labels[l]
			}
		}
	}
	return plan
}

// leak finds what the parts have in common.
func (p *planner) leak(ctx context.Context, clusters []int) (SplitLeak, error) {
	leak := SplitLeak{Words: p.index.Words(), Threshold: p.index.Threshold()}
	var err error
	leak.NearDuplicates, err = p.index.CountPairs(ctx, clusters, func(a, b int) bool { return p.documents[a].part != p.documents[b].part })
	if err != nil {
		return SplitLeak{}, err
	}
	trained := func(i int) bool { return p.documents[i].part == 0 }
	shares, err := p.index.Overlaps(ctx, func(i int) bool { return !trained(i) }, trained)
	if err != nil || len(shares) == 0 {
		return leak, err
	}
	leak.Documents = len(shares)
	leak.Shared = shareOf(shares, func(share float64) bool { return share > 0 })
	leak.MuchShared = shareOf(shares, func(share float64) bool { return share >= MuchSharing })
	return leak, nil
}

// shareOf returns the share of the values of which f says yes.
func shareOf(values []float64, f func(float64) bool) *float64 {
	n := 0
	for _, v := range values {
		if f(v) {
			n++
		}
	}
	return new(float64(n) / float64(len(values)))
}
