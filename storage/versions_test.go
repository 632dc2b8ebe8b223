package storage

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"dragoman/model"
)

var update = flag.Bool("update", false, "write the test file of this version anew")

// firstText is the text of the document that everything of the test files is
// about.
const firstText = "Ana Ruiz met Ben Ode. “We go,” she said, “now.”"

// TestEveryVersionStillOpens opens a copy of a project that each version of the
// program wrote, and looks for all that was in it.
func TestEveryVersionStillOpens(t *testing.T) {
	newest := len(migrations())
	if *update {
		data, err := os.ReadFile(fullProject(t))
		if err == nil {
			err = os.WriteFile(versionFile(newest), data, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	for version := 1; version <= newest; version++ {
		t.Run(fmt.Sprint("version ", version), func(t *testing.T) {
			path := copyOf(t, versionFile(version))
			p := opened(t, path, Options{Now: clock})
			defer closed(t, p)
			made := must[[]model.Backup](t)(Backups(path))
			if before := len(made) == 1 && made[0].Cause == model.BackupVersion; before != (version < newest) {
				t.Errorf("the backups are %v", made)
			}
			checkFirst(t, p)
			checkSearch(t, p)
			d := must[model.Document](t)(p.Document(ctx, model.DocumentIDOf(firstText)))
			if version < 2 {
				checkReviewIsNew(t, p, d)
			}
			checkReview(t, p, d.ID)
			if version < 3 {
				fillBin(t, p)
			}
			checkBin(t, p)
			label(t, p, d, "ana", "person", model.Span{Start: 13, End: 20})
			sound(t, p)
		})
	}
	t.Run("a newer version", func(t *testing.T) { checkNewer(t, copyOf(t, versionFile(newest))) })
}

func versionFile(version int) string { return fmt.Sprintf("testdata/v%d.dragoman", version) }

// checkReviewIsNew makes sure that nothing is claimed of what nobody kept, and
// fills in what version 2 brought.
func checkReviewIsNew(t *testing.T, p *Project, d model.Document) {
	t.Helper()
	if set := must[model.AnnotationSet](t)(p.Set(ctx, d.ID, "ana")); set.Blind != "" {
		t.Errorf("the set is %q, and nobody knows", set.Blind)
	}
	fillReview(t, p, d)
}

// fillBin puts the second document into the bin.
func fillBin(t testing.TB, p *Project) {
	t.Helper()
	putIntoBin(t, p, must[[]model.Summary](t)(p.Documents(ctx))[1].ID, "ben")
}

// putIntoBin has the person put a document into the bin; "" brings it back.
func putIntoBin(t testing.TB, p *Project, id model.DocumentID, by model.Annotator) {
	t.Helper()
	old := must[model.Document](t)(p.Document(ctx, id)).Properties()
	binned := old
	binned.Binned = by
	edit := model.Replace(old, binned)
	step := model.Step{Name: "bin", By: "ben", Project: true, Documents: []model.DocumentEdit{{ID: id, Properties: &edit}}}
	if _, err := p.Save(ctx, step); err != nil {
		t.Fatal(err)
	}
}

// checkSearch looks for words of both documents, one of which may be in the bin.
func checkSearch(t *testing.T, p *Project) {
	t.Helper()
	for query, want := range map[string]int{"rui*": 1, "no*": 2, "r*": 1, "nothing": 1, "ru": 0} {
		if got := must[[]int](t)(p.Find(ctx, query)); len(got) != want {
			t.Errorf("%q finds %v, want %d", query, got, want)
		}
	}
}

// checkBin looks for what fillBin did.
func checkBin(t *testing.T, p *Project) {
	t.Helper()
	bin := must[[]model.Summary](t)(p.Bin(ctx))
	if len(bin) != 1 || bin[0].Title != "Two" || bin[0].Binned != "ben" || !bin[0].EditedAt.Equal(clock()) {
		t.Errorf("in the bin is %+v", bin)
	}
	if list := must[[]model.Summary](t)(p.Documents(ctx)); len(list) != 1 || list[0].Title != "One" {
		t.Errorf("the list has %+v", list)
	}
}

// checkNewer opens the project as one of a version to come.
func checkNewer(t *testing.T, path string) {
	t.Helper()
	edit(t, path, "mode=rw", "PRAGMA user_version = 99", "UPDATE setting SET value = '9.0' WHERE name = '"+settingProgram+"'")
	before := must[[]byte](t)(os.ReadFile(path))
	p := opened(t, path, Options{})
	is, reason := p.ReadOnly()
	if !is || !strings.Contains(reason, "Dragoman 9.0") || !strings.Contains(reason, "99") {
		t.Errorf("read-only %v: %q", is, reason)
	}
	if set := must[model.AnnotationSet](t)(p.Set(ctx, model.DocumentIDOf(firstText), "ana")); len(set.Annotations) != 3 {
		t.Errorf("the set holds %+v", set)
	}
	if _, err := p.Save(ctx, model.Step{}); !errors.Is(err, model.ErrReadOnly) || !strings.Contains(err.Error(), "9.0") {
		t.Errorf("saving: %v", err)
	}
	closed(t, p)
	if after := must[[]byte](t)(os.ReadFile(path)); string(after) != string(before) {
		t.Error("reading changed the file")
	}
}

// checkFirst looks for what fillFull put into the project.
func checkFirst(t *testing.T, p *Project) {
	t.Helper()
	sound(t, p)
	id := model.DocumentIDOf(firstText)
	set := must[model.AnnotationSet](t)(p.Set(ctx, id, "ana"))
	if len(set.Annotations) != 3 || len(set.Relations) != 2 || set.Status != model.StatusDone {
		t.Fatalf("the set holds %+v", set)
	}
	text := must[model.Document](t)(p.Document(ctx, id)).Text
	for i, want := range []string{"person Ana Ruiz", "meeting met", "statement We go, now"} {
		if got := set.Annotations[i].Label + " " + text.Quote(set.Annotations[i].Fragments); got != want {
			t.Errorf("annotation %d is %q, want %q", i, got, want)
		}
	}
	if set.Annotations[0].Note != "the minister" || set.Annotations[1].Attribute("state") != "held" {
		t.Errorf("note and attribute: %+v", set.Annotations)
	}
	log := must[[]model.Entry](t)(p.Log(ctx, id, "ana"))
	if n, ok := model.ReadHistory(log).Undoable(); !ok {
		t.Error("nothing to undo")
	} else if c := must[model.Change](t)(p.Change(ctx, n)); c.Name != "mark as done" {
		t.Errorf("undo would take back %q", c.Name)
	}
}
