package jsonl

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/storage/format"
	"dragoman/storage/format/formattest"
)

// written is what a reader of our files needs of a line.
type written struct {
	Text  string `json:"text"`
	Unit  string `json:"offset_unit"`
	Spans []struct {
		Start, End int
		Text       string
		Fragments  []model.Span
	} `json:"spans"`
}

// cut returns the text between two offsets, in the simplest way there is.
func cut(text, unit string, s model.Span) string {
	switch unit {
	case "codepoint":
		return string([]rune(text)[s.Start:s.End])
	case "utf16":
		return string(utf16.Decode(utf16.Encode([]rune(text))[s.Start:s.End]))
	}
	return text[s.Start:s.End]
}

func TestQuotesEqualTheTextAtTheOffsets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := formattest.Project().Draw(t, "project")
		unit := rapid.SampledFrom(format.Units()).Draw(t, "unit")
		data, _, err := formattest.Write(Format(), format.WriteOptions{Unit: unit}, records...)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(data) {
			var w written
			if err := json.Unmarshal(line, &w); err != nil {
				t.Fatal(err)
			}
			for _, s := range w.Spans {
				fragments := s.Fragments
				if fragments == nil {
					fragments = []model.Span{{Start: s.Start, End: s.End}}
				}
				var parts []string
				for _, f := range fragments {
					parts = append(parts, cut(w.Text, w.Unit, f))
				}
				if got := strings.Join(parts, " "); got != s.Text {
					t.Errorf("the text at %v is %q, the quote %q", fragments, got, s.Text)
				}
			}
		}
	})
}

// checkQuotes counts the spans of a file and exits with 1 at the first whose
// quote is not the text at its offsets.
const checkQuotes = `
import json, sys
spans = 0
for line in open(sys.argv[1], encoding="utf-8", newline="\n"):
    doc = json.loads(line)
    assert doc["offset_unit"] == "codepoint", doc["offset_unit"]
    for s in doc["spans"]:
        parts = s.get("fragments", [s])
        quote = " ".join(doc["text"][f["start"]:f["end"]] for f in parts)
        if quote != s["text"] or (parts[0]["start"], parts[-1]["end"]) != (s["start"], s["end"]):
            sys.exit("%r is not %r" % (quote, s["text"]))
        spans += 1
print(spans)
`

// awkward are texts in which offsets go wrong that are not counted in code
// points.
var awkward = []string{
	"plain text", "Zoë met 😊 Ana", "👨‍👩‍👧 met 👶🏻 in 🇫🇷", "e\u0301lan u\u0308ber a\u030a", "one\r\ntwo\r\n\r\nthree",
	"𝔸𝔹 𐍈 𠀀", "التقى الوزير بالسفير في بيروت، وقال: «لا»", "\ufeffa mark at the start", "שלום Ana 3.5 ok\u2028next",
}

// checkQuotesUTF16 is checkQuotes in a language whose strings count UTF-16
// units.
const checkQuotesUTF16 = `
const lines = require("fs").readFileSync(process.argv[1], "utf8").split("\n").slice(0, -1);
let spans = 0;
for (const line of lines) {
  const doc = JSON.parse(line);
  if (doc.offset_unit !== "utf16") throw doc.offset_unit;
  for (const s of doc.spans) {
    const quote = (s.fragments || [s]).map(f => doc.text.slice(f.start, f.end)).join(" ");
    if (quote !== s.text) throw JSON.stringify([quote, s.text]);
    spans++;
  }
}
console.log(spans);
`

func TestQuotesEqualTheTextInOtherLanguages(t *testing.T) {
	for _, c := range []struct {
		program, flag, script string
		unit                  format.Unit
	}{
		{"python3", "-c", checkQuotes, format.CodePoint},
		{"node", "-e", checkQuotesUTF16, format.UTF16},
	} {
		t.Run(c.program, func(t *testing.T) {
			program, err := exec.LookPath(c.program)
			if err != nil {
				t.Skipf("%s is not installed: it does not check the quotes", c.program)
			}
			path := filepath.Join(t.TempDir(), "out.jsonl")
			data, want := everySpan(t, awkward, c.unit)
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			out, err := exec.Command(program, c.flag, c.script, path).CombinedOutput()
			if err != nil {
				t.Fatalf("%v: %s", err, out)
			}
			var spans int
			if err := json.Unmarshal(out, &spans); err != nil || spans != want || want == 0 {
				t.Errorf("it saw %s spans, want %d", out, want)
			}
		})
	}
}

// everySpan writes each text with an annotation over every span of up to 12
// code points, and one of three fragments, and returns how many that are.
func everySpan(t *testing.T, texts []string, unit format.Unit) (data []byte, spans int) {
	t.Helper()
	byID := map[model.DocumentID]string{}
	for _, text := range texts {
		byID[model.DocumentIDOf(text)] = text
	}
	var records []format.Record
	for _, id := range sortedIDs(byID) {
		doc := model.NewDocument(byID[id], "", "")
		set := &model.AnnotationSet{Document: id, Annotator: "ana"}
		for _, fragments := range spansOf(doc.Text) {
			set.Annotations = append(set.Annotations, model.Annotation{ID: model.NewAnnotationID(), Label: "x", Fragments: fragments})
		}
		spans += len(set.Annotations)
		records = append(records, format.Record{Document: doc, Set: set, Named: true})
	}
	data, _, err := formattest.Write(Format(), format.WriteOptions{Unit: unit}, records...)
	if err != nil {
		t.Fatal(err)
	}
	return data, spans
}

// spansOf returns every span of up to 12 code points, and three fragments.
func spansOf(text *model.Text) [][]model.Span {
	at := func(n int) int { off, _ := text.ByteOfCodePoint(n); return off }
	n := text.CodePoints()
	all := [][]model.Span{{{Start: 0, End: at(1)}, {Start: at(2), End: at(3)}, {Start: at(3), End: at(n)}}}
	for i := range n {
		for j := i + 1; j <= min(n, i+12); j++ {
			all = append(all, []model.Span{{Start: at(i), End: at(j)}})
		}
	}
	return all
}
