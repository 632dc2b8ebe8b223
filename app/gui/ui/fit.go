package ui

import "fyne.io/fyne/v2"

// Fit shows its content in less room than that takes: then those of gives are
// hidden, one after the other, until the rest fits. They are parts of the content
// that are hidden by nobody else; what they hold may be.
func Fit(content fyne.CanvasObject, gives ...*fyne.Container) *fyne.Container {
	return &fyne.Container{Layout: fitLayout(gives), Objects: []fyne.CanvasObject{content}}
}

type fitLayout []*fyne.Container

// hide hides the first n of them and shows the others.
func (l fitLayout) hide(n int) {
	for i, o := range l {
		o.Hidden = i < n
	}
}

func (l fitLayout) hidden() (n int) {
	for n < len(l) && l[n].Hidden {
		n++
	}
	return n
}

// Layout implements fyne.Layout.
func (l fitLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	before, n := l.hidden(), 0
	for l.hide(n); n < len(l) && o[0].MinSize().Width > s.Width; l.hide(n) {
		n++
	}
	o[0].Move(fyne.NewPos(0, 0))
	o[0].Resize(s)
	if n != before {
		o[0].Refresh()
	}
}

// MinSize implements fyne.Layout: it has room for what is never hidden.
func (l fitLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	n := l.hidden()
	whole := o[0].MinSize()
	l.hide(len(l))
	least := o[0].MinSize()
	l.hide(n)
	return fyne.NewSize(least.Width, max(whole.Height, least.Height))
}
