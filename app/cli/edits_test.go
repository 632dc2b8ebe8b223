package cli_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dragoman/app/cli"
	"dragoman/app/cli/clitest"
	"dragoman/app/cli/headless/wiring"
)

// texts for random edits: astral characters, ZWJ sequences, combining marks,
// CRLF, right-to-left, no space at the end.
var editTexts = []string{
	"Åsa Ek met Bo Li in Oslo.\r\n“We will go,” she said, “and soon.” Li denied it.\r\n",
	"👩‍🚒🇳🇴 The e\u0301nvoy 𝔄𝔟 met 王小明。他说：“没有。”\nNo.",
	"التقى الوزير علي لاريجاني Ali Larijani في دمشق.\nقال: «لا».\nنفى ذلك 12:30.",
	"ראש הממשלה אמר: “לא”.  Then 1, 2 and 3 \u200f(ok)\u200e came.\n\n\nEnd",
	"plain words only, many of them, so that spans do not meet all the time and undo has work to do",
	"untouched 🙂",
}

// dragoman runs the command line in this process.
func dragoman(t testing.TB, in io.Reader, args ...string) (status int, out, errs string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	status = cli.Run(t.Context(), args, cli.Stdio{In: in, Out: &stdout, Err: &stderr}, wiring.Deps())
	return status, stdout.String(), stderr.String()
}

// ok runs the command line, which must end with status 0.
func ok(t testing.TB, args ...string) string {
	t.Helper()
	status, out, errs := dragoman(t, strings.NewReader(""), args...)
	if status != cli.Done {
		t.Fatalf("%v: status %d\n%s", args, status, errs)
	}
	return out
}

// talk is both ends of annotate: it is asked for an edit, and told the answer
// before it is asked for the next.
type talk struct {
	*clitest.Talk
	left int // edits to come
}

// Read gives the next edit, as annotate asks for it.
func (k *talk) Read(p []byte) (int, error) {
	if k.left == 0 {
		return 0, io.EOF
	}
	k.left--
	line, err := k.Ask()
	return copy(p, line), err
}

// Write takes the answer to the edit before.
func (k *talk) Write(p []byte) (int, error) { return len(p), k.Hear(p) }

// TestTenThousandEdits has two annotators edit by turns, each turn in a run of
// its own, and compares every answer, and in the end the export, with a ledger
// that is kept by plain means. With -short they do a tenth of it.
func TestTenThousandEdits(t *testing.T) {
	edits, turns := 10_000, 20
	if testing.Short() {
		edits = 1000
	}
	dir := t.TempDir()
	project, l := filepath.Join(dir, "p.dragoman"), clitest.NewLedger()
	ok(t, "new", project)
	importTexts(t, dir, project, l)
	counts := map[string][3]int{}
	for turn := range turns {
		editor := clitest.Editor{Rand: rand.New(rand.NewPCG(7, uint64(turn))), Ledger: l, Who: []string{"ana", "bo"}[turn%2]}
		k := &talk{&clitest.Talk{Editor: editor, Counts: counts}, edits / turns}
		var stderr bytes.Buffer
		status := cli.Run(t.Context(), []string{"annotate", project, "--annotator", k.Who}, cli.Stdio{In: k, Out: k, Err: &stderr}, wiring.Deps())
		if status != cli.Refused {
			t.Fatalf("status %d: %s", status, &stderr)
		}
	}
	t.Log("refused, without effect and done, by operation:", counts)
	for op, c := range counts {
		if c[clitest.Changed] == 0 || c[clitest.Refused] == 0 {
			t.Errorf("%s came to %v: the edits are not mixed enough", op, c)
		}
	}
	ok(t, "check", project)
	compareExport(t, dir, project, l)
}

func importTexts(t *testing.T, dir, project string, l *clitest.Ledger) {
	t.Helper()
	for i, text := range editTexts {
		name := filepath.Join(dir, string(rune('a'+i))+".txt")
		data := []byte(text)
		if i == 0 {
			data = append([]byte("\xef\xbb\xbf"), data...) // a byte-order mark goes
		}
		if err := os.WriteFile(name, data, 0o644); err != nil {
			t.Fatal(err)
		}
		var result struct{ Added []string }
		if err := json.Unmarshal([]byte(ok(t, "import", project, name, "--json")), &result); err != nil || len(result.Added) != 1 {
			t.Fatalf("import of %s: %v, %v", name, result, err)
		}
		l.Texts[result.Added[0]] = []rune(text)
	}
}

// compareExport compares the export with the ledger, with a second export, and
// with that of a project which the export was imported into.
func compareExport(t *testing.T, dir, project string, l *clitest.Ledger) {
	t.Helper()
	first := filepath.Join(dir, "first.jsonl")
	ok(t, "export", project, "--format", "jsonl", "--out", first)
	data, err := os.ReadFile(first)
	if err != nil {
		t.Fatal(err)
	}
	var got []map[string]any
	for d := json.NewDecoder(bytes.NewReader(data)); ; {
		var line map[string]any
		if err := d.Decode(&line); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"title", "source", "meta", "offset_unit"} {
			delete(line, key)
		}
		got = append(got, line)
	}
	if diff := cmp.Diff(l.Lines(), got); diff != "" {
		t.Fatalf("the export differs from the ledger (-ledger +export):\n%s", diff)
	}
	if again := ok(t, "export", project, "--format", "jsonl", "--out", "-"); again != string(data) {
		t.Error("the same export twice is not the same bytes")
	}
	other := filepath.Join(dir, "other.dragoman")
	ok(t, "new", other)
	ok(t, "import", other, first)
	if back := ok(t, "export", other, "--format", "jsonl", "--out", "-"); back != string(data) {
		t.Error("the export of a project made of the export is not the same bytes")
	}
	checkInPython(t, first)
}

// offsets reads an export and compares each quote with the text at its offsets,
// counted by Python.
const offsets = `
import json, sys
spans = 0
for line in open(sys.argv[1], encoding="utf-8", newline="\n"):
    d = json.loads(line)
    assert d["offset_unit"] == "codepoint"
    for s in d["spans"]:
        parts = s.get("fragments", [s])
        quote = " ".join(d["text"][p["start"]:p["end"]] for p in parts)
        assert quote == s["text"], (d["id"], s)
        assert (parts[0]["start"], parts[-1]["end"]) == (s["start"], s["end"]), s
        spans += 1
print(spans)
`

// checkInPython counts the offsets of an export by another language's runtime.
func checkInPython(t *testing.T, path string) {
	t.Helper()
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Log("python3 is not installed: the offsets were not counted by it")
		return
	}
	out, err := exec.Command(python, "-c", offsets, path).CombinedOutput()
	if err != nil {
		t.Fatalf("python3 disagrees on offsets: %v\n%s", err, out)
	}
	if strings.TrimSpace(string(out)) == "0" {
		t.Error("python3 found no spans")
	}
	t.Logf("python3 agrees on %s spans", strings.TrimSpace(string(out)))
}
