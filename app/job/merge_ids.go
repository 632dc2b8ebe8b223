package job

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"dragoman/model"
)

// rename finds other ids for what the set names by an id that is in use in
// another set: always the same ones, so that merging again finds them.
func (m *merger) rename(mt *meeting, theirs model.AnnotationSet, ids renames) error {
	for _, a := range theirs.Annotations {
		where := func() (model.DocumentID, model.Annotator, error) { return m.tx.Where(a.ID) }
		if err := m.other(mt, string(a.ID), where, ids); err != nil {
			return err
		}
	}
	for _, r := range theirs.Relations {
		where := func() (model.DocumentID, model.Annotator, error) { return m.tx.WhereRelation(r.ID) }
		if err := m.other(mt, string(r.ID), where, ids); err != nil {
			return err
		}
	}
	return nil
}

// other puts another id into ids if this one is in use elsewhere; where asks
// the project.
func (m *merger) other(mt *meeting, id string, where func() (model.DocumentID, model.Annotator, error), ids renames) error {
	if mt.there[id] {
		return nil
	}
	holder, taken := m.batch.claimed[id]
	if !taken {
		document, owner, err := where()
		if err != nil && !errors.Is(err, model.ErrNotFound) {
			return fmt.Errorf("look for %s: %w", id, err)
		}
		holder, taken = setKey{document, owner}, err == nil
	}
	next := derived(id, mt.key())
	if mt.there[next] || taken && holder != mt.key() {
		ids.put(id, next)
		m.result.Renamed = append(m.result.Renamed, Renamed{mt.before.Document, mt.before.Annotator, id, next})
	}
	return nil
}

// claim notes which ids are in use when the batch is saved.
func (m *merger) claim(mt *meeting) {
	for id := range mt.there {
		m.batch.claimed[id] = mt.key()
	}
}

// derived returns the id that something gets in a set when its own is in use in
// another.
func derived(id string, k setKey) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s", id, k.document, k.annotator))
	return hex.EncodeToString(sum[:16])
}
