package webanno

import "strings"

// escapeText escapes a line of text, or a token with control characters.
func escapeText(s string) string {
	var b strings.Builder
	for i := range len(s) {
		c := s[i]
		if letter := letterOf(c); letter != 0 {
			b.WriteByte('\\')
			c = letter
		} else if c < 0x20 && c != 0x0b {
			b.WriteByte('\\') // stands before the character itself, as in INCEpTION
		}
		b.WriteByte(c)
	}
	return b.String()
}

// letters are the characters that are escaped by a letter.
var letters = map[byte]byte{'\t': 't', '\n': 'n', '\f': 'f', '\r': 'r', '\b': 'b', '\\': '\\'}

func letterOf(c byte) byte { return letters[c] }

// unescapeText takes the escapes of a line of text away. A backslash before
// anything else stands for itself, but in version 3.1, which has the escapes of
// Java, goes.
func unescapeText(s string, java bool) string {
	if !strings.Contains(s, `\`) {
		return s
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			b.WriteByte(s[i])
			continue
		}
		c := charOf(s[i+1])
		switch {
		case c != 0:
			b.WriteByte(c)
			i++
		case java && s[i+1] == 'u':
			i += unescapeUnits(&b, s[i:])
		case s[i+1] < 0x20 || java:
			b.WriteByte(s[i+1])
			i++
		default:
			b.WriteByte('\\')
		}
	}
	return b.String()
}

// charOf returns the character that a letter behind a backslash stands for, or
// 0.
func charOf(letter byte) byte {
	for c, l := range letters {
		if l == letter {
			return c
		}
	}
	return 0
}

// reserved are the parts of a value that are escaped, and how.
var reserved = strings.NewReplacer(
	`\`, `\\`, "[", `\[`, "]", `\]`, "|", `\|`, "_", `\_`, "->", `\->`, ";", `\;`, "\t", `\t`, "\n", `\n`, "*", `\*`,
	"\r", `\r`, // which ends a line for INCEpTION and which it leaves as it is
)

var plain = strings.NewReplacer(
	`\\`, `\`, `\[`, "[", `\]`, "]", `\|`, "|", `\_`, "_", `\->`, "->", `\;`, ";", `\t`, "\t", `\n`, "\n", `\*`, "*",
	`\r`, "\r",
)

func escapeValue(s string) string   { return reserved.Replace(s) }
func unescapeValue(s string) string { return plain.Replace(s) }

// split cuts s at the separators that no backslash stands before.
func split(s string, separator byte) []string {
	var parts []string
	from := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case separator:
			parts = append(parts, s[from:i])
			from = i + 1
		}
	}
	return append(parts, s[from:])
}

// number cuts the [n] off a cell: n is "" where there is none.
func number(s string) (rest, n string) {
	if !strings.HasSuffix(s, "]") {
		return s, ""
	}
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '[':
			return s[:i], s[i+1 : len(s)-1]
		}
	}
	return s, ""
}
