package command

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"dragoman/app/session"
	"dragoman/model"
)

// reviewed is how many annotators have a key of their own in a review.
const reviewed = 9

// Letter returns the letter that stands for the n-th annotator of a review,
// from 0.
func Letter(n int) string { return string(rune('A' + n)) }

// review returns the open review, or nil.
func (t *Table) review() *session.Review {
	if s := t.window.Session(); s != nil {
		return s.Review()
	}
	return nil
}

// Reviewing reports whether a review is open.
func (t *Table) Reviewing() bool { return t.review() != nil }

func (t *Table) reviewRows() []Command {
	row := func(id, title, short string, group int, disabled func() string, do func() error, keys ...string) Command {
		return Command{
			ID: "review." + id, Title: title, Short: short, Menu: Review, Group: group, Keys: keys,
			In: Reviewing, Disabled: disabled, Do: do,
		}
	}
	open := row("open", "Review what others labelled", "", 0, t.cannotReview, t.openReview, "F8")
	open.In = Anywhere
	rows := []Command{open, row("leave", "Leave the review", "leave", 0, t.needReview, t.leaveReview, "Esc")}
	for i := range reviewed {
		keys := []string{strconv.Itoa(i + 1)}
		if i < 2 { // the letters of others mean something else
			keys = []string{Letter(i), keys[0]}
		}
		rows = append(rows, row("take."+keys[len(keys)-1], "Take what "+Letter(i)+" has", "", 1, t.cannotTake(i), func() error { return t.take(i) }, keys...))
	}
	rows = append(rows,
		row("both", "Take both", "", 1, t.needCase, t.takeBoth, "X"),
		row("neither", "Take neither", "", 1, t.needCase, t.takeNeither, "0"),
		row("edit", "Take a version of your own", "", 1, t.cannotAdjust, t.beginAdjust, "E"),
		row("why", "Say why…", "", 2, t.needCase, t.askWhy, "W"),
		row("comment", "Comment…", "", 2, t.needReview, t.opens(ReviewComment), "C"),
		row("agreed", "Take all that agrees", "take all that agrees", 2, t.cannotTakeAgreed, t.takeAgreed, "Ctrl+Enter"),
		row("next", "Next difference", "next", 3, t.needReview, func() error { return t.stepCase(1) }, "N"),
		row("previous", "Previous difference", "previous", 3, t.needReview, func() error { return t.stepCase(-1) }, "P"),
		row("done", "Mark as reviewed", "reviewed", 4, t.cannotBeReviewed(model.StatusDone), t.setReviewed(model.StatusDone), "D"),
		row("reopen", "Mark as being reviewed", "", 4, t.cannotBeReviewed(model.StatusInProgress), t.setReviewed(model.StatusInProgress), "Shift+D"),
		row("people", "Choose whom to compare…", "", 5, t.needReview, t.opens(ReviewPeople), "Shift+A"),
		row("tab_differences", "Show the differences", "", 6, t.needReview, t.opens(ReviewDifferences), "Ctrl+1"),
		row("tab_agreement", "Show the agreement", "", 6, t.needReview, t.opens(ReviewAgreement), "Ctrl+2"),
		row("tab_comments", "Show the comments", "", 6, t.needReview, t.opens(ReviewComments), "Ctrl+3"),
	)
	return append(rows, t.filterRows()...)
}

const noReview = "No review is open: open one with F8."

func (t *Table) needReview() string {
	if reason := t.needProject(); reason != "" {
		return reason
	}
	if !t.Reviewing() {
		return noReview
	}
	return ""
}

// notWhileReviewing returns the reasons of a command that is about the set of
// who works, and not possible while the sets of others are reviewed.
func (t *Table) notWhileReviewing(disabled func() string) func() string {
	return func() string {
		if t.Reviewing() {
			return "A review is open: leave it with Esc to annotate."
		}
		if disabled == nil {
			return ""
		}
		return disabled()
	}
}

// goldCompared says why nothing can be decided while the gold set itself is
// compared, or "".
func (t *Table) goldCompared() string {
	if slices.Contains(t.review().Annotators(), model.Gold) {
		return "The gold set is one of those compared, and decides nothing about itself: Shift+A chooses others."
	}
	return ""
}

func (t *Table) needCase() string {
	if reason := t.needReview(); reason != "" {
		return reason
	}
	if reason := t.goldCompared(); reason != "" {
		return reason
	}
	if _, ok := t.current(); !ok {
		return "No difference is selected: press N for the next, or click one."
	}
	return ""
}

// current returns the selected case of the review.
func (t *Table) current() (session.ReviewCase, bool) {
	r := t.review()
	if r == nil {
		return session.ReviewCase{}, false
	}
	i, ok := r.Current()
	if !ok {
		return session.ReviewCase{}, false
	}
	return r.Cases()[i], true
}

func (t *Table) cannotReview() string {
	if reason := t.needProject(); reason != "" {
		return reason
	}
	return sentence(t.window.Session().MayReview())
}

func (t *Table) openReview() error {
	if t.Reviewing() {
		return t.leaveReview()
	}
	t.window.Open(ReviewScreen)
	return nil
}

func (t *Table) leaveReview() error {
	t.adjust, t.reason = adjustment{}, reason{}
	t.review().Close()
	return nil
}

// stepCase goes to the next difference of the document, or has the window look
// in other documents, which may take long.
func (t *Table) stepCase(by int) error {
	switch {
	case t.review().Step(by):
	case by < 0:
		t.window.Open(ReviewPrevious)
	default:
		t.window.Open(ReviewNext)
	}
	return nil
}

// reviewDocument opens the next document, or the one before, of which at least
// two of the compared annotators have a set.
func (t *Table) reviewDocument(by int) error {
	documents, order := t.window.Session().Reviewable(), t.window.Session().Order()
	at := slices.IndexFunc(documents, func(d model.Summary) bool { return d.ID == t.review().Document().ID })
	next := order.Beside(documents, model.Gold, at, by, func(d *model.Summary) bool { return t.review().Compares(*d) })
	if next < 0 {
		return errors.New("no other document there has annotations of two of the annotators that are compared")
	}
	return t.review().OpenDocument(t.window.Context(), documents[next].ID)
}

// NextUnreviewed returns the first document behind the reviewed one, or else
// from the start of the list, that can be compared and is not marked as
// reviewed, and how many there are.
func NextUnreviewed(documents []model.Summary, r *session.Review) (next model.DocumentID, n int) {
	behind := false
	for _, d := range documents {
		if d.ID == r.Document().ID {
			behind = true
			continue
		}
		if d.Set(model.Gold).Status == model.StatusDone || !r.Compares(d) {
			continue
		}
		if n++; next == "" || behind {
			next, behind = d.ID, false
		}
	}
	return next, n
}

func (t *Table) cannotBeReviewed(status model.Status) func() string {
	return func() string {
		if reason := t.needReview(); reason != "" {
			return reason
		}
		if t.review().Gold().Status == status {
			return "This document is marked so already."
		}
		decided, all := Decided(t.review().Cases())
		switch {
		case compared(t.review()) < 2:
			return "Fewer than two of those compared have annotated this document: Ctrl+PageDown goes to one that they have."
		case status != model.StatusDone:
		case decided < all:
			return fmt.Sprintf("%d of %d differences wait for a decision: N goes to the next.", all-decided, all)
		case AgreedWaits(t.review().Cases()):
			return "What all agree on is not taken yet: Ctrl+Enter takes it."
		}
		return ""
	}
}

// compared returns how many of those compared have a set in the document.
func compared(r *session.Review) int {
	n := 0
	for _, a := range r.Annotators() {
		if r.Has(a) {
			n++
		}
	}
	return n
}

func (t *Table) setReviewed(status model.Status) func() error {
	return func() error { return t.review().SetStatus(t.window.Context(), status) }
}
