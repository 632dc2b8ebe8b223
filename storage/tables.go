package storage

import "slices"

// The tables that rows are added to in great numbers, and what of a row goes
// where.

var annotatorTable = table[annotatorRow]{
	name:    "annotator",
	columns: []string{"name", "added_at", "checksum"},
	values: func(v cells, r *annotatorRow) {
		v.text(r.Name)
		v.text(r.AddedAt)
		v.integer(r.Checksum)
	},
}

var documentTable = table[documentRow]{
	name:    "document",
	columns: []string{"id", "title", "source", "meta", "length", "added_at", "edited_at", "checksum", "text", "binned"},
	values: func(v cells, r *documentRow) {
		v.text(r.ID)
		v.text(r.Title)
		v.text(r.Source)
		v.text(r.Meta)
		v.integer(int64(r.Length))
		v.text(r.AddedAt)
		v.text(r.EditedAt)
		v.integer(r.Checksum)
		v.text(r.Text)
		v.text(r.Binned)
	},
	bytes: func(r *documentRow) int { return len(r.Text) + len(r.Meta) },
}

var setTable = table[setRow]{
	name:    "annotation_set",
	columns: []string{"id", "document", "annotator", "status", "annotations", "relations", "sum", "checksum", "blind", "verdicts"},
	values: func(v cells, r *setRow) {
		v.integer(r.ID)
		v.text(r.Document)
		v.text(r.Annotator)
		v.text(r.Status)
		v.integer(int64(r.Annotations))
		v.integer(int64(r.Relations))
		v.integer(r.Sum)
		v.integer(r.Checksum)
		v.text(r.Blind)
		v.integer(int64(r.Verdicts))
	},
}

var annotationTable = table[annotationRow]{
	name:    "annotation",
	columns: []string{"id", "annotation_set", "label", "quote", "note", "origin", "checksum", "spans", "attributes"},
	values: func(v cells, r *annotationRow) {
		v.text(r.ID)
		v.integer(r.AnnotationSet)
		v.text(r.Label)
		v.text(r.Quote)
		v.text(r.Note)
		v.text(r.Origin)
		v.integer(r.Checksum)
		v.text(r.Spans)
		v.integer(int64(r.Attributed))
	},
	bytes: func(r *annotationRow) int { return len(r.Quote) + len(r.Note) },
}

// plainTable is for annotations without note and attributes, as nearly all are:
// two values fewer for SQLite to take out of a row.
var plainTable = table[annotationRow]{
	name:    "annotation",
	columns: []string{"id", "annotation_set", "label", "quote", "origin", "checksum", "spans"},
	values: func(v cells, r *annotationRow) {
		v.text(r.ID)
		v.integer(r.AnnotationSet)
		v.text(r.Label)
		v.text(r.Quote)
		v.text(r.Origin)
		v.integer(r.Checksum)
		v.text(r.Spans)
	},
	constants: [][2]string{{"note", "''"}, {"attributes", "0"}},
	bytes:     func(r *annotationRow) int { return len(r.Quote) },
}

// tableOf returns the one that adds the rows.
func tableOf(rows []annotationRow) table[annotationRow] {
	if slices.ContainsFunc(rows, func(r annotationRow) bool { return r.Note != "" || r.Attributed != 0 }) {
		return annotationTable
	}
	return plainTable
}

var fragmentTable = table[fragmentRow]{
	name:    "fragment",
	columns: []string{"annotation", "number", "start", "end"},
	values: func(v cells, r *fragmentRow) {
		v.text(r.Annotation)
		v.integer(int64(r.Number))
		v.integer(int64(r.Start))
		v.integer(int64(r.End))
	},
}

var attributeTable = table[attributeRow]{
	name:    "attribute",
	columns: []string{"annotation", "name", "value"},
	values: func(v cells, r *attributeRow) {
		v.text(r.Annotation)
		v.text(r.Name)
		v.text(r.Value)
	},
	bytes: func(r *attributeRow) int { return len(r.Value) },
}

var relationTable = table[relationRow]{
	name:    "relation",
	columns: []string{"id", "annotation_set", "type", "from_annotation", "to_annotation", "checksum"},
	values: func(v cells, r *relationRow) {
		v.text(r.ID)
		v.integer(r.AnnotationSet)
		v.text(r.Type)
		v.text(r.FromAnnotation)
		v.text(r.ToAnnotation)
		v.integer(r.Checksum)
	},
}

var changeTable = table[changeRow]{
	name:    "change",
	columns: []string{"number", "step", "kind", "of", "document", "owner", "by", "at", "name", "body", "checksum"},
	values: func(v cells, r *changeRow) {
		v.integer(r.Number)
		integerOrNull(v, r.Step)
		v.text(r.Kind)
		integerOrNull(v, r.Of)
		textOrNull(v, r.Document)
		textOrNull(v, r.Owner)
		v.text(r.By)
		v.text(r.At)
		v.text(r.Name)
		v.text(r.Body)
		v.integer(r.Checksum)
	},
	bytes: func(r *changeRow) int { return len(r.Body) },
}
