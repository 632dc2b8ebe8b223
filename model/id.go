package model

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
)

// DocumentID names a document by its content: the first 32 hexadecimal digits
// of the SHA-256 of its UTF-8 text, so that the same text is the same document
// in every project.
type DocumentID string

// AnnotationID names an annotation: 128 random bits as 32 lower-case
// hexadecimal digits, made once and kept for ever.
type AnnotationID string

// RelationID names a relation, in the form of an AnnotationID.
type RelationID string

// Annotator is the name of a person whose annotation sets a project holds.
type Annotator string

// Reserved names that no annotator may bear.
const (
	Gold Annotator = "gold" // owner of the adjudicated annotation set
	All  Annotator = "all"  // every annotator, where a verb asks for one
)

// Imported is the annotator of imported annotations whose file names none.
const Imported Annotator = "imported"

// DocumentIDOf returns the id of the document with this text.
func DocumentIDOf(text string) DocumentID {
	sum := sha256.Sum256([]byte(text))
	return DocumentID(hex.EncodeToString(sum[:16]))
}

// NewAnnotationID returns a fresh id.
func NewAnnotationID() AnnotationID { return AnnotationID(newID()) }

// NewRelationID returns a fresh id.
func NewRelationID() RelationID { return RelationID(newID()) }

func newID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program when it cannot deliver
	return hex.EncodeToString(b[:])
}

// ValidID reports whether s has the form of an id of ours: 32 lower-case
// hexadecimal digits.
func ValidID(s string) bool {
	if len(s) != 32 {
		return false
	}
	for i := range len(s) {
		if c := s[i]; (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return false
		}
	}
	return true
}
