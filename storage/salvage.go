package storage

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"dragoman/model"
)

// nextStep is what a person can do about a damaged project.
const nextStep = "restore a backup with dragoman restore, or save what is left with dragoman salvage"

// SalvageOptions say how a project is salvaged.
type SalvageOptions struct {
	Backups  []string // paths of older copies of the project beside those that the program keeps, the newest first
	Version  string   // of the program, for the new project
	Now      func() time.Time
	Progress func(done, total int64) // pages of the file; may be nil
}

// SalvageTo saves what can be saved of the damaged project at path into a new
// project at out, and says what was repaired and what is lost. It reads the
// pages of the file by itself and takes nothing that a checksum does not prove,
// except where it says so. What is damaged it takes from the named backups and
// from the newest of those that the program keeps. The damaged file and the
// backups are only read; nobody may have the project open. It fails with ErrExists, ErrNotThere,
// ErrNotProject where nothing of a project is in the file, ErrInUse, and
// model.ErrConflict for a named backup of another project; then there is no file
// at out.
func SalvageTo(ctx context.Context, path, out string, opts SalvageOptions) (model.Salvage, error) {
	result, err := salvageTo(ctx, path, out, opts)
	if err != nil {
		return model.Salvage{}, fmt.Errorf("salvage project %s to %s: %w", path, out, explain(err))
	}
	return result, nil
}

func salvageTo(ctx context.Context, path, out string, opts SalvageOptions) (model.Salvage, error) {
	if _, err := os.Lstat(out); err == nil {
		return model.Salvage{}, fmt.Errorf("%w; choose another name", ErrExists)
	}
	release, err := keepOut(path)
	if err != nil {
		return model.Salvage{}, err
	}
	s := &salvage{
		now: opts.Now, moved: map[string]string{}, gone: map[string]bool{}, text: map[string]*model.Text{},
		result: model.Salvage{Path: out, Repaired: []model.Finding{}, Lost: []model.Finding{}},
	}
	if s.now == nil {
		s.now = time.Now
	}
	err = s.gather(ctx, path, opts)
	if failed := release(); err == nil {
		err = failed
	}
	if err != nil {
		return model.Salvage{}, err
	}
	s.decide()
	return s.result, s.writeTo(ctx, out, opts.Version)
}

// keepOut takes the lock of the project, so that nobody writes to it meanwhile.
// In a folder where nothing can be written nobody does.
func keepOut(path string) (release func() error, err error) {
	p, err := newProject(path, Options{})
	if err != nil {
		return nil, err
	}
	info, err := os.Stat(p.path)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() == 0 {
		return nil, errNotProject()
	}
	l, err := acquire(p.path)
	switch {
	case err == nil:
		return l.release, nil
	case strings.Contains(err.Error(), ErrInUse.Error()):
		return nil, err
	}
	return func() error { return nil }, nil
}

// salvage brings together what is left of a project.
type salvage struct {
	now     func() time.Time
	have    *source
	backups []*source
	told    map[string]toldDocument
	moved   map[string]string      // which document is kept for one that was there
	gone    map[string]bool        // documents of which nothing is kept
	text    map[string]*model.Text // of the documents that are kept
	out     harvest
	result  model.Salvage
}

// harvest is what goes into the new project.
type harvest struct {
	documents   []documentRow
	annotators  []annotatorRow
	sets        []kept
	changes     []changeRow
	past        []pastRow
	comments    []commentRow
	settings    []settingRow
	assignments []assignmentRow
	waiting     []waitingRow
	schema      model.Schema
}

func (s *salvage) repaired(table, key, problem string, args ...any) {
	s.result.Repaired = append(s.result.Repaired, model.Finding{Table: table, Key: key, Problem: fmt.Sprintf(problem, args...)})
}

func (s *salvage) lost(table, key, problem string, args ...any) {
	s.result.Lost = append(s.result.Lost, model.Finding{Table: table, Key: key, Problem: fmt.Sprintf(problem, args...)})
}

// gather reads the damaged file and the backups.
func (s *salvage) gather(ctx context.Context, path string, opts SalvageOptions) error {
	progress := opts.Progress
	if progress == nil {
		progress = func(int64, int64) {}
	}
	have, err := readRemains(ctx, path, progress)
	if err != nil {
		return err
	}
	if len(have.documents)+len(have.changes)+len(have.schemas)+len(have.settings) == 0 {
		return fmt.Errorf("%w: no row of one is left in it; restore a backup with dragoman restore", ErrNotProject)
	}
	s.have = &source{remains: have}
	if err := s.readBackups(ctx, path, opts.Backups); err != nil {
		return err
	}
	s.have = newSource(have, "")
	s.have.readLog(s.textOf)
	return nil
}

// decide says of everything what is kept.
func (s *salvage) decide() {
	var last *model.Schema
	s.told, last = s.have.tellDocuments()
	s.documents()
	for _, key := range s.keys() {
		if k, ok := s.settle(key); ok {
			s.keepSet(key, k)
		}
	}
	s.unique()
	s.out.schema = s.schema(last)
	s.history()
	s.others()
	s.annotators()
	s.structure()
	s.count()
}

// keepSet keeps the set in the document that is kept for its own.
func (s *salvage) keepSet(key string, k kept) {
	id, ok := s.moved[k.document]
	if !ok {
		s.lost("annotation_set", key, "The annotation set of %s is lost with its document.", k.annotator)
		for _, a := range k.content.set(k.document, k.annotator, k.status).Annotations {
			s.lost("annotation", string(a.ID), "The annotation (%s, “%s”) of %s is lost with its document.",
				a.Label, short(k.content.annotations[string(a.ID)].quote), k.annotator)
		}
		return
	}
	k.document = id
	text := s.text[id]
	for _, a := range k.content.set(id, k.annotator, k.status).Annotations {
		p := k.content.annotations[string(a.ID)]
		if model.CheckFragments(text, a.Fragments) == nil && (p.quote == text.Quote(a.Fragments)) {
			continue
		}
		delete(k.content.annotations, string(a.ID))
		s.lost("annotation", string(a.ID), "The annotation (%s, “%s”) of %s in document %s is lost: the text that it covers is damaged.",
			a.Label, short(p.quote), k.annotator, id)
	}
	s.cutLoose(key, &k)
	s.resum(&k)
	s.out.sets = append(s.out.sets, k)
}

// resum works the checksums of the content out again, for its document.
func (s *salvage) resum(k *kept) {
	t := told{content: k.content, summed: true}
	t.sums(setRow{Document: k.document, Annotator: k.annotator}, s.text[k.document])
}

// unique drops what has the id of something in a set before it.
func (s *salvage) unique() {
	seen := map[string]bool{}
	for i := range s.out.sets {
		k := &s.out.sets[i]
		key := pairKey(k.document, k.annotator)
		for id, p := range k.content.annotations {
			if seen[id] {
				delete(k.content.annotations, id)
				s.lost("annotation", id, "The annotation (%s, “%s”) of %s is lost: two annotations have its id.", p.value.Label, short(p.quote), k.annotator)
			}
			seen[id] = true
		}
		for id := range k.content.relations {
			if seen["relation "+id] {
				delete(k.content.relations, id)
				s.lost("relation", id, "The relation of %s is lost: two have its id.", k.annotator)
			}
			seen["relation "+id] = true
		}
		s.cutLoose(key, k)
	}
}

// structure says which pages were damaged. What was lost with them was told
// already.
func (s *salvage) structure() {
	var tables []string
	pages := map[string][]string{}
	for _, f := range s.have.damaged {
		if pages[f.Table] == nil {
			tables = append(tables, f.Table)
		}
		if !slices.Contains(pages[f.Table], f.Problem) {
			pages[f.Table] = append(pages[f.Table], f.Problem)
		}
	}
	for _, table := range tables {
		s.repaired(table, "", "%s What it held was found elsewhere, or made anew, or is named as lost.", strings.Join(pages[table], " "))
	}
	if len(s.result.Repaired)+len(s.result.Lost) == 0 {
		s.repaired("", "", "No row is damaged. Indexes, and what else is no row, were made anew.")
	}
	if known := int64(len(migrations())); s.have.version > known {
		s.lost("", "", "The file says that it is of version %d, and this program knows versions up to %d: what only newer versions hold is left out. "+
			"If a newer program wrote it, salvage it with that.", s.have.version, known)
	}
	if s.have.cutLog {
		s.lost("", "", "The file that ends in -wal holds more than can be read. Changes that were made last may be missing.")
	}
}

func (s *salvage) count() {
	s.result.Documents, s.result.Sets = len(s.out.documents), len(s.out.sets)
	for _, k := range s.out.sets {
		s.result.Annotations += len(k.content.annotations)
		s.result.Relations += len(k.content.relations)
	}
}
