package storage

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"dragoman/model"
)

// metaDamaged is the name in the metadata of a damaged text that says which
// document it was.
const metaDamaged = "damaged_from"

// toldDocument is what the log tells of a document.
type toldDocument struct {
	added, edited string // when
	properties    *model.Properties
}

// tellDocuments reads the properties of documents, and the last schema, off
// the log.
func (s *source) tellDocuments() (map[string]toldDocument, *model.Schema) {
	documents := map[string]toldDocument{}
	var schema *model.Schema
	for _, n := range numbers(s.changes, changeNumber) {
		v, _ := s.changes.best(strconv.FormatInt(n, 10))
		var body changeBody
		if v.row.Owner != nil || json.Unmarshal([]byte(v.row.Body), &body) != nil {
			continue
		}
		if body.Schema != nil && body.Schema.New != nil {
			schema = body.Schema.New
		}
		if v.row.Document == nil || body.Properties == nil || body.Properties.New == nil {
			continue
		}
		t := documents[*v.row.Document]
		if body.Added {
			t.added = v.row.At
		}
		t.edited, t.properties = v.row.At, body.Properties.New
		documents[*v.row.Document] = t
	}
	return documents, schema
}

// documentIDs returns the ids of all documents that are known to have been
// there, by when they were added as far as that is known.
func (s *salvage) documentIDs() []string {
	known := map[string]bool{}
	for id := range s.told {
		known[id] = true
	}
	for id, versions := range s.have.documents {
		if slices.ContainsFunc(versions, func(v version[documentRow]) bool { return v.sound }) || s.have.texts[id] != nil {
			known[id] = true
		}
	}
	for key := range s.have.told {
		id, _, _ := strings.Cut(key, " ")
		known[id] = true
	}
	for key := range s.have.sets {
		if _, ok := s.have.sets.best(key); ok {
			id, _, _ := strings.Cut(key, " ")
			known[id] = true
		}
	}
	if !s.have.complete && s.have.torn["document"] != "" {
		for _, b := range s.backups {
			for id := range b.texts {
				known[id] = true
			}
		}
	}
	return slices.SortedFunc(maps.Keys(known), s.compareDocuments)
}

// compareDocuments orders documents as their rows stood.
func (s *salvage) compareDocuments(a, b string) int {
	number := func(id string) int64 {
		for _, v := range s.have.documents[id] {
			return v.row.Number
		}
		return 1 << 62
	}
	if x, y := number(a), number(b); x != y {
		if x < y {
			return -1
		}
		return 1
	}
	return strings.Compare(a, b)
}

// documents salvages the documents.
func (s *salvage) documents() {
	for _, id := range s.documentIDs() {
		row, ok := s.properties(id)
		text := s.textOf(id)
		switch {
		case text != nil:
			if s.have.texts[id] == nil {
				s.repaired("document", id, "The text of “%s” was damaged and is whole again, out of a backup.", short(row.Title))
			}
			row.Text = text.String()
			s.keepDocument(id, row, text)
		case !ok || !s.damagedText(id, row):
			s.lost("document", id, "The document “%s” is lost: its text cannot be read.", short(cmp.Or(row.Title, id)))
		}
	}
	s.orphans()
}

// orphans keeps texts of which nothing tells what document they were.
func (s *salvage) orphans() {
	for _, id := range slices.Sorted(maps.Keys(s.have.documents)) {
		if _, done := s.moved[id]; done || s.gone[id] {
			continue
		}
		s.damagedText(id, cleanProperties(s.have.documents[id][0].row))
	}
}

// textOf returns the whole text of the document, also out of a backup.
func (s *salvage) textOf(id string) *model.Text {
	if t := s.have.texts[id]; t != nil {
		return t
	}
	for _, b := range s.backups {
		if t := b.texts[id]; t != nil {
			return t
		}
	}
	return nil
}

func (s *salvage) keepDocument(id string, row documentRow, text *model.Text) {
	if _, twice := s.text[string(model.DocumentIDOf(row.Text))]; twice {
		return
	}
	row.ID, row.Length = string(model.DocumentIDOf(row.Text)), text.CodePoints()
	row.Number = int64(len(s.out.documents) + 1)
	row.Checksum = row.sum()
	s.moved[id], s.text[row.ID] = row.ID, text
	s.out.documents = append(s.out.documents, row)
}

// damagedText keeps what is left of a text, as another document.
func (s *salvage) damagedText(id string, row documentRow) bool {
	best := ""
	for _, v := range s.have.documents[id] {
		if t := legible(v.row.Text); len(t) > len(best) {
			best = t
		}
	}
	if strings.Trim(best, "? \n") == "" {
		s.gone[id] = true
		return false
	}
	meta, err := metaFromText(row.Meta)
	if err != nil {
		meta = nil
	}
	text, err := jsonText(meta.With(metaDamaged, id))
	if err != nil {
		text = "{}"
	}
	row.Title, row.Meta, row.Text = strings.TrimSpace(row.Title+" (damaged)"), text, best
	s.keepDocument(id, row, model.NewText(best))
	s.lost("document", id, "The text of “%s” is damaged, and no backup has it. What can be read of it is document %s; each byte that cannot is a question mark.",
		short(row.Title), s.moved[id])
	return true
}

// legible replaces each byte that cannot be read by a question mark, so that
// offsets stay what they were.
func legible(text string) string {
	text = strings.TrimRight(text, "\x00")
	var b strings.Builder
	for i, r := range text {
		if r == 0 || r == utf8.RuneError && !strings.HasPrefix(text[i:], string(utf8.RuneError)) {
			b.WriteByte('?')
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// properties returns the row of the document without its text: as it is, or as
// the log or a backup tells it.
func (s *salvage) properties(id string) (documentRow, bool) {
	best, sound := s.have.documents.best(id)
	if sound && best.rank == live {
		return best.row, true
	}
	told, inLog := s.told[id]
	if inLog {
		return s.toldProperties(id, told), true
	}
	if sound {
		s.lost("document", id, "Title, source and metadata are those of a row to which nothing leads any more; they may not be the last ones.")
		return best.row, true
	}
	for _, b := range s.backups {
		if old, ok := b.documents.best(id); ok {
			s.lost("document", id, "Title, source and metadata of “%s” are as they were in the backup %s.", short(old.row.Title), b.name)
			return old.row, true
		}
	}
	for _, v := range s.have.documents[id] {
		s.lost("document", id, "Title, source or metadata of “%s” are damaged and as they can be read.", short(v.row.Title))
		return cleanProperties(v.row), true
	}
	return documentRow{ID: id, Meta: "{}"}, false
}

// toldProperties returns the row as the log tells it, with the times that make
// the checksum of a damaged row fit where there are such.
func (s *salvage) toldProperties(id string, told toldDocument) documentRow {
	row := documentRow{ID: id, AddedAt: told.added}
	if err := row.setProperties(*told.properties, told.edited); err != nil {
		row.Meta = "{}"
	}
	for _, v := range s.have.documents[id] {
		for _, edited := range []string{v.row.EditedAt, told.edited} {
			for _, added := range []string{v.row.AddedAt, told.added} {
				try := row
				try.Length, try.EditedAt, try.AddedAt = v.row.Length, edited, added
				if try.sum() == v.row.Checksum {
					if !v.sound || v.rank != live {
						s.repaired("document", id, "Title, source and metadata of “%s” were damaged and are whole again, repaired from the log.", short(row.Title))
					}
					return try
				}
			}
		}
	}
	if row.AddedAt == "" {
		row.AddedAt = told.edited
	}
	s.lost("document", id, "Title, source and metadata of “%s” are as the log tells them, and so is the time of the last edit.%s",
		short(row.Title), s.inDoubt())
	return row
}

// inDoubt is what is to be said of what the log tells, where it has gaps.
func (s *salvage) inDoubt() string {
	if s.have.complete {
		return ""
	}
	return " The log has gaps: what was changed last may be missing."
}

// cleanProperties makes properties of what can be read.
func cleanProperties(row documentRow) documentRow {
	row.Title, row.Source = legible(row.Title), legible(row.Source)
	if _, err := metaFromText(row.Meta); err != nil {
		row.Meta = "{}"
	}
	row.AddedAt, row.EditedAt = timeOr(row.AddedAt), timeOr(row.EditedAt)
	return row
}
