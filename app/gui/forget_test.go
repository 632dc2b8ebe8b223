//go:build migrated_fynedo

package gui

import (
	"maps"
	"testing"
	_ "unsafe" // for go:linkname

	"github.com/go-text/typesetting/shaping"
)

// kept is a list of the toolkit by widget. A program takes a window out of it
// when it closes it; the toolkit's test driver never does, and with it would
// keep each window of each test, fonts included.
type kept struct{ m map[any]*struct{} }

// renderers is how each widget is drawn.
//
//go:linkname renderers fyne.io/fyne/v2/internal/cache.renderers
var renderers kept

// overrides is which widgets have a theme of their own.
//
//go:linkname overrides fyne.io/fyne/v2/internal/cache.overrides
var overrides kept

// shaper keeps each font that it has shaped with, and the test driver reads the
// fonts anew for each test.
//
//go:linkname shaper fyne.io/fyne/v2/internal/painter.shaper
var shaper *shaping.HarfbuzzShaper

// forget takes out of the toolkit's lists, at the end of the test, what it put
// in.
func forget(t testing.TB) {
	drawn, themed := maps.Clone(renderers.m), maps.Clone(overrides.m)
	t.Cleanup(func() {
		before := len(renderers.m)
		renderers.keep(drawn)
		overrides.keep(themed)
		shaper = &shaping.HarfbuzzShaper{}
		if before == len(renderers.m) {
			t.Error("no widget of the window is where the toolkit kept them")
		}
	})
}

func (k kept) keep(only map[any]*struct{}) {
	maps.DeleteFunc(k.m, func(widget any, _ *struct{}) bool {
		_, keep := only[widget]
		return !keep
	})
}
