//go:build scene

package scene

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"os/user"
	"slices"
	"strings"
	"testing"
	"time"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonl"
)

// BenchmarkWindow measures what a person waits for, in a real window, at
// several sizes of the article with one annotation per 100 bytes. Times are
// the program's own, from its trace: from the event that reached it to the
// painter's pass that drew the result. scripts/bench writes them to
// docs/benchmarks.md.
func BenchmarkWindow(b *testing.B) {
	for _, size := range []int{2_000, 20_000, 200_000, 1_000_000, 10_000_000} {
		b.Run(fmt.Sprintf("size=%d", size), func(b *testing.B) {
			d := newDesktop(b)
			d.quiet = true
			w := d.open(d.workload(size))
			w.after(func() { w.key("ctrl+Next") }, "key", "opened", "painted") // the long article
			b.Run("open", func(b *testing.B) { w.measure(b, w.openOther, "key") })
			b.Run("label", func(b *testing.B) { w.measure(b, w.labelNext, "key") })
			b.Run("durable", func(b *testing.B) { w.measure(b, w.labelDurable, "key") })
			if size > 2_000 { // that one is in view whole
				b.Run("page", func(b *testing.B) { w.measure(b, w.pageDown, "scrolled") })
				b.Run("line", func(b *testing.B) { w.measure(b, w.wheel, "scrolled") })
			}
			b.Run("resize", func(b *testing.B) { w.measure(b, w.resize(), "resized") })
			b.Run("memory", func(b *testing.B) {
				for b.Loop() {
					b.ReportMetric(w.privateMemory(), "private-MB")
				}
				b.ReportMetric(0, "ns/op")
			})
			w.close()
		})
	}
}

// workload makes a project of one article of that size with its annotations,
// and one short article, and returns its path.
func (d *desktop) workload(size int) string {
	d.Helper()
	big, set := modeltest.News(size, 1)
	set.Annotator = model.Annotator(me())
	big.Title = "B"
	small, smallSet := modeltest.News(500, 2)
	smallSet.Annotator = set.Annotator
	small.Title = "A"
	records := []format.Record{{Document: big, Set: &set}, {Document: small, Set: &smallSet}}
	slices.SortFunc(records, func(a, b format.Record) int { return strings.Compare(string(a.Document.ID), string(b.Document.ID)) })
	path := d.path("workload.jsonl")
	f, err := os.Create(path)
	if err != nil {
		d.Fatal(err)
	}
	_, err = jsonl.Format().Write(context.Background(), f, format.WriteOptions{Schema: modeltest.Schema()}, all(records))
	if err != nil {
		d.Fatal(err)
	}
	if err := f.Close(); err != nil {
		d.Fatal(err)
	}
	project := d.path(fmt.Sprintf("workload-%d.dragoman", size))
	if err := os.WriteFile(d.path("schema.json"), schemaOf().Format(), 0o600); err != nil {
		d.Fatal(err)
	}
	d.run("new", project, "--schema", d.path("schema.json"))
	d.run("import", project, path)
	return project
}

func all(records []format.Record) iter.Seq2[format.Record, error] {
	return func(yield func(format.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

// me returns the name that the program gives to the person who runs it.
func me() string {
	if u, err := user.Current(); err == nil {
		return cmp.Or(u.Name, u.Username)
	}
	return "me"
}

// schemaOf is the workload's schema with the colours and patterns of the
// default one.
func schemaOf() model.Schema {
	s := modeltest.Schema()
	looks := []struct {
		colour  string
		pattern model.Pattern
	}{{"#0B6BB0", model.Solid}, {"#0A8A63", model.Double}, {"#B87400", model.Dashed}, {"#C2364F", model.Wavy}}
	for i := range s.Labels {
		s.Labels[i].Colour, s.Labels[i].Pattern = looks[i].colour, looks[i].pattern
	}
	return s
}

// measure runs the action, which returns the events that it led to, and
// reports the median and the 99th percentile from the event named from to the
// last one.
func (w *window) measure(b *testing.B, action func() []event, from string) {
	var took []float64
	for b.Loop() {
		events := action()
		start := slices.IndexFunc(events, func(e event) bool { return e.Event == from })
		if start < 0 {
			b.Fatalf("no event %q in %v", from, events)
		}
		took = append(took, events[len(events)-1].At-events[start].At)
		time.Sleep(50 * time.Millisecond) // so that the next one finds the window at rest
	}
	slices.Sort(took)
	b.ReportMetric(took[len(took)/2], "median-ms")
	b.ReportMetric(took[(len(took)*99)/100], "p99-ms")
	b.ReportMetric(0, "ns/op")
}

// after does something and returns the events up to the painting of its result.
func (w *window) after(do func(), names ...string) []event {
	w.Helper()
	n := len(w.events())
	do()
	var all []event
	for _, name := range names {
		all = append(all, w.await(n+len(all), name)...)
	}
	return all
}

// openOther opens the short article, and then the long one, which counts.
func (w *window) openOther() []event {
	w.after(func() { w.key("ctrl+Prior") }, "key", "opened", "painted")
	time.Sleep(100 * time.Millisecond)
	return w.after(func() { w.key("ctrl+Next") }, "key", "opened", "painted")
}

// labelNext selects a word that has no label yet and labels it.
func (w *window) labelNext() []event {
	w.key("Escape", "ctrl+Right", "ctrl+shift+Right", "ctrl+shift+Right")
	time.Sleep(60 * time.Millisecond)
	return w.after(func() { w.key("1") }, "key", "durable", "painted")
}

// labelDurable is labelNext up to the moment the change is on disk.
func (w *window) labelDurable() []event {
	w.key("Escape", "ctrl+Right", "ctrl+shift+Right", "ctrl+shift+Right")
	time.Sleep(60 * time.Millisecond)
	events := w.after(func() { w.key("1") }, "key", "durable")
	time.Sleep(60 * time.Millisecond)
	return events
}

func (w *window) pageDown() []event {
	return w.after(func() { w.key("Next") }, "scrolled", "painted")
}

// wheel turns the wheel by one notch over the article.
func (w *window) wheel() []event {
	return w.after(func() { w.xdotool("mousemove", "620", "400", "sleep", "0.05", "click", "5") }, "scrolled", "painted")
}

// resize makes the window narrower and wider by turns.
func (w *window) resize() func() []event {
	id := strings.Fields(w.xdotool("search", "--onlyvisible", "--name", "Dragoman"))[0]
	width := 1280
	return func() []event {
		width = 2360 - width // 1280 and 1080
		return w.after(func() { w.xdotool("windowsize", id, fmt.Sprint(width), "800") }, "resized", "painted")
	}
}

// privateMemory returns the private memory of the program in megabytes
// (RssAnon of Linux), after a rest.
func (w *window) privateMemory() float64 {
	w.Helper()
	time.Sleep(time.Second)
	out, err := exec.Command("awk", "/RssAnon/ {print $2}", fmt.Sprintf("/proc/%d/status", w.command.Process.Pid)).Output()
	if err != nil {
		w.Fatal(err)
	}
	var kilobytes float64
	if _, err := fmt.Sscan(string(out), &kilobytes); err != nil {
		w.Fatal(err)
	}
	return kilobytes / 1024
}
