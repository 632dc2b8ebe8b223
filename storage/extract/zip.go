package extract

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Bounds on an archive, against those that are made to fill a disk or memory.
const (
	maxDirectory = 16 << 20 // bytes of the list of its entries: some 100 MiB in memory
	maxRatio     = 200      // text and XML shrink to a tenth, rarely to a hundredth
	ratioGrace   = 8 << 20  // bytes from which the ratio counts: a small file may be all blanks
)

// What is said of an archive that is refused; others can be told by them.
var (
	ErrZip      = errors.New("it is no zip archive, or it is damaged: fetch or save it again")
	ErrZipRatio = fmt.Errorf("it unpacks to more than %d times its size, as no article does: unpack it with another program, and look at it", maxRatio)
	ErrZipTotal = errors.New("it unpacks to more than Dragoman reads at once: unpack it, and import the folder")
	ErrZipEntry = errors.New("it is damaged in the archive: fetch the archive again")
	errLocked   = errors.New("it is protected by a password: save it without one")
)

// Zip is an open archive. What is read of all its entries together is bounded.
type Zip struct {
	Files []*zip.File
	left  *int64 // bytes that may still be read of entries, here and in archives within
}

// OpenZip opens the archive of that size; total is how many bytes may be read
// of its entries together. The error is ErrZip, ErrZipTotal or what reading
// brought.
func OpenZip(r io.ReaderAt, size, total int64) (*Zip, error) {
	return openZip(r, size, &total)
}

// Within opens an archive that was an entry of z, and shares its bound.
func (z *Zip) Within(r io.ReaderAt, size int64) (*Zip, error) { return openZip(r, size, z.left) }

func openZip(r io.ReaderAt, size int64, left *int64) (*Zip, error) {
	directory := &boundedAt{from: r, left: maxDirectory}
	reader, err := zip.NewReader(directory, size)
	switch {
	case directory.failed != nil:
		return nil, directory.failed
	case err != nil && !errors.Is(err, zip.ErrInsecurePath): // names are never used as paths
		return nil, ErrZip
	}
	directory.left = -1
	return &Zip{Files: reader.File, left: left}, nil
}

// Open opens an entry. Reading it fails with ErrZipRatio or ErrZipTotal where
// it exceeds a bound, with the error of ctx when that ends, and otherwise says
// that the archive is damaged.
func (z *Zip) Open(ctx context.Context, f *zip.File) (io.ReadCloser, error) {
	if f.Flags&1 != 0 {
		return nil, errLocked
	}
	body, err := f.Open()
	switch {
	case errors.Is(err, zip.ErrAlgorithm):
		return nil, fmt.Errorf("it is packed by a method that Dragoman does not know: unpack it with another program")
	case err != nil:
		return nil, ErrZipEntry
	}
	return &entry{ReadCloser: body, ctx: ctx, left: z.left, packed: int64(min(f.CompressedSize64, 1<<62))}, nil
}

// Read returns the entry of that name, at most limit bytes long, and false
// where there is none.
func (z *Zip) Read(ctx context.Context, name string, limit int64) (data []byte, there bool, err error) {
	for _, f := range z.Files {
		if !strings.EqualFold(f.Name, name) {
			continue
		}
		body, err := z.Open(ctx, f)
		if err != nil {
			return nil, true, err
		}
		defer body.Close()
		data, err := io.ReadAll(io.LimitReader(body, limit+1))
		if err == nil && int64(len(data)) > limit {
			err = fmt.Errorf("a part of it, %s, is larger than %d MiB: copy its text and paste it", Printable(f.Name), limit>>20)
		}
		return data, true, err
	}
	return nil, false, nil
}

// Printable returns a name out of an archive as messages show it: UTF-8,
// without control characters, slashes where Windows has backslashes.
func Printable(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\\':
			return '/'
		case r < ' ' || r == 0x7f:
			return '\ufffd'
		}
		return r
	}, strings.ToValidUTF8(name, "\ufffd"))
}

// entry reads one entry within the bounds.
type entry struct {
	io.ReadCloser
	ctx          context.Context
	left         *int64
	packed, read int64
}

func (e *entry) Read(p []byte) (int, error) {
	if err := e.ctx.Err(); err != nil {
		return 0, err
	}
	if *e.left <= 0 {
		return 0, ErrZipTotal
	}
	n, err := e.ReadCloser.Read(p[:min(int64(len(p)), *e.left)])
	e.read += int64(n)
	*e.left -= int64(n)
	switch {
	case e.read > ratioGrace && e.read/maxRatio > e.packed:
		return n, ErrZipRatio
	case err != nil && err != io.EOF:
		return n, ErrZipEntry
	}
	return n, err
}

// boundedAt reads at most left bytes until that is -1.
type boundedAt struct {
	from   io.ReaderAt
	left   int64
	failed error
}

func (b *boundedAt) ReadAt(p []byte, off int64) (int, error) {
	if b.left < 0 {
		return b.from.ReadAt(p, off)
	}
	if b.left -= int64(len(p)); b.left < 0 {
		b.left, b.failed = 0, errors.New("it has more files than Dragoman reads at once: unpack it, and import the folder")
		return 0, b.failed
	}
	n, err := b.from.ReadAt(p, off)
	if err != nil && err != io.EOF {
		b.failed = err
	}
	return n, err
}
