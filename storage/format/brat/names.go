package brat

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"dragoman/model"
)

var (
	escaped = regexp.MustCompile(`_x([0-9A-Fa-f]{4,6})_`)
	seeming = regexp.MustCompile(`^_x[0-9A-Fa-f]{4}`)
)

// escape writes the characters of s that may not stand at their place as their
// numbers, _x0020_, and a "_" that would be read as the beginning of one.
func escape(s string, allowed func(at int, r rune) bool) string {
	var b strings.Builder
	for i, r := range s {
		if allowed(i, r) && !(r == '_' && seeming.MatchString(s[i:])) {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, "_x%04X_", r)
		}
	}
	return b.String()
}

// unescape undoes escape.
func unescape(s string) string {
	return escaped.ReplaceAllStringFunc(s, func(found string) string {
		n, err := strconv.ParseUint(found[2:len(found)-1], 16, 32)
		if r := rune(n); err == nil && utf8.ValidRune(r) {
			return string(r)
		}
		return found
	})
}

// typeName returns the name of a label, attribute or type of relation as brat
// allows it. A line of nothing but "-" has another meaning in its
// configuration.
func typeName(name string) string {
	return escape(name, func(at int, r rune) bool {
		return r == '_' || r == '-' && at > 0 || r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r))
	})
}

// valueName returns the value of an attribute as the lines and the
// configuration of brat can hold it.
func valueName(value string) string {
	return escape(value, func(_ int, r rune) bool {
		return !unicode.IsSpace(r) && !unicode.IsControl(r) && r != ',' && r != '|'
	})
}

// slugLength is how much of a title or name goes into the name of a file.
const slugLength = 40

// slug returns the ASCII letters and digits of s, with "-" for what is between
// them.
func slug(s string) string {
	words := strings.FieldsFunc(s, func(r rune) bool {
		return r >= utf8.RuneSelf || !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	joined := strings.Join(words, "-")
	return strings.TrimRight(joined[:min(len(joined), slugLength)], "-")
}

// fileName returns what the files of a document are called, without extension:
// its title as far as a file can be called so, and enough of its id that no
// other document has the name.
func fileName(d model.Document) string {
	const enough = 16
	if title := slug(d.Title); title != "" {
		return title + "-" + string(d.ID[:enough])
	}
	return string(d.ID[:enough])
}

// devices are names that Windows does not give to files.
var devices = []string{
	"con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9",
	"lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
}

// folderName returns what the folder of an annotator is called: the name where
// every file system takes it and tells it from all others, and else what is
// left of it with a digest.
func folderName(annotator model.Annotator) string {
	name := string(annotator)
	s := slug(name)
	if s == name && s == strings.ToLower(s) && !slices.Contains(devices, s) {
		return s
	}
	sum := sha256.Sum256([]byte(name))
	return strings.TrimLeft(s+"-"+hex.EncodeToString(sum[:6]), "-")
}
