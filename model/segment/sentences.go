package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dragoman/model"
)

// part is how many bytes of a paragraph Sentences looks at together.
const part = 4 * window

// Sentences returns all sentences of the text in order, without white space at
// their ends; blank ones are left out. It costs what the text is long, where a
// walk with NextSentence looks at the neighbourhood of each sentence anew. A
// sentence ends with its paragraph, and after 16 KB.
func Sentences(text string) []model.Span {
	var found []model.Span
	for off := 0; off < len(text); {
		p := Paragraph(text, off)
		found = appendSentences(found, text, p)
		_, size := utf8.DecodeRuneInString(text[p.End:])
		off = p.End + max(size, 1)
	}
	return found
}

// appendSentences adds the sentences of a paragraph. The last of a part that is
// not the last part may go on, and is looked at again with what follows.
func appendSentences(found []model.Span, text string, p model.Span) []model.Span {
	for at := p.Start; at < p.End; {
		// The time that is needed for a run of blanks grows with its square.
		if at = skipBlanks(text, at, p.End); at == p.End {
			break
		}
		end := min(p.End, at+part)
		for end < p.End && !utf8.RuneStart(text[end]) {
			end++
		}
		pieces := split(text[at:end])
		if end < p.End && len(pieces) > 1 {
			pieces = pieces[:len(pieces)-1]
			end = at + pieces[len(pieces)-1].End
		}
		for _, s := range pieces {
			if s = Trim(text, model.Span{Start: at + s.Start, End: at + s.End}); !s.Empty() {
				found = append(found, s)
			}
		}
		at = end
	}
	return found
}

// skipBlanks returns where white space ends that begins at at, end at most.
func skipBlanks(text string, at, end int) int {
	return end - len(strings.TrimLeftFunc(text[at:end], unicode.IsSpace))
}
