package split_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model/split"
)

var usual = []split.Part{{Name: "train", Share: 0.8}, {Name: "dev", Share: 0.1}, {Name: "test", Share: 0.1}}

// some draws groups of one to six documents and three labels.
func some(t *rapid.T) []split.Group {
	label := rapid.IntRange(0, 9)
	group := rapid.Custom(func(t *rapid.T) split.Group {
		documents := rapid.SampledFrom([]int{1, 1, 1, 1, 2, 3, 6}).Draw(t, "documents")
		return split.Group{Documents: documents, Labels: rapid.SliceOfN(label, 0, 3).Draw(t, "labels")}
	})
	groups := rapid.SliceOfN(group, 0, 40).Draw(t, "groups")
	for i := range groups {
		groups[i].Key = fmt.Sprint(i)
	}
	return groups
}

func someParts(t *rapid.T) []split.Part {
	return rapid.SampledFrom([][]split.Part{
		usual,
		{{Name: "a", Share: 0.5}, {Name: "b", Share: 0.5}},
		{{Name: "a", Share: 1. / 3}, {Name: "b", Share: 1. / 3}, {Name: "c", Share: 1. / 3}},
		{{Name: "all", Share: 1}},
		{{Name: "a", Share: 0.7}, {Name: "b", Share: 0.2}, {Name: "c", Share: 0.05}, {Name: "d", Share: 0.05}},
	}).Draw(t, "parts")
}

func documents(groups []split.Group, of []int, parts int) []int {
	n := make([]int, parts)
	for i, g := range groups {
		n[of[i]] += g.Documents
	}
	return n
}

func sum(n []int) int {
	s := 0
	for _, v := range n {
		s += v
	}
	return s
}

// missed is how far the parts are from their shares of whole documents.
func missed(n []int, parts []split.Part) float64 {
	total, m := sum(n), 0.0
	for p, v := range n {
		m += math.Pow(parts[p].Share*float64(total)-float64(v), 2)
	}
	return m
}

func TestOrderOfGroupsMakesNoDifference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		groups, parts, seed := some(t), someParts(t), rapid.Uint64().Draw(t, "seed")
		order := make([]int, len(groups))
		for i := range order {
			order[i] = i
		}
		order = rapid.Permutation(order).Draw(t, "order")
		shuffled := make([]split.Group, len(groups))
		for i, g := range order {
			shuffled[i] = groups[g]
		}
		of, again := split.Assign(groups, parts, seed), split.Assign(shuffled, parts, seed)
		for i, g := range order {
			if again[i] != of[g] {
				t.Fatalf("group %d goes to part %d, in another order to %d", g, of[g], again[i])
			}
		}
	})
}

// Single documents fill the parts to the very document; of larger groups none
// can be moved, and no two be exchanged, to bring the parts nearer to that.
func TestSharesAreMetAsFarAsGroupsAllow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		groups, parts := some(t), someParts(t)
		of := split.Assign(groups, parts, rapid.Uint64().Draw(t, "seed"))
		got := documents(groups, of, len(parts))
		var singles []split.Group
		for i := range sum(got) {
			singles = append(singles, split.Group{Key: fmt.Sprint(i), Documents: 1})
		}
		best := missed(documents(singles, split.Assign(singles, parts, 1), len(parts)), parts)
		for p, n := range documents(singles, split.Assign(singles, parts, 1), len(parts)) {
			if math.Abs(float64(n)-parts[p].Share*float64(len(singles))) >= 1 {
				t.Fatalf("part %d got %d of %d single documents", p, n, len(singles))
			}
		}
		now := missed(got, parts)
		if now <= best+1e-6 {
			return
		}
		nearer := func(i, p, net int) bool {
			got[of[i]] -= net
			got[p] += net
			after := missed(got, parts)
			got[p] -= net
			got[of[i]] += net
			return after < now-1e-6
		}
		for i, g := range groups {
			for p := range parts {
				if nearer(i, p, g.Documents) {
					t.Fatalf("moving group %d from part %d to %d is nearer than %v", i, of[i], p, got)
				}
			}
			for j, h := range groups {
				if nearer(i, of[j], g.Documents-h.Documents) {
					t.Fatalf("exchanging the groups %d and %d is nearer than %v", i, j, got)
				}
			}
		}
	})
}

func TestGroupsThatJustFit(t *testing.T) {
	halves := []split.Part{{Name: "a", Share: 0.5}, {Name: "b", Share: 0.5}}
	for _, sizes := range [][]int{{3, 3, 2, 2, 2}, {5, 4, 3, 3, 3}, {2, 1, 1}, {7, 6, 5, 5, 4, 3}} {
		for seed := range uint64(50) {
			var groups []split.Group
			for i, n := range sizes {
				groups = append(groups, split.Group{Key: fmt.Sprint(i), Documents: n})
			}
			if got := documents(groups, split.Assign(groups, halves, seed), 2); got[0] != sum(sizes)/2 {
				t.Errorf("%v, seed %d: %v", sizes, seed, got)
			}
		}
	}
}

// corpus is one of documents with two common labels, one that some have and one
// that few have.
func corpus(n int, seed uint64) []split.Group {
	r := rand.New(rand.NewPCG(seed, 1))
	groups := make([]split.Group, n)
	for i := range groups {
		groups[i] = split.Group{Key: fmt.Sprintf("%d/%d", seed, i), Documents: 1, Labels: []int{r.IntN(20), r.IntN(12), 0, 0}}
		if r.IntN(8) == 0 {
			groups[i].Labels[2] = 1 + r.IntN(3)
		}
		if r.IntN(100) == 0 {
			groups[i].Labels[3] = 1
		}
	}
	return groups
}

func labels(groups []split.Group, of []int, part int) []int {
	n := make([]int, 4)
	for i, g := range groups {
		for l, c := range g.Labels {
			if of[i] == part || part < 0 {
				n[l] += c
			}
		}
	}
	return n
}

// Labels are spread by the shares: of each its share to three annotations or 2 %,
// where chance alone would miss by many.
func TestLabelsAreSpread(t *testing.T) {
	for seed := range uint64(20) {
		groups := corpus(1000, seed)
		of := split.Assign(groups, usual, seed)
		all := labels(groups, of, -1)
		for p, part := range usual {
			for l, n := range labels(groups, of, p) {
				want := part.Share * float64(all[l])
				if miss := math.Abs(float64(n) - want); miss > 3+0.02*want {
					t.Errorf("seed %d: part %s has %d of label %d, of %.1f", seed, part.Name, n, l, want)
				}
			}
		}
	}
}

// Of documents that are added few others change their part.
func TestMostStayWhenDocumentsAreAdded(t *testing.T) {
	for _, added := range []int{1, 10, 100} {
		changed := 0
		for seed := range uint64(10) {
			groups := corpus(1000+added, seed)
			before, after := split.Assign(groups[:1000], usual, 1), split.Assign(groups, usual, 1)
			for i := range before {
				if before[i] != after[i] {
					changed++
				}
			}
		}
		t.Logf("%d added: %.1f of 1000 change their part", added, float64(changed)/10)
		if changed > 10*40 { // 340 would by a new draw

			t.Errorf("%d added: %.1f of 1000 change their part", added, float64(changed)/10)
		}
	}
}

func TestSeedsDiffer(t *testing.T) {
	groups := corpus(1000, 1)
	if slices.Equal(split.Assign(groups, usual, 1), split.Assign(groups, usual, 2)) {
		t.Error("two seeds give the same")
	}
}

func TestInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		groups, parts := some(t), someParts(t)
		of := split.InOrder(groups, parts)
		if !slices.IsSorted(of) {
			t.Fatalf("parts %v", of)
		}
		largest, upTo, total := 0, 0.0, sum(documents(groups, of, len(parts)))
		for _, g := range groups {
			largest = max(largest, g.Documents)
		}
		n := 0
		for p, got := range documents(groups, of, len(parts)) {
			n += got
			upTo += parts[p].Share
			if math.Abs(float64(n)-upTo*float64(total)) > float64(largest)/2+1e-6 {
				t.Fatalf("the parts up to %d have %d documents of %d", p, n, total)
			}
		}
	})
}

func BenchmarkAssign(b *testing.B) {
	groups := corpus(100_000, 1)
	for b.Loop() {
		split.Assign(groups, usual, 1)
	}
}
