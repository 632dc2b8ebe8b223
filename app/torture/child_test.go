package torture_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"pgregory.net/rapid"

	"dragoman/app/cli/headless/wiring"
	"dragoman/app/session"
	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage"
)

// work is the process that is killed: a person at the window, without the
// window. It opens the project at path, does as many acts as TORTURE_ACTS says,
// tells of each before and after, and closes the project. It returns the exit
// status.
func work(path string) int {
	acts, err := strconv.Atoi(os.Getenv("TORTURE_ACTS"))
	seed, failed := strconv.ParseUint(os.Getenv("TORTURE_SEED"), 10, 64)
	if err = errors.Join(err, failed); err == nil {
		err = atWork(context.Background(), path, acts, rand.New(rand.NewPCG(seed, 1)))
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func atWork(ctx context.Context, path string, acts int, rng *rand.Rand) error {
	// Days pass from run to run, so that a backup is due.
	now := time.Date(2026, 1, 1, 9, 30, 0, 0, time.UTC).Add(time.Duration(rng.IntN(1000)) * 24 * time.Hour)
	project, err := storage.Open(ctx, path, storage.Options{Now: func() time.Time { return now }, Version: wiring.Version})
	if err != nil {
		return err
	}
	told := &teller{Project: wiring.Project{Project: project}}
	p, err := newPerson(ctx, told, rng)
	if err != nil {
		return errors.Join(err, project.Close())
	}
	var beside sync.WaitGroup
	beside.Go(func() { told.backUp(ctx) })
	for range acts {
		p.act(ctx)
	}
	beside.Wait()
	return errors.Join(told.failed, project.Close())
}

// teller is a project that tells of what is saved in it.
type teller struct {
	wiring.Project
	mu     sync.Mutex
	failed error
}

func (p *teller) tell(e entry) {
	p.mu.Lock()
	defer p.mu.Unlock()
	line := json.NewEncoder(os.Stdout)
	line.SetEscapeHTML(false)
	p.failed = errors.Join(p.failed, line.Encode(e))
}

// outcome tells what became of what was told before. What is no refusal is a
// failure.
func (p *teller) outcome(numbers []int64, err error) {
	p.tell(entry{Saved: err == nil, Numbers: numbers, Refused: err != nil})
	if err != nil && !session.Refused(err) {
		p.failed = errors.Join(p.failed, err)
	}
}

func (p *teller) Save(ctx context.Context, step model.Step) ([]int64, error) {
	p.tell(entry{Step: &step})
	numbers, err := p.Project.Save(ctx, step)
	p.outcome(numbers, err)
	return numbers, err
}

func (p *teller) SaveComment(ctx context.Context, c model.Comment) error {
	p.tell(entry{Comment: &c})
	err := p.Project.SaveComment(ctx, c)
	p.outcome(nil, err)
	return err
}

func (p *teller) SetSetting(ctx context.Context, name, value string) error {
	p.tell(entry{Setting: [2]string{name, value}})
	err := p.Project.SetSetting(ctx, name, value)
	p.outcome(nil, err)
	return err
}

// backUp makes the backup of the day beside the edits.
func (p *teller) backUp(ctx context.Context) {
	made, err := p.BackUpToday(ctx)
	if err != nil {
		p.mu.Lock()
		p.failed = errors.Join(p.failed, err)
		p.mu.Unlock()
	} else if made != "" {
		p.tell(entry{Backup: made})
	}
}

// person does at random what the window has commands for. What is refused is
// refused: the teller knows of failures.
type person struct {
	*session.Session
	rng     *rand.Rand
	project session.Project
}

func newPerson(ctx context.Context, project session.Project, rng *rand.Rand) (*person, error) {
	s, err := session.Open(ctx, project, "ana")
	if err != nil {
		return nil, err
	}
	p := &person{s, rng, project}
	return p, p.OpenDocument(ctx, p.document())
}

func (p *person) document() model.DocumentID {
	return p.Documents()[p.rng.IntN(len(p.Documents()))].ID
}

func (p *person) act(ctx context.Context) {
	acts := []func(context.Context){
		p.edit, p.edit, p.edit, p.edit, p.edit, p.edit, p.edit, p.edit, p.labelAll,
		func(ctx context.Context) { _, _ = p.Undo(ctx) },
		func(ctx context.Context) { _, _ = p.Redo(ctx) },
		func(ctx context.Context) { _ = p.UndoStep(ctx) },
		func(ctx context.Context) { _ = p.RedoStep(ctx) },
		func(ctx context.Context) { _ = p.OpenDocument(ctx, p.document()) },
		func(ctx context.Context) {
			_ = p.SwitchAnnotator(ctx, []model.Annotator{"ana", "bo"}[p.rng.IntN(2)])
		},
		p.describe, p.rename, p.review, p.review, p.talk, p.settle,
	}
	acts[p.rng.IntN(len(acts))](ctx)
}

func (p *person) edit(ctx context.Context) {
	w, err := p.Work()
	if err != nil {
		return
	}
	change := rapid.Custom(func(t *rapid.T) model.Change {
		c, err := modeltest.Change(t, w)
		if err != nil {
			return model.Change{}
		}
		return c
	}).Example(p.rng.IntN(1 << 30))
	_, _ = p.Do(ctx, change)
}

// labelAll labels every place of a word in one change.
func (p *person) labelAll(ctx context.Context) {
	w, err := p.Work()
	if err != nil {
		return
	}
	text := w.Document.Text.String()
	word := strings.Fields(text)[0]
	all := model.Change{Name: "label all", Document: w.Document.ID, Owner: w.Set.Annotator, By: w.By}
	for at := strings.Index(text, word); at >= 0; {
		c, err := model.AddLabel(w, model.NewAnnotationID(), []model.Span{{Start: at, End: at + len(word)}}, w.Schema.Labels[0].Name)
		if err == nil {
			all.Status, all.Annotations = c.Status, append(all.Annotations, c.Annotations...)
		}
		next := strings.Index(text[at+len(word):], word)
		if next < 0 {
			break
		}
		at += len(word) + next
	}
	if len(all.Annotations) > 0 {
		_, _ = p.Do(ctx, all)
	}
}

// describe gives a document other properties.
func (p *person) describe(ctx context.Context) {
	d := p.document()
	if p.rng.IntN(2) == 0 {
		_ = p.SetFlag(ctx, d, []string{"", model.Flagged, model.Skipped}[p.rng.IntN(3)], "why <not>")
		return
	}
	_ = p.SetProperties(ctx, d, model.Properties{Title: fmt.Sprint("title ", p.rng.IntN(5)), Source: "wire"})
}

// rename gives a label of the schema another name, in all sets.
func (p *person) rename(ctx context.Context) {
	schema := p.Schema()
	label := schema.Labels[p.rng.IntN(len(schema.Labels))].Name
	to, longer := strings.CutSuffix(label, " too")
	if !longer {
		to += " too"
	}
	other := func(name string) string {
		if name == label {
			return to
		}
		return name
	}
	next := model.Schema{Labels: slices.Clone(schema.Labels)}
	for i := range next.Labels {
		next.Labels[i].Name = other(next.Labels[i].Name)
	}
	for _, r := range schema.RelationTypes {
		r.From, r.To = each(r.From, other), each(r.To, other)
		next.RelationTypes = append(next.RelationTypes, r)
	}
	edit := session.SchemaEdit{New: next, Labels: map[string]string{label: to}}
	if plan, err := session.PlanSchema(ctx, p.project, p.Annotator(), edit); err == nil {
		_ = p.EditSchema(ctx, plan)
	}
}

func each(values []string, f func(string) string) []string {
	var made []string
	for _, v := range values {
		made = append(made, f(v))
	}
	return made
}

// review decides some cases.
func (p *person) review(ctx context.Context) {
	r, err := p.OpenReview(ctx, []model.Annotator{"ana", "bo"})
	if err != nil {
		return
	}
	defer r.Close()
	decisions := []func(){
		func() { _ = r.Take(ctx, "ana", "better") },
		func() { _ = r.Take(ctx, "bo", "") },
		func() { _ = r.TakeBoth(ctx, "") },
		func() { _ = r.Neither(ctx, "no") },
		func() { _ = r.Explain(ctx, "so") },
		func() { _, _ = r.TakeAgreed(ctx) },
		func() { _, _ = r.Undo(ctx) },
		func() { _, _ = r.Redo(ctx) },
		func() { _ = r.Comment(ctx, "", "what of this?") },
		func() { _ = r.SetStatus(ctx, model.StatusDone) },
	}
	for range 1 + p.rng.IntN(4) {
		decisions[p.rng.IntN(len(decisions))]()
	}
}

func (p *person) talk(ctx context.Context) {
	comments, err := p.Comments(ctx)
	if err != nil || len(comments) == 0 || p.rng.IntN(2) == 0 {
		_ = p.Comment(ctx, "", "to be looked at")
		return
	}
	c := comments[p.rng.IntN(len(comments))]
	_ = p.Resolve(ctx, c.ID, !c.Resolved)
}

// settle says who owns the project and who may see what.
func (p *person) settle(ctx context.Context) {
	if p.rng.IntN(2) == 0 {
		_ = p.SetOwner(ctx, []model.Annotator{"", "ana"}[p.rng.IntN(2)])
		return
	}
	_ = p.SetOthersShown(ctx, p.rng.IntN(4) > 0)
}
