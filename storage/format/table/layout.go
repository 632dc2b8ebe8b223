package table

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dragoman/model"
	"dragoman/storage/format"
)

// layout says what the columns of a table are; -1 where there is none.
type layout struct {
	names                             []string
	metas                             []string // under which name of the meta each column goes
	header                            bool     // the first row is one
	text, title, source, date, author int
	note                              string // how the text was found
}

// What columns are called, the most trusted first, without signs and blanks.
var (
	textNames   = []string{"text", "articletext", "fulltext", "articlebody", "content", "body", "article", "story", "maintext", "document", "contents", "description", "message", "texte", "texto", "inhalt", "contenu"}
	titleNames  = []string{"title", "headline", "heading", "articletitle", "subject", "titel", "titre", "título", "titolo"}
	sourceNames = []string{"source", "publication", "publisher", "outlet", "newspaper", "sourcename", "site", "medium", "quelle"}
	dateNames   = []string{"date", "published", "publishedat", "publicationdate", "publishdate", "datepublished", "pubdate", "publishedon", "datetime", "datum", "fecha"}
	authorNames = []string{"author", "authors", "byline", "creator", "writer", "by", "autor", "auteur"}
)

// maxHeader is the length in code points up to which a cell may be the name of
// a column.
const maxHeader = 80

// lay finds out what the columns are, by the first rows and the name or number
// of the column that is asked for.
func lay(rows []row, asked string) (layout, error) {
	l := layout{header: isHeader(rows)}
	for i, cell := range rows[0].cells {
		name := oneLine(cell)
		if !l.header || name == "" {
			name = fmt.Sprintf("column %d", i+1)
		}
		l.names = append(l.names, name)
	}
	l.metas = metaNames(l.names)
	l.text, l.note = l.findText(rows, asked)
	if l.text < 0 {
		return l, fmt.Errorf("there is no column %s; there are: %s", format.Shorten(asked), strings.Join(shortened(l.names), ", "))
	}
	if !l.header {
		l.note += "; the first row is an article, not the names of the columns"
	}
	for _, other := range []struct {
		column *int
		names  []string
	}{{&l.title, titleNames}, {&l.source, sourceNames}, {&l.date, dateNames}, {&l.author, authorNames}} {
		*other.column = l.find(other.names, l.text)
	}
	return l, nil
}

func shortened(names []string) []string {
	var all []string
	for _, name := range names[:min(len(names), 20)] {
		all = append(all, format.Shorten(name))
	}
	return all
}

// isHeader reports whether the first row names the columns: its cells are short,
// differ and are no numbers.
func isHeader(rows []row) bool {
	seen := map[string]bool{}
	for _, cell := range rows[0].cells {
		name := plain(cell)
		_, err := strconv.ParseFloat(strings.TrimSpace(cell), 64)
		if utf8.RuneCountInString(cell) > maxHeader || err == nil || name != "" && seen[name] {
			return false
		}
		seen[name] = true
	}
	return len(rows) > 1 || slices.ContainsFunc(textNames, func(name string) bool { return seen[name] })
}

// findText returns the column of the text, and how it was found.
func (l layout) findText(rows []row, asked string) (column int, note string) {
	if asked != "" {
		return l.asked(asked), fmt.Sprintf("the text is in the column %s, as asked for", format.Shorten(asked))
	}
	if i := l.find(textNames, -1); i >= 0 && l.header && length(rows, i) > 0 {
		return i, fmt.Sprintf("the text is in the column %s, by its name (--column names another)", format.Shorten(l.names[i]))
	}
	longest := 0
	for i := range l.names {
		if length(rows, i) > length(rows, longest) {
			longest = i
		}
	}
	return longest, fmt.Sprintf("the text is in the column %s, the longest (--column names another)", format.Shorten(l.names[longest]))
}

// asked returns the column of that name, or number from 1, or -1.
func (l layout) asked(column string) int {
	for _, same := range []func(string) bool{
		func(name string) bool { return name == column },
		func(name string) bool { return strings.EqualFold(name, strings.TrimSpace(column)) },
	} {
		if i := slices.IndexFunc(l.names, same); i >= 0 {
			return i
		}
	}
	if n, err := strconv.Atoi(column); err == nil && n >= 1 && n <= len(l.names) {
		return n - 1
	}
	return -1
}

// find returns the first column but one with one of the names, or -1.
func (l layout) find(names []string, but int) int {
	if !l.header {
		return -1
	}
	for _, name := range names {
		for i, n := range l.names {
			if i != but && plain(n) == name {
				return i
			}
		}
	}
	return -1
}

// plain returns a name in lower case, without all but letters and digits.
func plain(name string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
}

// length returns how many bytes a column holds in the rows behind the first, or
// in the first where there is no other.
func length(rows []row, column int) int {
	n := 0
	for _, r := range rows[min(1, len(rows)-1):] {
		if column < len(r.cells) {
			n += len(strings.TrimSpace(r.cells[column]))
		}
	}
	return n
}

// metaNames returns under which names of the meta columns go: no two under one.
// Names that mean something to Dragoman are not taken.
func metaNames(columns []string) []string {
	taken, last := map[string]bool{}, map[string]int{}
	var all []string
	for _, column := range columns {
		name := strings.ToValidUTF8(column, "\ufffd")
		switch name {
		case model.MetaIDs, model.MetaFlag, model.MetaFlagNote, model.MetaAuthor, model.MetaDate:
			name = "column " + name
		}
		free := name
		for taken[free] {
			last[name] = max(2, last[name]+1)
			free = fmt.Sprintf("%s_%d", name, last[name])
		}
		taken[free] = true
		all = append(all, free)
	}
	return all
}
