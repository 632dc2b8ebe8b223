// Package gui is the window: it shows a project through panels and the article
// view, makes menus, tool bar, palette and key hints from the command table,
// and carries a person's intentions to the session. It knows no project file;
// what it needs of one comes in as Deps.
package gui

import (
	"context"

	"dragoman/app/background"
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
	Open func(ctx context.Context, path string) (*Opened, error)
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
	// Annotator is who works in this project until a person says another name,
	// or "" for the person themselves.
	Annotator model.Annotator
	// Search returns the documents whose title or text matches the query.
	Search func(ctx context.Context, query string) ([]model.DocumentID, error)
	// Annotations lists annotations of the whole project, sorted by label and
	// covered text.
	Annotations func(ctx context.Context, query model.AnnotationQuery) ([]model.Occurrence, error)
	// Check looks for damage and returns what it found, a sentence each.
	Check func(ctx context.Context) ([]string, error)
	// Backup writes a copy of the project to a path.
	Backup func(ctx context.Context, path string) error
	// Close closes the file.
	Close func() error
}
