package brat

import (
	"bytes"
	"fmt"
	"strings"

	"dragoman/model"
	"dragoman/storage/format"
)

// ann is a .ann as it is written, with what it cannot hold.
type ann struct {
	bytes.Buffer
	kept []kept
	text *model.Text
	unit format.Unit
}

// noteType is what brat calls the notes that people write.
const noteType = "AnnotatorNotes"

// newAnn writes a set: its annotations, relations, attributes and notes.
func newAnn(text *model.Text, unit format.Unit, set model.AnnotationSet) ann {
	a := ann{text: text, unit: unit}
	names := make(map[model.AnnotationID]string, len(set.Annotations))
	for i, x := range set.Annotations {
		names[x.ID] = fmt.Sprintf("T%d", i+1)
		a.annotation(names[x.ID], x)
	}
	for i, r := range set.Relations {
		id, data := fmt.Sprintf("R%d", i+1), fmt.Sprintf("%s Arg1:%s Arg2:%s", typeName(r.Type), names[r.From], names[r.To])
		fmt.Fprintf(&a, "%s\t%s\n", id, data)
		a.kept = append(a.kept, kept{Line: id + "\t" + data, ID: string(r.ID)})
	}
	n := 0
	for _, x := range set.Annotations {
		for _, at := range x.Attributes {
			n++
			fmt.Fprintf(&a, "A%d\t%s %s %s\n", n, typeName(at.Name), names[x.ID], valueName(at.Value))
		}
	}
	n = 0
	for _, x := range set.Annotations {
		if x.Note != "" {
			n++
			fmt.Fprintf(&a, "#%d\t%s %s\t%s\n", n, noteType, names[x.ID], fold(x.Note))
		}
	}
	return a
}

// annotation writes the line of an annotation.
func (a *ann) annotation(id string, x model.Annotation) {
	parts := split(a.text, x.Fragments)
	data := typeName(x.Label) + " " + a.offsets(parts)
	fmt.Fprintf(a, "%s\t%s\t%s\n", id, data, fold(a.text.Quote(parts)))
	k := kept{Line: id + "\t" + data, ID: string(x.ID), Origin: x.Origin}
	if !model.EqualSpans(parts, x.Fragments) {
		for _, f := range x.Fragments {
			k.Fragments = append(k.Fragments, a.count(f))
		}
	}
	if fold(x.Note) != x.Note {
		k.Note = x.Note
	}
	a.kept = append(a.kept, k)
}

func (a *ann) count(f model.Span) model.Span {
	return model.Span{Start: a.unit.Count(a.text, f.Start), End: a.unit.Count(a.text, f.End)}
}

// offsets writes fragments as brat does: "0 5;8 10".
func (a *ann) offsets(fragments []model.Span) string {
	all := make([]string, len(fragments))
	for i, f := range fragments {
		at := a.count(f)
		all[i] = fmt.Sprintf("%d %d", at.Start, at.End)
	}
	return strings.Join(all, ";")
}
