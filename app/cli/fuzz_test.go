package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"testing"

	"dragoman/model"
)

// FuzzEdits answers whatever comes as edits of annotate and of review: each
// line that is not blank is answered once, in order, by valid JSON, and none
// ends the stream. What is accepted covers the text on code point boundaries.
func FuzzEdits(f *testing.F) {
	for _, line := range []string{
		`{"op":"add","document":"d","label":"person","spans":[{"start":0,"end":4}],"quote":"Zoë "}`,
		`{"op":"resize","annotation":"a","spans":[{"start":0,"end":1},{"start":3,"end":4}]}`,
		`{"op":"note","annotation":"a","text":"\ud800"}`, `{"op":"undo","document":null}`,
		`{"op":"reject","annotation":"a","instead":["b"],"why":"w"}`, "\ufeff\n\r\n[]\n{}\nnull\n{\"op\":1}",
	} {
		f.Add([]byte(line))
	}
	text := model.NewText("Zoë und 👨‍👩‍👧 שלום.")
	f.Fuzz(func(t *testing.T, data []byte) {
		want := 0
		do := func(_ context.Context, line []byte) (answer, error) {
			want++
			ed, _, err := parseEdit(line, operations())
			if err != nil {
				ed, _, err = parseEdit(line, decisions())
			}
			if err != nil {
				return answer{}, err
			}
			spans, err := ed.covered(text)
			if err == nil && len(ed.Spans) > 0 && model.CheckFragments(text, spans) != nil {
				t.Errorf("%q covers %v", line, spans)
			}
			return answer{}, nil
		}
		var out bytes.Buffer
		s := stream{do: do}
		if err := s.run(t.Context(), bytes.NewReader(data), &env{Stdio: Stdio{Out: &out, Err: io.Discard}}); err != nil {
			t.Fatalf("%q ends the stream: %v", data, err)
		}
		last := 0
		for _, line := range bytes.Split(bytes.TrimSuffix(out.Bytes(), []byte("\n")), []byte("\n")) {
			var a answer
			if want > 0 && (json.Unmarshal(line, &a) != nil || a.Line <= last) {
				t.Fatalf("%q is answered by %q", data, line)
			}
			last = a.Line
		}
		if s.done+s.refused != want {
			t.Errorf("%q: %d done and %d refused of %d lines", data, s.done, s.refused, want)
		}
	})
}
