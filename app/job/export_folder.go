package job

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"dragoman/storage/format"
)

// manifest is the file in an exported folder that lists what was written, so
// that a later export may take its place and destroys nothing else.
const manifest = ".dragoman-export.json"

// exportFolder writes a folder beside path and then puts it in its place; where
// path is a link to a folder, in the place of that.
func exportFolder(ctx context.Context, project Reader, path string, opt ExportOptions, progress Progress) (ExportResult, error) {
	losses := path + format.LossesSuffix
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	beside, err := newAside(path)
	if err != nil {
		return ExportResult{}, fmt.Errorf("export to %s: %w", path, unwritten(path, err))
	}
	result, err := beside.writeFolder(ctx, project, opt, progress)
	if err == nil {
		err = writeLosses(losses, result.Losses)
	}
	if err == nil {
		err = beside.swap(path)
	}
	if err = errors.Join(unwritten(path, err), beside.remove()); err != nil {
		return ExportResult{}, fmt.Errorf("export to %s: %w", path, err)
	}
	return result, nil
}

// writeFolder writes the new folder, to the disk.
func (a *aside) writeFolder(ctx context.Context, project Reader, opt ExportOptions, progress Progress) (ExportResult, error) {
	folder := &diskFolder{root: a.at(asideNew)}
	if err := os.Mkdir(folder.root, 0o700); err != nil {
		return ExportResult{}, err
	}
	result, err := opt.write(ctx, project, sink{folder: folder}, progress)
	if err != nil {
		return ExportResult{}, err
	}
	return result, folder.finish(opt.Format.Name)
}

// replaceable reports why an export may not stand at path: what is there was
// not written by one.
func replaceable(path string) error {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return fmt.Errorf("look at %s: %w", path, err)
	case !info.IsDir():
		return &UsageError{fmt.Sprintf("%s is there and is a file, and this export is a folder: choose another name", path)}
	}
	known, err := readManifest(path)
	if err != nil {
		return err
	}
	return filepath.WalkDir(path, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		inside, _ := filepath.Rel(path, name)
		if entry.IsDir() {
			return nil
		}
		if slices.Contains(known.Files, filepath.ToSlash(inside)) {
			return spareProject(name)
		}
		return &UsageError{fmt.Sprintf("%s is there and holds %s, which no export wrote: choose another name, or empty the folder", path, inside)}
	})
}

// exported is what a manifest tells: the name of the format, and the files,
// itself included.
type exported struct {
	Format string   `json:"format"`
	Files  []string `json:"files"`
}

// readManifest returns what the manifest of a folder tells; nothing where there
// is none.
func readManifest(folder string) (exported, error) {
	var m exported
	data, err := os.ReadFile(filepath.Join(folder, manifest))
	if errors.Is(err, fs.ErrNotExist) {
		return m, nil
	}
	if err != nil {
		return m, fmt.Errorf("read what an earlier export wrote: %w", err)
	}
	if err := json.Unmarshal(data, &m); err != nil {
		return m, fmt.Errorf("read what an earlier export wrote: %s: %w", manifest, err)
	}
	m.Files = append(m.Files, manifest)
	return m, nil
}

// swap puts the new folder in the place of what is there, for good. What was
// there must be whole until then.
func (a *aside) swap(path string) error {
	if err := os.Chmod(a.at(asideNew), 0o755); err != nil {
		return err
	}
	if err := a.takePlace(path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

// takePlace puts the new folder in its place at once, where the system can do
// that; elsewhere the next export puts back what a program put away that was
// killed then.
func (a *aside) takePlace(path string) error {
	if exchange(a.at(asideNew), path) == nil {
		return nil
	}
	if err := os.Rename(path, a.at(asideOld)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	if err := os.Rename(a.at(asideNew), path); err != nil {
		if back := os.Rename(a.at(asideOld), path); back != nil && !errors.Is(back, fs.ErrNotExist) {
			return errors.Join(err, back)
		}
		return err
	}
	return nil
}

// diskFolder is a format.Folder on the disk.
type diskFolder struct {
	root  string
	names []string
}

// Create implements format.Folder.
func (d *diskFolder) Create(name string) (io.WriteCloser, error) {
	if !fs.ValidPath(name) || name == "." || name == manifest {
		return nil, fmt.Errorf("create %q: it cannot be the name of a file here", name)
	}
	at := filepath.Join(d.root, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
		return nil, err
	}
	file, err := os.OpenFile(at, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return nil, err
	}
	d.names = append(d.names, name)
	return &diskFile{bufio.NewWriter(file), file}, nil
}

// finish writes the manifest, and has everything reach the disk.
func (d *diskFolder) finish(formatName string) error {
	slices.Sort(d.names)
	data, err := json.Marshal(exported{formatName, d.names})
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(d.root, manifest), append(data, '\n'), 0o644); err != nil {
		return err
	}
	return syncTree(d.root)
}

type diskFile struct {
	*bufio.Writer
	file *os.File
}

// Close writes what is left; finish has the whole folder reach the disk.
func (f *diskFile) Close() error { return errors.Join(f.Flush(), f.file.Close()) }

// inside is a folder within another.
type inside struct {
	format.Folder
	name string
}

// Create implements format.Folder.
func (i inside) Create(name string) (io.WriteCloser, error) {
	return i.Folder.Create(path.Join(i.name, name))
}

// nowhere is a folder that keeps nothing.
type nowhere struct{}

type nothing struct{ io.Writer }

func (nothing) Close() error { return nil }

// Create implements format.Folder.
func (nowhere) Create(string) (io.WriteCloser, error) { return nothing{io.Discard}, nil }

// memory is a folder in memory, for what is shown.
type memory struct{ files []*memoryFile }

type memoryFile struct {
	bytes.Buffer
	name string
}

func (*memoryFile) Close() error { return nil }

func (m *memory) add(name string) *memoryFile {
	f := &memoryFile{name: name}
	m.files = append(m.files, f)
	return f
}

// Create implements format.Folder.
func (m *memory) Create(name string) (io.WriteCloser, error) { return m.add(name), nil }

func (m *memory) size() int {
	n := 0
	for _, f := range m.files {
		n += f.Len()
	}
	return n
}

// keep returns the files of which is says so.
func keep(files []*memoryFile, is func(*memoryFile) bool) []*memoryFile {
	return slices.DeleteFunc(slices.Clone(files), func(f *memoryFile) bool { return !is(f) })
}

// text returns the files below their names, the text of an article last; of one
// that has no name its text alone.
func (m *memory) text() string {
	var b strings.Builder
	text := func(f *memoryFile) bool { return path.Ext(f.name) == ".txt" }
	other := func(f *memoryFile) bool { return !text(f) }
	for _, f := range slices.Concat(keep(m.files, other), keep(m.files, text)) {
		if f.name != "" {
			fmt.Fprintf(&b, "%s:\n", f.name)
		}
		b.Write(f.Bytes())
	}
	return b.String()
}
