package job

import (
	"context"
	"fmt"
	"maps"

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
	documents, err := project.Documents(ctx)
	if err != nil {
		return c, fmt.Errorf("read list of documents: %w", err)
	}
	progress.Report(0, int64(len(documents)), "")
	tally, err := project.Tally(ctx)
	if err != nil {
		return c, fmt.Errorf("count: %w", err)
	}
	for _, d := range documents {
		c.document(d)
	}
	progress.Report(int64(len(documents)), int64(len(documents)), "")
	maps.Copy(c.Labels, tally.Annotations)
	maps.Copy(c.Relations, tally.Relations)
	if c.Assignments, err = Outstanding(ctx, project); err != nil {
		return c, err
	}
	if c.Documents > 0 {
		c.Length.Average = c.Length.Total / c.Documents
	}
	return c, nil
}

func (c *Counts) document(d model.Summary) {
	if c.Documents == 0 || d.Length < c.Length.Least {
		c.Length.Least = d.Length
	}
	c.Length.Most = max(c.Length.Most, d.Length)
	c.Length.Total += d.Length
	c.Documents++
	if d.Flag != "" {
		c.Flags[d.Flag]++
	}
	if len(d.Sets) == 0 {
		c.Untouched++
	}
	for _, set := range d.Sets {
		if c.Sets[set.Annotator] == nil {
			c.Sets[set.Annotator] = map[string]int{}
		}
		c.Sets[set.Annotator][set.Status.String()]++
	}
}
