package storage

import (
	"encoding/binary"
	"io"
)

// How large the pages of a project are, in bytes.
const (
	newPage = 8192 // two articles of a news agency, and not one and much that is empty
	oldPage = 4096 // of projects made before
)

// pageSize reads the size of a page off the header, where that can be true, and
// otherwise finds out which of those of a project it is.
func pageSize(file io.ReaderAt) int {
	header := make([]byte, 18)
	if _, err := file.ReadAt(header, 0); err != nil {
		return newPage
	}
	size := int(binary.BigEndian.Uint16(header[16:]))
	if size == 1 {
		size = 65536
	}
	if string(header[:15]) != "SQLite format 3" || size < 512 || size&(size-1) != 0 {
		return likelyPageSize(file)
	}
	return size
}

// likelyPageSize looks where pages begin if they are small, and are halved if
// they are not.
func likelyPageSize(file io.ReaderAt) int {
	const most, share = 1000, 8
	begins, looked := 0, 0
	for at := int64(oldPage); looked < most; at += newPage {
		head := make([]byte, 8)
		if _, err := file.ReadAt(head, at); err != nil {
			break
		}
		looked++
		if beginsPage(head) {
			begins++
		}
	}
	if begins > looked/share {
		return oldPage
	}
	return newPage
}

// beginsPage reports whether a small page of a b-tree may begin so: with its
// kind, its first free block, how many cells it has, and where they begin.
func beginsPage(head []byte) bool {
	switch head[0] {
	case indexInterior, tableInterior, indexLeaf, tableLeaf:
	default:
		return false
	}
	number := func(i int) int { return int(binary.BigEndian.Uint16(head[i:])) }
	free, cells, content := number(1), number(3), number(5)
	return free < oldPage && 8+2*cells <= content && content <= oldPage
}
