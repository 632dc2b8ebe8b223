package flow

// Head is how the paragraphs at the start of a text are set that are its title:
// in a face and sizes of their own.
type Head struct {
	End     int // paragraphs that start before this byte are the head; 0 is none
	Fonts   *Fonts
	Metrics Metrics
	Below   int // empty space below the head
}

// SetHead sets the head of the text. Where it is another than before, all is
// shaped again as it is looked at.
func (f *Flow) SetHead(h Head) {
	if h == f.head {
		return
	}
	f.head, f.heads = h, 0
	for f.heads < len(f.blocks) && int(f.blocks[f.heads].start) < h.End {
		f.heads++
	}
	f.forget()
}

// Head returns how the head of the text is set.
func (f *Flow) Head() Head { return f.head }

// Heads returns the number of blocks that are the head.
func (f *Flow) Heads() int { return f.heads }

// MetricsOf returns the sizes that block b is set in.
func (f *Flow) MetricsOf(b int) Metrics {
	if b < f.heads {
		return f.head.Metrics
	}
	return f.metrics
}

// FontsOf returns the fonts that block b is set in.
func (f *Flow) FontsOf(b int) *Fonts {
	if b < f.heads {
		return f.head.Fonts
	}
	return f.fonts
}
