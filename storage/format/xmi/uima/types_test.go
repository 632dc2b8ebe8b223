package uima_test

import (
	"bytes"
	"testing"

	"dragoman/model"
	"dragoman/model/modeltest"
	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
	"dragoman/storage/format/webanno"
	"dragoman/storage/format/xmi"
	"dragoman/storage/format/xmi/uima"
)

// TestPartsHaveTheSameTypes: who loads the parts of a split gives one type
// system to all of them. Attributes come back, of the schema or not.
func TestPartsHaveTheSameTypes(t *testing.T) {
	for _, f := range []format.Format{xmi.Format(), webanno.Format()} {
		opt := format.WriteOptions{Schema: modeltest.Schema(), Splits: []string{"train", "dev"}}
		var types [][]byte
		for _, attribute := range []string{"", "mode", "strange"} {
			doc, set := modeltest.Parse("[statement Ana] met")
			if attribute != "" {
				set.Annotations[0] = set.Annotations[0].WithAttribute(attribute, "x")
			}
			files, _, err := formattest.WriteFiles(f, opt, format.Record{Document: doc, Set: &set})
			if err != nil {
				t.Fatal(err)
			}
			types = append(types, files[uima.TypesFile])
			records, _, err := formattest.ReadAll(f, files)
			if err != nil || len(records) != 1 {
				t.Fatal(records, err)
			}
			for _, r := range records {
				if got := r.Set.Annotations[0].Attributes; attribute != "" && (len(got) != 1 || got[0] != model.Attribute{Name: attribute, Value: "x"}) {
					t.Errorf("%s: the attribute %s comes back as %v", f.Name, attribute, got)
				}
			}
		}
		if !bytes.Contains(types[0], []byte("<name>mode</name>")) {
			t.Errorf("%s: the attribute mode of the schema is no feature: %s", f.Name, types[0])
		}
		for _, other := range types[1:] {
			if !bytes.Equal(other, types[0]) {
				t.Errorf("%s: two parts have different types:\n%s\n%s", f.Name, types[0], other)
			}
		}
	}
}
