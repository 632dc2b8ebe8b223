package instance

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"testing"

	"github.com/adrg/xdg"
)

// stage is a project in a folder of its own, with short names: a socket's may
// not be long.
func stage(t *testing.T) (project string) {
	t.Helper()
	dir, err := os.MkdirTemp("", "d")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	t.Setenv("XDG_RUNTIME_DIR", dir)
	xdg.Reload()
	t.Cleanup(xdg.Reload)
	project = filepath.Join(dir, "news.dragoman")
	if err := os.WriteFile(project, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return project
}

// serve listens for a project until the test ends, and returns what counts the
// calls.
func serve(t *testing.T, project string) (fronts chan struct{}) {
	t.Helper()
	l, err := Listen(project)
	if err != nil {
		t.Fatal(err)
	}
	fronts, over := make(chan struct{}, 10), make(chan error, 1)
	go func() { over <- l.Serve(func() bool { fronts <- struct{}{}; return true }) }()
	t.Cleanup(func() {
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		if err := <-over; err != nil {
			t.Error(err)
		}
	})
	return fronts
}

func TestSecondStartFindsTheWindow(t *testing.T) {
	project := stage(t)
	if Front(context.Background(), project) {
		t.Error("a window answers before there is one")
	}
	fronts := serve(t, project)
	link := filepath.Join(filepath.Dir(project), "link.dragoman")
	if err := os.Symlink(project, link); err != nil {
		t.Fatal(err)
	}
	t.Chdir(filepath.Dir(project))
	for _, name := range []string{project, link, "news.dragoman", "./news.dragoman"} {
		if !Front(context.Background(), name) {
			t.Errorf("no window answers for %s", name)
		}
	}
	if n := len(fronts); n != 4 {
		t.Errorf("the window came to the front %d times, want 4", n)
	}
	if Front(context.Background(), filepath.Join(filepath.Dir(project), "other.dragoman")) {
		t.Error("a window answers for another project")
	}
}

// A program that ended without a word leaves its socket behind.
func TestWhatWasLeftIsNoHindrance(t *testing.T) {
	project := stage(t)
	name, err := socket(project)
	if err != nil {
		t.Fatal(err)
	}
	left, err := net.Listen("unix", name)
	if err != nil {
		t.Fatal(err)
	}
	left.(*net.UnixListener).SetUnlinkOnClose(false)
	if err := left.Close(); err != nil {
		t.Fatal(err)
	}
	if Front(context.Background(), project) {
		t.Error("an ended program answers")
	}
	serve(t, project)
	if !Front(context.Background(), project) {
		t.Error("the new window does not answer")
	}
}

func TestNonsenseIsNotHeard(t *testing.T) {
	project := stage(t)
	fronts := serve(t, project)
	name, err := socket(project)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("unix", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := conn.Write([]byte("GET / HTTP/1.1\n")); err != nil {
		t.Fatal(err)
	}
	conn.Close()
	if !Front(context.Background(), project) || len(fronts) != 1 {
		t.Errorf("%d calls after nonsense and a request", len(fronts))
	}
}

// A window that is being closed does not come, and the second start opens the
// project itself.
func TestWindowThatDoesNotCome(t *testing.T) {
	project := stage(t)
	l, err := Listen(project)
	if err != nil {
		t.Fatal(err)
	}
	over := make(chan error, 1)
	go func() { over <- l.Serve(func() bool { return false }) }()
	if Front(context.Background(), project) {
		t.Error("a window that does not come answers")
	}
	if err := errors.Join(l.Close(), <-over); err != nil {
		t.Error(err)
	}
}

// Nobody waits for a program that hangs, and others cannot listen in.
func TestWhoDoesNotAnswerIsNotThere(t *testing.T) {
	project := stage(t)
	l, err := Listen(project)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if Front(context.Background(), project) {
		t.Error("a program that hangs answers")
	}
	folder, err := folder()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := Listen(project); err == nil {
		t.Error("it listens in a folder that is open to others")
	}
}
