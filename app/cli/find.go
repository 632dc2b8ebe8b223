package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"dragoman/model"
)

// candidates is how many documents a message about an ambiguous name lists.
const candidates = 5

// find returns the id of the document that a person means: by its id, a prefix
// of it that is unique, or its title where that is unique.
func find(ctx context.Context, p interface {
	Documents(context.Context) ([]model.Summary, error)
}, name string,
) (model.DocumentID, error) {
	documents, err := p.Documents(ctx)
	if err != nil {
		return "", err
	}
	var found []model.Summary
	for _, d := range documents {
		if string(d.ID) == name {
			return d.ID, nil
		}
		if d.Title == name || name != "" && strings.HasPrefix(string(d.ID), name) {
			found = append(found, d)
		}
	}
	switch len(found) {
	case 0:
		return "", fmt.Errorf("document “%s”: %w: give an id, the beginning of one, or a whole title", name, model.ErrNotFound)
	case 1:
		return found[0].ID, nil
	}
	return "", ambiguous(name, found)
}

func ambiguous(name string, found []model.Summary) error {
	var lines strings.Builder
	for i, d := range found {
		if i == candidates {
			lines.WriteString("; …")
			break
		}
		if i > 0 {
			lines.WriteString("; ")
		}
		fmt.Fprintf(&lines, "%s “%s”", d.ID, d.Heading())
	}
	return fmt.Errorf("%w: “%s” fits %d documents: %s", errAmbiguous, name, len(found), lines.String())
}

// errAmbiguous: a name fits several documents.
var errAmbiguous = errors.New("say which one by its id")
