package model

import (
	"crypto/sha256"
	"encoding/hex"
	"time"
)

// PastChange is a change in the history of an annotation set: one that was
// made in this project, or one that a merge brought from another.
type PastChange struct {
	Change
	Kind StepKind
	At   time.Time // UTC, to the millisecond
	// Tip names the history up to and with this change: two sets whose
	// histories end with the same tip went the same way, and a history that
	// holds the tip of another extends it. See NextTip.
	Tip string
}

// NextTip returns the tip of the history that ends with tip ("" for an empty
// one) and then p: the SHA-256 over both, as 64 hexadecimal digits. The
// numbers that changes have in the log of a file do not enter it.
func NextTip(tip string, p PastChange) string {
	c := p.Change
	c.Tip, c.Blind = "", ""
	sum := sha256.New()
	sum.Write([]byte(tip + "\n" + string(p.Kind) + "\n" + p.At.UTC().Format(time.RFC3339Nano) + "\n"))
	sum.Write(encode(c, ""))
	return hex.EncodeToString(sum.Sum(nil))
}

// Blindness says whether the annotations of others could be seen while an
// annotation set was made. The zero value means that nobody knows.
type Blindness string

// What is known of a set.
const (
	Blind Blindness = "blind" // nobody else's annotations of the document were shown
	Seen  Blindness = "seen"  // those of others were shown when one of its edits was made
)

// Edited returns what is known after one more edit of the set's owner: first
// when it is the first of the set, shown when annotations of others could be
// seen. Of a set that was begun when nobody kept this, it stays unknown until
// others are seen.
func (b Blindness) Edited(first, shown bool) Blindness {
	switch {
	case shown:
		return Seen
	case first && b == "":
		return Blind
	}
	return b
}

// Waiting is an annotation set that a merge could not bring: it and the set of
// this project went apart, and a person has to say which one stays.
type Waiting struct {
	Source  string    // the file it came from
	At      time.Time // of the merge, UTC
	Set     AnnotationSet
	History []PastChange // empty where the file has none
}

// Assignment says that an annotator was handed a document.
type Assignment struct {
	Annotator Annotator
	Document  DocumentID
	At        time.Time // UTC
	File      string    // the name of the project file that was handed out
}
