package storage

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"dragoman/model"
)

func TestAnnotationsOfTheWholeProject(t *testing.T) {
	p := newTestProject(t)
	one := add(t, p, "Ana López met Ben. “We go,” said López, “now.”", "One")
	two := add(t, p, "ANA LOPEZ spoke.", "Two")
	label(t, p, one, "ana", "person", model.Span{Start: 0, End: 10})
	label(t, p, one, "ben", "person", model.Span{Start: 0, End: 10})
	met := label(t, p, one, "ana", "meeting", model.Span{Start: 11, End: 14})
	label(t, p, one, "ana", "statement", model.Span{Start: 23, End: 29}, model.Span{Start: 49, End: 52})
	label(t, p, two, "ana", "person", model.Span{Start: 0, End: 9})
	c, err := model.SetAttribute(work(t, p, one, "ana"), met, "state", "held")
	do(t, p, c, err)

	cases := []struct {
		query model.AnnotationQuery
		want  string
	}{
		{model.AnnotationQuery{}, "meeting:met:One:ana person:ANA LOPEZ:Two:ana person:Ana López:One:ana person:Ana López:One:ben statement:We go, now:One:ana"},
		{model.AnnotationQuery{Annotator: "ben"}, "person:Ana López:One:ben"},
		{model.AnnotationQuery{Label: "meeting"}, "meeting:met:One:ana"},
		{model.AnnotationQuery{Label: "none"}, ""},
		{model.AnnotationQuery{Text: "lopez", Annotator: "ana"}, "person:ANA LOPEZ:Two:ana person:Ana López:One:ana"},
		{model.AnnotationQuery{Text: "LÓPEZ", Annotator: "ana", Limit: 1}, "person:ANA LOPEZ:Two:ana"},
		{model.AnnotationQuery{Text: "two"}, "person:ANA LOPEZ:Two:ana"},
		{model.AnnotationQuery{Text: "%"}, ""},
		{model.AnnotationQuery{Limit: 2}, "meeting:met:One:ana person:ANA LOPEZ:Two:ana"},
	}
	for _, c := range cases {
		list := must[[]model.Occurrence](t)(p.Annotations(ctx, c.query))
		var got []string
		for _, o := range list {
			got = append(got, fmt.Sprintf("%s:%s:%s:%s", o.Annotation.Label, o.Text, o.Title, o.Annotator))
			set := must[model.AnnotationSet](t)(p.Set(ctx, o.Document, o.Annotator))
			if a, ok := set.Annotation(o.Annotation.ID); !ok || !a.Equal(o.Annotation) {
				t.Errorf("%+v is not what the set holds: %+v", o.Annotation, a)
			}
		}
		// Two people's equal annotations follow each other by their ids.
		joined := strings.Replace(strings.Join(got, " "), "One:ben person:Ana López:One:ana", "One:ana person:Ana López:One:ben", 1)
		if joined != c.want {
			t.Errorf("%+v: %s\nwant %s", c.query, joined, c.want)
		}
	}
}

func TestAnnotationsPageByPage(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, strings.Repeat("word ", 250), "one")
	fillSet(t, p, d, 250)
	seen := map[model.AnnotationID]bool{}
	query := model.AnnotationQuery{Limit: 60, Text: "OR"}
	for range 10 {
		page := must[[]model.Occurrence](t)(p.Annotations(ctx, query))
		for _, o := range page {
			if seen[o.Annotation.ID] || len(o.Annotation.Fragments) != 1 {
				t.Fatalf("again, or without its fragments: %+v", o)
			}
			seen[o.Annotation.ID] = true
		}
		if len(page) < query.Limit {
			break
		}
		query.After = page[len(page)-1].Annotation.ID
	}
	if len(seen) != 250 {
		t.Errorf("%d annotations on all pages", len(seen))
	}
	if _, err := p.Annotations(ctx, model.AnnotationQuery{After: "gone"}); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("after one that is gone: %v", err)
	}
}

func TestWhereAndAnnotatorsAndSettings(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, "Ana met Ben.", "one")
	a := label(t, p, d, "ben", "person", model.Span{Start: 0, End: 3})
	m := label(t, p, d, "ben", "meeting", model.Span{Start: 4, End: 7})
	label(t, p, d, model.Gold, "person", model.Span{Start: 0, End: 3})
	r := model.NewRelationID()
	c, err := model.Link(work(t, p, d, "ben"), r, "participant", m, a)
	do(t, p, c, err)
	if id, owner, err := p.Where(ctx, a); id != d.ID || owner != "ben" || err != nil {
		t.Errorf("where: %s %s %v", id, owner, err)
	}
	if id, owner, err := p.WhereRelation(ctx, r); id != d.ID || owner != "ben" || err != nil {
		t.Errorf("where the relation: %s %s %v", id, owner, err)
	}
	if _, _, err := p.Where(ctx, "none"); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("where nothing: %v", err)
	}
	if names := must[[]model.Annotator](t)(p.Annotators(ctx)); fmt.Sprint(names) != "[ben]" {
		t.Errorf("annotators %v", names)
	}
	if _, err := p.Sets(ctx, "none"); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("sets of nothing: %v", err)
	}
	if _, err := p.Set(ctx, "none", "ana"); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("set in nothing: %v", err)
	}
	for _, value := range []string{"one", "two", ""} {
		if err := p.SetSetting(ctx, "a", value); err != nil {
			t.Fatal(err)
		}
		if got := must[string](t)(p.Setting(ctx, "a")); got != value {
			t.Errorf("setting %q, want %q", got, value)
		}
	}
	for _, number := range []int64{0, 1, 99} { // 1 added the document
		if _, err := p.Change(ctx, number); !errors.Is(err, model.ErrNotFound) {
			t.Errorf("change %d: %v", number, err)
		}
	}
	if _, err := p.Step(ctx, 99); !errors.Is(err, model.ErrNotFound) {
		t.Errorf("step 99: %v", err)
	}
}
