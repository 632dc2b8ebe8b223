package storage

import (
	"fmt"
	"slices"
	"strings"

	"dragoman/model"
)

// saveChange writes or gathers the edits of one change into its annotation set,
// and returns what was known of the set's blindness before. The cost depends on
// the edits, not on the size of the set. What is only added to a set that is
// new is gathered; otherwise the order of statements is: relations away,
// annotations away, annotations in, the relations in, the verdicts, the set's
// counts and sum.
func (s *saving) saveChange(c model.Change) (model.Blindness, error) {
	if c.Owner == "" {
		return "", fmt.Errorf("%w: the change names no owner of the set", model.ErrConflict)
	}
	set, err := s.set(c.Document, c.Owner)
	if err != nil {
		return "", err
	}
	was := model.Blindness(set.Blind)
	if c.By != "" && c.By != c.Owner {
		if err := s.annotator(c.By); err != nil {
			return was, err
		}
	}
	if err := s.keepBlindness(set, c); err != nil {
		return was, err
	}
	if err := applyStatus(set, c.Status); err != nil {
		return was, err
	}
	if err := s.saveEdits(set, c); err != nil {
		return was, err
	}
	if s.isNew(set) {
		return was, nil
	}
	if err := s.flush(); err != nil { // whoever acted
		return was, err
	}
	set.Checksum = set.sum()
	return was, s.tx.run(`UPDATE annotation_set SET status = ?, annotations = ?, relations = ?, sum = ?, checksum = ?, blind = ?, verdicts = ?
		WHERE id = ?`, set.Status, int64(set.Annotations), int64(set.Relations), set.Sum, set.Checksum, set.Blind, int64(set.Verdicts), set.ID)
}

func (s *saving) saveEdits(set *setRow, c model.Change) error {
	annotations, err := s.planAnnotations(set, c)
	if err != nil {
		return err
	}
	relations, err := s.planRelations(set, c)
	if err != nil {
		return err
	}
	if s.isNew(set) && annotations.adds() && relations.adds() && len(c.Verdicts) == 0 {
		if s.annotations == nil {
			s.annotations = make([]annotationRow, 0, s.encoded.edits)
		}
		s.annotations = append(s.annotations, annotations.rows...)
		s.relations = append(s.relations, relations.rows...)
		return s.checkEnds(*set, relations.rows, annotations.rows)
	}
	if err := s.flush(); err != nil {
		return err
	}
	verdicts, err := s.tx.planVerdicts(set, c)
	if err != nil {
		return err
	}
	if err := s.tx.writePlans(annotations, relations); err != nil {
		return err
	}
	if err := s.checkEnds(*set, relations.rows, annotations.rows); err != nil {
		return err
	}
	if err := s.tx.writeVerdicts(*set, verdicts); err != nil {
		return err
	}
	return s.tx.checkGold(*set, verdicts.rows, slices.Concat(annotations.gone, relations.gone))
}

func applyStatus(set *setRow, e *model.Edit[model.Status]) error {
	if e == nil {
		return nil
	}
	if old := orZero(e.Old); model.Status(set.Status) != old {
		return fmt.Errorf("%w: the status is %q, not %q", model.ErrConflict, set.Status, old)
	}
	set.Status = string(orZero(e.New))
	return nil
}

func (s *saving) planAnnotations(set *setRow, c model.Change) (plan[annotationRow], error) {
	if len(c.Annotations) == 0 {
		return plan[annotationRow]{}, nil
	}
	text, err := s.text(c.Document)
	if err != nil {
		return plan[annotationRow]{}, err
	}
	edits, err := annotationItems(c, *set, text)
	if err != nil {
		return plan[annotationRow]{}, err
	}
	ids := editIDs(edits)
	there, err := s.lookUpMost(*set, ids)
	if err != nil {
		return plan[annotationRow]{}, err
	}
	for _, id := range ids {
		s.tx.absence.add(id)
	}
	p, err := planEdits(set, &set.Annotations, there, edits)
	leaveParts(&p, edits, there)
	return p, err
}

// leaveParts has fragments and attributes stay where an edit changes something
// else, and notes which are to be replaced.
func leaveParts(p *plan[annotationRow], edits []rowEdit[annotationRow], there map[string]stored) {
	if len(p.kept) == 0 {
		return
	}
	were := make(map[string]*annotationRow, len(p.kept))
	for _, e := range edits {
		if e.old != nil {
			were[e.old.id] = &e.old.row
		}
	}
	takeRelabelled(p, were, there)
	for i := range p.rows {
		r := &p.rows[i]
		switch was := were[r.ID]; {
		case was == nil:
		case was.Spans == r.Spans && slices.Equal(was.Attributes, r.Attributes):
			r.Fragments, r.Attributes = nil, nil
		default:
			p.stale = append(p.stale, r.ID)
		}
	}
}

func annotationItems(c model.Change, set setRow, text *model.Text) ([]rowEdit[annotationRow], error) {
	edits := make([]rowEdit[annotationRow], len(c.Annotations))
	return edits, inParts(len(edits), func(from, to int) (err error) {
		for i := from; i < to && err == nil; i++ {
			if edits[i].old, err = annotationItem(c.Annotations[i].Old, set, text); err == nil {
				edits[i].new, err = annotationItem(c.Annotations[i].New, set, text)
			}
		}
		return err
	})
}

func annotationItem(a *model.Annotation, set setRow, text *model.Text) (*item[annotationRow], error) {
	if a == nil {
		return nil, nil
	}
	if err := model.CheckFragments(text, a.Fragments); err != nil {
		return nil, fmt.Errorf("annotation %s: %w", a.ID, err)
	}
	row := rowFromAnnotation(*a, set, text)
	return &item[annotationRow]{row.ID, row.Checksum, row}, nil
}

func (s *saving) planRelations(set *setRow, c model.Change) (plan[relationRow], error) {
	if len(c.Relations) == 0 {
		return plan[relationRow]{}, nil
	}
	edits := make([]rowEdit[relationRow], len(c.Relations))
	for i, e := range c.Relations {
		edits[i] = rowEdit[relationRow]{relationItem(e.Old, *set), relationItem(e.New, *set)}
	}
	ids := editIDs(edits)
	there, err := s.lookUp("relation", ids)
	if err != nil {
		return plan[relationRow]{}, err
	}
	for _, id := range ids {
		s.tx.absence.add(id)
	}
	return planEdits(set, &set.Relations, there, edits)
}

func relationItem(r *model.Relation, set setRow) *item[relationRow] {
	if r == nil {
		return nil
	}
	row := rowFromRelation(*r, set)
	return &item[relationRow]{row.ID, row.Checksum, row}
}

// checkEnds makes sure that relations lead from and to annotations of the set,
// of which some were just planned.
func (s *saving) checkEnds(set setRow, relations []relationRow, planned []annotationRow) error {
	if len(relations) == 0 {
		return nil
	}
	inSet := make(map[string]bool, len(planned))
	for _, a := range planned {
		inSet[a.ID] = true
	}
	var ids []string
	for _, r := range relations {
		for _, end := range []string{r.FromAnnotation, r.ToAnnotation} {
			if !inSet[end] {
				ids = append(ids, end)
			}
		}
	}
	there, err := s.lookUp("annotation", ids)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if have, ok := there[id]; !ok || have.set != set.ID {
			return fmt.Errorf("%w: a relation leads to annotation %s, which is not in the set", model.ErrConflict, id)
		}
	}
	return nil
}

func (tx *Tx) writePlans(annotations plan[annotationRow], relations plan[relationRow]) error {
	if err := tx.remove("relation", "id", slices.Concat(relations.gone, relations.kept)); err != nil {
		return err
	}
	for _, part := range []string{"fragment", "attribute"} {
		if err := tx.remove(part, "annotation", slices.Concat(annotations.gone, annotations.stale)); err != nil {
			return err
		}
	}
	if err := tx.remove("annotation", "id", annotations.gone); err != nil {
		return err
	}
	if err := tx.writeAnnotations(annotations); err != nil {
		return err
	}
	return relationTable.insert(tx, relations.rows)
}

// writeAnnotations writes new rows and, since relations refer to them, rows
// that change in their place.
func (tx *Tx) writeAnnotations(p plan[annotationRow]) error {
	if len(p.kept) == 0 {
		return tx.addAnnotations(p.rows)
	}
	if err := tx.relabel(p.labels); err != nil {
		return err
	}
	if err := annotationTable.replace(tx, p.rows); err != nil {
		return err
	}
	return tx.addParts(p.rows)
}

// addAnnotations adds rows that are not there, with their parts.
func (tx *Tx) addAnnotations(rows []annotationRow) error {
	if len(rows) < manyAnnotations {
		if err := tableOf(rows).insert(tx, rows); err != nil {
			return err
		}
		return tx.addParts(rows)
	}
	last, err := tx.lastAnnotation()
	if err != nil {
		return err
	}
	if err := tableOf(rows).insert(tx, rows); err != nil {
		return err
	}
	if tx.bulk.parted {
		tx.bulk.unparted = min(tx.bulk.unparted, last) // rows that were deleted give their numbers away
	} else if err := tx.fillFragments(last); err != nil {
		return err
	}
	parts := rows[:0:0]
	for _, r := range rows {
		if len(r.Fragments) == 1 {
			r.Fragments = nil
		}
		if len(r.Fragments)+len(r.Attributes) > 0 {
			parts = append(parts, r)
		}
	}
	return tx.addParts(parts)
}

// manyAnnotations is from how many on fragments are made by SQLite.
const manyAnnotations = 100

// addParts adds the fragments and attributes of annotations.
func (tx *Tx) addParts(rows []annotationRow) error {
	var fragments []fragmentRow
	var attributes []attributeRow
	for _, a := range rows {
		fragments = append(fragments, a.Fragments...)
		attributes = append(attributes, a.Attributes...)
	}
	if err := fragmentTable.insert(tx, fragments); err != nil {
		return err
	}
	return attributeTable.insert(tx, attributes)
}

// remove deletes the rows of the table whose key is one of the ids.
func (tx *Tx) remove(table, key string, ids []string) error {
	return inBatches(ids, func(ids []string) error {
		return tx.run("DELETE FROM "+table+" WHERE "+key+" IN "+places(len(ids)), anys(ids)...)
	})
}

// places returns the list of n parameters.
func places(n int) string { return "(?" + strings.Repeat(",?", n-1) + ")" }

// anys returns the values as a statement takes them.
func anys(values []string) []any {
	args := make([]any, len(values))
	for i, v := range values {
		args[i] = v
	}
	return args
}
