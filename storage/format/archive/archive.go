// Package archive reads zip archives of files of any other format, as an import
// reads a folder of them. Names in an archive are shown and compared, and never
// used as paths: nothing is unpacked to where a name says.
package archive

import (
	"archive/zip"
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"dragoman/storage/extract"
	"dragoman/storage/format"
)

// Bounds on an archive.
const (
	maxArchive = 4 << 30  // bytes of the file: it is copied to a temporary one
	maxTotal   = 8 << 30  // bytes that are read of all entries, those of archives within too
	maxEntries = 100_000  // in one archive
	maxDepth   = 3        // archives in each other
	headSize   = 64 << 10 // bytes by which a file is recognised
)

// Format returns the format of archives whose entries are of the formats, each
// recognised as one of them. Hidden files are left out, as in folders.
func Format(formats []format.Format) format.Format {
	return format.Format{
		Name:       "zip",
		Title:      "Zip archive of files of any of these formats",
		Extensions: []string{".zip"},
		Binary:     true,
		Recognise: func(name string, head []byte) bool {
			ext := strings.ToLower(filepath.Ext(name))
			return ext == ".zip" || ext == "" && string(head[:min(4, len(head))]) == "PK\x03\x04"
		},
		Read: func(ctx context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
			r := reading{formats: formats, take: take}
			err := r.archive(ctx, in, nil, 1)
			return r.report, err
		},
	}
}

// reading is an archive that is being read, with those within.
type reading struct {
	formats []format.Format
	take    func(format.Record) error
	failed  error // of take
	report  format.Report
}

// archive reads one archive; outer is the one that it is an entry of, or nil.
func (r *reading) archive(ctx context.Context, in format.Input, outer *extract.Zip, depth int) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	spool, size, err := copied(in.Body)
	if err != nil {
		return err
	}
	defer os.Remove(spool.Name())
	defer spool.Close()
	var z *extract.Zip
	switch {
	case size > maxArchive:
		err = fmt.Errorf("the archive is larger than %d GiB: unpack it, and import the folder", maxArchive>>30)
	case depth > maxDepth:
		err = fmt.Errorf("archives stand more than %d deep in each other: unpack it, and import the folder", maxDepth)
	case outer != nil:
		z, err = outer.Within(spool, size)
	default:
		z, err = extract.OpenZip(spool, size, maxTotal)
	}
	if err == nil && len(z.Files) > maxEntries {
		err = fmt.Errorf("the archive has more than %d files: unpack it, and import the folder", maxEntries)
	}
	if err != nil {
		r.report.Reject(in.Name, 0, err.Error())
		return nil
	}
	f := newFolder(z)
	if len(f.names) == 0 {
		r.report.Reject(in.Name, 0, "there are no files in the archive")
	}
	return r.entries(ctx, in, f, depth)
}

// copied copies an archive to a temporary file, for it is read from its end.
func copied(body io.Reader) (*os.File, int64, error) {
	spool, err := os.CreateTemp("", "dragoman-*.zip")
	if err != nil {
		return nil, 0, fmt.Errorf("make a temporary file for the archive: %w", err)
	}
	size, err := io.Copy(spool, io.LimitReader(body, maxArchive+1))
	if err != nil {
		err = errors.Join(err, spool.Close(), os.Remove(spool.Name()))
		return nil, 0, fmt.Errorf("copy the archive: %w", err)
	}
	return spool, size, nil
}

// folder is what an archive holds, by name.
type folder struct {
	zip   *extract.Zip
	names []string // sorted as a walk of folders is
	files map[string]*zip.File
}

func newFolder(z *extract.Zip) folder {
	f := folder{zip: z, files: map[string]*zip.File{}}
	numbers := map[string]int{} // by name, the last that was given to a further file of it
	for _, file := range z.Files {
		said := extract.Printable(file.Name)
		if strings.HasSuffix(said, "/") || !file.Mode().IsRegular() || hidden(said) || strings.HasSuffix(said, format.LossesSuffix) {
			continue
		}
		// What leads out of the archive leads to its top.
		clean := strings.TrimPrefix(path.Clean("/"+said), "/")
		name := clean
		for f.files[name] != nil {
			ext := path.Ext(clean)
			numbers[clean] = max(2, numbers[clean]+1)
			name = fmt.Sprintf("%s (%d)%s", strings.TrimSuffix(clean, ext), numbers[clean], ext)
		}
		f.files[name] = file
		f.names = append(f.names, name)
	}
	slices.SortFunc(f.names, func(a, b string) int { return slices.Compare(strings.Split(a, "/"), strings.Split(b, "/")) })
	return f
}

// hidden reports whether a part of a name begins with a dot, but for those that
// lead to this folder or the one above, or is a folder that macOS adds.
func hidden(name string) bool {
	return slices.ContainsFunc(strings.Split(name, "/"), func(part string) bool {
		return part == "__MACOSX" || strings.HasPrefix(part, ".") && part != "." && part != ".."
	})
}

// entries reads the files of an archive one by one.
func (r *reading) entries(ctx context.Context, in format.Input, f folder, depth int) error {
	chosen, companions := r.choose(ctx, f)
	for _, name := range f.names {
		if err := ctx.Err(); err != nil {
			return err
		}
		if companions[name] {
			continue
		}
		err := r.entry(ctx, in, f, name, chosen[name], depth)
		switch {
		case r.failed != nil:
			return r.failed
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.Is(err, extract.ErrZipTotal):
			r.report.Reject(in.Name, 0, "from "+name+" on: "+err.Error())
			return nil
		case err != nil:
			r.report.Reject(in.Name+"/"+name, 0, reason(err))
		}
	}
	return nil
}

// reason returns the error for people: what is wrong with the archive without
// what was done when it was found.
func reason(err error) string {
	for _, known := range []error{extract.ErrZipEntry, extract.ErrZipRatio, extract.ErrZip} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return err.Error()
}

// choose returns the format of each file, and which files belong to another.
func (r *reading) choose(ctx context.Context, f folder) (chosen map[string]*format.Format, companions map[string]bool) {
	chosen, companions = map[string]*format.Format{}, map[string]bool{}
	for _, name := range f.names {
		head := f.head(ctx, name)
		i := slices.IndexFunc(r.formats, func(x format.Format) bool { return x.Read != nil && x.Recognise != nil && x.Recognise(name, head) })
		if i < 0 {
			continue
		}
		chosen[name] = &r.formats[i]
		if r.formats[i].Companions != nil {
			for _, c := range r.formats[i].Companions(path.Base(name)) {
				companions[path.Join(path.Dir(name), c)] = true
			}
		}
	}
	return chosen, companions
}

// head returns the beginning of a file, or less where it cannot be read.
func (f folder) head(ctx context.Context, name string) []byte {
	body, err := f.zip.Open(ctx, f.files[name])
	if err != nil {
		return nil
	}
	defer body.Close()
	head, _ := io.ReadAll(io.LimitReader(body, headSize)) // what is wrong comes again when it is read
	return head
}

var errUnknown = errors.New("no format that Dragoman reads fits this file: take it out of the archive and save it as text")

// entry reads one file.
func (r *reading) entry(ctx context.Context, in format.Input, f folder, name string, of *format.Format, depth int) error {
	body, err := f.zip.Open(ctx, f.files[name])
	if err != nil {
		return err
	}
	defer body.Close()
	inner := in
	inner.Name, inner.Body, inner.Size = in.Name+"/"+name, body, int64(min(f.files[name].UncompressedSize64, 1<<62))
	inner.Beside = f.beside(ctx, path.Dir(name))
	if of == nil {
		buffered := bufio.NewReader(body)
		if head, _ := buffered.Peek(4); !archived(name, head) {
			return errUnknown
		}
		inner.Body = buffered
		return r.archive(ctx, inner, f.zip, depth+1)
	}
	report, err := of.Read(ctx, inner, func(record format.Record) error {
		r.failed = r.take(record)
		return r.failed
	})
	r.report.Merge(report)
	return err
}

// archived reports whether a file within an archive is one itself.
func archived(name string, head []byte) bool {
	return strings.EqualFold(path.Ext(name), ".zip") || path.Ext(name) == "" && string(head) == "PK\x03\x04"
}

// beside returns what opens the files of one folder of the archive.
func (f folder) beside(ctx context.Context, dir string) func(string) (io.ReadCloser, error) {
	return func(name string) (io.ReadCloser, error) {
		file := f.files[path.Join(dir, name)]
		if file == nil {
			return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
		}
		return f.zip.Open(ctx, file)
	}
}
