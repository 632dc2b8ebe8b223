package gui

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dragoman/app/command"
)

// Every row of a chooser can be clicked, also the one that Enter would take.
func TestEveryChoiceCanBeClicked(t *testing.T) {
	for i := range 2 {
		s := newStage(t)
		taken := -1
		s.Choose("Which?", []command.Choice{{Title: "Speaker"}, {Title: "Addressee"}}, func(i int) { taken = i })
		var rows []*choiceRow
		for _, o := range test.LaidOutObjects(s.win.Canvas().Overlays().Top()) {
			if r, ok := o.(*choiceRow); ok {
				rows = append(rows, r)
			}
		}
		if len(rows) != 2 {
			t.Fatalf("%d rows, want 2", len(rows))
		}
		test.Tap(rows[i])
		if taken != i {
			t.Errorf("a click on row %d takes %d", i, taken)
		}
		if len(s.sheets) > 0 {
			t.Errorf("after a click on row %d the choice stays open", i)
		}
	}
}

// TestARowThatIsUsedAgainShowsItsWholeTitle: a short title before leaves no less
// room for a long one.
func TestARowThatIsUsedAgainShowsItsWholeTitle(t *testing.T) {
	test.NewTempApp(t)
	row := newChoiceRow().(*choiceRow)
	row.Resize(fyne.NewSize(500, 31))
	for _, title := range []string{"Find next", "Go to the previous pane", "Go"} {
		row.set(command.Choice{Title: title, Key: "F6", Hint: "why not"})
		if have, want := row.title.Size().Width, row.title.MinSize().Width; have < want {
			t.Errorf("%q has %v of %v", title, have, want)
		}
	}
}
