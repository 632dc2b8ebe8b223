package model

import (
	"bytes"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"sync"
	"time"
)

// DocumentID names a document by its content: the first 32 hexadecimal digits
// of the SHA-256 of its UTF-8 text, so that the same text is the same document
// in every project.
type DocumentID string

// AnnotationID names an annotation: 128 bits as 32 lower-case hexadecimal digits,
// made once and kept for ever. Those of ours rise with time and are random
// otherwise.
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

// lastID is the id that was made last in this process.
var lastID struct {
	sync.Mutex
	bytes [16]byte
}

// newID returns 48 bits of milliseconds and 80 random bits. Ids of one process
// rise, whatever the clock does: so those that are made together stand together
// in an index, which is what makes adding many of them cheap.
func newID() string {
	var b [16]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program when it cannot deliver
	ms := uint64(time.Now().UnixMilli())
	binary.BigEndian.PutUint64(b[:8], ms<<16|uint64(binary.BigEndian.Uint16(b[6:8])))
	lastID.Lock()
	defer lastID.Unlock()
	if bytes.Compare(b[:6], lastID.bytes[:6]) <= 0 {
		b = next(lastID.bytes, binary.BigEndian.Uint32(b[12:]))
	}
	lastID.bytes = b
	return hex.EncodeToString(b[:])
}

// next returns a number of 128 bits that is larger by more than by.
func next(b [16]byte, by uint32) [16]byte {
	low := binary.BigEndian.Uint64(b[8:])
	sum := low + uint64(by) + 1
	binary.BigEndian.PutUint64(b[8:], sum)
	if sum < low {
		binary.BigEndian.PutUint64(b[:8], binary.BigEndian.Uint64(b[:8])+1)
	}
	return b
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
