package cli

import (
	"context"
	"fmt"

	"dragoman/app/session"
)

type schemaVerb struct {
	Project string `arg:"" help:"Project file."`
	Set     string `placeholder:"FILE" help:"Replace the schema by this one, as JSON. Refused when something in use would go."`
}

// Run prints the schema, or replaces it as one step that the window can undo.
func (v *schemaVerb) Run(ctx context.Context, e *env) error {
	return e.with(ctx, v.Project, v.Set == "", func(p Project) error {
		if v.Set != "" {
			if err := v.set(ctx, e, p); err != nil || !e.json {
				return err
			}
		}
		schema, err := p.Schema(ctx)
		if err != nil {
			return err
		}
		if e.json {
			return e.print(schema)
		}
		return e.write(string(schema.Format()))
	})
}

func (v *schemaVerb) set(ctx context.Context, e *env, p Project) error {
	schema, err := readSchema(v.Set)
	if err != nil {
		return err
	}
	plan, err := session.PlanSchema(ctx, p, "", session.SchemaEdit{New: schema})
	if err != nil {
		return err
	}
	if plan.Values > 0 || plan.Relations > 0 {
		return fmt.Errorf("the new schema has no place for %s and %s in use: keep them in the schema, or remove them from the annotations first",
			count(plan.Values, "attribute value", "attribute values"), count(plan.Relations, "relation", "relations"))
	}
	if plan.Step.Empty() {
		e.say("the project has this schema already")
		return nil
	}
	if _, err := p.Save(ctx, plan.Step); err != nil {
		return err
	}
	e.say("the schema has %s and %s now", count(len(schema.Labels), "label", "labels"),
		count(len(schema.RelationTypes), "relation type", "relation types"))
	return nil
}
