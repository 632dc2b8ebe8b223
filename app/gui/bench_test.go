package gui

import (
	"strconv"
	"testing"

	"dragoman/model"
)

// sizes are how many annotations the articles of the benchmarks have.
var sizes = []int{1000, 10_000, 100_000}

func BenchmarkOpenBigArticle(b *testing.B) {
	for _, n := range sizes {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			s, d := newBigStage(b, n)
			other := s.session.Documents()[0].ID
			if other == d.ID {
				other = s.session.Documents()[1].ID
			}
			for b.Loop() {
				s.space.openDocument(d.ID)
				b.StopTimer()
				s.space.openDocument(other)
				b.StartTimer()
			}
		})
	}
}

func BenchmarkLabelInBigArticle(b *testing.B) {
	for _, n := range sizes {
		b.Run(strconv.Itoa(n), func(b *testing.B) {
			s, d := newBigStage(b, n)
			s.space.openDocument(d.ID)
			for b.Loop() {
				s.space.article.SelectSpans([]model.Span{{Start: 16, End: 28}})
				s.key("1")
				b.StopTimer()
				s.runID("edit.undo")
				b.StartTimer()
			}
		})
	}
}
