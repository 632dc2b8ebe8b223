package panel

import (
	"runtime"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dragoman/app/gui/textview"
	"dragoman/app/gui/theme"
)

// Rows that the list has thrown away are not kept: it makes one at each refresh.
func TestRowsOfDifferencesAreNotKept(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.LightMode))
	d := NewDifferences(textview.New())
	w := test.NewWindow(d.Object())
	defer w.Close()
	w.Resize(fyne.NewSize(300, 400))
	all := make([]Difference, 5)
	for i := range all {
		all[i].Case = i
	}
	for range 100 {
		d.Set(all, 0, "")
		runtime.GC()
	}
	shown := 0
	for _, p := range d.Parts() {
		if _, ok := p.Object.(*differenceRow); ok {
			shown++
		}
	}
	if n := len(d.rows.rows); n > 25 || shown < len(all) {
		t.Errorf("%d rows are kept, %d are shown", n, shown)
	}
}
