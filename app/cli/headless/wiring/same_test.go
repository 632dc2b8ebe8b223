package wiring_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dragoman/app/cli/headless/wiring"
	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage"
)

// store is what both kinds of projects can do.
type store interface {
	session.Project
	job.Writer
}

// pair is a project file beside a project in memory, to which the same is
// done, and a copy in memory where others work.
type pair struct {
	t      *rapid.T
	both   [2]store
	source *sessiontest.Project
	docs   []model.Document
}

// TestProjectInMemoryIsLikeTheFile does the same at random to a project file
// and to the project in memory that tests of sessions and jobs work on.
func TestProjectInMemoryIsLikeTheFile(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 1, 31, 9, 30, 0, 0, time.UTC)
		clock := func() time.Time { return now }
		file, err := storage.Create(t.Context(), filepath.Join(folder, string(model.NewAnnotationID())), modeltest.Schema(), storage.Options{Now: clock})
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		memory, source := sessiontest.NewProject(modeltest.Schema()), sessiontest.NewProject(modeltest.Schema())
		memory.Now = clock
		p := &pair{t: t, both: [2]store{wiring.Project{Project: file}, memory}, source: source}
		p.addDocument()
		for range rapid.IntRange(1, 25).Draw(t, "acts") {
			now = now.Add(time.Second)
			p.act()
		}
		p.compare()
	})
}

func (p *pair) act() {
	acts := []func(){p.edit, p.edit, p.editThere, p.editThere, p.merge, p.merge, p.backLocally, p.back, p.back, p.addDocument, p.talk, p.set, p.bin, p.bin}
	acts[rapid.IntRange(0, len(acts)-1).Draw(p.t, "act")]()
}

// do does something to both, which must agree on whether it can be done.
func (p *pair) do(f func(s store) error) {
	file, memory := f(p.both[0]), f(p.both[1])
	if (file == nil) != (memory == nil) {
		p.t.Fatalf("the file says %v, and memory says %v", file, memory)
	}
	for _, kind := range []error{model.ErrConflict, model.ErrNotFound, model.ErrDuplicate} {
		if errors.Is(file, kind) != errors.Is(memory, kind) {
			p.t.Fatalf("the file says %v, and memory says %v", file, memory)
		}
	}
}

func (p *pair) save(step model.Step) {
	p.do(func(s store) error {
		_, err := s.Save(p.t.Context(), step)
		return err
	})
}

func (p *pair) drawSet() (model.Document, model.Annotator) {
	return rapid.SampledFrom(p.docs).Draw(p.t, "document"), rapid.SampledFrom([]model.Annotator{"ana", "ben", model.Gold}).Draw(p.t, "owner")
}

func (p *pair) addDocument() {
	d := modeltest.Document().Draw(p.t, "new document")
	edit := model.DocumentEdit{ID: d.ID, Added: &d}
	if rapid.Bool().Draw(p.t, "old") {
		edit.EditedAt = time.Date(2025, 1, 2, 3, 4, 5, 0, time.UTC)
	}
	step := model.Step{Name: "import", By: "zoe", Documents: []model.DocumentEdit{edit}}
	p.save(step)
	if _, err := p.source.Save(p.t.Context(), step); err == nil {
		p.docs = append(p.docs, d)
	}
}

func (p *pair) change(s store, by model.Annotator) (model.Change, bool) {
	d, owner := p.drawSet()
	set, err := s.Set(p.t.Context(), d.ID, owner)
	if err != nil {
		p.t.Fatal(err)
	}
	if owner != model.Gold {
		by = owner
	}
	c, err := modeltest.Change(p.t, model.Work{Document: d, Schema: modeltest.Schema(), Set: set, By: by})
	if owner == model.Gold && err == nil && len(set.Verdicts) == 0 {
		c.Verdicts = []model.Edit[model.Verdict]{model.Insert(model.Verdict{Of: "of", Annotator: "ana", By: by, Why: "so"})}
	}
	return c, err == nil && !c.Empty()
}

func (p *pair) edit() {
	if c, ok := p.change(p.both[1], "zoe"); ok {
		p.save(model.Step{Name: c.Name, By: c.By, Changes: []model.Change{c}})
	}
}

func (p *pair) editThere() {
	if c, ok := p.change(p.source, "zoe"); ok {
		if _, err := p.source.Save(p.t.Context(), model.Step{Name: c.Name, By: c.By, Changes: []model.Change{c}}); err != nil {
			p.t.Fatal(err)
		}
	}
}

// merge takes the set as it is in the source, whatever was there before.
func (p *pair) merge() {
	d, owner := p.drawSet()
	ours, err := p.both[1].Set(p.t.Context(), d.ID, owner)
	sure(p.t, err)
	theirs, err := p.source.Set(p.t.Context(), d.ID, owner)
	sure(p.t, err)
	known, err := p.both[1].History(p.t.Context(), d.ID, owner)
	sure(p.t, err)
	past, err := p.source.History(p.t.Context(), d.ID, owner)
	sure(p.t, err)
	if len(past) == 0 {
		return
	}
	step := model.Step{Name: "merge", By: "zoe", Project: true}
	for _, h := range past {
		if !slices.ContainsFunc(known, func(k model.PastChange) bool { return k.Tip == h.Tip }) {
			step.History = append(step.History, h)
		}
	}
	c := model.Diff(ours, theirs)
	c.By, c.Tip, c.Blind = "zoe", model.TipOf(past), theirs.Blind
	step.Changes = []model.Change{c}
	waiting := model.Waiting{Source: "there", At: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC), Set: theirs, History: past}
	apart := rapid.Bool().Draw(p.t, "waits")
	p.do(func(s store) error {
		return s.Update(p.t.Context(), func(tx job.Tx) error {
			if apart {
				return tx.PutWaiting(waiting)
			}
			_, err := tx.Save(step)
			return errors.Join(err, tx.RemoveWaiting(d.ID, owner))
		})
	})
}

func sure(t *rapid.T, err error) {
	if err != nil {
		t.Fatal(err)
	}
}

// backLocally undoes or redoes by the log of a set.
func (p *pair) backLocally() {
	d, owner := p.drawSet()
	redo := rapid.Bool().Draw(p.t, "redo")
	p.do(func(s store) error {
		desk, err := session.OpenDesk(p.t.Context(), s, d.ID, owner)
		if err == nil && redo {
			_, _, err = desk.Redo(p.t.Context())
		} else if err == nil {
			_, _, err = desk.Undo(p.t.Context())
		}
		return err
	})
}

// back undoes or redoes by the list of the project.
func (p *pair) back() {
	redo := rapid.Bool().Draw(p.t, "redo")
	p.do(func(s store) error {
		session, err := session.Open(p.t.Context(), s, "zoe")
		if err == nil && redo {
			err = session.RedoStep(p.t.Context())
		} else if err == nil {
			err = session.UndoStep(p.t.Context())
		}
		return err
	})
}

// bin puts a document into the bin, or takes it out.
func (p *pair) bin() {
	d, by := rapid.SampledFrom(p.docs).Draw(p.t, "document"), rapid.SampledFrom([]model.Annotator{"", "zoe"}).Draw(p.t, "binned by")
	p.do(func(s store) error {
		step, err := session.BinStep(p.t.Context(), s, "delete", by, []model.DocumentID{d.ID})
		if err != nil || step.Empty() {
			return err
		}
		step.By = "zoe"
		_, err = s.Save(p.t.Context(), step)
		return err
	})
}

func (p *pair) talk() {
	d, owner := p.drawSet()
	c := model.Comment{ID: model.CommentID(rapid.StringMatching("[a-c]").Draw(p.t, "comment")), Document: d.ID, By: owner, Text: "so"}
	c.Resolved = rapid.Bool().Draw(p.t, "resolved")
	c.Answers = model.CommentID(rapid.SampledFrom([]string{"", "a"}).Draw(p.t, "answers"))
	if c.Answers == c.ID {
		c.Answers = ""
	}
	p.do(func(s store) error { return s.SaveComment(p.t.Context(), c) })
	p.do(func(s store) error {
		return s.Update(p.t.Context(), func(tx job.Tx) error {
			return tx.AddAssignments([]model.Assignment{{Annotator: owner, Document: d.ID, At: time.UnixMilli(1e12).UTC(), File: "f"}})
		})
	})
}

func (p *pair) set() {
	name := rapid.SampledFrom([]string{model.SettingOwner, model.SettingOthers}).Draw(p.t, "name")
	value := rapid.SampledFrom([]string{"", "ana", model.OthersShown}).Draw(p.t, "value")
	p.do(func(s store) error { return s.SetSetting(p.t.Context(), name, value) })
	sure(p.t, p.source.SetSetting(p.t.Context(), name, value))
}

// compare reads everything from both.
func (p *pair) compare() {
	file, memory := p.dump(p.both[0]), p.dump(p.both[1])
	for i := range file {
		if file[i] != memory[i] {
			p.t.Fatalf("the file holds\n%s\nand memory\n%s", file[i], memory[i])
		}
	}
	problems, err := p.both[0].(wiring.Project).Problems(p.t.Context())
	if sure(p.t, err); len(problems) > 0 {
		p.t.Fatal(problems)
	}
}

func (p *pair) dump(s store) []string {
	ctx, lines := p.t.Context(), []string{}
	put := func(v any, err error) {
		sure(p.t, err)
		data, err := json.Marshal(v)
		sure(p.t, err)
		lines = append(lines, fmt.Sprintf("%T %s", v, strings.ReplaceAll(string(data), "null", "[]")))
	}
	for _, read := range []func() (any, error){
		func() (any, error) { return s.Documents(ctx) },
		func() (any, error) { return s.Bin(ctx) },
		func() (any, error) { return s.Census(ctx) },
		func() (any, error) { return s.Unfinished(ctx, "") },
		func() (any, error) { return s.Unfinished(ctx, "ana") },
		func() (any, error) { return s.Assignments(ctx) },
		func() (any, error) { return s.WaitingSets(ctx) },
		func() (any, error) { return s.Setting(ctx, model.SettingOwner) },
		func() (any, error) { return s.Setting(ctx, model.SettingOthers) },
	} {
		put(read())
	}
	for _, d := range p.docs {
		put(s.EditedAt(ctx, d.ID))
		put(s.Sets(ctx, d.ID))
		put(s.Comments(ctx, d.ID))
		for _, owner := range []model.Annotator{"ana", "ben", model.Gold} {
			put(s.History(ctx, d.ID, owner))
		}
		put(p.events(s, d.ID))
	}
	steps, err := s.Steps(ctx)
	for _, info := range steps {
		step, err := s.Step(ctx, info.Number)
		info.Number, info.Turned = 0, 0
		put(info, err)
		put(step.Changes, err)
		put(step.Documents, err)
	}
	sure(p.t, err)
	return lines
}

// events returns the history of a document without the numbers of the log,
// after a look at what it says of every state of every set.
func (p *pair) events(s store, id model.DocumentID) ([]model.Event, error) {
	events, err := s.Events(p.t.Context(), id)
	for _, owner := range []model.Annotator{"ana", "ben", model.Gold} {
		set, err := s.Set(p.t.Context(), id, owner)
		sure(p.t, err)
		p.checkStates(events, set)
	}
	for i := range events {
		events[i].Number, events[i].Step, events[i].Of = 0, 0, 0
	}
	return events, err
}

// checkStates goes back from the set as it is now by taking back one change
// after the other, and compares with what repeating them from the start gives.
func (p *pair) checkStates(events []model.Event, set model.AnnotationSet) {
	for i, e := range slices.Backward(events) {
		if e.Part > 0 {
			p.checkBrought(events, i, set.Annotator)
			continue
		}
		then, err := model.StateAfter(events, set.Annotator, i)
		if sure(p.t, err); !then.Equal(set) {
			p.t.Fatalf("after change %d the set of %s is\n%+v\nby repeating, and by taking back\n%+v", e.Number, set.Annotator, then, set)
		}
		if e.Owner != set.Annotator {
			continue
		}
		set, err = set.Apply(e.Change.Invert())
		sure(p.t, err)
	}
	if len(set.Annotations)+len(set.Relations)+len(set.Verdicts) > 0 || set.Status != model.StatusUnset {
		p.t.Fatalf("before all the set was %+v", set)
	}
}

// checkBrought looks at a state that a merge brought: it is told where it led
// to what the merge made of the set, and is refused otherwise.
func (p *pair) checkBrought(events []model.Event, i int, owner model.Annotator) {
	then, err := model.StateAfter(events, owner, i)
	if err != nil && !errors.Is(err, model.ErrConflict) || err != nil && events[i].Owner != owner {
		p.t.Fatal(err)
	}
	if last := events[i+1].Part == 0; err != nil || !last {
		return
	}
	merged, err := model.StateAfter(events, owner, i+1)
	if sure(p.t, err); events[i].Owner == owner && !merged.Equal(then) {
		p.t.Fatalf("what was brought leads to %+v, and the merge to %+v", then, merged)
	}
}
