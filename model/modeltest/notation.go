// Package modeltest makes tests of annotations short: a one-line notation, a
// schema, random documents, sets and edits, and a checker of invariants. Only
// tests import it.
package modeltest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"dragoman/model"
)

// Parse reads a text with marks into a document and the annotation set of
// annotator "ana":
//
//	[person Ana Ruiz] [meeting met] “[statement#1 We go],” he said. “[statement#1 Now]”
//
// "[label " opens an annotation and "]" closes the one opened last, so marks
// may nest. "[label#n " names it: the same name again is a further fragment,
// and "]#n" closes it even when it was not opened last, so marks may cross.
// "[[" and "]]" are the brackets themselves. Ids count up from 1 in the order
// of opening. It panics on a mark that is wrong.
func Parse(notation string) (model.Document, model.AnnotationSet) {
	p := parser{rest: notation, named: map[string]*model.Annotation{}}
	for p.rest != "" {
		p.step()
	}
	if len(p.open) > 0 {
		panic("modeltest: a mark is not closed in " + notation)
	}
	doc := model.NewDocument(p.text.String(), "", "")
	set := model.AnnotationSet{Document: doc.ID, Annotator: "ana", Status: model.StatusInProgress}
	for _, a := range p.all {
		slices.SortFunc(a.Fragments, func(x, y model.Span) int { return cmp.Compare(x.Start, y.Start) })
		set.Annotations = append(set.Annotations, *a)
	}
	slices.SortFunc(set.Annotations, model.CompareAnnotations)
	return doc, set
}

type parser struct {
	rest  string
	text  strings.Builder
	all   []*model.Annotation
	named map[string]*model.Annotation
	open  []opening
}

type opening struct {
	name  string
	start int
	to    *model.Annotation
}

func (p *parser) step() {
	for _, bracket := range []string{"[[", "]]"} {
		if after, ok := strings.CutPrefix(p.rest, bracket); ok {
			p.text.WriteString(bracket[:1])
			p.rest = after
			return
		}
	}
	switch p.rest[0] {
	case '[':
		p.openMark()
	case ']':
		p.closeMark()
	default:
		i := strings.IndexAny(p.rest, "[]")
		if i < 0 {
			i = len(p.rest)
		}
		p.text.WriteString(p.rest[:i])
		p.rest = p.rest[i:]
	}
}

func (p *parser) openMark() {
	head, rest, ok := strings.Cut(p.rest[1:], " ")
	if !ok {
		panic("modeltest: no blank behind the label in " + p.rest)
	}
	label, name, _ := strings.Cut(head, "#")
	a := p.named[name]
	if a == nil || name == "" {
		a = &model.Annotation{ID: ID(len(p.all) + 1), Label: label, Origin: model.OriginManual}
		p.all = append(p.all, a)
		p.named[name] = a
	}
	p.open = append(p.open, opening{name, p.text.Len(), a})
	p.rest = rest
}

func (p *parser) closeMark() {
	p.rest = p.rest[1:]
	at := len(p.open) - 1
	for i, o := range p.open {
		if o.name != "" && strings.HasPrefix(p.rest, "#"+o.name) {
			p.rest = p.rest[1+len(o.name):]
			at = i
			break
		}
	}
	if at < 0 {
		panic("modeltest: a mark is closed that was not opened")
	}
	o := p.open[at]
	o.to.Fragments = append(o.to.Fragments, model.Span{Start: o.start, End: p.text.Len()})
	p.open = slices.Delete(p.open, at, at+1)
}

// ID returns the id that counts as n in the notation.
func ID(n int) model.AnnotationID { return model.AnnotationID(fmt.Sprintf("%032x", n)) }

// Print writes the document and set in the notation of Parse, but names every
// annotation of several fragments and every one that crosses another.
func Print(doc model.Document, set model.AnnotationSet) string {
	marks := markers(set.Annotations)
	var b strings.Builder
	text, at := doc.Text.String(), 0
	for _, m := range marks {
		b.WriteString(escape(text[at:m.at]))
		at = m.at
		b.WriteString(m.text)
	}
	b.WriteString(escape(text[at:]))
	return b.String()
}

func escape(s string) string {
	return strings.NewReplacer("[", "[[", "]", "]]").Replace(s)
}

type marker struct {
	at, order, rank int
	text            string
}

// markers returns the opening and closing marks in the order of writing: at
// one place what closes stands before what opens.
func markers(annotations []model.Annotation) []marker {
	var marks []marker
	for i, a := range annotations {
		name, end := "", ""
		if crossing := crosses(a, annotations); crossing || len(a.Fragments) > 1 {
			name = fmt.Sprintf("#%d", i+1)
			if crossing {
				end = name
			}
		}
		for _, f := range a.Fragments {
			marks = append(marks,
				marker{f.Start, 1, i, "[" + a.Label + name + " "},
				marker{f.End, 0, -i, "]" + end})
		}
	}
	slices.SortStableFunc(marks, func(x, y marker) int {
		return cmp.Or(cmp.Compare(x.at, y.at), cmp.Compare(x.order, y.order), cmp.Compare(x.rank, y.rank))
	})
	return marks
}

func crosses(a model.Annotation, all []model.Annotation) bool {
	return slices.ContainsFunc(all, func(b model.Annotation) bool {
		for _, f := range a.Fragments {
			for _, g := range b.Fragments {
				if f.Overlaps(g) && !f.Covers(g) && !g.Covers(f) {
					return true
				}
			}
		}
		return false
	})
}
