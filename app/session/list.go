package session

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"dragoman/model"
)

// index returns where the document stands in the list, or -1. It is nearly always
// the document that was asked for before: a map of all would cost more.
//
// While there is rest the list is the part that was read, unless the document is
// not in it.
func (s *Session) index(id model.DocumentID) int {
	if s.asked < len(s.documents) && s.documents[s.asked].ID == id {
		return s.asked
	}
	i := model.IndexSummary(s.documents, id)
	if i < 0 && s.rest != nil {
		documents, _ := s.all()
		i = model.IndexSummary(documents, id)
	}
	s.asked = max(0, i)
	return i
}

// Summary returns what Documents says of a document. Of one of those near it
// waits for no others.
func (s *Session) Summary(id model.DocumentID) (model.Summary, bool) {
	i := s.index(id)
	if i < 0 {
		return model.Summary{}, false
	}
	return s.seen[i], true
}

// summarise puts the counts of a set that changed into the list, without
// reading it anew and without touching the rest of it.
func (s *Session) summarise(set model.AnnotationSet) {
	i := s.index(set.Document)
	if i < 0 {
		return
	}
	if s.rest != nil {
		s.late = append(s.late, set)
	}
	count := model.SetSummary{
		Annotator: set.Annotator, Status: set.Status,
		Annotations: len(set.Annotations), Relations: len(set.Relations),
	}
	sets := slices.Clone(s.documents[i].Sets)
	at, found := slices.BinarySearchFunc(sets, set.Annotator, func(x model.SetSummary, a model.Annotator) int {
		return cmp.Compare(x.Annotator, a)
	})
	if found {
		sets[at] = count
	} else {
		sets = slices.Insert(sets, at, count)
	}
	s.documents[i].Sets = sets
	if s.OthersShown() || set.Annotator != s.annotator {
		s.look()
		return
	}
	s.seen[i] = own(s.documents[i], s.annotator)
}

// SetProperties gives a document another title, source or metadata: a flag and
// its note are metadata (model.MetaFlag). It is a step of the project, which
// UndoStep takes back.
func (s *Session) SetProperties(ctx context.Context, id model.DocumentID, properties model.Properties) error {
	document, err := s.project.Document(ctx, id)
	if err != nil {
		return s.failed(fmt.Errorf("read document %s: %w", id, err))
	}
	old := document.Properties()
	properties.Binned = old.Binned
	if old.Equal(properties) {
		return nil
	}
	edit := model.Replace(old, properties)
	return s.save(ctx, model.Step{
		Name:      "properties of “" + properties.Title + "”",
		Documents: []model.DocumentEdit{{ID: id, Properties: &edit}},
	})
}

// SetFlag flags a document as model.Flagged or model.Skipped, with a note, or
// takes the flag away when it is "".
func (s *Session) SetFlag(ctx context.Context, id model.DocumentID, flag, note string) error {
	if flag != "" && flag != model.Flagged && flag != model.Skipped {
		return s.failed(fmt.Errorf("flag %q is not %s or %s", flag, model.Flagged, model.Skipped))
	}
	document, err := s.project.Document(ctx, id)
	if err != nil {
		return s.failed(fmt.Errorf("read document %s: %w", id, err))
	}
	if flag == "" {
		note = ""
	}
	properties := document.Properties()
	properties.Meta = properties.Meta.With(model.MetaFlag, flag).With(model.MetaFlagNote, note)
	return s.SetProperties(ctx, id, properties)
}

// save writes a step of the project, reads what it may have changed and tells
// the listeners.
func (s *Session) save(ctx context.Context, step model.Step) error {
	step.By, step.Project = s.annotator, true
	if _, err := s.project.Save(ctx, step); err != nil {
		return s.failed(fmt.Errorf("save %s: %w", step.Name, err))
	}
	return s.Refresh(ctx)
}
