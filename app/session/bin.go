package session

import (
	"context"
	"fmt"
	"slices"

	"dragoman/model"
)

// Bin returns the documents in the bin, those put there last first, with the
// sets that who works may see.
func (s *Session) Bin(ctx context.Context) ([]model.Summary, error) { return s.Seen().Bin(ctx) }

// PutIntoBin takes documents out of everything but the bin and their history,
// with all that is said of them. It is one step of the project, which UndoStep
// takes back. Those in the bin stay there.
func (s *Session) PutIntoBin(ctx context.Context, ids ...model.DocumentID) error {
	return s.bin(ctx, "delete", s.annotator, ids)
}

// BringBack takes documents out of the bin, as one step of the project.
func (s *Session) BringBack(ctx context.Context, ids ...model.DocumentID) error {
	return s.bin(ctx, "bring back", "", ids)
}

func (s *Session) bin(ctx context.Context, verb string, by model.Annotator, ids []model.DocumentID) error {
	step, err := BinStep(ctx, s.project, verb, by, ids)
	if err != nil || step.Empty() {
		return s.failed(err)
	}
	return s.save(ctx, step)
}

// BinStep returns the step that puts documents into the bin, by whom is said,
// or takes them out of it where by is "". It is empty where all are so already.
func BinStep(ctx context.Context, project Store, verb string, by model.Annotator, ids []model.DocumentID) (model.Step, error) {
	step := model.Step{Name: fmt.Sprintf("%s %d documents", verb, len(ids)), By: by, Project: true}
	for _, id := range ids {
		document, err := project.Document(ctx, id)
		if err != nil {
			return step, fmt.Errorf("read document %s: %w", id, err)
		}
		old := document.Properties()
		if (old.Binned == "") == (by == "") {
			continue
		}
		next := old
		next.Binned = by
		edit := model.Replace(old, next)
		step.Documents = append(step.Documents, model.DocumentEdit{ID: id, Properties: &edit})
		if len(ids) == 1 {
			step.Name = verb + " “" + model.Summary{ID: id, Title: old.Title, Beginning: model.FirstLine(document.Text.String())}.Heading() + "”"
		}
	}
	return step, nil
}

// reseat opens the current document again or, where it is in the bin, the one
// that has its place in the list; at was that place.
func (s *Session) reseat(ctx context.Context, at int) error {
	switch {
	case s.desk == nil:
		return nil
	case at < 0 || s.index(s.desk.Document().ID) >= 0:
		return s.OpenDocument(ctx, s.desk.Document().ID)
	}
	next := slices.IndexFunc(s.documents[min(at, len(s.documents)):], func(d model.Summary) bool { return d.Flag != model.Skipped })
	switch {
	case next >= 0:
		return s.OpenDocument(ctx, s.documents[at+next].ID)
	case len(s.documents) > 0:
		return s.OpenDocument(ctx, s.documents[len(s.documents)-1].ID)
	}
	s.CloseDocument()
	return nil
}
