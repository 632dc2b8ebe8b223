package cli

import (
	"context"

	"dragoman/app/session"
	"dragoman/model"
)

type annotateVerb struct {
	Project   string `arg:"" help:"Project file."`
	Annotator string `required:"" help:"Who annotates."`
	From      string `placeholder:"FILE" help:"File of edits; standard input otherwise."`
}

// Help tells kong what else to say of the verb.
func (*annotateVerb) Help() string {
	return "Each line is an edit: a JSON object with \"op\" and its fields; those in brackets can be left out.\n\n" +
		forms(operations()) + "\n\"spans\" is [{\"start\":0,\"end\":8}], in code points. Each line is answered with \"ok\", \"line\" and " +
		"what was made, or \"error\". docs/guide.md tells the rest."
}

// Run applies edits: see env.stream.
func (v *annotateVerb) Run(ctx context.Context, e *env) error {
	who, err := annotator(v.Annotator)
	if err != nil {
		return err
	}
	return e.stream(ctx, v.Project, v.From, func(p Project) (func(context.Context, []byte) (answer, error), error) {
		view, err := session.Seen(ctx, p, who)
		ed := &editor{named: newNamed(p, newDesks(p, who)), annotator: who, blind: session.Blind(view)}
		return func(ctx context.Context, line []byte) (answer, error) { return doLine(ctx, ed, operations(), line) }, err
	})
}

// editor applies the edits of annotate.
type editor struct {
	named
	annotator model.Annotator
	blind     bool // nothing may be told of the sets of others
}
