// Package labelstudio reads and writes the JSON of Label Studio: an array of
// tasks, one for each document, with the annotations of all its annotators.
//
// Writing keeps everything in places that Label Studio leaves alone:
//
//   - data holds text, title, source and, as document, our id of the text.
//     What is known beside that stands in the task's meta.
//   - An annotation bears the names annotator, status and verdicts of its own.
//     It has no completed_by: Label Studio refuses a file that names somebody
//     whom it does not know.
//   - An annotation of several fragments is a region for each. Those behind the
//     first name it, as part_of in their meta, and so become one again.
//   - Attributes and notes are controls of a region: Choices where the schema
//     lists the values, else TextArea. The labelling configuration beside the
//     file has them, under the same names.
//   - An origin that Label Studio does not know stands in the meta of the
//     region: it would not open the task otherwise.
//
// Reading takes regions of plain text, by the offsets of <Text>:
//
//   - The text is what data holds under the name of the regions' object, under
//     "text", or its longest string; which is said in the report. What else is
//     in data, and in the task's meta, goes into the document's meta, with the
//     task's id.
//   - A region with several labels becomes an annotation for each; links lead
//     to the first. Several values of one control become one, joined.
//   - Predictions are sets of suggestions, of annotators named after their model. The second
//     annotation of one person gets a name of its own.
//   - Quotes may have the two signs \n for a line break, as Label Studio has it.
//   - Cancelled annotations, drafts, regions of other kinds than text, choices
//     that belong to no region and unknown keys are counted as losses. What
//     Label Studio keeps for its own work, as times and counters, goes without
//     a word.
//   - JSON_MIN is read too, and bare data without annotations.
package labelstudio

import (
	"bytes"
	"path/filepath"
	"strings"

	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// Format returns the format.
func Format() format.Format {
	return format.Format{
		Name:       "labelstudio",
		Title:      "Label Studio: JSON tasks, with the labelling configuration beside them",
		Extensions: []string{".json"},
		Keeps:      format.All(),
		Unit:       format.CodePoint,
		Sets:       true,
		Checked:    "label-studio-sdk 2.1.2 (labelling configuration, converter to JSON_MIN and CoNLL)",
		Recognise:  recognise,
		Companions: companions,
		Read:       read,
		Write:      write,
		Beside:     configuration,
	}
}

// recognise goes by the name, and by a beginning that is no JSON Lines. So
// reading says of any other JSON what it is or where it breaks.
func recognise(name string, head []byte) bool {
	if strings.ToLower(filepath.Ext(name)) != ".json" {
		return false
	}
	return !jsonline.Begins(head) || bytes.Contains(head, []byte(`"data"`)) &&
		(bytes.Contains(head, []byte(`"annotations"`)) || bytes.Contains(head, []byte(`"predictions"`)))
}

// companions returns the names under which the labelling configuration stands
// beside a file, and beside files in parts.
func companions(name string) []string {
	return []string{name + configurationSuffix, strings.TrimPrefix(configurationSuffix, ".")}
}

// The names of the object and the controls that are written.
const (
	object       = "text"
	labelControl = "label"
	noteControl  = "note"
)

// controlOf returns the name of the control of an attribute: its own, with one
// "_" more where it is one of ours or such a name with "_" behind it.
func controlOf(attribute string) string {
	if ours(strings.TrimRight(attribute, "_")) {
		return attribute + "_"
	}
	return attribute
}

// attributeOf undoes controlOf.
func attributeOf(control string) string {
	if bare := strings.TrimRight(control, "_"); ours(bare) && bare != control {
		return control[:len(control)-1]
	}
	return control
}

func ours(name string) bool { return name == object || name == labelControl || name == noteControl }
