package model_test

import (
	"testing"

	"dragoman/model"
	"dragoman/model/modeltest"
)

// A row of the history says what became of what, in words.
func TestEventsTellWhatIsNewAndWhatWas(t *testing.T) {
	w := work("[person Ana] said: “[statement we met],” and [person Ben] left.")
	one, two := modeltest.ID(1), modeltest.ID(2)
	indirect := w
	c, err := model.SetAttribute(w, two, "mode", "indirect")
	indirect = must(t, indirect, c, err)
	for name, test := range map[string]struct {
		verb func() (model.Change, error)
		want string
	}{
		"resize":          {func() (model.Change, error) { return model.Resize(w, one, []model.Span{{Start: 0, End: 2}}) }, "resize “Ana” (now “An”, was “Ana”)"},
		"attribute":       {func() (model.Change, error) { return model.SetAttribute(w, two, "mode", "indirect") }, "mode of “we met” (mode: indirect)"},
		"other attribute": {func() (model.Change, error) { return model.SetAttribute(indirect, two, "mode", "direct") }, "mode of “we met” (mode: direct, was indirect)"},
		"attribute's end": {func() (model.Change, error) { return model.SetAttribute(indirect, two, "mode", "") }, "mode of “we met” (mode taken away, was indirect)"},
		"link":            {func() (model.Change, error) { return model.Link(w, "r1", "speaker", two, one) }, "link “we met” to “Ana” (relation speaker)"},
		"link's end":      {func() (model.Change, error) { return model.Unlink(linked(t), "r1") }, "remove speaker link"},
	} {
		c, err := test.verb()
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		e := model.Event{}
		e.Name, e.Annotations, e.Relations = c.Name, c.Annotations, c.Relations
		if got := e.Sentence(w.Document.Text); got != test.want {
			t.Errorf("%s: told is %q, want %q", name, got, test.want)
		}
	}
}

// Statuses are words, also where an older project holds the word of the format.
func TestEventsTellAStatusInWords(t *testing.T) {
	w := work("[person Ana]")
	w.Set.Status = model.StatusDone
	c, err := model.SetStatus(w, model.StatusInProgress)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{c.Name, "mark as in_progress"} {
		e := model.Event{}
		e.Name, e.Status = name, c.Status
		if got := e.Sentence(w.Document.Text); got != "mark as in progress (was done)" {
			t.Errorf("told is %q", got)
		}
	}
}
