package storage

import (
	"errors"
	"path/filepath"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
)

// run is a project beside the model of it that the test keeps in memory.
type run struct {
	t       *rapid.T
	p       *Project
	docs    []model.Document
	sets    map[string]model.AnnotationSet
	history map[string]model.History
}

func key(id model.DocumentID, owner model.Annotator) string { return string(id) + string(owner) }

// TestWhatIsSavedIsLoaded is the law of the project file: after any edits, by
// anyone, with undo, redo and reopening, the file holds what the model says.
func TestWhatIsSavedIsLoaded(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		path := filepath.Join(folder, string(model.NewAnnotationID())+".dragoman")
		p, err := Create(ctx, path, modeltest.Schema(), Options{Now: clock})
		if err != nil {
			t.Fatal(err)
		}
		r := &run{t: t, p: p, sets: map[string]model.AnnotationSet{}, history: map[string]model.History{}}
		defer func() {
			if err := r.p.Close(); err != nil {
				t.Error(err)
			}
		}()
		r.addDocument()
		for range rapid.IntRange(1, 15).Draw(t, "steps") {
			r.act()
		}
		if rapid.Bool().Draw(t, "closed before") {
			r.reopen()
		}
		r.compare()
	})
}

func (r *run) act() {
	switch rapid.SampledFrom([]string{"edit", "edit", "edit", "edit", "undo", "redo", "document", "properties", "reopen"}).Draw(r.t, "act") {
	case "edit":
		r.edit()
	case "undo":
		r.back(model.Undo)
	case "redo":
		r.back(model.Redo)
	case "document":
		r.addDocument()
	case "properties":
		r.editProperties()
	case "reopen":
		r.reopen()
	}
}

func (r *run) draw() (model.Document, model.Annotator) {
	d := rapid.SampledFrom(r.docs).Draw(r.t, "document")
	return d, rapid.SampledFrom([]model.Annotator{"ana", "ben", model.Gold}).Draw(r.t, "owner")
}

func (r *run) edit() {
	d, owner := r.draw()
	set, ok := r.sets[key(d.ID, owner)]
	if !ok {
		set = model.AnnotationSet{Document: d.ID, Annotator: owner}
	}
	c, err := modeltest.Change(r.t, model.Work{Document: d, Schema: modeltest.Schema(), Set: set, By: "ana"})
	if owner == model.Gold && rapid.Bool().Draw(r.t, "judge") {
		c, err = model.Change{Name: "judge", Document: d.ID, Owner: owner, By: "ben"}, nil
		c.Verdicts = r.drawVerdict(set)
	}
	if err != nil || c.Empty() {
		return
	}
	number := r.save(set, c, model.Step{Changes: []model.Change{c}})
	r.history[key(d.ID, owner)] = r.history[key(d.ID, owner)].Add(model.Entry{Number: number, Kind: model.Do})
}

// drawVerdict judges something, judges it otherwise, or takes that back.
func (r *run) drawVerdict(set model.AnnotationSet) []model.Edit[model.Verdict] {
	of := rapid.StringMatching("of[0-3]").Draw(r.t, "of")
	v := model.Verdict{Of: of, Annotator: "ben", By: "ana", Why: rapid.SampledFrom([]string{"", "weil es\nstimmt 😊"}).Draw(r.t, "why")}
	named := []string{""}
	for _, a := range set.Annotations {
		named = append(named, string(a.ID))
	}
	for _, l := range set.Relations {
		named = append(named, string(l.ID))
	}
	v.Gold = rapid.SampledFrom(named).Draw(r.t, "gold")
	old, there := set.Verdict(of)
	switch {
	case !there:
		return []model.Edit[model.Verdict]{model.Insert(v)}
	case old == v:
		return []model.Edit[model.Verdict]{model.Remove(v)}
	}
	return []model.Edit[model.Verdict]{model.Replace(old, v)}
}

func (r *run) save(set model.AnnotationSet, c model.Change, step model.Step) int64 {
	next, err := set.Apply(c)
	if err != nil {
		r.t.Fatal(err)
	}
	numbers, err := r.p.Save(ctx, step)
	if err != nil {
		r.t.Fatal(err)
	}
	r.sets[key(c.Document, c.Owner)] = next
	return numbers[0]
}

// back undoes or redoes by what the log of the file says alone.
func (r *run) back(kind model.StepKind) {
	d, owner := r.draw()
	log, err := r.p.Log(ctx, d.ID, owner)
	if err != nil {
		r.t.Fatal(err)
	}
	h := model.ReadHistory(log)
	number, ok := h.Undoable()
	if kind == model.Redo {
		number, ok = h.Redoable()
	}
	if !ok {
		return
	}
	c, err := r.p.Change(ctx, number)
	if err != nil {
		r.t.Fatal(err)
	}
	if kind == model.Undo {
		c = c.Invert()
	}
	if !lawful(d, r.sets[key(d.ID, owner)], c) {
		return
	}
	r.save(r.sets[key(d.ID, owner)], c, model.Step{Kind: kind, Of: number, Changes: []model.Change{c}})
	r.history[key(d.ID, owner)] = r.history[key(d.ID, owner)].Add(model.Entry{Kind: kind, Of: number})
}

// lawful reports whether a session would save the change: it saves none that
// leads to a set which breaks a law.
func lawful(d model.Document, set model.AnnotationSet, c model.Change) bool {
	next, err := set.Apply(c)
	return err != nil || next.Check(d.Text, laterSchema()) == nil
}

func (r *run) addDocument() {
	d := modeltest.Document().Draw(r.t, "new document")
	_, err := r.p.Save(ctx, model.Step{Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}})
	for _, have := range r.docs {
		if have.ID == d.ID {
			if !errors.Is(err, model.ErrDuplicate) {
				r.t.Fatalf("the same text again: %v", err)
			}
			return
		}
	}
	if err != nil {
		r.t.Fatal(err)
	}
	r.docs = append(r.docs, d)
}

func (r *run) editProperties() {
	i := rapid.IntRange(0, len(r.docs)-1).Draw(r.t, "which")
	next := modeltest.Document().Draw(r.t, "like").Properties()
	e := model.Replace(r.docs[i].Properties(), next)
	if _, err := r.p.Save(ctx, model.Step{Documents: []model.DocumentEdit{{ID: r.docs[i].ID, Properties: &e}}}); err != nil {
		r.t.Fatal(err)
	}
	r.docs[i] = r.docs[i].WithProperties(next)
}

func (r *run) reopen() {
	if err := r.p.Close(); err != nil {
		r.t.Fatal(err)
	}
	p, err := Open(ctx, r.p.path, Options{Now: clock})
	if err != nil {
		r.t.Fatal(err)
	}
	r.p = p
}

// compare compares the file with the memory, by every way of reading.
func (r *run) compare() {
	list, err := r.p.Documents(ctx)
	if err != nil || len(list) != len(r.docs) {
		r.t.Fatalf("%d documents in the list, %d in memory, %v", len(list), len(r.docs), err)
	}
	summaries := map[model.DocumentID]model.Summary{}
	for _, s := range list {
		summaries[s.ID] = s
	}
	for _, d := range r.docs {
		r.compareDocument(d, summaries[d.ID])
	}
	r.compareWalk()
	findings, err := r.p.Check(ctx)
	if err != nil || len(findings) > 0 {
		r.t.Fatalf("check finds %+v, %v", findings, err)
	}
}

func (r *run) compareDocument(d model.Document, s model.Summary) {
	got, err := r.p.Document(ctx, d.ID)
	if err != nil {
		r.t.Fatal(err)
	}
	if got.Text.String() != d.Text.String() || !got.Properties().Equal(d.Properties()) || got.ID != d.ID {
		r.t.Fatalf("document %+v, want %+v", got, d)
	}
	if s.Title != d.Title || s.Length != d.Text.CodePoints() || s.Date != d.Meta.Text(model.MetaDate) || s.Source != d.Source {
		r.t.Fatalf("summary %+v of %+v", s, d)
	}
	for _, owner := range []model.Annotator{"ana", "ben", model.Gold} {
		want, ok := r.sets[key(d.ID, owner)]
		if !ok {
			want = model.AnnotationSet{Document: d.ID, Annotator: owner}
		}
		set, err := r.p.Set(ctx, d.ID, owner)
		if err != nil || !set.Equal(want) || set.Status != want.Status {
			r.t.Fatalf("set %+v, want %+v, %v", set, want, err)
		}
		if of := s.Set(owner); of.Annotations != len(want.Annotations) || of.Relations != len(want.Relations) || of.Status != want.Status {
			r.t.Fatalf("counts %+v of %+v", of, want)
		}
		r.compareLineage(want)
		log, err := r.p.Log(ctx, d.ID, owner)
		if err != nil {
			r.t.Fatal(err)
		}
		r.compareHistory(model.ReadHistory(log), r.history[key(d.ID, owner)])
	}
}

// compareLineage goes through the history of the set from its beginning.
func (r *run) compareLineage(want model.AnnotationSet) {
	past, err := r.p.History(ctx, want.Document, want.Annotator)
	if err != nil {
		r.t.Fatal(err)
	}
	set, tip := model.AnnotationSet{Document: want.Document, Annotator: want.Annotator}, ""
	for _, p := range past {
		if tip = model.NextTip(tip, p); tip != p.Tip {
			r.t.Fatalf("%s has the tip %s, want %s", p.Name, p.Tip, tip)
		}
		if set, err = set.Apply(p.Change); err != nil {
			r.t.Fatal(err)
		}
	}
	if !set.Equal(want) {
		r.t.Fatalf("the history leads to %+v, want %+v", set, want)
	}
}

func (r *run) compareHistory(got, want model.History) {
	gotUndo, _ := got.Undoable()
	wantUndo, _ := want.Undoable()
	gotRedo, _ := got.Redoable()
	wantRedo, _ := want.Redoable()
	if gotUndo != wantUndo || gotRedo != wantRedo {
		r.t.Fatalf("history %+v, want %+v", got, want)
	}
}

func (r *run) compareWalk() {
	last, seen, sets := model.DocumentID(""), 0, 0
	err := r.p.Walk(ctx, func(d model.Document, all []model.AnnotationSet) error {
		if d.ID <= last {
			r.t.Fatalf("document %s after %s", d.ID, last)
		}
		last = d.ID
		seen++
		for _, s := range all {
			sets++
			if s.Document != d.ID || !s.Equal(r.sets[key(d.ID, s.Annotator)]) {
				r.t.Fatalf("walking: set %+v", s)
			}
		}
		return nil
	})
	if err != nil || seen != len(r.docs) || sets != len(r.sets) {
		r.t.Fatalf("walked over %d documents and %d sets of %d and %d, %v", seen, sets, len(r.docs), len(r.sets), err)
	}
}
