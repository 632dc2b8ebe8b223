package storage

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
)

// Salvage reads the pages of the file by itself, since SQLite gives up a table
// where one page of it is damaged. The format is that of sqlite.org/fileformat2.

// The kinds of pages of b-trees.
const (
	indexInterior = 2
	tableInterior = 5
	indexLeaf     = 10
	tableLeaf     = 13
)

// pageFile is a SQLite file as its committed pages, those of the write-ahead
// log included. Pages are numbered from 1.
type pageFile struct {
	file, log io.ReaderAt
	size      int              // of a page, in bytes
	count     uint32           // of pages
	newer     map[uint32]int64 // where in the log a page stands that is newer there
	budget    int64            // bytes of rows that may still be put together
	torn      bool             // the log holds frames behind one that cannot be read
}

// openPages opens the file and the write-ahead log beside it, if there is one.
func openPages(path string) (f *pageFile, close func() error, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	info, err := file.Stat()
	if err != nil {
		return nil, nil, errors.Join(err, file.Close())
	}
	f = &pageFile{file: file, size: pageSize(file)}
	f.count = uint32(min((info.Size()+int64(f.size)-1)/int64(f.size), 1<<31))
	log, err := f.openLog(path)
	f.budget = 8 * (int64(f.count) + 1) * int64(f.size)
	if err != nil { // most projects have none
		return f, file.Close, nil
	}
	return f, func() error { return errors.Join(file.Close(), log.Close()) }, nil
}

// openLog reads what stands beside the file: a write-ahead log or, after a
// migration that was interrupted, the pages as they were before it.
func (f *pageFile) openLog(path string) (*os.File, error) {
	log, err := os.Open(path + "-wal")
	if err == nil {
		f.log = log
		f.readLog()
		return log, nil
	}
	if log, err = os.Open(path + "-journal"); err == nil {
		f.log = log
		f.readJournal()
	}
	return log, err
}

// page returns the page, with zeros where the file ends within it; nil where
// it has no such page.
func (f *pageFile) page(n uint32) []byte {
	if n == 0 || n > f.count {
		return nil
	}
	data := make([]byte, f.size)
	if at, ok := f.newer[n]; ok {
		if _, err := f.log.ReadAt(data, at); err == nil {
			return data
		}
	}
	if got, err := f.file.ReadAt(data, int64(n-1)*int64(f.size)); err != nil {
		clear(data[got:])
	}
	return data
}

// version returns the version of the project file (user_version, at byte 60 of
// the header), 0 where there is no header.
func (f *pageFile) version() int64 {
	header := f.page(1)
	if len(header) < 64 || string(header[:15]) != "SQLite format 3" {
		return 0
	}
	return int64(binary.BigEndian.Uint32(header[60:]))
}

// The parts of the write-ahead log, in bytes.
const (
	logHeader   = 32
	frameHeader = 24
)

// readLog finds the pages that the committed frames of the log hold.
func (f *pageFile) readLog() {
	header := make([]byte, logHeader)
	if _, err := f.log.ReadAt(header, 0); err != nil || int(binary.BigEndian.Uint32(header[8:])) != f.size {
		return
	}
	var order binary.ByteOrder = binary.LittleEndian
	if binary.BigEndian.Uint32(header)&1 == 1 {
		order = binary.BigEndian
	}
	sum := frameSum{order: order}
	sum.add(header[:24])
	if !sum.is(header[24:]) {
		f.torn = true
		return
	}
	f.newer = map[uint32]int64{}
	pending := map[uint32]int64{}
	frame := make([]byte, frameHeader+f.size)
	for at := int64(logHeader); ; at += int64(len(frame)) {
		if _, err := f.log.ReadAt(frame, at); err != nil || string(frame[8:16]) != string(header[16:24]) {
			return
		}
		sum.add(frame[:8])
		sum.add(frame[frameHeader:])
		if !sum.is(frame[16:]) {
			f.torn = true
			return
		}
		pending[binary.BigEndian.Uint32(frame)] = at + frameHeader
		if size := binary.BigEndian.Uint32(frame[4:]); size > 0 {
			f.count = size
			for n, place := range pending {
				f.newer[n] = place
			}
			clear(pending)
		}
	}
}

// readJournal finds the pages that an interrupted transaction had written over.
func (f *pageFile) readJournal() {
	header := make([]byte, 28)
	if _, err := f.log.ReadAt(header, 0); err != nil || string(header[:8]) != "\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" {
		return
	}
	nonce, sector := binary.BigEndian.Uint32(header[12:]), binary.BigEndian.Uint32(header[20:])
	f.newer, f.count = map[uint32]int64{}, binary.BigEndian.Uint32(header[16:])
	record := make([]byte, f.size+8)
	for at := int64(sector); ; at += int64(len(record)) {
		if _, err := f.log.ReadAt(record, at); err != nil {
			return
		}
		sum := nonce
		for i := f.size - 200; i > 0; i -= 200 {
			sum += uint32(record[4+i])
		}
		if sum != binary.BigEndian.Uint32(record[4+f.size:]) {
			return
		}
		if n := binary.BigEndian.Uint32(record); f.newer[n] == 0 {
			f.newer[n] = at + 4
		}
	}
}

// frameSum is the running checksum of the write-ahead log.
type frameSum struct {
	order  binary.ByteOrder
	s0, s1 uint32
}

func (s *frameSum) add(data []byte) {
	for i := 0; i+8 <= len(data); i += 8 {
		s.s0 += s.order.Uint32(data[i:]) + s.s1
		s.s1 += s.order.Uint32(data[i+4:]) + s.s0
	}
}

func (s *frameSum) is(data []byte) bool {
	return binary.BigEndian.Uint32(data) == s.s0 && binary.BigEndian.Uint32(data[4:]) == s.s1
}

// node is a page of a b-tree.
type node struct {
	kind     byte
	cells    []cell
	children []uint32
	tidy     bool // its parts fill the page as they should, so that no cell is missing
}

// cell is one row, or the way to others.
type cell struct {
	rowid   int64
	payload []byte // nil where there is none, or it cannot be put together
}

func (n node) leaf() bool { return n.kind == tableLeaf || n.kind == indexLeaf }

// node reads the page as a part of a b-tree; false where it is none.
func (f *pageFile) node(number uint32) (node, bool) {
	data := f.page(number)
	start := 0
	if number == 1 {
		start = 100
	}
	if len(data) < start+12 {
		return node{}, false
	}
	n := node{kind: data[start]}
	switch n.kind {
	case indexInterior, tableInterior, indexLeaf, tableLeaf:
	default:
		return node{}, false
	}
	head := start + 8
	if !n.leaf() {
		n.children = append(n.children, binary.BigEndian.Uint32(data[start+8:]))
		head += 4
	}
	cells := int(binary.BigEndian.Uint16(data[start+3:]))
	if head+2*cells > len(data) {
		return node{}, false
	}
	used := f.readCells(&n, data, data[head:head+2*cells])
	n.tidy = used >= 0 && head+2*cells+used+unused(data, start, head+2*cells) == len(data)
	return n, true
}

// readCells adds the cells to which the pointers lead, and returns how many
// bytes they take; -1 where one of them does not fit.
func (f *pageFile) readCells(n *node, data, pointers []byte) int {
	used := 0
	for ; len(pointers) > 0; pointers = pointers[2:] {
		at := int(binary.BigEndian.Uint16(pointers))
		if at >= len(data) {
			return -1
		}
		length := f.readCell(n, data[at:])
		if length < 0 {
			used = -len(data)
			continue
		}
		used += max(length, 4)
	}
	return max(used, -1)
}

// readCell adds the cell at the beginning of data, and returns its length; -1
// where it does not fit.
func (f *pageFile) readCell(n *node, data []byte) int {
	r := reader{data: data}
	var c cell
	if !n.leaf() {
		child := r.fixed()
		if r.failed {
			return -1
		}
		n.children = append(n.children, child)
	}
	if n.kind == tableInterior {
		r.varint()
		return r.length()
	}
	size := r.varint()
	if n.kind == tableLeaf {
		c.rowid = r.varint()
	}
	local, fits := f.local(size, n.kind == tableLeaf)
	c.payload = r.bytes(local)
	if r.failed || !fits {
		return -1
	}
	if int64(local) < size {
		c.payload = f.overflow(c.payload, size, r.fixed())
	}
	f.budget -= int64(len(c.payload))
	n.cells = append(n.cells, c)
	return r.length()
}

// local returns how many bytes of a payload stand in the page itself.
func (f *pageFile) local(size int64, table bool) (int, bool) {
	if size < 0 || size > int64(f.count+1)*int64(f.size) || size > f.budget {
		return 0, false
	}
	most := f.size - 35
	least := (f.size-12)*32/255 - 23
	if !table {
		most = (f.size-12)*64/255 - 23
	}
	if size <= int64(most) {
		return int(size), true
	}
	if n := least + int((size-int64(least))%int64(f.size-4)); n <= most {
		return n, true
	}
	return least, true
}

// overflow adds what stands on the pages that begin with next. Where the way
// breaks off it goes on with the page behind, which is where most rows go on,
// and with zeros where there is none; checksums tell whether that was right.
func (f *pageFile) overflow(payload []byte, size int64, next uint32) []byte {
	last := uint32(0)
	for int64(len(payload)) < size {
		if next == 0 || next > f.count {
			next = last + 1
		}
		data := f.page(next)
		if data == nil {
			return append(payload, make([]byte, size-int64(len(payload)))...)
		}
		take := min(size-int64(len(payload)), int64(f.size-4))
		payload = append(payload, data[4:4+take]...)
		last, next = next, binary.BigEndian.Uint32(data)
	}
	return payload
}

// unused returns how many bytes of the page belong to no cell: the gap behind
// the pointers, free blocks and fragments.
func unused(data []byte, start, end int) int {
	content := int(binary.BigEndian.Uint16(data[start+5:]))
	if content == 0 {
		content = 65536
	}
	total := content - end + int(data[start+7])
	at := int(binary.BigEndian.Uint16(data[start+1:]))
	for range len(data) / 4 {
		if at == 0 {
			return total
		}
		if at+4 > len(data) {
			return -1 << 20
		}
		total += int(binary.BigEndian.Uint16(data[at+2:]))
		at = int(binary.BigEndian.Uint16(data[at:]))
	}
	return -1 << 20 // the free blocks lead in a circle
}
