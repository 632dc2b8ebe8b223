package gui

import (
	"slices"
	"testing"

	"dragoman/app/command"
	"dragoman/model"
)

func titles(commands []command.Command) []string {
	var out []string
	for _, c := range commands {
		out = append(out, c.Title)
	}
	return out
}

// With the mouse alone, what is selected can be labelled, and added to the
// annotation that is selected.
func TestContextMenuOffersWhatIsPossible(t *testing.T) {
	s := newStage(t)
	a := s.space.article
	if got := titles(a.contextCommands(false)); slices.Contains(got, "Label as Person") || len(got) == 0 {
		t.Errorf("beside everything the menu has %q", got)
	}
	a.SelectSpans([]model.Span{s.spanOf("Lena Moravec")})
	if got := titles(a.contextCommands(false)); !slices.Contains(got, "Label as Person") || got[0] != "Copy" {
		t.Errorf("on a selection the menu has %q", got)
	}
	s.key("1")
	a.SelectSpans([]model.Span{s.spanOf("Friday")})
	got := titles(a.contextCommands(false))
	if !slices.Contains(got, "Add as a fragment to Person: Lena Moravec") {
		t.Errorf("with an annotation and a selection the menu has %q", got)
	}
	if slices.Contains(got, "Next annotation") || slices.Contains(got, "End one word further") {
		t.Errorf("the menu holds what is for keys: %q", got)
	}
}
