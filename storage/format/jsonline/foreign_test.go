package jsonline

import (
	"strings"
	"testing"
)

// TestForeign: files of other programs are told from those that are read.
func TestForeign(t *testing.T) {
	for head, want := range map[string]string{
		`{"%TYPES": {"custom.Statement": {}}}`:                                    "UIMA CAS JSON",
		"\ufeff{\n  \"%FEATURE_STRUCTURES\" : [":                                  "UIMA CAS JSON",
		`[["Ana \"met\" Ben.", {"entities": [[0, 3, "PERSON"]]}]]`:                "spaCy 2",
		"[\n [\"Ana\",\n {\"entities\": []}":                                      "spaCy 2",
		`["Ana met Ben.", {"entities": [[0, 3, "PERSON"]]}]`:                      "spaCy 2",
		`[{"id": 0, "paragraphs": [{"raw": "Ana met Ben.", "sentences": []}]}]`:   "spaCy 2",
		`[{"id": 0, "data": {"text": "a", "paragraphs": []}, "annotations": []}]`: "",
		`{"text": "a %TYPES", "spans": []}`:                                       "",
		`{"text": "[[\"a\", {\"entities\": []}]]"}`:                               "",
		`[["a", "b"], ["c"]]`:                                                     "",
		"":                                                                        "",
	} {
		if got := Foreign([]byte(head)); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s is %q, want %q", head, got, want)
		}
	}
}
