package storage

import (
	"cmp"

	"dragoman/model"
)

// keepBlindness puts into the set what is known of its blindness after the
// change, which is not applied yet. An edit by another than the owner changes
// nothing; a merge says it, and undoing one brings back what was before.
func (tx *Tx) keepBlindness(set *setRow, step model.Step, c model.Change) error {
	if c.Tip != "" {
		set.Blind = string(c.Blind)
		return nil
	}
	if step.Kind == model.Undo && !step.Local() {
		err := tx.row(`SELECT coalesce(json_extract(body, '$.was'), '') FROM change
			WHERE document = ? AND owner = ? AND step = ? AND json_extract(body, '$.tip') IS NOT NULL`,
			c.Document, c.Owner, step.Of).Scan(&set.Blind)
		if !isNoRow(err) {
			return wrap("read the log of the merge", err)
		}
	}
	known := model.Blindness(set.Blind)
	if cmp.Or(c.By, step.By) != c.Owner || known == model.Seen {
		return nil
	}
	shown, err := tx.othersSeen(c.Document, c.Owner)
	first := set.Status == "" && set.Annotations+set.Relations == 0
	set.Blind = string(known.Edited(first, shown))
	return err
}

// othersSeen reports whether the annotator may see the sets of others, and
// there is an annotation in one of the document.
func (tx *Tx) othersSeen(id model.DocumentID, annotator model.Annotator) (bool, error) {
	var seen bool
	err := tx.row(`SELECT EXISTS (SELECT 1 FROM setting WHERE (name, value) IN (VALUES (?, ?), (?, ?)))
		AND EXISTS (SELECT 1 FROM annotation_set WHERE document = ? AND annotator <> ? AND annotations > 0)`,
		model.SettingOthers, model.OthersShown, model.SettingOwner, annotator, id, annotator).Scan(&seen)
	return seen, wrap("look for the annotations of others", err)
}
