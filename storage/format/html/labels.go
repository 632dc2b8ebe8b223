package html

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"dragoman/model"
)

// label is a label of the schema, or one that is not in it, as the page shows
// it.
type label struct {
	Index       int    // names its classes in the style sheet
	Code        string // short, for tags
	Title       string
	Description string
	Pattern     model.Pattern
	light, dark string
	def         model.Label
}

// labels are those of the schema, then those that were met besides.
type labels struct {
	byName map[string]*label
	list   []*label
	codes  map[string]bool
}

func newLabels(schema model.Schema) *labels {
	l := &labels{byName: map[string]*label{}, codes: map[string]bool{}}
	for _, def := range schema.Labels {
		l.add(def)
	}
	return l
}

func (l *labels) label(name string) *label {
	if x := l.byName[name]; x != nil {
		return x
	}
	return l.add(model.Label{Name: name, Pattern: patterns[len(l.list)%len(patterns)]})
}

var patterns = []model.Pattern{model.Solid, model.Double, model.Dashed, model.Wavy}

func (l *labels) add(def model.Label) *label {
	x := &label{
		Index: len(l.list), Code: l.code(def.Display()), Title: def.Display(),
		Description: def.Description, Pattern: def.Pattern, def: def,
		light: colour(def.Colour), dark: colour(def.ColourDark),
	}
	if x.dark == "" {
		x.dark = x.light
	}
	l.list = append(l.list, x)
	l.byName[def.Name] = x
	return x
}

// code returns the beginning of a title, as short as no other label has it.
func (l *labels) code(title string) string {
	letters := strings.FieldsFunc(title, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	runes := []rune(strings.Join(letters, ""))
	for n := 1; n <= min(len(runes), 3); n++ {
		code := string(unicode.ToUpper(runes[0])) + string(runes[1:n])
		if !l.codes[code] {
			l.codes[code] = true
			return code
		}
	}
	return fmt.Sprint(len(l.list) + 1)
}

var colourForm = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)

// colour returns c if it has the form that schemas demand, for a style sheet
// must not hold anything else; else "".
func colour(c string) string {
	if colourForm.MatchString(c) {
		return c
	}
	return ""
}

// style returns the part of the style sheet that tells labels apart.
func (l *labels) style() string {
	var plain, dark strings.Builder
	for _, x := range l.list {
		fmt.Fprintf(&plain, ".l%d{%stext-decoration-style:%s}\n", x.Index, variable(x.light), x.line())
		if x.dark != "" {
			fmt.Fprintf(&dark, ".l%d{%s}\n", x.Index, variable(x.dark))
		}
	}
	return plain.String() + "@media screen and (prefers-color-scheme:dark){\n" + dark.String() + "}\n"
}

func variable(colour string) string {
	if colour == "" {
		return ""
	}
	return "--c:" + colour + ";"
}

// line returns the pattern, which is solid where the schema has none of ours.
func (x *label) line() model.Pattern {
	for _, p := range patterns {
		if p == x.Pattern {
			return p
		}
	}
	return model.Solid
}
