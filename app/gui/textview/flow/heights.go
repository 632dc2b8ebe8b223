package flow

// heights is a Fenwick tree of non-negative heights: prefix sums, updates and
// the search of a sum cost O(log n).
type heights struct {
	tree []int // tree[i] sums a range of values that ends before i
	top  int   // highest power of two not above len(values)
}

// newHeights returns a tree of n values in O(n).
func newHeights(n int, value func(i int) int) heights {
	h := heights{tree: make([]int, n+1), top: 1}
	for h.top*2 <= n {
		h.top *= 2
	}
	for i := 1; i <= n; i++ {
		h.tree[i] += value(i - 1)
		if up := i + i&-i; up <= n {
			h.tree[up] += h.tree[i]
		}
	}
	return h
}

// add changes value i by delta.
func (h heights) add(i, delta int) {
	for i++; i < len(h.tree); i += i & -i {
		h.tree[i] += delta
	}
}

// before returns the sum of the values before i.
func (h heights) before(i int) int {
	sum := 0
	for ; i > 0; i -= i & -i {
		sum += h.tree[i]
	}
	return sum
}

// find returns the value that holds y, and how far into it y lies: the last
// one whose sum before it is not above y.
func (h heights) find(y int) (i, rest int) {
	for step := h.top; step > 0; step /= 2 {
		if next := i + step; next < len(h.tree)-1 && h.tree[next] <= y {
			i, y = next, y-h.tree[next]
		}
	}
	return i, y
}
