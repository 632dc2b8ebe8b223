//go:build scene

package scene

import (
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestTheWindowUsesNoNetwork opens the sample in a window under strace, labels,
// exports nothing, and closes: no socket is opened but those of Unix (the
// display, the desktop bus, the first window), and nobody asks how names are
// resolved.
func TestTheWindowUsesNoNetwork(t *testing.T) {
	if out, err := exec.Command("strace", "-f", "-e", "trace=network", "true").CombinedOutput(); err != nil {
		t.Skipf("skipped: processes cannot be traced here: %v %s", err, out)
	}
	d := newDesktop(t)
	calls := d.path("calls")
	d.under = []string{"strace", "-f", "-qq", "-e", "trace=network,openat", "-o", calls, "--"}
	d.run("new", d.path("sample.dragoman"), "--sample")
	w := d.open(d.path("sample.dragoman"))
	w.until("an open article", func(s state) bool { return s.Document != "" && len(s.Lines) > 3 })
	w.key("ctrl+Home", "w", "1")
	w.until("a labelled word", func(s state) bool { return s.Active != "" })
	w.close()
	data, err := os.ReadFile(calls)
	if err != nil {
		t.Fatal(err)
	}
	family := regexp.MustCompile(`\b[AP]F_[A-Z0-9]+`)
	unix := 0
	for line := range strings.Lines(string(data)) {
		strange := slices.ContainsFunc(family.FindAllString(line, -1), func(f string) bool {
			if f == "AF_UNIX" {
				unix++
			}
			return f != "AF_UNIX" && f != "AF_UNSPEC"
		})
		if strange || strings.Contains(line, `"/etc/resolv.conf"`) {
			t.Errorf("the window calls %s", strings.TrimSpace(line))
		}
	}
	if unix == 0 {
		t.Error("not even the socket of the display was seen")
	}
}
