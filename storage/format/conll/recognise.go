package conll

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"
)

// recognise goes by the name, and by the content of a file of any other: a
// corpus is as often called .txt or .tsv, or .train.
func recognise(name string, head []byte) bool {
	return slices.Contains(Format().Extensions, strings.ToLower(filepath.Ext(name))) || columns(head)
}

// fewest is how many rows of columns must be seen: fewer may be anything.
const fewest = 3

// columns reports whether a file that begins with head holds nothing but rows
// of tokens with tags. A table of articles has other words in its last column,
// or a column of more words than one.
func columns(head []byte) bool {
	head = bytes.TrimPrefix(head, []byte("\xef\xbb\xbf"))
	if bytes.HasPrefix(head, []byte(docstart)) {
		return true
	}
	if len(head) > 0 && head[len(head)-1] != '\n' && bytes.IndexByte(head, '\n') >= 0 {
		head = head[:bytes.LastIndexByte(head, '\n')+1] // the last line may be cut
	}
	var seen evidence
	for line := range bytes.Lines(head) {
		if !seen.line(bytes.TrimRight(line, " \t\r\n")) {
			return false
		}
	}
	return seen.rows >= fewest && seen.named && (seen.outside || seen.blank) && 2*seen.blanks < seen.rows
}

// evidence is what the lines of a file say for columns.
type evidence struct {
	rows, width int
	blanks      int  // within columns
	named       bool // a tag that names a label
	outside     bool // a tag that is O
	blank       bool // a blank line
	between     bool // the last line was none of a sentence
}

// line reports whether a line can be one of columns with tags.
func (e *evidence) line(line []byte) bool {
	if len(line) == 0 {
		e.blank, e.between = e.blank || e.rows > 0, true
		return true
	}
	fields := split(line, nil)
	last := tag{}
	if len(fields) > 1 {
		last = parseTag(string(fields[len(fields)-1]))
	}
	if line[0] == '#' && (e.rows == 0 || e.between) && last.kind < outside {
		return true // a comment
	}
	if last.kind < outside || string(fields[len(fields)-1]) == "_" || e.rows > 0 && len(fields) != e.width {
		return false
	}
	e.rows, e.width, e.between = e.rows+1, len(fields), false
	e.outside = e.outside || last.kind == outside
	for i, f := range fields {
		e.blanks += bytes.Count(f, []byte(" "))
		e.named = e.named || i > 0 && parseTag(string(f)).kind > outside
	}
	return true
}
