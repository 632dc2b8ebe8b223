package cli

import (
	"context"
	"os"
	"os/signal"

	"dragoman/app/job"
	"dragoman/model"
)

// nextStep is what a person can do about a damaged project.
const nextStep = "restore a backup (dragoman restore), or save what is left into a new project (dragoman salvage)"

type salvageVerb struct {
	Project string   `arg:"" help:"Damaged project file. It is only read, and must not be open."`
	New     string   `arg:"" help:"Project file to make; it must not be there."`
	Backup  []string `sep:"none" placeholder:"FILE" help:"Older copy of the project, to take from it what is damaged. The newest backups beside the project are used in any case."`
}

// Run saves what is left of a project into a new one.
func (v *salvageVerb) Run(ctx context.Context, e *env) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	for _, path := range append([]string{v.Project}, v.Backup...) {
		if _, err := os.Stat(path); err != nil {
			return &job.UsageError{Sentence: "there is no file " + path + " to read: name the damaged project, and backups that are there"}
		}
	}
	result, err := e.deps.Salvage(ctx, v.Project, v.New, v.Backup)
	if err != nil {
		return err
	}
	e.saySalvage(v.Project, result)
	e.refused = len(result.Lost) > 0
	if e.json {
		return e.print(result)
	}
	return nil
}

// saySalvage tells people what was saved and what was not.
func (e *env) saySalvage(from string, s model.Salvage) {
	for _, f := range s.Repaired {
		e.say("repaired: %s", f)
	}
	for _, f := range s.Lost {
		e.say("lost: %s", f)
	}
	e.say("saved %s, %s, %s and %s of %s into %s", count(s.Documents, "document", "documents"),
		count(s.Sets, "annotation set", "annotation sets"), count(s.Annotations, "annotation", "annotations"),
		count(s.Relations, "relation", "relations"), from, s.Path)
	if len(s.Lost) == 0 {
		e.say("nothing is lost")
		return
	}
	e.say("%s above; %s is as it was", count(len(s.Lost), "loss is named", "losses are named"), from)
}
