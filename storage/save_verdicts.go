package storage

import (
	"fmt"

	"dragoman/model"
)

func (tx *Tx) planVerdicts(set *setRow, c model.Change) (plan[verdictRow], error) {
	if len(c.Verdicts) == 0 {
		return plan[verdictRow]{}, nil
	}
	if c.Owner != model.Gold {
		return plan[verdictRow]{}, fmt.Errorf("%w: only gold sets hold verdicts", model.ErrConflict)
	}
	edits := make([]rowEdit[verdictRow], len(c.Verdicts))
	for i, e := range c.Verdicts {
		edits[i] = rowEdit[verdictRow]{verdictItem(e.Old, *set), verdictItem(e.New, *set)}
	}
	there, err := tx.verdictsThere(*set, editIDs(edits))
	if err != nil {
		return plan[verdictRow]{}, err
	}
	return planEdits(set, &set.Verdicts, there, edits)
}

func verdictItem(v *model.Verdict, set setRow) *item[verdictRow] {
	if v == nil {
		return nil
	}
	row := rowFromVerdict(*v, set)
	return &item[verdictRow]{row.Of, row.Checksum, row}
}

// verdictsThere returns the verdicts of the set on what the ids name.
func (tx *Tx) verdictsThere(set setRow, ids []string) (map[string]stored, error) {
	there := make(map[string]stored, len(ids))
	err := inBatches(ids, func(ids []string) error {
		var rows []verdictRow
		err := tx.gorm.Select("of", "checksum").Where("annotation_set = ? AND of IN ?", set.ID, ids).Find(&rows).Error
		for _, r := range rows {
			there[r.Of] = stored{set: set.ID, sum: r.Checksum}
		}
		return err
	})
	return there, wrap("look up verdicts", err)
}

func (tx *Tx) writeVerdicts(set setRow, p plan[verdictRow]) error {
	err := inBatches(append(p.gone, p.kept...), func(ids []string) error {
		return tx.gorm.Where("annotation_set = ? AND of IN ?", set.ID, ids).Delete(&verdictRow{}).Error
	})
	if err != nil {
		return err
	}
	return insert(tx.gorm, p.rows)
}

// checkGold makes sure that what verdicts name is in the gold set: what the
// new ones name, and none of what is gone.
func (tx *Tx) checkGold(set setRow, verdicts []verdictRow, gone []string) error {
	if set.Verdicts == 0 {
		return nil
	}
	for _, v := range verdicts {
		if err := tx.checkNamed(set, v); err != nil {
			return err
		}
	}
	return inBatches(gone, func(ids []string) error {
		var row verdictRow
		found := tx.gorm.Where("annotation_set = ? AND gold IN ?", set.ID, ids).Limit(1).Find(&row)
		if found.Error == nil && found.RowsAffected > 0 {
			return fmt.Errorf("%w: the verdict on %s still names %s", model.ErrConflict, row.Of, row.Gold)
		}
		return found.Error
	})
}

func (tx *Tx) checkNamed(set setRow, v verdictRow) error {
	if v.Gold == "" {
		return nil
	}
	var there bool
	err := tx.row(`SELECT EXISTS (SELECT 1 FROM annotation WHERE id = ? AND annotation_set = ?)
		OR EXISTS (SELECT 1 FROM relation WHERE id = ? AND annotation_set = ?)`, v.Gold, set.ID, v.Gold, set.ID).Scan(&there)
	if err == nil && !there {
		return fmt.Errorf("%w: the verdict on %s names %s, which is not in the gold set", model.ErrConflict, v.Of, v.Gold)
	}
	return err
}
