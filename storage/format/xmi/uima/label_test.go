package uima

import (
	"strings"
	"testing"
)

func TestLabelFeature(t *testing.T) {
	for features, want := range map[string]string{
		"identifier value": "value", // NamedEntity of INCEpTION
		"mode label value": "label",
		"mode":             "",
		"speaker mode":     "",
		"note NER_Tag":     "NER_Tag",
		"Category mode":    "Category",
		"":                 "",
	} {
		if got := LabelFeature(strings.Fields(features)); got != want {
			t.Errorf("of %q the label is %q, want %q", features, got, want)
		}
	}
	if got := TypeFeature([]string{"sure", "role"}); got != "role" {
		t.Errorf("the type of a relation is %q", got)
	}
}
