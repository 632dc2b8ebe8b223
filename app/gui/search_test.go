package gui

import (
	"testing"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/panel"
)

func TestTheWordBeingTypedMayBeABeginning(t *testing.T) {
	for text, want := range map[string]string{
		"embass": "embass*", "the embass": "the embass*", "embassy ": "embassy ", "e": "e", "": "",
		"“foreign min": "“foreign min*", "“foreign ministry”": "“foreign ministry”", "al-Ass": "al-Ass*", "begin*": "begin*",
		"وزير": "وزير*", "G20": "G20*",
	} {
		if got := typed(text); got != want {
			t.Errorf("typed(%q) = %q, want %q", text, got, want)
		}
	}
}

// A list that a search left empty is whole again when Escape leaves the field,
// before the search ended or after; what was found stays, even where a filter
// hides it.
func TestEscapeLeavesNoSearchThatFoundNothing(t *testing.T) {
	for _, c := range []struct {
		query, left string
		filter      panel.Filter
		early       bool
	}{
		{query: "ferry", left: "ferry"},
		{query: "ferry", left: "ferry", early: true},
		{query: "ferry", left: "ferry", filter: panel.FilterDone},
		{query: "zeppelin"},
		{query: "zeppelin", early: true},
	} {
		s := newStage(t)
		field := s.space.documents.Search
		s.space.documents.SetFilter(c.filter)
		field.SetText(c.query)
		if !c.early {
			s.drain()
		}
		field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		s.drain()
		if field.Text != c.left {
			t.Errorf("%+v: after Escape the field holds %q", c, field.Text)
		}
		if _, there := s.space.documents.First(); there == (c.filter == panel.FilterDone) {
			t.Errorf("%+v: the list shows a document: %v", c, there)
		}
	}
}
