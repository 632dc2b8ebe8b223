package panel

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"dragoman/app/gui/theme"
	"dragoman/model"
)

// manySummaries returns a list of n documents in all states.
func manySummaries(n int) []model.Summary {
	list := make([]model.Summary, n)
	for i := range list {
		list[i] = model.Summary{Number: n - i, ID: model.DocumentID(fmt.Sprintf("%032x", i)), Title: fmt.Sprintf("Title %07d", i), Length: i * 7919 % 5000}
		if status := []model.Status{"", model.StatusInProgress, model.StatusDone}[i%3]; status != "" {
			list[i].Sets = []model.SetSummary{{Annotator: "ana", Status: status, Annotations: i}}
		}
		if i%10 == 0 {
			list[i].Flag = model.Flagged
		}
	}
	return list
}

// TestOneChangeIsAsIfTheListWereNew changes documents one by one, as a label
// key does, and compares what is shown with a panel that is given the whole
// list.
func TestOneChangeIsAsIfTheListWereNew(t *testing.T) {
	test.NewTempApp(t)
	random := rand.New(rand.NewPCG(1, 2))
	list := manySummaries(200)
	d, whole := NewDocuments(), NewDocuments()
	d.SetDocuments(list, "ana")
	for step := range 300 {
		filter, found := Filter(random.IntN(len(filterNames))), []int(nil)
		if step%2 == 0 {
			for range 80 {
				found = append(found, 1+random.IntN(220)) // some are in the bin
			}
		}
		if step%5 == 0 {
			for _, panel := range []*Documents{d, whole} {
				panel.SetOrder(model.Orders[step/5%len(model.Orders)])
				panel.SetFilter(filter)
				panel.SetFound(found)
			}
		}
		s := &list[random.IntN(len(list))]
		status := []model.Status{"", model.StatusInProgress, model.StatusDone}[random.IntN(3)]
		s.Sets = []model.SetSummary{{Annotator: "ana", Status: status, Annotations: step}}
		s.Flag = []string{"", model.Flagged}[random.IntN(2)]
		d.Changed(*s)
		whole.SetDocuments(list, "ana")
		if titles(d) != titles(whole) {
			t.Fatalf("step %d: the list shows %s, want %s", step, titles(d), titles(whole))
		}
		for i, chip := range d.chips {
			if chip.Text != whole.chips[i].Text || chip.Hidden != whole.chips[i].Hidden {
				t.Fatalf("step %d: a chip says %q, want %q", step, chip.Text, whole.chips[i].Text)
			}
		}
	}
}

// TestOrders: alike documents follow each other by title, and the filter and
// the open document stay what they were.
func TestOrders(t *testing.T) {
	test.NewTempApp(t)
	list := manySummaries(6) // new, in progress, done, twice
	for i := range list {
		list[i].Title, list[i].Length = "abcdef"[i:i+1], []int{2, 9, 2, 9, 5, 1}[i]
	}
	d := NewDocuments()
	d.SetDocuments(list, "ana")
	d.SetCurrent(list[0].ID)
	for order, want := range map[model.Order]string{model.ByTitle: "a b c d e f", model.ByLength: "b d e a c f", model.ByStatus: "a d b e c f"} {
		d.SetOrder(order)
		if got := titles(d); got != want {
			t.Errorf("by %s the list shows %s, want %s", order, got, want)
		}
		if row, shown := d.choice.row(d.at, d.all); !shown || d.choice.shown[row].Index() != 0 {
			t.Errorf("by %s the open document is not found", order)
		}
	}
	d.SetOrder(model.ByLength)
	d.SetFilter(FilterNew)
	if got := titles(d); got != "d a" {
		t.Errorf("the new ones by length are %s, want d a", got)
	}
}

// TestListCostsWhatIsVisible counts memory and rows at 1,000 and at 100,000
// documents.
func TestListCostsWhatIsVisible(t *testing.T) {
	test.NewTempApp(t).Settings().SetTheme(theme.New(theme.LightMode))
	type cost struct{ filter, search, sort, change, rows int }
	measure := func(n int) cost {
		d := NewDocuments()
		w := test.NewTempWindow(t, d.Object())
		w.Resize(fyne.NewSize(300, 700))
		list := manySummaries(n)
		found := []int{n / 2, n / 3, n}
		d.SetDocuments(list, "ana")
		for i := range 200 {
			d.SetFilter(Filter(i % 2))
		}
		allocs := func(f func()) int { return int(testing.AllocsPerRun(5, f)) }
		return cost{
			allocs(func() { d.SetFilter(FilterDone); d.SetFilter(FilterAll) }),
			allocs(func() { d.SetFound(found); d.SetFound(nil) }),
			allocs(func() { d.SetOrder(model.ByLength); d.SetOrder(model.ByStatus); d.SetOrder(model.ByTitle) }),
			allocs(func() { d.Changed(list[n/2]) }),
			len(d.Parts()),
		}
	}
	small, large := measure(1000), measure(100000)
	t.Logf("%+v at 1,000 documents, %+v at 100,000", small, large)
	if large.rows > 2*small.rows || small.rows > 100 {
		t.Errorf("%d rows are kept for 100,000 documents, %d for 1,000", large.rows, small.rows)
	}
	for what, n := range map[string][2]int{
		"filter": {small.filter, large.filter}, "search": {small.search, large.search}, "sort": {small.sort, large.sort}, "change": {small.change, large.change},
	} {
		if n[1] > n[0]+n[0]/10+20 {
			t.Errorf("a %s costs %d allocations at 1,000 documents and %d at 100,000", what, n[0], n[1])
		}
	}
}

func BenchmarkFilter100000Documents(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(theme.New(theme.LightMode))
	d := NewDocuments()
	w := test.NewTempWindow(b, d.Object())
	w.Resize(fyne.NewSize(300, 700))
	d.SetDocuments(manySummaries(100000), "ana")
	b.ReportAllocs()
	for b.Loop() {
		d.SetFilter(FilterDone)
		d.SetFilter(FilterAll)
	}
}

func BenchmarkSort100000Documents(b *testing.B) {
	test.NewTempApp(b).Settings().SetTheme(theme.New(theme.LightMode))
	d := NewDocuments()
	w := test.NewTempWindow(b, d.Object())
	w.Resize(fyne.NewSize(300, 700))
	d.SetDocuments(manySummaries(100000), "ana")
	for _, order := range model.Orders {
		b.Run(order.String(), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				d.SetOrder(order)
			}
		})
	}
}
