package torture_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"

	"dragoman/app/cli"
	"dragoman/app/cli/clitest"
	"dragoman/app/cli/headless/wiring"
	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/model"
	"dragoman/storage/format/jsonl"
)

// articles are what is annotated.
var articles = []string{
	"Åsa Ek met Bo Li in Oslo.\r\n“We will go,” she said, “and soon.” Li denied it.\r\n",
	"👩‍🚒🇳🇴 The e\u0301nvoy 𝔄𝔟 met 王小明。他说：“没有。”\nNo.",
	"plain words only, many of them, so that spans do not meet all the time and undo has work to do",
}

// annotated is a project that annotate works on, and the ledger of it.
type annotated struct {
	*stage
	project string
	ledger  *clitest.Ledger
	numbers []int64 // of the changes that are in the log
}

// tortureAnnotate kills annotate again and again on one project.
func tortureAnnotate(s *stage) {
	a := &annotated{stage: s, project: s.path("p.dragoman"), ledger: clitest.NewLedger()}
	s.run("new", a.project)
	for i, text := range articles {
		name := s.path(fmt.Sprintf("%d.txt", i))
		s.must(os.WriteFile(name, []byte(text), 0o644))
		var result struct{ Added []string }
		s.must(json.Unmarshal([]byte(s.run("import", a.project, name, "--json")), &result))
		a.ledger.Texts[result.Added[0]] = []rune(text)
		s.must(os.Remove(name))
	}
	for s.kills > 0 && !s.Failed() {
		talk := &clitest.Talk{
			Editor: clitest.Editor{Rand: s.rng, Ledger: a.ledger, Who: []string{"ana", "bo"}[s.rng.IntN(2)]},
			Counts: map[string][3]int{},
		}
		a.talk(talk, s.moment())
		a.look(talk)
	}
}

// run runs a verb in this process, undisturbed. What it could not keep it says.
func (s *stage) run(args ...string) string {
	s.Helper()
	var out, errs bytes.Buffer
	stdio := cli.Stdio{In: strings.NewReader(""), Out: &out, Err: &errs}
	if status := cli.Run(s.Context(), args, stdio, wiring.Deps()); status != cli.Done && status != cli.Refused {
		s.Fatalf("%v: status %d\n%s", args, status, &errs)
	}
	return out.String()
}

// talk has a conversation with annotate that ends with a kill, or with the end
// of the input where the kill comes too late.
func (a *annotated) talk(talk *clitest.Talk, m moment) {
	p := a.dragoman("annotate", a.project, "--annotator", talk.Who)
	if m.after == 0 {
		p.kill(m.delay)
	}
	heard := 0
	for ; heard < 200; heard++ {
		if heard > 0 && heard == m.after {
			if m.delay == 0 && m.then == edit {
				_ = a.ask(talk, p) // one in flight
			}
			p.kill(m.delay)
			if m.delay == 0 || m.then != edit {
				break
			}
		}
		if a.ask(talk, p) != nil || !a.hear(talk, p) {
			break
		}
	}
	if m.then == end || heard == 200 {
		p.in.Close() // idle waits for the kill
	}
	for a.hear(talk, p) { // what was answered before the end and not read
	}
	killed, err := p.wait()
	if err != nil {
		a.Fatal(err)
	}
	if killed {
		a.killed(len(talk.Numbers) == 0)
	}
	a.acknowledged.Add(int64(len(talk.Numbers)))
	a.numbers = append(a.numbers, talk.Numbers...)
}

// ask sends an edit; it fails when the program is dead.
func (a *annotated) ask(talk *clitest.Talk, p *process) error {
	line, err := talk.Ask()
	a.must(err)
	_, err = p.in.Write(line)
	return err
}

// hear reads an answer, if there is one.
func (a *annotated) hear(talk *clitest.Talk, p *process) bool {
	line, err := p.line()
	if err != nil {
		if !errors.Is(err, io.EOF) && !errors.Is(err, os.ErrClosed) {
			a.Fatal(err)
		}
		return false
	}
	if err := talk.Hear(line); err != nil {
		a.Fatal(err)
	}
	return true
}

// look opens the project and compares it with the ledger.
func (a *annotated) look(talk *clitest.Talk) {
	if a.rng.IntN(3) == 0 { // a reader comes before the next writer
		p, err := wiring.Open(a.Context(), a.project, true)
		a.must(err)
		a.settle(talk, p)
		a.must(p.Close())
	}
	p, err := wiring.Open(a.Context(), a.project, false)
	if err != nil {
		a.Fatalf("after the kill the project does not open: %v", err)
	}
	a.settle(talk, p)
	a.sound(p)
	a.log(p)
	a.back(talk, p)
	a.must(p.Close())
	a.opened.Add(1)
	a.tidy("p.dragoman", "p.dragoman.backups")
}

// settle compares the project with the ledger, which the edit in flight joins if
// it is there.
func (a *annotated) settle(talk *clitest.Talk, p wiring.Project) {
	a.Helper()
	got := a.lines(p)
	diff := cmp.Diff(a.ledger.Lines(), got)
	e, changes := talk.InFlight()
	// A status that reads as before changes nothing but the log.
	if diff == "" && (!changes || len(a.logged(p)) <= len(a.numbers)) {
		return
	}
	if !changes {
		a.Fatalf("the project is not what was acknowledged (-ledger +project):\n%s", diff)
	}
	talk.Land(made(a.ledger.Lines(), got))
	if diff := cmp.Diff(a.ledger.Lines(), got); diff != "" {
		a.Fatalf("the project is not what was acknowledged, with or without %v, which was in flight (-ledger +project):\n%s", e, diff)
	}
	a.landed.Add(1)
	a.numbers = append(a.numbers, 0) // its number is told by the log
}

// lines returns what the project holds, as the ledger tells it.
func (a *annotated) lines(p wiring.Project) []map[string]any {
	var out bytes.Buffer
	_, err := job.Write(a.Context(), p, &out, job.ExportOptions{Format: jsonl.Format()}, job.Silent)
	a.must(err)
	var lines []map[string]any
	for d := json.NewDecoder(&out); d.More(); {
		var line map[string]any
		a.must(d.Decode(&line))
		for _, key := range []string{"title", "source", "meta", "offset_unit"} {
			delete(line, key)
		}
		lines = append(lines, line)
	}
	return lines
}

// made returns the id that only the later lines have.
func made(before, after []map[string]any) string {
	known := ids(before)
	for _, id := range ids(after) {
		if !slices.Contains(known, id) {
			return id
		}
	}
	return ""
}

func ids(lines []map[string]any) []string {
	var all []string
	for _, line := range lines {
		for _, key := range []string{"spans", "relations"} {
			objects, _ := line[key].([]any)
			for _, o := range objects {
				all = append(all, o.(map[string]any)["id"].(string))
			}
		}
	}
	return all
}

// sound has the project check itself.
func (s *stage) sound(p wiring.Project) {
	s.Helper()
	problems, err := p.Problems(s.Context())
	s.must(err)
	if len(problems) > 0 {
		s.Fatalf("check finds damage: %s", strings.Join(problems, "\n"))
	}
}

// log makes sure that the log holds the changes that were acknowledged and no
// others.
func (a *annotated) log(p wiring.Project) {
	got := a.logged(p)
	for i, n := range a.numbers {
		if n == 0 && i < len(got) {
			a.numbers[i] = got[i]
		}
	}
	if !slices.Equal(got, a.numbers) {
		a.Fatalf("the log holds the changes %v, and acknowledged were %v", got, a.numbers)
	}
}

// logged returns the numbers of the changes that the log holds.
func (a *annotated) logged(p wiring.Project) []int64 {
	var got []int64
	for id := range a.ledger.Texts {
		for _, who := range []model.Annotator{"ana", "bo"} {
			entries, err := p.Log(a.Context(), model.DocumentID(id), who)
			a.must(err)
			for _, e := range entries {
				got = append(got, e.Number)
			}
		}
	}
	slices.Sort(got)
	return got
}

// back undoes the last change of a document and does it again.
func (a *annotated) back(talk *clitest.Talk, p wiring.Project) {
	all := slices.Sorted(maps.Keys(a.ledger.Texts))
	document := all[a.rng.IntN(len(all))]
	desk, err := session.OpenDesk(a.Context(), p, model.DocumentID(document), model.Annotator(talk.Who))
	a.must(err)
	for _, op := range []string{"undo", "redo"} {
		want, commit := a.ledger.Play(talk.Who, clitest.Edit{"op": op, "document": document})
		step := desk.Undo
		if op == "redo" {
			step = desk.Redo
		}
		_, number, err := step(a.Context())
		if (err == nil) != (want == clitest.Changed) {
			a.Fatalf("%s in document %s: %v", op, document, err)
		}
		if err != nil {
			return
		}
		commit("")
		a.numbers = append(a.numbers, number)
		if diff := cmp.Diff(a.ledger.Lines(), a.lines(p)); diff != "" {
			a.Fatalf("after %s the project is another (-ledger +project):\n%s", op, diff)
		}
	}
}

// tidy makes sure that nothing else lies in the folder.
func (s *stage) tidy(allowed ...string) {
	s.Helper()
	entries, err := os.ReadDir(s.dir)
	s.must(err)
	for _, e := range entries {
		if !slices.Contains(allowed, filepath.Base(e.Name())) {
			s.Fatalf("%s is left behind", e.Name())
		}
	}
}
