package jsonline

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSplitCutsWhereJSONDoes(t *testing.T) {
	for in, want := range map[string][]string{
		`[]`: nil, `{}`: nil, `[1]`: {"1"}, "[ 1 ,\t2\r\n]": {"1", "2"},
		`["a,]\"}{","\\",[["]"]],{"a":"}"},null,-1.5e+3]`: {`"a,]\"}{"`, `"\\"`, `[["]"]]`, `{"a":"}"}`, "null", "-1.5e+3"},
		`{"a":1,"b":[true,false] , "c" : {} }`:            {`"a"`, "1", `"b"`, "[true,false]", `"c"`, "{}"},
	} {
		var got []string
		for _, part := range Split([]byte(in)) {
			got = append(got, string(part))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", in, diff)
		}
	}
}

func FuzzObject(f *testing.F) {
	f.Add([]byte(`{"a":["\"",{"b":null}],"\u0061b":-1e5 , "c" : "x\\"}`))
	f.Add([]byte(" {}\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := ParseObject(data)
		var want map[string]json.RawMessage
		if wantErr := json.Unmarshal(data, &want); wantErr != nil {
			if err == nil {
				t.Fatalf("%q is no object, but was read as %v", data, got)
			}
			return
		}
		if err != nil {
			return // a key that comes twice, or null
		}
		for name, value := range want {
			if string(value) == "null" {
				delete(want, name)
			}
		}
		if diff := cmp.Diff(want, map[string]json.RawMessage(got)); diff != "" {
			t.Fatal(diff)
		}
	})
}
