package session

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"dragoman/model"
	"dragoman/model/agree"
)

// Review is a reviewer's work in front of the screen: documents that several
// annotators marked, where they agree and where not, and the gold set in which
// decisions go. It belongs to the goroutine of its session.
type Review struct {
	session *Session
	chosen  []model.Annotator // whom to compare, or nil: in each document those who annotated it
	filter  ReviewFilter
	current int // index into the cases, or -1
	page
}

// page is the document that is reviewed.
type page struct {
	gold       *Desk
	annotators []model.Annotator     // who is compared
	sets       []model.AnnotationSet // one for each of the annotators, empty where there is none
	there      []bool                // which of the sets there are
	cases      []ReviewCase
	comments   []model.Comment
}

// ReviewFilter says which differences are of interest. The zero value keeps
// all.
type ReviewFilter struct {
	Kind      agree.Kind      // "": any
	Label     string          // that one of the annotators gave; "": any
	Annotator model.Annotator // who says something in it; "": anybody
	OpenOnly  bool            // only those that wait for a decision
}

// ReviewChanged: something about the review changed: its document, a case, the
// one that is current, the filter, a comment. Review is nil when it was closed.
type ReviewChanged struct{ Review *Review }

func (ReviewChanged) event() {}

// errNoPair: there is nothing to review.
var errNoPair = errors.New("no document holds the work of two of these annotators: merge their files first, or name others")

// OpenReview begins a review of the annotators' work; of nil, in each document
// that of all who have a set in it. It begins at the current document, or,
// where fewer than two of them have a set there, at the first where two have.
// The gold set can be one of those that are named: it is compared then, and
// nothing can be decided.
// A review that is open is closed before. It fails where who works may not
// review.
func (s *Session) OpenReview(ctx context.Context, annotators []model.Annotator) (*Review, error) {
	if why := s.MayReview(); why != "" {
		return nil, s.failed(errors.New(why))
	}
	first, ok := s.firstReviewed(annotators)
	if !ok {
		return nil, s.failed(errNoPair)
	}
	r := &Review{session: s, chosen: slices.Clone(annotators), current: -1}
	p, err := r.shelf().page(ctx, first.ID)
	if err != nil {
		return nil, s.failed(err)
	}
	s.review = r
	r.turn(p)
	return r, nil
}

// firstReviewed returns the document at which a review begins.
func (s *Session) firstReviewed(annotators []model.Annotator) (model.Summary, bool) {
	documents, _ := s.all()
	if s.desk != nil {
		if i := model.IndexSummary(documents, s.desk.Document().ID); i >= 0 && len(present(documents[i], annotators)) > 1 {
			return documents[i], true
		}
	}
	i := slices.IndexFunc(documents, func(d model.Summary) bool { return len(present(d, annotators)) > 1 })
	if i < 0 {
		return model.Summary{}, false
	}
	return documents[i], true
}

// present returns which of the annotators, or of all where these are nil, have
// a set in the document. The gold set counts only where it is named.
func present(d model.Summary, annotators []model.Annotator) []model.Annotator {
	var there []model.Annotator
	for _, set := range d.Sets {
		named := slices.Contains(annotators, set.Annotator)
		if named || annotators == nil && set.Annotator != model.Gold {
			there = append(there, set.Annotator)
		}
	}
	return there
}

// Review returns the review that is open, or nil.
func (s *Session) Review() *Review { return s.review }

// Close ends the review.
func (r *Review) Close() {
	if r.session.review == r {
		r.session.review = nil
		r.session.tell(ReviewChanged{})
	}
}

// OpenGold opens the gold set of a document for a reviewer; model.ErrNotFound.
func OpenGold(ctx context.Context, store Store, id model.DocumentID, reviewer model.Annotator) (*Desk, error) {
	desk, err := OpenDesk(ctx, store, id, model.Gold)
	if err != nil {
		return nil, err
	}
	desk.work.By = reviewer
	return desk, nil
}

// shelf is where the documents of a review are found.
type shelf struct {
	project  Project
	reviewer model.Annotator
	chosen   []model.Annotator
}

func (r *Review) shelf() shelf { return shelf{r.session.project, r.session.annotator, r.chosen} }

// page reads what is reviewed of a document, without showing it.
func (s shelf) page(ctx context.Context, id model.DocumentID) (page, error) {
	gold, err := OpenGold(ctx, s.project, id, s.reviewer)
	if err != nil {
		return page{}, err
	}
	all, err := s.project.Sets(ctx, id)
	if err != nil {
		return page{}, fmt.Errorf("read annotations of document %s: %w", id, err)
	}
	comments, err := s.project.Comments(ctx, id)
	if err != nil {
		return page{}, fmt.Errorf("read comments on document %s: %w", id, err)
	}
	p := page{gold: gold, annotators: s.chosen, comments: comments}
	if s.chosen == nil {
		p.annotators = owners(all)
	}
	for _, a := range p.annotators {
		set := model.AnnotationSet{Document: id, Annotator: a}
		i := slices.IndexFunc(all, func(x model.AnnotationSet) bool { return x.Annotator == a })
		if i >= 0 {
			set = all[i]
		}
		p.sets, p.there = append(p.sets, set), append(p.there, i >= 0)
	}
	p.compare()
	return p, nil
}

// owners returns whose sets these are, without the gold set.
func owners(sets []model.AnnotationSet) []model.Annotator {
	var all []model.Annotator
	for _, set := range sets {
		if set.Annotator != model.Gold {
			all = append(all, set.Annotator)
		}
	}
	return all
}

// compare finds the cases between the sets that there are.
func (p *page) compare() {
	var compared []model.AnnotationSet
	for i, set := range p.sets {
		if p.there[i] {
			compared = append(compared, set)
		}
	}
	p.cases = nil
	if len(compared) > 1 {
		cases := agree.Compare(compared)
		// Relations are decided once their ends are.
		slices.SortStableFunc(cases, func(a, b agree.Case) int {
			return cmp.Compare(min(1, len(a.Links)), min(1, len(b.Links)))
		})
		p.cases = rule(cases, p.gold.Set())
	}
}

// follow compares anew after a set changed that the session works on.
func (r *Review) follow(set model.AnnotationSet) {
	i := slices.Index(r.annotators, set.Annotator)
	if i < 0 || set.Document != r.Document().ID {
		return
	}
	r.sets, r.there = slices.Clone(r.sets), slices.Clone(r.there)
	r.sets[i], r.there[i] = set, true
	of := r.currentIDs()
	r.compare()
	r.stay(of)
}

// currentIDs returns what the current case is about.
func (r *Review) currentIDs() []string {
	c, _ := r.at()
	return c.judged()
}

// stay makes the case current that is about these, or the first difference that
// waits for a decision, or the first of all.
func (r *Review) stay(of []string) {
	r.current = slices.IndexFunc(r.cases, func(c ReviewCase) bool { return c.about(of) })
	if differences := r.Differences(); r.current < 0 && len(differences) > 0 {
		waits := slices.IndexFunc(differences, func(i int) bool { return r.cases[i].Open() })
		r.current = differences[max(0, waits)]
	}
	r.tell()
}

// turn makes a document the one that is reviewed, and its first difference
// current that waits for a decision.
func (r *Review) turn(p page) {
	r.show(p)
	r.stay(nil)
}

func (r *Review) show(p page) {
	r.page = p
	p.gold.changed = r.decided
}

// decided follows the gold set.
func (r *Review) decided(e SetChanged) {
	cases := make([]agree.Case, len(r.cases))
	for i, c := range r.cases {
		cases[i] = c.Case
	}
	r.cases = rule(cases, e.New)
	r.session.summarise(e.New)
	r.session.tell(ListChanged{e.New.Document})
}

func (r *Review) tell() { r.session.tell(ReviewChanged{r}) }

// reload reads the document again, after something other than the review wrote
// to it. What is current stays so where it is still there.
func (r *Review) reload(ctx context.Context) error {
	p, err := r.shelf().page(ctx, r.Document().ID)
	if err != nil {
		r.Close()
		return err
	}
	of := r.currentIDs()
	r.show(p)
	r.stay(of)
	return nil
}

// Chosen returns whom the person chose to compare, or nil where each document
// compares those who annotated it.
func (r *Review) Chosen() []model.Annotator { return r.chosen }

// Compares reports whether the review has two sets to compare in a document.
func (r *Review) Compares(d model.Summary) bool { return len(present(d, r.chosen)) > 1 }

// Annotators returns whose work is reviewed in the document; the first is the
// reference.
func (r *Review) Annotators() []model.Annotator { return r.annotators }

// Document returns the document that is reviewed.
func (r *Review) Document() model.Document { return r.gold.Document() }

// Sets returns the annotation sets that are compared, in the order of
// Annotators; that of one who has none here is empty.
func (r *Review) Sets() []model.AnnotationSet { return r.sets }

// Has reports whether the annotator is compared and has a set in the document.
func (r *Review) Has(annotator model.Annotator) bool {
	i := slices.Index(r.annotators, annotator)
	return i >= 0 && r.there[i]
}

// Gold returns the gold set as it is now.
func (r *Review) Gold() model.AnnotationSet { return r.gold.Set() }

// Cases returns all cases of the document, agreed ones too: those of
// annotations in text order, then those of relations.
func (r *Review) Cases() []ReviewCase { return r.cases }

// Comments returns the comments on the document, by time.
func (r *Review) Comments() []model.Comment { return r.comments }

// ReviewCounts say how far the review of a document is.
type ReviewCounts struct {
	Agreed  int // cases in which all say the same
	Differ  int // cases in which they do not
	Decided int // of all cases, those that do not wait for a decision
	Gold    int // annotations of the gold set
}

// Counts counts the cases of the document.
func (r *Review) Counts() ReviewCounts {
	n := ReviewCounts{Gold: len(r.Gold().Annotations)}
	for _, c := range r.cases {
		if c.Kind == agree.Agreed {
			n.Agreed++
		} else {
			n.Differ++
		}
		if !c.Open() {
			n.Decided++
		}
	}
	return n
}
