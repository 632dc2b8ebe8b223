package model_test

import (
	"cmp"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
)

// TestBesideGoesThroughTheOrder walks from the first document and from the last
// and compares with the list sorted by what the order says of itself.
func TestBesideGoesThroughTheOrder(t *testing.T) {
	status := []model.Status{"", model.StatusNew, model.StatusInProgress, model.StatusDone}
	rank := map[model.Status]int{model.StatusInProgress: 1, model.StatusDone: 2}
	before := map[model.Order]func(a, b model.Summary) int{
		model.ByTitle:  func(a, b model.Summary) int { return 0 },
		model.ByLength: func(a, b model.Summary) int { return cmp.Compare(b.Length, a.Length) },
		model.ByStatus: func(a, b model.Summary) int {
			return cmp.Compare(rank[a.Set("ana").Status], rank[b.Set("ana").Status])
		},
	}
	rapid.Check(t, func(t *rapid.T) {
		list := make([]model.Summary, rapid.IntRange(0, 20).Draw(t, "n"))
		for i := range list {
			sets := []model.SetSummary{
				{Annotator: "ana", Status: rapid.SampledFrom(status).Draw(t, "status")},
				{Annotator: "ben", Status: model.StatusDone},
			}
			list[i] = model.Summary{ID: model.DocumentID(strconv.Itoa(100 + i)), Length: rapid.IntRange(0, 3).Draw(t, "length"), Sets: sets}
			list[i].Flag = rapid.SampledFrom([]string{"", model.Skipped}).Draw(t, "flag")
		}
		passes := func(d *model.Summary) bool { return d.Flag == "" }
		for _, o := range model.Orders {
			var want, got, back []model.DocumentID
			sorted := slices.Clone(list)
			slices.SortStableFunc(sorted, before[o])
			for _, d := range sorted {
				if passes(&d) {
					want = append(want, d.ID)
				}
			}
			for i := o.Beside(list, "ana", -1, 1, passes); i >= 0; i = o.Beside(list, "ana", i, 1, passes) {
				got = append(got, list[i].ID)
			}
			for i := o.Beside(list, "ana", -1, -1, passes); i >= 0; i = o.Beside(list, "ana", i, -1, passes) {
				back = append(back, list[i].ID)
			}
			slices.Reverse(back)
			if !slices.Equal(got, want) || !slices.Equal(back, want) {
				t.Fatalf("by %s: forward %v, back %v, want %v", o, got, back, want)
			}
		}
	})
}
