package job

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"dragoman/storage/format"
)

// databaseHead is how an SQLite database begins, and so every project.
const databaseHead = "SQLite format 3\x00"

// besideProject are the ends of the names of files that stand beside a project
// while it is open, and hold what is not in it yet.
var besideProject = []string{"-wal", "-shm", "-journal", "-lock"}

// Replaces tells for people what an export to path would take the place of,
// and "" where nothing is there. Its error is why Export would refuse.
func Replaces(path string, opt ExportOptions) (what string, err error) {
	path = opt.trimmed(path)
	if err := opt.mayReplace(path); err != nil {
		return "", err
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", nil
	case err != nil:
		return "", fmt.Errorf("look at %s: %w", path, err)
	case !info.IsDir():
		return "a file of " + size(info.Size()), nil
	}
	known, err := readManifest(path)
	if err != nil || len(known.Files) == 0 {
		return "", err
	}
	return fmt.Sprintf("an earlier export as %s", known.Format), nil
}

// trimmed returns the path as an export takes it: that of a folder may end in
// separators.
func (opt ExportOptions) trimmed(path string) string {
	if !opt.Folder() {
		return path
	}
	return strings.TrimRightFunc(path, func(r rune) bool { return r <= 0x7f && os.IsPathSeparator(uint8(r)) })
}

// mayReplace reports why an export may not stand at path.
func (opt ExportOptions) mayReplace(path string) error {
	if err := spareProject(path + format.LossesSuffix); err != nil {
		return err
	}
	if opt.Folder() {
		return replaceable(path)
	}
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return &UsageError{fmt.Sprintf("%s is there and is not a file: choose another name", path)}
	}
	return spareProject(path)
}

// spareProject reports that path is a project, whatever its name, or belongs to
// one: no export takes the place of that.
func spareProject(path string) error {
	projects := []string{path}
	for _, end := range besideProject {
		if project, is := strings.CutSuffix(path, end); is {
			projects = append(projects, project)
		}
	}
	for _, project := range projects {
		is, err := database(project)
		if err != nil {
			return fmt.Errorf("look at what is at %s: %w", project, err)
		}
		if is && project != path {
			return &UsageError{fmt.Sprintf("%s belongs to the project %s, which an export never touches: choose another name", path, project)}
		}
		if is {
			return &UsageError{fmt.Sprintf("%s is a project, which an export never replaces: choose another name", path)}
		}
	}
	return nil
}

// database reports whether there is a file at path that begins as an SQLite
// database does.
func database(path string) (bool, error) {
	if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
		return false, nil // nothing that could be read, or is to be
	}
	file, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer file.Close()
	head := make([]byte, len(databaseHead))
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return false, err
	}
	return bytes.Equal(head[:n], []byte(databaseHead)), nil
}

// size says for people how large a file is.
func size(bytes int64) string {
	const kilo = 1000
	switch {
	case bytes < kilo:
		return fmt.Sprintf("%d bytes", bytes)
	case bytes < kilo*kilo:
		return fmt.Sprintf("%.1f KB", float64(bytes)/kilo)
	}
	return fmt.Sprintf("%.1f MB", float64(bytes)/(kilo*kilo))
}
