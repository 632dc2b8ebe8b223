package storage

import (
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"dragoman/model"
)

// rank says how a row was found. Of two versions of one row, the one of the
// higher rank is the newer.
type rank int

const (
	stray rank = iota // on a page to which nothing leads: it may be an old one
	live              // where it belongs
)

// version is one version of a row.
type version[R any] struct {
	row   R
	rank  rank
	sound bool  // its checksum fits
	sum   int64 // the checksum that it bears
}

// rows are the versions found of the rows of one table, by key.
type rows[R any] map[string][]version[R]

func (r rows[R]) add(key string, v version[R]) {
	for i, have := range r[key] {
		if have.sum == v.sum && have.sound == v.sound && v.sound {
			r[key][i].rank = max(have.rank, v.rank)
			return
		}
	}
	r[key] = append(r[key], v)
}

// best returns the sound version of the highest rank; false where there is
// none, or there are several.
func (r rows[R]) best(key string) (version[R], bool) {
	var best version[R]
	several := false
	for _, v := range r[key] {
		switch {
		case !v.sound || best.sound && v.rank < best.rank:
		case best.sound && v.rank == best.rank:
			several = true
		default:
			best, several = v, false
		}
	}
	return best, best.sound && !several
}

// part is a fragment or attribute: a row that its annotation's checksum proves.
type part[R any] struct {
	row  R
	rank rank
}

// remains are all rows that a project file still holds, sound or not.
type remains struct {
	path        string
	documents   rows[documentRow]
	annotators  rows[annotatorRow]
	sets        rows[setRow] // by document and annotator
	annotations rows[annotationRow]
	relations   rows[relationRow]
	verdicts    rows[verdictRow] // by number of the set and what was judged
	changes     rows[changeRow]
	past        rows[pastRow]
	comments    rows[commentRow]
	schemas     rows[schemaRow]
	settings    rows[settingRow]
	assignments rows[assignmentRow]
	waiting     rows[waitingRow]
	fragments   map[string][]part[fragmentRow]
	attributes  map[string][]part[attributeRow]
	given       map[string]int64  // the last number given in change and past; absent when unknown
	torn        map[string]string // tables of which a row may be missing, and why
	damaged     []model.Finding
	cutLog      bool  // the write-ahead log holds more than can be read
	version     int64 // of the project file, as its header says; 0 when unknown
}

// newRemains returns what is left of nothing.
func newRemains(path string) *remains {
	return &remains{
		path: path, documents: rows[documentRow]{}, annotators: rows[annotatorRow]{}, sets: rows[setRow]{},
		annotations: rows[annotationRow]{}, relations: rows[relationRow]{}, verdicts: rows[verdictRow]{},
		changes: rows[changeRow]{}, past: rows[pastRow]{}, comments: rows[commentRow]{}, schemas: rows[schemaRow]{},
		settings: rows[settingRow]{}, assignments: rows[assignmentRow]{}, waiting: rows[waitingRow]{},
		fragments: map[string][]part[fragmentRow]{}, attributes: map[string][]part[attributeRow]{},
		given: map[string]int64{}, torn: map[string]string{},
	}
}

// readRemains reads every row of the project file that can still be read.
func readRemains(ctx context.Context, path string, progress func(done, total int64)) (*remains, error) {
	f, close, err := openPages(path)
	if err != nil {
		return nil, err
	}
	w := &walker{
		ctx: ctx, file: f, rows: newRemains(path), reached: map[uint32]bool{}, free: map[uint32]bool{},
		progress: func(done uint32) { progress(int64(done), int64(f.count)) },
	}
	w.walk()
	w.rows.cutLog, w.rows.version = f.torn, f.version()
	if err := close(); err != nil {
		return nil, err
	}
	return w.rows, ctx.Err()
}

// hurt notes damage.
func (r *remains) hurt(table, key, problem string, args ...any) {
	r.damaged = append(r.damaged, model.Finding{Table: table, Key: key, Problem: fmt.Sprintf(problem, args...)})
}

// miss notes that rows of the table may be missing.
func (r *remains) miss(table, why string, args ...any) {
	if r.torn[table] == "" {
		r.torn[table] = fmt.Sprintf(why, args...)
	}
}

// pairKey is the key of what is of a document and an annotator.
func pairKey(document, annotator string) string { return document + " " + annotator }

// take adds the row, and returns the table whose form and checksum it has; ""
// where it is of none. Rows of expected are taken with a checksum that does
// not fit, too.
func (r *remains) take(expected string, rowid int64, v record, at rank) (table string, sound bool) {
	for _, f := range forms {
		if !v.fits(f.form) {
			continue
		}
		sound := f.take(r, rowid, v, at, f.table == expected)
		if sound || f.table == expected {
			return f.table, sound
		}
	}
	return "", false
}

// form is what the rows of a table look like. take adds one and reports whether
// it is sound; where it is not, it is only added when it is expected.
type form struct {
	table, form string
	take        func(r *remains, rowid int64, v record, at rank, expected bool) bool
}

// put adds the row if it is sound or expected.
func put[R any](all rows[R], key string, row R, have, want int64, at rank, expected bool) bool {
	sound := have == want
	if sound || expected {
		all.add(key, version[R]{row, at, sound, have})
	}
	return sound
}

var forms = []form{
	{"document", "nttttittit", takeDocument},
	{"document", "nttttittitt", takeDocument},
	{"annotator", "tti", func(r *remains, _ int64, v record, at rank, expected bool) bool {
		row := annotatorRow{v.text(0), v.text(1), v.number(2)}
		return put(r.annotators, row.Name, row, row.Checksum, row.sum(), at, expected)
	}},
	{"setting", "tti", func(r *remains, _ int64, v record, at rank, expected bool) bool {
		row := settingRow{v.text(0), v.text(1), v.number(2)}
		if row.Name == settingTally {
			return row.Checksum == row.sum() // it is counted again
		}
		return put(r.settings, row.Name, row, row.Checksum, row.sum(), at, expected)
	}},
	{"schema", "nti", func(r *remains, _ int64, v record, at rank, expected bool) bool {
		row := schemaRow{1, v.text(1), v.number(2)}
		return put(r.schemas, "1", row, row.Checksum, row.sum(), at, expected)
	}},
	{"annotation_set", "ntttiiii", takeSet},
	{"annotation_set", "ntttiiiiti", takeSet},
	{"annotation", "titttti", takeAnnotation},
	{"annotation", "tittttiti", takeAnnotation},
	{"relation", "tittti", func(r *remains, _ int64, v record, at rank, _ bool) bool {
		row := relationRow{v.text(0), v.number(1), v.text(2), v.text(3), v.text(4), v.number(5)}
		r.relations[row.ID] = append(r.relations[row.ID], version[relationRow]{row, at, false, row.Checksum})
		return true
	}},
	{"change", "nItITTtttti", func(r *remains, rowid int64, v record, at rank, expected bool) bool {
		row := changeRow{
			rowid, v.optionalNumber(1), v.text(2), v.optionalNumber(3), v.optionalText(4), v.optionalText(5),
			v.text(6), v.text(7), v.text(8), v.text(9), v.number(10),
		}
		return put(r.changes, fmt.Sprint(rowid), row, row.Checksum, row.sum(), at, expected)
	}},
	{"past", "nitttttti", takePast},
	{"comment", "ttTtttTii", func(r *remains, _ int64, v record, at rank, expected bool) bool {
		row := commentRow{
			v.text(0), v.text(1), v.optionalText(2), v.text(3), v.text(4), v.text(5), v.optionalText(6), v.number(7), v.number(8),
		}
		return put(r.comments, row.ID, row, row.Checksum, row.sum(), at, expected)
	}},
	{"waiting", "ttttti", func(r *remains, _ int64, v record, at rank, expected bool) bool {
		row := waitingRow{v.text(0), v.text(1), v.text(2), v.text(3), v.text(4), v.number(5)}
		return put(r.waiting, pairKey(row.Document, row.Annotator), row, row.Checksum, row.sum(), at, expected)
	}},
	{"assignment", "tttti", func(r *remains, _ int64, v record, at rank, expected bool) bool {
		row := assignmentRow{v.text(0), v.text(1), v.text(2), v.text(3), v.number(4)}
		return put(r.assignments, pairKey(row.Document, row.Annotator), row, row.Checksum, row.sum(), at, expected)
	}},
	{"verdict", "itttttti", func(r *remains, _ int64, v record, at rank, _ bool) bool {
		row := verdictRow{v.number(0), v.text(1), v.text(2), v.text(3), v.text(4), v.text(5), v.text(6), v.number(7)}
		key := fmt.Sprint(row.AnnotationSet, " ", row.Of)
		r.verdicts[key] = append(r.verdicts[key], version[verdictRow]{row, at, false, row.Checksum})
		return true
	}},
	{"fragment", "tiii", func(r *remains, _ int64, v record, at rank, _ bool) bool {
		row := fragmentRow{v.text(0), int(v.number(1)), int(v.number(2)), int(v.number(3))}
		r.fragments[row.Annotation] = append(r.fragments[row.Annotation], part[fragmentRow]{row, at})
		return true
	}},
	{"attribute", "ttt", func(r *remains, _ int64, v record, at rank, _ bool) bool {
		row := attributeRow{v.text(0), v.text(1), v.text(2)}
		r.attributes[row.Annotation] = append(r.attributes[row.Annotation], part[attributeRow]{row, at})
		return true
	}},
	{"sqlite_sequence", "ti", func(r *remains, _ int64, v record, at rank, expected bool) bool {
		if expected && at == live {
			r.given[v.text(0)] = v.number(1)
		}
		return expected
	}},
}

func takeDocument(r *remains, rowid int64, v record, at rank, expected bool) bool {
	row := documentRow{
		Number: rowid, ID: v.text(1), Title: v.text(2), Source: v.text(3), Meta: v.text(4), Length: int(v.number(5)),
		AddedAt: v.text(6), EditedAt: v.text(7), Checksum: v.number(8), Text: v.text(9), Binned: v.text(10),
	}
	// What the text proves need not be as it is in the row.
	if id := string(model.DocumentIDOf(row.Text)); id != row.ID {
		other := row
		other.ID = id
		if other.sum() == row.Checksum {
			r.hurt("document", id, "The id of the document was damaged; the text and the checksum tell it.")
			row = other
		}
	}
	if model.DocumentIDOf(row.Text) == model.DocumentID(row.ID) {
		if n := utf8.RuneCountInString(row.Text); n != row.Length {
			r.hurt("document", row.ID, "The length of the text was damaged; the text tells it.")
			row.Length = n
		}
	}
	return put(r.documents, row.ID, row, row.Checksum, row.sum(), at, expected)
}

func takeSet(r *remains, rowid int64, v record, at rank, expected bool) bool {
	row := setRow{
		ID: rowid, Document: v.text(1), Annotator: v.text(2), Status: v.text(3), Annotations: int(v.number(4)),
		Relations: int(v.number(5)), Sum: v.number(6), Checksum: v.number(7), Blind: v.text(8), Verdicts: int(v.number(9)),
	}
	return put(r.sets, pairKey(row.Document, row.Annotator), row, row.Checksum, row.sum(), at, expected)
}

func takeAnnotation(r *remains, _ int64, v record, at rank, _ bool) bool {
	row := annotationRow{
		ID: v.text(0), AnnotationSet: v.number(1), Label: v.text(2), Quote: v.text(3), Note: v.text(4),
		Origin: v.text(5), Checksum: v.number(6), Spans: v.text(7),
	}
	r.annotations[row.ID] = append(r.annotations[row.ID], version[annotationRow]{row, at, false, row.Checksum})
	return true // its set will tell
}

func takePast(r *remains, rowid int64, v record, at rank, expected bool) bool {
	row := pastRow{rowid, v.number(1), v.text(2), v.text(3), v.text(4), v.text(5), v.text(6), v.text(7), v.number(8)}
	return put(r.past, fmt.Sprint(rowid), row, row.Checksum, row.sum(), at, expected)
}

// numbers returns the numbers of the sound rows of a log, rising.
func numbers[R any](all rows[R], number func(R) int64) []int64 {
	var list []int64
	for key := range all {
		if v, ok := all.best(key); ok {
			list = append(list, number(v.row))
		}
	}
	slices.Sort(list)
	return list
}
