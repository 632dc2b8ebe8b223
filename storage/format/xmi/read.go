package xmi

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"dragoman/storage/format"
	"dragoman/storage/format/xmi/uima"
)

func read(ctx context.Context, in format.Input, take func(format.Record) error) (format.Report, error) {
	var report format.Report
	if err := ctx.Err(); err != nil {
		return report, err
	}
	data, err := io.ReadAll(io.LimitReader(in.Body, uima.MaxSize+1))
	if err != nil {
		return report, fmt.Errorf("read %s: %w", in.Name, err)
	}
	types, err := typesBeside(in, &report)
	if err != nil {
		return report, fmt.Errorf("read the type system beside %s: %w", in.Name, err)
	}
	root, err := uima.ParseXML(data)
	if err == nil && root.Name != (xml.Name{Space: xmiSpace, Local: "XMI"}) {
		err = errors.New("it is no XMI, for its first element is " + format.Shorten(root.Name.Local) + ": export it as UIMA CAS XMI")
	}
	if err != nil {
		report.Reject(in.Name, 0, err.Error())
		return report, nil
	}
	f := newReader(in, &report, types, root)
	if !f.choose() {
		return report, nil
	}
	return report, take(f.record())
}

// typesBeside reads the type system that stands beside a file, if any. What is
// wrong with it is told, and the file read without.
func typesBeside(in format.Input, report *format.Report) (uima.TypeSystem, error) {
	if in.Beside == nil {
		return nil, nil
	}
	for _, name := range uima.TypesFiles() {
		body, err := in.Beside(name)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(io.LimitReader(body, uima.MaxSize+1))
		if err := errors.Join(err, body.Close()); err != nil {
			return nil, err
		}
		types, err := uima.ParseTypes(data)
		if err != nil {
			report.Reject(name, 0, "the type system cannot be used: "+err.Error())
			return nil, nil
		}
		return types, nil
	}
	return nil, nil
}
