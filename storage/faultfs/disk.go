package faultfs

import (
	"bytes"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
)

// sector is what disks write whole, in bytes.
const sector = 512

// Disk is what a folder holds on the disk, and what was written to it and may
// not be there yet. It believes in nothing that was not synced: of that, any
// part may be there, in any order; a name that was made or removed is only sure
// when its folder was synced. It never harms what was not written to.
type Disk struct {
	folder string
	live   map[string]*content // by path inside the folder, as programs see them
	sure   map[string]*content // as they are after a crash, but for changes
	names  []name              // that are not sure yet, in order
	r      *rand.Rand          // decides what is lost
}

// name is a name that a file got, or that was removed (no file).
type name struct {
	path string
	file *content
}

// content is what stands in one file.
type content struct {
	sure    []byte
	pending []Op // since, in order
}

// ReadDisk takes what is in the folder for safely on the disk. What is lost
// later is drawn from r.
func ReadDisk(folder string, r *rand.Rand) (*Disk, error) {
	d := &Disk{folder: folder, live: map[string]*content{}, r: r}
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		d.live[d.inside(path)] = &content{sure: data}
		return err
	})
	d.sure = maps.Clone(d.live)
	return d, err
}

func (d *Disk) inside(path string) string {
	inside, err := filepath.Rel(d.folder, path)
	if err != nil {
		return path
	}
	return inside
}

// Do does the operation.
func (d *Disk) Do(op Op) {
	path := d.inside(op.Path)
	file := d.live[path]
	if file == nil && (op.Kind == Create || op.Kind == Write) {
		file = &content{}
		d.rename(path, file)
	}
	switch op.Kind {
	case Delete:
		d.rename(path, nil)
	case SyncFolder:
		for _, n := range d.names {
			n.apply(d.sure)
		}
		d.names = nil
	case Write, Truncate:
		file.pending = append(file.pending, op)
	case FailedSync: // systems forget what they could not write
		file.pending = some(d.r, file.pending)
	case Sync:
		file.sync()
	}
}

func (d *Disk) rename(path string, file *content) {
	n := name{path, file}
	n.apply(d.live)
	d.names = append(d.names, n)
}

func (n name) apply(names map[string]*content) {
	if n.file == nil {
		delete(names, n.path)
		return
	}
	names[n.path] = n.file
}

func (c *content) sync() {
	for _, op := range c.pending {
		c.sure = op.apply(c.sure)
	}
	c.pending = nil
}

// apply returns the data of a file after the operation.
func (op Op) apply(data []byte) []byte {
	if op.Kind == Truncate {
		return data[:min(int64(len(data)), op.Offset)]
	}
	if end := op.Offset + int64(len(op.Data)); end > int64(len(data)) {
		data = append(data, make([]byte, end-int64(len(data)))...)
	}
	copy(data[op.Offset:], op.Data)
	return data
}

// Crash writes into an empty folder what may be left when the power fails now.
func (d *Disk) Crash(into string) error {
	names := maps.Clone(d.sure)
	for _, n := range some(d.r, d.names) {
		n.apply(names)
	}
	for _, path := range slices.Sorted(maps.Keys(names)) {
		to := filepath.Join(into, path)
		if err := os.MkdirAll(filepath.Dir(to), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(to, names[path].crash(d.r), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// some returns what may have happened of what was not synced: all, nothing, the
// beginning, or anything, in order.
func some[T any](r *rand.Rand, all []T) []T {
	switch r.IntN(4) {
	case 0:
		return all
	case 1:
		return nil
	case 2:
		return all[:r.IntN(len(all)+1)]
	}
	return slices.DeleteFunc(slices.Clone(all), func(T) bool { return r.IntN(2) == 0 })
}

// crash returns what may be in the file after a crash.
func (c *content) crash(r *rand.Rand) []byte {
	data := bytes.Clone(c.sure)
	pending := some(r, c.pending)
	if r.IntN(4) == 0 {
		pending = slices.Clone(pending)
		r.Shuffle(len(pending), func(i, k int) { pending[i], pending[k] = pending[k], pending[i] })
	}
	tear := []int{0, 1, 1 + r.IntN(8)}[r.IntN(3)] // none, all, one in some
	for i, op := range pending {
		if op.Kind == Write && (tear > 0 && r.IntN(tear) == 0 || i == len(pending)-1 && r.IntN(2) == 0) {
			for _, part := range op.torn(r) {
				data = part.apply(data)
			}
			continue
		}
		data = op.apply(data)
	}
	return data
}

// torn returns the parts of a write that got to the disk: its beginning, any of
// its sectors, or its length alone, with zeros in place of what is new.
func (op Op) torn(r *rand.Rand) []Op {
	end := op.Offset + int64(len(op.Data))
	switch r.IntN(4) {
	case 0:
		return []Op{op.part(op.Offset, op.Offset+int64(r.IntN(len(op.Data)+1)))}
	case 1:
		return []Op{op.part(op.Offset, max(op.Offset, end/sector*sector))}
	case 2:
		return []Op{{Kind: Write, Path: op.Path, Offset: end}}
	}
	var parts []Op
	for from := op.Offset; from < end; {
		to := min(end, from/sector*sector+sector)
		if r.IntN(2) == 0 {
			parts = append(parts, op.part(from, to))
		}
		from = to
	}
	return parts
}

// part returns the write of the bytes from one offset of the file to another.
func (op Op) part(from, to int64) Op {
	op.Data = op.Data[from-op.Offset : to-op.Offset]
	op.Offset = from
	return op
}
