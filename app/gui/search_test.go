package gui

import (
	"testing"

	"fyne.io/fyne/v2"
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

// A list that a search left empty is whole again when Escape leaves the field;
// what was found stays.
func TestEscapeLeavesNoSearchThatFoundNothing(t *testing.T) {
	s := newStage(t)
	for query, left := range map[string]string{"ferry": "ferry", "zeppelin": ""} {
		field := s.space.documents.Search
		field.SetText(query)
		s.drain()
		field.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		s.drain()
		if field.Text != left {
			t.Errorf("after Escape the field holds %q, not %q", field.Text, left)
		}
		if _, there := s.space.documents.First(); !there {
			t.Error("the list is empty")
		}
	}
}
