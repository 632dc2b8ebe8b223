package instance

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// TestFirstWindow is the other process of TestSecondProcess: a window that has
// the project open.
func TestFirstWindow(t *testing.T) {
	project := os.Getenv("INSTANCE_TEST_PROJECT")
	if project == "" {
		t.Skip("runs inside TestSecondProcess")
	}
	l, err := Listen(project)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("ready")
	if err := l.Serve(func() bool { fmt.Println("front"); return true }); err != nil {
		t.Fatal(err)
	}
}

// TestSecondProcess brings the window of another process to the front. When that
// was killed nobody answers, and what it left is in nobody's way.
func TestSecondProcess(t *testing.T) {
	project := stage(t)
	c := exec.Command(os.Args[0], "-test.run=^TestFirstWindow$")
	c.Env = append(os.Environ(), "INSTANCE_TEST_PROJECT="+project)
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "ready" {
		t.Fatalf("the first window says %q", lines.Text())
	}
	if !Front(t.Context(), project) {
		t.Error("the first window does not answer")
	}
	if !lines.Scan() || lines.Text() != "front" {
		t.Errorf("the first window says %q", lines.Text())
	}
	c.Process.Kill()
	c.Wait()
	if Front(t.Context(), project) {
		t.Error("a window that was killed answers")
	}
	fronts := serve(t, project)
	if !Front(t.Context(), project) || len(fronts) != 1 {
		t.Error("the next window does not answer")
	}
}
