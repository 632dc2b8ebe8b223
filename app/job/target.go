package job

import (
	"errors"
	"fmt"
	"slices"

	"dragoman/model"
	"dragoman/storage/format"
)

// target is an annotation set that an import adds to.
type target struct {
	key       setKey
	status    model.Status
	fresh     bool // nothing is in it and it has no status
	byID      map[model.AnnotationID]model.Annotation
	bySame    map[string]model.AnnotationID
	relations map[model.RelationID]model.Relation
	links     map[model.Relation]model.RelationID // by what they are without their id
	judged    map[string]bool                     // what verdicts are about
	next      model.Change                        // what is to be saved
}

// target returns the set as it is with what the batch adds to it; about n
// annotations will be.
func (im *importer) target(k setKey, n int) (*target, error) {
	if t := im.batch.sets[k]; t != nil {
		return t, nil
	}
	set := model.AnnotationSet{Document: k.document, Annotator: k.annotator}
	if _, added := im.batch.added[k.document]; !added {
		var err error
		if set, err = im.tx.Set(k.document, k.annotator); err != nil {
			return nil, fmt.Errorf("read annotations of %s in document %s: %w", k.annotator, k.document, err)
		}
	}
	t := &target{
		key: k, status: set.Status,
		fresh:     set.Status == model.StatusUnset && len(set.Annotations) == 0,
		byID:      make(map[model.AnnotationID]model.Annotation, len(set.Annotations)+n),
		bySame:    make(map[string]model.AnnotationID, len(set.Annotations)+n),
		relations: map[model.RelationID]model.Relation{},
		links:     map[model.Relation]model.RelationID{},
		judged:    map[string]bool{},
	}
	for _, a := range set.Annotations {
		t.byID[a.ID], t.bySame[a.Sameness()] = a, a.ID
	}
	for _, r := range set.Relations {
		t.relations[r.ID], t.links[link(r)] = r, r.ID
	}
	for _, v := range set.Verdicts {
		t.judged[v.Of] = true
	}
	im.batch.sets[k] = t
	return t, nil
}

// link is equal for relations that are the same: model.Relation.Same.
func link(r model.Relation) model.Relation {
	r.ID = ""
	return r
}

// change returns what was taken since the last call.
func (t *target) change(by model.Annotator) model.Change {
	c := t.next
	t.next = model.Change{}
	c.Document, c.Owner, c.By = t.key.document, t.key.annotator, by
	if by == "" {
		c.By = c.Owner
	}
	c.Name = fmt.Sprintf("import %d annotations", len(c.Annotations))
	return c
}

// take adds what the record's set has and this one has not.
func (t *target) take(im *importer, r format.Record) error {
	if t.fresh {
		t.begin(r.Set.Status)
	} else if r.Set.Status == model.StatusDone && t.status != model.StatusDone && !im.blindTo(t.key.annotator) {
		im.report.Losses.Add("status", fmt.Sprintf("document %s, %s: %s stays, %s is left out", t.key.document, t.key.annotator, t.status, r.Set.Status),
			"set the status of the document")
	}
	n := len(r.Set.Annotations)
	standIn := make(map[model.AnnotationID]model.AnnotationID, n) // in the file, in the project
	gold := make(map[string]string, n+len(r.Set.Relations))       // likewise, relations too
	t.next.Annotations = slices.Grow(t.next.Annotations, n)
	for _, a := range r.Set.Annotations {
		id, err := t.annotation(im, r, a)
		if err != nil {
			return err
		}
		if id != "" {
			standIn[a.ID], gold[string(a.ID)] = id, string(id)
		}
	}
	for _, rel := range r.Set.Relations {
		id, err := t.relation(im, r, rel, standIn)
		if err != nil {
			return err
		}
		gold[string(rel.ID)] = string(id)
	}
	t.verdicts(r, gold)
	return nil
}

// verdicts adds what the record says of where a gold set came from, unless it
// is known.
func (t *target) verdicts(r format.Record, gold map[string]string) {
	for _, v := range r.Set.Verdicts {
		if v.Gold = gold[v.Gold]; v.Gold == "" || t.judged[v.Of] {
			continue
		}
		t.judged[v.Of] = true
		t.next.Verdicts = append(t.next.Verdicts, model.Insert(v))
	}
}

// begin gives a set that is not there yet its status. A set that begins as new
// has its first edit still to come, which is what StatusUnset says.
func (t *target) begin(status model.Status) {
	t.fresh = false
	if status == model.StatusNew {
		status = model.StatusUnset
	}
	t.status = status
	t.next.Status = &model.Edit[model.Status]{New: &status}
}

// annotation adds a, or finds the one that stands for it. It returns the id in
// the project, or "" when a is kept out.
func (t *target) annotation(im *importer, r format.Record, a model.Annotation) (model.AnnotationID, error) {
	err := model.CheckFragments(r.Document.Text, a.Fragments)
	if err == nil && a.Label == "" {
		err = errors.New("it has no label")
	}
	if err != nil {
		im.reject(r, "annotation %s is kept out: %v", a.ID, err)
		return "", nil
	}
	keepOut := func(owner model.Annotator, reason string) {
		words := format.Shorten(r.Document.Text.Quote(a.Fragments))
		im.keepOut(r, owner, fmt.Sprintf("annotation %s (%s %s)", a.ID, a.Label, words), reason)
	}
	if old, known := t.byID[a.ID]; known {
		if !sameContent(old, a) {
			keepOut(t.key.annotator, "the project has it with other content")
			return "", nil
		}
		return old.ID, nil
	}
	if id, known := t.bySame[a.Sameness()]; known {
		if !sameContent(t.byID[id], a) {
			keepOut(t.key.annotator,
				fmt.Sprintf("annotation %s has the same label and words, with other attributes or another note", id))
		}
		return id, nil
	}
	where, owner, err := im.whereAnnotation(a.ID)
	if err != nil {
		return "", err
	}
	if where != "" {
		keepOut(owner, fmt.Sprintf("its id is in use in document %s by %s", where, owner))
		return "", nil
	}
	im.learn(a)
	t.byID[a.ID], t.bySame[a.Sameness()] = a, a.ID
	im.batch.where[a.ID] = t.key
	t.next.Annotations = append(t.next.Annotations, model.Insert(a))
	im.sum.Annotations++
	return a.ID, nil
}

// sameContent reports whether a and b say the same; how they came to be does
// not matter.
func sameContent(a, b model.Annotation) bool {
	return a.Same(b) && a.Note == b.Note && slices.Equal(a.Attributes, b.Attributes)
}

// relation adds rel between those that stand for its ends, or finds the one
// that stands for it. It returns the id in the project, or "" when rel is kept
// out.
func (t *target) relation(im *importer, r format.Record, rel model.Relation, standIn map[model.AnnotationID]model.AnnotationID) (model.RelationID, error) {
	named := fmt.Sprintf("relation %s (%s)", rel.ID, rel.Type)
	from, okFrom := standIn[rel.From]
	to, okTo := standIn[rel.To]
	if !okFrom || !okTo || from == to {
		im.reject(r, "%s is kept out: it does not link two annotations that are there", named)
		return "", nil
	}
	rel.From, rel.To = from, to
	if old, known := t.relations[rel.ID]; known {
		if old != rel {
			im.keepOut(r, t.key.annotator, named, "the project has it with other content")
			return "", nil
		}
		return rel.ID, nil
	}
	if id, known := t.links[link(rel)]; known {
		return id, nil
	}
	where, owner, err := im.whereRelation(rel.ID)
	if err != nil {
		return "", err
	}
	if where != "" {
		im.keepOut(r, owner, named, fmt.Sprintf("its id is in use in document %s by %s", where, owner))
		return "", nil
	}
	im.learnRelation(rel.Type, t.byID[from].Label, t.byID[to].Label)
	t.relations[rel.ID], t.links[link(rel)] = rel, rel.ID
	im.batch.whereRelation[rel.ID] = t.key
	t.next.Relations = append(t.next.Relations, model.Insert(rel))
	im.sum.Relations++
	return rel.ID, nil
}

// whereAnnotation returns in which set an id is in use, or "".
func (im *importer) whereAnnotation(id model.AnnotationID) (model.DocumentID, model.Annotator, error) {
	if k, known := im.batch.where[id]; known {
		return k.document, k.annotator, nil
	}
	document, owner, err := im.tx.Where(id)
	if errors.Is(err, model.ErrNotFound) {
		return "", "", nil
	}
	return document, owner, err
}

// whereRelation returns in which set an id is in use, or "".
func (im *importer) whereRelation(id model.RelationID) (model.DocumentID, model.Annotator, error) {
	if k, known := im.batch.whereRelation[id]; known {
		return k.document, k.annotator, nil
	}
	document, owner, err := im.tx.WhereRelation(id)
	if errors.Is(err, model.ErrNotFound) {
		return "", "", nil
	}
	return document, owner, err
}
