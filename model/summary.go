package model

import (
	"strings"
	"time"
	"unicode"
)

// Summary is what a list of documents shows of one.
type Summary struct {
	// Number tells the document from the others of its project file, from 1; it
	// says nothing in another file. It is 0 where nobody asked for it.
	Number    int
	ID        DocumentID
	Title     string
	Beginning string // of the text, by FirstLine, where Title is ""
	Source    string
	Length    int    // code points
	Flag      string // Flagged, Skipped or ""
	FlagNote  string
	Date      string       // value of MetaDate
	Sets      []SetSummary // sorted by annotator
	// Binned is who put it into the bin, at EditedAt (UTC); both are zero of a
	// document that is not there.
	Binned   Annotator
	EditedAt time.Time
}

// IndexSummary returns where a list has the document, or -1.
func IndexSummary(list []Summary, id DocumentID) int {
	for i := range list { // without a copy of each
		if list[i].ID == id {
			return i
		}
	}
	return -1
}

// Heading returns what a list shows to name the document: its title, or, in
// brackets, the beginning of its text or its id; as Line does.
func (s Summary) Heading() string {
	switch {
	case strings.TrimSpace(s.Title) != "":
		return Line(s.Title)
	case s.Beginning != "":
		return "[" + Line(s.Beginning) + "]"
	}
	return "[" + string(s.ID) + "]"
}

// firstLine is how many code points of a line FirstLine returns at most.
const firstLine = 100

// FirstLine returns the beginning of the first line of a text that is not
// blank, without the blanks around it, and "" where all are.
func FirstLine(text string) string {
	text = strings.TrimLeftFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == '\ufeff' })
	if end := strings.IndexAny(text, "\n\v\f\r\u0085\u2028\u2029"); end >= 0 {
		text = text[:end]
	}
	n := 0
	for i := range text {
		if n++; n > firstLine {
			return strings.TrimSpace(text[:i]) + "…"
		}
	}
	return strings.TrimSpace(text)
}

// SetSummary counts one annotation set.
type SetSummary struct {
	Annotator   Annotator
	Status      Status
	Annotations int
	Relations   int
	Blind       Blindness
}

// Set returns the summary of that annotator's set; without one it reads as
// new.
func (s Summary) Set(annotator Annotator) SetSummary {
	for _, set := range s.Sets {
		if set.Annotator == annotator {
			return set
		}
	}
	return SetSummary{Annotator: annotator}
}
