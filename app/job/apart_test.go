package job_test

import (
	"fmt"
	"testing"

	"dragoman/app/job"
	"dragoman/model"
	"dragoman/model/modeltest"
)

func TestApartSaysWhatDiffers(t *testing.T) {
	doc, ours := modeltest.Parse("[person Ana] met [person Ben] in [meeting Rome]. It rained.")
	_, theirs := modeltest.Parse("[person Ana] met [person Ben in] Rome. [statement It rained].")
	for i := range theirs.Annotations {
		theirs.Annotations[i].ID += "x"
	}
	theirs.Annotator = ours.Annotator
	var got []string
	for _, p := range job.Apart(doc, ours, theirs) {
		got = append(got, fmt.Sprintf("%s: %s %q, %s %q", p.Case.Kind, p.Says[0].Label, p.Says[0].Text, p.Says[1].Label, p.Says[1].Text))
	}
	want := `[boundary: person "Ben", person "Ben in" missing: meeting "Rome",  "" missing:  "", statement "It rained"]`
	if fmt.Sprint(got) != want {
		t.Errorf("they differ in\n%s, want\n%s", got, want)
	}
	if same := job.Apart(doc, ours, model.AnnotationSet{Annotations: ours.Annotations}); len(same) > 0 {
		t.Errorf("the same differ in %v", same)
	}
}
