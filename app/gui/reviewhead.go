package gui

import (
	"fmt"
	"strings"

	"dragoman/app/command"
	"dragoman/app/session"
	"dragoman/model"
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
	_, next := command.NextToReview(v.s.session.Reviewable(), r, 1)
	done := r.Gold().Status == model.StatusDone
	switch {
	case done && next:
		v.head.SetDone("Reviewed", "Next document", "Ctrl PgDn")
	case done:
		v.head.SetDone("Reviewed, and no document follows", "", "")
	case all > 0 && decided == all && command.AgreedWaits(r.Cases()):
		v.head.SetDone("All differences are decided", "Take all that agrees", "Ctrl ↵")
	case all > 0 && decided == all:
		v.head.SetDone("All differences are decided", "Mark as reviewed", "D")
	default:
		v.head.SetDone("", "", "")
	}
}

// takeOffer does what the head offers.
func (v *reviewer) takeOffer() {
	r := v.review()
	switch {
	case r.Gold().Status == model.StatusDone:
		v.s.w.runID("document.next")
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
