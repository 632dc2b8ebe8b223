package gui

import (
	"strings"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/ui"
	"dragoman/app/job"
)

// mostPreview is how many lines of a record are shown.
const mostPreview = 40

// preview shows the beginning of a record: an object by its keys, all else line
// by line.
func preview(record string) []fyne.CanvasObject {
	fields, ok := job.Fields(record)
	if !ok {
		for line := range strings.Lines(record) {
			fields = append(fields, job.Field{Value: strings.ReplaceAll(strings.TrimRight(line, "\r\n"), "\t", "    ")})
		}
	}
	var rows []fyne.CanvasObject
	for _, f := range fields[:min(len(fields), mostPreview)] {
		value := ui.NewText(shorten(f.Value, 600), ui.Code)
		if !ok {
			rows = append(rows, value)
			continue
		}
		key := ui.NewText(f.Key, ui.Look{Size: ui.Code.Size, Mono: true, Role: ui.Accent, Lines: 1})
		rows = append(rows, ui.Frame(nil, nil, ui.Sized(96, 0, key), nil, value))
	}
	return rows
}
