package job

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"dragoman/storage/format"
)

// file is one file that an import is to read.
type file struct {
	path string
	size int64
}

// passedOver reports whether a walk leaves out what it finds under this name:
// hidden files and folders, project files with what stands beside them while
// they are open, and what exports lost.
func passedOver(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasPrefix(filepath.Ext(name), ".dragoman") || strings.HasSuffix(name, format.LossesSuffix)
}

// closed reports why a folder is not to be read, or, with the name of something
// inside, why that is not.
type closed func(folder, inside string) error

// writtenOnly reports what an export wrote in a format that is not read back.
func writtenOnly(formats []format.Format) closed {
	return func(folder, inside string) error {
		m, err := readManifest(folder)
		wrote := func(name string) bool { return name == inside || strings.HasPrefix(name, inside+"/") }
		if err != nil || inside != "" && !slices.ContainsFunc(m.Files, wrote) {
			return nil // a file of that name that is none of ours, or something else
		}
		for _, f := range formats {
			if f.Name == m.Format && f.Read == nil {
				return fmt.Errorf("it was exported as %s, which is not read back: export the project as JSON Lines, and import that", f.Name)
			}
		}
		return nil
	}
}

// within reports why what is at the path is not to be read, for the folders that
// it is in.
func (c closed) within(path string) error {
	folder, err := filepath.Abs(path)
	if err != nil {
		return nil // opening it will tell
	}
	inside := ""
	for range deepest {
		inside = filepath.ToSlash(filepath.Join(filepath.Base(folder), inside))
		folder = filepath.Dir(folder)
		if err := c(folder, inside); err != nil {
			return err
		}
	}
	return nil
}

// deepest is how deep in an exported folder its files stand at most: as far up
// is looked for the one that a file is of.
const deepest = 3

// list returns the files of the paths, folders walked in the order of their
// names, and what cannot be read. What passedOver tells is left out, unless it
// is one of the paths; shut reports what is not to be read.
func list(paths []string, shut closed) (files []file, rejected []format.Rejection) {
	reject := func(path string, err error) {
		rejected = append(rejected, format.Rejection{Path: path, Reason: reason(err)})
	}
	for _, root := range paths {
		if err := shut.within(root); err != nil {
			reject(root, err)
			continue
		}
		filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error { // the function returns no other error
			if err != nil {
				reject(path, err)
				return nil
			}
			if path != root && passedOver(entry.Name()) {
				if entry.IsDir() {
					return fs.SkipDir
				}
				return nil
			}
			if entry.IsDir() {
				if err := shut(path, ""); err != nil {
					reject(path, err)
					return fs.SkipDir
				}
				return nil
			}
			info, err := os.Stat(path)
			switch {
			case err != nil:
				reject(path, err)
			case info.IsDir() && path == root:
				more, bad := list([]string{path + string(filepath.Separator)}, shut)
				files, rejected = append(files, more...), append(rejected, bad...)
			case !info.Mode().IsRegular():
				reject(path, errors.New("it is not a file"))
			default:
				files = append(files, file{path, info.Size()})
			}
			return nil
		})
	}
	return files, rejected
}

// reason returns the error for people: without the path, which stands beside
// it.
func reason(err error) string {
	var path *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "there is no such file"
	case errors.Is(err, fs.ErrPermission):
		return "permission to read it is denied"
	case errors.As(err, &path):
		return path.Err.Error()
	}
	return err.Error()
}

// headSize is how many bytes of a file its format is recognised by: enough for
// the keys behind the text of most articles.
const headSize = 64 << 10

// ofFormat reports whether the name asks for this format, or for any.
func ofFormat(f format.Format, name string) bool {
	return f.Read != nil && (f.Name == name || name == "" || name == "auto")
}

// withoutCompanions leaves out the files that belong to another of the files,
// as the text to the annotations of brat.
func withoutCompanions(files []file, formats []format.Format, name string) []file {
	belongs := map[string]bool{}
	for _, f := range files {
		for _, fm := range formats {
			if fm.Companions == nil || !ofFormat(fm, name) || !slices.Contains(fm.Extensions, strings.ToLower(filepath.Ext(f.path))) {
				continue
			}
			for _, other := range fm.Companions(filepath.Base(f.path)) {
				belongs[filepath.Join(filepath.Dir(f.path), other)] = true
			}
		}
	}
	return slices.DeleteFunc(files, func(f file) bool { return belongs[filepath.Clean(f.path)] })
}

// beside returns what opens other files of the folder of path, by names that
// lead nowhere else.
func beside(path string) func(string) (io.ReadCloser, error) {
	return func(name string) (io.ReadCloser, error) {
		if name == "." || name != filepath.Base(name) || !filepath.IsLocal(name) {
			return nil, fmt.Errorf("open %q beside %s: it is no name in that folder: %w", name, path, fs.ErrNotExist)
		}
		return os.Open(filepath.Join(filepath.Dir(path), name))
	}
}

// choose returns the format of that name, or with "" or "auto" the first one
// that recognises the file.
func choose(formats []format.Format, name, path string, body *bufio.Reader) (format.Format, error) {
	head, err := body.Peek(headSize)
	if err != nil && !errors.Is(err, io.EOF) {
		return format.Format{}, err
	}
	for _, f := range formats {
		if ofFormat(f, name) && (f.Name == name || f.Recognise != nil && f.Recognise(path, head)) {
			return f, nil
		}
	}
	return format.Format{}, errors.New("no format that Dragoman reads fits this file: name one with --format, or save it as text")
}

// Format returns the format of that name, which must be able to read (or to
// write). A *UsageError names those there are.
func Format(formats []format.Format, name string, write bool) (format.Format, error) {
	var names []string
	for _, f := range formats {
		if write && !f.Writes() || !write && f.Read == nil {
			continue
		}
		if f.Name == name {
			return f, nil
		}
		names = append(names, f.Name)
	}
	return format.Format{}, &UsageError{fmt.Sprintf("there is no format %q here; choose one of: %s", name, strings.Join(names, ", "))}
}

// counter counts what is read and stops when the context ends.
type counter struct {
	from   io.Reader
	tell   func(n int64) error
	passed int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.passed += int64(n)
	if stop := c.tell(c.passed); stop != nil {
		return n, stop
	}
	return n, err
}
