package cli

import (
	"context"
	"errors"
	"strings"

	"dragoman/app/session"
	"dragoman/model"
)

type reviewVerb struct {
	Project string `arg:"" help:"Project file."`
	By      string `required:"" placeholder:"NAME" help:"Who reviews."`
	From    string `placeholder:"FILE" help:"File of decisions; standard input otherwise."`
}

// Help tells kong what else to say of the verb.
func (*reviewVerb) Help() string {
	return "Each line is a decision: a JSON object with \"op\" and its fields; those in brackets can be left out.\n\n" +
		forms(decisions()) + "\nDecisions are about an \"annotation\" or a \"relation\" of an annotator and go into the gold set. " +
		"Each line is answered with \"ok\", \"line\" and what was made, or \"error\". docs/guide.md tells the rest."
}

// Run applies decisions: see env.stream.
func (v *reviewVerb) Run(ctx context.Context, e *env) error {
	who, err := annotator(v.By)
	if err != nil {
		return err
	}
	return e.stream(ctx, v.Project, v.From, func(p Project) (func(context.Context, []byte) (answer, error), error) {
		why, err := session.MayReview(ctx, p, who)
		if err == nil && why != "" {
			err = errors.New(why)
		}
		r := newReviewer(p, who)
		return func(ctx context.Context, line []byte) (answer, error) { return doLine(ctx, r, decisions(), line) }, err
	})
}

// reviewer applies the decisions of review to gold sets.
type reviewer struct {
	named
	by model.Annotator

	// Whose annotations are judged, in the document that was last: nobody else
	// writes to them while the stream runs.
	document model.DocumentID
	sets     []model.AnnotationSet
}

func newReviewer(p Project, by model.Annotator) *reviewer {
	gold := &desks{begin: func(ctx context.Context, id model.DocumentID) (*session.Desk, error) {
		return session.OpenGold(ctx, p, id, by)
	}}
	return &reviewer{named: newNamed(p, gold), by: by}
}

// decisions is the table of review.
func decisions() map[string]operation[*reviewer] {
	fields := strings.Fields
	subject := "document annotator annotation relation why"
	return map[string]operation[*reviewer]{
		"accept":        {nil, fields(subject + " instead"), (*reviewer).accept},
		"reject":        {nil, fields(subject + " instead"), (*reviewer).reject},
		"edit":          {fields("annotation"), fields("document annotator why instead spans quote label"), (*reviewer).edit},
		"explain":       {fields("why"), fields("document annotator annotation relation"), (*reviewer).explain},
		"accept_agreed": {fields("document"), fields("annotators why"), (*reviewer).acceptAgreed},
		"comment":       {fields("document text"), fields("annotator annotation"), (*reviewer).comment},
		"answer":        {fields("document comment text"), nil, (*reviewer).reply},
		"resolve":       {fields("document comment"), fields("resolved"), (*reviewer).resolve},
		"status":        {fields("document status"), nil, (*reviewer).status},
		"undo":          {fields("document"), nil, (*reviewer).undo},
		"redo":          {fields("document"), nil, (*reviewer).redo},
	}
}
