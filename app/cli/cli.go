package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"dragoman/app/job"
	"dragoman/app/session"
	"dragoman/model"
)

// Extension is how the name of a project file ends.
const Extension = ".dragoman"

// verb is one row of the table of verbs. make returns what kong fills from the
// arguments: its fields are the verb's arguments and flags.
type verb struct {
	name, help string
	make       func() runner
}

// runner does a verb.
type runner interface {
	Run(ctx context.Context, e *env) error
}

// verbs is the table of verbs, in the order of the help.
func verbs() []verb {
	return []verb{
		{"new", "Make a project.", func() runner { return &newVerb{} }},
		{"schema", "Print or replace the schema of a project.", func() runner { return &schemaVerb{} }},
		{"import", "Bring files and folders into a project.", func() runner { return &importVerb{} }},
		{"list", "List the documents.", func() runner { return &listVerb{} }},
		{"show", "Show a document and its annotations.", func() runner { return &showVerb{} }},
		{"history", "Show who changed what in a document, or restore an earlier state.", func() runner { return &historyVerb{} }},
		{"bin", "Put documents into the bin, or take them out.", func() runner { return &binVerb{} }},
		{"search", "Find words in titles and texts.", func() runner { return &searchVerb{} }},
		{"annotate", "Apply edits, one JSON object a line.", func() runner { return &annotateVerb{} }},
		{"handout", "Deal documents out, a project file for each annotator.", func() runner { return &handoutVerb{} }},
		{"merge", "Bring other projects and JSONL files together.", func() runner { return &mergeVerb{} }},
		{"agree", "Measure how much annotators agree.", func() runner { return &agreeVerb{} }},
		{"review", "Apply review decisions, one JSON object a line.", func() runner { return &reviewVerb{} }},
		{"export", "Write annotations to a file.", func() runner { return &exportVerb{} }},
		{"stats", "Count documents, annotations and relations.", func() runner { return &statsVerb{} }},
		{"check", "Look for damage in a project.", func() runner { return &checkVerb{} }},
		{"backup", "Copy a project, also while it is open, or list its backups.", func() runner { return &backupVerb{} }},
		{"restore", "Put a backup in the place of a project.", func() runner { return &restoreVerb{} }},
		{"salvage", "Save what is left of a damaged project into a new one.", func() runner { return &salvageVerb{} }},
		{"formats", "List the file formats.", func() runner { return &formatsVerb{} }},
		{"version", "Print versions.", func() runner { return &versionVerb{} }},
	}
}

// globals are the flags of every verb.
type globals struct {
	JSON bool `name:"json" help:"Write JSON to standard output."`
}

// env is what a verb runs in.
type env struct {
	Stdio
	deps    Deps
	json    bool
	refused bool // something was refused, lost or found damaged, and reported
}

// exit carries a status out of kong, which ends the program for --help.
type exit int

// Run does what the arguments (without the program's name) ask for and returns
// the exit status. Without a verb, or with a project alone, it opens the
// window.
func Run(ctx context.Context, args []string, stdio Stdio, deps Deps) (status int) {
	if path, ok := wantsWindow(args); ok {
		return window(ctx, path, stdio, deps)
	}
	defer func() {
		switch r := recover().(type) {
		case nil:
		case exit:
			status = int(r)
		default:
			panic(r)
		}
	}()
	e := &env{Stdio: stdio, deps: deps, json: slices.Contains(args, "--json")}
	if err := e.run(ctx, args); err != nil {
		return e.fail(err)
	}
	if e.refused {
		return Refused
	}
	return Done
}

func (e *env) run(ctx context.Context, args []string) error {
	var flags globals
	options := []kong.Option{
		kong.Name("dragoman"),
		kong.Description("Dragoman turns news articles into training data. Without a verb it opens its window: dragoman [FILE.dragoman]"),
		kong.Writers(e.Out, e.Err),
		kong.Exit(func(code int) { panic(exit(code)) }),
		kong.BindTo(ctx, (*context.Context)(nil)),
		kong.Bind(e),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
	}
	for _, v := range verbs() {
		options = append(options, kong.DynamicCommand(v.name, v.help, "", v.make()))
	}
	parser, err := kong.New(&flags, options...)
	if err != nil {
		return fmt.Errorf("build the command line: %w", err)
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return &job.UsageError{Sentence: err.Error() + "; see dragoman " + helpOf(args) + "--help"}
	}
	e.json = flags.JSON
	return parsed.Run()
}

// helpOf returns the verb that the arguments begin with and a space, or "" where
// they begin with none.
func helpOf(args []string) string {
	first := slices.IndexFunc(args, func(arg string) bool { return !strings.HasPrefix(arg, "-") })
	if first >= 0 && slices.ContainsFunc(verbs(), func(v verb) bool { return v.name == args[first] }) {
		return args[first] + " "
	}
	return ""
}

// fail tells the error and returns the status that goes with it.
func (e *env) fail(err error) int {
	sentence := err.Error()
	if errors.Is(err, context.Canceled) {
		sentence = "stopped: nothing was changed"
	}
	e.say("dragoman: %s", sentence)
	if e.json {
		_ = e.print(map[string]string{"error": sentence}) // the status tells the failure where standard output cannot
	}
	var usage *job.UsageError
	if errors.As(err, &usage) {
		return Usage
	}
	return Failed
}

// wantsWindow reports whether the arguments ask for the window, and which
// project it is to open.
func wantsWindow(args []string) (path string, ok bool) {
	switch {
	case len(args) == 0:
		return "", true
	case len(args) > 1 || strings.HasPrefix(args[0], "-"):
		return "", false
	}
	if slices.ContainsFunc(verbs(), func(v verb) bool { return v.name == args[0] }) {
		return "", false
	}
	_, err := os.Stat(args[0])
	return args[0], err == nil || filepath.Ext(args[0]) == Extension
}

func window(ctx context.Context, path string, stdio Stdio, deps Deps) int {
	if deps.Window == nil {
		fmt.Fprintln(stdio.Err, "dragoman: this build has no window: give a verb (see dragoman --help), or use the build with a window")
		return Usage
	}
	if path != "" {
		if _, err := os.Stat(path); err != nil {
			fmt.Fprintln(stdio.Err, "dragoman:", model.Visible(missing(path, err).Error()))
			return Failed
		}
	}
	return deps.Window(ctx, path)
}

// missing says why a project cannot be read.
func missing(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("there is no project %s: make it with dragoman new %s", path, path)
	}
	return fmt.Errorf("open project %s: %w", path, err)
}

// with runs f on an open project and closes it. Before f may write, it makes
// the backup of the day.
func (e *env) with(ctx context.Context, path string, readOnly bool, f func(Project) error) error {
	if _, err := os.Stat(path); err != nil {
		return missing(path, err)
	}
	project, err := e.deps.Open(ctx, path, readOnly)
	if err != nil {
		return err
	}
	if !readOnly {
		err = e.backUpToday(ctx, project)
	}
	if err == nil {
		err = f(project)
	}
	return errors.Join(err, project.Close())
}

// seen runs f on an open project as the annotator may see it who is named, if
// one is.
func (e *env) seen(ctx context.Context, path, annotator string, f func(session.View) error) error {
	return e.with(ctx, path, true, func(p Project) error {
		view, err := session.Seen(ctx, p, model.Annotator(strings.TrimSpace(annotator)))
		if err != nil {
			return err
		}
		return f(view)
	})
}

// say writes a line for people.
func (e *env) say(text string, args ...any) {
	fmt.Fprintln(e.Err, model.Visible(fmt.Sprintf(text, args...)))
}

// out writes text for people to standard output: nothing in it acts on a
// terminal.
func (e *env) out(text string) error { return e.write(model.Visible(text)) }

// write writes text as it is to standard output.
func (e *env) write(text string) error {
	_, err := io.WriteString(e.Out, text)
	return err
}
