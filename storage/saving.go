package storage

import (
	"fmt"

	"dragoman/model"
)

// saving is a step that is being saved. Rows that it adds are gathered, so that
// an import of a thousand documents takes few statements, and are written
// before anything is asked or changed that they have a part in.
type saving struct {
	tx      *Tx
	step    model.Step
	log     *stepLog
	numbers []int64                          // of the changes in the log
	there   map[model.DocumentID]bool        // of the documents to be added: those that were there before
	added   map[model.DocumentID]*model.Text // by this step
	known   map[model.Annotator]bool         // annotators that are in the file, or gathered
	begun   map[setName]*setRow              // sets that are gathered
	setsOf  map[model.DocumentID]int         // how many sets this step began in what it added
	shown   map[model.Annotator]bool         // who may see the sets of others
	nextSet int64                            // id of the next new set; 0 before that is known
	encoded encoding

	// What is gathered.
	annotators  []annotatorRow
	documents   []documentRow
	sets        []*setRow
	annotations []annotationRow
	relations   []relationRow
}

// setName says which annotation set is meant.
type setName struct {
	document model.DocumentID
	owner    model.Annotator
}

func newSaving(tx *Tx, step model.Step) (*saving, error) {
	log, err := tx.openLog(step)
	if err != nil {
		return nil, err
	}
	s := &saving{
		tx: tx, step: step, log: log,
		added: map[model.DocumentID]*model.Text{}, known: map[model.Annotator]bool{}, begun: map[setName]*setRow{},
		setsOf: map[model.DocumentID]int{}, shown: map[model.Annotator]bool{},
	}
	if next := tx.later.next; next != nil {
		s.nextSet, s.known, s.shown = next.set, next.known, next.shown
	}
	s.encoded.begin(step.Changes)
	return s, nil
}

// flush writes what is gathered, what is referred to first.
func (s *saving) flush() error {
	if err := annotatorTable.insert(s.tx, s.annotators); err != nil {
		return wrap("add annotators", err)
	}
	if err := documentTable.insert(s.tx, s.documents); err != nil {
		return wrap("add documents", err)
	}
	sets := make([]setRow, len(s.sets))
	for i, set := range s.sets {
		set.Checksum = set.sum()
		sets[i] = *set
	}
	if err := setTable.insert(s.tx, sets); err != nil {
		return wrap("add annotation sets", err)
	}
	if err := s.tx.addAnnotations(s.annotations); err != nil {
		return wrap("add annotations", err)
	}
	if err := relationTable.insert(s.tx, s.relations); err != nil {
		return wrap("add relations", err)
	}
	s.annotators, s.documents, s.sets = s.annotators[:0], s.documents[:0], s.sets[:0]
	s.annotations, s.relations = s.annotations[:0], s.relations[:0]
	clear(s.begun)
	return nil
}

// findDocuments looks which of the documents to be added are there already.
func (s *saving) findDocuments() error {
	var ids []string
	for _, e := range s.step.Documents {
		if e.Added != nil && !s.tx.absence.sure(string(e.Added.ID)) {
			ids = append(ids, string(e.Added.ID))
		}
	}
	s.there = make(map[model.DocumentID]bool, len(ids))
	err := inBatches(ids, func(ids []string) error {
		return s.tx.each(func(scan func(...any) error) error {
			var id model.DocumentID
			err := scan((*string)(&id))
			s.there[id] = true
			return err
		}, "SELECT id FROM document WHERE id IN "+places(len(ids)), anys(ids)...)
	})
	return wrap("look for documents", err)
}

// text returns the text of a document.
func (s *saving) text(id model.DocumentID) (*model.Text, error) {
	if text := s.added[id]; text != nil {
		return text, nil
	}
	return s.tx.text(id, s.tx.texts)
}

// set returns the row of the set, as it is or is gathered, and begins one where
// there is none.
func (s *saving) set(id model.DocumentID, owner model.Annotator) (*setRow, error) {
	name := setName{id, owner}
	if set := s.begun[name]; set != nil {
		return set, nil
	}
	set := &setRow{Document: string(id), Annotator: string(owner)}
	if s.added[id] == nil || s.setsOf[id] > 0 {
		err := s.storedSet(set)
		if !isNoRow(err) {
			return set, err
		}
	}
	if s.added[id] == nil {
		there, err := s.tx.hasDocument(id)
		if err != nil {
			return nil, err
		}
		if !there {
			return nil, notFound(id)
		}
	}
	return set, s.begin(name, set)
}

// storedSet reads the row of a set, and whether its annotator may see those of
// others, which most edits ask next.
func (s *saving) storedSet(set *setRow) error {
	var may bool
	err := s.tx.row("SELECT id, status, annotations, relations, sum, blind, verdicts, "+seesOthers+` FROM annotation_set
		WHERE document = ? AND annotator = ?`, append(seesOthersArgs(set.Annotator), set.Document, set.Annotator)...).
		Scan(&set.ID, &set.Status, &set.Annotations, &set.Relations, &set.Sum, &set.Blind, &set.Verdicts, &may)
	if err == nil {
		s.shown[model.Annotator(set.Annotator)] = may
	}
	return err
}

// begin gathers a set that is new.
func (s *saving) begin(name setName, set *setRow) error {
	if s.nextSet == 0 {
		if err := s.tx.row("SELECT coalesce(max(id), 0) + 1 FROM annotation_set").Scan(&s.nextSet); err != nil {
			return wrap("number an annotation set", err)
		}
	}
	if err := s.annotator(name.owner); err != nil {
		return err
	}
	set.ID = s.nextSet
	s.nextSet++
	s.begun[name], s.sets = set, append(s.sets, set)
	s.setsOf[name.document]++
	return nil
}

// isNew reports whether the set is gathered and not written yet.
func (s *saving) isNew(set *setRow) bool {
	return s.begun[setName{model.DocumentID(set.Document), model.Annotator(set.Annotator)}] == set
}

// annotator adds who is not in the file yet.
func (s *saving) annotator(name model.Annotator) error {
	if s.known[name] {
		return nil
	}
	s.known[name] = true
	var there bool
	if err := s.tx.row("SELECT EXISTS (SELECT 1 FROM annotator WHERE name = ?)", name).Scan(&there); err != nil || there {
		return wrap("look for annotator "+string(name), err)
	}
	row := annotatorRow{Name: string(name), AddedAt: s.tx.at}
	row.Checksum = row.sum()
	s.annotators = append(s.annotators, row)
	return nil
}

// lookUp returns what the table holds under the ids.
func (s *saving) lookUp(table string, ids []string) (map[string]stored, error) {
	return s.lookUpRest(table, ids, map[string]stored{})
}

// lookUpMost does so for annotations of which most may be in the set, that is
// read whole if they are many.
func (s *saving) lookUpMost(set setRow, ids []string) (map[string]stored, error) {
	if set.Annotations == 0 || len(ids) < manyAnnotations || len(ids) < set.Annotations/bulkShare {
		return s.lookUp("annotation", ids)
	}
	if err := s.flush(); err != nil {
		return nil, err
	}
	there := make(map[string]stored, set.Annotations)
	err := s.tx.readPack("an annotation", 3, func(p *pack) error {
		rows, sums, ids := p.column(0), p.column(1), p.column(2)
		for range p.count {
			there[ids.next()] = stored{set.ID, sums.number(), rows.number()}
		}
		return nil
	}, "SELECT "+packed("rowid", "checksum", "id")+" FROM annotation WHERE annotation_set = ?", set.ID)
	if err != nil {
		return nil, wrap("look up a set", err)
	}
	return s.lookUpRest("annotation", ids, there)
}

// lookUpRest looks up what is not known to be there.
func (s *saving) lookUpRest(table string, ids []string, there map[string]stored) (map[string]stored, error) {
	unsure := ids[:0:0]
	for _, id := range ids {
		if _, ok := there[id]; !ok && !s.tx.absence.sure(id) {
			unsure = append(unsure, id)
		}
	}
	if len(unsure) == 0 {
		return there, nil
	}
	if err := s.flush(); err != nil {
		return nil, err
	}
	err := inBatches(unsure, func(ids []string) error {
		return s.tx.each(func(scan func(...any) error) error {
			var id string
			var row stored
			err := scan(&id, &row.set, &row.sum, &row.row)
			there[id] = row
			return err
		}, fmt.Sprintf("SELECT id, annotation_set, checksum, rowid FROM %s WHERE id IN %s", table, places(len(ids))), anys(ids)...)
	})
	return there, wrap("look up "+table, err)
}
