package format_test

import (
	"testing"

	"pgregory.net/rapid"

	"dragoman/storage/format"
)

// TestRoom tests that places are taken and free as in a list of them.
func TestRoom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const places = 200
		room, taken := format.NewRoom(places), [places]bool{}
		for range 20 {
			first := rapid.IntRange(0, places).Draw(t, "first")
			end := rapid.IntRange(first, places).Draw(t, "end")
			free := true
			for _, is := range taken[first:end] {
				free = free && !is
			}
			if room.Free(first, end) != free {
				t.Fatalf("%d to %d: %v, want %v", first, end, !free, free)
			}
			if !rapid.Bool().Draw(t, "take") {
				continue
			}
			room.Take(first, end)
			for i := first; i < end; i++ {
				taken[i] = true
			}
		}
	})
}
