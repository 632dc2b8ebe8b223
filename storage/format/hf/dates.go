package hf

import (
	"fmt"
	"maps"
	"regexp"
	"slices"

	"dragoman/storage/format"
)

// dates notes which columns of a file hold dates and nothing else, by column
// the first of them. The reader of JSON that datasets uses takes such a column
// for one of times, and "2026-03-04" comes out as "2026-03-04 00:00:00". One
// other value saves the column; "" is such a one.
type dates map[string]string

var isoDate = regexp.MustCompile(`^\d{4}-\d\d-\d\d([ T]\d\d(:\d\d(:\d\d)?)?(Z|[+-]\d\d(:?\d\d)?)?)?$`)

// add notes a value of a column.
func (d dates) add(column, value string) {
	first, seen := d[column]
	if seen && first == "" {
		return
	}
	switch {
	case !isoDate.MatchString(value):
		d[column] = ""
	case !seen:
		d[column] = value
	}
}

// report counts the columns that are nothing but dates.
func (d dates) report(f *file, losses *format.Losses) {
	for _, column := range slices.Sorted(maps.Keys(d)) {
		if d[column] != "" {
			losses.Add("date", fmt.Sprintf("%s: all of %s are dates, and datasets reads %q as a time", f.name(), column, d[column]),
				"read the file with json.loads, line by line")
		}
	}
}
