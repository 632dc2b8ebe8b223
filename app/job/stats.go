package job

import (
	"context"
	"fmt"

	"dragoman/model"
)

// Counts counts the project. Lengths are in code points. Maps are never nil.
type Counts struct {
	Documents int                                `json:"documents"`
	Length    Lengths                            `json:"length"`
	Flags     map[string]int                     `json:"flags"`       // documents by flag
	Sets      map[model.Annotator]map[string]int `json:"sets"`        // by annotator and status
	Labels    map[string]map[model.Annotator]int `json:"labels"`      // annotations by label and annotator
	Relations map[string]map[model.Annotator]int `json:"relations"`   // by type and annotator
	Untouched int                                `json:"without_set"` // documents that nobody began

	Assignments []Owed `json:"assignments"` // what was handed out, and how much of it came back
}

// Lengths are of texts, in code points.
type Lengths struct {
	Total   int `json:"total"`
	Least   int `json:"least"`
	Most    int `json:"most"`
	Average int `json:"average"` // rounded down
}

// Stats counts the project. Labels and relation types of the schema that
// nobody used are there with no counts.
func Stats(ctx context.Context, project Reader, progress Progress) (Counts, error) {
	c := Counts{
		Flags: map[string]int{}, Sets: map[model.Annotator]map[string]int{},
		Labels: map[string]map[model.Annotator]int{}, Relations: map[string]map[model.Annotator]int{},
	}
	schema, err := project.Schema(ctx)
	if err != nil {
		return c, fmt.Errorf("read schema: %w", err)
	}
	for _, l := range schema.Labels {
		c.Labels[l.Name] = map[model.Annotator]int{}
	}
	for _, r := range schema.RelationTypes {
		c.Relations[r.Name] = map[model.Annotator]int{}
	}
	err = project.Walk(ctx, func(document model.Document, sets []model.AnnotationSet) error {
		c.document(document, sets)
		progress.Report(int64(c.Documents), 0, document.Title)
		return nil
	})
	if err != nil {
		return c, fmt.Errorf("count: %w", err)
	}
	if c.Assignments, err = Outstanding(ctx, project); err != nil {
		return c, err
	}
	if c.Documents > 0 {
		c.Length.Average = c.Length.Total / c.Documents
	}
	return c, nil
}

func (c *Counts) document(document model.Document, sets []model.AnnotationSet) {
	n := document.Text.CodePoints()
	if c.Documents == 0 || n < c.Length.Least {
		c.Length.Least = n
	}
	c.Length.Most = max(c.Length.Most, n)
	c.Length.Total += n
	c.Documents++
	if flag := document.Meta.Text(model.MetaFlag); flag != "" {
		c.Flags[flag]++
	}
	if len(sets) == 0 {
		c.Untouched++
	}
	for _, set := range sets {
		count(c.Sets, set.Annotator, set.Status.String())
		for _, a := range set.Annotations {
			count(c.Labels, a.Label, set.Annotator)
		}
		for _, r := range set.Relations {
			count(c.Relations, r.Type, set.Annotator)
		}
	}
}

func count[K, L comparable](counts map[K]map[L]int, k K, l L) {
	if counts[k] == nil {
		counts[k] = map[L]int{}
	}
	counts[k][l]++
}
