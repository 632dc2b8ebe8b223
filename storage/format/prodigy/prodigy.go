// Package prodigy reads and writes the JSON Lines of Prodigy: one task a line,
// with the answer of one annotator.
//
// Prodigy wants spans that begin and end where tokens do, and takes the tokens
// of the file where it brings some. So what is written has tokens, as
// format.Tokens makes them, and where an annotation cuts one it is cut there:
// every annotation stays where it is. Tokens that are read tell what the
// offsets count and where relations end; they are not kept.
//
//   - "token_end" is the last token of a span, "end" lies behind its last
//     character. A relation links tokens, the last of each span, and names the
//     spans beside them.
//   - Who annotated is "_annotator_id", or "_session_id" where that is missing.
//   - "answer" is "accept" for a set that is done. What was rejected or ignored
//     becomes no annotation: it is counted, and the answer stays in the meta.
//     The interfaces that ask about one span at a time, "ner" and "spans", do
//     not say that a text is done.
//   - "_view_id" is the interface that shows what there is; others stay in the
//     meta. Hashes are kept in the meta and never made: Prodigy makes them of
//     tasks that have none.
//   - Ids, notes, attributes and origins are keys of spans that Prodigy does not
//     know and passes on.
//   - Prodigy, and what trains on its files, looks at "start" and "end" alone. So
//     an annotation of several fragments is a span for each; those behind the
//     first name it as "part_of", and so become one again on reading. Relations
//     link the first.
package prodigy

import (
	"strings"

	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

const extension = ".prodigy.jsonl"

// Format returns the format.
func Format() format.Format {
	return format.Format{
		Name:       "prodigy",
		Title:      "Prodigy JSONL: one annotation set a line, with tokens",
		Extensions: []string{extension},
		Keeps:      format.All(),
		Unit:       format.CodePoint,
		Sets:       true,
		Checked:    "spaCy 3.8.18 (tokens and spans; Prodigy itself is not free)",
		Recognise:  recognise,
		Read:       read,
		Write:      write,
	}
}

// recognise goes by the whole extension, and where it is JSON Lines by the keys
// that only tasks of Prodigy have. A task that nobody has answered and that
// brings no tokens is read as JSON Lines of ours, which says the same.
func recognise(name string, head []byte) bool {
	if strings.HasSuffix(strings.ToLower(name), extension) {
		return true
	}
	if !jsonline.Ext(name) {
		return false
	}
	keys := jsonline.Outline(head)
	for _, key := range []string{"_input_hash", "_task_hash", "_view_id", "_session_id", "_annotator_id"} {
		if keys[key] != nil {
			return true
		}
	}
	_, answered := answers[strings.Trim(string(keys["answer"]), `"`)]
	return keys["text"] != nil && (answered || strings.Contains(string(keys["tokens"]), `"start"`))
}

// answers are those that leave nothing to take, and what they are called in a
// report; and the one that does.
var answers = map[string]string{"accept": "", "reject": "rejected answer", "ignore": "ignored answer"}
