// Package faultfs stands between SQLite and the disk in tests: it tells what
// SQLite writes, lets writing fail, and rebuilds what a disk may hold after the
// power failed. The program never knows it.
package faultfs

import (
	"bytes"
	"fmt"
	"os"
	"sync"
	"unsafe"

	"modernc.org/libc"
	sqlite3 "modernc.org/sqlite/lib"
)

// What a file and the file system do, as SQLite calls it.
type (
	openFunc   = func(tls *libc.TLS, vfs, name, file uintptr, flags int32, outFlags uintptr) int32
	deleteFunc = func(tls *libc.TLS, vfs, name uintptr, syncFolder int32) int32
	closeFunc  = func(tls *libc.TLS, file uintptr) int32
	writeFunc  = func(tls *libc.TLS, file, data uintptr, n int32, offset int64) int32
	sizeFunc   = func(tls *libc.TLS, file uintptr, size int64) int32
	syncFunc   = func(tls *libc.TLS, file uintptr, flags int32) int32
	shmFunc    = func(tls *libc.TLS, file uintptr, region, size, extend int32, out uintptr) int32
)

// shim is what stands in the place of SQLite's default file system. It is that
// one but for the functions of this file: whatever is not overridden (reading,
// locks, shared memory) is SQLite's own code on SQLite's own memory.
type shim struct {
	vfs uintptr // the default one

	mu      sync.Mutex
	methods map[uintptr]uintptr   // ours, by those of the default
	files   map[uintptr]*openFile // by their address at SQLite
	watches []*Watch
}

type openFile struct {
	*Watch
	path       string
	methods    *sqlite3.Tsqlite3_io_methods // of the default
	syncFolder bool                         // with the next sync
}

var (
	the  = shim{methods: map[uintptr]uintptr{}, files: map[uintptr]*openFile{}}
	once = sync.OnceValue(the.register)
)

// at sees the memory at an address of SQLite as a T.
func at[T any](address uintptr) *T { return *(**T)(unsafe.Pointer(&address)) }

// function sees an address of SQLite as the function F.
func function[F any](address uintptr) F { return *(*F)(unsafe.Pointer(&address)) }

// addressOf returns the address of a function as SQLite keeps it.
func addressOf(f any) uintptr { return (*[2]uintptr)(unsafe.Pointer(&f))[1] }

// register makes the shim the file system of all connections of this process
// that name no other.
func (s *shim) register() error {
	tls := libc.NewTLS()
	s.vfs = sqlite3.Xsqlite3_vfs_find(tls, 0)
	name, err := libc.CString("faultfs")
	if err != nil {
		return err
	}
	address := libc.Xcalloc(tls, 1, libc.Tsize_t(unsafe.Sizeof(sqlite3.Tsqlite3_vfs{})))
	vfs := at[sqlite3.Tsqlite3_vfs](address)
	*vfs = *at[sqlite3.Tsqlite3_vfs](s.vfs)
	vfs.FpNext, vfs.FzName = 0, name
	vfs.FxOpen = addressOf(openFunc(shimOpen))
	vfs.FxDelete = addressOf(deleteFunc(shimDelete))
	if code := sqlite3.Xsqlite3_vfs_register(tls, address, 1); code != sqlite3.SQLITE_OK {
		return fmt.Errorf("register a file system with SQLite: code %d", code)
	}
	return nil
}

// methodsFor returns the methods of the shim for a file that has those of the
// default.
func (s *shim) methodsFor(tls *libc.TLS, original uintptr) uintptr {
	if address, ok := s.methods[original]; ok {
		return address
	}
	address := libc.Xcalloc(tls, 1, libc.Tsize_t(unsafe.Sizeof(sqlite3.Tsqlite3_io_methods{})))
	m := at[sqlite3.Tsqlite3_io_methods](address)
	*m = *at[sqlite3.Tsqlite3_io_methods](original)
	m.FiVersion = min(m.FiVersion, 2) // the third adds memory maps, which write behind our back
	m.FxClose = addressOf(closeFunc(shimClose))
	m.FxWrite = addressOf(writeFunc(shimWrite))
	m.FxTruncate = addressOf(sizeFunc(shimTruncate))
	m.FxSync = addressOf(syncFunc(shimSync))
	m.FxShmMap = addressOf(shmFunc(shimShmMap))
	s.methods[original] = address
	return address
}

// watching returns who watches the path, or nil.
func (s *shim) watching(path string) *Watch {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.watches {
		if w.covers(path) {
			return w
		}
	}
	return nil
}

func (s *shim) file(address uintptr) *openFile {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.files[address]
}

func shimOpen(tls *libc.TLS, _, name, file uintptr, flags int32, outFlags uintptr) int32 {
	open := func() int32 {
		return function[openFunc](at[sqlite3.Tsqlite3_vfs](the.vfs).FxOpen)(tls, the.vfs, name, file, flags, outFlags)
	}
	if name == 0 { // a temporary file
		return open()
	}
	path := libc.GoString(name)
	w := the.watching(path)
	if w == nil {
		return open()
	}
	_, missing := os.Lstat(path)
	if missing != nil && flags&sqlite3.SQLITE_OPEN_CREATE != 0 {
		if code := w.strike(Create); code != 0 {
			at[sqlite3.Tsqlite3_file](file).FpMethods = 0
			return code
		}
	}
	code := open()
	if code != sqlite3.SQLITE_OK {
		return code
	}
	if missing != nil {
		w.record(Op{Kind: Create, Path: path})
	}
	the.take(tls, w, path, file, flags)
	return code
}

// journals are the files after whose first sync SQLite syncs their folder too.
const journals = sqlite3.SQLITE_OPEN_WAL | sqlite3.SQLITE_OPEN_MAIN_JOURNAL | sqlite3.SQLITE_OPEN_SUPER_JOURNAL

// take puts the shim between SQLite and the open file.
func (s *shim) take(tls *libc.TLS, w *Watch, path string, address uintptr, flags int32) {
	s.mu.Lock()
	defer s.mu.Unlock()
	base := at[sqlite3.Tsqlite3_file](address)
	s.files[address] = &openFile{
		Watch: w, path: path, methods: at[sqlite3.Tsqlite3_io_methods](base.FpMethods),
		syncFolder: flags&journals != 0 && flags&sqlite3.SQLITE_OPEN_CREATE != 0,
	}
	base.FpMethods = s.methodsFor(tls, base.FpMethods)
}

func shimClose(tls *libc.TLS, file uintptr) int32 {
	the.mu.Lock()
	f := the.files[file]
	delete(the.files, file)
	the.mu.Unlock()
	return function[closeFunc](f.methods.FxClose)(tls, file)
}

func shimWrite(tls *libc.TLS, file, data uintptr, n int32, offset int64) int32 {
	f := the.file(file)
	written := bytes.Clone(unsafe.Slice(at[byte](data), n))
	failed := f.strike(Write)
	if failed != 0 {
		written = written[:f.torn(len(written))]
	}
	if len(written) > 0 {
		if code := function[writeFunc](f.methods.FxWrite)(tls, file, data, int32(len(written)), offset); code != sqlite3.SQLITE_OK {
			return code
		}
		f.record(Op{Kind: Write, Path: f.path, Offset: offset, Data: written})
	}
	return failed
}

func shimTruncate(tls *libc.TLS, file uintptr, size int64) int32 {
	f := the.file(file)
	if code := f.strike(Truncate); code != 0 {
		return code
	}
	code := function[sizeFunc](f.methods.FxTruncate)(tls, file, size)
	if code == sqlite3.SQLITE_OK {
		f.record(Op{Kind: Truncate, Path: f.path, Offset: size})
	}
	return code
}

func shimSync(tls *libc.TLS, file uintptr, flags int32) int32 {
	f := the.file(file)
	if code := f.strike(Sync); code != 0 {
		f.record(Op{Kind: FailedSync, Path: f.path})
		return code
	}
	code := sqlite3.SQLITE_OK
	if !f.skipSync {
		code = int(function[syncFunc](f.methods.FxSync)(tls, file, flags))
	}
	if code == sqlite3.SQLITE_OK {
		f.record(Op{Kind: Sync, Path: f.path})
		if f.syncFolder {
			f.syncFolder = false
			f.record(Op{Kind: SyncFolder, Path: f.path})
		}
	}
	return int32(code)
}

func shimShmMap(tls *libc.TLS, file uintptr, region, size, extend int32, out uintptr) int32 {
	f := the.file(file)
	if extend != 0 {
		if code := f.strike(Share); code != 0 {
			*at[uintptr](out) = 0
			return code
		}
	}
	return function[shmFunc](f.methods.FxShmMap)(tls, file, region, size, extend, out)
}

func shimDelete(tls *libc.TLS, _, name uintptr, syncFolder int32) int32 {
	path := libc.GoString(name)
	w := the.watching(path)
	if w != nil {
		if code := w.strike(Delete); code != 0 {
			return code
		}
	}
	code := function[deleteFunc](at[sqlite3.Tsqlite3_vfs](the.vfs).FxDelete)(tls, the.vfs, name, syncFolder)
	if w != nil && code == sqlite3.SQLITE_OK {
		w.record(Op{Kind: Delete, Path: path})
		if syncFolder != 0 {
			w.record(Op{Kind: SyncFolder, Path: path})
		}
	}
	return code
}
