package brat

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
)

// line is one line: its columns.
type line struct {
	number int
	id     string
	data   string
	tail   string // what stands behind the second tab
}

func (l line) kind() byte { return l.id[0] }

// span is an annotation as its line has it.
type span struct {
	format.Found
	data  string          // of the line
	notes []string        // of the annotators
	has   map[string]bool // names of attributes
}

// parse splits a .ann into its lines, and counts those that are none of brat's.
func (f *file) parse(data string) {
	number := 0
	for text := range strings.Lines(strings.TrimPrefix(data, mark)) {
		number++
		text = strings.TrimSuffix(strings.TrimSuffix(text, "\n"), "\r")
		if strings.TrimSpace(text) == "" {
			continue
		}
		id, rest, tabbed := strings.Cut(text, "\t")
		if !tabbed || id == "" || !strings.Contains("TREAMN#*", id[:1]) {
			f.lose("unknown line", number, format.Shorten(text))
			continue
		}
		l := line{number: number, id: id}
		l.data, l.tail, _ = strings.Cut(rest, "\t")
		f.lines = append(f.lines, l)
	}
}

// span reads the line of an annotation.
func (f *file) span(l line) {
	label, offsets, _ := strings.Cut(l.data, " ")
	s := span{data: l.data, has: map[string]bool{}, Found: format.Found{Name: l.id, ID: l.id, Line: l.number, Label: unescape(label)}}
	s.Quote = fold(l.tail)
	s.Fold = asQuoted(s.Quote)
	s.Fragments, s.Err = parseOffsets(offsets)
	if _, known := f.byID[l.id]; !known {
		f.byID[l.id] = len(f.spans)
	}
	f.spans = append(f.spans, s)
}

// parseOffsets reads fragments as brat writes them: "0 5;8 10".
func parseOffsets(s string) ([]model.Span, error) {
	var fragments []model.Span
	for part := range strings.SplitSeq(s, ";") {
		start, end, _ := strings.Cut(strings.TrimRight(part, " "), " ")
		from, err := strconv.Atoi(start)
		to, errEnd := strconv.Atoi(end)
		if errors.Join(err, errEnd) != nil {
			return nil, fmt.Errorf("%s are no offsets like “0 5;8 10”", format.Shorten(s))
		}
		fragments = append(fragments, model.Span{Start: from, End: to})
	}
	return fragments, nil
}

// restore gives an annotation what the .meta.json keeps for its line, where
// that is as it was written.
func (f *file) restore(s *span, text *model.Text) {
	k, there := f.kept[s.Name+"\t"+s.data]
	if !there {
		return
	}
	s.ID, s.Origin = k.ID, k.Origin
	if s.ID == "" {
		s.ID = s.Name
	}
	if fold(k.Note) == s.Note {
		s.Note = k.Note
	}
	if len(k.Fragments) == 0 {
		return
	}
	whole, err := f.more.Unit.Spans(text, k.Fragments)
	parts, errParts := format.UnitChoice{Unit: f.more.Unit}.Place(text, s.Claim)
	if errors.Join(err, errParts) != nil || s.Quote == "" || !model.EqualSpans(split(text, whole), parts) {
		return
	}
	s.Fragments, s.Quote = k.Fragments, text.Quote(whole)
}

// ours returns the id under which the draft knows the annotation of a line, or
// the trigger of an event.
func (f *file) ours(id string) string {
	i, known := f.byID[id]
	if !known {
		return id
	}
	s := f.spans[i]
	if k, there := f.kept[s.Name+"\t"+s.data]; there && k.ID != "" {
		return k.ID
	}
	return s.ID
}
