package gui

import (
	"os"
	"path/filepath"
	"strings"

	"dragoman/app/job"
)

// writes reports whether something is written from a project.
func (b *browser) writes() bool { return b.ask.write != "" && b.w.opened != nil }

// ended returns the name of a file to write with its ending, where it has none.
func (b *browser) ended(name string) string {
	none := strings.Trim(filepath.Ext(name), ".0123456789") == "" // "news" and "news-1.2"
	if none && len(b.ask.extensions) > 0 && !os.IsPathSeparator(name[len(name)-1]) {
		return name + b.ask.extensions[0]
	}
	return name
}

// replaced says what writing to path would take the place of, or why it may
// not.
func (b *browser) replaced(path string) (what string, err error) {
	switch {
	case b.ask.write == "":
		return "", nil
	case b.ask.replaces != nil:
		return b.ask.replaces(path)
	}
	return job.Replaces(path, job.ExportOptions{})
}

// take takes what is chosen, and asks before something is replaced.
func (b *browser) take() {
	paths := b.paths()
	if len(paths) == 0 {
		return
	}
	what, err := b.replaced(paths[0])
	if err != nil {
		b.refresh() // says why
		return
	}
	if what == "" {
		b.finish(paths)
		return
	}
	text := filepath.Base(paths[0]) + " is there already: " + what + ". What is in it is gone then."
	b.w.ask("Replace it?", text, "Replace", func() { b.finish(paths) })
}

func (b *browser) finish(paths []string) {
	folder := filepath.Dir(paths[0])
	if b.writes() {
		b.w.settings.setExportFolder(b.w.opened.Path, folder)
	} else {
		b.w.settings.setFolder(folder)
	}
	b.sheet.close()
	b.ask.done(paths)
}
