package job_test

import (
	"testing"
	"time"

	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/app/session/sessiontest"
	"dragoman/model"
	"dragoman/model/modeltest"
)

// putIntoBin puts the document into the bin, by whom is said; "" brings it back.
func putIntoBin(t *testing.T, p *sessiontest.Project, id model.DocumentID, by model.Annotator) {
	t.Helper()
	step, err := session.BinStep(t.Context(), p, "delete", by, []model.DocumentID{id})
	if err == nil {
		_, err = p.Save(t.Context(), step)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func paste(t *testing.T, p *sessiontest.Project) job.ImportResult {
	t.Helper()
	r, err := job.Paste(t.Context(), p, "Ana spoke.", "One", "", "ana")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestImportLeavesInTheBinWhatIsThere(t *testing.T) {
	p := sessiontest.NewProject(modeltest.Schema())
	id := paste(t, p).Added[0]
	putIntoBin(t, p, id, "ana")
	if r := paste(t, p); len(r.Added) != 0 || len(r.Existing) != 1 || len(r.InBin) != 1 || r.InBin[0] != id {
		t.Errorf("the import brought %+v", r)
	}
	if bin, err := p.Bin(t.Context()); err != nil || len(bin) != 1 {
		t.Errorf("in the bin is %+v, %v", bin, err)
	}
}

// TestMergeTakesTheBinOfWhoEditedLast: the bin travels as a title does.
func TestMergeTakesTheBinOfWhoEditedLast(t *testing.T) {
	day := func(n int) func() time.Time {
		return func() time.Time { return time.Date(2026, 11, n, 0, 0, 0, 0, time.UTC) }
	}
	for _, deleted := range []bool{true, false} {
		source, target := sessiontest.NewProject(modeltest.Schema()), sessiontest.NewProject(modeltest.Schema())
		source.Now, target.Now = day(1), day(1)
		id := paste(t, source).Added[0]
		paste(t, target)
		if deleted {
			source.Now = day(3)
			putIntoBin(t, source, id, "cy")
		} else {
			target.Now, source.Now = day(2), day(3)
			putIntoBin(t, target, id, "ben")
			putIntoBin(t, source, id, "cy")
			putIntoBin(t, source, id, "")
		}
		target.Now = day(4)
		r, err := job.Merge(t.Context(), target, []job.MergeSource{{Path: "source", Project: source}}, job.MergeOptions{By: "ana"}, job.Silent)
		if err != nil {
			t.Fatal(err)
		}
		if (len(r.InBin) == 1) != deleted {
			t.Errorf("deleted %v: the merge says that in the bin are %v", deleted, r.InBin)
		}
		bin, err := target.Bin(t.Context())
		if err != nil || (len(bin) == 1) != deleted {
			t.Errorf("deleted %v: in the bin is %+v, %v", deleted, bin, err)
		}
		if deleted && (bin[0].Binned != "cy" || !bin[0].EditedAt.Equal(day(3)())) {
			t.Errorf("in the bin is %+v", bin)
		}
	}
}
