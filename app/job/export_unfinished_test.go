package job_test

import (
	"strings"
	"testing"

	"dragoman/app/job"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
)

// lines exports with the options and returns the lines that were written.
func lines(t *testing.T, p *sessiontest.Project, opt job.ExportOptions) ([]string, job.ExportResult) {
	t.Helper()
	var b strings.Builder
	r, err := job.Write(t.Context(), p, &b, opt, job.Silent)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSpace(b.String()), "\n"), r
}

func TestUnfinishedWorkStaysUnlessItIsAskedFor(t *testing.T) {
	p, finished := filled(t), list
	finished.Drafts = false
	for name, c := range map[string]struct {
		opt  job.ExportOptions
		want string
		left map[string]int
	}{
		"by itself": {job.ExportOptions{}, "One Ana|ana|done;Two|ana|new", map[string]int{"in_progress": 1, "without_annotations": 1}},
		"of one":    {job.ExportOptions{Annotator: "bo"}, "", map[string]int{"in_progress": 1}},
		"any": {
			job.ExportOptions{Everything: true}, "One Ana|ana|done;One Ana|bo|in_progress;Three||;Two|ana|new", map[string]int{},
		},
		"what is in progress": {job.ExportOptions{Status: model.StatusInProgress}, "One Ana|bo|in_progress", map[string]int{}},
		"what is new":         {job.ExportOptions{Status: model.StatusNew}, "Three||;Two|ana|new", map[string]int{}},
	} {
		c.opt.Format = finished
		got, result := lines(t, p, c.opt)
		want := strings.Split(c.want, ";")
		if !sameStart(got, want) || result.LeftOut.Count() != total(c.left) {
			t.Errorf("%s: got %q, left out %v", name, got, result.LeftOut)
		}
		for kind, n := range c.left {
			if result.LeftOut.Of(kind) != n {
				t.Errorf("%s: %d of kind %s were left out, want %d", name, result.LeftOut.Of(kind), kind, n)
			}
		}
	}
}

// sameStart compares lines in any order, each by its beginning.
func sameStart(got, want []string) bool {
	if len(got) != len(want) {
		return false
	}
	for _, w := range want {
		found := false
		for _, g := range got {
			found = found || strings.HasPrefix(g, w)
		}
		if !found {
			return false
		}
	}
	return true
}

func total(counts map[string]int) int {
	n := 0
	for _, c := range counts {
		n += c
	}
	return n
}

// annotations is a format that counts what it is given.
func annotations(n, relations *int) format.Format {
	f := list
	f.Write = counting(n, relations)
	f.Drafts = false
	return f
}

func TestSuggestionsStayUnlessTheyAreAskedFor(t *testing.T) {
	p := sessiontest.NewProject(modeltest.Schema())
	doc, set := modeltest.Parse("[person Ana] met [person Bo].")
	set.Status = model.StatusDone
	set.Annotations[1].Origin = model.OriginSuggested
	set.Relations = []model.Relation{{ID: "000000000000000000000000000000aa", Type: "x", From: modeltest.ID(1), To: modeltest.ID(2)}}
	bringRecord(t, p, format.Record{Document: doc, Set: &set, Named: true})
	for asked, want := range map[bool][3]int{false: {1, 0, 1}, true: {2, 1, 0}} {
		n, relations := 0, 0
		_, r := lines(t, p, job.ExportOptions{Format: annotations(&n, &relations), Suggestions: asked})
		if got := [3]int{n, relations, r.LeftOut.Of("suggestion")}; got != want {
			t.Errorf("suggestions asked for: %v; annotations, relations, left out %v, want %v", asked, got, want)
		}
	}
}
