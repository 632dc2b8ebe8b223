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
	Schema  string `type:"existingfile" placeholder:"FILE" help:"Schema as JSON; the built-in one otherwise."`
	Sample  bool   `help:"Fill the project with the sample articles."`
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
	project, err := e.deps.Create(ctx, v.Project, schema)
	if err != nil {
		return err
	}
	var result job.ImportResult
	if v.Sample {
		result, err = sample(ctx, project, e.deps.Formats)
	}
	if err := errors.Join(err, project.Close()); err != nil {
		return errors.Join(err, os.Remove(v.Project))
	}
	e.say("made %s with %s", v.Project, count(len(result.Added), "document", "documents"))
	if e.json {
		return e.print(map[string]any{"path": v.Project, "documents": len(result.Added)})
	}
	return nil
}

func (v *newVerb) schema() (model.Schema, error) {
	if v.Schema == "" {
		return model.ParseSchema(assets.Schema())
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

// sample brings the sample articles into the project.
func sample(ctx context.Context, project job.Writer, formats []format.Format) (job.ImportResult, error) {
	jsonl, err := job.Format(formats, "jsonl", false)
	if err != nil {
		return job.ImportResult{}, err
	}
	data := assets.Sample()
	in := format.Input{Name: "sample.jsonl", Body: bytes.NewReader(data), Size: int64(len(data))}
	return job.Read(ctx, project, jsonl, in, model.Imported)
}
