package job

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dragoman/model"
	"dragoman/model/agree"
)

// Place is a case in a document, with words to list it by.
type Place struct {
	Document model.DocumentID
	Heading  string // of the document, as model.Summary has it
	Case     agree.Case
	Says     []Said // by annotator, in the order in which they are compared
	Decided  bool   // the gold set holds a decision about all that is said
}

// Said is what one annotator says in a case: a label and the words it is on,
// or a relation's type and the words it links. Label is "" when they say
// nothing there.
type Said struct {
	Annotator   model.Annotator
	Label, Text string
}

// CasesOptions says which cases are asked for.
type CasesOptions struct {
	Annotators []model.Annotator // who are compared, two or more, in this order
	Document   model.DocumentID  // "" for all in which each of them has a set
	// Keep says whether a case is one of those. It is called on the job's
	// goroutine.
	Keep  func(model.Document, agree.Case) bool
	Limit int // at most so many; 0 for all
}

// errMany ends a walk once there are as many cases as were asked for.
var errMany = errors.New("enough")

// Cases returns the cases that opt keeps, by document, then in text order, and
// whether there may be more than its limit.
func Cases(ctx context.Context, project Reader, opt CasesOptions, progress Progress) (places []Place, more bool, err error) {
	documents, err := project.Documents(ctx)
	if err != nil {
		return nil, false, fmt.Errorf("read list of documents: %w", err)
	}
	headings := map[model.DocumentID]string{}
	for _, d := range documents {
		headings[d.ID] = d.Heading()
	}
	done := 0
	err = project.Walk(ctx, func(document model.Document, sets []model.AnnotationSet) error {
		done++
		progress.Report(int64(done), int64(len(documents)), headings[document.ID])
		if opt.Document != "" && opt.Document != document.ID {
			return nil
		}
		for _, c := range compared(sets, opt.Annotators) {
			if !opt.Keep(document, c) {
				continue
			}
			if opt.Limit > 0 && len(places) == opt.Limit {
				return errMany
			}
			place := placeOf(document, headings[document.ID], c, opt.Annotators)
			place.Decided = decided(sets, c)
			places = append(places, place)
		}
		return nil
	})
	if err != nil && !errors.Is(err, errMany) {
		return nil, false, fmt.Errorf("compare: %w", err)
	}
	return places, err != nil, nil
}

// compared returns the cases of a document, none where one of the annotators
// has no set.
func compared(sets []model.AnnotationSet, annotators []model.Annotator) []agree.Case {
	var theirs []model.AnnotationSet
	for _, a := range annotators {
		for _, set := range sets {
			if set.Annotator == a {
				theirs = append(theirs, set)
			}
		}
	}
	if len(theirs) < len(annotators) {
		return nil
	}
	return agree.Compare(theirs)
}

// decided reports whether the gold set among these holds a verdict on all that
// is said in a case.
func decided(sets []model.AnnotationSet, c agree.Case) bool {
	i := slices.IndexFunc(sets, func(s model.AnnotationSet) bool { return s.Annotator == model.Gold })
	if i < 0 {
		return false
	}
	open := func(of string) bool {
		_, found := sets[i].Verdict(of)
		return !found
	}
	return !slices.ContainsFunc(c.Members, func(m agree.Member) bool { return open(string(m.Annotation.ID)) }) &&
		!slices.ContainsFunc(c.Links, func(l agree.Link) bool { return open(string(l.Relation.ID)) })
}

func placeOf(document model.Document, heading string, c agree.Case, annotators []model.Annotator) Place {
	p := Place{Document: document.ID, Heading: heading, Case: c}
	for _, a := range annotators {
		said := Said{Annotator: a}
		if m, ok := c.Member(a); ok {
			said.Label, said.Text = m.Label, excerpt(document.Text, m.Fragments)
		}
		if l, ok := c.Link(a); ok {
			said.Label = l.Relation.Type
			said.Text = excerpt(document.Text, l.From.Fragments) + " → " + excerpt(document.Text, l.To.Fragments)
		}
		p.Says = append(p.Says, said)
	}
	return p
}

// longestExcerpt is how many code points of covered words a list is given.
const longestExcerpt = 160

// excerpt returns the words of fragments with "…" between them, cut.
func excerpt(text *model.Text, fragments []model.Span) string {
	parts := make([]string, len(fragments))
	for i, f := range fragments {
		parts[i] = text.Slice(f)
	}
	quote := []rune(strings.Join(parts, " … "))
	if len(quote) <= longestExcerpt {
		return string(quote)
	}
	return string(quote[:longestExcerpt-1]) + "…"
}
