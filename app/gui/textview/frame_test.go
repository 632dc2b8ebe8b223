package textview

import (
	"image"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
)

// plain returns copies of the objects that the page shows, with no view and no
// document behind them.
func (p *page) plain() fyne.CanvasObject {
	back := *p.back
	all := container.NewWithoutLayout(&back, p.under.plain())
	for _, o := range p.lines.Objects {
		for _, r := range p.rows {
			if r.box == o {
				all.Add(r.plain())
			}
		}
	}
	all.Add(p.over.plain())
	return all
}

func (p *pool) plain() fyne.CanvasObject {
	box := container.NewWithoutLayout()
	box.Move(p.box.Position())
	for _, r := range p.rects[:p.nRects] {
		c := *r
		box.Add(&c)
	}
	for _, t := range p.texts[:p.nTexts] {
		c := *t
		box.Add(&c)
	}
	copied := func(p *picture) {
		make := p.make
		c := canvas.NewRaster(func(w, h int) image.Image { return make(w, h) })
		c.Move(p.raster.Position())
		c.Resize(p.raster.Size())
		c.ScaleMode = p.scale
		box.Add(c)
	}
	for _, l := range p.patterns[:p.nPattern] {
		copied(l)
	}
	for _, t := range p.prints[:p.nPrints] {
		copied(t.picture)
	}
	return box
}

// BenchmarkFrame is what a frame of scrolling costs, from the key to the last
// pixel, in an article of a megabyte with 10,000 annotations; and what drawing
// the same objects costs with no document behind them.
func BenchmarkFrame(b *testing.B) {
	text, all := manyAnnotations(10_000)
	for name, step := range map[string]int{"line": 30, "page": 620} {
		s := newStage(b, text)
		c := software.NewCanvas()
		c.SetPadded(false)
		c.SetContent(s.View)
		c.Resize(fyne.NewSize(720, 680))
		s.SetAnnotations(all)
		b.Run(name+"/article", func(b *testing.B) {
			for b.Loop() {
				s.ScrollBy(step)
				c.Capture()
			}
		})
		var frames []fyne.Canvas
		for range 50 {
			s.ScrollBy(step)
			f := software.NewCanvas()
			f.SetPadded(false)
			f.SetContent(s.page.plain())
			f.Resize(fyne.NewSize(720, 680))
			frames = append(frames, f)
		}
		b.Run(name+"/plain", func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				frames[i%len(frames)].Capture()
			}
		})
	}
}

// Counts of scrolling, which no machine makes smaller or larger: what is shaped
// and built is what came into view, and a line costs the memory of a line.
func TestScrollingCostsWhatComesIntoView(t *testing.T) {
	text, all := manyAnnotations(10_000)
	s := newStage(t, text)
	s.SetAnnotations(all)
	lines := int(s.Size().Height) / s.flow.Metrics().LineHeight
	paragraph := 5 // lines of the shortest ones
	counts := func(do func()) (rows, shaped int) {
		rows, shaped = s.page.built, s.flow.Stats.Shaped
		do()
		return s.page.built - rows, s.flow.Stats.Shaped - shaped
	}
	for range 20 {
		if rows, shaped := counts(func() { s.ScrollBy(s.flow.Metrics().LineHeight) }); rows > 2 || shaped > 2 {
			t.Fatalf("%d rows built and %d blocks shaped for a line", rows, shaped)
		}
		if rows, shaped := counts(func() { s.MoveBy(Page, Forward, false) }); rows > lines+2 || shaped > lines/paragraph+2 {
			t.Fatalf("%d rows built and %d blocks shaped for a page of %d lines", rows, shaped, lines)
		}
	}
	if rows, shaped := counts(func() { s.MoveTo(len(text), false) }); rows > lines+2 || shaped > lines/paragraph+4 {
		t.Errorf("%d rows built and %d blocks shaped for a jump to the end", rows, shaped)
	}
	if n := testing.AllocsPerRun(50, func() { s.ScrollBy(-s.flow.Metrics().LineHeight) }); n > 500 {
		t.Errorf("%v allocations for a line", n)
	}
	if n := s.page.Objects(); n > MaxObjects {
		t.Errorf("%d objects", n)
	}
}

// Ten megabytes with 100,000 annotations cost no more to open, to jump through
// and to resize than what is in view.
func TestWhatIsShapedDoesNotGrowWithTheArticle(t *testing.T) {
	text, all := manyAnnotations(100_000)
	s := newStage(t, "")
	stats := func(do func()) (shaped, wrapped int) {
		before := s.flow.Stats
		do()
		return s.flow.Stats.Shaped - before.Shaped, s.flow.Stats.Wrapped - before.Wrapped
	}
	s.SetArticle(Article{Text: text})
	shaped, _ := stats(func() { s.SetAnnotations(all) })
	if opened := s.flow.Stats.Shaped; opened > 10 || shaped > 0 {
		t.Errorf("%d blocks shaped on opening, %d for the annotations", opened, shaped)
	}
	for _, to := range []int{len(text), len(text) / 2, 0} {
		if shaped, wrapped := stats(func() { s.MoveTo(to, false) }); shaped > 12 || wrapped > 20 {
			t.Errorf("%d blocks shaped and %d wrapped for a jump to %d", shaped, wrapped, to)
		}
	}
	s.MoveTo(len(text)/2, false)
	for _, width := range []float32{700, 640, 690} {
		if shaped, wrapped := stats(func() { s.Resize(fyne.NewSize(width, 500)) }); shaped > 4 || wrapped > 20 {
			t.Errorf("%d blocks shaped and %d wrapped for a width of %v", shaped, wrapped, width)
		}
	}
}
