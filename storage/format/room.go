package format

// Room is a row of places, of which some are taken. The zero value has none.
type Room []uint64

// NewRoom returns n places, all free.
func NewRoom(n int) Room { return make(Room, (n+63)/64) }

// Free reports whether all places from first to before end are free. It costs
// a step for each 64 places.
func (r Room) Free(first, end int) bool {
	for at := first; at < end; at += 64 - at%64 {
		if r[at/64]&mask(at, end) != 0 {
			return false
		}
	}
	return true
}

// Take takes the places from first to before end.
func (r Room) Take(first, end int) {
	for at := first; at < end; at += 64 - at%64 {
		r[at/64] |= mask(at, end)
	}
}

// mask has a bit for each place from at to before end that is in one word with
// at.
func mask(at, end int) uint64 {
	from := at % 64
	to := min(64, from+end-at)
	return (^uint64(0) << from) & (^uint64(0) >> (64 - to))
}
