package storage

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
)

// draw1 does something with what rapid draws for it.
func (s *stream) draw1(do func(*run)) {
	rapid.Custom(func(t *rapid.T) bool {
		s.t = t
		do(&s.run)
		return true
	}).Example(int(s.r.Int64()))
}

func (s *stream) act() {
	acts := []func(){
		s.editSchema, s.importSome, s.relabelAll, s.comment, s.backUp, s.bin,
		func() { s.replayStep(model.Undo) }, func() { s.replayStep(model.Redo) },
	}
	if n := s.r.IntN(3 * len(acts)); n < len(acts) {
		acts[n]()
		s.reload()
		return
	}
	s.draw1((*run).act)
}

// reload makes the memory what the file holds, after what reached over
// documents.
func (s *stream) reload() {
	for i, d := range s.docs {
		s.docs[i] = must[model.Document](s.test)(s.p.Document(ctx, d.ID))
		for _, set := range must[[]model.AnnotationSet](s.test)(s.p.Sets(ctx, d.ID)) {
			s.sets[key(d.ID, set.Annotator)] = set
		}
	}
}

func (s *stream) editSchema() {
	next := must[model.Schema](s.test)(s.p.Schema(ctx))
	next.Labels = append(slices.Clone(next.Labels), model.Label{Name: fmt.Sprint("label ", len(next.Labels))})
	s.setSchema(next)
}

func (s *stream) setSchema(next model.Schema) {
	e := model.Replace(must[model.Schema](s.test)(s.p.Schema(ctx)), next)
	must[[]int64](s.test)(s.p.Save(ctx, model.Step{Name: "edit the schema", By: "ana", Schema: &e}))
}

// importSome adds documents with an annotation each, in one transaction.
func (s *stream) importSome() {
	err := s.p.Update(ctx, func(tx *Tx) error {
		for range 1 + s.r.IntN(5) {
			d := modeltest.Document().Example(int(s.r.Int64()))
			if there, err := tx.Has(d.ID); there || err != nil {
				continue
			}
			w := model.Work{Document: d, Schema: modeltest.Schema(), Set: model.AnnotationSet{Document: d.ID, Annotator: "ana"}, By: "ana"}
			c, err := model.AddLabel(w, model.NewAnnotationID(), []model.Span{{Start: 0, End: d.Text.Len()}}, "person")
			if err != nil {
				return err
			}
			step := model.Step{Name: "import", By: "ana", Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}, Changes: []model.Change{c}}
			if _, err := tx.Save(step); err != nil {
				return err
			}
			s.docs = append(s.docs, d)
		}
		return nil
	})
	if err != nil {
		s.test.Fatal(err)
	}
}

// relabelAll is a step over many documents.
func (s *stream) relabelAll() {
	step := model.Step{Name: "relabel all", By: "ana", Project: true}
	for _, d := range s.docs {
		w := model.Work{Document: d, Schema: modeltest.Schema(), Set: s.sets[key(d.ID, "ana")], By: "ana"}
		for _, a := range w.Set.Annotations {
			if c, err := model.Relabel(w, a.ID, "denial"); err == nil && !c.Empty() {
				step.Changes = append(step.Changes, c)
				break
			}
		}
	}
	if len(step.Changes) > 0 {
		must[[]int64](s.test)(s.p.Save(ctx, step))
	}
}

// replayStep undoes or redoes the newest step of the project that can be.
func (s *stream) replayStep(kind model.StepKind) {
	for _, info := range must[[]model.StepInfo](s.test)(s.p.Steps(ctx)) {
		if info.Undone == (kind == model.Undo) || info.Number <= s.first {
			continue
		}
		step := must[model.Step](s.test)(s.p.Step(ctx, info.Number))
		if kind == model.Undo {
			step = step.Invert()
		}
		step.Kind, step.Of, step.By, step.Project = kind, info.Number, "zoe", true
		if step.Empty() || !s.lawful(step) {
			continue
		}
		if _, err := s.p.Save(ctx, step); err != nil && !errors.Is(err, model.ErrConflict) {
			s.test.Fatal(err)
		}
		return
	}
}

// bin puts a document into the bin, from where undoing may bring it back; it
// is not edited there.
func (s *stream) bin() {
	if len(s.docs) < 2 {
		return
	}
	i := s.r.IntN(len(s.docs))
	next := s.docs[i].Properties()
	next.Binned = "ana"
	e := model.Replace(s.docs[i].Properties(), next)
	must[[]int64](s.test)(s.p.Save(ctx, model.Step{
		Name: "delete a document", By: "ana", Project: true, Documents: []model.DocumentEdit{{ID: s.docs[i].ID, Properties: &e}},
	}))
	s.docs = slices.Delete(s.docs, i, i+1)
}

// lawful reports whether a session would save the step.
func (s *stream) lawful(step model.Step) bool {
	return !slices.ContainsFunc(step.Changes, func(c model.Change) bool {
		d := must[model.Document](s.test)(s.p.Document(ctx, c.Document))
		return !lawful(d, must[model.AnnotationSet](s.test)(s.p.Set(ctx, c.Document, c.Owner)), c)
	})
}

func (s *stream) comment() {
	c := model.Comment{ID: model.NewCommentID(), Document: s.docs[s.r.IntN(len(s.docs))].ID, By: "ben", At: clock(), Text: "who?"}
	if err := s.p.SaveComment(ctx, c); err != nil {
		s.test.Fatal(err)
	}
}

func (s *stream) backUp() {
	if err := s.p.Backup(ctx, filepath.Join(s.test.TempDir(), "backup.dragoman")); err != nil {
		s.test.Fatal(err)
	}
}
