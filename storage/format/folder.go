package format

import (
	"fmt"
	"io"
)

// Folder is where a format of several files writes.
type Folder interface {
	// Create opens a new file of that name, which fs.ValidPath allows; folders
	// on the way are made. The file is whole when Close returned nil.
	Create(name string) (io.WriteCloser, error)
}

// WriteFile writes one whole file of a folder.
func WriteFile(folder Folder, name string, write func(io.Writer) error) error {
	file, err := folder.Create(name)
	if err != nil {
		return fmt.Errorf("create %s: %w", name, err)
	}
	if err = write(file); err != nil {
		file.Close() // what it says comes second
	} else {
		err = file.Close()
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// Whole returns what writes the data, for WriteFile and its like.
func Whole(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}
