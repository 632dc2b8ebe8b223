package cli

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"text/tabwriter"

	"dragoman/app/job"
	"dragoman/model"
)

type backupVerb struct {
	Project string `arg:"" help:"Project file."`
	Out     string `arg:"" optional:"" help:"File to make; it must not be there. Without it the backup is kept beside the project."`
	List    bool   `help:"List the backups that are kept beside the project."`
}

// Run copies the project, of whatever version it is.
func (v *backupVerb) Run(ctx context.Context, e *env) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	switch {
	case v.List && v.Out != "":
		return &job.UsageError{Sentence: "--list names no file: leave out " + v.Out}
	case v.List:
		return v.list(e)
	}
	if _, err := os.Stat(v.Project); err != nil {
		return missing(v.Project, err)
	}
	if v.Out == "" {
		return v.keep(ctx, e)
	}
	if err := e.deps.Copy(ctx, v.Project, v.Out); err != nil {
		return err
	}
	e.say("copied %s to %s", v.Project, v.Out)
	if e.json {
		return e.print(map[string]string{"path": v.Out})
	}
	return nil
}

// keep makes a backup among those that are kept beside the project.
func (v *backupVerb) keep(ctx context.Context, e *env) error {
	made, err := e.deps.BackUp(ctx, v.Project)
	if err != nil {
		return err
	}
	e.say("backed up %s to %s", v.Project, made.Path)
	if e.json {
		return e.print(made)
	}
	return nil
}

// list tells the backups of a project, which may be gone.
func (v *backupVerb) list(e *env) error {
	list, err := e.deps.Backups(v.Project)
	if err != nil {
		return err
	}
	if len(list) == 0 {
		if _, err := os.Stat(v.Project); err != nil {
			return missing(v.Project, err)
		}
		e.say("%s has no backups yet: dragoman backup %s makes one", v.Project, v.Project)
	}
	if e.json {
		return e.print(map[string][]model.Backup{"backups": append([]model.Backup{}, list...)})
	}
	return e.out(backups(list))
}

// backups returns the list for people.
func backups(list []model.Backup) string {
	var lines strings.Builder
	columns := tabwriter.NewWriter(&lines, 0, 0, 2, ' ', 0)
	for _, b := range list {
		fmt.Fprintf(columns, "%s\t%s\t%.1f MB\t%s\n", b.At.Local().Format("2006-01-02 15:04"), b.Cause, float64(b.Size)/(1<<20), b.Path)
	}
	_ = columns.Flush() // a Builder never fails
	return lines.String()
}

// backUpToday makes the backup of the day. Where that fails the work goes on,
// for to work without a new backup is better than not to work.
func (e *env) backUpToday(ctx context.Context, p Project) error {
	_, err := p.BackUpToday(ctx)
	if stopped := ctx.Err(); stopped != nil {
		return stopped
	}
	if err != nil {
		e.say("warning: %v; work goes on without a backup of today", err)
	}
	return nil
}
