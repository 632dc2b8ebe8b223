package model_test

import (
	"strings"
	"testing"

	"dragoman/model"
	"dragoman/model/modeltest"
)

func TestSchemaComesBackFromItsJSON(t *testing.T) {
	schema := modeltest.Schema()
	back, err := model.ParseSchema(schema.Format())
	if err != nil || !back.Equal(schema) {
		t.Errorf("schema comes back as %v, error %v", back, err)
	}
}

func TestSchemaIsRefused(t *testing.T) {
	for name, test := range map[string][2]string{
		"misspelt field": {`{"labels":[{"name":"a","color":"#000000"}]}`, "color"},
		"no name":        {`{"labels":[{"name":""}]}`, "no name"},
		"twice":          {`{"labels":[{"name":"a"},{"name":"a"}]}`, "twice"},
		"same key":       {`{"labels":[{"name":"a","key":"1"},{"name":"b","key":"1"}]}`, "same key"},
		"long key":       {`{"labels":[{"name":"a","key":"12"}]}`, "key"},
		"colour":         {`{"labels":[{"name":"a","colour":"red"}]}`, "#RRGGBB"},
		"pattern":        {`{"labels":[{"name":"a","pattern":"dotted"}]}`, "pattern"},
		"relation":       {`{"labels":[],"relation_types":[{"name":"r","from":["x"]}]}`, "not in the schema"},
		"attribute":      {`{"labels":[{"name":"a","attributes":[{"name":"m"},{"name":"m"}]}]}`, "twice"},
		"more behind":    {`{"labels":[]} {}`, "more"},
		"no JSON":        {`labels`, "schema"},
	} {
		if _, err := model.ParseSchema([]byte(test[0])); err == nil || !strings.Contains(err.Error(), test[1]) {
			t.Errorf("%s: error is %v", name, err)
		}
	}
}

func TestMetaIsCopiedOnWrite(t *testing.T) {
	m := model.Meta{}.With("author", "<Ana & Ben>")
	n := m.With("author", "")
	if m.Text("author") != "<Ana & Ben>" || len(n) != 0 || string(m["author"]) != `"<Ana & Ben>"` {
		t.Errorf("meta is %s, copy is %s", m, n)
	}
}

func FuzzParseSchema(f *testing.F) {
	f.Add(modeltest.Schema().Format())
	f.Fuzz(func(t *testing.T, data []byte) {
		schema, err := model.ParseSchema(data)
		if err != nil {
			return
		}
		back, err := model.ParseSchema(schema.Format())
		if err != nil || !back.Equal(schema) {
			t.Errorf("accepted, but comes back as %v, error %v", back, err)
		}
	})
}
