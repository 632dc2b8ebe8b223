package storage

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dragoman/model"
)

// fullProject makes a closed project with a row in every table, and returns
// its path.
func fullProject(t testing.TB) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "full.dragoman")
	p := must[*Project](t)(Create(ctx, path, testSchema, Options{Now: clock, Version: "1.0"}))
	fillFull(t, p)
	fillBin(t, p)
	closed(t, p)
	return path
}

func fillFull(t testing.TB, p *Project) {
	t.Helper()
	d := add(t, p, "Ana Ruiz met Ben Ode. “We go,” she said, “now.”", "One")
	add(t, p, "Nothing is marked here. 😊", "Two")
	a := label(t, p, d, "ana", "person", model.Span{Start: 0, End: 8})
	label(t, p, d, "ben", "person", model.Span{Start: 0, End: 8})
	m := label(t, p, d, "ana", "meeting", model.Span{Start: 9, End: 12})
	s := label(t, p, d, "ana", "statement", model.Span{Start: 25, End: 31}, model.Span{Start: 48, End: 51})
	c, err := model.SetAttribute(work(t, p, d, "ana"), m, "state", "held")
	do(t, p, c, err)
	c, err = model.Link(work(t, p, d, "ana"), model.NewRelationID(), "participant", m, a)
	do(t, p, c, err)
	c, err = model.Link(work(t, p, d, "ana"), model.NewRelationID(), "speaker", s, a)
	do(t, p, c, err)
	c, err = model.SetNote(work(t, p, d, "ana"), a, "the minister")
	do(t, p, c, err)
	c, err = model.SetStatus(work(t, p, d, "ana"), model.StatusDone)
	do(t, p, c, err)
	fillReview(t, p, d)
	sound(t, p)
}

// behindOurBack are statements that spoil a full project, and the table of which
// a finding must speak.
var behindOurBack = []struct{ table, sql string }{
	{"document", "UPDATE document SET title = 'Other' WHERE title = 'One'"},
	{"document", "UPDATE document SET source = source || 'x' WHERE title = 'Two'"},
	{"document", "UPDATE document SET meta = '{\"a\":1}' WHERE title = 'Two'"},
	{"document", "UPDATE document SET meta = '{' WHERE title = 'Two'"},
	{"document", "UPDATE document SET length = length + 1 WHERE title = 'Two'"},
	{"document", "UPDATE document SET edited_at = '2027' WHERE title = 'Two'"},
	{"document", "UPDATE document SET added_at = '2027' WHERE title = 'Two'"},
	{"document", "UPDATE document SET binned = '' WHERE title = 'Two'"},
	{"document", "UPDATE document SET binned = 'ana' WHERE title = 'One'"},
	{"document", "UPDATE document SET checksum = checksum + 1 WHERE title = 'Two'"},
	{"document", "UPDATE document SET text = replace(text, 'Ana', 'Ina') WHERE title = 'One'"},
	{"document", "UPDATE document SET text = text || ' ' WHERE title = 'Two'"},
	{"document", "UPDATE document SET id = '0123456789abcdef0123456789abcdef' WHERE title = 'Two'"},
	{"change", "DELETE FROM document WHERE title = 'Two'"},
	{"annotator", "UPDATE annotator SET added_at = '2027' WHERE name = 'ana'"},
	{"annotation_set", "DELETE FROM annotator WHERE name = 'ben'"},
	{"annotation_set", "UPDATE annotation_set SET status = 'new' WHERE annotator = 'ana'"},
	{"annotation_set", "UPDATE annotation_set SET annotations = 9 WHERE annotator = 'ana'"},
	{"annotation_set", "UPDATE annotation_set SET relations = 0 WHERE annotator = 'ana'"},
	{"annotation_set", "UPDATE annotation_set SET sum = sum + 1 WHERE annotator = 'ana'"},
	{"annotation_set", "UPDATE annotation_set SET annotator = 'dan' WHERE annotator = 'ben'"},
	{"annotation_set", "DELETE FROM annotation_set WHERE annotator = 'ben'"},
	{"annotation", "UPDATE annotation SET label = 'denial' WHERE label = 'statement'"},
	{"annotation", "UPDATE annotation SET quote = 'Ana Rui' WHERE label = 'person'"},
	{"annotation", "UPDATE annotation SET note = 'x' WHERE label = 'meeting'"},
	{"annotation", "UPDATE annotation SET origin = '' WHERE label = 'meeting'"},
	{"annotation", "UPDATE annotation SET checksum = 0 WHERE label = 'meeting'"},
	{"annotation", "UPDATE annotation SET annotation_set = 3 - annotation_set WHERE label = 'person'"},
	{"annotation_set", "DELETE FROM annotation WHERE label = 'statement'"},
	{"annotation", "UPDATE fragment SET start = start + 1 WHERE number = 1"},
	{"annotation", "UPDATE fragment SET end = end - 1 WHERE number = 1"},
	{"annotation", "DELETE FROM fragment WHERE number = 1"},
	{"annotation", "DELETE FROM fragment WHERE number = 0"},
	{"fragment", "INSERT INTO fragment VALUES ('nothing', 0, 0, 1)"},
	{"annotation", "UPDATE attribute SET value = 'planned'"},
	{"annotation", "DELETE FROM attribute"},
	{"annotation", "INSERT INTO attribute SELECT id, 'name', 'x' FROM annotation WHERE label = 'person'"},
	{"relation", "UPDATE relation SET type = 'speaker' WHERE type = 'participant'"},
	{"relation", "UPDATE relation SET to_annotation = from_annotation"},
	{"annotation_set", "DELETE FROM relation WHERE type = 'speaker'"},
	{"change", "UPDATE change SET name = 'x' WHERE number = 3"},
	{"change", "UPDATE change SET body = '{}' WHERE number = 3"},
	{"change", "UPDATE change SET by = 'x' WHERE number = 3"},
	{"change", "UPDATE change SET at = 'x' WHERE number = 3"},
	{"change", "UPDATE change SET kind = 'undo' WHERE number = 3"},
	{"change", "UPDATE change SET step = 3 WHERE number = 3"},
	{"change", "UPDATE change SET of = 2 WHERE number = 3"},
	{"change", "DELETE FROM change WHERE number = 4"},
	{"change", "DELETE FROM change WHERE number = (SELECT max(number) FROM change)"},
	{"comment", "UPDATE comment SET text = 'x'"},
	{"comment", "UPDATE comment SET resolved = 1 - resolved"},
	{"comment", "UPDATE comment SET answers = NULL"},
	{"annotation_set", "UPDATE annotation_set SET blind = 'seen' WHERE annotator = 'ana'"},
	{"annotation_set", "UPDATE annotation_set SET verdicts = 0 WHERE annotator = 'gold'"},
	{"annotation_set", "UPDATE annotation_set SET verdicts = 1 WHERE annotator = 'ana'"},
	{"verdict", "UPDATE verdict SET of = 'x' WHERE gold = ''"},
	{"verdict", "UPDATE verdict SET annotator = 'x'"},
	{"verdict", "UPDATE verdict SET gold = ''"},
	{"verdict", "UPDATE verdict SET was = 'x'"},
	{"verdict", "UPDATE verdict SET why = 'x'"},
	{"verdict", "UPDATE verdict SET by = 'x'"},
	{"annotation_set", "DELETE FROM verdict WHERE gold = ''"},
	{"annotation_set", "UPDATE verdict SET annotation_set = 1 WHERE gold = ''"},
	{"past", "UPDATE past SET kind = 'undo' WHERE number = 1"},
	{"past", "UPDATE past SET by = 'x'"},
	{"past", "UPDATE past SET at = 'x'"},
	{"past", "UPDATE past SET name = 'x'"},
	{"past", "UPDATE past SET body = '{}'"},
	{"past", "UPDATE past SET tip = 'x'"},
	{"past", "UPDATE past SET change = 1"},
	{"past", "DELETE FROM past WHERE number = 1"},
	{"past", "DELETE FROM past"},
	{"assignment", "UPDATE assignment SET annotator = 'x'"},
	{"assignment", "UPDATE assignment SET file = 'x'"},
	{"assignment", "UPDATE assignment SET at = 'x'"},
	{"assignment", "UPDATE assignment SET document = 'x'"},
	{"waiting", "UPDATE waiting SET annotator = 'x'"},
	{"waiting", "UPDATE waiting SET source = 'x'"},
	{"waiting", "UPDATE waiting SET at = 'x'"},
	{"waiting", "UPDATE waiting SET body = '{}'"},
	{"schema", "UPDATE schema SET body = replace(body, 'person', 'people')"},
	{"schema", "UPDATE schema SET body = '{'"},
	{"schema", "DELETE FROM schema"},
	{"setting", "UPDATE setting SET value = 'x'"},
	{"document_search", "INSERT INTO document_search (document_search, rowid, title, text) VALUES ('delete', 2, 'Two', 'Nothing is marked here. 😊')"},
}

func TestCheckFindsWhatSQLDidBehindOurBack(t *testing.T) {
	whole := fullProject(t)
	for _, c := range behindOurBack {
		t.Run(c.sql, func(t *testing.T) {
			path := copyOf(t, whole)
			edit(t, path, "mode=rw", c.sql)
			p := opened(t, path, Options{})
			defer closed(t, p)
			findings := must[[]model.Finding](t)(p.Check(ctx))
			if !hasFinding(findings, c.table) {
				t.Errorf("nothing found in %s: %+v", c.table, findings)
			}
			for _, f := range findings {
				if !strings.HasSuffix(f.Problem, ".") {
					t.Errorf("no sentence: %q", f.Problem)
				}
			}
		})
	}
}

func hasFinding(findings []model.Finding, table string) bool {
	for _, f := range findings {
		if f.Table == table {
			return true
		}
	}
	return false
}

func copyOf(t testing.TB, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(t.TempDir(), "copy.dragoman")
	if err := os.WriteFile(out, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestCheckFindsFlippedBits flips single bits of the stored text, labels and
// log, which SQLite's own check does not see.
func TestCheckFindsFlippedBits(t *testing.T) {
	whole, err := os.ReadFile(fullProject(t))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for _, word := range []string{
		"Nothing is marked", "the minister", "see above", "statement", "manual", "relation_types", "One.txt", `{"annotations"`,
		"not a person", "label “Ben Ode”", "cem.dragoman", "ben.dragoman", `"history"`,
	} {
		at := strings.LastIndex(string(whole), word) // an earlier one may be what SQLite left over
		if at < 0 {
			t.Fatalf("%q is not in the file", word)
		}
		for bit := range 3 {
			data := []byte(strings.Clone(string(whole)))
			data[at+2] ^= 1 << bit
			path := filepath.Join(folder, "flipped.dragoman")
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			p, err := Open(ctx, path, Options{})
			if err != nil {
				continue // damage that does not even open is found, too
			}
			if findings := must[[]model.Finding](t)(p.Check(ctx)); len(findings) == 0 {
				t.Errorf("bit %d of %q flipped, and nothing found", bit, word)
			}
			closed(t, p)
		}
	}
}

func TestCheckOfLawsReportsEach(t *testing.T) {
	p := newTestProject(t)
	d := add(t, p, "Ana and Ben.", "one")
	// The laws that only verbs keep are not the file's to refuse.
	c := model.Change{Document: d.ID, Owner: "ana", Annotations: []model.Edit[model.Annotation]{
		model.Insert(model.Annotation{ID: model.NewAnnotationID(), Label: "place", Fragments: []model.Span{{Start: 0, End: 3}}}),
		model.Insert(model.Annotation{ID: model.NewAnnotationID(), Label: "planet", Fragments: []model.Span{{Start: 8, End: 11}}}),
	}}
	do(t, p, c, nil)
	if findings := must[[]model.Finding](t)(p.Check(ctx)); len(findings) != 2 {
		t.Errorf("findings %+v", findings)
	}
}
