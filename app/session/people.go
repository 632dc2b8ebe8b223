package session

import (
	"cmp"
	"context"
	"fmt"

	"dragoman/model"
)

// people is what the settings of a project say of who works in it and what
// they may see.
type people struct {
	owner    model.Annotator // who made or reviews the project; "" when it does not say
	worker   model.Annotator // who works in it unless a person says who they are; "" likewise
	allShown bool            // annotators may see each other's sets
}

// settings is what people are read from.
type settings interface {
	Setting(ctx context.Context, name string) (string, error)
}

func readPeople(ctx context.Context, project settings) (people, error) {
	values := map[string]string{model.SettingOwner: "", model.SettingOthers: "", model.SettingAnnotator: ""}
	for name := range values {
		value, err := project.Setting(ctx, name)
		if err != nil {
			return people{}, fmt.Errorf("read who works in the project: %w", err)
		}
		values[name] = value
	}
	return people{
		owner:    model.Annotator(values[model.SettingOwner]),
		worker:   model.Annotator(values[model.SettingAnnotator]),
		allShown: values[model.SettingOthers] == model.OthersShown,
	}, nil
}

// sees reports whether who may see the annotation sets of others.
func (p people) sees(who model.Annotator) bool { return p.allShown || p.owner != "" && who == p.owner }

// host returns whose the project is: its owner or, where none is known, whoever
// works in it; "" when the project does not say.
func (p people) host() model.Annotator { return cmp.Or(p.owner, p.worker) }

// mayReview says why who may not review, or "".
func (p people) mayReview(who model.Annotator) string {
	owner := p.host()
	if p.allShown || owner == "" || who == owner {
		return ""
	}
	return fmt.Sprintf("the work of others is hidden from %s in this project, and this would show it: let %s do it, or have %s show annotators each other’s work",
		who, owner, owner)
}

// MayReview says why a person may not review in the project: a sentence with
// the next step, or "" when they may. While annotators may not see each
// other's sets only the owner may; where no owner is known, whoever the project
// says works in it; and where it does not say, anyone.
func MayReview(ctx context.Context, project interface {
	Setting(ctx context.Context, name string) (string, error)
}, who model.Annotator,
) (string, error) {
	p, err := readPeople(ctx, project)
	return p.mayReview(who), err
}

// Owner returns who made or reviews the project, or "" when the project does
// not say.
func (s *Session) Owner() model.Annotator { return s.people.owner }

// OthersShown reports whether who works may see the annotation sets of others:
// the project shows them to all, or it is theirs.
func (s *Session) OthersShown() bool { return s.people.sees(s.annotator) }

// MayReview says why who works may not review, a sentence with the next step,
// or "" when they may: see the function MayReview.
func (s *Session) MayReview() string { return s.people.mayReview(s.annotator) }

// SetOwner says who made or reviews the project; "" for nobody.
func (s *Session) SetOwner(ctx context.Context, owner model.Annotator) error {
	if owner != "" {
		name, err := ParseAnnotator(string(owner))
		if err != nil {
			return s.failed(err)
		}
		owner = name
	}
	return s.set(ctx, model.SettingOwner, string(owner))
}

// SetOthersShown says whether annotators may see each other's sets.
func (s *Session) SetOthersShown(ctx context.Context, shown bool) error {
	value := ""
	if shown {
		value = model.OthersShown
	}
	return s.set(ctx, model.SettingOthers, value)
}

// set keeps a setting, and tells listeners to look at everything anew.
func (s *Session) set(ctx context.Context, name, value string) error {
	if err := s.project.SetSetting(ctx, name, value); err != nil {
		return s.failed(fmt.Errorf("keep %q: %w", name, err))
	}
	return s.Refresh(ctx)
}

// AllShown reports whether annotators may see each other's sets.
func (s *Session) AllShown() bool { return s.people.allShown }
