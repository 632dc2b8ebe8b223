package cli

import (
	"context"
	"os"
	"os/signal"
)

type restoreVerb struct {
	Backup  string `arg:"" help:"Backup to copy: see dragoman backup PROJECT --list."`
	Project string `arg:"" help:"Project file that it is to replace, or a new one. What stood there is kept."`
}

// Run puts a backup in the place of a project.
func (v *restoreVerb) Run(ctx context.Context, e *env) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	aside, err := e.deps.Restore(ctx, v.Backup, v.Project)
	if err != nil {
		return err
	}
	e.say("%s is now as in %s", v.Project, v.Backup)
	if aside != "" {
		e.say("what stood there is kept as %s", aside)
	}
	if e.json {
		return e.print(struct {
			Path   string `json:"path"`
			Backup string `json:"backup"`
			Aside  string `json:"aside"` // "" where nothing stood there
		}{v.Project, v.Backup, aside})
	}
	return nil
}
