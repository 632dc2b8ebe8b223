package labelstudio

import (
	"encoding/json"
	"fmt"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// takeSets takes the annotations and predictions out of a task.
func (t *task) takeSets(o jsonline.Object) error {
	for _, of := range []struct {
		key  string
		take func(jsonline.Object) (set, bool)
	}{{"completions", t.annotation}, {"annotations", t.annotation}, {"predictions", t.prediction}} {
		raws, err := o.List(of.key)
		if err != nil {
			return err
		}
		for i, raw := range raws {
			name := fmt.Sprintf("%s %d", of.key[:len(of.key)-1], i+1)
			one, err := jsonline.ParseObject(raw)
			if err != nil {
				t.Reject(t.line, name, err)
				continue
			}
			results, err := one.List("result")
			if err != nil {
				t.Reject(t.line, name, err)
				continue
			}
			if s, ok := of.take(one); ok {
				s.results = t.results(results)
				t.sets = append(t.sets, s)
			}
		}
	}
	drafts, err := o.List("drafts")
	for i := range drafts {
		t.Lose("draft", t.line, fmt.Sprintf("draft %d", i+1))
	}
	return err
}

// annotation reads an annotation but for its results, and whether it is one to
// take.
func (t *task) annotation(o jsonline.Object) (s set, ok bool) {
	if isTrue(o, "was_cancelled") || isTrue(o, "skipped") {
		t.Lose("cancelled annotation", t.line, "of "+format.Shorten(string(t.completedBy(o))))
		return s, false
	}
	name, ours := o.Text("annotator")
	if name == "" {
		s.annotator = t.completedBy(o)
	} else {
		s.annotator = model.Annotator(name)
	}
	s.annotator = t.named(s.annotator)
	delete(o, "completed_by")
	s.status = model.StatusNew
	if status, err := model.ParseStatus(o.Peek("status")); err == nil {
		s.status = status
		delete(o, "status")
	}
	if json.Unmarshal(o["verdicts"], &s.verdicts) == nil {
		delete(o, "verdicts")
	}
	if !isTrue(o, "ground_truth") || ours {
		delete(o, "ground_truth")
	}
	drop(o, "annotation")
	t.LoseRest("annotation", t.line, o)
	return s, true
}

func isTrue(o jsonline.Object, key string) bool { return string(o[key]) == "true" }

// named returns the annotator as one that a set of its own can have.
func (t *task) named(name model.Annotator) model.Annotator {
	if name == model.All {
		t.Lose(format.LossAnnotator, t.line, fmt.Sprintf("no annotator can be called %q, which stands for all of them", name))
		name = ""
	}
	return t.unique(name)
}

// completedBy returns who made the annotation: a number, a mail address or a
// name, and "" where the file does not say.
func (t *task) completedBy(o jsonline.Object) model.Annotator {
	if user, err := jsonline.ParseObject(o["completed_by"]); err == nil {
		for _, key := range []string{"email", "username", "id"} {
			if name := user.ID(key); name != "" {
				return model.Annotator(name)
			}
		}
		return ""
	}
	return model.Annotator(o.ID("completed_by"))
}

// prediction reads a prediction but for its results.
func (t *task) prediction(o jsonline.Object) (s set, ok bool) {
	name := o.ID("model_version")
	if name == "" {
		name = "prediction"
	}
	t.note(format.Assumption{Note: "predictions are read as sets of annotators named after their model"})
	drop(o, "annotation")
	t.LoseRest("prediction", t.line, o)
	return set{annotator: t.named(model.Annotator(name)), status: model.StatusNew, suggested: true}, true
}

// minimal reads the one annotation of JSON_MIN out of what is data beside it:
// the lists of regions with labels.
func (t *task) minimal(o jsonline.Object) {
	_, whole := o["annotation_id"]
	s := set{annotator: model.Annotator(o.ID("annotator")), status: model.StatusNew}
	s.annotator = t.named(s.annotator)
	drop(o, "min")
	for _, key := range o.Keys() {
		if o[key][0] != '[' {
			continue
		}
		results, ok := t.minimalResults(key, jsonline.Split(o[key]))
		if ok {
			delete(o, key)
			s.results = append(s.results, results...)
		}
	}
	if whole || s.annotator != "" || len(s.results) > 0 {
		t.sets = append(t.sets, s)
	}
}

// minimalResults returns the regions of one control, and whether the list is
// of such.
func (t *task) minimalResults(control string, raws []json.RawMessage) (results []result, ok bool) {
	for i, raw := range raws {
		value, err := jsonline.ParseObject(raw)
		if err != nil || value["labels"] == nil {
			return nil, false
		}
		results = append(results, result{
			name: fmt.Sprintf("%s %d", control, i+1), kind: "labels", control: control, value: value,
		})
	}
	return results, len(results) > 0
}
