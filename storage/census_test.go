package storage

import (
	"fmt"
	"path/filepath"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
)

// TestCensusIsThatOfTheList compares the counts and the first examples of random
// projects with what the list of documents says.
func TestCensusIsThatOfTheList(t *testing.T) {
	folder := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		path := filepath.Join(folder, string(model.NewAnnotationID())+".dragoman")
		p, err := Create(ctx, path, testSchema, Options{Now: clock})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := p.Close(); err != nil {
				t.Error(err)
			}
		}()
		for n := range rapid.IntRange(0, 12).Draw(t, "documents") {
			drawDocument(t, p, fmt.Sprint("text ", n))
		}
		list, err := p.Documents(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := p.Census(ctx); err != nil || !reflect.DeepEqual(got, model.CensusOf(list)) {
			t.Fatalf("%+v, %v, want %+v", got, err, model.CensusOf(list))
		}
		for _, whose := range []model.Annotator{"", "ana", "ben", model.Gold, "zoe"} {
			want := unfinishedOf(list, whose)
			if got, err := p.Unfinished(ctx, whose); err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("of %q: %+v, %v, want %+v", whose, got, err, want)
			}
		}
	})
}

// drawDocument adds a document with sets of some annotators, and puts some into
// the bin.
func drawDocument(t *rapid.T, p *Project, text string) {
	d := model.NewDocument(text, rapid.SampledFrom([]string{"", "one", "One", "über"}).Draw(t, "title"), "")
	if rapid.IntRange(0, 4).Draw(t, "bin") == 0 {
		d.Binned = "ben"
	}
	step := model.Step{Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}}
	for _, owner := range []model.Annotator{"ana", "ben", model.Gold} {
		status := rapid.SampledFrom([]model.Status{
			model.StatusUnset, model.StatusUnset, model.StatusNew, model.StatusInProgress, model.StatusInProgress, model.StatusDone,
		}).Draw(t, "status")
		if status != model.StatusUnset {
			edit := model.Insert(status)
			step.Changes = append(step.Changes, model.Change{Document: d.ID, Owner: owner, By: owner, Status: &edit})
		}
	}
	if _, err := p.Save(ctx, step); err != nil {
		t.Fatal(err)
	}
}

// unfinishedOf returns what the list says where there are only the sets of
// whose.
func unfinishedOf(list []model.Summary, whose model.Annotator) model.Unfinished {
	var u model.Unfinished
	for _, d := range list {
		sets := 0
		for _, set := range d.Sets {
			if whose != "" && set.Annotator != whose {
				continue
			}
			sets++
			if set.Status != model.StatusInProgress {
				continue
			}
			if u.InProgress++; u.InProgress <= model.FirstUnfinished {
				u.First = append(u.First, model.UnfinishedWork{Document: d.ID, Annotator: set.Annotator})
			}
		}
		if sets > 0 {
			continue
		}
		if u.Bare++; u.Bare <= model.FirstUnfinished {
			u.First = append(u.First, model.UnfinishedWork{Document: d.ID})
		}
	}
	return u
}

// TestCensusCostsAConstantNumberOfQueries counts them, however many documents
// there are.
func TestCensusCostsAConstantNumberOfQueries(t *testing.T) {
	p := newTestProject(t)
	addMany(t, p, 300)
	n := queries(t, p, func(q querier) error {
		c, err := q.census()
		if c.Documents != 300 || len(c.Sets) != 1 {
			t.Errorf("the census is %+v", c)
		}
		return err
	})
	if n != 2 {
		t.Errorf("the census costs %d queries", n)
	}
	n = queries(t, p, func(q querier) error {
		u, err := q.unfinished("ben")
		if u.Bare != 300 || len(u.First) != model.FirstUnfinished {
			t.Errorf("unfinished is %+v", u)
		}
		return err
	})
	if n != 2 {
		t.Errorf("what is unfinished costs %d queries", n)
	}
}
