package session_test

import (
	"reflect"
	"testing"

	"dragoman/app/session"
	"dragoman/model"
)

// A session of which only a part of the list was read answers whatever it is asked
// as one that read all of it, and tells when the rest is there.
func TestALongListIsAsIfItWereRead(t *testing.T) {
	p, first, _ := shared(t)
	for _, title := range []string{"one", "two", "three", "four", "five"} {
		add(t, p, model.NewDocument("Of "+title+" a text.", title, ""))
	}
	p.Near = 2
	asked := map[string]func(s *session.Session) any{
		"documents":  func(s *session.Session) any { return s.Documents() },
		"reviewable": func(s *session.Session) any { return s.Reviewable() },
		"annotators": func(s *session.Session) any { return s.Annotators() },
		"empty":      func(s *session.Session) any { return s.Empty() },
		"summary":    func(s *session.Session) any { d, _ := s.Summary(first); return d },
		"a label": func(s *session.Session) any {
			id := s.Documents()[5].ID
			must(t, s.OpenDocument(t.Context(), id))
			label(t, s, "text", "person")
			_, err := s.Undo(t.Context())
			must(t, err)
			return s.Documents()
		},
		"the next": func(s *session.Session) any {
			must(t, s.OpenDocument(t.Context(), first))
			id, _ := s.Beside(1)
			return id
		},
		"another annotator": func(s *session.Session) any {
			must(t, s.SwitchAnnotator(t.Context(), "ben"))
			return s.Documents()
		},
		"read anew": func(s *session.Session) any {
			must(t, s.Refresh(t.Context()))
			return s.Near() == nil
		},
	}
	for who := range map[model.Annotator]bool{"ana": true, "rev": true} {
		for what, ask := range asked {
			whole, err := session.Open(t.Context(), p, who)
			must(t, err)
			part, err := session.Begin(t.Context(), p, who, first)
			must(t, err)
			if near := part.Near(); len(near) == 0 || len(near) > 4 || !reflect.DeepEqual(near, whole.Documents()[:len(near)]) {
				t.Fatalf("%s: near are %+v", who, near)
			}
			told := 0
			part.Listen(func(e session.Event) {
				if _, ok := e.(session.ListRead); ok {
					told++
				}
			})
			if got, want := ask(part), ask(whole); !reflect.DeepEqual(got, want) {
				t.Errorf("%s, %s: %+v, want %+v", who, what, got, want)
			}
			must(t, part.RestRead())
			if part.Near() != nil || told != 1 || !reflect.DeepEqual(part.Documents(), whole.Documents()) {
				t.Errorf("%s, %s: told %d times that the list is there", who, what, told)
			}
		}
	}
}

// What is labelled after the list was read, and before that is told, is counted.
func TestALabelWhileTheListIsRead(t *testing.T) {
	p, first, _ := shared(t)
	add(t, p, model.NewDocument("Another text.", "another", ""))
	p.Near = 1
	for _, who := range []model.Annotator{"ana", "rev"} {
		s, err := session.Begin(t.Context(), p, who, first)
		must(t, err)
		read := s.Expect(t.Context())
		_, err = read()
		must(t, err)
		must(t, s.OpenDocument(t.Context(), first))
		label(t, s, "met", "meeting")
		if s.Near() == nil {
			t.Fatal("a label waited for the list")
		}
		must(t, s.RestRead())
		whole, err := session.Open(t.Context(), p, who)
		must(t, err)
		for i, want := range whole.Documents() {
			got := s.Documents()[i]
			for _, set := range want.Sets {
				if n := got.Set(set.Annotator).Annotations; n != set.Annotations || len(got.Sets) != len(want.Sets) {
					t.Errorf("%s has %d annotations of %s, want %d", who, n, set.Annotator, set.Annotations)
				}
			}
		}
	}
}

// Whether somebody is alone in a project is known before its list is.
func TestAlone(t *testing.T) {
	p, first, _ := shared(t)
	p.Near = 1
	s, err := session.Begin(t.Context(), p, "rev", first)
	must(t, err)
	if s.Alone() {
		t.Error("ana and ben have sets, and one is alone")
	}
	one, ids := project(t, "[person Ana] met Bo.")
	one.Near = 1
	s, err = session.Begin(t.Context(), one, "ana", ids[0])
	must(t, err)
	if !s.Alone() || s.Near() == nil {
		t.Error("of one set it is not known at once whose it is")
	}
}

// What is near is what Documents says of it: without the sets of others.
func TestNearHidesTheSetsOfOthers(t *testing.T) {
	p, first, _ := shared(t)
	p.Near = 1
	s, err := session.Begin(t.Context(), p, "ana", first)
	must(t, err)
	if sets := s.Near()[0].Sets; len(sets) != 1 || sets[0].Annotator != "ana" {
		t.Errorf("ana sees %+v", sets)
	}
	must(t, s.SwitchAnnotator(t.Context(), "ben"))
	if sets := s.Near()[0].Sets; len(sets) != 1 || sets[0].Annotator != "ben" {
		t.Errorf("ben sees %+v", sets)
	}
}
