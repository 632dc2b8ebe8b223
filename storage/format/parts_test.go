package format_test

import (
	"slices"
	"testing"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
)

func TestAnnotationsOfSeveralFragmentsBecomeWhatIsChosen(t *testing.T) {
	doc, set := modeltest.Parse("“[statement#1 We go],” said [person Ana]. “[statement#1 Now].” [statement Now].")
	set.Relations = []model.Relation{{ID: "000000000000000000000000000000aa", Type: "speaker", From: modeltest.ID(1), To: modeltest.ID(2)}}
	f := format.Format{Keeps: format.All()}
	f.Keeps.Fragments = false
	for choice, want := range map[format.Parts][]string{
		"":            {"person Ana", "statement Now"},
		format.Leave:  {"person Ana", "statement Now"},
		format.Divide: {"person Ana", "statement Now", "statement Now", "statement We go"},
		format.Fill:   {"person Ana", "statement Now", "statement We go,” said Ana. “Now"},
	} {
		r := format.Reducer{Format: f, Options: format.WriteOptions{Fragments: choice}}
		out := r.Reduce(format.Record{Document: doc, Set: &set})
		var got []string
		ids := map[model.AnnotationID]bool{}
		for _, a := range out.Set.Annotations {
			got = append(got, a.Label+" "+doc.Text.Quote(a.Fragments))
			ids[a.ID] = true
		}
		slices.Sort(got)
		if !slices.Equal(got, want) || r.Losses.Of(format.LossFragment) != 1 || len(ids) != len(got) {
			t.Errorf("%q: %q, lost %v", choice, got, r.Losses)
		}
		if err := out.Set.Check(doc.Text, modeltest.Schema()); err != nil {
			t.Errorf("%q: %v", choice, err)
		}
		if kept := choice == format.Divide || choice == format.Fill; kept != (len(out.Set.Relations) == 1) {
			t.Errorf("%q: relations %v", choice, out.Set.Relations)
		}
		again := format.Reducer{Format: f, Options: r.Options}
		if !again.Reduce(format.Record{Document: doc, Set: &set}).Set.Equal(*out.Set) {
			t.Errorf("%q: the ids differ from run to run", choice)
		}
	}
}

// A fragment that another annotation of its label covers already is no second
// one.
func TestAPartThatIsThereAlreadyStandsOnce(t *testing.T) {
	doc, set := modeltest.Parse("[statement#1 We go] and [statement#1 [statement#2 now]#2]#1.")
	f := format.Format{Keeps: format.All()}
	f.Keeps.Fragments = false
	r := format.Reducer{Format: f, Options: format.WriteOptions{Fragments: format.Divide}}
	if out := r.Reduce(format.Record{Document: doc, Set: &set}); len(out.Set.Annotations) != 2 {
		t.Errorf("%+v", out.Set.Annotations)
	}
}
