package jsonl

import (
	"context"

	"dragoman/storage/format"
	"dragoman/storage/format/jsonline"
)

// maxLine is the length in bytes up to which a line is read.
const maxLine = 1 << 30

// reader reads one file. It is what all lines of the file share.
type reader struct{ jsonline.File }

// read reads a file line by line; see format.Format.
func read(ctx context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
	r := &reader{jsonline.File{In: in, Format: "jsonl", Limit: maxLine}}
	err := r.Read(ctx, func(number int, o jsonline.Object) (format.Record, error) {
		p, err := r.parse(number, o)
		if err != nil {
			return format.Record{}, err
		}
		return p.record(), nil
	}, take)
	return r.Report, err
}
