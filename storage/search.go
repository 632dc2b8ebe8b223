package storage

import (
	"context"
	"crypto/rand"
	"errors"
	"slices"
	"strconv"
	"strings"

	"dragoman/model"
)

// Search finds the documents whose title and text contain all of what the
// query asks for, but for those in the bin: words, "words in a row", and begin* for words that begin so.
// Case and diacritics make no difference. Nothing that a person types is a
// mistake: other signs count as space. The best documents come first, at most
// limit of them; all when limit is 0.
func (p *Project) Search(ctx context.Context, query string, limit int) ([]model.Hit, error) {
	terms := parseQuery(query)
	if len(terms) == 0 {
		return nil, nil
	}
	if limit <= 0 {
		limit = -1
	}
	var hits []model.Hit
	err := p.read(ctx, func(q querier) (err error) {
		hits, err = q.search(terms, limit)
		return err
	})
	return hits, wrap("search the project", err)
}

// Find returns the numbers (model.Summary.Number) of all documents that the
// query finds, as for Search but with those in the bin, in no order; an empty
// list where it finds none. It reads the search index alone and no text.
func (p *Project) Find(ctx context.Context, query string) ([]int, error) {
	terms := parseQuery(query)
	if len(terms) == 0 {
		return []int{}, nil
	}
	var packed string
	err := p.read(ctx, func(q querier) error {
		return q.row("SELECT coalesce(group_concat(rowid, ' '), '') FROM document_search WHERE document_search MATCH ?",
			match(terms, all)).Scan(&packed)
	})
	found := make([]int, 0, strings.Count(packed, " ")+1)
	for digits := range strings.FieldsSeq(packed) {
		n, failed := strconv.Atoi(digits)
		found, err = append(found, n), errors.Join(err, failed)
	}
	return found, wrap("search the project", err)
}

func (q querier) search(terms []term, limit int) ([]model.Hit, error) {
	var numbers []int64
	err := q.each(func(scan func(...any) error) error {
		var n int64
		err := scan(&n)
		numbers = append(numbers, n)
		return err
	}, `SELECT rowid FROM document_search
		WHERE document_search MATCH ? AND rank MATCH 'bm25(4.0, 1.0)'
			AND rowid NOT IN (SELECT number FROM document WHERE binned <> '')
		ORDER BY rank, rowid LIMIT ?`, match(terms, all), limit)
	if err != nil {
		return nil, err
	}
	lookUp := lookUpEach
	if slices.ContainsFunc(terms, func(t term) bool { return t.prefix }) {
		lookUp = lookUpOnce
	}
	places, err := q.places(lookUp, match(terms, all), numbers)
	if err != nil {
		return nil, err
	}
	hits := make([]model.Hit, len(numbers))
	for i, n := range numbers {
		if hits[i], err = q.hit(terms, n, places[n]); err != nil {
			return nil, err
		}
	}
	return hits, nil
}

// hit returns the places of one document, which are those of the index unless
// there is U+0000 in its text.
func (q querier) hit(terms []term, number int64, places []model.Span) (model.Hit, error) {
	var h model.Hit
	var text string
	err := q.row("SELECT id, title, text FROM document WHERE number = ?", number).Scan(&h.Document, &h.Title, &text)
	if err == nil && strings.Contains(text, "\x00") {
		places, err = placesBesideNul(q.ctx, terms, text)
	}
	for _, s := range places {
		h.Matches = append(h.Matches, newMatch(text, s))
	}
	return h, err
}

// The texts of some documents, with marks where an expression matches. To look
// into the index for each document costs least for words; but all words that
// begin with a prefix would be joined each time, so that is done once, for all
// documents.
const (
	lookUpEach = `SELECT rowid, highlight(document_search, 1, ?, ?) FROM document_search
		WHERE document_search MATCH ? AND rowid IN (SELECT value FROM json_each(?))`
	lookUpOnce = `SELECT rowid, highlight(document_search, 1, ?, ?) FROM document_search
		WHERE document_search MATCH ? AND +rowid IN (SELECT value FROM json_each(?))`
)

// places returns where the expression matches in the texts of documents. The
// index's own tokeniser finds it, and marks it by signs that no text holds,
// since they are drawn by lot.
func (q querier) places(lookUp, expression string, numbers []int64) (map[int64][]model.Span, error) {
	wanted, err := jsonText(numbers)
	if err != nil {
		return nil, err
	}
	mark := rand.Text()
	places := make(map[int64][]model.Span, len(numbers))
	return places, q.each(func(scan func(...any) error) error {
		var number int64
		var text string
		err := scan(&number, &text)
		places[number] = unmark(text, mark)
		return err
	}, lookUp, mark, mark, expression, wanted)
}

// placesBesideNul returns the places in a text with U+0000, at which SQLite's
// marking ends. To the tokeniser it is a space.
func placesBesideNul(ctx context.Context, terms []term, text string) ([]model.Span, error) {
	db, err := openMemory()
	if err != nil {
		return nil, err
	}
	var places map[int64][]model.Span
	_, err = db.ExecContext(ctx, `CREATE VIRTUAL TABLE document_search USING fts5 (
			title, text, tokenize = 'unicode61 remove_diacritics 2');
		INSERT INTO document_search (rowid, title, text) VALUES (1, '', ?)`, strings.ReplaceAll(text, "\x00", " "))
	if err == nil {
		// Without the title, not every term need be there.
		places, err = querier{ctx: ctx, tx: db}.places(lookUpEach, match(terms, oneOf), []int64{1})
	}
	return places[1], errors.Join(err, db.Close())
}

// unmark returns the spans between the marks, in the text without them.
func unmark(marked, mark string) []model.Span {
	var spans []model.Span
	at := 0
	for i, part := range strings.Split(marked, mark) {
		if i%2 == 1 {
			spans = append(spans, model.Span{Start: at, End: at + len(part)})
		}
		at += len(part)
	}
	return spans
}

// around is how many code points of a snippet stand on each side of the match.
const around = 40

// newMatch cuts the snippet at the spaces between words.
func newMatch(text string, s model.Span) model.Match {
	start, end := s.Start, s.End
	for n := 0; n < around && start > 0; n++ {
		start--
		for start > 0 && !isRuneStart(text[start]) {
			start--
		}
	}
	for n := 0; n < around && end < len(text); n++ {
		end++
		for end < len(text) && !isRuneStart(text[end]) {
			end++
		}
	}
	before, after := text[start:s.Start], text[s.End:end]
	if start > 0 {
		before = "…" + before[strings.IndexAny(before, " \n")+1:]
	}
	if end < len(text) {
		if cut := strings.LastIndexAny(after, " \n"); cut >= 0 {
			after = after[:cut]
		}
		after += "…"
	}
	before = oneLine(before)
	found := oneLine(text[s.Start:s.End])
	return model.Match{Span: s, Snippet: before + found + oneLine(after), Marked: model.Span{Start: len(before), End: len(before) + len(found)}}
}

func isRuneStart(b byte) bool { return b&0xc0 != 0x80 }

// oneLine puts one space in the place of each run of white space.
func oneLine(s string) string {
	fields := strings.Fields(s)
	line := strings.Join(fields, " ")
	if line == "" {
		return strings.Repeat(" ", min(1, len(s)))
	}
	if !strings.HasPrefix(s, fields[0]) {
		line = " " + line
	}
	if !strings.HasSuffix(s, fields[len(fields)-1]) {
		line += " "
	}
	return line
}
