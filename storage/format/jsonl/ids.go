package jsonl

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"dragoman/model"
)

// ids gives the annotations and relations of one line their ids. An id in our
// form is kept; in the place of another stands the beginning of a SHA-256 over
// the document, the annotator and what tells the thing apart.
type ids struct {
	scope  []string
	taken  map[string]bool
	theirs map[string]string // our id to the one in the file, where they differ
	ends   map[string]model.AnnotationID
}

func newIDs(document model.DocumentID, annotator model.Annotator) ids {
	return ids{
		scope: []string{string(document), string(annotator)},
		taken: map[string]bool{}, theirs: map[string]string{}, ends: map[string]model.AnnotationID{},
	}
}

// annotation returns the id of an annotation that the file calls id.
func (s ids) annotation(id string, a model.Annotation) (ours model.AnnotationID, twice bool) {
	content := []string{a.Label}
	for _, f := range a.Fragments {
		content = append(content, strconv.Itoa(f.Start), strconv.Itoa(f.End))
	}
	fresh, twice := s.fresh("annotation", id, content)
	ours = model.AnnotationID(fresh)
	if _, known := s.ends[id]; !known {
		s.ends[id] = ours
	}
	return ours, twice
}

// relation returns the id of a relation that the file calls id.
func (s ids) relation(id string, r model.Relation) (ours model.RelationID, twice bool) {
	fresh, twice := s.fresh("relation", id, []string{r.Type, string(r.From), string(r.To)})
	return model.RelationID(fresh), twice
}

// fresh returns the id for something of a kind that the file calls id, and
// whether the file calls two things so.
func (s ids) fresh(kind, id string, content []string) (ours string, twice bool) {
	switch {
	case id == "":
		ours = s.hash(kind, content)
	case model.ValidID(id):
		ours = id
	default:
		ours = s.hash(kind, []string{id})
	}
	if twice = s.taken[ours]; twice {
		ours = s.hash(kind, append(content, id))
	}
	for n := 2; s.taken[ours]; n++ {
		ours = s.hash(kind, append(content, id, strconv.Itoa(n)))
	}
	s.taken[ours] = true
	if id != "" && id != ours {
		s.theirs[ours] = id
	}
	return ours, twice
}

// hash returns an id that follows from the scope, the kind and the parts.
func (s ids) hash(kind string, parts []string) string {
	var b strings.Builder
	for _, part := range append(append([]string{kind}, s.scope...), parts...) {
		fmt.Fprintf(&b, "%d:%s", len(part), part)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:16])
}
