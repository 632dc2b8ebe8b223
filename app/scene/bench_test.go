//go:build scene

package scene

import (
	"cmp"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dragoman/app/cli/headless/wiring"
	"dragoman/app/workload"
	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonl"
)

// What is told of actions. "painted" ends in the painter's pass that has drawn
// the article; "shown" when its frame is on the screen; "felt" begins when the
// key was pressed, and holds the wait for the display's tick. "drawn" is the
// processor time of a frame of objects that are there already.
var (
	felt       = span{name: "felt", from: "pressed", to: "shown"}
	scrolling  = []span{{name: "painted", from: "input", to: "painted"}, {name: "shown", from: "input", to: "shown"}, felt, {name: "cpu", from: "input", to: "shown", cpu: true}, {name: "drawn", from: "scrolled", to: "shown", cpu: true}}
	editing    = []span{{name: "painted", from: "key", to: "painted"}, {name: "shown", from: "key", to: "shown"}, felt, {name: "durable", from: "key", to: "durable"}, {name: "ours", from: "key", to: "handled", cpu: true}}
	turning    = []span{{name: "painted", from: "key", to: "painted"}, {name: "shown", from: "key", to: "shown"}, felt, {name: "opened", from: "key", to: "opened"}}
	resizing   = []span{{name: "painted", from: "resized", to: "painted"}, {name: "shown", from: "resized", to: "shown"}}
	beginnings = []span{{name: "painted", from: "launched", to: "painted"}, {name: "shown", from: "launched", to: "shown"}, {name: "cpu", from: "began", to: "shown", cpu: true}}
)

// BenchmarkWindow measures what a person waits for, in a real window, at
// several sizes of the article. Times are the program's own, from its trace.
// scripts/bench writes them to docs/benchmarks.md.
func BenchmarkWindow(b *testing.B) {
	for _, f := range workload.Files() {
		size := f.Bytes
		if size == 0 {
			continue
		}
		b.Run(fmt.Sprintf("size=%d", size), func(b *testing.B) {
			d := newDesktop(b)
			d.quiet = true
			project := d.projectOf(b, f.Name)
			b.Run("open", func(b *testing.B) { d.measureOpening(b, project) })
			w, h := d.open(project), newHand(b)
			w.act(h, "key ctrl+Next", "opened", "painted", "shown")
			b.Run("again", func(b *testing.B) { w.measure(b, 1, func() []event { return w.reopen(h) }, turning...) })
			b.Run("label", func(b *testing.B) { w.measure(b, 10, w.labels(h), editing...) })
			b.Run("undo", func(b *testing.B) { w.measure(b, 1, w.undoes(h), editing...) })
			if size > 2_000 { // that one is in view whole
				w.act(h, "key ctrl+Home")
				b.Run("page", func(b *testing.B) { w.measure(b, 10, w.pages(h, size/5000), scrolling...) })
				w.act(h, "key ctrl+Home")
				b.Run("line", func(b *testing.B) { w.measure(b, 10, w.notches(h, size/500), scrolling...) })
				b.Run("jump", func(b *testing.B) { w.measure(b, 1, func() []event { return w.jump(h) }, scrolling...) })
			}
			b.Run("resize", func(b *testing.B) { w.measure(b, 4, w.resize(h), resizing...) })
			b.Run("worked", func(b *testing.B) { w.measureMemory(b) })
			w.close()
		})
	}
}

// BenchmarkBulk measures undo and redo of a change of all 10,000 annotations of
// an article.
func BenchmarkBulk(b *testing.B) {
	d := newDesktop(b)
	d.quiet = true
	project := d.projectOf(b, "article-1m")
	relabelAll(b, project)
	w, h := d.open(project), newHand(b)
	w.act(h, "key ctrl+Next", "opened", "painted", "shown")
	time.Sleep(rest)
	keys := []string{"key ctrl+z", "key ctrl+y"}
	n := 0
	w.measure(b, 2, func() []event {
		n++
		return w.act(h, keys[(n+1)%2], "key", "durable", "handled", "painted", "shown")
	}, editing...)
	w.close()
}

// relabelAll gives every annotation of the long article the next label, as one
// change.
func relabelAll(b *testing.B, path string) {
	b.Helper()
	p, err := wiring.Open(b.Context(), path, false)
	if err != nil {
		b.Fatal(err)
	}
	all, err := p.Documents(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	long := all[0]
	if long.Length < all[1].Length {
		long = all[1]
	}
	set, err := p.Set(b.Context(), long.ID, workload.Annotator)
	if err != nil {
		b.Fatal(err)
	}
	next := set
	next.Annotations = nil
	labels := workload.Schema().Labels
	for _, a := range set.Annotations {
		i := slices.IndexFunc(labels, func(l model.Label) bool { return l.Name == a.Label })
		a.Label = labels[(i+1)%len(labels)].Name
		next.Annotations = append(next.Annotations, a)
	}
	slices.SortFunc(next.Annotations, model.CompareAnnotations)
	change := model.Diff(set, next)
	change.Owner, change.By = workload.Annotator, workload.Annotator
	if _, err := p.Save(b.Context(), model.Step{Name: "relabel", Changes: []model.Change{change}}); err != nil {
		b.Fatal(err)
	}
	if err := p.Close(); err != nil {
		b.Fatal(err)
	}
}

// projectOf returns a copy of the project of that name out of the folder that
// DRAGOMAN_BENCH names, or makes it where there is none, and returns its path.
func (d *desktop) projectOf(b *testing.B, name string) string {
	b.Helper()
	files := workload.Files()
	records := files[slices.IndexFunc(files, func(f workload.File) bool { return f.Name == name })].Records
	path := d.path(name + ".dragoman")
	if dir := os.Getenv("DRAGOMAN_BENCH"); dir != "" {
		kept := filepath.Join(dir, name+".dragoman")
		if _, err := os.Stat(kept); err != nil {
			d.makeProject(b, kept, records)
		}
		if out, err := exec.Command("cp", "--reflink=auto", kept, path).CombinedOutput(); err != nil {
			b.Fatalf("copy %s: %v\n%s", kept, err, out)
		}
		return path
	}
	d.makeProject(b, path, records)
	return path
}

func (d *desktop) makeProject(b *testing.B, path string, records iter.Seq[format.Record]) {
	b.Helper()
	lines, err := os.Create(path + ".jsonl")
	if err != nil {
		b.Fatal(err)
	}
	defer os.Remove(lines.Name())
	if err := workload.Write(b.Context(), lines, jsonl.Format(), records); err != nil {
		b.Fatal(err)
	}
	if err := lines.Close(); err != nil {
		b.Fatal(err)
	}
	making := strings.TrimSuffix(path, ".dragoman") + "-making.dragoman"
	p, err := wiring.Create(b.Context(), making, workload.Schema())
	if err != nil {
		b.Fatal(err)
	}
	if err := cmp.Or(p.SetSetting(b.Context(), model.SettingAnnotator, string(workload.Annotator)), p.Close()); err != nil {
		b.Fatal(err)
	}
	d.run("import", making, lines.Name())
	if err := os.Rename(making, path); err != nil {
		b.Fatal(err)
	}
}

// measureOpening starts the program, opens the long article, which nobody has
// seen in this run, and looks how much memory that takes.
func (d *desktop) measureOpening(b *testing.B, project string) {
	var opened [][]event
	var memory []float64
	for b.Loop() {
		w, h := d.open(project), newHand(b)
		opened = append(opened, w.act(h, "key ctrl+Next", "key", "opened", "painted", "shown"))
		memory = append(memory, w.privateMemory())
		w.act(h, "key ctrl+Prior", "shown") // the one that the next run begins with
		w.close()
	}
	reportSpans(b, opened, turning)
	reportMemory(b, memory)
}

// reopen opens the short article, and then the long one again, which counts.
func (w *window) reopen(h hand) []event {
	w.act(h, "key ctrl+Prior", "key", "opened", "painted", "shown")
	time.Sleep(rest)
	return w.act(h, "key ctrl+Next", "key", "opened", "painted", "shown")
}

// labels labels some words after each other and takes each back, from the
// beginning of the article now and then.
func (w *window) labels(h hand) func() []event {
	n := 0
	return func() []event {
		if n++; n > 1 {
			w.act(h, "key ctrl+z", "durable", "shown")
		}
		if n%20 == 1 {
			w.act(h, "key ctrl+Home")
		}
		w.act(h, "key --delay 30 Escape ctrl+Right ctrl+shift+Right ctrl+shift+Right")
		time.Sleep(4*rest + rest)
		return w.act(h, "key 1", "key", "durable", "handled", "painted", "shown")
	}
}

// undoes takes a label back.
func (w *window) undoes(h hand) func() []event {
	label := w.labels(h)
	return func() []event {
		label()
		time.Sleep(rest)
		events := w.act(h, "key ctrl+z", "key", "durable", "handled", "painted", "shown")
		w.act(h, "key ctrl+y", "durable", "shown") // what label takes back
		return events
	}
}

// pages goes down so many pages, and up again.
func (w *window) pages(h hand, most int) func() []event {
	n := 0
	return func() []event {
		key := "Next"
		if n/max(1, most)%2 == 1 {
			key = "Prior"
		}
		n++
		return w.act(h, "key "+key, "input", "scrolled", "painted", "shown")
	}
}

// notches turns the wheel over the article, down and up again.
func (w *window) notches(h hand, most int) func() []event {
	w.point(h, "620 400")
	n := 0
	return func() []event {
		button := 5
		if n/max(1, most)%2 == 1 {
			button = 4
		}
		n++
		return w.act(h, fmt.Sprint("click ", button), "input", "scrolled", "painted", "shown")
	}
}

// jump goes to the end of an article of which only the beginning was seen.
func (w *window) jump(h hand) []event {
	w.reopen(h)
	time.Sleep(rest)
	return w.act(h, "key ctrl+End", "input", "scrolled", "painted", "shown")
}

// resize drags the edge of the window: in steps narrower, then wider.
func (w *window) resize(h hand) func() []event {
	id := strings.Fields(w.xdotool("search", "--onlyvisible", "--name", "Dragoman"))[0]
	width, step := 1280, -20
	return func() []event {
		if width+step < 1000 || width+step > 1280 {
			step = -step
		}
		width += step
		return w.act(h, fmt.Sprintf("windowsize %s %d 800", id, width), "resized", "painted", "shown")
	}
}

// measureMemory reports the private memory of the program as it is.
func (w *window) measureMemory(b *testing.B) {
	var memory []float64
	for b.Loop() {
		memory = append(memory, w.privateMemory())
	}
	reportMemory(b, memory)
}

// privateMemory returns the private memory of the program in megabytes
// (RssAnon of Linux), after a rest.
func (w *window) privateMemory() float64 {
	w.Helper()
	time.Sleep(time.Second)
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", w.command.Process.Pid))
	if err != nil {
		w.Fatal(err)
	}
	_, after, _ := strings.Cut(string(status), "RssAnon:")
	var kilobytes float64
	if _, err := fmt.Sscan(after, &kilobytes); err != nil {
		w.Fatal(err)
	}
	return kilobytes / 1024
}
