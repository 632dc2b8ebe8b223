package storage

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"dragoman/model"
)

func TestSearch(t *testing.T) {
	p := newTestProject(t)
	texts := map[string]string{
		"lopez":  "Jennifer López met Ödön von Horváth in São Paulo.",
		"minist": "The minister’s speech; ministers agreed. Prime Minister.",
		"arabic": "التقى وزير الخارجية عباس عراقجي نظيره التركي في أنقرة.",
		"e":      "A cafe\u0301 is a café. CAFÉ!",
		"nul":    "before\x00after 👨‍👩‍👧 smile",
		"mark":   "Nothing [here] \x01\x02 but marks.",
		"prices": "U.S. output rose 3.5 percent; it don't matter. C++ AND NOT NEAR OR",
	}
	for title, text := range texts {
		add(t, p, text, title)
	}
	cases := []struct{ query, want string }{
		{"lopez", "lopez:López"},
		{"LÓPEZ", "lopez:López"},
		{"odon sao", "lopez:Ödön,São"},
		{"lopez minister", ""},
		{"minister", "minist:minister,Minister"},
		{"minister*", "minist:minister,ministers,Minister"},
		{`"prime minister"`, "minist:Prime Minister"},
		{`"minister prime"`, ""},
		{`“prime min*”`, "minist:Prime Minister"},
		{`"prime min"*`, "minist:Prime Minister"},
		{`"prime minister`, "minist:Prime Minister"},
		{"عباس", "arabic:عباس"},
		{`"عباس عراقجي"`, "arabic:عباس عراقجي"},
		{"الخار*", "arabic:الخارجية"},
		{"cafe", "e:cafe\u0301,café,CAFÉ"},
		{"café", "e:cafe\u0301,café,CAFÉ"},
		{"smile", "nul:smile"},
		{"after", "nul:after"},
		{"marks", "mark:marks"},
		{"here", "mark:here"},
		{"u.s.", "prices:U.S"},
		{"3.5", "prices:3.5"},
		{"don't", "prices:don't"},
		{"c++", "prices:C"},
		{"and or", "prices:AND,OR"},
		{"NOT output", "prices:output,NOT"},
		{"text: output", ""},
		{"arabic", "arabic:"},
		{"title:arabic", ""},
		{"", ""},
		{"   ", ""},
		{"*", ""},
		{`"`, ""},
		{`""`, ""},
		{"()", ""},
		{"^", ""},
		{"- + :", ""},
		{"***", ""},
		{"\x00", ""},
		{"\xff", ""},
		{"output ()", "prices:output"},
		{`output "" * "!"`, "prices:output"},
		{"{a b}:c", ""},
	}
	for _, c := range cases {
		t.Run(c.query, func(t *testing.T) {
			hits, err := p.Search(ctx, c.query, 0)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, h := range hits {
				got = append(got, h.Title+":"+found(t, texts[h.Title], h))
			}
			if s := strings.Join(got, " "); s != c.want {
				t.Errorf("found %q, want %q", s, c.want)
			}
		})
	}
}

// found lists the words that a hit matched, and checks its snippets.
func found(t *testing.T, text string, h model.Hit) string {
	t.Helper()
	var words []string
	for _, m := range h.Matches {
		word := text[m.Span.Start:m.Span.End]
		words = append(words, word)
		if got := m.Snippet[m.Marked.Start:m.Marked.End]; got != oneLine(word) {
			t.Errorf("the snippet %q marks %q, not %q", m.Snippet, got, word)
		}
		if !utf8.ValidString(m.Snippet) || strings.ContainsAny(m.Snippet, "\n\r\t") {
			t.Errorf("snippet %q", m.Snippet)
		}
	}
	return strings.Join(words, ",")
}

// TestPrefixesFindWhatTheyFoundWithoutAnIndexOfTheirOwn compares with a search
// index that has whole words only.
func TestPrefixesFindWhatTheyFoundWithoutAnIndexOfTheirOwn(t *testing.T) {
	p := newTestProject(t)
	words := wordsOf([]string{"a", "Í", "e\u0301", "خ", "𝒜", "7"}, 3)
	err := p.Update(ctx, func(tx *Tx) error {
		for i, word := range words {
			d := model.NewDocument(word+" "+words[(i+1)%len(words)], words[i*7%len(words)], "")
			if _, err := tx.Save(model.Step{Name: "import", Documents: []model.DocumentEdit{{ID: d.ID, Added: &d}}}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = p.writer.ExecContext(ctx, `CREATE VIRTUAL TABLE whole USING fts5 (
			title, text, content = 'document', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2');
		INSERT INTO whole (whole) VALUES ('rebuild')`)
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range words {
		for _, query := range []string{word + "*", "a " + word + "*", `"77 ` + word + `"*`} {
			want := []int{}
			rows := must[*sql.Rows](t)(p.reader.QueryContext(ctx, "SELECT rowid FROM whole WHERE whole MATCH ?", match(parseQuery(query), all)))
			for rows.Next() {
				want = append(want, 0)
				if err := rows.Scan(&want[len(want)-1]); err != nil {
					t.Fatal(err)
				}
			}
			got := must[[]int](t)(p.Find(ctx, query))
			slices.Sort(got)
			if slices.Sort(want); rows.Err() != nil || !slices.Equal(got, want) {
				t.Errorf("%q finds %v, want %v, %v", query, got, want, rows.Err())
			}
		}
	}
	sound(t, p)
}

// wordsOf returns all words of at most so many of the letters.
func wordsOf(letters []string, most int) []string {
	words, last := []string{}, []string{""}
	for range most {
		var longer []string
		for _, word := range last {
			for _, letter := range letters {
				longer = append(longer, word+letter)
			}
		}
		words, last = append(words, longer...), longer
	}
	return words
}

func TestSnippetIsCutBetweenWords(t *testing.T) {
	text := strings.Repeat("abcdefg ", 50) + "the\nmatch\r\nhere " + strings.Repeat("hijklmn ", 50)
	at := strings.Index(text, "match")
	m := newMatch(text, model.Span{Start: at, End: at + 5})
	want := "…abcdefg abcdefg abcdefg abcdefg the match here hijklmn hijklmn hijklmn hijklmn…"
	if m.Snippet != want || m.Snippet[m.Marked.Start:m.Marked.End] != "match" {
		t.Errorf("snippet %q, marked %v", m.Snippet, m.Marked)
	}
}

func TestNoQueryIsAMistake(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, "Ana said “no” AND left (quickly) near 3:30, col:x ^y {z}", "title")
	rapid.Check(t, func(t *rapid.T) {
		piece := rapid.SampledFrom([]string{`"`, "*", "(", ")", ":", "^", "{", "}", "+", "-", "AND", "OR", "NOT", "NEAR", "NEAR(", " ", "ana", "said", "“", "'", "\\", "\x00", ";", "--", ",", "?", "%"})
		query := strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), "")
		hits, err := p.Search(ctx, query, 0)
		if err != nil {
			t.Fatalf("query %q: %v", query, err)
		}
		for _, h := range hits {
			for _, m := range h.Matches {
				if !d.Text.Boundary(m.Span.Start) || !d.Text.Boundary(m.Span.End) || m.Span.Empty() {
					t.Fatalf("query %q: span %v", query, m.Span)
				}
			}
		}
	})
}

func TestSearchLimit(t *testing.T) {
	p := newTestProject(t)
	for i := range 10 {
		add(t, p, fmt.Sprint("word ", i), "title")
	}
	if hits := must[[]model.Hit](t)(p.Search(ctx, "word", 3)); len(hits) != 3 {
		t.Errorf("%d hits", len(hits))
	}
	if hits := must[[]model.Hit](t)(p.Search(ctx, "word", 0)); len(hits) != 10 {
		t.Errorf("%d hits", len(hits))
	}
}

func TestSearchInRealArticles(t *testing.T) {
	paths, err := filepath.Glob("../../shared/articles/*")
	if err != nil || len(paths) == 0 {
		t.Skip("the articles are not here")
	}
	p := newTestProject(t)
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if utf8.Valid(text) {
			add(t, p, string(text), filepath.Base(path))
		}
	}
	for _, h := range must[[]model.Hit](t)(p.Search(ctx, "said", 0)) {
		d := must[model.Document](t)(p.Document(ctx, h.Document))
		if got, want := len(h.Matches), countWord(d.Text.String(), "said"); got != want {
			t.Errorf("%s: %d places, %d words", h.Title, got, want)
		}
		found(t, d.Text.String(), h)
	}
	sound(t, p)
}

func countWord(text, word string) int {
	n := 0
	for _, field := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return r < 'a' || r > 'z' }) {
		if field == word {
			n++
		}
	}
	return n
}
