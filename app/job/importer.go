package job

import (
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"dragoman/model"
	"dragoman/storage/format"
)

// batchBytes is about how much of an import is held before it is saved. Steps
// of one name in one transaction stand together as one in the project.
const batchBytes = 2 << 20

// importer takes records into one transaction.
type importer struct {
	tx      Tx
	opt     ImportOptions
	name    string // of the step
	dataset bool   // the file at hand gives titles and metadata of its own accord
	saved   model.Schema
	schema  model.Schema // saved, and what the batch adds
	batch   batch
	seen    map[model.DocumentID]bool // met already: true when this import added it
	report  format.Report
	sum     ImportResult
	brought bringing
	failed  error
	passed  atomic.Int64      // bytes of the file at hand that were read
	tell    func(bytes int64) // tells the progress; nil where nobody hears it
}

// batch is what is taken and not saved yet.
type batch struct {
	bytes     int
	documents []model.DocumentEdit
	changes   []model.Change
	sets      map[setKey]*target
	added     map[model.DocumentID]*model.Document
	edited    map[model.DocumentID]*model.Edit[model.Properties]

	// Where the ids of the batch stand.
	where         map[model.AnnotationID]setKey
	whereRelation map[model.RelationID]setKey
}

type setKey struct {
	document  model.DocumentID
	annotator model.Annotator
}

func newBatch() batch {
	return batch{
		sets:          map[setKey]*target{},
		added:         map[model.DocumentID]*model.Document{},
		edited:        map[model.DocumentID]*model.Edit[model.Properties]{},
		where:         map[model.AnnotationID]setKey{},
		whereRelation: map[model.RelationID]setKey{},
	}
}

func newImporter(tx Tx, name string, opt ImportOptions) (*importer, error) {
	schema, err := tx.Schema()
	if err != nil {
		return nil, fmt.Errorf("read schema: %w", err)
	}
	if err := opt.Map.check(schema); err != nil {
		return nil, err
	}
	if opt.Annotator == "" {
		opt.Annotator = model.Imported
	}
	return &importer{
		tx: tx, opt: opt, name: name, saved: schema, schema: schema,
		batch: newBatch(), seen: map[model.DocumentID]bool{},
	}, nil
}

func (im *importer) reject(r format.Record, reason string, args ...any) {
	im.report.Rejected = append(im.report.Rejected, format.Rejection{
		Path: r.Path, Line: r.Line, Reason: fmt.Sprintf(reason, args...),
	})
}

// take brings one record in. Its error is about the project; what is wrong
// with the record is reported.
func (im *importer) take(r format.Record) error {
	if strings.TrimSpace(r.Document.Text.String()) == "" {
		im.reject(r, "%v", errEmpty)
		return nil
	}
	if err := im.document(r); err != nil {
		return err
	}
	if r.Set != nil {
		if err := im.set(r); err != nil {
			return err
		}
	}
	if im.batch.bytes > batchBytes {
		return im.flush()
	}
	return nil
}

// document adds the record's document, or leaves the one that is there.
func (im *importer) document(r format.Record) error {
	old, err := im.find(r.Document.ID)
	if err != nil {
		return err
	}
	if old != nil {
		im.existing(r, *old)
		return nil
	}
	doc := r.Document
	im.batch.documents = append(im.batch.documents, model.DocumentEdit{ID: doc.ID, Added: &doc})
	im.batch.added[doc.ID] = &doc
	im.batch.bytes += doc.Text.Len()
	im.sum.Added = append(im.sum.Added, doc.ID)
	im.seen[doc.ID] = true
	return nil
}

// find returns the document as the batch leaves it, or nil where there is none.
func (im *importer) find(id model.DocumentID) (*model.Document, error) {
	if doc, added := im.batch.added[id]; added {
		return doc, nil
	}
	there, err := im.tx.Has(id)
	if err != nil {
		return nil, fmt.Errorf("look for document %s: %w", id, err)
	}
	if !there {
		return nil, nil
	}
	doc, err := im.tx.Document(id)
	if err != nil {
		return nil, fmt.Errorf("read document %s: %w", id, err)
	}
	if edit, edited := im.batch.edited[id]; edited {
		doc = doc.WithProperties(*edit.New)
	}
	return &doc, nil
}

// existing reports a document that is there already, once, and what the file
// says otherwise about it. What a plain article says is derived from its text
// and name, so that a difference there is no loss.
func (im *importer) existing(r format.Record, old model.Document) {
	if _, met := im.seen[old.ID]; !met {
		im.seen[old.ID] = false
		im.sum.Existing = append(im.sum.Existing, old.ID)
		if old.Binned != "" {
			im.sum.InBin = append(im.sum.InBin, old.ID)
		}
	}
	if im.dataset {
		im.complete(r.Document, old)
	}
}

// set brings the record's annotation set in.
func (im *importer) set(r format.Record) error {
	owner := r.Set.Annotator
	if owner == "" || owner == model.All || strings.TrimSpace(string(owner)) != string(owner) {
		im.reject(r, "%q cannot be the name of an annotator", owner)
		return nil
	}
	im.translate(&r)
	t, err := im.target(setKey{r.Document.ID, owner}, len(r.Set.Annotations))
	if err != nil {
		return err
	}
	before := im.sum.Annotations
	if err := t.take(im, r); err != nil {
		return err
	}
	if !im.blindTo(owner) {
		im.brought.add(t.key, im.sum.Annotations-before)
	}
	if change := t.change(im.opt.By); !change.Empty() {
		im.batch.changes = append(im.batch.changes, change)
		im.batch.bytes += 256 * (len(change.Annotations) + len(change.Relations))
	}
	return nil
}

// flush saves the batch as one step.
func (im *importer) flush() error {
	step := model.Step{
		Name: im.name, By: im.opt.By, Project: true,
		Documents: im.batch.documents, Changes: im.batch.changes,
	}
	if step.By == "" {
		step.By = im.opt.Annotator
	}
	if !im.schema.Equal(im.saved) {
		edit := model.Replace(im.saved, im.schema)
		step.Schema = &edit
	}
	if step.Empty() {
		return nil
	}
	if err := im.tx.SaveLater(step); err != nil {
		return fmt.Errorf("save import: %w", err)
	}
	im.saved, im.batch = im.schema, newBatch()
	return nil
}

// pasted returns the text as a document keeps it.
func pasted(text string) (string, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	switch {
	case !utf8.ValidString(text):
		return "", errors.New("the text is not valid UTF-8: copy it again, or save it to a file and import that")
	case strings.TrimSpace(text) == "":
		return "", errEmpty
	}
	return text, nil
}

// firstLine returns the first line that is not blank, without the space around
// it.
func firstLine(text string) string {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			return line
		}
	}
	return ""
}
