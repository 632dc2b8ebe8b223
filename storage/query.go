package storage

import "strings"

// term is one thing that a text must contain: words that follow one another,
// or one word. With prefix, its last word may go on.
type term struct {
	words  string
	prefix bool
}

// parseQuery reads what a person typed: words, "words in a row", and begin*.
// Everything else is taken for words, so that nothing is a mistake.
func parseQuery(query string) []term {
	query = strings.ReplaceAll(strings.ToValidUTF8(query, " "), "\x00", " ")
	var terms []term
	for len(query) > 0 {
		var t term
		t, query = nextTerm(query)
		if strings.Trim(t.words, " ") != "" {
			terms = append(terms, t)
		}
	}
	return terms
}

// quotes are the marks that begin or end a phrase.
const quotes = "\"“”„«»"

func nextTerm(query string) (term, string) {
	query = strings.TrimSpace(query)
	if query == "" {
		return term{}, ""
	}
	words, rest := query, ""
	if i := strings.IndexAny(query, quotes); i == 0 {
		words, rest = cutPhrase(query)
	} else if i = strings.IndexAny(query, quotes+" \t\r\n\u00a0\u2009\u202f\u3000"); i > 0 {
		words, rest = query[:i], query[i:]
	}
	prefix := strings.HasSuffix(words, "*")
	if after, ok := strings.CutPrefix(rest, "*"); ok {
		prefix, rest = true, after
	}
	return term{strings.TrimRight(words, "*"), prefix}, rest
}

// cutPhrase cuts the phrase off that the query begins with; one without an end
// goes to the end of the query.
func cutPhrase(query string) (words, rest string) {
	_, first, _ := strings.Cut(query, query[:len(firstRune(query))])
	i := strings.IndexAny(first, quotes)
	if i < 0 {
		return first, ""
	}
	return first[:i], first[i+len(firstRune(first[i:])):]
}

// firstRune returns the first code point of s, as a string.
func firstRune(s string) string {
	for _, r := range s {
		return string(r)
	}
	return ""
}

// The ways to join terms in an expression of FTS5.
const (
	all   = " " // unlike AND, it passes over terms without a word
	oneOf = " OR "
)

// match writes the terms as an expression of FTS5, joined by all or oneOf.
// Quoted, none of its signs means anything but itself.
func match(terms []term, join string) string {
	parts := make([]string, len(terms))
	for i, t := range terms {
		parts[i] = `"` + strings.ReplaceAll(t.words, `"`, `""`) + `"`
		if t.prefix {
			parts[i] += " *"
		}
	}
	return strings.Join(parts, join)
}
