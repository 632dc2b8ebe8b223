package hf

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"

	"dragoman/storage/format"
)

// file is one file of rows.
type file struct {
	config, split string
	rows          int
	size          int // bytes
	sum           hash.Hash
	buffer        *bufio.Writer
	closer        io.Closer
	dates         dates
}

// name returns the path of the file in the folder.
func (f *file) name() string { return f.config + "/" + f.split + ".jsonl" }

// create opens a file for the rows of a split.
func create(out format.Folder, config, split string) (*file, error) {
	f := &file{config: config, split: split, sum: sha256.New(), dates: dates{}}
	w, err := out.Create(f.name())
	if err != nil {
		return nil, fmt.Errorf("create %s: %w", f.name(), err)
	}
	f.closer, f.buffer = w, bufio.NewWriter(io.MultiWriter(w, f.sum))
	return f, nil
}

// add writes a row.
func (f *file) add(row any) error {
	line, err := marshal(row)
	if err != nil {
		return err
	}
	f.rows, f.size = f.rows+1, f.size+len(line)
	_, err = f.buffer.Write(line)
	return err
}

func (f *file) sha256() string { return hex.EncodeToString(f.sum.Sum(nil)) }
