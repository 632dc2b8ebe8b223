package model

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Title returns what was done, as it reads in a list: "label “Ana” as person",
// "undo label “Ana” as person".
func (e Event) Title() string {
	name := e.Name
	if e.Status != nil { // older projects hold the word of the format
		name = strings.ReplaceAll(name, string(StatusInProgress), StatusInProgress.words())
	}
	if e.Kind == Undo || e.Kind == Redo {
		return string(e.Kind) + " " + name
	}
	return name
}

// words returns the status as a person reads it.
func (s Status) words() string { return strings.ReplaceAll(s.String(), "_", " ") }

// Before returns in words what the event did where its title does not say it
// all: what was before, or how many annotations it was about. It is "" where
// there is nothing to add. The text is that of the document.
func (e Event) Before(text *Text) string {
	var parts []string
	if e.Added {
		parts = append(parts, "the document was added")
	} else if e.Properties != nil {
		parts = append(parts, propertiesBefore(orZero(e.Properties.Old), orZero(e.Properties.New))...)
	}
	if e.Status != nil && e.Status.Old != nil {
		parts = append(parts, "was "+e.Status.Old.words())
	}
	if len(e.Annotations) == 1 && len(e.Relations) == 0 {
		return strings.Join(append(parts, annotationBefore(e.Annotations[0], text)...), ", ")
	}
	parts = append(parts, countEdits(e.Annotations, "annotation")...)
	if len(e.Annotations) > 0 || len(e.Relations) > 1 {
		parts = append(parts, countEdits(e.Relations, "relation")...)
	} else if len(e.Relations) == 1 {
		parts = append(parts, relationType(e.Relations[0], e.Name)...)
	}
	return strings.Join(append(parts, countEdits(e.Verdicts, "decision")...), ", ")
}

// Sentence returns title and Before in one line.
func (e Event) Sentence(text *Text) string {
	if before := e.Before(text); before != "" {
		return e.Title() + " (" + before + ")"
	}
	return e.Title()
}

func orZero[T any](v *T) T {
	var zero T
	if v == nil {
		return zero
	}
	return *v
}

func propertiesBefore(old, now Properties) []string {
	var parts []string
	switch {
	case old.Binned == "" && now.Binned != "":
		parts = append(parts, "put into the bin")
	case old.Binned != "" && now.Binned == "":
		parts = append(parts, "taken out of the bin")
	}
	if old.Title != now.Title {
		parts = append(parts, "the title was "+quoted(old.Title))
	}
	if old.Source != now.Source {
		parts = append(parts, "the source was "+quoted(old.Source))
	}
	names := maps.Clone(now.Meta)
	if names == nil {
		names = Meta{}
	}
	maps.Copy(names, old.Meta)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if string(old.Meta[name]) != string(now.Meta[name]) {
			parts = append(parts, strings.ReplaceAll(name, "_", " ")+" was "+quoted(strings.Trim(string(old.Meta[name]), `"`)))
		}
	}
	return parts
}

func quoted(s string) string {
	if s == "" {
		return "empty"
	}
	return "“" + s + "”"
}

func annotationBefore(e Edit[Annotation], text *Text) []string {
	if e.Old == nil || e.New == nil {
		return nil
	}
	var parts []string
	if e.Old.Label != e.New.Label {
		parts = append(parts, "was "+e.Old.Label)
	}
	if !slices.Equal(e.Old.Fragments, e.New.Fragments) {
		parts = append(parts, "now “"+text.Quote(e.New.Fragments)+"”", "was “"+text.Quote(e.Old.Fragments)+"”")
	}
	if e.Old.Note != e.New.Note {
		parts = append(parts, "the note was "+quoted(e.Old.Note))
	}
	return append(parts, attributesBefore(*e.Old, *e.New)...)
}

// attributesBefore says what the attributes are that changed, and what they were.
func attributesBefore(old, now Annotation) []string {
	var parts []string
	for _, a := range now.Attributes {
		switch was := old.Attribute(a.Name); was {
		case a.Value:
		case "":
			parts = append(parts, a.Name+": "+a.Value)
		default:
			parts = append(parts, a.Name+": "+a.Value, "was "+was)
		}
	}
	for _, a := range old.Attributes {
		if now.Attribute(a.Name) == "" {
			parts = append(parts, a.Name+" taken away", "was "+a.Value)
		}
	}
	return parts
}

// relationType names the type of a relation, unless the name of the change does.
func relationType(e Edit[Relation], name string) []string {
	r := e.New
	if r == nil {
		r = e.Old
	}
	if r == nil || strings.Contains(name, r.Type+" link") {
		return nil
	}
	return []string{"relation " + r.Type}
}

// countEdits says how many values came, went and changed.
func countEdits[T any](edits []Edit[T], one string) []string {
	came, went, changed := 0, 0, 0
	for _, e := range edits {
		switch {
		case e.Old == nil:
			came++
		case e.New == nil:
			went++
		default:
			changed++
		}
	}
	var parts []string
	for _, p := range []struct {
		n    int
		what string
	}{{came, "added"}, {went, "taken away"}, {changed, "changed"}} {
		if p.n == 1 {
			parts = append(parts, fmt.Sprintf("1 %s %s", one, p.what))
		} else if p.n > 1 {
			parts = append(parts, fmt.Sprintf("%d %ss %s", p.n, one, p.what))
		}
	}
	return parts
}
