package textview

import (
	"slices"

	"fyne.io/fyne/v2"

	"dragoman/model"
)

// tap chooses the innermost annotation under a click, and at the same place
// again the next.
func (v *View) tap(pos fyne.Position) {
	if v.OnAnnotationTapped == nil {
		return
	}
	var ids []model.AnnotationID
	if off, ok := v.letterAt(pos); ok {
		ids = v.AnnotationsAt(off)
	}
	p := &v.pointer
	switch {
	case len(ids) == 0:
		p.tapped = nil
		if v.active != "" {
			v.OnAnnotationTapped("")
		}
		return
	case slices.Equal(ids, p.tapped) && slices.Contains(ids, v.active):
		p.chosen = (p.chosen + 1) % len(ids)
	default:
		p.chosen = 0
	}
	p.tapped = ids
	v.OnAnnotationTapped(ids[p.chosen])
}
