package torture_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// traced runs a command under strace and returns which calls it made that have
// to do with a network: sockets that are not of Unix, and reading how names are
// resolved.
func traced(t *testing.T, folder, in string, command ...string) []string {
	t.Helper()
	log := filepath.Join(t.TempDir(), "calls")
	c := exec.Command("strace", append([]string{"-f", "-qq", "-e", "trace=network,openat", "-o", log, "--"}, command...)...)
	c.Dir, c.Stdin = folder, strings.NewReader(in)
	// Where profiles of the network and proxies are set they must not matter.
	c.Env = append(os.Environ(), "http_proxy=http://192.0.2.1:3128", "https_proxy=http://192.0.2.1:3128")
	if out, err := c.CombinedOutput(); err != nil && c.ProcessState.ExitCode() != 3 {
		t.Fatalf("%s: %v\n%s", c, err, out)
	}
	data, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	return strangers(string(data))
}

// families are the address families that a program may use that talks to
// nobody but its own machine.
var (
	families = regexp.MustCompile(`\b[AP]F_[A-Z0-9]+`)
	resolver = regexp.MustCompile(`"/etc/(resolv\.conf|hosts|nsswitch\.conf|gai\.conf)"`)
)

func strangers(calls string) []string {
	var found []string
	for line := range strings.Lines(calls) {
		for _, family := range families.FindAllString(line, -1) {
			switch family {
			case "AF_UNIX", "PF_UNIX", "AF_LOCAL", "AF_UNSPEC":
			default:
				found = append(found, strings.TrimSpace(line))
			}
		}
		if resolver.MatchString(line) {
			found = append(found, strings.TrimSpace(line))
		}
	}
	return found
}

// needStrace skips where processes cannot be traced.
func needStrace(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("strace"); err != nil {
		t.Skip("skipped: strace is not installed")
	}
	if out, err := exec.Command("strace", "-f", "-e", "trace=network", "true").CombinedOutput(); err != nil {
		t.Skipf("skipped: processes cannot be traced here: %v %s", err, out)
	}
}

// TestSocketsAreSeen has a process that does speak to a network: a test that
// could not find it would prove nothing.
func TestSocketsAreSeen(t *testing.T) {
	needStrace(t)
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("skipped: there is no bash to open a socket")
	}
	if found := traced(t, t.TempDir(), "", bash, "-c", "exec 3<>/dev/udp/127.0.0.1/9"); len(found) == 0 {
		t.Error("a socket for UDP was not seen")
	}
}

// TestNoNetwork runs every verb under strace: none opens a socket that is not of
// Unix.
func TestNoNetwork(t *testing.T) {
	needStrace(t)
	program, err := program.path()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	page := `<html><head><base href="http://192.0.2.1/"><link rel="stylesheet" href="//192.0.2.1/x.css"></head>` +
		`<body><img src="http://192.0.2.1/x.png"><p>` + strings.Repeat("Ana met Bo in Oslo and denied it. ", 40) + `</p></body></html>`
	for name, content := range map[string]string{"page.html": page} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	articles, err := filepath.Abs(filepath.Join("..", "..", "storage", "format", "article", "testdata"))
	if err != nil {
		t.Fatal(err)
	}
	edit := `{"op":"status","document":%q,"status":"done"}` + "\n"
	for _, line := range []string{
		"version", "formats", "new p.dragoman --sample", "import p.dragoman page.html", "import p.dragoman " + articles,
		"list p.dragoman", "search p.dragoman Oslo", "annotate p.dragoman --annotator zoe", "stats p.dragoman", "check p.dragoman",
		"export p.dragoman --format jsonl --out out.jsonl", "export p.dragoman --format html --out out.html",
		"handout p.dragoman --to ana,bo --out out", "merge p.dragoman out/p-ana.dragoman out.jsonl", "agree p.dragoman",
		"review p.dragoman --by zoe", "backup p.dragoman", "backup p.dragoman copy.dragoman", "restore copy.dragoman p.dragoman",
		"salvage p.dragoman saved.dragoman",
	} {
		in := ""
		if strings.HasPrefix(line, "annotate") {
			in = fmt.Sprintf(edit, "page.html")
		}
		if found := traced(t, folder, in, append([]string{program}, strings.Fields(line)...)...); len(found) > 0 {
			t.Errorf("dragoman %s:\n%s", line, strings.Join(found, "\n"))
		}
	}
}
