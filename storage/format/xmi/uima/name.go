package uima

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strings"

	"dragoman/model"
)

// FileName returns the name, without an extension, of the file of a document:
// what can be told of its title for people, and the beginning of its id, which
// makes it the only one. It is of small letters, digits and "-" alone, and the
// same in every export.
func FileName(d model.Document) string {
	id := string(d.ID[:16])
	if title := slug(d.Title); title != "" {
		return title + "-" + id
	}
	return id
}

// AnnotatorName returns what is added to the name of a file for an annotator.
// Those of whom the letters do not tell are told apart by a hash.
func AnnotatorName(a model.Annotator) string {
	name := slug(string(a))
	if name == string(a) {
		return name
	}
	sum := sha256.Sum256([]byte(a))
	return strings.TrimPrefix(name+"-"+hex.EncodeToString(sum[:4]), "-")
}

var notPlain = regexp.MustCompile(`[^a-z0-9]+`)

// slug returns the beginning of s, of small letters, digits and "-".
func slug(s string) string {
	const length = 40
	s = strings.Trim(notPlain.ReplaceAllString(strings.ToLower(s[:min(len(s), 4*length)]), "-"), "-")
	return strings.Trim(s[:min(len(s), length)], "-")
}
