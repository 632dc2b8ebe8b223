package storage

import (
	"maps"
	"slices"
	"time"

	"dragoman/model"
)

// timeOr returns the time if it can be read, and the beginning of 1970 where it
// cannot.
func timeOr(at string) string {
	if _, err := time.Parse(timeForm, at); err != nil {
		return timeText(time.Unix(0, 0))
	}
	return at
}

// removable are the tables whose rows stand alone that the program removes rows
// of.
var removable = []string{"setting", "waiting"}

// mendRows returns the rows of a table whose rows stand alone: the sound ones, and
// of the others those that a backup has. name says in words what a row is.
func mendRows[R any](s *salvage, table string, of func(*remains) rows[R], name func(R) string) []R {
	have := of(s.have.remains)
	var list []R
	for _, key := range slices.Sorted(maps.Keys(have)) {
		if v, ok := have.best(key); ok {
			if v.rank == stray && slices.Contains(removable, table) {
				s.lost(table, key, "The %s stands where nothing leads any more: it is kept, and may have been removed.", name(v.row))
			}
			list = append(list, v.row)
			continue
		}
		if old, ok := fromBackup(s, table, key, have[key], of); ok {
			list = append(list, old)
			continue
		}
		s.lost(table, key, "The %s is damaged and lost.", name(have[key][0].row))
	}
	why := s.have.torn[table]
	if why == "" {
		return list
	}
	s.lost(table, "", "Rows of this table may be missing: %s.", why)
	if len(s.backups) == 0 {
		return list
	}
	newest := s.backups[0]
	for _, key := range slices.Sorted(maps.Keys(of(newest.remains))) {
		if old, ok := of(newest.remains).best(key); ok && len(have[key]) == 0 {
			list = append(list, old.row)
			s.lost(table, key, "The %s is as it was in the backup %s.", name(old.row), newest.name)
		}
	}
	return list
}

// fromBackup returns the row of a backup in the place of damaged ones.
func fromBackup[R any](s *salvage, table, key string, damaged []version[R], of func(*remains) rows[R]) (R, bool) {
	for _, b := range s.backups {
		old, ok := of(b.remains).best(key)
		if !ok {
			continue
		}
		if slices.ContainsFunc(damaged, func(v version[R]) bool { return v.sum == old.sum }) {
			s.repaired(table, key, "It was damaged and is whole again, out of the backup %s.", b.name)
		} else {
			s.lost(table, key, "It was damaged and is as it was in the backup %s.", b.name)
		}
		return old.row, true
	}
	var none R
	return none, false
}

// schema returns the schema of the project, with everything that is in use.
func (s *salvage) schema(last *model.Schema) model.Schema {
	schema, ok := s.ownSchema(last)
	if !ok {
		s.lost("schema", "1", "The schema is lost. It holds the labels, attributes and relation types that are in use, without colours, keys and descriptions.")
	}
	added := cover(&schema, s.out.sets)
	if ok && added > 0 {
		s.lost("schema", "1", "The schema lacked %d labels, attributes or relation types that are in use; they were added.", added)
	}
	return schema
}

func (s *salvage) ownSchema(last *model.Schema) (model.Schema, bool) {
	if v, ok := s.have.schemas.best("1"); ok && (v.rank == live || last == nil) {
		if schema, err := schemaFromRow(v.row); err == nil && schema.Check() == nil {
			if v.rank != live {
				s.lost("schema", "1", "The schema stands in a row to which nothing leads any more; it may not be the last one.")
			}
			return schema, true
		}
	}
	if last != nil && last.Check() == nil {
		s.noteSchema(*last)
		return *last, true
	}
	for _, b := range s.backups {
		if v, ok := b.schemas.best("1"); ok {
			if schema, err := schemaFromRow(v.row); err == nil && schema.Check() == nil {
				s.lost("schema", "1", "The schema was damaged and is as it was in the backup %s.", b.name)
				return schema, true
			}
		}
	}
	return model.Schema{}, false
}

// noteSchema says how sure it is that the schema of the log is the last one.
func (s *salvage) noteSchema(last model.Schema) {
	row := rowFromSchema(last)
	for _, v := range s.have.schemas["1"] {
		if v.sum == row.Checksum {
			s.repaired("schema", "1", "The schema was damaged and is whole again, repaired from the log.")
			return
		}
	}
	if s.have.complete {
		s.repaired("schema", "1", "The schema was damaged and is the last one of the log.")
		return
	}
	s.lost("schema", "1", "The schema was damaged and is the last one of the log, which has gaps: it may be an older one.")
}

// cover adds to the schema what the sets use and it lacks, and returns how much
// that is.
func cover(schema *model.Schema, sets []kept) int {
	added := 0
	for _, k := range sets {
		for _, a := range sorted(k.content.annotations, model.CompareAnnotations) {
			added += coverAnnotation(schema, a)
		}
		for _, r := range sorted(k.content.relations, model.CompareRelations) {
			if _, ok := schema.RelationType(r.Type); !ok {
				schema.RelationTypes = append(schema.RelationTypes, model.RelationType{Name: r.Type})
				added++
			}
		}
	}
	return added
}

func coverAnnotation(schema *model.Schema, a model.Annotation) int {
	added := 0
	i := slices.IndexFunc(schema.Labels, func(l model.Label) bool { return l.Name == a.Label })
	if i < 0 {
		i = len(schema.Labels)
		schema.Labels = append(slices.Clip(schema.Labels), model.Label{Name: a.Label})
		added++
	}
	for _, at := range a.Attributes {
		if _, ok := schema.Labels[i].Attribute(at.Name); !ok {
			l := &schema.Labels[i]
			l.Attributes = append(slices.Clip(l.Attributes), model.AttributeDef{Name: at.Name})
			added++
		}
	}
	return added
}

// others salvages what stands beside the annotation sets.
func (s *salvage) others() {
	s.out.settings = mendRows(s, "setting", func(r *remains) rows[settingRow] { return r.settings },
		func(r settingRow) string { return "setting " + short(r.Name) })
	s.out.comments = s.comments(mendRows(s, "comment", func(r *remains) rows[commentRow] { return r.comments },
		func(r commentRow) string { return "comment “" + short(r.Text) + "” of " + short(r.Annotator) }))
	assignments := mendRows(s, "assignment", func(r *remains) rows[assignmentRow] { return r.assignments },
		func(r assignmentRow) string { return "note of what was handed to " + short(r.Annotator) })
	for _, row := range assignments {
		if s.move(&row.Document, "assignment", pairKey(row.Document, row.Annotator)) {
			row.Checksum = row.sum()
			s.out.assignments = append(s.out.assignments, row)
		}
	}
	waiting := mendRows(s, "waiting", func(r *remains) rows[waitingRow] { return r.waiting },
		func(r waitingRow) string { return "set of " + short(r.Annotator) + " that waited for a decision" })
	for _, row := range waiting {
		if id, ok := s.moved[row.Document]; !ok || id != row.Document {
			s.lost("waiting", pairKey(row.Document, row.Annotator), "The set of %s that waited for a decision is lost with its document.", row.Annotator)
			continue
		}
		s.out.waiting = append(s.out.waiting, row)
	}
}

// move puts the document that is kept for this one in its place; false, and
// said so, where none is.
func (s *salvage) move(document *string, table, key string) bool {
	id, ok := s.moved[*document]
	if !ok {
		s.lost(table, key, "It is lost with its document %s.", *document)
		return false
	}
	*document = id
	return true
}

// comments returns those whose documents are kept; what answered a lost one
// begins a thread of its own.
func (s *salvage) comments(list []commentRow) []commentRow {
	there := map[string]bool{}
	for _, row := range list {
		there[row.ID] = true
	}
	var whole []commentRow
	for _, row := range list {
		if !s.move(&row.Document, "comment", row.ID) {
			delete(there, row.ID)
			continue
		}
		whole = append(whole, row)
	}
	for i := range whole {
		if answers := whole[i].Answers; answers != nil && !there[*answers] {
			whole[i].Answers = nil
			s.lost("comment", whole[i].ID, "The comment that it answers is lost.")
		}
		whole[i].Checksum = whole[i].sum()
	}
	return whole
}

// annotators salvages the names of all who own or changed something.
func (s *salvage) annotators() {
	used := s.usedNames()
	for _, name := range slices.Sorted(maps.Keys(s.have.annotators)) {
		if v, ok := s.have.annotators.best(name); ok {
			s.out.annotators = append(s.out.annotators, v.row)
			delete(used, name)
		}
	}
	if why := s.have.torn["annotator"]; why != "" && !s.have.complete {
		s.lost("annotator", "", "Annotators of whom nothing else is left may be missing: %s.", why)
	}
	for _, name := range slices.Sorted(maps.Keys(used)) {
		if old, ok := fromBackup(s, "annotator", name, s.have.annotators[name], func(r *remains) rows[annotatorRow] { return r.annotators }); ok {
			s.out.annotators = append(s.out.annotators, old)
			continue
		}
		row := annotatorRow{Name: name, AddedAt: s.firstSeen(name)}
		row.Checksum = row.sum()
		s.out.annotators = append(s.out.annotators, row)
		proven := slices.ContainsFunc(s.have.annotators[name], func(v version[annotatorRow]) bool { return v.sum == row.Checksum })
		if proven {
			s.repaired("annotator", name, "The row of the annotator was damaged and is whole again, repaired from the log.")
			continue
		}
		s.lost("annotator", name, "The row of the annotator was damaged. That they came on %s is the first that the log tells of them.", row.AddedAt)
	}
}

// usedNames returns all names to which rows of the new project refer.
func (s *salvage) usedNames() map[string]bool {
	used := map[string]bool{}
	for _, k := range s.out.sets {
		used[k.annotator] = true
	}
	for _, c := range s.out.comments {
		used[c.Annotator] = true
	}
	for _, c := range s.out.changes {
		if c.Owner != nil {
			used[*c.Owner] = true
		}
		if c.Owner != nil && c.By != "" {
			used[c.By] = true
		}
	}
	return used
}

// firstSeen returns when the name first stands in the log or beside a comment.
func (s *salvage) firstSeen(name string) string {
	first := timeText(s.now())
	for _, c := range s.out.changes {
		if (c.By == name || c.Owner != nil && *c.Owner == name) && c.At < first {
			first = c.At
		}
	}
	for _, c := range s.out.comments {
		if c.Annotator == name && c.At < first {
			first = c.At
		}
	}
	return first
}
