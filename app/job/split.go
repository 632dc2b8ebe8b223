package job

import (
	"fmt"
	"slices"

	"dragoman/model"
	"dragoman/model/split"
)

// SplitBy says which documents stay together when a project is divided.
type SplitBy string

// What a project is divided by.
const (
	SplitRandom  SplitBy = "random"  // each document by itself
	SplitCluster SplitBy = "cluster" // near-duplicates stay together: see package near
	SplitDate    SplitBy = "date"    // the oldest first; a day stays together, and documents without a date are in the first part
	SplitSource  SplitBy = "source"  // documents of a source, or with addresses of one site, stay together
)

// SplitOptions say into which parts an export is divided. The zero value: into
// none.
type SplitOptions struct {
	Parts []split.Part // the first is the one that is trained on
	By    SplitBy
	Seed  uint64
}

// ParseSplit reads parts, such as "train=0.8,dev=0.1,test=0.1", and what to
// divide by; "" is cluster, which is what leaks least. No parts are the zero
// value. What cannot be is a *UsageError.
func ParseSplit(parts, by string, seed uint64) (SplitOptions, error) {
	if parts == "" {
		if by != "" {
			return SplitOptions{}, &UsageError{"say which parts to divide into: --split train=0.8,dev=0.1,test=0.1"}
		}
		return SplitOptions{}, nil
	}
	opt := SplitOptions{By: SplitBy(by), Seed: seed}
	if by == "" {
		opt.By = SplitCluster
	}
	if !slices.Contains([]SplitBy{SplitRandom, SplitCluster, SplitDate, SplitSource}, opt.By) {
		return SplitOptions{}, &UsageError{fmt.Sprintf("documents are not divided by %q: choose random, cluster, date or source", by)}
	}
	var err error
	if opt.Parts, err = split.Parse(parts); err != nil {
		return SplitOptions{}, &UsageError{err.Error()}
	}
	return opt, nil
}

// Asked reports whether the export is to be divided.
func (opt SplitOptions) Asked() bool { return len(opt.Parts) > 0 }

// SplitPlan says which document goes into which part, and what that means.
type SplitPlan struct {
	Parts   []SplitPart `json:"parts"`
	By      SplitBy     `json:"by"`
	Seed    uint64      `json:"seed"`
	Groups  int         `json:"groups"`            // of documents that stay together
	Undated int         `json:"undated,omitempty"` // documents without a date, where it is divided by date
	Leak    SplitLeak   `json:"leak"`

	of map[model.DocumentID]int
}

// SplitPart is one part of a divided export.
type SplitPart struct {
	Name        string         `json:"name"`
	Share       float64        `json:"share"` // that was asked for
	Documents   int            `json:"documents"`
	Annotations int            `json:"annotations"`
	Labels      map[string]int `json:"labels"` // annotations of each label that leaves in any part
}

// SplitLeak is what the other parts have in common with the first, which is
// trained on, and with each other.
type SplitLeak struct {
	// NearDuplicates counts the pairs of near-duplicates in different parts:
	// documents that have at least Threshold of the runs of Words words in
	// common that either has.
	NearDuplicates int `json:"near_duplicates"`
	// Documents counts those outside the first part. Shared is the share of
	// them that have a run of Words words which a document of the first part
	// has too, and MuchShared the share of which at least MuchSharing of all
	// runs are such; nil where there are no documents.
	Documents  int      `json:"documents"`
	Shared     *float64 `json:"shared_8grams"`
	MuchShared *float64 `json:"shared_8grams_30_percent"`
	Words      int      `json:"words"`
	Threshold  float64  `json:"threshold"`
}

// MuchSharing is the share of its runs of words from which on a document is
// probably the same story as another (see SplitLeak).
const MuchSharing = 0.3

// Names returns the names of the parts in order.
func (p *SplitPlan) Names() []string {
	names := make([]string, len(p.Parts))
	for i, part := range p.Parts {
		names[i] = part.Name
	}
	return names
}

// Of returns the name of the part that the document goes to, and "" for one
// that the plan does not know.
func (p *SplitPlan) Of(id model.DocumentID) string {
	if part, planned := p.of[id]; planned {
		return p.Parts[part].Name
	}
	return ""
}
