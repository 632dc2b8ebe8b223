package storage

import (
	"fmt"
	"slices"

	"gorm.io/gorm/clause"

	"dragoman/model"
)

var insertIfAbsent = clause.OnConflict{DoNothing: true}

// saveChange writes the edits of one change into its annotation set, and
// returns what was known of the set's blindness before. The cost depends on the
// edits, not on the size of the set. The order of statements: the set and who
// is new, relations away, annotations away, annotations in, the relations in,
// the verdicts, the set's counts and sum.
func (tx *Tx) saveChange(step model.Step, c model.Change) (model.Blindness, error) {
	if c.Owner == "" {
		return "", fmt.Errorf("%w: the change names no owner of the set", model.ErrConflict)
	}
	set, err := tx.beginSet(c.Document, c.Owner)
	if err != nil {
		return "", err
	}
	was := model.Blindness(set.Blind)
	if c.By != "" && c.By != c.Owner {
		if err := tx.addAnnotator(c.By); err != nil {
			return was, err
		}
	}
	if err := tx.keepBlindness(&set, step, c); err != nil {
		return was, err
	}
	if err := applyStatus(&set, c.Status); err != nil {
		return was, err
	}
	if err := tx.saveEdits(&set, c); err != nil {
		return was, err
	}
	set.Checksum = set.sum()
	return was, tx.gorm.Model(&set).Select("status", "annotations", "relations", "sum", "checksum", "blind", "verdicts").Updates(set).Error
}

func (tx *Tx) saveEdits(set *setRow, c model.Change) error {
	annotations, err := tx.planAnnotations(set, c)
	if err != nil {
		return err
	}
	relations, err := tx.planRelations(set, c)
	if err != nil {
		return err
	}
	verdicts, err := tx.planVerdicts(set, c)
	if err != nil {
		return err
	}
	if err := tx.writePlans(annotations, relations); err != nil {
		return err
	}
	if err := tx.checkEnds(*set, relations.rows); err != nil {
		return err
	}
	if err := tx.writeVerdicts(*set, verdicts); err != nil {
		return err
	}
	return tx.checkGold(*set, verdicts.rows, slices.Concat(annotations.gone, relations.gone))
}

// beginSet returns the row of the set, and makes it where there is none.
func (tx *Tx) beginSet(id model.DocumentID, owner model.Annotator) (setRow, error) {
	set := setRow{Document: string(id), Annotator: string(owner)}
	err := tx.row(`SELECT id, status, annotations, relations, sum, blind, verdicts FROM annotation_set
		WHERE document = ? AND annotator = ?`, id, owner).
		Scan(&set.ID, &set.Status, &set.Annotations, &set.Relations, &set.Sum, &set.Blind, &set.Verdicts)
	if !isNoRow(err) {
		return set, err
	}
	there, err := tx.hasDocument(id)
	if err != nil {
		return set, err
	}
	if !there {
		return set, notFound(id)
	}
	if err := tx.addAnnotator(owner); err != nil {
		return set, err
	}
	set.Checksum = set.sum()
	return set, tx.gorm.Create(&set).Error
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

func (tx *Tx) planAnnotations(set *setRow, c model.Change) (plan[annotationRow], error) {
	if len(c.Annotations) == 0 {
		return plan[annotationRow]{}, nil
	}
	text, err := tx.text(c.Document, tx.texts)
	if err != nil {
		return plan[annotationRow]{}, err
	}
	edits := make([]rowEdit[annotationRow], len(c.Annotations))
	for i, e := range c.Annotations {
		if edits[i].old, err = annotationItem(e.Old, *set, text); err != nil {
			return plan[annotationRow]{}, err
		}
		if edits[i].new, err = annotationItem(e.New, *set, text); err != nil {
			return plan[annotationRow]{}, err
		}
	}
	there, err := tx.lookUp("annotation", editIDs(edits))
	if err != nil {
		return plan[annotationRow]{}, err
	}
	return planEdits(set, &set.Annotations, there, edits)
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

func (tx *Tx) planRelations(set *setRow, c model.Change) (plan[relationRow], error) {
	if len(c.Relations) == 0 {
		return plan[relationRow]{}, nil
	}
	edits := make([]rowEdit[relationRow], len(c.Relations))
	for i, e := range c.Relations {
		edits[i] = rowEdit[relationRow]{relationItem(e.Old, *set), relationItem(e.New, *set)}
	}
	there, err := tx.lookUp("relation", editIDs(edits))
	if err != nil {
		return plan[relationRow]{}, err
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

// checkEnds makes sure that relations lead from and to annotations of the set.
func (tx *Tx) checkEnds(set setRow, relations []relationRow) error {
	var ids []string
	for _, r := range relations {
		ids = append(ids, r.FromAnnotation, r.ToAnnotation)
	}
	there, err := tx.lookUp("annotation", ids)
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
	if err := tx.remove(&relationRow{}, "id", slices.Concat(relations.gone, relations.kept)); err != nil {
		return err
	}
	for _, part := range []any{&fragmentRow{}, &attributeRow{}} {
		if err := tx.remove(part, "annotation", slices.Concat(annotations.gone, annotations.kept)); err != nil {
			return err
		}
	}
	if err := tx.remove(&annotationRow{}, "id", annotations.gone); err != nil {
		return err
	}
	if err := tx.writeAnnotations(annotations); err != nil {
		return err
	}
	return insert(tx.gorm, relations.rows)
}

// writeAnnotations writes new rows and, since relations refer to them, rows
// that change in their place.
func (tx *Tx) writeAnnotations(p plan[annotationRow]) error {
	inPlace := clause.OnConflict{Columns: []clause.Column{{Name: "id"}}, UpdateAll: true}
	if err := insert(tx.gorm.Clauses(inPlace), p.rows); err != nil {
		return err
	}
	var fragments []fragmentRow
	var attributes []attributeRow
	for _, a := range p.rows {
		fragments = append(fragments, a.Fragments...)
		attributes = append(attributes, a.Attributes...)
	}
	if err := insert(tx.gorm, fragments); err != nil {
		return err
	}
	return insert(tx.gorm, attributes)
}

// remove deletes the rows of the table whose key is one of the ids.
func (tx *Tx) remove(table any, key string, ids []string) error {
	return inBatches(ids, func(ids []string) error {
		return tx.gorm.Where(key+" IN ?", ids).Delete(table).Error
	})
}
