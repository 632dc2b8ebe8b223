package storage

import (
	"context"
	"errors"
	"fmt"
	"os"
)

// Rescue writes a copy of the project, as it is now, to the new file out, as
// Backup does, but out of the open file, wherever that is: it works after the
// file was moved, replaced or deleted.
func (p *Project) Rescue(ctx context.Context, out string) error {
	if err := p.rescue(ctx, out); err != nil {
		return fmt.Errorf("save a copy of project %s as %s: %w", p.path, out, explain(err))
	}
	p.rescued.Store(true)
	return nil
}

func (p *Project) rescue(ctx context.Context, out string) error {
	if _, err := os.Lstat(out); err == nil {
		return errTaken()
	}
	d, err := newDraft(out)
	if err != nil {
		return err
	}
	db := p.writer
	if db == nil {
		db = p.reader
	}
	if _, err = db.ExecContext(ctx, "VACUUM INTO ?", d.path); err == nil {
		err = readable(ctx, d.path)
	}
	if err == nil {
		err = syncFile(d.path)
	}
	if err == nil {
		err = d.publish(out)
	}
	return errors.Join(err, d.discard())
}
