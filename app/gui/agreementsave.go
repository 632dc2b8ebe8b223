package gui

import (
	"fmt"
	"io"
	"strings"

	"dragoman/app/gui/chart"
	"dragoman/app/job"
)

// pictureWidth is how wide a saved chart is laid out, in pixels.
const pictureWidth = 1000

// savePicture asks where the chart goes as PNG.
func (a *agreement) savePicture() {
	p := a.pages[a.at]
	a.save(p.title, ".png", func(out io.Writer) error { return chart.PNG(out, p.chart, p.title, p.note, min(pictureWidth, p.width)) })
}

// saveFigures asks where the figures go as CSV.
func (a *agreement) saveFigures() {
	p := a.pages[a.at]
	a.save(p.title, ".csv", func(out io.Writer) error { return p.chart.Table().WriteCSV(out) })
}

// save asks for a path, and writes the file whole or not at all.
func (a *agreement) save(title, extension string, write func(io.Writer) error) {
	a.w.browse(browse{title: "Save “" + title + "”", verb: "Save", extensions: []string{extension}, write: fileName(title) + extension, done: func(paths []string) {
		if err := job.WriteWhole(paths[0], write); err != nil {
			a.w.Fail(fmt.Errorf("save %s: %w", paths[0], err))
			return
		}
		a.hint.Set("Saved in " + paths[0] + ".")
	}})
}

// fileName returns a title as the name of a file.
func fileName(title string) string {
	return strings.ReplaceAll(strings.ToLower(title), " ", "-")
}
