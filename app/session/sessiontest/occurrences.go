package sessiontest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"dragoman/model"
)

// Annotations lists annotations of all documents, sorted by label, covered
// text and id. Only case makes no difference to the query's text.
func (p *Project) Annotations(_ context.Context, query model.AnnotationQuery) ([]model.Occurrence, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	all := p.occurrences()
	if query.After != "" {
		i := slices.IndexFunc(all, func(o model.Occurrence) bool { return o.Annotation.ID == query.After })
		if i < 0 {
			return nil, fmt.Errorf("annotation %s: %w", query.After, model.ErrNotFound)
		}
		all = all[i+1:]
	}
	wanted := strings.ToLower(query.Text)
	all = slices.DeleteFunc(all, func(o model.Occurrence) bool {
		return query.Label != "" && o.Annotation.Label != query.Label || query.Annotator != "" && o.Annotator != query.Annotator ||
			!strings.Contains(strings.ToLower(o.Text), wanted) && !strings.Contains(strings.ToLower(o.Title), wanted)
	})
	if query.Limit > 0 {
		all = all[:min(query.Limit, len(all))]
	}
	return all, nil
}

// occurrences returns all annotations, sorted.
func (s state) occurrences() []model.Occurrence {
	var all []model.Occurrence
	for k, set := range s.sets {
		d := s.documents[k.document]
		if d.Binned != "" {
			continue
		}
		for _, a := range set.Annotations {
			all = append(all, model.Occurrence{
				Document: d.ID, Title: d.Title, Annotator: set.Annotator, Annotation: a, Text: d.Text.Quote(a.Fragments),
			})
		}
	}
	slices.SortFunc(all, func(x, y model.Occurrence) int {
		return cmp.Or(cmp.Compare(x.Annotation.Label, y.Annotation.Label), cmp.Compare(x.Text, y.Text), cmp.Compare(x.Annotation.ID, y.Annotation.ID))
	})
	return all
}
