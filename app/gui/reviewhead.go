package gui

import (
	"fmt"
	"slices"
	"strings"

	"dragoman/app/command"
	"dragoman/app/session"
	"dragoman/model"
	"dragoman/model/agree"
)

// fillHead shows who is compared and how that went.
func (v *reviewer) fillHead(r *session.Review) {
	var names, counts, people []string
	for i, a := range r.Annotators() {
		names = append(names, string(a))
		counts = append(counts, fmt.Sprint(len(r.Sets()[i].Annotations)))
		people = append(people, command.Letter(i)+" "+string(a))
	}
	c := r.Counts()
	if len(names) == 0 {
		names, counts, people = []string{"nobody"}, []string{"0"}, []string{"Nobody annotated this"}
	}
	line := fmt.Sprintf("%s annotations · %d agree, %d differ · gold %d", listed(counts), c.Agreed, c.Differ, c.Gold)
	if len(names) < 3 { // more would not fit, and the button beside it names them
		line = "Reviewing " + listed(names) + " · " + line
	}
	title := r.Document().Title
	if v.s.article.headed {
		title = ""
	}
	v.head.Set(title, strings.Join(people, " · "), line)
	v.fillDone(r)
}

// fillDone says when a document is done, and offers what comes next.
func (v *reviewer) fillDone(r *session.Review) {
	decided, all := command.Decided(r.Cases())
	_, open := command.NextUnreviewed(v.s.session.Reviewable(), r)
	done := r.Gold().Status == model.StatusDone
	here := v.comparable(r)
	switch {
	case here != nil:
		v.head.SetDone("Your choice has nothing to compare here", "Compare "+listed(here), "")
	case done && all > decided:
		v.head.SetDone("Reviewed, but "+newDifferences(all-decided), "Show it", "")
	case done && open > 0:
		v.head.SetDone("Reviewed · "+count(open, "document")+" to go", "Next document", "")
	case done:
		v.head.SetDone("Reviewed, as is every other document", "", "")
	case all > 0 && decided == all && command.AgreedWaits(r.Cases()):
		v.head.SetDone("All differences are decided", "Take all that agrees", "Ctrl ↵")
	case all > 0 && decided == all:
		v.head.SetDone("All differences are decided", "Mark as reviewed", "D")
	default:
		v.head.SetDone("", "", "")
	}
}

// comparable returns who has annotated the document, where the person chose to
// compare others and two could be compared here; otherwise nil.
func (v *reviewer) comparable(r *session.Review) []string {
	documents := v.s.session.Reviewable()
	at := slices.IndexFunc(documents, func(d model.Summary) bool { return d.ID == r.Document().ID })
	if r.Chosen() == nil || at < 0 || r.Compares(documents[at]) {
		return nil
	}
	var here []string
	for _, set := range documents[at].Sets {
		if set.Annotator != model.Gold {
			here = append(here, string(set.Annotator))
		}
	}
	if len(here) < 2 {
		return nil
	}
	return here
}

// opens reports whether a difference of the document waits for a decision.
func opens(r *session.Review) bool {
	decided, all := command.Decided(r.Cases())
	return decided < all
}

// newDifferences says how many differences a reviewed document has again.
func newDifferences(n int) string {
	if n == 1 {
		return "1 difference is new"
	}
	return fmt.Sprintf("%d differences are new", n)
}

// takeOffer does what the head offers.
func (v *reviewer) takeOffer() {
	r := v.review()
	switch {
	case v.comparable(r) != nil:
		v.s.w.openReview(nil, r.Document().ID)
	case r.Gold().Status == model.StatusDone && opens(r):
		r.SetFilter(session.ReviewFilter{})
		r.Select(slices.IndexFunc(r.Cases(), func(c session.ReviewCase) bool { return c.Kind != agree.Agreed && c.Open() }))
	case r.Gold().Status == model.StatusDone:
		next, _ := command.NextUnreviewed(v.s.session.Reviewable(), r)
		v.s.w.Fail(r.OpenDocument(v.s.w.ctx, next))
	case command.AgreedWaits(r.Cases()):
		v.s.w.runID("review.agreed")
	default:
		v.s.w.runID("review.done")
	}
	v.s.focusPane(0)
}

// listed returns "a", "a and b", "a, b and c".
func listed(all []string) string {
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:len(all)-1], ", ") + " and " + all[len(all)-1]
}
