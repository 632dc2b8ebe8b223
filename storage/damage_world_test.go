package storage

import (
	"cmp"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragoman/model"
	"dragoman/model/modeltest"
)

// world is an undamaged project, as bytes and as what it says.
type world struct {
	name     string
	folder   string
	data     []byte
	log      []byte // what is in the write-ahead log beside it
	backup   string // an older copy
	portrait portrait
}

// portrait is what a project says, by "table|key|annotation set"; numbers of
// rows are left out.
type portrait map[string]string

// portraitQueries give a key and a value each.
var portraitQueries = []string{
	"SELECT 'document|' || id || '|' || id || ' ', title || '|' || source || '|' || meta || '|' || added_at || '|' || edited_at || '|' || binned || '|' || text FROM document",
	"SELECT 'annotator|' || name, added_at FROM annotator",
	"SELECT 'annotation_set|' || document || ' ' || annotator || '|' || document || ' ' || annotator, status || '|' || blind FROM annotation_set",
	`SELECT 'annotation|' || a.id || '|' || s.document || ' ' || s.annotator, a.label || '|' || a.quote || '|' || a.note || '|' || a.origin || '|' ||
		(SELECT group_concat(start || '-' || end) FROM (SELECT * FROM fragment f WHERE f.annotation = a.id ORDER BY number)) || '|' ||
		coalesce((SELECT group_concat(name || '=' || value) FROM (SELECT * FROM attribute t WHERE t.annotation = a.id ORDER BY name)), '')
		FROM annotation a JOIN annotation_set s ON s.id = a.annotation_set`,
	`SELECT 'relation|' || r.id || '|' || s.document || ' ' || s.annotator, r.type || '|' || r.from_annotation || '|' || r.to_annotation
		FROM relation r JOIN annotation_set s ON s.id = r.annotation_set`,
	`SELECT 'verdict|' || s.document || ' ' || s.annotator || ' ' || v.of || '|' || s.document || ' ' || s.annotator,
		v.annotator || '|' || v.gold || '|' || v.was || '|' || v.why || '|' || v.by
		FROM verdict v JOIN annotation_set s ON s.id = v.annotation_set`,
	`SELECT 'comment|' || id || '|' || document || ' ', coalesce(annotation, '') || '|' || annotator || '|' || at || '|' || text || '|' ||
		coalesce(answers, '') || '|' || resolved FROM comment`,
	"SELECT 'schema|' || id, body FROM schema",
	"SELECT 'setting|' || name, value FROM setting WHERE name <> '" + settingTally + "'", // is counted again
	"SELECT 'assignment|' || document || ' ' || annotator || '|' || document || ' ', at || '|' || file FROM assignment",
	"SELECT 'waiting|' || document || ' ' || annotator || '|' || document || ' ', source || '|' || at || '|' || body FROM waiting",
	`SELECT 'change|' || coalesce(document, '') || ' ' || coalesce(owner, '') || '|' || coalesce(document, '') || ' ' || coalesce(owner, ''),
		group_concat(number || kind || '|' || coalesce(of, '') || '|' || by || '|' || at || '|' || name || '|' || body, char(10))
		FROM (SELECT row_number() OVER (PARTITION BY document, owner ORDER BY number) AS number, step, kind,
			(SELECT count(*) FROM change o WHERE o.document IS c.document AND o.owner IS c.owner AND o.number <= c.of) AS of,
			document, owner, by, at, name, body FROM change c ORDER BY c.number) GROUP BY document, owner`,
	`SELECT 'past|' || c.document || ' ' || c.owner || '|' || c.document || ' ' || c.owner,
		group_concat(p.kind || '|' || p.by || '|' || p.at || '|' || p.name || '|' || p.body || '|' || p.tip, char(10))
		FROM (SELECT * FROM past ORDER BY number) p JOIN change c ON c.number = p.change GROUP BY c.document, c.owner`,
}

func portraitOf(p *Project) (portrait, error) {
	says := portrait{}
	err := p.read(ctx, func(q querier) error {
		for _, query := range portraitQueries {
			err := q.each(func(scan func(...any) error) error {
				var key, value string
				err := scan(&key, &value)
				says[key] = value
				return err
			}, query)
			if err != nil {
				return fmt.Errorf("%s: %w", query, err)
			}
		}
		return nil
	})
	return says, err
}

// differences returns the keys of what is not the same, or is in one alone.
func (p portrait) differences(o portrait) []string {
	var keys []string
	for key, value := range p {
		if have, there := o[key]; !there || have != value {
			keys = append(keys, key)
		}
	}
	for key := range o {
		if _, there := p[key]; !there {
			keys = append(keys, key)
		}
	}
	return slices.Sorted(slices.Values(keys))
}

// newWorld takes the closed project at path as it is.
func newWorld(t *testing.T, name, path, backup string) *world {
	t.Helper()
	w := &world{name: name, folder: t.TempDir(), backup: backup}
	w.data = must[[]byte](t)(os.ReadFile(path))
	if log, err := os.ReadFile(path + "-wal"); err == nil {
		w.log = log
	}
	p := opened(t, path, Options{ReadOnly: true})
	w.portrait = must[portrait](t)(portraitOf(p))
	closed(t, p)
	return w
}

// smallWorld has a row in every table, and a backup that lacks the last edit.
func smallWorld(t *testing.T) *world {
	t.Helper()
	path := fullProject(t)
	backup := copyOf(t, path)
	p := opened(t, path, Options{Now: clock, Version: "1.0"})
	d := must[[]model.Summary](t)(p.Documents(ctx))[0]
	label(t, p, must[model.Document](t)(p.Document(ctx, d.ID)), "ben", "person", model.Span{Start: 13, End: 20})
	closed(t, p)
	return newWorld(t, "small", path, backup)
}

// largeWorld has trees of several pages, free pages, and a backup of halfway.
func largeWorld(t *testing.T) *world {
	t.Helper()
	path := filepath.Join(t.TempDir(), "large.dragoman")
	p := must[*Project](t)(Create(ctx, path, modeltest.Schema(), Options{Now: clock, Version: "1.0"}))
	docs := importNews(t, p)
	annotateNews(t, p, docs[:4])
	closed(t, p)
	backup := copyOf(t, path)
	p = opened(t, path, Options{Now: clock, Version: "1.0"})
	annotateNews(t, p, docs[4:])
	closed(t, p)
	return newWorld(t, "large", path, backup)
}

// importNews adds documents with a set each, in one step.
func importNews(t *testing.T, p *Project) []model.Document {
	t.Helper()
	var docs []model.Document
	step := model.Step{Name: "import", By: "ana", Project: true}
	for n := range 10 {
		doc, set := modeltest.News(1_500+700*n, uint64(n))
		docs = append(docs, doc)
		step.Documents = append(step.Documents, model.DocumentEdit{ID: doc.ID, Added: &doc})
		c := model.Diff(model.AnnotationSet{Document: doc.ID, Annotator: "ana"}, set)
		c.Name, c.By = "import", "ana"
		step.Changes = append(step.Changes, c)
	}
	save(t, p, step)
	return docs
}

// annotateNews makes edits of several kinds in each document.
func annotateNews(t *testing.T, p *Project, docs []model.Document) {
	t.Helper()
	for i, d := range docs {
		for n := range 12 {
			label(t, p, d, "ben", modeltest.Schema().Labels[n%3].Name, model.Span{Start: 40 * n, End: 40*n + 9})
		}
		set := work(t, p, d, "ana")
		c, err := model.Delete(set, set.Set.Annotations[i].ID)
		number := do(t, p, c, err)
		undo := c.Invert()
		if i%2 == 0 {
			save(t, p, model.Step{Name: c.Name, By: "ana", Kind: model.Undo, Of: number, Changes: []model.Change{undo}})
		}
		c, err = model.SetNote(work(t, p, d, "ben"), work(t, p, d, "ben").Set.Annotations[3].ID, strings.Repeat("a long note ", 50*i+1))
		do(t, p, c, err)
		properties := d.Properties()
		next := properties
		next.Source = "agency"
		step := model.Step{Name: "edit", By: "ana", Documents: []model.DocumentEdit{
			{ID: d.ID, Properties: &model.Edit[model.Properties]{Old: &properties, New: &next}},
		}}
		if _, err := p.Save(ctx, step); err != nil {
			t.Fatal(err)
		}
		comment := model.Comment{ID: model.NewCommentID(), Document: d.ID, By: "ben", At: clock(), Text: strings.Repeat("is this right? ", 20)}
		if err := p.SaveComment(ctx, comment); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.SetSetting(ctx, model.SettingOwner, "ana"); err != nil {
		t.Fatal(err)
	}
}

// crashedWorld is the large one after a crash: its last edits are in the
// write-ahead log alone.
func crashedWorld(t *testing.T) *world {
	t.Helper()
	large := largeWorld(t)
	path := filepath.Join(t.TempDir(), "crashed.dragoman")
	if err := os.WriteFile(path, large.data, 0o600); err != nil {
		t.Fatal(err)
	}
	p := opened(t, path, Options{Now: clock, Version: "1.0"})
	first := slices.MinFunc(must[[]model.Summary](t)(p.Documents(ctx)), func(a, b model.Summary) int { return cmp.Compare(a.ID, b.ID) })
	d := must[model.Document](t)(p.Document(ctx, first.ID))
	for n := range 20 {
		label(t, p, d, "cem", "person", model.Span{Start: 30 * n, End: 30*n + 9})
	}
	crashed := filepath.Join(t.TempDir(), "crashed.dragoman")
	for _, suffix := range []string{"", "-wal"} {
		if err := os.WriteFile(crashed+suffix, must[[]byte](t)(os.ReadFile(path+suffix)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	closed(t, p)
	data, log := must[[]byte](t)(os.ReadFile(crashed)), must[[]byte](t)(os.ReadFile(crashed+"-wal"))
	w := newWorld(t, "crashed", crashed, large.backup)
	w.data, w.log = data, log
	if maps.Equal(w.portrait, large.portrait) || len(log) == 0 {
		t.Fatal("nothing is in the write-ahead log")
	}
	return w
}
