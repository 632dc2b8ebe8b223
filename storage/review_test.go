package storage

import (
	"errors"
	"fmt"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"dragoman/model"
)

// copyWith makes a project with the document and lets work be done there.
func copyWith(t testing.TB, d model.Document, work func(p *Project)) *Project {
	t.Helper()
	p, err := Create(ctx, filepath.Join(t.TempDir(), "copy.dragoman"), testSchema, Options{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closed(t, p) })
	if _, err := p.Save(ctx, model.Step{Name: "handout", Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}}); err != nil {
		t.Fatal(err)
	}
	work(p)
	return p
}

// mergeStep is the step that makes the owner's set what it is in the source.
func mergeStep(t testing.TB, p, source *Project, id model.DocumentID, owner model.Annotator) model.Step {
	t.Helper()
	ours := must[model.AnnotationSet](t)(p.Set(ctx, id, owner))
	theirs := must[model.AnnotationSet](t)(source.Set(ctx, id, owner))
	known := map[string]bool{}
	for _, past := range must[[]model.PastChange](t)(p.History(ctx, id, owner)) {
		known[past.Tip] = true
	}
	step := model.Step{Name: "merge " + string(owner) + ".dragoman", By: "zoe", Project: true}
	c := model.Diff(ours, theirs)
	for _, past := range must[[]model.PastChange](t)(source.History(ctx, id, owner)) {
		if c.Tip = past.Tip; !known[past.Tip] {
			step.History = append(step.History, past)
		}
	}
	c.Name, c.By, c.Blind = step.Name, "zoe", theirs.Blind
	step.Changes = []model.Change{c}
	return step
}

// save saves the step and returns the number of its first change.
func save(t testing.TB, p *Project, step model.Step) int64 {
	t.Helper()
	return must[[]int64](t)(p.Save(ctx, step))[0]
}

// replay undoes or redoes a step of the project, as a session does.
func replay(t testing.TB, p *Project, number int64, kind model.StepKind) {
	t.Helper()
	step := must[model.Step](t)(p.Step(ctx, number))
	if kind == model.Undo {
		step = step.Invert()
	}
	step.Kind, step.Of, step.By, step.Project = kind, number, "zoe", true
	save(t, p, step)
}

func tip(t testing.TB, p *Project, id model.DocumentID, owner model.Annotator) string {
	t.Helper()
	return model.TipOf(must[[]model.PastChange](t)(p.History(ctx, id, owner)))
}

// fillReview puts a row into every table that version 2 brought.
func fillReview(t testing.TB, p *Project, d model.Document) {
	t.Helper()
	benOde := model.Span{Start: 13, End: 20}
	source := copyWith(t, d, func(p *Project) { label(t, p, d, "cem", "person", benOde) })
	save(t, p, mergeStep(t, p, source, d.ID, "cem"))
	judge(t, p, d)
	answer := model.Comment{ID: "c2", Document: d.ID, By: "ana", At: clock(), Text: "see above", Answers: "c1"}
	waiting := model.Waiting{Source: "ben.dragoman", At: clock(), Set: must[model.AnnotationSet](t)(source.Set(ctx, d.ID, "cem"))}
	waiting.Set.Annotator = "ben"
	waiting.History = must[[]model.PastChange](t)(source.History(ctx, d.ID, "cem"))
	err := p.Update(ctx, func(tx *Tx) error {
		return errors.Join(
			tx.SaveComment(model.Comment{ID: "c1", Document: d.ID, By: "ben", At: clock(), Text: "who?", Resolved: true}),
			tx.SaveComment(answer),
			tx.AddAssignments([]model.Assignment{{Annotator: "cem", Document: d.ID, At: clock(), File: "cem.dragoman"}}),
			tx.PutWaiting(waiting),
		)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// judge takes Ana Ruiz of all into the gold set, and rejects Ben Ode of cem.
func judge(t testing.TB, p *Project, d model.Document) {
	t.Helper()
	r := model.Review{Work: work(t, p, d, model.Gold)}
	r.By = "zoe"
	for _, s := range must[[]model.AnnotationSet](t)(p.Sets(ctx, d.ID)) {
		if s.Annotator != model.Gold {
			r.Sets = append(r.Sets, s)
		}
	}
	var named []string
	var other string
	for _, s := range r.Sets {
		for _, a := range s.Annotations {
			switch d.Text.Quote(a.Fragments) {
			case "Ana Ruiz":
				named = append(named, string(a.ID))
			case "Ben Ode":
				other = string(a.ID)
			}
		}
	}
	c, err := model.Take(r, named[0], named[1:], "both say so")
	do(t, p, c, err)
	r.Set = must[model.AnnotationSet](t)(p.Set(ctx, d.ID, model.Gold))
	c, err = model.Reject(r, []string{other}, "not a person")
	do(t, p, c, err)
}

// checkReview looks for what fillReview put into the project.
func checkReview(t *testing.T, p *Project, id model.DocumentID) {
	t.Helper()
	gold := must[model.AnnotationSet](t)(p.Set(ctx, id, model.Gold))
	if len(gold.Annotations) != 1 || len(gold.Verdicts) != 3 || len(gold.Sources(string(gold.Annotations[0].ID))) != 2 {
		t.Errorf("the gold set is %+v", gold)
	}
	cem := must[[]model.PastChange](t)(p.History(ctx, id, "cem"))
	if len(cem) != 1 || cem[0].Name != "label “Ben Ode” as person" || cem[0].By != "cem" || !cem[0].At.Equal(clock()) || cem[0].Tip != model.NextTip("", cem[0]) {
		t.Errorf("the history of cem is %+v", cem)
	}
	if log := must[[]model.Entry](t)(p.Log(ctx, id, "cem")); len(log) != 0 {
		t.Errorf("the undo stack of cem is %+v", log)
	}
	comments := must[[]model.Comment](t)(p.Comments(ctx, id))
	if len(comments) != 2 || comments[1].Text != "see above" || comments[1].Answers != "c1" || !comments[0].Resolved || !comments[0].At.Equal(clock()) {
		t.Errorf("the comments are %+v", comments)
	}
	assignments := must[[]model.Assignment](t)(p.Assignments(ctx))
	if want := (model.Assignment{Annotator: "cem", Document: id, At: clock(), File: "cem.dragoman"}); len(assignments) != 1 || assignments[0] != want {
		t.Errorf("the assignments are %+v", assignments)
	}
	waiting := must[[]model.Waiting](t)(p.WaitingSets(ctx))
	if len(waiting) != 1 || waiting[0].Source != "ben.dragoman" || !waiting[0].At.Equal(clock()) || len(waiting[0].Set.Annotations) != 1 ||
		!reflect.DeepEqual(waiting[0].History, cem) {
		t.Errorf("there wait %+v", waiting)
	}
}

// TestMergedHistoryGoesOn merges the work of ana, who goes on, and merges
// that, takes it back and repeats it.
func TestMergedHistoryGoesOn(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, "Ana met Ben and Cem.", "one")
	source := copyWith(t, d, func(p *Project) { label(t, p, d, "ana", "person", model.Span{Start: 0, End: 3}) })
	same := func() {
		t.Helper()
		ours, theirs := must[[]model.PastChange](t)(p.History(ctx, d.ID, "ana")), must[[]model.PastChange](t)(source.History(ctx, d.ID, "ana"))
		if !reflect.DeepEqual(ours, theirs) {
			t.Fatalf("the histories are\n%+v\n%+v", ours, theirs)
		}
		a, b := must[model.AnnotationSet](t)(p.Set(ctx, d.ID, "ana")), must[model.AnnotationSet](t)(source.Set(ctx, d.ID, "ana"))
		if !a.Equal(b) || a.Blind != b.Blind {
			t.Fatalf("the sets are\n%+v\n%+v", a, b)
		}
	}
	save(t, p, mergeStep(t, p, source, d.ID, "ana"))
	same()
	before := tip(t, p, d.ID, "ana")
	label(t, source, d, "ana", "person", model.Span{Start: 8, End: 11})
	number := save(t, p, mergeStep(t, p, source, d.ID, "ana"))
	same()
	replay(t, p, number, model.Undo)
	if tip(t, p, d.ID, "ana") != before {
		t.Error("after undo the tip is not the one before")
	}
	p = reopenLater(t, p)
	replay(t, p, number, model.Redo)
	same()
	steps := must[[]model.StepInfo](t)(p.Steps(ctx))
	if len(steps) != 3 || steps[0].Undone || steps[0].Name != "merge ana.dragoman" {
		t.Errorf("the steps are %+v", steps)
	}
	sound(t, p)
}

// reopenLater reopens a project that newTestProject closes.
func reopenLater(t *testing.T, p *Project) *Project {
	t.Helper()
	*p = *reopen(t, p)
	return p
}

// TestDecisionReplacesASet has both go on, and takes theirs.
func TestDecisionReplacesASet(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, "Ana met Ben and Cem.", "one")
	source := copyWith(t, d, func(p *Project) { label(t, p, d, "ana", "person", model.Span{Start: 0, End: 3}) })
	save(t, p, mergeStep(t, p, source, d.ID, "ana"))
	label(t, p, d, "ana", "meeting", model.Span{Start: 4, End: 7})
	ours := tip(t, p, d.ID, "ana")
	label(t, source, d, "ana", "person", model.Span{Start: 8, End: 11})
	number := save(t, p, mergeStep(t, p, source, d.ID, "ana"))
	if got, want := tip(t, p, d.ID, "ana"), tip(t, source, d.ID, "ana"); got != want {
		t.Errorf("the tip is %s, want that of theirs, %s", got, want)
	}
	history := must[[]model.PastChange](t)(p.History(ctx, d.ID, "ana"))
	set := model.AnnotationSet{Document: d.ID, Annotator: "ana"}
	knows := false
	for _, past := range history {
		knows = knows || past.Tip == ours
		var err error
		if set, err = set.Apply(past.Change); err != nil {
			t.Fatal(err)
		}
	}
	if want := must[model.AnnotationSet](t)(source.Set(ctx, d.ID, "ana")); !knows || !set.Equal(want) {
		t.Errorf("the history leads to %+v, want %+v", set, want)
	}
	replay(t, p, number, model.Undo)
	if tip(t, p, d.ID, "ana") != ours {
		t.Error("after undo the tip is not the one before")
	}
	sound(t, p)
}

func TestHistoryNeedsAChange(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, "Ana met Ben.", "one")
	source := copyWith(t, d, func(p *Project) { label(t, p, d, "ana", "person", model.Span{Start: 0, End: 3}) })
	step := mergeStep(t, p, source, d.ID, "ana")
	step.Changes[0].Owner = "ben"
	before := dump(t, p)
	if _, err := p.Save(ctx, step); !errors.Is(err, model.ErrConflict) {
		t.Errorf("history of nobody gave %v", err)
	}
	if after := dump(t, p); after != before {
		t.Errorf("it left\n%s", after)
	}
}

// TestVerdictsNameWhatIsThere refuses what would leave a verdict without what
// it names.
func TestVerdictsNameWhatIsThere(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, firstText, "one")
	label(t, p, d, "ana", "person", model.Span{Start: 0, End: 8})
	label(t, p, d, "cem", "person", model.Span{Start: 13, End: 20})
	judge(t, p, d)
	gold := must[model.AnnotationSet](t)(p.Set(ctx, d.ID, model.Gold))
	before := dump(t, p)
	v := gold.Verdicts[0]
	nowhere, changed := v, v
	nowhere.Of, nowhere.Gold, changed.Why = "x", "nothing", "changed since"
	for name, c := range map[string]model.Change{
		"what is not there":  {Owner: model.Gold, Verdicts: []model.Edit[model.Verdict]{model.Insert(nowhere)}},
		"what goes":          {Owner: model.Gold, Annotations: []model.Edit[model.Annotation]{model.Remove(gold.Annotations[0])}},
		"one judged already": {Owner: model.Gold, Verdicts: []model.Edit[model.Verdict]{model.Insert(v)}},
		"another old":        {Owner: model.Gold, Verdicts: []model.Edit[model.Verdict]{model.Replace(changed, v)}},
		"another set":        {Owner: "ana", Verdicts: []model.Edit[model.Verdict]{model.Insert(nowhere)}},
	} {
		c.Document, c.By = d.ID, "zoe"
		if _, err := p.Save(ctx, model.Step{Changes: []model.Change{c}}); !errors.Is(err, model.ErrConflict) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if after := dump(t, p); after != before {
		t.Errorf("it left\n%s\nwas\n%s", after, before)
	}
	sound(t, p)
}

// TestCommentsAreKept answers one and settles it.
func TestCommentsAreKept(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, "Ana met Ben.", "one")
	first := model.Comment{ID: model.NewCommentID(), Document: d.ID, Annotation: "gone", By: "ana", At: clock(), Text: "who?"}
	answer := model.Comment{ID: model.NewCommentID(), Document: d.ID, By: "zoe", At: clock().Add(time.Second), Text: "Ben", Answers: first.ID}
	for _, c := range []model.Comment{first, answer} {
		if err := p.SaveComment(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	first.Text, first.Resolved = "who is it?", true
	edited := first
	edited.By, edited.At, edited.Document = "ben", time.Time{}, "elsewhere"
	if err := p.SaveComment(ctx, edited); err != nil {
		t.Fatal(err)
	}
	if got := must[[]model.Comment](t)(p.Comments(ctx, d.ID)); !reflect.DeepEqual(got, []model.Comment{first, answer}) {
		t.Errorf("the comments are %+v", got)
	}
	for _, c := range []model.Comment{
		{ID: "1", Document: "nowhere", By: "ana", Text: "x"},
		{ID: "2", Document: d.ID, By: "ana", Text: "x", Answers: "nothing"},
	} {
		if err := p.SaveComment(ctx, c); !errors.Is(err, model.ErrNotFound) {
			t.Errorf("comment %s: %v", c.ID, err)
		}
	}
	if names := must[[]model.Annotator](t)(p.Annotators(ctx)); len(names) != 0 {
		t.Errorf("who comments is an annotator: %v", names)
	}
	sound(t, p)
}

func TestWaitingEnds(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, firstText, "one")
	label(t, p, d, "ana", "person", model.Span{Start: 0, End: 8})
	fillReview(t, p, d)
	checkReviewWaits := func(want int) {
		t.Helper()
		if got := must[[]model.Waiting](t)(p.WaitingSets(ctx)); len(got) != want {
			t.Errorf("there wait %+v", got)
		}
	}
	again := must[[]model.Waiting](t)(p.WaitingSets(ctx))[0]
	err := p.Update(ctx, func(tx *Tx) error { return tx.PutWaiting(again) })
	if err != nil {
		t.Fatal(err)
	}
	checkReviewWaits(1)
	if err := p.Update(ctx, func(tx *Tx) error {
		return errors.Join(tx.RemoveWaiting(d.ID, "ben"), tx.RemoveWaiting(d.ID, "nobody"))
	}); err != nil {
		t.Fatal(err)
	}
	checkReviewWaits(0)
	again.Set.Document = "nowhere"
	if err := p.Update(ctx, func(tx *Tx) error { return tx.PutWaiting(again) }); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("a set of a document that is not there: %v", err)
	}
	if err := p.Update(ctx, func(tx *Tx) error {
		return tx.AddAssignments([]model.Assignment{{Annotator: "ana", Document: "nowhere", At: clock()}})
	}); !errors.Is(err, model.ErrConflict) {
		t.Errorf("an assignment of a document that is not there: %v", err)
	}
	sound(t, p)
}

func TestEditedAtIsKept(t *testing.T) {
	p := newTestProject(t)
	d := model.NewDocument("Ana met Ben.", "one", "")
	long := clock().Add(-1000 * time.Hour)
	save := func(e model.DocumentEdit, want time.Time) {
		t.Helper()
		if _, err := p.Save(ctx, model.Step{Documents: []model.DocumentEdit{e}}); err != nil {
			t.Fatal(err)
		}
		if got := must[time.Time](t)(p.EditedAt(ctx, d.ID)); !got.Equal(want) {
			t.Errorf("it was edited at %v, want %v", got, want)
		}
	}
	save(model.DocumentEdit{ID: d.ID, Added: &d, EditedAt: long}, long)
	two, three := d.WithProperties(model.Properties{Title: "two"}), d.WithProperties(model.Properties{Title: "three"})
	e := model.Replace(d.Properties(), two.Properties())
	save(model.DocumentEdit{ID: d.ID, Properties: &e}, clock())
	e = model.Replace(two.Properties(), three.Properties())
	save(model.DocumentEdit{ID: d.ID, Properties: &e, EditedAt: long}, long)
	if _, err := p.EditedAt(ctx, "nowhere"); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("nowhere: %v", err)
	}
	sound(t, p)
}

func TestSettingsInATransaction(t *testing.T) {
	p := newTestProject(t)
	err := p.Update(ctx, func(tx *Tx) error {
		if err := tx.SetSetting(model.SettingOwner, "zoe"); err != nil {
			return err
		}
		value, err := tx.Setting(model.SettingOwner)
		if value != "zoe" {
			t.Errorf("the owner is %q", value)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if value := must[string](t)(p.Setting(ctx, model.SettingOwner)); value != "zoe" {
		t.Errorf("the owner is %q", value)
	}
}

// blindOf returns what is known of the set, by every way of reading.
func blindOf(t testing.TB, p *Project, d model.Document, owner model.Annotator) model.Blindness {
	t.Helper()
	blind := must[model.AnnotationSet](t)(p.Set(ctx, d.ID, owner)).Blind
	for _, s := range must[[]model.Summary](t)(p.Documents(ctx)) {
		if s.ID == d.ID && s.Set(owner).Blind != blind {
			t.Errorf("the list says %q of %s, and the set %q", s.Set(owner).Blind, owner, blind)
		}
	}
	return blind
}

func TestBlindnessIsKept(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, "Ana met Ben and Cem.", "one")
	step := func(what string, owner model.Annotator, want model.Blindness) {
		t.Helper()
		if got := blindOf(t, p, d, owner); got != want {
			t.Errorf("%s: %s is %q, want %q", what, owner, got, want)
		}
	}
	set := func(name, value string) {
		t.Helper()
		if err := p.SetSetting(ctx, name, value); err != nil {
			t.Fatal(err)
		}
	}
	set(model.SettingOthers, model.OthersShown)
	label(t, p, d, "ana", "person", model.Span{Start: 0, End: 3})
	step("nobody else marked anything", "ana", model.Blind)
	set(model.SettingOthers, "")
	label(t, p, d, "ben", "person", model.Span{Start: 0, End: 3})
	step("hidden", "ben", model.Blind)
	set(model.SettingOwner, "ben")
	label(t, p, d, "ana", "person", model.Span{Start: 8, End: 11})
	step("the owner is another", "ana", model.Blind)
	label(t, p, d, "ben", "person", model.Span{Start: 8, End: 11})
	step("the owner sees all", "ben", model.Seen)
	set(model.SettingOwner, "")
	label(t, p, d, "ben", "person", model.Span{Start: 16, End: 19})
	step("what was seen was seen", "ben", model.Seen)
	c, err := model.SetStatus(model.Work{Document: d, Set: must[model.AnnotationSet](t)(p.Set(ctx, d.ID, "cem")), By: "ana"}, model.StatusDone)
	do(t, p, c, err)
	step("begun by another", "cem", "")
	label(t, p, d, "cem", "person", model.Span{Start: 0, End: 3})
	step("nobody knows", "cem", "")
	label(t, p, d, model.Gold, "person", model.Span{Start: 0, End: 3})
	source := copyWith(t, d, func(p *Project) {
		label(t, p, d, "ana", "person", model.Span{Start: 0, End: 3})
		label(t, p, d, "ben", "person", model.Span{Start: 0, End: 3})
		if err := p.SetSetting(ctx, model.SettingOwner, "ana"); err != nil {
			t.Fatal(err)
		}
		label(t, p, d, "ana", "meeting", model.Span{Start: 4, End: 7})
	})
	merge := mergeStep(t, p, source, d.ID, "ana")
	number := save(t, p, merge)
	step("merged", "ana", model.Seen)
	replay(t, p, number, model.Undo)
	step("undone", "ana", model.Blind)
	replay(t, p, number, model.Redo)
	step("redone", "ana", model.Seen)
	sound(t, p)
}

// TestGoldIsNoAnnotator lists, counts and reads beside a gold set.
func TestGoldIsNoAnnotator(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, firstText, "one")
	label(t, p, d, "ana", "person", model.Span{Start: 0, End: 8})
	label(t, p, d, "cem", "person", model.Span{Start: 13, End: 20})
	judge(t, p, d)
	if got := must[[]model.Annotator](t)(p.Annotators(ctx)); fmt.Sprint(got) != "[ana cem]" {
		t.Errorf("annotators %v", got)
	}
	for owner, want := range map[model.Annotator]int{"": 3, "ana": 1, model.Gold: 1} {
		if got := must[[]model.Occurrence](t)(p.Annotations(ctx, model.AnnotationQuery{Annotator: owner})); len(got) != want {
			t.Errorf("%d annotations of %q, want %d", len(got), owner, want)
		}
	}
	sets := must[[]model.AnnotationSet](t)(p.Sets(ctx, d.ID))
	if len(sets) != 3 || sets[2].Annotator != model.Gold || len(sets[2].Verdicts) != 2 {
		t.Errorf("the sets are %+v", sets)
	}
}
