package storage

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"gorm.io/gorm/clause"

	"dragoman/model"
)

// writeTo makes the new project under another name in the folder of out,
// checks it and puts it in the place of out.
func (s *salvage) writeTo(ctx context.Context, out, version string) error {
	if err := reserve(out); err != nil {
		return err
	}
	folder, err := os.MkdirTemp(filepath.Dir(out), ".dragoman-salvage-*")
	if err != nil {
		return errors.Join(err, os.Remove(out))
	}
	temporary := filepath.Join(folder, "salvage")
	err = s.makeAt(ctx, temporary, version)
	if err == nil {
		err = syncFile(temporary)
	}
	if err == nil {
		err = os.Rename(temporary, out)
	}
	if err != nil {
		return errors.Join(err, os.Remove(out), os.RemoveAll(folder))
	}
	return errors.Join(syncFolder(out), os.RemoveAll(folder))
}

// makeAt makes the new project, and reports what its check finds.
func (s *salvage) makeAt(ctx context.Context, path, version string) error {
	p, err := create(ctx, path, s.out.schema, Options{Version: version, Now: s.now})
	if err != nil {
		return err
	}
	err = p.Update(ctx, func(tx *Tx) error { return s.write(tx, version) })
	var findings []model.Finding
	if err == nil {
		findings, err = p.Check(ctx)
	}
	for _, f := range findings {
		s.lost(f.Table, f.Key, "%s", f.Problem)
	}
	return errors.Join(err, p.Close())
}

// write writes everything that is kept.
func (s *salvage) write(tx *Tx, version string) error {
	// What refers to what is looked at when all of it is there.
	if err := tx.exec("PRAGMA defer_foreign_keys = ON"); err != nil {
		return err
	}
	if version != "" {
		for i := range s.out.settings {
			if r := &s.out.settings[i]; r.Name == settingProgram {
				r.Value = version
				r.Checksum = r.sum()
			}
		}
	}
	return errors.Join(
		insert(tx.gorm, s.out.documents),
		insert(tx.gorm, s.out.annotators),
		s.writeSets(tx),
		insert(tx.gorm, s.out.changes),
		insert(tx.gorm, s.out.past),
		insert(tx.gorm, s.out.comments),
		insert(tx.gorm.Clauses(clause.OnConflict{UpdateAll: true}), s.out.settings),
		insert(tx.gorm, s.out.assignments),
		insert(tx.gorm, s.out.waiting),
	)
}

func (s *salvage) writeSets(tx *Tx) error {
	for i, k := range s.out.sets {
		set := setRow{
			ID: int64(i + 1), Document: k.document, Annotator: k.annotator, Status: string(k.status), Blind: string(k.blind),
		}
		set = k.content.count(set)
		set.Checksum = set.sum()
		if err := tx.gorm.Create(&set).Error; err != nil {
			return err
		}
		if err := s.writeContent(tx, set, k); err != nil {
			return err
		}
	}
	return nil
}

func (s *salvage) writeContent(tx *Tx, set setRow, k kept) error {
	m := k.content.set(k.document, k.annotator, k.status)
	annotations := make([]annotationRow, len(m.Annotations))
	for i, a := range m.Annotations {
		annotations[i] = rowFromAnnotation(a, set, s.text[k.document])
	}
	relations := make([]relationRow, len(m.Relations))
	for i, r := range m.Relations {
		relations[i] = rowFromRelation(r, set)
	}
	verdicts := make([]verdictRow, len(m.Verdicts))
	for i, v := range m.Verdicts {
		verdicts[i] = rowFromVerdict(v, set)
	}
	return errors.Join(
		tx.writeAnnotations(plan[annotationRow]{rows: annotations}),
		insert(tx.gorm, relations),
		insert(tx.gorm, verdicts),
	)
}
