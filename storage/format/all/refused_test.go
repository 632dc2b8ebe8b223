package all_test

import (
	"strings"
	"testing"

	"dragoman/storage/format/all"
	"dragoman/storage/format/formattest"
)

// TestRefusalsSayWhatToDo: JSON that nothing reads is taken by a format that
// says so, and no article comes of it.
func TestRefusalsSayWhatToDo(t *testing.T) {
	for content, want := range map[string]string{
		`{"%TYPES": {}, "%FEATURE_STRUCTURES": [{"%ID": 1, "sofaString": "Ana met Ben."}]}`:              "export the document as UIMA CAS XMI or as WebAnno TSV",
		"{\n\"%TYPES\": {},\n\"%FEATURE_STRUCTURES\": [{\"%ID\": 1, \"sofaString\": \"Ana met Ben.\"}]}": "export the document as UIMA CAS XMI or as WebAnno TSV",
		`[["Ana met Ben in Rome.", {"entities": [[0, 3, "PERSON"]]}]]`:                                   "write each text as a line",
		`{"a": [1,2,`:     "ends too early",
		`{"a": 1 "b": 2}`: "broken JSON",
		"{\n\"name\": \"a package\",\n\"text\": \"no\"\n}": "JSON of no kind that is read",
		`"Ana met Ben"`: "export it again",
		"":              "export it again",
	} {
		f, known := all.Recognise("a.json", []byte(content))
		if !known {
			t.Errorf("%s is taken by no format", content)
			continue
		}
		records, report, err := formattest.Read(f, "a.json", []byte(content))
		if err != nil || len(records) > 0 || len(report.Rejected) != 1 || !strings.Contains(report.Rejected[0].Reason, want) {
			t.Errorf("%s is read by %s as %d records, with %+v, %v; want %q", content, f.Name, len(records), report.Rejected, err, want)
		}
	}
}
