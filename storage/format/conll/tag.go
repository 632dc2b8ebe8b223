package conll

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// separators are the characters beyond unicode.IsSpace at which Python, and so
// spaCy, splits a line into columns.
const separators = "\x1c\x1d\x1e\x1f"

// blank reports whether a column ends at r.
func blank(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(separators, r) }

// kind is what a tag says of its token.
type kind int

const (
	bare    kind = iota // a label without a prefix
	broken              // a prefix without a label, or nothing
	outside             // of every annotation
	begin
	inside
	end
	single
)

// kinds are the prefixes of IOB, IOE, IOBES, BILOU, BMES and BMEW.
var kinds = map[byte]kind{
	'B': begin, 'I': inside, 'M': inside, 'E': end, 'L': end, 'S': single, 'U': single, 'W': single,
}

// tag is one tag.
type tag struct {
	kind   kind
	prefix byte
	label  string
}

// parseTag reads a tag as it stands in a column.
func parseTag(s string) tag {
	if s == "O" || s == "_" {
		return tag{kind: outside}
	}
	if s == "" {
		return tag{kind: broken}
	}
	k, prefixed := kinds[s[0]]
	switch {
	case prefixed && len(s) > 2 && s[1] == '-':
		return tag{kind: k, prefix: s[0], label: unescape(s[2:])}
	case prefixed && (len(s) == 1 || s == s[:1]+"-"):
		return tag{kind: broken}
	}
	return tag{kind: bare, label: unescape(s)}
}

// prefixed reports whether the tag has a prefix and a label.
func (t tag) prefixed() bool { return t.kind > outside }

// escape writes a label so that it is one column.
func escape(label string) string {
	var b strings.Builder
	for i, r := range label {
		if blank(r) || r == '%' && escaped(label[i:]) {
			b.WriteString(url.PathEscape(string(r)))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// escaped reports whether s begins with what unescape reads as one byte.
func escaped(s string) bool {
	return len(s) > 2 && s[0] == '%' && strings.IndexByte(hexadecimal, s[1]) >= 0 && strings.IndexByte(hexadecimal, s[2]) >= 0
}

const hexadecimal = "0123456789ABCDEFabcdef"

// unescape is the inverse of escape. What escape does not write stays as it is.
func unescape(s string) string {
	if !strings.Contains(s, "%") {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if !escaped(s[i:]) {
			b.WriteByte(s[i])
			continue
		}
		c, _ := url.PathUnescape(s[i : i+3])
		b.WriteString(c)
		i += 2
	}
	if !utf8.ValidString(b.String()) {
		return s
	}
	return b.String()
}
