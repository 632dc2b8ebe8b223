// Package cli is the command line: one verb a file, in the table of verbs. It
// needs no display. Verbs do their work through package job and package
// session, on a project that the caller's Deps opens.
//
// What a verb found goes to standard output, words for people and progress to
// standard error. With --json standard output carries JSON: one object a line
// for list, show and search, one object for every other verb, and
// {"error":"..."} when the verb failed.
package cli

import (
	"context"
	"io"
	"time"

	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/model"
	"dragoman/storage/format"
)

// The exit statuses.
const (
	Done    = 0
	Failed  = 1 // and nothing is half done
	Usage   = 2
	Refused = 3 // done, but something was refused, unreadable, lost or found damaged
)

// Stdio is where a verb reads and writes.
type Stdio struct {
	In       io.Reader
	Out, Err io.Writer
}

// Deps is what the command line needs of the rest of the program.
type Deps struct {
	// Open opens a project that is there.
	Open func(ctx context.Context, path string, readOnly bool) (Project, error)
	// Create makes a project; it fails where a file is there.
	Create func(ctx context.Context, path string, schema model.Schema) (Project, error)
	// Read opens a project of any version that is there, to read it.
	Read func(ctx context.Context, path string) (Project, error)
	// Scratch makes an empty project that is gone when it is closed.
	Scratch func(ctx context.Context, schema model.Schema) (Project, error)
	// Copy writes a copy of a project of any version to a new file.
	Copy func(ctx context.Context, path, out string) error
	// BackUp makes a backup of a project of any version in its folder of
	// backups, and Backups lists those, the newest first.
	BackUp  func(ctx context.Context, path string) (model.Backup, error)
	Backups func(path string) ([]model.Backup, error)
	// Restore puts a copy of a backup in the place of a project, and says where
	// what stood there is kept.
	Restore func(ctx context.Context, backup, path string) (aside string, err error)
	// Salvage saves what is left of a damaged project into a new one, with the
	// help of its backups and of other older copies, the newest first.
	Salvage func(ctx context.Context, path, out string, backups []string) (model.Salvage, error)
	// Window opens the window with a project, or with the last one for "", and
	// returns the exit status when it is closed. It is nil in a build without
	// a window.
	Window  func(ctx context.Context, path string) int
	Formats []format.Format
	// CheckEncoding says why no text can be read in an encoding of that name.
	CheckEncoding func(name string) error

	Version string // of the program
	SQLite  string // version
}

// Project is an open project file.
type Project interface {
	session.Project
	job.Writer
	// EditedAt returns when title, source or metadata of a document changed
	// last; model.ErrNotFound.
	EditedAt(ctx context.Context, id model.DocumentID) (time.Time, error)
	// Where and WhereRelation say in whose set an id stands; model.ErrNotFound.
	Where(ctx context.Context, id model.AnnotationID) (model.DocumentID, model.Annotator, error)
	WhereRelation(ctx context.Context, id model.RelationID) (model.DocumentID, model.Annotator, error)
	// Search finds documents by words; all of them when limit is 0.
	Search(ctx context.Context, query string, limit int) ([]model.Hit, error)
	// Check looks for damage in the whole file.
	Check(ctx context.Context) ([]model.Finding, error)
	// BackUpToday makes the backup of the day before something is changed, if
	// there is anything to keep and it was not made yet.
	BackUpToday(ctx context.Context) (made string, err error)
	Close() error
}
