package job

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"dragoman/model"
)

// HandoutSource is the project that work is handed out of.
type HandoutSource interface {
	Writer
	Schema(ctx context.Context) (model.Schema, error)
	Documents(ctx context.Context) ([]model.Summary, error)
	Document(ctx context.Context, id model.DocumentID) (model.Document, error)
	EditedAt(ctx context.Context, id model.DocumentID) (time.Time, error)
	Setting(ctx context.Context, name string) (string, error)
}

// HandoutProject is a new project that is handed out.
type HandoutProject interface {
	Save(ctx context.Context, step model.Step) ([]int64, error)
	SetSetting(ctx context.Context, name, value string) error
	io.Closer
}

// HandoutOptions say what is handed out to whom. To, Folder, Name and Create
// are required.
type HandoutOptions struct {
	To        []model.Annotator  // as session.ParseAnnotator returns them
	Folder    string             // is made where there is none
	Name      string             // of the project, for the names of files
	Overlap   int                // how many annotators get each document; 1 when 0
	Seed      uint64             // of the dealing
	Documents []model.DocumentID // all that are not flagged as skipped when nil
	// Create makes a project file; it fails where a file is there.
	Create func(ctx context.Context, path string, schema model.Schema) (HandoutProject, error)
}

// HandoutResult says who was handed what.
type HandoutResult struct {
	Files     []HandedFile       `json:"files"` // in the order of To
	Documents int                `json:"documents"`
	Overlap   int                `json:"overlap"`
	Seed      uint64             `json:"seed"`
	Skipped   []model.DocumentID `json:"skipped"` // left out because they are flagged so
	Pairs     []SharedDocuments  `json:"pairs"`
}

// HandedFile is the project file of one annotator.
type HandedFile struct {
	Annotator model.Annotator `json:"annotator"`
	Path      string          `json:"path"`
	Documents int             `json:"documents"`
}

// SharedDocuments counts the documents that two annotators both have.
type SharedDocuments struct {
	A         model.Annotator `json:"a"`
	B         model.Annotator `json:"b"`
	Documents int             `json:"documents"`
}

// Handout writes a project file for each annotator, with the documents that
// Deal gives them, the schema, and no annotations, and has the project remember
// who was handed what. It fails before anything is written where a file is
// there already or the options cannot be met, which is a *UsageError; when it
// fails later, or the context ends, it takes away what it wrote.
func Handout(ctx context.Context, project HandoutSource, opt HandoutOptions, progress Progress) (HandoutResult, error) {
	h := &handout{project: project, opt: opt, progress: progress}
	h.opt.Overlap = max(opt.Overlap, 1)
	if err := h.prepare(ctx); err != nil {
		return HandoutResult{}, err
	}
	if err := h.write(ctx); err != nil {
		return HandoutResult{}, errors.Join(fmt.Errorf("hand out: %w", err), h.takeAway())
	}
	return h.result(), nil
}

type handout struct {
	project  HandoutSource
	opt      HandoutOptions
	progress Progress
	schema   model.Schema
	owner    string
	dealt    Dealt
	titles   map[model.DocumentID]string
	chosen   []model.DocumentID
	skipped  []model.DocumentID
	paths    []string // of the files, in the order of To
	made     []string // files and a folder that are there now and were not
	done     int
}

// prepare reads what is needed and finds out what would fail.
func (h *handout) prepare(ctx context.Context) error {
	if err := h.checkNames(); err != nil {
		return err
	}
	if h.opt.Overlap > len(h.opt.To) {
		return &UsageError{fmt.Sprintf("each document cannot go to %d annotators: there are %d; name more, or have fewer share it", h.opt.Overlap, len(h.opt.To))}
	}
	if err := h.choose(ctx); err != nil {
		return err
	}
	var err error
	if h.schema, err = h.project.Schema(ctx); err != nil {
		return fmt.Errorf("hand out: read schema: %w", err)
	}
	for _, name := range []string{model.SettingAnnotator, model.SettingOwner} {
		value, err := h.project.Setting(ctx, name)
		if err != nil {
			return fmt.Errorf("hand out: read the setting %s: %w", name, err)
		}
		if value != "" {
			h.owner = value
		}
	}
	h.dealt = Deal(h.chosen, h.opt.To, h.opt.Overlap, h.opt.Seed)
	return h.checkFiles()
}

func (h *handout) checkNames() error {
	seen := map[model.Annotator]bool{}
	for _, name := range h.opt.To {
		switch {
		case name == "" || name == model.Gold || name == model.All:
			return &UsageError{fmt.Sprintf("%q is no name of an annotator to hand work to: choose another", name)}
		case seen[name]:
			return &UsageError{fmt.Sprintf("%s is named twice", name)}
		}
		seen[name] = true
	}
	if len(h.opt.To) == 0 {
		return &UsageError{"nobody is named to hand work to"}
	}
	return nil
}

// choose finds the documents to hand out.
func (h *handout) choose(ctx context.Context) error {
	documents, err := h.project.Documents(ctx)
	if err != nil {
		return fmt.Errorf("hand out: read the list of documents: %w", err)
	}
	h.titles = map[model.DocumentID]string{}
	for _, d := range documents {
		h.titles[d.ID] = d.Heading()
		switch {
		case h.opt.Documents != nil:
		case d.Flag == model.Skipped:
			h.skipped = append(h.skipped, d.ID)
		default:
			h.chosen = append(h.chosen, d.ID)
		}
	}
	for _, id := range h.opt.Documents {
		if _, there := h.titles[id]; !there {
			return fmt.Errorf("hand out: document %s: %w", id, model.ErrNotFound)
		}
		h.chosen = append(h.chosen, id)
	}
	slices.Sort(h.chosen)
	slices.Sort(h.skipped)
	h.chosen = slices.Compact(h.chosen)
	if len(h.chosen) == 0 {
		return &UsageError{"there is no document to hand out: import some, or name those that are flagged as skipped"}
	}
	return nil
}

// checkFiles names the files and makes sure that none is there.
func (h *handout) checkFiles() error {
	taken := map[string]bool{}
	for _, name := range h.opt.To {
		base := safeName(h.opt.Name + "-" + string(name))
		for n := 2; taken[strings.ToLower(base)]; n++ {
			base = fmt.Sprintf("%s-%d", safeName(h.opt.Name+"-"+string(name)), n)
		}
		taken[strings.ToLower(base)] = true
		path := filepath.Join(h.opt.Folder, base+".dragoman")
		if _, err := os.Lstat(path); err == nil {
			return fmt.Errorf("%s is there already: nothing was written; choose another folder, or move the file away", path)
		}
		h.paths = append(h.paths, path)
	}
	return nil
}

// longestFile is how many bytes of a name every file system takes, with room for
// what stands before and behind it.
const longestFile = 200

// safeName returns the name as every file system takes it.
func safeName(name string) string {
	if len(name) > longestFile {
		name = strings.ToValidUTF8(name[:longestFile], "")
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.", r) {
			return r
		}
		return '_'
	}, name)
}

// write makes the files in a folder of their own, puts them where they are to
// be once all are whole, and has the project remember them.
func (h *handout) write(ctx context.Context) error {
	draft := h.draft()
	// One may be left of a handout that was killed; while the project is open
	// here nobody else hands it out.
	if err := os.RemoveAll(draft); err != nil {
		return err
	}
	if err := os.Mkdir(draft, 0o777); err != nil {
		return err
	}
	defer os.RemoveAll(draft)
	for i, name := range h.opt.To {
		if err := h.file(ctx, filepath.Join(draft, filepath.Base(h.paths[i])), name); err != nil {
			return fmt.Errorf("write %s: %w", h.paths[i], err)
		}
	}
	if err := h.publish(draft); err != nil {
		return err
	}
	return h.project.Update(ctx, func(tx Tx) error {
		return tx.AddAssignments(h.assignments(time.Now().UTC()))
	})
}

// draft names the folder in which the files are made: within the one where they
// are to be, which may be another disk, or beside it while it is not there.
func (h *handout) draft() string {
	name := "." + safeName(h.opt.Name) + "-handout"
	if _, err := os.Stat(h.opt.Folder); err == nil {
		return filepath.Join(h.opt.Folder, name)
	}
	return filepath.Join(filepath.Dir(filepath.Clean(h.opt.Folder)), name)
}

// publish puts the files where they are to be: all at once where the folder is
// not there yet.
func (h *handout) publish(draft string) error {
	if _, err := os.Stat(h.opt.Folder); errors.Is(err, fs.ErrNotExist) {
		if err := os.Rename(draft, h.opt.Folder); err != nil {
			return err
		}
		h.made = append([]string{h.opt.Folder}, h.paths...)
		return errors.Join(syncFolder(h.opt.Folder), syncFolder(filepath.Dir(filepath.Clean(h.opt.Folder))))
	}
	for _, path := range h.paths {
		if _, err := os.Lstat(path); err == nil {
			return fmt.Errorf("%s came there meanwhile; choose another folder, or move the file away", path)
		}
		if err := os.Rename(filepath.Join(draft, filepath.Base(path)), path); err != nil {
			return err
		}
		h.made = append(h.made, path)
	}
	return syncFolder(h.opt.Folder)
}

// file makes the project of one annotator.
func (h *handout) file(ctx context.Context, path string, annotator model.Annotator) error {
	p, err := h.opt.Create(ctx, path, h.schema)
	if err != nil {
		return err
	}
	return errors.Join(h.fill(ctx, p, annotator), p.Close())
}

func (h *handout) fill(ctx context.Context, p HandoutProject, annotator model.Annotator) error {
	step := model.Step{Name: "handout", By: model.Annotator(h.owner), Project: true}
	if step.By == "" {
		step.By = annotator
	}
	bytes := 0
	for i, id := range h.dealt[annotator] {
		edit, err := h.document(ctx, id)
		if err != nil {
			return err
		}
		step.Documents = append(step.Documents, edit)
		if bytes += edit.Added.Text.Len(); bytes < batchBytes && i < len(h.dealt[annotator])-1 {
			continue
		}
		if _, err := p.Save(ctx, step); err != nil {
			return err
		}
		step.Documents, bytes = nil, 0
	}
	for name, value := range map[string]string{model.SettingAnnotator: string(annotator), model.SettingOwner: h.owner} {
		if err := p.SetSetting(ctx, name, value); err != nil {
			return err
		}
	}
	return nil
}

// document returns the edit that adds a document as the project has it.
func (h *handout) document(ctx context.Context, id model.DocumentID) (model.DocumentEdit, error) {
	doc, err := h.project.Document(ctx, id)
	if err != nil {
		return model.DocumentEdit{}, fmt.Errorf("read document %s: %w", id, err)
	}
	at, err := h.project.EditedAt(ctx, id)
	h.done++
	h.progress.Report(int64(h.done), int64(len(h.chosen)*h.opt.Overlap), h.titles[id])
	return model.DocumentEdit{ID: id, Added: &doc, EditedAt: at}, err
}

func (h *handout) assignments(at time.Time) []model.Assignment {
	var all []model.Assignment
	for i, name := range h.opt.To {
		for _, id := range h.dealt[name] {
			all = append(all, model.Assignment{Annotator: name, Document: id, At: at, File: filepath.Base(h.paths[i])})
		}
	}
	return all
}

// takeAway removes what was made.
func (h *handout) takeAway() error {
	var errs []error
	for _, path := range slices.Backward(h.made) {
		errs = append(errs, os.Remove(path))
	}
	return errors.Join(errs...)
}

func (h *handout) result() HandoutResult {
	r := HandoutResult{
		Documents: len(h.chosen), Overlap: h.opt.Overlap, Seed: h.opt.Seed, Skipped: orEmpty(h.skipped), Pairs: []SharedDocuments{},
	}
	for i, name := range h.opt.To {
		r.Files = append(r.Files, HandedFile{name, h.paths[i], len(h.dealt[name])})
		for _, other := range h.opt.To[i+1:] {
			r.Pairs = append(r.Pairs, SharedDocuments{name, other, common(h.dealt[name], h.dealt[other])})
		}
	}
	return r
}

// common counts what is in both lists, which are sorted.
func common(a, b []model.DocumentID) int {
	n := 0
	for _, id := range a {
		if _, there := slices.BinarySearch(b, id); there {
			n++
		}
	}
	return n
}
