package job

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"dragoman/model"
)

// unknownTime is when the properties of a document were edited that a file
// without times brought: before all that is known.
var unknownTime = time.Unix(0, 0).UTC()

// described is what projects say about a document, and since when.
type described struct {
	doc model.Document
	at  time.Time
}

// document adds the document, or brings together what this project and the
// sources say about it. It reports whether the document is new.
func (m *merger) document(id model.DocumentID) (fresh bool, err error) {
	ours, err := m.ours(id)
	if err != nil {
		return false, err
	}
	now := ours
	for _, s := range m.sources {
		if !s.documents[id] {
			continue
		}
		if now, err = m.describe(s, id, now); err != nil {
			return false, fmt.Errorf("%s: %w", s.Path, err)
		}
	}
	edit := model.DocumentEdit{ID: id, EditedAt: now.at}
	switch {
	case ours == nil:
		m.result.Added = append(m.result.Added, id)
		edit.Added = &now.doc
		m.batch.bytes += now.doc.Text.Len()
	case !now.at.Equal(ours.at) || !now.doc.Properties().Equal(ours.doc.Properties()):
		change := model.Replace(ours.doc.Properties(), now.doc.Properties())
		edit.Properties = &change
	}
	if ours != nil {
		m.result.Existing = append(m.result.Existing, id)
	}
	if now.doc.Binned != "" {
		m.result.InBin = append(m.result.InBin, id)
	}
	if edit.Added != nil || edit.Properties != nil {
		m.batch.step.Documents = append(m.batch.step.Documents, edit)
	}
	return ours == nil, nil
}

// ours returns the document as this project has it, or nil.
func (m *merger) ours(id model.DocumentID) (*described, error) {
	there, err := m.tx.Has(id)
	if err != nil || !there {
		return nil, err
	}
	doc, err := m.tx.Document(id)
	if err != nil {
		return nil, fmt.Errorf("read it: %w", err)
	}
	at, err := m.tx.EditedAt(id)
	return &described{doc, at}, err
}

// describe returns what stands about a document after one more source.
func (m *merger) describe(s source, id model.DocumentID, now *described) (*described, error) {
	doc, err := s.Project.Document(m.ctx, id)
	if err != nil {
		return nil, fmt.Errorf("read it: %w", err)
	}
	at := unknownTime
	if s.Imported == nil {
		if at, err = s.Project.EditedAt(m.ctx, id); err != nil {
			return nil, err
		}
	}
	theirs := &described{doc, at}
	switch {
	case now == nil:
		return theirs, nil
	case doc.Properties().Equal(now.doc.Properties()):
		// Otherwise who comes third would win or lose by when they come.
		return &described{now.doc, later(now.at, at)}, nil
	case s.Imported != nil:
		return m.withIDs(now, doc), nil
	case theirs.wins(now):
		now, theirs = theirs, now
	}
	leftOut(&m.losses, id, now.doc.Properties(), theirs.doc.Properties())
	return now, nil
}

// withIDs returns now with the ids that another program gave, which a file
// without times may bring, and reports the rest.
func (m *merger) withIDs(now *described, doc model.Document) *described {
	p := now.doc.Properties()
	if ids, there := doc.Meta[model.MetaIDs]; there {
		p.Meta, _ = p.Meta.Merge(model.Meta{model.MetaIDs: ids})
	}
	leftOut(&m.losses, doc.ID, p, doc.Properties())
	return &described{now.doc.WithProperties(p), now.at}
}

// wins reports whether d stands and o goes: whoever was edited last, and among
// equals one of the two, always the same.
func (d described) wins(o *described) bool {
	if !d.at.Equal(o.at) {
		return d.at.After(o.at)
	}
	return d.text() > o.text()
}

// text returns the properties as one text, to compare.
func (d described) text() string {
	data, err := json.Marshal(d.doc.Properties())
	if err != nil {
		return d.doc.Title // metadata that is no JSON is in no project
	}
	return string(data)
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// comments takes the comments of a source: those that are new, and that one is
// settled.
func (m *merger) comments(s source, id model.DocumentID, ids renames, have map[model.CommentID]model.Comment) error {
	theirs, err := s.Project.Comments(m.ctx, id)
	if err != nil {
		return fmt.Errorf("read comments: %w", err)
	}
	// Who answers comes after what is answered, whatever the clocks said.
	slices.SortStableFunc(theirs, func(a, b model.Comment) int { return order(a.Answers != "", b.Answers != "") })
	for _, c := range theirs {
		ours, there := have[c.ID]
		switch {
		case !there:
			c.Annotation = model.AnnotationID(ids.of(string(c.Annotation)))
		case c.Resolved && !ours.Resolved:
			ours.Resolved = true
			c = ours
		default:
			continue
		}
		have[c.ID] = c
		m.batch.comments = append(m.batch.comments, c)
	}
	return nil
}

// order puts false before true.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}
