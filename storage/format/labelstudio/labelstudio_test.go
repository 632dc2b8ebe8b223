package labelstudio

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
)

func TestFormat(t *testing.T) { formattest.Run(t, Format()) }

func FuzzRead(f *testing.F) { formattest.Fuzz(f, Format()) }

// element is one tag of a labelling configuration.
type element struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []element  `xml:",any"`
}

func (e element) attr(name string) string {
	for _, a := range e.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// walk calls visit for e and all within.
func (e element) walk(visit func(element)) {
	visit(e)
	for _, c := range e.Children {
		c.walk(visit)
	}
}

// controlsOf returns the controls of a configuration by their names, each with
// the values that it offers.
func controlsOf(t formattest.T, schema model.Schema) (kinds map[string]string, values map[string][]string) {
	suffix, data, err := Format().Beside(format.WriteOptions{Schema: schema})
	var root element
	if err := errors.Join(err, xml.Unmarshal(data, &root)); err != nil || suffix != ".config.xml" {
		t.Fatalf("%s: %v", suffix, err)
	}
	kinds, values = map[string]string{}, map[string][]string{}
	root.walk(func(e element) {
		if name := e.attr("name"); name != "" {
			if kinds[name] != "" {
				t.Errorf("two things are called %q", name)
			}
			kinds[name] = strings.ToLower(e.XMLName.Local)
			for _, c := range e.Children {
				values[name] = append(values[name], c.attr("value"))
			}
		}
		if e.XMLName.Local == "Relation" {
			values["relation"] = append(values["relation"], e.attr("value"))
		}
	})
	return kinds, values
}

// awkward is a schema whose names are those of our own controls, and others
// that XML and Label Studio may stumble over.
func awkward() model.Schema {
	schema := modeltest.Schema()
	schema.Labels[0].Name, schema.Labels[0].Colour = `a,"<b>" & 'c'`, "#aabbcc"
	for _, name := range []string{"note", "note_", "label", "text", "größe <x>", "_"} {
		schema.Labels[0].Attributes = append(schema.Labels[0].Attributes, model.AttributeDef{Name: name, Values: []string{"ja & nein", "x"}})
	}
	schema.RelationTypes = append(schema.RelationTypes, model.RelationType{Name: "<met>"})
	return schema
}

func TestConfigurationHasWhatIsWritten(t *testing.T) {
	schema := awkward()
	kinds, values := controlsOf(t, schema)
	doc, set := modeltest.Parse("[a Ana] met [statement#1 Ben] and [statement#1 Eve]")
	set.Annotations[0].Label = schema.Labels[0].Name
	for _, at := range schema.Labels[0].Attributes {
		set.Annotations[0] = set.Annotations[0].WithAttribute(at.Name, "ja & nein")
	}
	set.Annotations[1] = set.Annotations[1].WithAttribute("mode", "direct").WithAttribute("topic", "trade")
	set.Annotations[1].Note = "a note"
	set.Relations = []model.Relation{{ID: model.NewRelationID(), Type: "<met>", From: modeltest.ID(1), To: modeltest.ID(2)}}
	data, _, err := formattest.Write(Format(), format.WriteOptions{Schema: schema}, format.Record{Document: doc, Set: &set})
	if err != nil {
		t.Fatal(err)
	}
	var tasks []struct {
		Annotations []struct {
			Result []struct {
				Type   string   `json:"type"`
				From   string   `json:"from_name"`
				To     string   `json:"to_name"`
				Labels []string `json:"labels"`
				Value  struct{ Labels, Choices []string }
			}
		}
	}
	if err := json.Unmarshal(data, &tasks); err != nil {
		t.Fatal(err)
	}
	results := tasks[0].Annotations[0].Result
	if len(results) != 13 {
		t.Errorf("%d parts were written: %s", len(results), data)
	}
	for _, r := range results {
		offered := values[r.From]
		if r.Type == "relation" {
			offered = values["relation"]
		} else if kinds[r.From] != r.Type || kinds[r.To] != "text" {
			t.Errorf("%q of %q is a %s in the file and a %q in the configuration", r.From, r.To, r.Type, kinds[r.From])
		}
		for _, value := range slices.Concat(r.Labels, r.Value.Labels, r.Value.Choices) {
			if !slices.Contains(offered, value) {
				t.Errorf("%q offers %q, not %q", r.From, offered, value)
			}
		}
	}
}

func TestNamesOfControlsComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.OneOf(rapid.String(), rapid.StringMatching(`(note|label|text|x)_{0,3}`)).Draw(t, "name")
		if control := controlOf(name); attributeOf(control) != name || ours(control) {
			t.Errorf("%q has the control %q, which is that of %q", name, control, attributeOf(control))
		}
	})
}

func TestWhatWasWrittenIsNamedAsLabelStudioTakesIt(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		data, _, err := formattest.Write(Format(), format.WriteOptions{Schema: modeltest.Schema()}, formattest.Project().Draw(t, "project")...)
		if err != nil {
			t.Fatal(err)
		}
		var tasks []struct {
			Data        struct{ Text string }
			Annotations []map[string]any
		}
		if err := json.Unmarshal(data, &tasks); err != nil {
			t.Fatal(err)
		}
		for _, task := range tasks {
			for _, a := range task.Annotations {
				if _, named := a["completed_by"]; named {
					t.Errorf("somebody is named whom Label Studio may not know: %v", a)
				}
				for _, r := range a["result"].([]any) {
					checkResult(t, []rune(task.Data.Text), r.(map[string]any))
				}
			}
		}
	})
}

func checkResult(t *rapid.T, text []rune, r map[string]any) {
	if origin, there := r["origin"]; there && !slices.Contains(theirs, model.Origin(origin.(string))) {
		t.Errorf("Label Studio does not know the origin %v", origin)
	}
	value, ok := r["value"].(map[string]any)
	if !ok || r["type"] != "labels" {
		return
	}
	start, end := int(value["start"].(float64)), int(value["end"].(float64))
	if got := string(text[start:end]); got != value["text"] {
		t.Errorf("the text at %d to %d is %q, not %q", start, end, got, value["text"])
	}
}

// all returns what elements makes of a text.
func all(t *testing.T, text string, limit int) (elementsOf []string, lines []int, last error) {
	t.Helper()
	e := newElements(strings.NewReader(text), limit)
	for {
		data, line, err := e.next()
		if err != nil && !errors.As(err, new(tooLong)) {
			return elementsOf, lines, err
		}
		if err != nil {
			data = []byte("long")
		}
		elementsOf, lines = append(elementsOf, string(data)), append(lines, line)
	}
}

func TestElementsOfAnArray(t *testing.T) {
	for text, want := range map[string]struct {
		elements []string
		err      error
	}{
		"[]":                              {nil, io.EOF},
		" \n [ ] \n":                      {nil, io.EOF},
		`[{"a":"}]\"{"},"x",12]`:          {[]string{`{"a":"}]\"{"}`, `"x"`, "12"}, io.EOF},
		`[[{}], {"a":[1]} ]`:              {[]string{"[{}]", `{"a":[1]}`}, io.EOF},
		`{"a":1}`:                         {[]string{`{"a":1}`}, io.EOF},
		`[{}`:                             {[]string{"{}"}, errEarly},
		`[{"a":"`:                         {nil, errEarly},
		`[{"a`:                            {nil, errEarly},
		`[{}] x`:                          {[]string{"{}"}, errMore},
		"":                                {nil, errNoArray},
		"text":                            {nil, errNoArray},
		`[{"long":"0123456789"},{"a":2}]`: {[]string{"long", `{"a":2}`}, io.EOF},
	} {
		got, _, err := all(t, text, 15)
		if !slices.Equal(got, want.elements) || !errors.Is(err, want.err) {
			t.Errorf("%s gave %q (%v), want %q (%v)", text, got, err, want.elements, want.err)
		}
	}
	if _, lines, _ := all(t, "\n[\n{\n},\n\n{}]", 15); !slices.Equal(lines, []int{3, 6}) {
		t.Errorf("the elements begin on lines %v", lines)
	}
}
