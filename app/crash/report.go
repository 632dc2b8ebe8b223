package crash

import (
	"crypto/sha256"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"
)

// Report is what is known of a run that ended unexpectedly.
type Report struct {
	At      time.Time // when it ended
	Soon    bool      // it ended within moments of its beginning
	Details string    // for whoever mends the program; holds nothing of a project
	run     run
}

// soon is how long a run lasts that ended within moments.
const soon = 20 * time.Second

// most is how much of a crash file is read, in bytes.
const most = 256 << 10

// Last returns the report of the run that ended unexpectedly last, if one did
// since Forget was called.
func (w *Watch) Last() (Report, bool) {
	var last Report
	if w == nil {
		return last, false
	}
	for _, run := range ended(w.folder) {
		if r, ok := run.read(); ok && r.At.After(last.At) {
			last = r
		}
	}
	return last, !last.At.IsZero()
}

// Forget takes away what is kept of all runs that ended unexpectedly up to the
// one of the report.
func (w *Watch) Forget(last Report) {
	if w == nil {
		return
	}
	for _, run := range ended(w.folder) {
		if r, ok := run.read(); ok && !r.At.After(last.At) {
			run.remove()
		}
	}
}

func (r run) read() (Report, bool) {
	info, err := os.Stat(r.name + report)
	if err != nil || !r.crashed() {
		return Report{}, false
	}
	data, err := os.ReadFile(r.name + report)
	if err != nil {
		return Report{}, false
	}
	head, said, _ := strings.Cut(string(data[:min(len(data), most)]), "\n")
	facts := append(strings.Split(head, "\t"), "", "", "", "")
	lasted := "an unknown time"
	began, err := time.Parse(time.RFC3339, facts[3])
	if err == nil {
		lasted = info.ModTime().Sub(began).Round(time.Second).String()
	}
	details := fmt.Sprintf("Dragoman %s, %s, %s\nended unexpectedly on %s, %s after it began\n\n%s", facts[0], facts[1], facts[2],
		info.ModTime().UTC().Format(time.RFC3339), lasted, strip(said))
	return Report{At: info.ModTime(), Soon: err == nil && info.ModTime().Sub(began) < soon, Details: homely(details), run: r}, true
}

// goroutine begins the stack of a goroutine. What a panic was called with
// cannot look like it: the runtime puts a tab behind each line break in it.
var goroutine = regexp.MustCompile(`(?m)^(goroutine \d+ |runtime stack:)`)

// strip takes out of what the runtime said all that may be words of a project:
// the value of a panic is told only where it is one of the runtime's own.
func strip(said string) string {
	value, stack := said, ""
	if at := goroutine.FindStringIndex(said); at != nil {
		value, stack = said[:at[0]], said[at[0]:]
	}
	var out strings.Builder
	out.WriteString(stripValue(value))
	for line := range strings.Lines(stack) {
		if text := strings.TrimRight(line, "\n"); text == "" || matchesAny(text, frames) {
			out.WriteString(source.ReplaceAllString(line, "\t$1"))
		}
	}
	return out.String()
}

// source is where on the machine of whoever built the program a file lay: its
// name and that of its folder are enough.
var source = regexp.MustCompile(`^\t.*[/\\]([^/\\]+[/\\][^/\\]+)`)

// known are the sentences of the runtime, which hold nothing but numbers.
var known = compile(
	`panic: runtime error: index out of range( \[-?\d+\])?( with length \d+)?`,
	`panic: runtime error: slice bounds out of range( \[[-\d:]*\])?( with (length|capacity) \d+)?`,
	`panic: runtime error: (invalid memory address or nil pointer dereference|integer divide by zero|integer overflow)`,
	`panic: runtime error: makeslice: (len|cap) out of range`,
	`panic: (assignment to entry in nil map|send on closed channel|close of closed channel|close of nil channel)`,
	`fatal error: [a-z ,()-]+`,
	`runtime: goroutine stack exceeds \d+-byte limit`,
	`\[signal SIG[A-Z]+: [a-z ]+ code=0x[0-9a-f]+ addr=0x[0-9a-f]+ pc=0x[0-9a-f]+\]`,
	`SIG[A-Z]+: [a-z ]+`, `PC=0x[0-9a-f]+ m=\d+ sigcode=-?\d+( addr=0x[0-9a-f]+)?`, `signal arrived during cgo execution`,
)

// frames are the lines of a stack: functions, with arguments as numbers, and
// places in the source.
var frames = compile(
	`goroutine \d+ (gp=\w+ m=\w+ (mp=\w+ )?)?\[[a-zA-Z0-9 ,()-]+\]:`, `runtime stack:`,
	`(created by )?[\w./*()\[\]·~+@-]+\([0-9a-fx{}, .?…]*\)`, `created by [\w./*()\[\]·~+@-]+( in goroutine \d+)?`,
	`\t.+\.(go|s):\d+( \+0x[0-9a-f]+)?`, `\.\.\.\d* ?(additional )?frames elided\.*`,
)

func compile(lines ...string) []*regexp.Regexp {
	all := make([]*regexp.Regexp, len(lines))
	for i, line := range lines {
		all[i] = regexp.MustCompile(`^` + line + `( \[recovered(, repanicked)?\])?$`)
	}
	return all
}

func matchesAny(line string, patterns []*regexp.Regexp) bool {
	for _, p := range patterns {
		if p.MatchString(line) {
			return true
		}
	}
	return false
}

// stripValue returns what stands before the first stack, with a sum in place of
// everything that is no sentence of the runtime.
func stripValue(value string) string {
	var out, hidden strings.Builder
	for line := range strings.Lines(value) {
		if matchesAny(strings.TrimRight(line, "\n"), known) {
			out.WriteString(line)
		} else {
			hidden.WriteString(line)
		}
	}
	if text := strings.TrimSpace(hidden.String()); text != "" {
		fmt.Fprintf(&out, "panic: %d bytes that are not shown here, sha256 %.8x\n", len(text), sha256.Sum256([]byte(text)))
	}
	return out.String() + "\n"
}

// homely returns text with "~" for the person's own folder.
func homely(text string) string {
	home, err := os.UserHomeDir()
	if err != nil || len(home) < 2 {
		return text
	}
	return strings.ReplaceAll(text, home, "~")
}
