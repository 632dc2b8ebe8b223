package doccano

import (
	"errors"
	"slices"
	"strings"

	"github.com/clipperhouse/uax29/v2/graphemes"

	"dragoman/model"
	"dragoman/model/segment"
	"dragoman/storage/format"
)

// The errors of spans that are refused because nothing says what their offsets
// count.
var (
	errUnclear = errors.New("doccano does not say what its offsets count, and the words of the text do not show it: " +
		"import the file with --offsets codepoint, or with --offsets utf16 if it was annotated in doccano's own editor")
	errGraphemes = errors.New("its offsets seem to count graphemes, as a doccano project in grapheme mode does: " +
		"switch that off in doccano and export again")
)

// unit returns the offset unit that the line declares, or the one that the
// words of the text show, and how that was found. Where it is neither declared
// nor asked for nor shown, and it matters, the spans get an error.
func (l *line) unit(declared format.Unit) (unit format.Unit, note string) {
	quoted := func(s format.Found) bool { return s.Quote != "" }
	if declared != format.Auto || l.In.Unit != format.Auto || slices.ContainsFunc(l.spans, quoted) {
		return declared, ""
	}
	readings := readingsOf(l.document.Text)
	if len(readings) == 1 {
		return format.Auto, ""
	}
	var loose []int // spans that are not the same under all readings
	readings, loose = fitting(readings, l.document.Text, l.spans)
	switch {
	case len(loose) == 0:
		return format.Auto, ""
	case len(readings) > 1:
		l.refuse(loose, errUnclear)
	case readings[0].unit == format.Auto:
		l.refuse(loose, errGraphemes)
	default:
		return readings[0].unit, "what offsets count was found by where words begin and end"
	}
	return format.CodePoint, ""
}

func (l *line) refuse(spans []int, err error) {
	for _, i := range spans {
		l.spans[i].Err = err
	}
}

// reading is one way to understand the offsets of a text.
type reading struct {
	unit      format.Unit // Auto: graphemes
	graphemes []int       // where the n-th begins, in bytes, and the end of the text
}

// readingsOf returns the ways which can differ in the text.
func readingsOf(text *model.Text) []reading {
	readings := []reading{{unit: format.CodePoint}}
	if differs(text) {
		readings = append(readings, reading{unit: format.UTF16})
	}
	if text.Len() == text.CodePoints() && !strings.Contains(text.String(), "\r\n") {
		return readings // in ASCII nothing else joins
	}
	starts := []int{0}
	for it := graphemes.FromString(text.String()); it.Next(); {
		starts = append(starts, it.End())
	}
	if len(starts)-1 != text.CodePoints() {
		readings = append(readings, reading{graphemes: starts})
	}
	return readings
}

// place returns the bytes that a span covers, and whether it covers any.
func (r reading) place(text *model.Text, s format.Found) (model.Span, bool) {
	at := s.Fragments[0]
	if r.unit == format.Auto {
		last := len(r.graphemes) - 1
		if at.Start < 0 || at.Start >= at.End || at.End > last {
			return model.Span{}, false
		}
		return model.Span{Start: r.graphemes[at.Start], End: r.graphemes[at.End]}, true
	}
	spans, err := r.unit.Spans(text, s.Fragments)
	if err != nil {
		return model.Span{}, false
	}
	return spans[0], true
}

// fitting returns the readings under which all spans begin and end where words
// do, but for those that do so under none, and all readings where that leaves
// none. It tells which spans are not the same under all readings.
func fitting(readings []reading, text *model.Text, spans []format.Found) (fits []reading, loose []int) {
	words := segment.Tokens(text.String())
	fits = slices.Clone(readings)
	for i, s := range spans {
		if s.Err != nil {
			continue
		}
		whole, same := whole(readings, text, words, s)
		if same {
			continue
		}
		loose = append(loose, i)
		if len(whole) > 0 {
			fits = slices.DeleteFunc(fits, func(r reading) bool { return !slices.Contains(whole, r.unit) })
		}
	}
	if len(fits) == 0 {
		return readings, loose
	}
	return fits, loose
}

// whole returns the units of the readings under which the span cuts no word,
// and whether it is the same under all.
func whole(readings []reading, text *model.Text, words []model.Span, s format.Found) (units []format.Unit, same bool) {
	places := map[model.Span]bool{}
	for _, r := range readings {
		at, ok := r.place(text, s)
		places[at] = true
		if ok && !cuts(words, at.Start) && !cuts(words, at.End) {
			units = append(units, r.unit)
		}
	}
	return units, len(places) == 1
}

// cuts reports whether off lies inside one of the words.
func cuts(words []model.Span, off int) bool {
	i, _ := slices.BinarySearchFunc(words, off, func(w model.Span, off int) int {
		if w.End <= off {
			return -1
		}
		return 1
	})
	return i < len(words) && words[i].Start < off
}
