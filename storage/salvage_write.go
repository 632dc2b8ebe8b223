package storage

import (
	"context"
	"errors"

	"gorm.io/gorm/clause"

	"dragoman/model"
)

// writeTo makes the new project under another name in the folder of out,
// checks it and gives it its own name.
func (s *salvage) writeTo(ctx context.Context, out, version string) error {
	d, err := newDraft(out)
	if err != nil {
		return err
	}
	err = s.makeAt(ctx, d.path, version)
	if err == nil {
		err = syncFile(d.path)
	}
	if err == nil {
		err = d.publish(out)
	}
	return errors.Join(err, d.discard())
}

// makeAt makes the new project, and reports what its check finds.
func (s *salvage) makeAt(ctx context.Context, path, version string) error {
	opts := Options{Version: version, Now: s.now}
	if err := errors.Join(s.out.schema.Check(), firstDraft(ctx, path, s.out.schema, opts)); err != nil {
		return err
	}
	p, err := newProject(path, opts)
	if err != nil {
		return err
	}
	if err := p.begin(ctx, migrations()); err != nil {
		return errors.Join(err, p.abandon())
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
		tx.tallyAnew(),
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
