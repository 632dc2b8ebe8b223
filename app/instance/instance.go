// Package instance lets a second start of the program find the window that has
// a project open already and bring it to the front. They talk through a Unix
// socket among the person's runtime files; nothing listens on a network.
package instance

import (
	"bufio"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"time"

	"github.com/adrg/xdg"
)

// patience is how long either side waits for the other.
const patience = 2 * time.Second

// The two lines of the conversation.
const (
	request = "front\n"
	answer  = "done\n"
)

// longest is how many bytes of a line are read: what is longer is neither.
const longest = 64

// Front asks the window that has the project at path open to come to the front.
// It reports whether one answered.
func Front(ctx context.Context, path string) bool {
	name, err := socket(path)
	if err != nil {
		return false // nobody could listen there either
	}
	ctx, stop := context.WithTimeout(ctx, patience)
	defer stop()
	conn, err := (&net.Dialer{}).DialContext(ctx, "unix", name)
	if err != nil {
		return false
	}
	defer conn.Close()
	said, err := exchange(conn, func() error {
		_, err := conn.Write([]byte(request))
		return err
	})
	return err == nil && said == answer
}

// exchange does something on a connection and reads the line that comes back.
func exchange(conn net.Conn, do func() error) (string, error) {
	if err := conn.SetDeadline(time.Now().Add(patience)); err != nil {
		return "", err
	}
	if err := do(); err != nil {
		return "", err
	}
	return bufio.NewReader(io.LimitReader(conn, longest)).ReadString('\n')
}

// Listener hears those who ask for the window of a project.
type Listener struct{ net net.Listener }

// Listen begins to listen for the project at path. The caller holds the lock of
// the project, so that what was left of a listener before is of no use.
func Listen(path string) (*Listener, error) {
	name, err := socket(path)
	if err != nil {
		return nil, fmt.Errorf("listen for other starts: %w", err)
	}
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("listen for other starts: %w", err)
	}
	l, err := net.Listen("unix", name)
	if err != nil {
		return nil, fmt.Errorf("listen for other starts: %w", err)
	}
	return &Listener{l}, nil
}

// Serve calls front whenever somebody asks for the window, until the listener
// is closed. It returns nil then. Front reports whether the window came; else
// whoever asked is told nothing.
func (l *Listener) Serve(front func() bool) error {
	for {
		conn, err := l.net.Accept()
		if errors.Is(err, net.ErrClosed) {
			return nil
		} else if err != nil {
			return fmt.Errorf("listen for other starts: %w", err)
		}
		hear(conn, front)
	}
}

// hear takes one request. One that is none, or that breaks off, is the other
// side's concern.
func hear(conn net.Conn, front func() bool) {
	defer conn.Close()
	said, err := exchange(conn, func() error { return nil })
	if err != nil || said != request || !front() {
		return
	}
	if _, err := conn.Write([]byte(answer)); err != nil {
		return // it will wait in vain and open the project read-only
	}
}

// Close ends Serve and takes the socket away.
func (l *Listener) Close() error { return l.net.Close() }

// socket returns the name of a project's socket. However the project is named,
// it is the same; it is short, since the system allows some hundred bytes.
func socket(path string) (string, error) {
	whole, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	if real, err := filepath.EvalSymlinks(whole); err == nil {
		whole = real
	}
	sum := sha256.Sum256([]byte(whole))
	folder, err := folder()
	if err != nil {
		return "", err
	}
	return filepath.Join(folder, fmt.Sprintf("%x.sock", sum[:10])), nil
}

// folder returns the folder of sockets, which is the person's alone. A system
// without a folder for runtime files has one among the temporary files.
func folder() (string, error) {
	name := filepath.Join(xdg.RuntimeDir, "dragoman")
	if err := os.Mkdir(name, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		name = filepath.Join(os.TempDir(), fmt.Sprintf("dragoman-%d", os.Getuid()))
		if err := os.Mkdir(name, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", err
		}
	}
	info, err := os.Lstat(name)
	if err != nil {
		return "", err
	}
	if !info.IsDir() || info.Mode().Perm()&0o077 != 0 && os.PathSeparator == '/' {
		return "", fmt.Errorf("%s is open to others", name)
	}
	return name, nil
}
