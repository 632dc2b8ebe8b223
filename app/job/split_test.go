package job_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"dragoman/app/job"
	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/model/near/neartest"
	"dragoman/storage/format"
)

// printed is a record of a text with so many annotations of labels.
func printed(text, source, date string, labels ...string) format.Record {
	doc := model.NewDocument(text, "", source)
	doc.Meta = doc.Meta.With(model.MetaDate, date)
	set := &model.AnnotationSet{Document: doc.ID, Annotator: "ana", Status: model.StatusDone}
	for i, label := range labels {
		set.Annotations = append(set.Annotations, model.Annotation{ID: modeltest.ID(i), Label: label, Fragments: []model.Span{{Start: i, End: i + 1}}})
	}
	return format.Record{Document: doc, Set: set, Named: true}
}

// wired are n printings of stories, with their story, site and day.
func wired(n int, seed uint64) (records []format.Record, articles []neartest.Article) {
	for a := range neartest.Wire(n, 1000, seed) {
		labels := slices.Repeat([]string{"person"}, 1+len(a.Text)%5)
		if len(records)%25 == 0 {
			labels = append(labels, "denial")
		}
		records = append(records, printed(a.Text, a.Site, fmt.Sprintf("2026-%02d-%02d", 1+a.Day/28%12, 1+a.Day%28), labels...))
		articles = append(articles, a)
	}
	return records, articles
}

func each(records []format.Record) iter.Seq2[format.Record, error] {
	return func(yield func(format.Record, error) bool) {
		for _, r := range records {
			if !yield(r, nil) {
				return
			}
		}
	}
}

func planned(t *testing.T, records []format.Record, parts, by string) *job.SplitPlan {
	t.Helper()
	opt, err := job.ParseSplit(parts, by, 7)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := job.PlanSplit(t.Context(), each(records), len(records), opt, job.Silent)
	if err != nil {
		t.Fatal(err)
	}
	return plan
}

const usual = "train=0.8,dev=0.1,test=0.1"

// together reports the first of those whose name is the same and whose part is
// not.
func together(t *testing.T, plan *job.SplitPlan, records []format.Record, name func(i int) string) {
	t.Helper()
	parts := map[string]string{}
	for i, r := range records {
		part := plan.Of(r.Document.ID)
		if before, there := parts[name(i)]; there && before != part {
			t.Errorf("%s is in %s and in %s", name(i), before, part)
		}
		parts[name(i)] = part
	}
}

func TestClustersLeakNoNearDuplicates(t *testing.T) {
	for seed := range uint64(3) {
		records, articles := wired(400, seed)
		random, cluster := planned(t, records, usual, "random"), planned(t, records, usual, "")
		if cluster.By != job.SplitCluster || cluster.Leak.NearDuplicates != 0 || cluster.Groups >= random.Groups {
			t.Errorf("seed %d: by %s: %+v", seed, cluster.By, cluster.Leak)
		}
		if random.Leak.NearDuplicates < 50 || *random.Leak.MuchShared < 2**cluster.Leak.MuchShared {
			t.Errorf("seed %d: random leaks %+v, by cluster %+v", seed, random.Leak, cluster.Leak)
		}
		apart := 0
		part := map[int]string{}
		for i, a := range articles {
			p := cluster.Of(records[i].Document.ID)
			if before, there := part[a.Story]; there && before != p {
				apart++
			}
			part[a.Story] = p
		}
		if apart > 20 {
			t.Errorf("seed %d: %d of 400 printings are away from their story", seed, apart)
		}
	}
}

func TestPartsGetTheirSharesOfDocumentsAndLabels(t *testing.T) {
	records, _ := wired(1000, 1)
	for _, by := range []string{"random", "cluster"} {
		plan := planned(t, records, usual, by)
		total := map[string]int{}
		for _, p := range plan.Parts {
			for label, n := range p.Labels {
				total[label] += n
			}
		}
		for i, want := range []int{800, 100, 100} {
			p := plan.Parts[i]
			if p.Documents != want {
				t.Errorf("by %s: %s has %d documents, want %d", by, p.Name, p.Documents, want)
			}
			for label, n := range p.Labels {
				if share := p.Share * float64(total[label]); math.Abs(float64(n)-share) > 2+0.03*share {
					t.Errorf("by %s: %s has %d of %s, of %.1f", by, p.Name, n, label, share)
				}
			}
		}
	}
}

func TestSourcesStayTogether(t *testing.T) {
	records, articles := wired(300, 1)
	together(t, planned(t, records, usual, "source"), records, func(i int) string { return articles[i].Site })
	for i := range records {
		records[i].Document.Source = fmt.Sprintf("https://WWW.%d.example/%d", i%7, i)
		if i%2 == 0 {
			records[i].Document.Source = fmt.Sprintf("http://%d.example:80/a", i%7)
		}
	}
	plan := planned(t, records, "train=0.5,test=0.5", "source")
	together(t, plan, records, func(i int) string { return fmt.Sprint("site ", i%7) })
	if plan.Groups != 7 {
		t.Errorf("%d groups, want 7", plan.Groups)
	}
	for i := range records {
		records[i].Document.Source = ""
	}
	if plan := planned(t, records, usual, "source"); plan.Groups != len(records) {
		t.Errorf("documents without a source are in %d groups", plan.Groups)
	}
}

func TestDatesGoOn(t *testing.T) {
	records, articles := wired(300, 1)
	records = append(records, printed("No date at all.", "", ""), printed("No date that is one.", "", "last Friday"))
	plan := planned(t, records, usual, "date")
	if plan.Undated != 2 || plan.Of(records[300].Document.ID) != "train" || plan.Of(records[301].Document.ID) != "train" {
		t.Errorf("%d without a date", plan.Undated)
	}
	last := map[string]int{}
	for i, a := range articles {
		part := plan.Of(records[i].Document.ID)
		last[part] = max(last[part], a.Day)
	}
	for i, a := range articles {
		switch part := plan.Of(records[i].Document.ID); {
		case part == "dev" && a.Day <= last["train"], part == "test" && a.Day <= last["dev"]:
			t.Fatalf("day %d is in %s: %v", a.Day, part, last)
		}
	}
	together(t, plan, records[:300], func(i int) string { return fmt.Sprint("day ", articles[i].Day) })
}

// The plan is one of the documents, whatever their order and the number of
// their sets.
func TestThePlanHangsOnTheDocumentsAlone(t *testing.T) {
	records, _ := wired(200, 2)
	back := slices.Clone(records)
	slices.Reverse(back)
	for _, by := range []string{"random", "cluster", "date", "source"} {
		one, two := planned(t, records, usual, by), planned(t, back, usual, by)
		a, _ := json.Marshal(one)
		b, _ := json.Marshal(two)
		if string(a) != string(b) {
			t.Errorf("by %s:\n%s\n%s", by, a, b)
		}
		for _, r := range records {
			if one.Of(r.Document.ID) != two.Of(r.Document.ID) {
				t.Fatalf("by %s: document %s is in %s and in %s", by, r.Document.ID, one.Of(r.Document.ID), two.Of(r.Document.ID))
			}
		}
	}
}

// What people and programs are told, of documents whose parts are known.
func TestWhatASplitTells(t *testing.T) {
	const story = "the envoy of the republic met the governor of the coast on Friday and spoke about grain and ships"
	records := []format.Record{
		printed(story+" in the old harbour", "", "2026-01-01", "person", "meeting"),
		printed("in other news nothing at all was said by anybody about the summit this week", "", "2026-01-02", "person"),
		printed("Headline: "+story+" while it rained", "", "2026-02-01", "person"),
		printed("short", "", "2026-02-02"),
	}
	second := *records[1].Set
	second.Annotator, second.Annotations = "ben", nil
	records = slices.Insert(records, 2, format.Record{Document: records[1].Document, Set: &second, Named: true})
	plan := planned(t, records, "train=0.5,test=0.5", "date")
	got, err := json.Marshal(plan)
	want := `{"parts":[{"name":"train","share":0.5,"documents":2,"annotations":3,"labels":{"meeting":1,"person":2}},` +
		`{"name":"test","share":0.5,"documents":2,"annotations":1,"labels":{"meeting":0,"person":1}}],"by":"date","seed":7,"groups":4,` +
		`"leak":{"near_duplicates":1,"documents":2,"shared_8grams":0.5,"shared_8grams_30_percent":0.5,"words":8,"threshold":0.3}}`
	if err != nil || string(got) != want {
		t.Errorf("%v\n%s\nwant\n%s", err, got, want)
	}
	said := strings.Join(plan.Sentences(), "\n")
	want = `Divided by date, seed 7: train 2 documents (50 %), test 2 documents (50 %).
test has no annotation labelled meeting: divide into fewer parts, or annotate more.
Left of the leak: 1 pair of near-duplicates lies in different parts; of the 2 documents outside train, 50 % share a run of 8 words with it, and 50 % share 30 % of their runs or more. Divide by cluster to keep near-duplicates together.`
	if said != want {
		t.Errorf("said\n%s\nwant\n%s", said, want)
	}
}

func TestWhatASplitTellsOfFewDocuments(t *testing.T) {
	plan := planned(t, []format.Record{printed("one", "", ""), printed("two", "", "")}, usual, "date")
	said := strings.Join(plan.Sentences(), "\n")
	for _, part := range []string{"train 2 documents (100 %)", "dev 0 documents", "dev is empty", "2 documents have no date", "nothing to test on"} {
		if !strings.Contains(said, part) {
			t.Errorf("%q is not said:\n%s", part, said)
		}
	}
	one := []format.Record{printed("one", "a", ""), printed("two", "a", ""), printed("three", "a", ""), printed("four", "a", "")}
	if said := strings.Join(planned(t, one, "train=0.5,test=0.5", "source").Sentences(), "\n"); !strings.Contains(said, "the 4 documents are one group") {
		t.Errorf("one source:\n%s", said)
	}
	five := append(slices.Clone(one), printed("five", "b", ""))
	if said := strings.Join(planned(t, five, "train=0.5,test=0.5", "random").Sentences(), "\n"); strings.Contains(said, "stay together") {
		t.Errorf("an odd number:\n%s", said)
	}
	if plan := planned(t, nil, usual, "cluster"); plan.Leak.Shared != nil || len(plan.Names()) != 3 || plan.Of("x") != "" {
		t.Errorf("of no documents: %+v", plan)
	}
}

func TestSplitOptionsAreRefused(t *testing.T) {
	for _, c := range [][2]string{{"", "random"}, {usual, "colour"}, {"train=2", ""}, {"a/b=1", ""}} {
		_, err := job.ParseSplit(c[0], c[1], 0)
		var usage *job.UsageError
		if !errors.As(err, &usage) {
			t.Errorf("--split %q --by %q: %v", c[0], c[1], err)
		}
	}
	if opt, err := job.ParseSplit("", "", 1); err != nil || opt.Asked() {
		t.Errorf("no parts: %v, %v", opt, err)
	}
}

func TestASplitEndsEarly(t *testing.T) {
	records, _ := wired(5, 1)
	opt, _ := job.ParseSplit(usual, "", 0)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := job.PlanSplit(ctx, each(records), 5, opt, job.Silent); !errors.Is(err, context.Canceled) {
		t.Errorf("ended context: %v", err)
	}
	broken := errors.New("broken")
	failing := func(yield func(format.Record, error) bool) { yield(format.Record{}, broken) }
	if _, err := job.PlanSplit(t.Context(), failing, 0, opt, job.Silent); !errors.Is(err, broken) {
		t.Errorf("broken project: %v", err)
	}
}

// The customer's articles as several sites print them.
func TestRealArticlesStayTogether(t *testing.T) {
	paths, _ := filepath.Glob("../../../shared/articles/*.txt")
	if len(paths) == 0 {
		t.Skip("the shared articles are not here")
	}
	var records []format.Record
	var story []string
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(string(text), "\n")
		for site := range 4 {
			cut := lines[1 : len(lines)-site*len(lines)/10]
			print := fmt.Sprintf("Site %d: the news of the day\n%s\nAll rights of site %d are reserved. Nothing may be printed again without asking.", site, strings.Join(cut, "\n"), site)
			records, story = append(records, printed(print, fmt.Sprint("site ", site), "", "person")), append(story, path)
		}
	}
	plan := planned(t, records, "train=0.6,dev=0.2,test=0.2", "cluster")
	together(t, plan, records, func(i int) string { return story[i] })
	if plan.Groups != len(paths) || plan.Leak.NearDuplicates != 0 || *plan.Leak.MuchShared != 0 {
		t.Errorf("%d groups of %d articles, leak %+v", plan.Groups, len(paths), plan.Leak)
	}
}

// BenchmarkPlanSplit divides 100,000 articles of 2 KB by cluster. Making the
// articles is part of it.
func BenchmarkPlanSplit(b *testing.B) {
	const n = 100_000
	opt, err := job.ParseSplit(usual, "cluster", 1)
	if err != nil {
		b.Fatal(err)
	}
	records := func(yield func(format.Record, error) bool) {
		for a := range neartest.Wire(n, 2000, 1) {
			if !yield(printed(a.Text, a.Site, "", "person", "person", "meeting"), nil) {
				return
			}
		}
	}
	for b.Loop() {
		plan, err := job.PlanSplit(b.Context(), records, n, opt, job.Silent)
		if err != nil {
			b.Fatal(err)
		}
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.ReportMetric(float64(m.Sys-m.HeapReleased)/1e6, "MB")
		b.ReportMetric(float64(plan.Groups), "groups")
		b.Log(strings.Join(plan.Sentences(), "\n"))
	}
}
