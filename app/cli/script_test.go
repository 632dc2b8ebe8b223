package cli_test

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"go.uber.org/goleak"

	"dragoman/app/cli"
	"dragoman/app/cli/headless/wiring"
)

// leakless runs tests, and fails where a goroutine is left of projects that were
// closed.
type leakless struct{ *testing.M }

func (l leakless) Run() int {
	status := l.M.Run()
	if err := goleak.Find(); err != nil && status == 0 {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return status
}

func TestMain(m *testing.M) {
	testscript.Main(leakless{m}, map[string]func(){
		"dragoman": func() {
			stdio := cli.Stdio{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}
			os.Exit(cli.Run(context.Background(), os.Args[1:], stdio, wiring.Deps()))
		},
	})
}

// articles is the folder of real articles beside the repository, which tests
// read where it is there.
const articles = "../../../shared/articles"

func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(env *testscript.Env) error {
			for name, path := range map[string]string{"ARTICLES": articles, "V1": "../../storage/testdata/v1.dragoman"} {
				path, err := filepath.Abs(path)
				if err != nil {
					return err
				}
				env.Setenv(name, path)
			}
			return nil
		},
		Condition: func(name string) (bool, error) {
			if name != "articles" {
				return false, fmt.Errorf("unknown condition %q", name)
			}
			_, err := os.Stat(articles)
			return err == nil, nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status":   runStatus,
			"json":     checkJSON,
			"capture":  capture,
			"envsubst": envsubst,
			"spoil":    spoil,
		},
	})
}

// runStatus is "status N program args...": the program must end with status N.
func runStatus(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: status N program args...")
	}
	err := ts.Exec(args[1], args[2:]...)
	got := "0"
	if err != nil {
		got = strings.TrimPrefix(err.Error(), "exit status ")
	}
	if got != args[0] {
		ts.Fatalf("status %s, want %s: %v\n%s", got, args[0], err, ts.ReadFile("stderr"))
	}
}

// checkJSON is "json LINE key...": the keys of the object on that line of
// standard output, from 1, are these and no others, in this order.
func checkJSON(ts *testscript.TestScript, neg bool, args []string) {
	var number int
	fmt.Sscan(args[0], &number)
	lines := strings.Split(strings.TrimSuffix(ts.ReadFile("stdout"), "\n"), "\n")
	if number < 1 || number > len(lines) {
		ts.Fatalf("standard output has %d lines", len(lines))
	}
	keys, err := objectKeys(lines[number-1])
	ts.Check(err)
	if got, want := strings.Join(keys, " "), strings.Join(args[1:], " "); neg == (got == want) {
		ts.Fatalf("line %d has the keys %s, want %s", number, got, want)
	}
}

// objectKeys returns the keys of a JSON object in order.
func objectKeys(line string) ([]string, error) {
	d := json.NewDecoder(strings.NewReader(line))
	if token, err := d.Token(); err != nil || token != json.Delim('{') {
		return nil, fmt.Errorf("%q is no JSON object: %v", line, err)
	}
	var keys []string
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return nil, err
		}
		keys = append(keys, key.(string))
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return nil, err
		}
	}
	if _, err := d.Token(); err != nil {
		return nil, err
	}
	if d.More() {
		return nil, fmt.Errorf("%q has more behind the object", line)
	}
	return keys, nil
}

// capture is "capture NAME LINE key": the variable NAME becomes what the
// object on that line of standard output has at the key.
func capture(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: capture NAME LINE key")
	}
	var number int
	fmt.Sscan(args[1], &number)
	var object map[string]any
	ts.Check(json.Unmarshal([]byte(strings.Split(ts.ReadFile("stdout"), "\n")[number-1]), &object))
	value, ok := object[args[2]].(string)
	if !ok {
		ts.Fatalf("%s is %v", args[2], object[args[2]])
	}
	ts.Setenv(args[0], value)
}

// envsubst is "envsubst FILE": variables in the file are replaced by what they
// stand for.
func envsubst(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: envsubst FILE")
	}
	text := os.Expand(ts.ReadFile(args[0]), ts.Getenv)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text), 0o644))
}

// spoil flips a bit in the last place where a file has the words: "spoil FILE
// WORDS".
func spoil(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: spoil FILE WORDS")
	}
	path := ts.MkAbs(args[0])
	data, err := os.ReadFile(path)
	ts.Check(err)
	at := strings.LastIndex(string(data), args[1])
	if at < 0 {
		ts.Fatalf("%q is not in %s", args[1], args[0])
	}
	data[at] ^= 1
	ts.Check(os.WriteFile(path, data, 0o600))
}
