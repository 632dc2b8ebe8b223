package gui

import (
	"encoding/json"
	"strings"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/ui"
)

// mostPreview is how many lines of a record are shown.
const mostPreview = 40

// field is a line of a record as it is shown: a key, "" for what goes on with
// the one before, and its value.
type field struct{ key, value string }

// preview shows the beginning of a record: an object by its keys, all else line
// by line.
func preview(record string) []fyne.CanvasObject {
	fields, ok := fieldsOf(record)
	if !ok {
		for line := range strings.Lines(record) {
			fields = append(fields, field{value: strings.ReplaceAll(strings.TrimRight(line, "\r\n"), "\t", "    ")})
		}
	}
	var rows []fyne.CanvasObject
	for _, f := range fields[:min(len(fields), mostPreview)] {
		value := ui.NewText(shorten(f.value, 600), ui.Code)
		if !ok {
			rows = append(rows, value)
			continue
		}
		key := ui.NewText(f.key, ui.Look{Size: ui.Code.Size, Mono: true, Role: ui.Accent, Lines: 1})
		rows = append(rows, ui.Frame(nil, nil, ui.Sized(96, 0, key), nil, value))
	}
	return rows
}

// fieldsOf returns the keys of a JSON object in their order and what they hold,
// each element of a list in a line of its own; false for what is no object.
func fieldsOf(record string) ([]field, bool) {
	in := json.NewDecoder(strings.NewReader(record))
	if t, err := in.Token(); err != nil || t != json.Delim('{') {
		return nil, false
	}
	var fields []field
	for in.More() {
		key, err := in.Token()
		if err != nil {
			return nil, false
		}
		name, _ := key.(string)
		var value json.RawMessage
		if err := in.Decode(&value); err != nil {
			return nil, false
		}
		var list []json.RawMessage
		if json.Unmarshal(value, &list) != nil || len(list) == 0 {
			fields = append(fields, field{name, string(value)})
			continue
		}
		for _, element := range list {
			fields = append(fields, field{name, string(element)})
			name = ""
		}
	}
	return fields, true
}
