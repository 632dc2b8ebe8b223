package job_test

import (
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"dragoman/app/job"
	"dragoman/app/session/sessiontest"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonl"
)

// foreignLine calls all but one thing otherwise than the schema of modeltest,
// and has two annotations that are one once they are called as there.
const foreignLine = `{"text":"Ana met Bo.","annotator":"ana","spans":[` +
	`{"id":"p","start":0,"end":3,"label":"PERSON"},{"id":"h","start":0,"end":3,"label":"human"},{"id":"b","start":8,"end":10,"label":"human"},` +
	`{"id":"m","start":4,"end":7,"label":"Talk_s","attributes":{"when":"past","place":"here"}}],` +
	`"relations":[{"type":"Participant","from":"m","to":"h"},{"type":"Participant","from":"m","to":"p"},{"type":"speaker","from":"m","to":"b"}]}` + "\n"

// importMapped imports the line with THEIRS=OURS.
func importMapped(t *testing.T, p *sessiontest.Project, pairs ...string) (job.ImportResult, error) {
	t.Helper()
	mapping, err := job.ParseMapping(pairs)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(folder(t, map[string]string{"a.jsonl": foreignLine}), "a.jsonl")
	return job.Import(t.Context(), p, job.ImportOptions{Paths: []string{path}, Formats: []format.Format{jsonl.Format()}, Map: mapping}, job.Silent)
}

func TestImportMaps(t *testing.T) {
	p := sessiontest.NewProject(modeltest.Schema())
	r, err := importMapped(t, p, "PERSON=person", "human=person", "Talk_s=meeting", "Talk_s.when=state", "Talk_s.when=past=held",
		"Talk_s.place=new", "Participant=participant", "nobody=person")
	if err != nil {
		t.Fatal(err)
	}
	if r.Annotations != 3 || r.Relations != 2 || r.Losses.Of("mapping") != 2 || len(r.Rejected) > 0 {
		t.Errorf("brought %+v", r)
	}
	want := []format.SchemaAddition{{Kind: "attribute", Name: "meeting.place"}, {Kind: "relation_type", Name: "speaker from meeting to person"}}
	if !slices.Equal(r.Schema, want) {
		t.Errorf("the schema learnt %v, want %v", r.Schema, want)
	}
	set, err := p.Set(t.Context(), r.Added[0], "ana")
	if err != nil {
		t.Fatal(err)
	}
	labels, types := map[string]int{}, map[string]int{}
	for _, a := range set.Annotations {
		labels[a.Label+a.Attribute("state")+a.Attribute("place")]++
	}
	for _, rel := range set.Relations {
		types[rel.Type]++
	}
	if !maps.Equal(labels, map[string]int{"person": 2, "meetingheldhere": 1}) || !maps.Equal(types, map[string]int{"participant": 1, "speaker": 1}) {
		t.Errorf("the set has %v and %v", labels, types)
	}
	if r, err = importMapped(t, p, "PERSON=person", "human=person", "Talk_s=meeting", "Talk_s.when=state", "Talk_s.when=past=held", "Participant=participant"); err != nil || r.Annotations+r.Relations+len(r.Rejected) > 0 {
		t.Errorf("the second import brought %+v, %v", r, err)
	}
}

// What is called almost as in the schema is told; what is not there is nothing
// to become.
func TestImportTellsWhatIsAlike(t *testing.T) {
	schema := modeltest.Schema()
	schema.Labels[1].Name = "talks"
	p := sessiontest.NewProject(schema)
	r, err := importMapped(t, p)
	if err != nil {
		t.Fatal(err)
	}
	like := map[string]string{}
	for _, a := range r.Schema {
		if a.Kind == "label" || a.Kind == "relation_type" {
			like[a.Name] = a.Like
		}
	}
	want := map[string]string{"PERSON": "person", "human": "", "Talk_s": "talks", "Participant": "participant", "speaker from Talk_s to human": ""}
	if !maps.Equal(like, want) {
		t.Errorf("alike are %v, want %v", like, want)
	}
	before := len(contents(t, p))
	for _, pair := range []string{"human=persn", "Talk_s.when=wenn"} {
		var usage *job.UsageError
		if _, err := importMapped(t, p, pair); !errors.As(err, &usage) {
			t.Errorf("%s: %v", pair, err)
		}
	}
	if len(contents(t, p)) != before {
		t.Error("a mapping that was refused changed the project")
	}
}
