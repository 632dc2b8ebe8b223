package cli_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"dragoman/app/cli"
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
	t      *testing.T
	rng    *rand.Rand
	ledger *ledger
	who    string
	left   int // edits to come
	line   int
	want   outcome
	commit func(id string)
	edit   map[string]any
	counts map[string][3]int // of each operation: refused, same, changed
	last   float64           // number in the log
}

// Read gives the next edit, as annotate asks for it.
func (k *talk) Read(p []byte) (int, error) {
	if k.left == 0 {
		return 0, io.EOF
	}
	k.left--
	k.line++
	k.edit = k.next()
	k.want, k.commit = k.ledger.play(k.who, k.edit)
	data, err := json.Marshal(wire(k.edit))
	if err != nil {
		return 0, err
	}
	return copy(p, append(data, '\n')), nil
}

// wire returns the edit with its spans as objects.
func wire(e map[string]any) map[string]any {
	spans, ok := e["spans"].([][2]int)
	if !ok {
		return e
	}
	e = maps.Clone(e)
	objects := []map[string]int{}
	for _, s := range spans {
		objects = append(objects, map[string]int{"start": s[0], "end": s[1]})
	}
	e["spans"] = objects
	return e
}

// Write takes the answer to the edit before.
func (k *talk) Write(p []byte) (int, error) {
	var a map[string]any
	if err := json.Unmarshal(p, &a); err != nil || !bytes.HasSuffix(p, []byte("\n")) || bytes.Count(p, []byte("\n")) != 1 {
		k.t.Fatalf("%q is not one answer: %v", p, err)
	}
	number, has := a["change"].(float64)
	got := refused
	switch {
	case a["ok"] == true && has:
		got = changed
	case a["ok"] == true:
		got = same
	}
	if got != k.want || a["line"] != float64(k.line) || (got == refused) != (a["error"] != nil) {
		k.t.Fatalf("%s, %v\nwas answered %s\nwant outcome %d at line %d", k.who, k.edit, p, k.want, k.line)
	}
	if has && number <= k.last {
		k.t.Fatalf("the number in the log went from %v to %v", k.last, number)
	}
	op := k.edit["op"].(string)
	c := k.counts[op]
	c[got]++
	k.counts[op] = c
	if got != refused {
		id, _ := a["annotation"].(string)
		if op == "link" {
			id, _ = a["relation"].(string)
		}
		k.commit(id)
	}
	if has {
		k.last = number
	}
	return len(p), nil
}

// next makes up an edit: mostly sensible, sometimes not.
func (k *talk) next() map[string]any {
	document := pick(k.rng, k.documents())
	mark := func() string { return k.any(func(s ledgerSet) []string { return slices.Sorted(maps.Keys(s.marks)) }) }
	labels := []string{"person", "meeting", "statement", "denial", "person", "meeting", "statement", "denial", "ship"}
	switch k.rng.IntN(16) {
	case 0, 1, 2, 3:
		e := map[string]any{"op": "add", "document": document, "label": pick(k.rng, labels), "spans": k.spans(document)}
		if spans := e["spans"].([][2]int); k.rng.IntN(2) == 0 && sound(spans, len(k.ledger.texts[document])) {
			e["quote"] = quoted(k.ledger.texts[document], spans)
			if k.rng.IntN(10) == 0 {
				e["quote"] = "something else"
			}
		}
		return e
	case 4:
		return map[string]any{"op": "relabel", "annotation": mark(), "label": pick(k.rng, labels)}
	case 5:
		id := mark()
		at, _ := k.ledger.holder(id)
		if at.document == "" {
			at.document = document
		}
		return map[string]any{"op": "resize", "annotation": id, "spans": k.spans(at.document)}
	case 6:
		return map[string]any{"op": "delete", "annotation": mark()}
	case 7:
		return map[string]any{"op": "note", "annotation": mark(), "text": pick(k.rng, []string{"", "ü “q” \\ \t", "see 🙂"})}
	case 8:
		return map[string]any{
			"op": "attribute", "annotation": mark(), "name": pick(k.rng, []string{"full_name", "state", "mode", "mode", "size"}),
			"value": pick(k.rng, []string{"", "held", "direct", "mixed", "A B"}),
		}
	case 9, 10, 11:
		return k.link(document)
	case 12:
		return map[string]any{"op": "unlink", "relation": k.any(func(s ledgerSet) []string { return slices.Sorted(maps.Keys(s.links)) })}
	case 13:
		return map[string]any{"op": "status", "document": document, "status": pick(k.rng, []string{"new", "in_progress", "done", "done", "old"})}
	case 14:
		return map[string]any{"op": "undo", "document": document}
	}
	return map[string]any{"op": pick(k.rng, []string{"redo", "redo", "undo"}), "document": document}
}

// link mostly links two marks of one document that may be linked.
func (k *talk) link(document string) map[string]any {
	set := k.ledger.pile(place{document, k.who}).now
	ids := slices.Sorted(maps.Keys(set.marks))
	if len(ids) < 2 {
		return map[string]any{"op": "redo", "document": document}
	}
	from, to, kind := pick(k.rng, ids), pick(k.rng, ids), pick(k.rng, []string{"participant", "speaker", "addressee", "denies", "owns"})
	for range 8 {
		if set.mayTie(tie{kind, from, to}) {
			break
		}
		from, to = pick(k.rng, ids), pick(k.rng, ids)
		kind = pick(k.rng, slices.Sorted(maps.Keys(ledgerEnds)))
	}
	return map[string]any{"op": "link", "type": kind, "from": from, "to": to}
}

// any returns an id of one of the sets, mostly of this annotator's, and now and
// then one that is nowhere.
func (k *talk) any(ids func(ledgerSet) []string) string {
	var own, others []string
	for _, at := range slices.SortedFunc(maps.Keys(k.ledger.sets), func(a, b place) int {
		return strings.Compare(a.document+a.annotator, b.document+b.annotator)
	}) {
		if at.annotator == k.who {
			own = append(own, ids(k.ledger.sets[at].now)...)
		} else {
			others = append(others, ids(k.ledger.sets[at].now)...)
		}
	}
	switch roll := k.rng.IntN(30); {
	case roll == 0 && len(others) > 0:
		return pick(k.rng, others)
	case roll == 1 || len(own) == 0:
		return strings.Repeat("0", 32)
	}
	return pick(k.rng, own)
}

// documents returns the ids of those that are edited.
func (k *talk) documents() []string {
	var ids []string
	for _, id := range slices.Sorted(maps.Keys(k.ledger.texts)) {
		if !strings.HasPrefix(string(k.ledger.texts[id]), "untouched") {
			ids = append(ids, id)
		}
	}
	return ids
}

// spans returns one to three fragments, wrong ones now and then.
func (k *talk) spans(document string) [][2]int {
	length := len(k.ledger.texts[document])
	if k.rng.IntN(40) == 0 {
		return pick(k.rng, [][][2]int{{}, {{3, 3}}, {{4, 2}}, {{-1, 4}}, {{0, length + 1}}, {{0, 3}, {2, 5}}, {{5, 6}, {1, 2}}})
	}
	cuts := map[int]bool{}
	for n := 2 * (1 + k.rng.IntN(6)/4 + k.rng.IntN(12)/11); len(cuts) < n; {
		cuts[k.rng.IntN(length+1)] = true
	}
	var spans [][2]int
	sorted := slices.Sorted(maps.Keys(cuts))
	for i := 0; i < len(sorted); i += 2 {
		spans = append(spans, [2]int{sorted[i], sorted[i+1]})
	}
	return spans
}

func pick[T any](rng *rand.Rand, values []T) T { return values[rng.IntN(len(values))] }

// TestTenThousandEdits has two annotators edit by turns, each turn in a run of
// its own, and compares every answer, and in the end the export, with a ledger
// that is kept by plain means. Under the race detector a fifth of them do;
// scripts/test runs it without, too.
func TestTenThousandEdits(t *testing.T) {
	edits, turns := 10_000, 20
	if testing.Short() {
		edits = 1000
	}
	if raced {
		edits = min(edits, 2000)
	}
	dir := t.TempDir()
	project, l := filepath.Join(dir, "p.dragoman"), newLedger()
	ok(t, "new", project)
	importTexts(t, dir, project, l)
	counts := map[string][3]int{}
	for turn := range turns {
		k := &talk{
			t: t, rng: rand.New(rand.NewPCG(7, uint64(turn))), ledger: l, counts: counts,
			who: []string{"ana", "bo"}[turn%2], left: edits / turns,
		}
		var stderr bytes.Buffer
		status := cli.Run(t.Context(), []string{"annotate", project, "--annotator", k.who}, cli.Stdio{In: k, Out: k, Err: &stderr}, wiring.Deps())
		if status != cli.Refused {
			t.Fatalf("status %d: %s", status, &stderr)
		}
	}
	t.Log("refused, without effect and done, by operation:", counts)
	for op, c := range counts {
		if c[changed] == 0 || c[refused] == 0 {
			t.Errorf("%s came to %v: the edits are not mixed enough", op, c)
		}
	}
	ok(t, "check", project)
	compareExport(t, dir, project, l)
}

func importTexts(t *testing.T, dir, project string, l *ledger) {
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
		l.texts[result.Added[0]] = []rune(text)
	}
}

// compareExport compares the export with the ledger, with a second export, and
// with that of a project which the export was imported into.
func compareExport(t *testing.T, dir, project string, l *ledger) {
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
	if diff := cmp.Diff(l.lines(), got); diff != "" {
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
