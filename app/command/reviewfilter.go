package command

import (
	"slices"
	"strings"

	"dragoman/app/session"
	"dragoman/model"
	"dragoman/model/agree"
)

func (t *Table) filterRows() []Command {
	row := func(id, title string, do func() error, key string) Command {
		return Command{
			ID: "review." + id, Title: title, Menu: Review, Group: 7, Keys: []string{key},
			In: Reviewing, Disabled: t.needReview, Do: do,
		}
	}
	return []Command{
		row("kind", "Show one kind of differences…", t.chooseKind, "K"),
		row("label", "Show the differences of one label…", t.chooseReviewLabel, "L"),
		row("annotator", "Show the differences of one annotator…", t.chooseReviewed, "R"),
		row("open_only", "Show open differences alone, or all", t.switchOpenOnly, "O"),
	}
}

// refilter changes the filter of the review.
func (t *Table) refilter(change func(*session.ReviewFilter)) {
	f := t.review().Filter()
	change(&f)
	t.review().SetFilter(f)
}

func (t *Table) switchOpenOnly() error {
	t.refilter(func(f *session.ReviewFilter) { f.OpenOnly = !f.OpenOnly })
	return nil
}

func (t *Table) chooseKind() error {
	choices := []Choice{{Title: "All kinds"}}
	for _, k := range agree.Kinds {
		choices = append(choices, Choice{Title: strings.ToUpper(string(k[:1])) + string(k[1:]), Hint: kindHints[k]})
	}
	t.window.Choose("Differences of which kind?", choices, func(i int) {
		kind := agree.Kind("")
		if i > 0 {
			kind = agree.Kinds[i-1]
		}
		t.refilter(func(f *session.ReviewFilter) { f.Kind = kind })
	})
	return nil
}

// kindHints say what the kinds of differences are.
var kindHints = map[agree.Kind]string{
	agree.Missing: "one of them has nothing here", agree.Boundary: "where it begins or ends",
	agree.Label: "which label it has", agree.Both: "boundary and label", agree.Fragments: "which parts between the same boundaries",
	agree.Attribute: "which attributes it has", agree.Relation: "a relation that one has not, or of another type",
}

func (t *Table) chooseReviewLabel() error {
	schema := t.window.Session().Schema()
	choices := []Choice{{Title: "All labels"}}
	for _, l := range schema.Labels {
		choices = append(choices, Choice{Title: l.Display()})
	}
	t.window.Choose("Differences of which label?", choices, func(i int) {
		name := ""
		if i > 0 {
			name = schema.Labels[i-1].Name
		}
		t.refilter(func(f *session.ReviewFilter) { f.Label = name })
	})
	return nil
}

func (t *Table) chooseReviewed() error {
	people := slices.Clone(t.review().Annotators())
	choices := []Choice{{Title: "Everyone"}}
	for i, a := range people {
		choices = append(choices, Choice{Title: string(a), Hint: Letter(i)})
	}
	t.window.Choose("Differences of whom?", choices, func(i int) {
		who := model.Annotator("")
		if i > 0 {
			who = people[i-1]
		}
		t.refilter(func(f *session.ReviewFilter) { f.Annotator = who })
	})
	return nil
}
