package cli_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dragoman/app/cli/headless/wiring"
	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/model"
	"dragoman/model/modeltest"
)

// fictional returns documents that nobody wrote.
func fictional(n int) []model.Document {
	var documents []model.Document
	for i := range n {
		d := modeltest.Document().Example(i + 1)
		text := fmt.Sprintf("%d: Zoë met Ana, “No,” said Bo. %s", i, d.Text)
		documents = append(documents, model.NewDocument(text, fmt.Sprintf("Title %d", i), d.Source).WithProperties(
			model.Properties{Title: fmt.Sprintf("Title %d", i), Source: d.Source, Meta: d.Meta}))
	}
	return documents
}

// real returns the real articles, or skips the test.
func real(t *testing.T) []model.Document {
	files, err := os.ReadDir(articles)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skipf("there is no folder %s: the articles are not part of the repository", articles)
	}
	var documents []model.Document
	for _, file := range files {
		text, err := os.ReadFile(filepath.Join(articles, file.Name()))
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, model.NewDocument(string(text), file.Name(), file.Name()))
	}
	return documents
}

// create makes a project with the documents.
func create(t *testing.T, path string, schema model.Schema, documents []model.Document) {
	t.Helper()
	p, err := wiring.Create(t.Context(), path, schema)
	if err != nil {
		t.Fatal(err)
	}
	step := model.Step{Name: "documents", By: "ana", Project: true}
	for _, d := range documents {
		step.Documents = append(step.Documents, model.DocumentEdit{ID: d.ID, Added: &d})
	}
	if len(documents) > 0 {
		_, err = p.Save(t.Context(), step)
	}
	if err := errors.Join(err, p.Close()); err != nil {
		t.Fatal(err)
	}
}

// within opens a project, hands it to f and closes it.
func within(t testing.TB, path string, f func(p wiring.Project)) {
	t.Helper()
	p, err := wiring.Open(context.Background(), path, false)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}()
	f(p)
}

// drawn draws changes that follow on each other.
func drawn(work model.Work) *rapid.Generator[[]model.Change] {
	return rapid.Custom(func(t *rapid.T) []model.Change {
		w := work
		var changes []model.Change
		for range rapid.IntRange(4, 10).Draw(t, "edits") {
			c, err := modeltest.Change(t, w)
			if err != nil || c.Empty() {
				continue
			}
			if w.Set, err = w.Set.Apply(c); err != nil {
				t.Fatalf("a verb's change does not apply: %v", err)
			}
			changes = append(changes, c)
		}
		return changes
	})
}

// labour has the annotator do random edits in the documents, and take some
// back. At least one of them is an annotation that stays.
func labour(t *testing.T, path string, annotator model.Annotator, seed int, ids ...model.DocumentID) {
	t.Helper()
	within(t, path, func(p wiring.Project) {
		for i, id := range ids {
			desk, err := session.OpenDesk(t.Context(), p, id, annotator)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range drawn(desk.Work()).Example(seed*1000 + i) {
				if _, err := desk.Do(t.Context(), c); err != nil {
					t.Fatal(err)
				}
			}
			if i%2 == 0 {
				if _, _, err := desk.Undo(t.Context()); err != nil && !errors.Is(err, model.ErrNothingToUndo) {
					t.Fatal(err)
				}
			}
			label := desk.Work().Schema.Labels[0].Name
			c, err := model.AddLabel(desk.Work(), model.NewAnnotationID(), []model.Span{{Start: 0, End: 1 + (seed+i)%2}}, label)
			if errors.Is(err, model.ErrDuplicate) {
				continue
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, err := desk.Do(t.Context(), c); err != nil {
				t.Fatal(err)
			}
		}
	})
}

func idsOf(documents []model.Document) []model.DocumentID {
	var ids []model.DocumentID
	for _, d := range documents {
		ids = append(ids, d.ID)
	}
	return ids
}

// exported returns the JSONL of a project.
func exported(t *testing.T, path string) string {
	t.Helper()
	return ok(t, "export", path, "--format", "jsonl", "--out", "-")
}

// histories returns the history of each set of a project that is not empty.
func histories(t *testing.T, path string) map[string][]model.PastChange {
	t.Helper()
	all := map[string][]model.PastChange{}
	within(t, path, func(p wiring.Project) {
		err := p.Walk(t.Context(), func(d model.Document, sets []model.AnnotationSet) error {
			for _, s := range sets {
				history, err := p.History(t.Context(), d.ID, s.Annotator)
				if err != nil {
					return err
				}
				all[string(d.ID)+" "+string(s.Annotator)] = history
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
	return all
}

func steps(t *testing.T, path string) []model.StepInfo {
	t.Helper()
	var list []model.StepInfo
	within(t, path, func(p wiring.Project) {
		var err error
		if list, err = p.Steps(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	return list
}

var orders = [][]int{{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}

// TestMergeInAnyOrder is the law of merging: three people's project files give
// the same project in every order, at once or one after the other; merging
// again changes nothing; and after further work by one only their sets change.
func TestMergeInAnyOrder(t *testing.T) {
	t.Run("fictional", func(t *testing.T) { inAnyOrder(t, fictional(6)) })
	if !testing.Short() {
		t.Run("articles", func(t *testing.T) { inAnyOrder(t, real(t)) })
	}
}

func inAnyOrder(t *testing.T, documents []model.Document) {
	folder, ids := t.TempDir(), idsOf(documents)
	people := []model.Annotator{"ana", "ben", "cleo"}
	var files []string
	for i, name := range people {
		path := filepath.Join(folder, string(name)+".dragoman")
		create(t, path, modeltest.Schema(), documents)
		labour(t, path, name, i+1, ids[i/2:]...)
		files = append(files, path)
	}
	rename(t, files[1], ids[1], "another title")
	rename(t, files[2], ids[1], "a third title")
	var want string
	for i, order := range orders {
		ours := filepath.Join(folder, fmt.Sprintf("ours%d.dragoman", i))
		create(t, ours, modeltest.Schema(), nil)
		args := []string{"merge", ours}
		for _, k := range order {
			args = append(args, files[k])
		}
		if i%2 == 0 {
			mergeOrLose(t, args...)
		} else {
			for _, path := range args[2:] {
				mergeOrLose(t, "merge", ours, path)
			}
		}
		got := exported(t, ours)
		if want == "" {
			want = got
		}
		if got != want {
			t.Fatalf("order %v gives another project", order)
		}
		ok(t, "check", ours)
		twice(t, ours, files, got)
		for k, path := range files {
			sameHistories(t, ours, path, people[k])
		}
	}
	if !strings.Contains(want, "a third title") || strings.Contains(want, "another title") {
		t.Error("the title that was given last does not stand")
	}
	furtherWork(t, filepath.Join(folder, "ours0.dragoman"), files[1], "ben", ids[2])
}

// mergeOrLose merges; that a title gives way is reported with status 3.
func mergeOrLose(t *testing.T, args ...string) {
	t.Helper()
	if status, _, errs := dragoman(t, strings.NewReader(""), args...); status != 0 && status != 3 {
		t.Fatalf("%v: status %d\n%s", args, status, errs)
	}
}

func rename(t *testing.T, path string, id model.DocumentID, title string) {
	t.Helper()
	within(t, path, func(p wiring.Project) {
		d, err := p.Document(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		next := d.Properties()
		next.Title = title
		edit := model.Replace(d.Properties(), next)
		step := model.Step{Name: "properties", By: "x", Documents: []model.DocumentEdit{{ID: id, Properties: &edit}}}
		if _, err := p.Save(t.Context(), step); err != nil {
			t.Fatal(err)
		}
	})
}

// twice merges the same files again: nothing changes and no step is made.
func twice(t *testing.T, ours string, files []string, want string) {
	t.Helper()
	before := steps(t, ours)
	mergeOrLose(t, append([]string{"merge", ours}, files...)...)
	if exported(t, ours) != want {
		t.Fatal("merging the same again gives another project")
	}
	if after := steps(t, ours); len(after) != len(before) {
		t.Fatalf("merging the same again made a step: %v", after[0])
	}
}

func sameHistories(t *testing.T, ours, theirs string, annotator model.Annotator) {
	t.Helper()
	have := histories(t, ours)
	for key, want := range histories(t, theirs) {
		if !strings.HasSuffix(key, " "+string(annotator)) {
			continue
		}
		if !reflect.DeepEqual(have[key], want) {
			t.Fatalf("the history of %s has %d changes, want the %d of theirs", key, len(have[key]), len(want))
		}
	}
}

// furtherWork has one annotator go on and merges again: their sets alone
// change, with their history, and undoing the merge brings back what was.
func furtherWork(t *testing.T, ours, theirs string, annotator model.Annotator, id model.DocumentID) {
	before := exported(t, ours)
	labour(t, theirs, annotator, 77, id)
	mergeOrLose(t, "merge", ours, theirs)
	after := exported(t, ours)
	old, changed := strings.Split(before, "\n"), 0
	for i, line := range strings.Split(after, "\n") {
		if line == old[i] {
			continue
		}
		changed++
		if !strings.Contains(line, fmt.Sprintf("%q:%q", "annotator", annotator)) {
			t.Errorf("the set of another changed: %.200s", line)
		}
	}
	if changed != 1 {
		t.Errorf("%d lines changed, want the one of %s in one document", changed, annotator)
	}
	sameHistories(t, ours, theirs, annotator)
	undoStep(t, ours)
	if exported(t, ours) != before {
		t.Error("undoing the merge does not bring back what was")
	}
	mergeOrLose(t, "merge", ours, theirs)
	if exported(t, ours) != after {
		t.Error("merging again after undo does not bring it again")
	}
	sameHistories(t, ours, theirs, annotator)
	ok(t, "check", ours)
}

func undoStep(t *testing.T, path string) {
	t.Helper()
	within(t, path, func(p wiring.Project) {
		s, err := session.Open(t.Context(), p, "rita")
		if err == nil {
			err = s.UndoStep(t.Context())
		}
		if err != nil {
			t.Fatal(err)
		}
	})
}

// TestAFileThatIsOpenElsewhereIsMerged: with what was done there last, and
// without waiting for its lock.
func TestAFileThatIsOpenElsewhereIsMerged(t *testing.T) {
	folder, documents := t.TempDir(), fictional(1)
	ours, theirs := filepath.Join(folder, "ours.dragoman"), filepath.Join(folder, "theirs.dragoman")
	create(t, ours, modeltest.Schema(), nil)
	create(t, theirs, modeltest.Schema(), documents)
	within(t, theirs, func(p wiring.Project) {
		desk, err := session.OpenDesk(t.Context(), p, documents[0].ID, "ana")
		if err != nil {
			t.Fatal(err)
		}
		c, err := model.AddLabel(desk.Work(), model.NewAnnotationID(), []model.Span{{Start: 0, End: 1}}, "person")
		if err == nil {
			_, err = desk.Do(t.Context(), c)
		}
		if err != nil {
			t.Fatal(err)
		}
		ok(t, "merge", ours, theirs)
	})
	if exported(t, ours) != exported(t, theirs) {
		t.Error("what was done last did not come")
	}
}

// checkShared makes sure that two people annotated each document, and that
// every two of them share about as many.
func checkShared(t *testing.T, path string) {
	t.Helper()
	pairs := map[[2]model.Annotator]int{}
	within(t, path, func(p wiring.Project) {
		list, err := p.Documents(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range list {
			if len(d.Sets) != 2 {
				t.Fatalf("document %s has %d sets, want 2", d.ID, len(d.Sets))
			}
			pairs[[2]model.Annotator{d.Sets[0].Annotator, d.Sets[1].Annotator}]++
		}
	})
	for pair, n := range pairs {
		if n < 6 || n > 7 {
			t.Errorf("%v share %d documents, want 6 or 7", pair, n)
		}
	}
}

// TestHandoutComesBack hands forty documents to four annotators, two each; all
// work, and everything comes back to where it was handed out.
func TestHandoutComesBack(t *testing.T) {
	folder, documents := t.TempDir(), fictional(40)
	ours, out := filepath.Join(folder, "news.dragoman"), filepath.Join(folder, "out")
	create(t, ours, modeltest.Schema(), documents)
	within(t, ours, func(p wiring.Project) {
		if err := p.SetSetting(t.Context(), model.SettingOwner, "rita"); err != nil {
			t.Fatal(err)
		}
	})
	ok(t, "handout", ours, "--to", "ana,ben,cleo,dan", "--out", out, "--overlap", "2", "--seed", "5")
	owed := outstanding(t, ours)
	args := []string{"merge", ours}
	for i, o := range owed {
		if o.Assigned != 20 || o.NotBegun != 20 || len(o.Missing) != 20 || o.Missing[0].Title == "" {
			t.Errorf("before: %+v", o)
		}
		path := filepath.Join(out, "news-"+string(o.Annotator)+".dragoman")
		checkHanded(t, path, o)
		var ids []model.DocumentID
		for _, d := range o.Missing {
			ids = append(ids, d.ID)
		}
		labour(t, path, o.Annotator, i+10, ids...)
		args = append(args, path)
	}
	if len(owed) != 4 {
		t.Fatalf("%d annotators are owed, want 4", len(owed))
	}
	ok(t, args...) // nothing is lost: the documents are as they were handed out
	checkShared(t, ours)
	for i, o := range outstanding(t, ours) {
		if o.Assigned != 20 || o.NotBegun != 0 || len(o.Missing) != 0 || o.InProgress+o.Done != 20 {
			t.Errorf("after: %+v", o)
		}
		for _, d := range owed[i].Missing {
			within(t, ours, func(p wiring.Project) {
				if set, err := p.Set(t.Context(), d.ID, o.Annotator); err != nil || set.Status == model.StatusUnset {
					t.Errorf("%s has no set in document %s: %v", o.Annotator, d.ID, err)
				}
			})
		}
	}
	ok(t, "check", ours)
}

func outstanding(t *testing.T, path string) (owed []job.Owed) {
	t.Helper()
	within(t, path, func(p wiring.Project) {
		var err error
		if owed, err = job.Outstanding(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	})
	return owed
}

// checkHanded makes sure that a handed file holds what it should, and nothing
// of others.
func checkHanded(t *testing.T, path string, o job.Owed) {
	t.Helper()
	within(t, path, func(p wiring.Project) {
		list, err := p.Documents(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var ids, want []model.DocumentID
		for _, d := range list {
			ids = append(ids, d.ID)
			if len(d.Sets) > 0 {
				t.Errorf("document %s has a set of %s", d.ID, d.Sets[0].Annotator)
			}
		}
		for _, d := range o.Missing {
			want = append(want, d.ID)
		}
		slices.Sort(ids)
		slices.Sort(want)
		if !slices.Equal(ids, want) {
			t.Errorf("%s holds other documents than the project remembers", path)
		}
		schema, err := p.Schema(t.Context())
		if err != nil || !schema.Equal(modeltest.Schema()) {
			t.Errorf("the schema is another: %v", err)
		}
		for name, want := range map[string]string{"annotator": string(o.Annotator), "owner": "rita", "others": ""} {
			if got, err := p.Setting(t.Context(), name); err != nil || got != want {
				t.Errorf("setting %s is %q, want %q: %v", name, got, want, err)
			}
		}
	})
}
