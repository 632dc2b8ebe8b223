package model

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
)

// Schema says which labels, attributes and relation types a project has. It is
// written and read as JSON: see ParseSchema. The zero value allows nothing.
type Schema struct {
	Labels        []Label        `json:"labels"`
	RelationTypes []RelationType `json:"relation_types"`
}

// Label is a kind of annotation.
type Label struct {
	Name        string         `json:"name"`                  // as written to files: "person"
	Title       string         `json:"title,omitempty"`       // as shown; Name when empty
	Key         string         `json:"key,omitempty"`         // one digit or letter that labels the selection
	Colour      string         `json:"colour,omitempty"`      // "#RRGGBB" on light paper
	ColourDark  string         `json:"colour_dark,omitempty"` // "#RRGGBB" on dark paper; Colour when empty
	Pattern     Pattern        `json:"pattern,omitempty"`     // underline, the second channel beside colour
	Description string         `json:"description,omitempty"` // one sentence
	Guideline   string         `json:"guideline,omitempty"`   // Markdown
	Attributes  []AttributeDef `json:"attributes,omitempty"`
}

// Pattern is how a label's underline is drawn.
type Pattern string

// The underline patterns.
const (
	Solid  Pattern = "solid"
	Double Pattern = "double"
	Dashed Pattern = "dashed"
	Wavy   Pattern = "wavy"
)

// AttributeDef is an attribute that annotations of a label may have.
type AttributeDef struct {
	Name        string   `json:"name"`
	Title       string   `json:"title,omitempty"`
	Description string   `json:"description,omitempty"`
	Values      []string `json:"values,omitempty"` // allowed values; none means free text
}

// RelationType is a kind of relation, from annotations of some labels to
// annotations of some labels. An empty From or To allows every label.
type RelationType struct {
	Name        string   `json:"name"`
	Title       string   `json:"title,omitempty"`
	Description string   `json:"description,omitempty"`
	From        []string `json:"from,omitempty"`
	To          []string `json:"to,omitempty"`
}

// ParseSchema reads a schema from JSON and checks it. Fields that it does not
// know are an error, so that a misspelt one is not lost.
func ParseSchema(data []byte) (Schema, error) {
	var s Schema
	if err := unmarshalStrict(data, &s); err != nil {
		return Schema{}, fmt.Errorf("read schema: %w", err)
	}
	if err := s.Check(); err != nil {
		return Schema{}, fmt.Errorf("check schema: %w", err)
	}
	return s, nil
}

// Format writes the schema as indented JSON that ParseSchema reads.
func (s Schema) Format() []byte { return marshalIndent(s) }

// Label returns the label of that name.
func (s Schema) Label(name string) (Label, bool) {
	i := slices.IndexFunc(s.Labels, func(l Label) bool { return l.Name == name })
	if i < 0 {
		return Label{}, false
	}
	return s.Labels[i], true
}

// RelationType returns the relation type of that name.
func (s Schema) RelationType(name string) (RelationType, bool) {
	i := slices.IndexFunc(s.RelationTypes, func(r RelationType) bool { return r.Name == name })
	if i < 0 {
		return RelationType{}, false
	}
	return s.RelationTypes[i], true
}

// LinkTypes returns the relation types that may lead from one label to another.
func (s Schema) LinkTypes(from, to string) []RelationType {
	var types []RelationType
	for _, r := range s.RelationTypes {
		if r.Allows(from, to) {
			types = append(types, r)
		}
	}
	return types
}

// Allows reports whether r may lead from one label to another.
func (r RelationType) Allows(from, to string) bool {
	return (len(r.From) == 0 || slices.Contains(r.From, from)) &&
		(len(r.To) == 0 || slices.Contains(r.To, to))
}

// Display returns the title, or the name where there is none.
func (r RelationType) Display() string { return orName(r.Title, r.Name) }

// Display returns the title, or the name where there is none.
func (l Label) Display() string { return orName(l.Title, l.Name) }

// Display returns the title, or the name where there is none.
func (a AttributeDef) Display() string { return orName(a.Title, a.Name) }

func orName(title, name string) string {
	if title == "" {
		return name
	}
	return title
}

// Attribute returns the definition of the named attribute.
func (l Label) Attribute(name string) (AttributeDef, bool) {
	i := slices.IndexFunc(l.Attributes, func(a AttributeDef) bool { return a.Name == name })
	if i < 0 {
		return AttributeDef{}, false
	}
	return l.Attributes[i], true
}

// Allows reports whether the attribute may have this value, which is not empty.
func (a AttributeDef) Allows(value string) bool {
	return len(a.Values) == 0 || slices.Contains(a.Values, value)
}

// Equal reports whether s and o are the same in every field; whether what is
// empty is nil makes no difference.
func (s Schema) Equal(o Schema) bool {
	return reflect.DeepEqual(s, o) || string(s.Format()) == string(o.Format())
}

// Check reports everything that is wrong with the schema, joined.
func (s Schema) Check() error {
	var errs []error
	names, keys := map[string]bool{}, map[string]string{}
	for _, l := range s.Labels {
		errs = append(errs, l.check())
		if names[l.Name] {
			errs = append(errs, fmt.Errorf("label %q is there twice: give one another name", l.Name))
		}
		names[l.Name] = true
		if other := keys[l.Key]; l.Key != "" && other != "" {
			errs = append(errs, fmt.Errorf("labels %q and %q have the same key %q: give one another key", other, l.Name, l.Key))
		}
		keys[l.Key] = l.Name
	}
	return errors.Join(append(errs, s.checkRelationTypes(names)...)...)
}

var (
	keyForm    = regexp.MustCompile(`^[0-9a-z]$`)
	colourForm = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)
)

func (l Label) check() error {
	var errs []error
	if l.Name == "" {
		errs = append(errs, errors.New("a label has no name"))
	}
	if l.Key != "" && !keyForm.MatchString(l.Key) {
		errs = append(errs, fmt.Errorf("key %q of label %q is not one digit or small letter", l.Key, l.Name))
	}
	for _, c := range []string{l.Colour, l.ColourDark} {
		if c != "" && !colourForm.MatchString(c) {
			errs = append(errs, fmt.Errorf("colour %q of label %q is not of the form #RRGGBB", c, l.Name))
		}
	}
	if !slices.Contains([]Pattern{"", Solid, Double, Dashed, Wavy}, l.Pattern) {
		errs = append(errs, fmt.Errorf("pattern %q of label %q is not solid, double, dashed or wavy", l.Pattern, l.Name))
	}
	return errors.Join(append(errs, l.checkAttributes()...)...)
}

func (l Label) checkAttributes() []error {
	var errs []error
	seen := map[string]bool{}
	for _, a := range l.Attributes {
		if a.Name == "" {
			errs = append(errs, fmt.Errorf("an attribute of label %q has no name", l.Name))
		}
		if seen[a.Name] {
			errs = append(errs, fmt.Errorf("attribute %q of label %q is there twice", a.Name, l.Name))
		}
		seen[a.Name] = true
		if slices.Contains(a.Values, "") {
			errs = append(errs, fmt.Errorf("attribute %q of label %q has an empty value", a.Name, l.Name))
		}
	}
	return errs
}

func (s Schema) checkRelationTypes(labels map[string]bool) []error {
	var errs []error
	seen := map[string]bool{}
	for _, r := range s.RelationTypes {
		if r.Name == "" {
			errs = append(errs, errors.New("a relation type has no name"))
		}
		if seen[r.Name] {
			errs = append(errs, fmt.Errorf("relation type %q is there twice", r.Name))
		}
		seen[r.Name] = true
		for _, name := range slices.Concat(r.From, r.To) {
			if !labels[name] {
				errs = append(errs, fmt.Errorf("relation type %q names the label %q, which is not in the schema", r.Name, name))
			}
		}
	}
	return errs
}

// unmarshalStrict reads one JSON value and refuses unknown fields and trailing
// data.
func unmarshalStrict(data []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return err
	}
	if d.More() {
		return errors.New("there is more after the first value")
	}
	return nil
}
