package near_test

import (
	"runtime"
	"testing"

	"dragoman/model/near"
)

// BenchmarkClusters finds the near-duplicates among 100,000 articles of 2 KB,
// and what the last fifth shares with the others.
func BenchmarkClusters(b *testing.B) {
	const documents = 100_000
	texts := wire(documents, 2000, 1)
	before := heap()
	for b.Loop() {
		x := index(near.Options{}, texts...)
		found := clusters(b, x)
		pairs, err := x.CountPairs(b.Context(), found, anyPair)
		if err != nil {
			b.Fatal(err)
		}
		training := func(i int) bool { return i%5 != 0 }
		overlaps, err := x.Overlaps(b.Context(), func(i int) bool { return !training(i) }, training)
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		b.ReportMetric(float64(heap()-before)/1e6, "MB")
		b.ReportMetric(float64(pairs), "pairs")
		b.ReportMetric(float64(len(overlaps)), "tested")
		runtime.KeepAlive(x)
		b.StartTimer()
	}
}

// heap returns the bytes in use.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
