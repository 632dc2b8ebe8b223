package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"dragoman/app/cli"
	"dragoman/app/cli/headless/wiring"
)

// What others left in the project: ids, and words that stand nowhere else.
const (
	anasMark  = "11111111111111111111111111111111"
	bensMark  = "22222222222222222222222222222222"
	bensOther = "33333333333333333333333333333333"
	bensLink  = "44444444444444444444444444444444"
	goldMark  = "55555555555555555555555555555555"
	nobodys   = "66666666666666666666666666666666"
)

const blindSets = `{"title":"Talks","text":"Ali Larijani met Tom Berg. He denied it.","annotator":"ana","status":"in_progress","spans":[{"id":"` + anasMark + `","start":0,"end":12,"label":"person","text":"Ali Larijani"}]}
{"title":"Talks","text":"Ali Larijani met Tom Berg. He denied it.","annotator":"benno","status":"in_progress","spans":[{"id":"` + bensMark + `","start":17,"end":25,"label":"person","text":"Tom Berg","attributes":{"full_name":"bens-value"},"note":"bens-note"},{"id":"` + bensOther + `","start":30,"end":36,"label":"denial","text":"denied"}],"relations":[{"id":"` + bensLink + `","type":"speaker","from":"` + bensOther + `","to":"` + bensMark + `"}]}
{"title":"Talks","text":"Ali Larijani met Tom Berg. He denied it.","annotator":"gold","status":"done","spans":[{"id":"` + goldMark + `","start":17,"end":25,"label":"person","text":"Tom Berg","note":"golds-note"}]}
{"title":"Later","text":"Nothing happened.","annotator":"benno","status":"done","spans":[{"start":0,"end":7,"label":"statement","text":"Nothing","note":"bens-second"}]}
`

// bensFile holds what does not fit what benno has: his ids with other content,
// in his set and in another, and his words with another note.
const bensFile = `{"text":"Ali Larijani met Tom Berg. He denied it.","annotator":"benno","status":"done","spans":[{"id":"` + bensMark + `","start":0,"end":3,"label":"person"},{"id":"` + nobodys + `","start":30,"end":36,"label":"denial","note":"x"}]}
{"text":"Ali Larijani met Tom Berg. He denied it.","spans":[{"id":"` + bensMark + `","start":13,"end":16,"label":"meeting"},{"id":"` + goldMark + `","start":27,"end":29,"label":"person"},{"id":"` + anasMark + `","start":0,"end":12,"label":"person"},{"id":"a1","start":30,"end":36,"label":"denial"}],"relations":[{"id":"` + bensLink + `","type":"speaker","from":"a1","to":"` + anasMark + `"}]}
`

const bensEdits = `{"op":"relabel","annotation":"ID","label":"meeting"}
{"op":"resize","annotation":"ID","spans":[{"start":0,"end":3}]}
{"op":"delete","annotation":"ID"}
{"op":"note","annotation":"ID","text":"x"}
{"op":"attribute","annotation":"ID","name":"full_name","value":"x"}
{"op":"link","type":"speaker","from":"` + anasMark + `","to":"ID"}
{"op":"unlink","relation":"ID"}
{"op":"undo","document":"Later"}
{"op":"status","document":"Talks","status":"done"}
`

// traces are what gives others away, but for what a person types themselves.
var traces = []string{
	"benno", "gold", "bens-", "golds-", bensMark, bensOther, bensLink, goldMark, "“Tom Berg”", `"text":"Tom Berg"`, "“Nothing”", `"text":"Nothing"`, "Nothing\t",
}

// blindProject makes a project of rev in which ana, benno and the gold set have
// annotations.
func blindProject(t *testing.T, flags ...string) string {
	t.Helper()
	dir := t.TempDir()
	path, sets := filepath.Join(dir, "p.dragoman"), filepath.Join(dir, "sets.jsonl")
	write(t, sets, blindSets)
	write(t, filepath.Join(dir, "bens.jsonl"), bensFile)
	runBlind(t, "", append([]string{"new", path, "--owner", "rev"}, flags...)...)
	runBlind(t, "", "import", path, sets)
	return path
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// columns are what a format says of its columns, whatever is in the project.
var columns = map[string][]string{
	"hf": {"gold is the reviewed set", "In a gold set", "the gold set not counted", "name: gold", "verdicts.gold", "verdicts/gold", `"column": "gold"`, `"name": "gold"`, `"jsonPath": "gold"`},
}

// runBlind runs the program and returns all that it wrote, without the id that
// the person gave it.
func runBlind(t *testing.T, in string, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	status := cli.Run(t.Context(), args, cli.Stdio{In: strings.NewReader(in), Out: &out, Err: &out}, wiring.Deps())
	if status == cli.Usage {
		t.Fatalf("dragoman %s: %s", strings.Join(args, " "), &out)
	}
	return out.String()
}

// blindCase is a run of a verb as ana; P stands for the project, and OUT for
// what the verb writes, which is read too. Given is what
// the person gives the program themselves and may therefore read again.
type blindCase struct {
	args  string
	in    string
	given []string
	open  string // what ana reads where annotators see each other's sets; "" where a verb shows one set alone
	owner string // likewise the arguments with which the owner reads others' sets; "" where nobody does
	reads string // what the owner reads then
}

func blindCases() []blindCase {
	cases := []blindCase{
		{args: "list P --annotator ana", open: "benno", owner: "list P", reads: "gold"},
		{args: "list P --annotator ana --json", open: "benno", owner: "list P --annotator rev --status new --json", reads: "benno"},
		{args: "list P --annotator ana --status new --json", open: "benno", owner: "list P --status done --json", reads: "benno"},
		{args: "list P --annotator ana --label denial --json", owner: "list P --label denial --json", reads: "benno"},
		{args: "show P Talks --annotator ana", owner: "show P Talks", reads: "bens-note"},
		{args: "show P Talks --annotator ana --json", owner: "show P Talks --json", reads: goldMark},
		{args: "show P Later --annotator ana", owner: "show P Later", reads: "bens-second"},
		{args: "show P Later --annotator ana --json", owner: "show P Later --annotator benno --json"},
		{args: "history P Talks --annotator ana", owner: "history P Talks", reads: "benno"},
		{args: "history P Talks --annotator ana --json", owner: "history P Talks --json", reads: "benno"},
		{args: "export P --annotator zoe --format jsonl --out -", owner: "export P --annotator rev --format jsonl --out -", reads: "those who have: ana, benno, gold"},
		{args: "export P --annotator ana --status done --format jsonl --out -", owner: "export P --status done --format jsonl --out -", reads: "golds-note"},
		{
			args: "import P bens.jsonl --annotator ana", open: "in use in “", owner: "import P bens.jsonl", reads: "by benno",
			given: []string{bensMark, goldMark, bensLink},
		},
		{
			args: "import P bens.jsonl --annotator ana --json", open: "by gold", owner: "import P bens.jsonl --json", reads: "in_progress stays",
			given: []string{bensMark, goldMark, bensLink},
		},
	}
	for _, id := range []string{bensMark, bensLink, goldMark} {
		c := blindCase{args: "annotate P --annotator ana", in: strings.ReplaceAll(bensEdits, "ID", id), given: []string{id}}
		c.open, c.owner, c.reads = "belongs to ", "annotate P --annotator rev", "belongs to "
		cases = append(cases, c)
	}
	for _, f := range wiring.Deps().Formats {
		if !f.Writes() {
			continue
		}
		for _, rest := range []string{"", " --status any", " --split train=0.5,test=0.5"} {
			c := blindCase{args: "export P --annotator ana --out OUT --format " + f.Name + rest, given: columns[f.Name]}
			if f.Sets && !f.Binary {
				c.owner, c.reads = "export P --out OUT --status any --format "+f.Name, "benno"
			}
			cases = append(cases, c)
		}
	}
	return cases
}

// While the rule holds no verb that names an annotator tells anything of the
// sets of others; the owner is told, and so is everybody where it is off.
func TestVerbsOfAnAnnotatorTellNothingOfOthers(t *testing.T) {
	hidden, shown := blindProject(t), blindProject(t, "--show-others")
	for _, c := range blindCases() {
		t.Run(c.args, func(t *testing.T) {
			got := c.run(t, hidden, c.args)
			for _, id := range c.given {
				got = strings.ReplaceAll(got, id, "")
			}
			for _, trace := range traces {
				if strings.Contains(got, trace) {
					t.Errorf("ana is told %q:\n%s", trace, got)
				}
			}
			if got := c.run(t, shown, c.args); !strings.Contains(got, c.open) {
				t.Errorf("with the rule off ana is not told %q:\n%s", c.open, got)
			}
			if got := c.run(t, hidden, c.owner); !strings.Contains(got, c.reads) {
				t.Errorf("dragoman %s does not tell %q:\n%s", c.owner, c.reads, got)
			}
		})
	}
}

// run runs the verb on a copy of the project.
func (c blindCase) run(t *testing.T, project, args string) (got string) {
	t.Helper()
	if args == "" {
		return ""
	}
	data, err := os.ReadFile(project)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "p.dragoman")
	write(t, path, string(data))
	fields := strings.Fields(args)
	for i, f := range fields {
		switch f {
		case "P":
			fields[i] = path
		case "bens.jsonl":
			fields[i] = filepath.Join(filepath.Dir(project), f)
		case "OUT":
			fields[i] = filepath.Join(t.TempDir(), "out")
			defer func() { got += everything(t, filepath.Dir(fields[i])) }()
		}
	}
	return runBlind(t, c.in, fields...)
}

// everything returns the names and the contents of all files in a folder.
func everything(t *testing.T, folder string) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		all.WriteString(strings.TrimPrefix(path, folder) + "\n")
		all.Write(data)
		return err
	})
	if err != nil || all.Len() == 0 {
		t.Errorf("nothing was written: %v", err)
	}
	return all.String()
}

// Of another's annotation ana reads what she reads of one that is nowhere.
func TestForeignIdsAreAnsweredAsUnknownOnes(t *testing.T) {
	project := blindProject(t)
	answers := func(id string) string {
		c := blindCase{in: strings.ReplaceAll(bensEdits, "ID", id)}
		return strings.ReplaceAll(c.run(t, project, "annotate P --annotator ana"), id, "ID")
	}
	unknown := answers(nobodys)
	if n := strings.Count(unknown, "not found among yours"); n != 7 {
		t.Fatalf("%d edits of what is nowhere are refused:\n%s", n, unknown)
	}
	for _, id := range []string{bensMark, bensOther, bensLink, goldMark} {
		if got := answers(id); got != unknown {
			t.Errorf("of %s ana reads\n%s\nof what is nowhere\n%s", id, got, unknown)
		}
	}
}

// Every verb that can be given an annotator is among the cases.
func TestEveryVerbOfAnAnnotatorIsTried(t *testing.T) {
	var tried []string
	for _, c := range blindCases() {
		tried = append(tried, strings.Fields(c.args)[0])
	}
	for _, line := range strings.Split(runBlind(t, "", "--help"), "\n") {
		verb, _, _ := strings.Cut(strings.TrimSpace(line), " ")
		if !strings.HasPrefix(line, "  ") || strings.HasPrefix(verb, "-") {
			continue
		}
		help := runBlind(t, "", verb, "--help")
		if strings.Contains(help, "--annotator=") && !slices.Contains(tried, verb) {
			t.Errorf("%s takes --annotator and is not tried", verb)
		}
	}
	for _, verb := range []string{"list", "show", "annotate", "import", "export"} {
		if !slices.Contains(tried, verb) || !strings.Contains(runBlind(t, "", verb, "--help"), "--annotator=") {
			t.Errorf("%s is not tried, or takes no --annotator", verb)
		}
	}
}
