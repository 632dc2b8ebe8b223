package job

import (
	"dragoman/model"
	"dragoman/storage/format"
)

// blindTo reports whether the report may tell nothing of that annotator's sets.
func (im *importer) blindTo(owner model.Annotator) bool {
	return im.opt.Blind != "" && owner != im.opt.Blind
}

// keepOut reports that something was not taken because of what is in a set,
// unless nothing may be told of that.
func (im *importer) keepOut(r format.Record, owner model.Annotator, what, reason string) {
	if im.blindTo(owner) {
		reason = "it cannot be taken into this project"
	}
	im.reject(r, "%s is kept out: %s", what, reason)
}
