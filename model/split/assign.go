package split

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"math"
	"slices"
)

// Group is a number of documents that stay together.
type Group struct {
	Key       string // names the group, whatever else there is: the id of its first document, say
	Documents int
	Labels    []int // how often each label occurs; the same label has the same place in all groups
}

// Assign returns for each group the part that it goes to. It divides no group;
// the parts get their shares of the documents as nearly as moving and
// exchanging groups can bring them, which with single documents is to the very
// document; and every label is spread over the parts by the same shares, the
// rarest first (as in Sechidis, Tsoumakas and Vlahavas 2011), as far as that
// allows: the common ones by a few exchanges at the end.
//
// The same groups, parts and seed give the same, in whatever order they come.
// When documents are added nearly all others stay where they are: the key of a
// group draws the part that it goes to, and it goes to another only when that
// part has enough of documents or of one of the group's labels, as in
// consistent hashing with bounded loads (Mirrokni, Thorup and Zadimoghaddam
// 2018). So a new document takes a place that another one may lose, and that
// one takes a place in another part: of a thousand documents some 15 change
// their part when one is added, some 30 when a hundred are. It can also join groups into one, which
// then goes where the key of the whole draws it.
func Assign(groups []Group, parts []Part, seed uint64) []int {
	a := newAssigner(groups, parts)
	of := make([]int, len(groups))
	order := a.order(seed)
	for _, g := range order {
		of[g] = a.choose(groups[g], a.drawn(g))
		a.put(g, of[g], +1)
	}
	a.even(order, of)
	a.spread(order, of)
	return of
}

// InOrder returns for each group the part that it goes to when the groups are
// kept in their order: the first to the first part, and so on. Each part ends
// with the group that brings it nearest to its share.
func InOrder(groups []Group, parts []Part) []int {
	total, before := 0, 0
	for _, g := range groups {
		total += g.Documents
	}
	of := make([]int, len(groups))
	part, upTo := 0, parts[0].Share
	for i, g := range groups {
		// A group belongs to the part that its middle lies in: that is the cut
		// nearest to the share.
		middle := float64(before) + float64(g.Documents)/2
		for part < len(parts)-1 && middle > upTo*float64(total)+1e-9 {
			part++
			upTo += parts[part].Share
		}
		of[i] = part
		before += g.Documents
	}
	return of
}

// assigner holds what the parts are to get and have got.
type assigner struct {
	parts  []Part
	groups []Group
	draws  []uint64  // of the groups: where they would go by chance
	room   []int     // documents that each part may still get, below 0 where it has too many
	rest   []float64 // what the share of each part is more than the whole documents it is to get
	total  []int     // of each label
	has    [][]int   // of each part, of each label
}

func newAssigner(groups []Group, parts []Part) *assigner {
	a := &assigner{parts: parts, groups: groups}
	documents := 0
	for _, g := range groups {
		documents += g.Documents
		for len(a.total) < len(g.Labels) {
			a.total = append(a.total, 0)
		}
		for l, n := range g.Labels {
			a.total[l] += n
		}
	}
	a.room = quotas(documents, parts)
	for p, part := range parts {
		a.rest = append(a.rest, part.Share*float64(documents)-float64(a.room[p]))
		a.has = append(a.has, make([]int, len(a.total)))
	}
	return a
}

// quotas divides documents by the method of the largest remainder.
func quotas(documents int, parts []Part) []int {
	quotas, order, left := make([]int, len(parts)), make([]int, len(parts)), documents
	rest := func(p int) float64 { return parts[p].Share*float64(documents) - float64(quotas[p]) }
	for p := range parts {
		// What is whole but for the last bits of a float is whole.
		quotas[p] = int(math.Floor(parts[p].Share*float64(documents) + 1e-9))
		order[p] = p
		left -= quotas[p]
	}
	slices.SortStableFunc(order, func(p, q int) int {
		if d := rest(q) - rest(p); math.Abs(d) > 1e-9 {
			return cmp.Compare(d, 0)
		}
		return 0
	})
	for i := range left {
		quotas[order[i%len(order)]]++
	}
	return quotas
}

// order returns the groups as they are placed: those of more documents first,
// which fit where the others leave nothing open, then those with the rarest
// label.
func (a *assigner) order(seed uint64) []int {
	order, rarest := make([]int, len(a.groups)), make([]int, len(a.groups))
	a.draws = make([]uint64, len(a.groups))
	for i, g := range a.groups {
		order[i], a.draws[i], rarest[i] = i, draw(g.Key, seed), math.MaxInt
		for l, n := range g.Labels {
			if n > 0 {
				rarest[i] = min(rarest[i], a.total[l])
			}
		}
	}
	slices.SortFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(a.groups[j].Documents, a.groups[i].Documents), cmp.Compare(rarest[i], rarest[j]),
			cmp.Compare(a.draws[i], a.draws[j]), cmp.Compare(a.groups[i].Key, a.groups[j].Key))
	})
	return order
}

// draw returns a number that follows from the key and the seed alone.
func draw(key string, seed uint64) uint64 {
	sum := sha256.Sum256(binary.LittleEndian.AppendUint64([]byte(key), seed))
	return binary.LittleEndian.Uint64(sum[:])
}

// drawn returns the part that the group would go to by chance.
func (a *assigner) drawn(group int) int {
	u := float64(a.draws[group]>>11) / (1 << 53)
	for p, part := range a.parts[:len(a.parts)-1] {
		if u -= part.Share; u < 0 {
			return p
		}
	}
	return len(a.parts) - 1
}

// choose returns the drawn part if it has room and use for the group; else, of
// the parts with most room for it, the one that has the most use.
func (a *assigner) choose(g Group, drawn int) int {
	if a.lacking(g, drawn) == 0 && a.welcomes(g, drawn) {
		return drawn
	}
	best := drawn
	for p := range a.parts {
		if c := cmp.Compare(a.lacking(g, p), a.lacking(g, best)); c < 0 || c == 0 && a.use(g, p) > a.use(g, best) {
			best = p
		}
	}
	return best
}

// lacking returns how many documents of the group the part has no room for.
func (a *assigner) lacking(g Group, part int) int { return max(0, g.Documents-a.room[part]) }

// welcomes reports whether the group brings the part nearer to its share of
// each of the group's labels.
func (a *assigner) welcomes(g Group, part int) bool {
	for l, n := range g.Labels {
		if n > 0 && float64(2*a.has[part][l]+n) > 2*a.wants(part, l)+1e-9 {
			return false
		}
	}
	return true
}

// use returns by how much the group brings the part nearer to its shares of
// labels.
func (a *assigner) use(g Group, part int) float64 {
	use := 0.0
	for l, n := range g.Labels {
		if n > 0 {
			use += a.nearer(part, l, float64(n))
		}
	}
	return use
}

func (a *assigner) put(group, part, times int) {
	a.room[part] -= times * a.groups[group].Documents
	for l, n := range a.groups[group].Labels {
		a.has[part][l] += times * n
	}
}
