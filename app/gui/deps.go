// Package gui is the window: it shows a project through panels and the article
// view, makes menus, tool bar, palette and key hints from the command table,
// and carries a person's intentions to the session. It knows no project file;
// what it needs of one comes in as Deps.
package gui

import (
	"context"

	"dragoman/app/background"
	"dragoman/app/crash"
	"dragoman/app/instance"
	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/app/trace"
	"dragoman/model"
	"dragoman/storage/format"
)

// Deps is what the window needs of the world. Functions may be called on any
// goroutine.
type Deps struct {
	// Open opens the project file at path; it is closed by Opened.Close.
	// What cannot be written is opened for reading only, except where another
	// program has it open and readOnly was not asked for.
	Open func(ctx context.Context, path string, readOnly bool) (*Opened, error)
	// Create makes a project file, which must not be there yet, and opens it.
	Create func(ctx context.Context, path string, schema model.Schema) (*Opened, error)
	// Sample makes the sample project, unless it is there, and returns its path.
	Sample func(ctx context.Context) (path string, err error)
	// Merge opens the files that are merged.
	Merge job.MergeOpener
	// Handout makes a project file to hand out; it fails where a file is there.
	Handout func(ctx context.Context, path string, schema model.Schema) (job.HandoutProject, error)
	// DefaultSchema is the schema of a new project.
	DefaultSchema model.Schema
	// Formats are the formats that can be read or written.
	Formats []format.Format
	// CheckEncoding says why no text can be read in an encoding of that name.
	CheckEncoding func(name string) error
	// Front brings the window of another process that has the project at path
	// open to the front, and reports whether there was one. Nil asks nobody.
	Front func(ctx context.Context, path string) bool
	// Listen hears other processes that call Front for the project at path,
	// which this one has open. Nil hears nobody.
	Listen func(path string) (*instance.Listener, error)
	// Trouble returns what kind of trouble an error is. Nil knows none.
	Trouble func(err error) Trouble
	// Rescued returns the path of the copy that closing a project saved of it, as
	// its error says, or "". Nil knows none.
	Rescued func(err error) string
	// Backups lists the backups of the project at path, the newest first.
	Backups func(path string) ([]model.Backup, error)
	// Restore puts a backup in the place of the project at path, which must not
	// be open, and returns the name under which what stood there is kept, or "".
	Restore func(ctx context.Context, backup, path string) (aside string, err error)
	// Salvage brings what can be read of the project at path, and what its
	// backups hold of the rest, into a new project at out. Report is told how
	// many bytes are done.
	Salvage func(ctx context.Context, path, out string, report func(done, total int64)) (model.Salvage, error)
	// Crash watches this run, and knows of runs that ended unexpectedly. Nil
	// knows none.
	Crash *crash.Watch
	// Tidy gives memory that is free back to the system. Nil leaves it.
	Tidy func()
	// Runner does slow work.
	Runner *background.Runner
	// Path is the project to open at first, "" for the last one or the welcome
	// screen.
	Path string
	// Annotator is who works until a person says another name; "" takes the
	// name of the system's user.
	Annotator model.Annotator
	// Guide is the guide as Markdown.
	Guide string
	// Version is the program's version.
	Version string
	// Icon is the program's icon as PNG.
	Icon []byte
	// Trace writes what happens and when; nil writes nothing.
	Trace *trace.Trace
	// ScenePath is the file that the state of the window is written to for
	// scripted scenes; "" writes none.
	ScenePath string
}

// Opened is an open project file.
type Opened struct {
	Project session.Project
	Writer  job.Writer
	Path    string
	// ReadOnly says why the project cannot be written to, or "".
	ReadOnly string
	// Why is the kind of that reason.
	Why Trouble
	// Warnings are sentences about where the project lies.
	Warnings []string
	// Annotator is who works in this project until a person says another name,
	// or "" for the person themselves.
	Annotator model.Annotator
	// Search returns the numbers of the documents whose title or text matches
	// the query (model.Summary.Number), in no order; it is never nil without an
	// error.
	Search func(ctx context.Context, query string) ([]int, error)
	// Annotations lists annotations of the whole project, sorted by label and
	// covered text.
	Annotations func(ctx context.Context, query model.AnnotationQuery) ([]model.Occurrence, error)
	// Check looks for damage and returns what it found, a sentence each.
	Check func(ctx context.Context) ([]string, error)
	// Backup writes a copy of the project to a path.
	Backup func(ctx context.Context, path string) error
	// Daily makes the backup of the day, unless it was made, and returns its
	// path or "". It is called at changes and may run beside others. Nil makes
	// none.
	Daily func(ctx context.Context) (made string, err error)
	// BackUpNow makes a backup beside the project.
	BackUpNow func(ctx context.Context) (model.Backup, error)
	// Rescue writes what is open to a new file, also where the file itself is
	// gone.
	Rescue func(ctx context.Context, path string) error
	// Ready returns why the project cannot be written to now, or nil.
	Ready func(ctx context.Context) error
	// Close closes the file.
	Close func() error

	session *session.Session // of whoever works in it; see Window.meet
}
