package storage

import (
	"context"
	"crypto/rand"
	"strings"

	"dragoman/model"
)

// Hit is a document that a search found. A document found by its title alone
// has no matches.
type Hit struct {
	Document model.DocumentID
	Title    string
	Matches  []Match // in order of the text
}

// Match is one place in a document's text that a search found.
type Match struct {
	Span    model.Span // in the text, in bytes
	Snippet string     // the place with a few words around it, on one line
	Marked  model.Span // the match in Snippet, in bytes
}

// Search finds the documents whose title and text contain all of what the
// query asks for: words, "words in a row", and begin* for words that begin so.
// Case and diacritics make no difference. Nothing that a person types is a
// mistake: other signs count as space. The best documents come first, at most
// limit of them; all when limit is 0.
func (p *Project) Search(ctx context.Context, query string, limit int) ([]Hit, error) {
	terms := parseQuery(query)
	if len(terms) == 0 {
		return nil, nil
	}
	if limit <= 0 {
		limit = -1
	}
	var hits []Hit
	err := p.read(ctx, func(q querier) (err error) {
		hits, err = q.search(match(terms), limit)
		return err
	})
	return hits, wrap("search the project", err)
}

func (q querier) search(expression string, limit int) ([]Hit, error) {
	var numbers []int64
	err := q.each(func(scan func(...any) error) error {
		var n int64
		err := scan(&n)
		numbers = append(numbers, n)
		return err
	}, `SELECT rowid FROM document_search
		WHERE document_search MATCH ? AND rank MATCH 'bm25(4.0, 1.0)' ORDER BY rank, rowid LIMIT ?`, expression, limit)
	if err != nil {
		return nil, err
	}
	hits := make([]Hit, len(numbers))
	for i, n := range numbers {
		if hits[i], err = q.hit(expression, n); err != nil {
			return nil, err
		}
	}
	return hits, nil
}

// hit returns the places of one document. SQLite's own tokeniser finds them:
// it marks them by signs that no text holds, since they are drawn by lot.
func (q querier) hit(expression string, number int64) (Hit, error) {
	var h Hit
	var marked string
	mark := "\x01" + rand.Text() + "\x02"
	err := q.row(`SELECT d.id, d.title, highlight(document_search, 1, ?, ?)
		FROM document_search JOIN document d ON d.number = document_search.rowid
		WHERE document_search MATCH ? AND document_search.rowid = ?`, mark, mark, expression, number).
		Scan(&h.Document, &h.Title, &marked)
	if err != nil {
		return h, err
	}
	text, spans := unmark(marked, mark)
	for _, s := range spans {
		h.Matches = append(h.Matches, newMatch(text, s))
	}
	return h, nil
}

// unmark takes the marks out of the text; every second one ends a span.
func unmark(marked, mark string) (string, []model.Span) {
	parts := strings.Split(marked, mark)
	var spans []model.Span
	at := 0
	for i, part := range parts {
		if i%2 == 1 {
			spans = append(spans, model.Span{Start: at, End: at + len(part)})
		}
		at += len(part)
	}
	return strings.Join(parts, ""), spans
}

// around is how many code points of a snippet stand on each side of the match.
const around = 40

// newMatch cuts the snippet at the spaces between words.
func newMatch(text string, s model.Span) Match {
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
	return Match{s, before + found + oneLine(after), model.Span{Start: len(before), End: len(before) + len(found)}}
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
