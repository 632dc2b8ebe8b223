package modeltest

import "testing"

func TestNewsIsDenseAndLawful(t *testing.T) {
	doc, set := News(200_000, 1)
	if err := set.Check(doc.Text, Schema()); err != nil {
		t.Fatal(err)
	}
	if n := len(set.Annotations); n < 1_990 || doc.Text.Len() != 200_000 {
		t.Errorf("%d annotations in %d bytes", n, doc.Text.Len())
	}
	overlaps, end := 0, 0
	for _, a := range set.Annotations {
		if a.Hull().Start < end {
			overlaps++
		}
		end = max(end, a.Hull().End)
	}
	if share := float64(overlaps) / float64(len(set.Annotations)); share < 0.1 || share > 0.4 {
		t.Errorf("%.2f of the annotations overlap", share)
	}
	if again, other := News(200_000, 1); again.ID != doc.ID || !other.Equal(set) {
		t.Error("the same seed gives another workload")
	}
}
