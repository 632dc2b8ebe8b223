package labelstudio

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// task is one task as it was read.
type task struct {
	*reader
	line     int
	document model.Document
	data     jsonline.Object // what is left of it
	key      string          // of data, under which the text was
	object   string          // what the regions of the text are of
	unit     format.Unit     // that the task states
	sets     []set
	names    map[model.Annotator]int // of those whose sets they are, and the number that was given last behind each
}

// set is an annotation or prediction of a task.
type set struct {
	annotator model.Annotator // "" where the file names none
	status    model.Status
	results   []result
	verdicts  []model.Verdict
	suggested bool // by a model
}

// clerical are the names that Label Studio gives to what it keeps for its own
// work.
var clerical = map[string][]string{
	"task": {
		"allow_skip", "annotations_ids", "annotations_results", "annotators", "annotators_count", "avg_lead_time",
		"cancelled_annotations", "comment_authors", "comment_count", "comments", "completed_at", "created_at",
		"draft_exists", "file_upload", "inner_id", "is_labeled", "last_comment_updated_at", "overlap", "predictions_ids",
		"predictions_model_versions", "predictions_results", "predictions_score", "project", "reviewers",
		"reviewers_count", "reviews_accepted", "reviews_rejected", "storage_filename", "total_annotations",
		"total_predictions", "unresolved_comment_count", "updated_at", "updated_by", "agreement", "state",
	},
	"annotation": {
		"bulk_created", "created_ago", "created_at", "created_username", "draft_created_at", "id", "import_id",
		"last_action", "last_created_by", "lead_time", "parent_annotation", "parent_prediction", "prediction",
		"project", "result_count", "task", "unique_id", "updated_at", "updated_by", "was_cancelled", "honeypot",
		"cluster", "mislabeling", "model", "model_run", "neighbors",
	},
	"region": {
		"hidden", "image_rotation", "item_index", "locked", "original_height", "original_length", "original_width",
		"parentID", "parent_id", "readonly", "source",
	},
	"min": {"agreement", "annotation_id", "created_at", "lead_time", "updated_at"},
}

func drop(o jsonline.Object, kind string) {
	for _, key := range clerical[kind] {
		delete(o, key)
	}
}

// parse reads a task. It fails when the task as a whole cannot be used; what is
// wrong with single annotations is told in the report.
func (r *reader) parse(line int, data []byte) (*task, error) {
	if err := jsonline.CheckText(data); err != nil {
		return nil, err
	}
	o, err := jsonline.ParseObject(data)
	if err != nil {
		return nil, err
	}
	t := &task{reader: r, line: line, names: map[model.Annotator]int{}}
	if _, full := o["data"]; !full {
		t.data = o
		t.minimal(o)
		if len(t.sets) == 0 {
			t.note(format.Assumption{Note: "what has no “data” is taken for data alone, without annotations"})
		}
		return t, t.describe(o.ID("id"), nil)
	}
	if t.data, err = jsonline.ParseObject(o["data"]); err != nil {
		return nil, fmt.Errorf("data: %w", err)
	}
	delete(o, "data")
	if err := t.takeSets(o); err != nil {
		return nil, err
	}
	id, meta := o.ID("id"), takeMeta(o)
	if err := t.describe(id, meta); err != nil {
		return nil, err
	}
	drop(o, "task")
	t.LoseRest("task", line, o)
	return t, nil
}

// takeMeta takes the meta out of a task, where it is an object whose keys come
// once.
func takeMeta(o jsonline.Object) jsonline.Object {
	meta, err := jsonline.ParseObject(o["meta"])
	if err != nil {
		return nil
	}
	delete(o, "meta")
	return meta
}

// describe makes the document out of the data, the id of the task and its meta.
func (t *task) describe(id string, meta jsonline.Object) error {
	text, err := t.takeText()
	if err != nil {
		return err
	}
	title, _ := t.data.Text("title")
	source, _ := t.data.Text("source")
	t.document = model.NewDocument(text, title, source)
	if unit, err := format.ParseUnit(t.data.Peek("offset_unit")); err == nil {
		t.unit = unit
		delete(t.data, "offset_unit")
	}
	if t.data.Peek("document") == string(t.document.ID) {
		delete(t.data, "document") // we wrote it
	} else {
		if source == "" {
			t.document.Source = filepath.Base(t.In.Name)
		}
		if id != "" {
			t.add("id", json.RawMessage(quote(id)))
		}
	}
	for _, o := range []jsonline.Object{meta, t.data} {
		for _, key := range o.Keys() {
			t.add(key, o[key])
		}
	}
	return nil
}

func (t *task) add(name string, value json.RawMessage) {
	t.document.Meta = format.WithMeta(t.document.Meta, name, value)
}

// quote returns the JSON string of s, which must be valid UTF-8.
func quote(s string) []byte {
	data, err := json.Marshal(s)
	if err != nil {
		panic("encode a string: " + err.Error())
	}
	return data
}

// takeText takes the text out of the data: what has the name of the object that
// regions are of, or else is called text, or else is the longest string.
func (t *task) takeText() (string, error) {
	t.object = t.mainObject()
	for _, key := range []string{t.object, object, t.longest()} {
		if text, ok := t.data.Text(key); ok {
			t.key = key
			if key != object {
				t.note(format.Assumption{Note: "the text is what “data” holds under " + format.Shorten(key)})
			}
			return text, nil
		}
	}
	return "", errors.New("none of its data is a text: only tasks about text can be read")
}

// mainObject returns what the first region of text is of that labels mark, and
// "" where there is none.
func (t *task) mainObject() string {
	for _, s := range t.sets {
		for _, res := range s.results {
			if res.ofText() && res.object != "" {
				return res.object
			}
		}
	}
	return ""
}

// longest returns the key of the longest string of the data.
func (t *task) longest() (longest string) {
	length := -1
	for _, key := range t.data.Keys() {
		if s := t.data[key]; s[0] == '"' && len(s) > length {
			longest, length = key, len(s)
		}
	}
	return longest
}
