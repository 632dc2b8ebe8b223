package torture_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragoman/app/cli/headless/wiring"
	"dragoman/model"
	"dragoman/model/modeltest"
)

// deeds are the verbs that write.
var deeds = []deed{
	{name: "new", prepare: empty, args: words("new p.dragoman")},
	{name: "import", prepare: filesToImport, args: words("import p.dragoman texts")},
	{name: "merge", prepare: others, args: words("merge p.dragoman bo.dragoman")},
	{name: "schema", prepare: newSchema, args: words("schema p.dragoman --set schema.json")},
	{name: "bulk review", prepare: decisions, args: words("review p.dragoman --by zoe --from agreed.jsonl")},
	{name: "handout", prepare: project, args: words("handout p.dragoman --to ana,bo,cy --out out"), parts: true},
	{name: "export", prepare: project, args: words("export p.dragoman --format jsonl --out out.jsonl"), watch: "out.jsonl"},
	{name: "export over", prepare: earlier("jsonl", "out.jsonl"), args: words("export p.dragoman --format jsonl --out out.jsonl"), watch: "out.jsonl"},
	{name: "export lossy", prepare: earlier("conll", "out.conll"), args: words("export p.dragoman --annotator ana --format conll --out out.conll"), watch: "out.conll", parts: true},
	{name: "export folder", prepare: project, args: words("export p.dragoman --annotator ana --format brat --out out"), watch: "out/annotation.conf"},
	{name: "export folder over", prepare: earlier("brat", "out"), args: words("export p.dragoman --annotator ana --format brat --out out"), watch: "out/annotation.conf"},
	{name: "migrate v1", prepare: released("v1"), args: words("schema p.dragoman --set schema.json")},
	{name: "migrate v2", prepare: released("v2"), args: words("schema p.dragoman --set schema.json")},
	{name: "backup", prepare: project, args: words("backup p.dragoman out.dragoman")},
	{name: "backup kept", prepare: project, args: words("backup p.dragoman")},
	{name: "restore", prepare: kept, args: words("restore old.dragoman p.dragoman")},
	{name: "salvage", prepare: project, args: words("salvage p.dragoman out.dragoman")},
}

func words(line string) []string { return strings.Fields(line) }

func empty(*stage, string) {}

// documents is how many documents a project has.
const documents = 12

// project makes a project of documents that ana and bo annotated.
func project(s *stage, folder string) {
	s.project(filepath.Join(folder, "p.dragoman"), documents, "ana", "bo")
}

func (s *stage) project(path string, documents int, annotators ...model.Annotator) {
	s.Helper()
	p, err := wiring.Create(s.Context(), path, modeltest.Schema())
	s.must(err)
	step := model.Step{Name: "import", By: "zoe", Project: true}
	for n := range documents {
		doc, set := modeltest.News(1500, uint64(n))
		step.Documents = append(step.Documents, model.DocumentEdit{ID: doc.ID, Added: &doc})
		for i, who := range annotators {
			next := model.AnnotationSet{Document: doc.ID, Annotator: who, Status: model.StatusDone}
			for k, a := range set.Annotations {
				if k%5 != i { // they differ
					a.ID = modeltest.ID(n<<16 + i<<8 + k)
					next.Annotations = append(next.Annotations, a)
				}
			}
			change := model.Diff(model.AnnotationSet{Document: doc.ID, Annotator: who}, next)
			change.By = who
			step.Changes = append(step.Changes, change)
		}
	}
	_, err = p.Save(s.Context(), step)
	s.must(err)
	s.must(p.Close())
}

// filesToImport makes a project and articles that it does not have, some with
// annotations.
func filesToImport(s *stage, folder string) {
	project(s, folder)
	texts := filepath.Join(folder, "texts")
	s.must(os.Mkdir(texts, 0o755))
	for n := range 40 {
		doc, _ := modeltest.News(1200, uint64(1000+n))
		s.must(os.WriteFile(filepath.Join(texts, fmt.Sprintf("%02d.txt", n)), []byte(doc.Text.String()), 0o644))
	}
	other := s.path("other.dragoman")
	s.project(other, 2*documents, "cy")
	s.run("export", other, "--format", "jsonl", "--out", filepath.Join(texts, "cy.jsonl"))
}

// others makes two projects of the same documents.
func others(s *stage, folder string) {
	s.project(filepath.Join(folder, "p.dragoman"), documents, "ana")
	s.project(filepath.Join(folder, "bo.dragoman"), documents, "ana", "bo")
}

// decisions makes a project and the decision to accept all that ana and bo agree
// about in a document.
func decisions(s *stage, folder string) {
	project(s, folder)
	doc, _ := modeltest.News(1500, 3)
	line := fmt.Sprintf(`{"op":"accept_agreed","document":%q}`+"\n", doc.ID)
	s.must(os.WriteFile(filepath.Join(folder, "agreed.jsonl"), []byte(line), 0o644))
}

// kept makes a project and an earlier copy of it.
func kept(s *stage, folder string) {
	project(s, folder)
	s.project(filepath.Join(folder, "old.dragoman"), documents/2, "ana")
}

// earlier makes a project and an export that it is to replace.
func earlier(format, name string) func(*stage, string) {
	return func(s *stage, folder string) {
		other := s.path("other.dragoman")
		s.project(other, 2, "ana")
		s.run("export", other, "--annotator", "ana", "--format", format, "--out", filepath.Join(folder, name))
		project(s, folder)
	}
}

// released puts a project of an older version there, and a schema for it.
func released(version string) func(*stage, string) {
	return func(s *stage, folder string) {
		data, err := os.ReadFile(filepath.Join("..", "..", "storage", "testdata", version+".dragoman"))
		s.must(err)
		s.must(os.WriteFile(filepath.Join(folder, "p.dragoman"), data, 0o644))
		otherSchema(s, folder)
	}
}

// newSchema makes a project and a schema that has one label more.
func newSchema(s *stage, folder string) {
	project(s, folder)
	otherSchema(s, folder)
}

func otherSchema(s *stage, folder string) {
	p, err := wiring.Read(s.Context(), filepath.Join(folder, "p.dragoman"))
	s.must(err)
	schema, err := p.Schema(s.Context())
	s.must(err)
	s.must(p.Close())
	schema.Labels = append(slices.Clone(schema.Labels), model.Label{Name: "harbour"})
	s.must(os.WriteFile(filepath.Join(folder, "schema.json"), schema.Format(), 0o644))
}
