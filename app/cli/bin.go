package cli

import (
	"cmp"
	"context"
	"slices"

	"dragoman/app/session"
	"dragoman/model"
)

type binVerb struct {
	Project   string   `arg:"" help:"Project file."`
	Documents []string `arg:"" name:"document" help:"Ids, unique beginnings of them, or unique titles."`
	Restore   bool     `help:"Take the documents out of the bin."`
	By        string   `placeholder:"NAME" help:"Who does it; who works in the project otherwise."`
}

// Run puts documents into the bin or takes them out, in one step. A document
// that is not there fails all.
func (v *binVerb) Run(ctx context.Context, e *env) error {
	return e.with(ctx, v.Project, false, func(p Project) error {
		by, err := v.by(ctx, p)
		if err != nil {
			return err
		}
		ids, err := v.find(ctx, p)
		if err != nil {
			return err
		}
		verb, binned := "delete", by
		if v.Restore {
			verb, binned = "bring back", ""
		}
		step, err := session.BinStep(ctx, p, verb, binned, ids)
		if err != nil {
			return err
		}
		step.By = by
		if !step.Empty() {
			if _, err := p.Save(ctx, step); err != nil {
				return err
			}
		}
		return v.tell(e, step)
	})
}

// by returns who acts.
func (v *binVerb) by(ctx context.Context, p Project) (model.Annotator, error) {
	if v.By != "" {
		return annotator(v.By)
	}
	owner, err := p.Setting(ctx, model.SettingOwner)
	if err != nil {
		return "", err
	}
	worker, err := p.Setting(ctx, model.SettingAnnotator)
	return model.Annotator(cmp.Or(owner, worker, "dragoman")), err
}

func (v *binVerb) find(ctx context.Context, p Project) ([]model.DocumentID, error) {
	var ids []model.DocumentID
	for _, name := range v.Documents {
		id, err := find(ctx, withBin{p}, name)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids, nil
}

func (v *binVerb) tell(e *env, step model.Step) error {
	moved := []model.DocumentID{}
	for _, d := range step.Documents {
		moved = append(moved, d.ID)
	}
	if e.json {
		return e.print(map[string][]model.DocumentID{"moved": moved})
	}
	n := count(len(moved), "document", "documents")
	if v.Restore {
		e.say("%s out of the bin", n)
	} else {
		e.say("%s put into the bin; dragoman bin --restore brings them back", n)
	}
	return nil
}
