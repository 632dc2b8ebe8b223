package jsonline

import (
	"bytes"
	"encoding/json"
	"regexp"
)

// Begins reports whether a file that begins with head begins with an object
// that ends on its line, as JSON Lines do.
func Begins(head []byte) bool {
	first, _, whole := bytes.Cut(bytes.TrimSpace(bytes.TrimPrefix(head, mark)), []byte("\n"))
	return bytes.HasPrefix(first, []byte("{")) && (json.Valid(first) || !whole && len(first) > 1<<10)
}

// ForeignHead is how many bytes of a file Foreign needs.
const ForeignHead = 64 << 10

// foreign are kinds of JSON that other programs write and nothing here reads:
// how they begin, and what to do.
var foreign = []struct {
	begins *regexp.Regexp
	advice string
}{
	{
		regexp.MustCompile(`^\s*\{\s*"%(TYPES|FEATURE_STRUCTURES|VIEWS)"`),
		"it is UIMA CAS JSON, which is not read: export the document as UIMA CAS XMI or as WebAnno TSV, and import that",
	},
	{
		regexp.MustCompile(`^\s*\[\s*(\[\s*)?"(?:[^"\\]|\\.)*"\s*,\s*\{\s*"(entities|cats|heads|deps|tags|links)"`),
		spacyAdvice,
	},
	{
		regexp.MustCompile(`^\s*\[\s*\{[^{]*"paragraphs"\s*:\s*\[`),
		spacyAdvice,
	},
}

const spacyAdvice = `it is training data of spaCy 2, which is not read: write each text as a line {"text": "…", "label": [[start, end, "label"], …]} of a file that ends in .jsonl, and import that`

// Foreign says what a file that begins with head is, and what to do with it,
// where it is JSON of another program that nothing here reads; else "".
func Foreign(head []byte) string {
	head = bytes.TrimPrefix(head, mark)
	for _, f := range foreign {
		if f.begins.Match(head) {
			return f.advice
		}
	}
	return ""
}
