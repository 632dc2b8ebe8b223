package job_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"dragoman/app/job"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
	"dragoman/model/agree"
	"dragoman/model/modeltest"
)

// compared returns a project with a document of each pair of notations, the
// first ana's, the second ben's; "" is no set.
func compared(t *testing.T, pairs ...[2]string) *sessiontest.Project {
	t.Helper()
	p := sessiontest.NewProject(modeltest.Schema())
	for _, pair := range pairs {
		for i, owner := range []model.Annotator{"ana", "ben"} {
			if pair[i] == "" {
				continue
			}
			doc, set := modeltest.Parse(pair[i])
			step := model.Step{Name: "import", Project: true}
			if _, err := p.Document(t.Context(), doc.ID); err != nil {
				step.Documents = []model.DocumentEdit{{ID: doc.ID, Added: &doc}}
			}
			set.Annotator = owner
			for n := range set.Annotations { // no two annotations of a project have the same id
				set.Annotations[n].ID = model.AnnotationID(string(owner[0]) + string(set.Annotations[n].ID)[1:])
			}
			change := model.Diff(model.AnnotationSet{Document: doc.ID, Annotator: owner}, set)
			change.By = owner
			step.Changes = []model.Change{change}
			if _, err := p.Save(t.Context(), step); err != nil {
				t.Fatal(err)
			}
		}
	}
	return p
}

// told returns what the places say, a line each.
func told(places []job.Place) []string {
	var lines []string
	for _, p := range places {
		line := string(p.Case.Kind)
		for _, s := range p.Says {
			line += " | " + string(s.Annotator) + " " + s.Label + " " + s.Text
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	return lines
}

func TestCasesOfAProject(t *testing.T) {
	p := compared(t,
		[2]string{"[person Lena Moravec] met him.", "Lena [person Moravec] [meeting met] him."},
		[2]string{"[person Ali] said no.", "[person Ali] said no."},
		[2]string{"[person Nobody] else.", ""}, // ben has no set: not compared
	)
	differ := func(_ model.Document, c agree.Case) bool { return c.Kind != agree.Agreed }
	opt := job.CasesOptions{Annotators: []model.Annotator{"ana", "ben"}, Keep: differ}
	places, more, err := job.Cases(t.Context(), p, opt, job.Silent)
	if err != nil || more {
		t.Fatal(more, err)
	}
	want := []string{"boundary | ana person Lena Moravec | ben person Moravec", "missing | ana   | ben meeting met"}
	if got := told(places); !slices.Equal(got, want) {
		t.Errorf("the cases are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	opt.Limit = 1
	if places, more, err := job.Cases(t.Context(), p, opt, job.Silent); err != nil || !more || len(places) != 1 {
		t.Errorf("with a limit: %d, more %v, %v", len(places), more, err)
	}
	opt.Limit, opt.Document = 0, places[0].Document
	opt.Keep = func(model.Document, agree.Case) bool { return true }
	places, _, err = job.Cases(t.Context(), p, opt, job.Silent)
	if err != nil || len(places) != 2 {
		t.Errorf("of one document: %q, %v", told(places), err)
	}
	gold := model.AnnotationSet{Document: places[0].Document, Annotator: model.Gold}
	settled := gold
	for _, m := range places[0].Case.Members {
		settled.Verdicts = append(settled.Verdicts, model.Verdict{Of: string(m.Annotation.ID), Annotator: m.Annotator, By: "rev"})
	}
	slices.SortFunc(settled.Verdicts, func(a, b model.Verdict) int { return strings.Compare(a.Of, b.Of) })
	if _, err := p.Save(t.Context(), model.Step{Name: "reject", By: "rev", Changes: []model.Change{model.Diff(gold, settled)}}); err != nil {
		t.Fatal(err)
	}
	places, _, err = job.Cases(t.Context(), p, opt, job.Silent)
	if err != nil || !places[0].Decided || places[1].Decided {
		t.Errorf("one of two is decided: %v, %v", places, err)
	}
	opt.Annotators, opt.Document = []model.Annotator{"ana", "cem"}, ""
	if places, _, err := job.Cases(t.Context(), p, opt, job.Silent); err != nil || len(places) > 0 {
		t.Errorf("with somebody who has nothing: %q, %v", told(places), err)
	}
}

func TestPaceTellsSinceWhenDocumentsAreDone(t *testing.T) {
	p := compared(t, [2]string{"[person Ali] said no.", "[person Ali] said no."}, [2]string{"[person Lena] met him.", ""})
	day := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	set := func(at time.Time, d model.Summary, owner model.Annotator, status model.Status) {
		t.Helper()
		p.Now = func() time.Time { return at }
		old := d.Set(owner).Status
		c := model.Change{Name: "status", Document: d.ID, Owner: owner, By: owner, Status: &model.Edit[model.Status]{Old: &old, New: &status}}
		if _, err := p.Save(t.Context(), model.Step{Name: "status", By: owner, Changes: []model.Change{c}}); err != nil {
			t.Fatal(err)
		}
	}
	refresh := func() []model.Summary {
		documents, err := p.Documents(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return documents
	}
	for i, d := range refresh() {
		set(day.AddDate(0, 0, i), d, "ana", model.StatusDone)
	}
	first := refresh()[0]
	set(day.AddDate(0, 0, 5), first, "ana", model.StatusInProgress) // it was not done after all
	set(day.AddDate(0, 0, 6), refresh()[0], "ana", model.StatusDone)

	paces, err := job.Pace(t.Context(), p, job.Silent)
	if err != nil {
		t.Fatal(err)
	}
	if len(paces) != 1 || paces[0].Annotator != "ana" || paces[0].Undated != 0 {
		t.Fatalf("the paces are %+v", paces)
	}
	want := []time.Time{day.AddDate(0, 0, 1), day.AddDate(0, 0, 6)}
	if !slices.EqualFunc(paces[0].Done, want, time.Time.Equal) {
		t.Errorf("ana was done at %v, want %v", paces[0].Done, want)
	}
}

// TestPaceHasNoDateFromAFileWithoutHistory: what JSONL brought is done since
// nobody knows when, and not since 1970.
func TestPaceHasNoDateFromAFileWithoutHistory(t *testing.T) {
	s := newShelf(t)
	ours, theirs := s.empty(), s.project("Bo")
	s.do(theirs, "ana", func(w model.Work) (model.Change, error) { return model.SetStatus(w, model.StatusDone) })
	jsonl := sources(theirs)
	jsonl[0].Imported = &job.ImportResult{}
	if _, err := job.Merge(t.Context(), ours, jsonl, job.MergeOptions{}, job.Silent); err != nil {
		t.Fatal(err)
	}
	paces, err := job.Pace(t.Context(), ours, job.Silent)
	if err != nil || len(paces) != 1 || len(paces[0].Done) != 0 || paces[0].Undated != 1 {
		t.Errorf("the paces are %+v, %v", paces, err)
	}
}
