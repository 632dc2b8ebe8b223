package command

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"dragoman/app/session"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
	"dragoman/model/segment"
)

// stage is a window without a screen: a session on a project in memory and an
// article that is only a caret and a selection.
type stage struct {
	t        testing.TB
	table    *Table
	session  *session.Session
	project  *sessiontest.Project
	text     string
	caret    int
	selected []model.Span
	active   model.AnnotationID
	said     string
	failed   error
	opened   Place
	choices  []Choice
	readOnly string
	take     int    // what Choose takes
	answer   string // what Ask is answered
}

// newStage opens a project with one document of this text, or without any.
func newStage(t testing.TB, text string) *stage {
	t.Helper()
	ctx := context.Background()
	project := sessiontest.NewProject(defaultSchema(t))
	s := &stage{t: t, text: text, project: project}
	if text != "" {
		d := model.NewDocument(text, "Title", "")
		step := model.Step{Name: "import", Project: true, Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}}
		if _, err := project.Save(ctx, step); err != nil {
			t.Fatal(err)
		}
	}
	var err error
	if s.session, err = session.Open(ctx, project, "ana"); err != nil {
		t.Fatal(err)
	}
	s.table = New(s)
	s.table.SetSchema(s.session.Schema())
	if text != "" {
		if _, err := s.session.NextDocument(ctx); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// press runs the command of a key while reading, and fails when there is none.
func (s *stage) press(keys ...string) {
	s.t.Helper()
	for _, key := range keys {
		c, ok := s.table.ByKey(key, true)
		if !ok {
			s.t.Fatalf("the key %s has no command", key)
		}
		s.said, s.failed = "", nil
		s.table.Run(c)
		if s.failed != nil {
			s.t.Logf("%s: %v", key, s.failed)
		}
	}
}

// selects selects words of the text.
func (s *stage) selects(words ...string) {
	s.t.Helper()
	s.selected = nil
	for _, w := range words {
		at := strings.Index(s.text, w)
		if at < 0 {
			s.t.Fatalf("%q is not in the text", w)
		}
		s.selected = append(s.selected, model.Span{Start: at, End: at + len(w)})
		s.caret = at + len(w)
	}
}

// want compares the annotations, a line each: "person Ana", with "+" between
// fragments and "speaker>person Ana" for relations.
func (s *stage) want(lines ...string) {
	s.t.Helper()
	set := s.session.Desk().Set()
	if err := set.Check(s.session.Desk().Document().Text, s.session.Schema()); err != nil {
		s.t.Fatalf("the set breaks a law: %v", err)
	}
	var got []string
	for _, a := range set.Annotations {
		got = append(got, s.describe(a))
	}
	for _, r := range set.Relations {
		from, _ := set.Annotation(r.From)
		to, _ := set.Annotation(r.To)
		got = append(got, fmt.Sprintf("%s: %s > %s", r.Type, s.describe(from), s.describe(to)))
	}
	if !slices.Equal(got, lines) {
		s.t.Errorf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(lines, "\n  "))
	}
}

func (s *stage) describe(a model.Annotation) string {
	var parts []string
	for _, f := range a.Fragments {
		parts = append(parts, s.text[f.Start:f.End])
	}
	return a.Label + " " + strings.Join(parts, "+")
}

// The methods below make it a Window and an Article.

func (s *stage) Context() context.Context                   { return context.Background() }
func (s *stage) Session() *session.Session                  { return s.session }
func (s *stage) ReadOnly() string                           { return s.readOnly }
func (s *stage) LooksBack() bool                            { return false }
func (s *stage) Fine() bool                                 { return s.readOnly == "" }
func (s *stage) Article() Article                           { return s }
func (s *stage) Active() model.AnnotationID                 { return s.active }
func (s *stage) SetActive(id model.AnnotationID)            { s.active = id }
func (s *stage) ShowLink(_, _ model.AnnotationID, _ string) {}
func (s *stage) Say(sentence string)                        { s.said = sentence }
func (s *stage) Fail(err error)                             { s.failed = err }
func (s *stage) Open(place Place)                           { s.opened = place }
func (s *stage) Ask(_, _, _ string, done func(string))      { done(s.answer) }
func (s *stage) Zoom(int)                                   {}
func (s *stage) FocusPane(int)                              {}
func (s *stage) Selection() []model.Span                    { return s.selected }
func (s *stage) Caret() int                                 { return s.caret }
func (s *stage) MoveBy(unit Unit, d Direction, extend bool) {}

func (s *stage) MoveTo(offset int, extend bool) {
	from := s.caret
	if len(s.selected) > 0 {
		from = s.selected[0].Start
	}
	s.caret, s.selected = offset, nil
	if extend && offset != from {
		s.selected = []model.Span{{Start: min(from, offset), End: max(from, offset)}}
	}
}

func (s *stage) SelectSpans(fragments []model.Span) { s.selected = fragments }
func (s *stage) SelectAll()                         { s.selected = []model.Span{{Start: 0, End: len(s.text)}} }
func (s *stage) ClearSelection()                    { s.selected = nil }
func (s *stage) AddFragment()                       {}
func (s *stage) ScrollTo(model.Span)                {}
func (s *stage) Copy()                              {}

func (s *stage) Choose(_ string, choices []Choice, chosen func(int)) {
	s.choices = choices
	chosen(s.take)
}

func (s *stage) Select(unit Unit) {
	span := segment.Word(s.text, s.caret)
	if unit == Sentence {
		span = segment.Sentence(s.text, s.caret)
	}
	s.selected = []model.Span{span}
}
