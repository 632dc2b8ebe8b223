package jsonline

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestOutlineOfWhatThereIs(t *testing.T) {
	const line = "\xef\xbb\xbf\n {\"a\" : [1, {\"x\":\"]}\"}], \"b\":\"q\\\"}\" ,\"c\":-1.5,\"d\":null}\n{\"e\":1}"
	for head, want := range map[string]string{
		line:                            "a b c d",
		line[:strings.Index(line, "q")]: "a b",
		line[:strings.Index(line, "b")]: "a",
		"":                              "", "[{\"a\":1}]": "", "{": "", "{\"a": "", "{\"a\"": "", "{}": "", "{a:1}": "", "words": "",
		"{\"a\":}": "a", "{\n  \"text\": 1": "",
	} {
		if got := strings.Join(slices.Sorted(maps.Keys(Outline([]byte(head)))), " "); got != want {
			t.Errorf("%q has the keys %q, want %q", head, got, want)
		}
	}
	if got := string(Outline([]byte(line))["a"]); got != `[1, {"x":"]}"}]` {
		t.Errorf("the value of a is %s", got)
	}
}

func FuzzOutline(f *testing.F) {
	f.Add([]byte(`{"a":[{"b":"\\\""}],"c":1 }`))
	f.Fuzz(func(t *testing.T, head []byte) {
		o, err := ParseObject(head)
		if err != nil {
			Outline(head)
			return
		}
		outline := Outline(head)
		for name := range o {
			if _, there := outline[name]; !there && !strings.ContainsAny(string(head), "\n") {
				t.Errorf("%s lacks %q", head, name)
			}
		}
	})
}
