package formattest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"maps"
	"path"
	"slices"

	"dragoman/storage/format"
)

// Files is what a format wrote, by slash-separated names: one file of the name
// "a" with the first extension, or those of a folder.
type Files map[string][]byte

// Create implements format.Folder.
func (f Files) Create(name string) (io.WriteCloser, error) {
	if !fs.ValidPath(name) || name == "." {
		return nil, fmt.Errorf("create %q: it is no name for a file in a folder", name)
	}
	if _, twice := f[name]; twice {
		return nil, fmt.Errorf("create %s: it is there already", name)
	}
	return &member{files: f, name: name}, nil
}

type member struct {
	bytes.Buffer
	files Files
	name  string
}

func (m *member) Close() error {
	m.files[m.name] = m.Bytes()
	return nil
}

// Names returns the names, sorted.
func (f Files) Names() []string { return slices.Sorted(maps.Keys(f)) }

// Export writes the records with f, be it one file or a folder.
func Export(ctx context.Context, f format.Format, opt format.WriteOptions, records iter.Seq2[format.Record, error]) (Files, format.Report, error) {
	files := Files{}
	if f.WriteFolder != nil {
		report, err := f.WriteFolder(ctx, files, opt, records)
		return files, report, err
	}
	var out bytes.Buffer
	report, err := f.Write(ctx, &out, opt, records)
	files["a"+f.Extensions[0]] = out.Bytes()
	return files, report, err
}

// WriteFiles writes the records as Export does.
func WriteFiles(f format.Format, opt format.WriteOptions, records ...format.Record) (Files, format.Report, error) {
	return Export(context.Background(), f, opt, All(records))
}

// Read reads data as a file of that name and returns what came.
func Read(f format.Format, name string, data []byte) ([]format.Record, format.Report, error) {
	return ReadFile(f, Files{name: data}, name)
}

// ReadFile reads one of the files, with the others beside it.
func ReadFile(f format.Format, files Files, name string) ([]format.Record, format.Report, error) {
	var records []format.Record
	report, err := f.Read(context.Background(), input(files, name), func(r format.Record) error {
		records = append(records, r)
		return nil
	})
	return records, report, err
}

// input returns one of the files as a format reads it.
func input(files Files, name string) format.Input {
	return format.Input{
		Name: name, Body: bytes.NewReader(files[name]), Size: int64(len(files[name])),
		Beside: func(other string) (io.ReadCloser, error) {
			data, there := files[path.Join(path.Dir(name), other)]
			if !there {
				return nil, fmt.Errorf("open %s: %w", other, fs.ErrNotExist)
			}
			return io.NopCloser(bytes.NewReader(data)), nil
		},
	}
}

// ReadAll reads all files that f recognises and that belong to no other of
// them, in the order of their names.
func ReadAll(f format.Format, files Files) ([]format.Record, format.Report, error) {
	var records []format.Record
	var report format.Report
	companions := map[string]bool{}
	for name := range files {
		if f.Companions != nil && f.Recognise(name, nil) {
			for _, other := range f.Companions(path.Base(name)) {
				companions[path.Join(path.Dir(name), other)] = true
			}
		}
	}
	for _, name := range files.Names() {
		if companions[name] || len(files) > 1 && !f.Recognise(name, head(files[name])) {
			continue
		}
		some, one, err := ReadFile(f, files, name)
		records = append(records, some...)
		report.Merge(one)
		if err != nil {
			return records, report, err
		}
	}
	return records, report, nil
}

// head returns as much of a file as Recognise is given at least.
func head(data []byte) []byte { return data[:min(len(data), 4096)] }

// text joins the files for a golden file and for messages.
func (f Files) text() []byte {
	var b bytes.Buffer
	for _, name := range f.Names() {
		if len(f) > 1 {
			fmt.Fprintf(&b, "-- %s --\n", name)
		}
		b.Write(f[name])
		if len(f) > 1 && !bytes.HasSuffix(f[name], []byte("\n")) {
			b.WriteString("\n-- (no line end) --\n")
		}
	}
	return b.Bytes()
}

func reader(data []byte) io.Reader { return bytes.NewReader(data) }

// equal reports whether both hold the same files.
func (f Files) equal(o Files) bool {
	return maps.EqualFunc(f, o, func(a, b []byte) bool { return bytes.Equal(a, b) })
}

// Write writes the records with a format of one file and returns its bytes.
func Write(f format.Format, opt format.WriteOptions, records ...format.Record) ([]byte, format.Report, error) {
	var out bytes.Buffer
	report, err := f.Write(context.Background(), &out, opt, All(records))
	return out.Bytes(), report, err
}
