package cli

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"

	"dragoman/app/job"
	"dragoman/assets"
	"dragoman/model"
	"dragoman/storage/format"
)

type newVerb struct {
	Project string `arg:"" help:"File to make; it must not be there."`
	Schema  string `placeholder:"FILE" help:"Schema as JSON; the built-in one otherwise."`
	Sample  bool   `help:"Fill the project with the sample articles."`
	Owner   string `placeholder:"NAME" help:"Who owns the project: sees everybody's annotations, and reviews."`

	ShowOthers bool `help:"Annotators may see each other's annotations."`
}

// Run makes a project, and removes it again when it cannot be filled.
func (v *newVerb) Run(ctx context.Context, e *env) error {
	if _, err := os.Lstat(v.Project); err == nil {
		return fmt.Errorf("%s is there already: choose another name, or delete it first", v.Project)
	}
	schema, err := v.schema()
	if err != nil {
		return err
	}
	settings, err := v.settings()
	if err != nil {
		return err
	}
	documents := 0
	err = create(ctx, e.deps, v.Project, schema, func(p Project) error {
		for name, value := range settings {
			if err := p.SetSetting(ctx, name, value); err != nil {
				return fmt.Errorf("keep %q: %w", name, err)
			}
		}
		if !v.Sample {
			return nil
		}
		result, err := fillSample(ctx, p, e.deps.Formats)
		documents = len(result.Added)
		return err
	})
	if err != nil {
		return err
	}
	e.say("made %s with %s", v.Project, count(documents, "document", "documents"))
	if e.json {
		return e.print(struct {
			Path      string `json:"path"`
			Documents int    `json:"documents"`
		}{v.Project, documents})
	}
	return nil
}

// settings returns what the project is told about who works in it.
func (v *newVerb) settings() (map[string]string, error) {
	values := map[string]string{}
	if v.Owner != "" {
		owner, err := annotator(v.Owner)
		if err != nil {
			return nil, err
		}
		values[model.SettingOwner] = string(owner)
	}
	if v.ShowOthers {
		values[model.SettingOthers] = model.OthersShown
	}
	return values, nil
}

// sampleAnnotator is who labelled most of the sample articles: whoever opens
// the sample sees that work, not an empty set of their own.
const sampleAnnotator = "ana"

// create makes a project, has it filled and closes it. Where that fails the
// file goes again.
func create(ctx context.Context, deps Deps, path string, schema model.Schema, fill func(Project) error) error {
	project, err := deps.Create(ctx, path, schema)
	if err != nil {
		return err
	}
	if err := errors.Join(fill(project), project.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}

// Sample makes a project at path with the sample articles, their annotations
// and the schema that is built in. The file must not be there.
func Sample(ctx context.Context, deps Deps, path string) error {
	return create(ctx, deps, path, DefaultSchema(), func(p Project) error {
		_, err := fillSample(ctx, p, deps.Formats)
		return err
	})
}

// DefaultSchema returns the schema that is built in.
func DefaultSchema() model.Schema {
	schema, err := model.ParseSchema(assets.Schema())
	if err != nil {
		panic("built-in schema: " + err.Error()) // a test of assets reads it
	}
	return schema
}

func (v *newVerb) schema() (model.Schema, error) {
	if v.Schema == "" {
		return DefaultSchema(), nil
	}
	return readSchema(v.Schema)
}

func readSchema(path string) (model.Schema, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return model.Schema{}, fmt.Errorf("read schema: %w", err)
	}
	schema, err := model.ParseSchema(data)
	if err != nil {
		return schema, fmt.Errorf("%s: %w", path, err)
	}
	return schema, nil
}

// fillSample brings the sample articles into the project, and says who works
// there. Everybody may see everybody's work, for that is what there is to see.
func fillSample(ctx context.Context, project Project, formats []format.Format) (job.ImportResult, error) {
	jsonl, err := job.Format(formats, "jsonl", false)
	if err != nil {
		return job.ImportResult{}, err
	}
	data := assets.Sample()
	in := format.Input{Name: "sample.jsonl", Body: bytes.NewReader(data), Size: int64(len(data))}
	result, err := job.Read(ctx, project, jsonl, in, model.Imported)
	if err != nil {
		return result, err
	}
	return result, errors.Join(
		project.SetSetting(ctx, model.SettingAnnotator, sampleAnnotator),
		project.SetSetting(ctx, model.SettingOthers, model.OthersShown),
	)
}
