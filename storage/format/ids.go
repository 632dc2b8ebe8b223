package format

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"strconv"
	"strings"

	"dragoman/model"
)

// IDs gives the annotations and relations of one annotation set their ids. An
// id in our form is kept; in the place of another stands the beginning of a
// SHA-256 over the document, the annotator and what tells the thing apart, so
// that reading a file twice gives the same ids.
type IDs struct {
	scope  []string
	taken  map[string]bool
	next   map[string]int    // by what has no id of its own any more, which number to try
	theirs map[string]string // our id to the one in the file, where they differ
	ends   map[string]model.AnnotationID
}

// NewIDs returns the ids of a set in which nothing is yet.
func NewIDs(document model.DocumentID, annotator model.Annotator) *IDs {
	return &IDs{
		scope: []string{string(document), string(annotator)},
		taken: map[string]bool{}, next: map[string]int{}, theirs: map[string]string{}, ends: map[string]model.AnnotationID{},
	}
}

// Annotation returns the id of an annotation that the file calls id, "" where
// it has no name for it, and whether the file calls another one so.
func (s *IDs) Annotation(id string, a model.Annotation) (ours model.AnnotationID, twice bool) {
	content := []string{a.Label}
	for _, f := range a.Fragments {
		content = append(content, strconv.Itoa(f.Start), strconv.Itoa(f.End))
	}
	fresh, twice := s.fresh("annotation", id, content)
	ours = model.AnnotationID(fresh)
	s.Stand(id, ours)
	return ours, twice
}

// Stand has the annotation ours stand for what the file calls id, unless
// another does.
func (s *IDs) Stand(id string, ours model.AnnotationID) {
	if _, known := s.ends[id]; !known {
		s.ends[id] = ours
	}
}

// End returns the annotation that stands for what the file calls id.
func (s *IDs) End(id string) (model.AnnotationID, bool) {
	ours, there := s.ends[id]
	return ours, there
}

// Relation returns the id of a relation that the file calls id, "" where it has
// no name for it, and whether the file calls another one so.
func (s *IDs) Relation(id string, r model.Relation) (ours model.RelationID, twice bool) {
	fresh, twice := s.fresh("relation", id, []string{r.Type, string(r.From), string(r.To)})
	return model.RelationID(fresh), twice
}

// fresh returns the id for something of a kind that the file calls id, and
// whether the file calls two things so.
func (s *IDs) fresh(kind, id string, content []string) (ours string, twice bool) {
	switch {
	case id == "":
		ours = s.hash(kind, content)
	case model.ValidID(id):
		ours = id
	default:
		ours = s.hash(kind, []string{id})
	}
	if twice = s.taken[ours]; twice {
		ours = s.free(kind, append(content, id))
	}
	s.taken[ours] = true
	if id != "" && id != ours {
		s.theirs[ours] = id
	}
	return ours, twice
}

// free returns the first id that nothing has: of the parts, or of them with a
// number from 2 behind them. Where many things are the same it goes on at the
// number of the last.
func (s *IDs) free(kind string, parts []string) string {
	first := s.hash(kind, parts)
	n, ours := s.next[first], first
	if n > 0 {
		ours = s.hash(kind, append(parts, strconv.Itoa(n)))
	}
	for s.taken[ours] {
		n = max(n+1, 2)
		ours = s.hash(kind, append(parts, strconv.Itoa(n)))
	}
	s.next[first] = n
	return ours
}

// hash returns an id that follows from the scope, the kind and the parts.
func (s *IDs) hash(kind string, parts []string) string {
	var b strings.Builder
	for _, part := range append(append([]string{kind}, s.scope...), parts...) {
		fmt.Fprintf(&b, "%d:%s", len(part), part)
	}
	sum := sha256.Sum256([]byte(b.String()))
	return hex.EncodeToString(sum[:16])
}

// Keep returns meta with the ids that were replaced, from ours to theirs, under
// model.MetaIDs, beside those that it holds already. What is there and no
// object of strings stays, and ours get a name beside it: see WithMeta.
func (s *IDs) Keep(meta model.Meta) model.Meta {
	if len(s.theirs) == 0 {
		return meta
	}
	meta = maps.Clone(meta)
	all := map[string]string{}
	if json.Unmarshal(meta[model.MetaIDs], &all) == nil {
		delete(meta, model.MetaIDs)
	} else {
		all = map[string]string{}
	}
	maps.Copy(all, s.theirs)
	return WithMeta(meta, model.MetaIDs, plainJSON(all))
}

// plainJSON encodes v, which must be strings and maps of strings, as compact
// JSON without HTML escaping.
func plainJSON(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("encode plain strings: " + err.Error())
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}

// WithMeta returns meta with the valid JSON value under the name, or under the
// first of name_2, name_3, … that is free or has this value. It writes into
// meta, which it makes where it is nil.
func WithMeta(meta model.Meta, name string, raw json.RawMessage) model.Meta {
	var value bytes.Buffer
	if err := json.Compact(&value, raw); err != nil {
		panic("compact JSON that was parsed before: " + err.Error())
	}
	free := name
	for n := 2; ; n++ {
		old, taken := meta[free]
		if !taken || bytes.Equal(old, value.Bytes()) {
			break
		}
		free = fmt.Sprintf("%s_%d", name, n)
	}
	if meta == nil {
		meta = model.Meta{}
	}
	meta[free] = value.Bytes()
	return meta
}
