package session

import (
	"context"
	"fmt"
	"slices"

	"dragoman/model"
)

// MayEditSchema says why who works may not give the project that schema, or "".
// Who may not see the sets of others may add to the schema, but take nothing
// away from it, in use or not: a refusal tells nothing about those sets.
func (s *Session) MayEditSchema(schema model.Schema) string {
	if s.MayReview() == "" || widens(s.schema, schema) {
		return ""
	}
	owner := s.people.host()
	return fmt.Sprintf("only %s can take labels, relation types or values away or rename them, for the annotations of others may have them: add what you need, and let %s tidy up",
		owner, owner)
}

// widens reports whether everything that the old schema allows is allowed by
// the next.
func widens(old, next model.Schema) bool {
	for _, l := range old.Labels {
		label, there := next.Label(l.Name)
		if !there || slices.ContainsFunc(l.Attributes, func(a model.AttributeDef) bool {
			def, there := label.Attribute(a.Name)
			return !there || !within(a.Values, def.Values)
		}) {
			return false
		}
	}
	for _, r := range old.RelationTypes {
		t, there := next.RelationType(r.Name)
		if !there || !within(r.From, t.From) || !within(r.To, t.To) {
			return false
		}
	}
	return true
}

// within reports whether all that the old list allows is allowed by the next;
// an empty list allows everything.
func within(old, next []string) bool {
	if len(next) == 0 {
		return true
	}
	return len(old) > 0 && !slices.ContainsFunc(old, func(v string) bool { return !slices.Contains(next, v) })
}

// Steps returns the list of the project's steps that who works may look at and
// take back, the newest first: all of them for who may review, otherwise their
// own which touch no set of others.
func (s *Session) Steps(ctx context.Context) ([]model.StepInfo, error) {
	all, err := s.project.Steps(ctx)
	if err != nil || s.MayReview() == "" {
		return all, err
	}
	var own []model.StepInfo
	for _, info := range all {
		if info.By != s.annotator {
			continue
		}
		step, err := s.project.Step(ctx, info.Number)
		if err != nil {
			return nil, fmt.Errorf("read step %d of the project: %w", info.Number, err)
		}
		if !slices.ContainsFunc(step.Changes, func(c model.Change) bool { return c.Owner != s.annotator }) {
			own = append(own, info)
		}
	}
	return own, nil
}
