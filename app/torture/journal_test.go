package torture_test

import (
	"context"
	"errors"
	"fmt"
	"maps"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"dragoman/model"
)

// entry is a line that a session under torture writes: what it is about to save,
// or what became of that.
type entry struct {
	Step    *model.Step    `json:",omitempty"` // is tried
	Comment *model.Comment `json:",omitempty"` // is tried
	Setting [2]string      // name and value, is tried
	Saved   bool           `json:",omitempty"` // the one before is durable
	Numbers []int64        `json:",omitempty"` // of its changes in the log
	Refused bool           `json:",omitempty"` // the one before was not done
	Backup  string         `json:",omitempty"` // was made and is whole
}

// tried reports whether the entry is about something to come.
func (e entry) tried() bool { return e.Step != nil || e.Comment != nil || e.Setting[0] != "" }

// journal is what a project should hold, kept by applying steps as the plain data
// that they are: what was goes, what is now comes.
type journal struct {
	Schema     model.Schema
	Properties map[model.DocumentID]model.Properties
	Sets       map[place]set
	Comments   map[model.CommentID]string
	Settings   map[string]string
}

type place struct {
	Document model.DocumentID
	Owner    model.Annotator
}

type set struct {
	Status      string
	Annotations map[model.AnnotationID]model.Annotation
	Relations   map[model.RelationID]model.Relation
	Verdicts    map[string]model.Verdict
}

// clone returns a copy that can be applied to while j stays.
func (j journal) clone() journal {
	j.Properties, j.Sets = maps.Clone(j.Properties), maps.Clone(j.Sets)
	j.Comments, j.Settings = maps.Clone(j.Comments), maps.Clone(j.Settings)
	return j
}

// apply does what the entry says. Its error says what of it was not as the entry
// has it.
func (j journal) apply(e entry) (journal, error) {
	j = j.clone()
	switch {
	case e.Comment != nil:
		j.Comments[e.Comment.ID] = fmt.Sprintf("%q %v", e.Comment.Text, e.Comment.Resolved)
	case e.Setting[0] != "":
		j.Settings[e.Setting[0]] = e.Setting[1]
		if e.Setting[1] == "" {
			delete(j.Settings, e.Setting[0])
		}
	case e.Step != nil:
		return j, j.step(*e.Step)
	}
	return j, nil
}

func (j *journal) step(step model.Step) error {
	if e := step.Schema; e != nil {
		if !j.Schema.Equal(*e.Old) {
			return fmt.Errorf("%s replaces another schema", step.Name)
		}
		j.Schema = *e.New
	}
	for _, d := range step.Documents {
		if diff := cmp.Diff(j.Properties[d.ID], *d.Properties.Old, cmpopts.EquateEmpty()); diff != "" {
			return fmt.Errorf("%s replaces other properties: %s", step.Name, diff)
		}
		j.Properties[d.ID] = *d.Properties.New
	}
	for _, c := range step.Changes {
		next, err := j.Sets[place{c.Document, c.Owner}].change(c)
		if err != nil {
			return fmt.Errorf("%s: %w", step.Name, err)
		}
		j.Sets[place{c.Document, c.Owner}] = next
	}
	return nil
}

func (s set) change(c model.Change) (set, error) {
	if c.Status != nil {
		if was, old := model.Status(s.Status).String(), named(c.Status.Old); was != old {
			return s, fmt.Errorf("the status was %s, and the change replaces %s", was, old)
		}
		s.Status = named(c.Status.New)
	}
	var err error
	if s.Annotations, err = replace(s.Annotations, c.Annotations, func(a model.Annotation) model.AnnotationID { return a.ID }); err != nil {
		return s, err
	}
	if s.Relations, err = replace(s.Relations, c.Relations, func(r model.Relation) model.RelationID { return r.ID }); err != nil {
		return s, err
	}
	s.Verdicts, err = replace(s.Verdicts, c.Verdicts, func(v model.Verdict) string { return v.Of })
	return s, err
}

// named returns how a status is written; nil is that of a set without one.
func named(s *model.Status) string {
	if s == nil {
		return model.StatusUnset.String()
	}
	return s.String()
}

// replace returns the values after the edits, each of which must find what it
// replaces.
func replace[K comparable, T any](values map[K]T, edits []model.Edit[T], key func(T) K) (map[K]T, error) {
	next := maps.Clone(values)
	if next == nil {
		next = map[K]T{}
	}
	for _, e := range edits {
		if e.Old != nil {
			if diff := cmp.Diff(values[key(*e.Old)], *e.Old, cmpopts.EquateEmpty()); diff != "" {
				return next, fmt.Errorf("an edit replaces what is not there: %s", diff)
			}
			delete(next, key(*e.Old))
		}
	}
	for _, e := range edits {
		if e.New != nil {
			next[key(*e.New)] = *e.New
		}
	}
	return next, nil
}

// settings are those that a session under torture sets.
var settings = []string{model.SettingOwner, model.SettingOthers}

// readJournal reads what the project holds.
func readJournal(ctx context.Context, p interface {
	Schema(context.Context) (model.Schema, error)
	WalkAll(context.Context, func(model.Document, []model.AnnotationSet) error) error
	Comments(context.Context, model.DocumentID) ([]model.Comment, error)
	Setting(context.Context, string) (string, error)
},
) (journal, error) {
	j := journal{
		Properties: map[model.DocumentID]model.Properties{}, Sets: map[place]set{},
		Comments: map[model.CommentID]string{}, Settings: map[string]string{},
	}
	var err error
	if j.Schema, err = p.Schema(ctx); err != nil {
		return j, err
	}
	err = p.WalkAll(ctx, func(d model.Document, sets []model.AnnotationSet) error {
		j.Properties[d.ID] = d.Properties()
		for _, s := range sets {
			j.Sets[place{d.ID, s.Annotator}] = asSet(s)
		}
		comments, err := p.Comments(ctx, d.ID)
		for _, c := range comments {
			j.Comments[c.ID] = fmt.Sprintf("%q %v", c.Text, c.Resolved)
		}
		return err
	})
	for _, name := range settings {
		value, failed := p.Setting(ctx, name)
		if err = errors.Join(err, failed); err != nil {
			return j, err
		}
		if value != "" {
			j.Settings[name] = value
		}
	}
	return j, err
}

func asSet(s model.AnnotationSet) set {
	made := set{s.Status.String(), map[model.AnnotationID]model.Annotation{}, map[model.RelationID]model.Relation{}, map[string]model.Verdict{}}
	for _, a := range s.Annotations {
		made.Annotations[a.ID] = a
	}
	for _, r := range s.Relations {
		made.Relations[r.ID] = r
	}
	for _, v := range s.Verdicts {
		made.Verdicts[v.Of] = v
	}
	return made
}
