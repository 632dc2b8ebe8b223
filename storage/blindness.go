package storage

import (
	"cmp"

	"dragoman/model"
)

// keepBlindness puts into the set what is known of its blindness after the
// change, which is not applied yet. An edit by another than the owner changes
// nothing; a merge says it, and undoing one brings back what was before.
func (s *saving) keepBlindness(set *setRow, c model.Change) error {
	if c.Tip != "" {
		set.Blind = string(c.Blind)
		return nil
	}
	if s.step.Kind == model.Undo && !s.step.Local() {
		err := s.tx.row(`SELECT coalesce(json_extract(body, '$.was'), '') FROM change
			WHERE document = ? AND owner = ? AND step = ? AND json_extract(body, '$.tip') IS NOT NULL`,
			c.Document, c.Owner, s.step.Of).Scan(&set.Blind)
		if !isNoRow(err) {
			return wrap("read the log of the merge", err)
		}
	}
	known := model.Blindness(set.Blind)
	if cmp.Or(c.By, s.step.By) != c.Owner || known == model.Seen {
		return nil
	}
	shown, err := s.othersSeen(c.Document, c.Owner)
	first := set.Status == "" && set.Annotations+set.Relations == 0
	set.Blind = string(known.Edited(first, shown))
	return err
}

// othersSeen reports whether the annotator may see the sets of others, and
// there is an annotation in one of the document.
func (s *saving) othersSeen(id model.DocumentID, annotator model.Annotator) (bool, error) {
	may, err := s.maySee(annotator)
	if err != nil || !may || s.added[id] != nil && s.setsOf[id] == 1 {
		return false, err
	}
	if err := s.flush(); err != nil {
		return false, err
	}
	var seen bool
	err = s.tx.row("SELECT EXISTS (SELECT 1 FROM annotation_set WHERE document = ? AND annotator <> ? AND annotations > 0)",
		id, annotator).Scan(&seen)
	return seen, wrap("look for the annotations of others", err)
}

// maySee reports whether the annotator may see the sets of others, asking once.
func (s *saving) maySee(annotator model.Annotator) (bool, error) {
	may, known := s.shown[annotator]
	if known {
		return may, nil
	}
	err := s.tx.row("SELECT "+seesOthers, seesOthersArgs(string(annotator))...).Scan(&may)
	s.shown[annotator] = may
	return may, wrap("look who may see the annotations of others", err)
}

// seesOthers is SQL that tells whether an annotator may see the sets of others;
// seesOthersArgs are its parameters.
const seesOthers = `coalesce((SELECT value FROM setting WHERE name = ?) = ?, false)
	OR coalesce((SELECT value FROM setting WHERE name = ?) = ?, false)`

func seesOthersArgs(annotator string) []any {
	return []any{model.SettingOthers, model.OthersShown, model.SettingOwner, annotator}
}
