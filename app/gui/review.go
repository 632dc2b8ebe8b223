package gui

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"dragoman/app/command"
	"dragoman/app/gui/panel"
	"dragoman/app/gui/textview"
	"dragoman/app/session"
	"dragoman/model"
	"dragoman/model/agree"
)

// reviewer shows the open review of a session in the place of the annotator's
// own work: the versions of all annotators in the article, their differences
// beside it, and what can be decided below. It holds only what can be made
// again from the session.
type reviewer struct {
	s           *workspace
	on          bool
	head        *panel.ReviewHead
	actions     *panel.Actions
	panel       *panel.Review
	differences *panel.Differences
	agreement   *panel.Agreement
	comments    *panel.Comments
	document    model.DocumentID           // that the article shows
	current     int                        // the case that was last brought into view
	cases       map[model.AnnotationID]int // the case of each mark in the article
	figures     figures
}

func newReviewer(s *workspace) *reviewer {
	v := &reviewer{s: s, current: -1, agreement: panel.NewAgreement(), comments: panel.NewComments(), actions: panel.NewActions()}
	v.head = panel.NewReviewHead(s.article.view.ColumnIn)
	v.differences = panel.NewDifferences(s.article.view)
	v.listen()
	v.panel = panel.NewReview(v.differences, v.agreement.Object(), v.comments.Object())
	v.panel.OnTab = v.tabShown
	v.show(false)
	return v
}

// listen says what each intention of a person does.
func (v *reviewer) listen() {
	w := v.s.w
	v.head.OnPeople = func() { w.runID("review.people") }
	v.head.OnHint = w.status.hint
	v.head.OnOffer = v.takeOffer
	v.actions.OnAction = w.runID
	v.actions.OnHint = w.hint
	d := v.differences
	d.OnChoose = v.choose
	d.OnKind = func(k agree.Kind) { v.filter(func(f *session.ReviewFilter) { f.Kind = k }) }
	d.OnOpenOnly = func(on bool) { v.filter(func(f *session.ReviewFilter) { f.OpenOnly = on }) }
	d.OnLabel = func() { w.runID("review.label") }
	d.OnAnnotator = func() { w.runID("review.annotator") }
	d.List().OnKey, d.List().OnRune = w.fieldKey, w.typedRune
	v.listenToTalk()
}

// filter changes what of the differences is shown.
func (v *reviewer) filter(change func(*session.ReviewFilter)) {
	r := v.review()
	f := r.Filter()
	change(&f)
	r.SetFilter(f)
	v.s.focusPane(0)
}

func (v *reviewer) review() *session.Review { return v.s.session.Review() }

// choose makes a case current and gives the keys back to the article.
func (v *reviewer) choose(i int) {
	if v.s.w.table.Adjusting() {
		v.s.w.runID("adjust.leave")
	}
	v.review().Select(i)
	v.s.focusPane(0)
	v.s.w.update()
}

// show shows the parts of the review in the place of those of annotating.
func (v *reviewer) show(on bool) {
	v.on = on
	for _, o := range []fyne.CanvasObject{v.head.Object(), v.actions.Object(), v.panel.Object()} {
		o.Hide()
		if on {
			o.Show()
		}
	}
	for _, o := range []fyne.CanvasObject{v.s.labels.Object(), v.s.inspector.Object()} {
		o.Show()
		if on {
			o.Hide()
		}
	}
}

// changed follows the review of the session; nil is none.
func (v *reviewer) changed(r *session.Review) {
	if r == nil {
		v.leave()
		return
	}
	if !v.on {
		v.s.inspector.Annotation.Leave()
		v.s.leavePast()
		v.show(true)
		v.s.listChanged()
		v.agreement.SetSchema(v.s.session.Schema())
	}
	if desk := v.s.session.Desk(); desk == nil || desk.Document().ID != r.Document().ID {
		v.s.w.Fail(v.s.session.OpenDocument(v.s.w.ctx, r.Document().ID)) // find and the keys of moving look at it
	}
	if v.document != r.Document().ID {
		v.open(r)
	}
	v.fill(r)
	v.s.w.update()
}

// open shows another document in the article.
func (v *reviewer) open(r *session.Review) {
	v.document, v.current = r.Document().ID, -1
	s := v.s
	text := r.Document().Text.String()
	end := titleEnd(text, r.Document().Title)
	s.article.headed = end > 0
	s.showEmpty(false)
	s.article.view.SetReadOnly(true)
	s.article.view.SetArticle(textview.Article{Text: text, Heading: end})
	s.documents.SetCurrent(r.Document().ID)
	s.w.settings.setLastDocument(string(r.Document().ID))
	s.find.reset()
}

// fill shows the cases of the document and what was decided about them.
func (v *reviewer) fill(r *session.Review) {
	v.paint(r)
	v.fillHead(r)
	v.fillDifferences(r)
	v.fillTalk(r)
	v.scrollTo(r)
	v.measure(r)
}

// scrollTo brings the current case into view, when it is another than before.
func (v *reviewer) scrollTo(r *session.Review) {
	at, ok := r.Current()
	if !ok || at == v.current {
		return
	}
	v.current = at
	if hull := r.Cases()[at].Hull(); !hull.Empty() {
		v.s.article.view.ScrollTo(hull)
	}
}

// leave shows the annotator's own work again, in the document that was
// reviewed.
func (v *reviewer) leave() {
	if !v.on {
		return
	}
	v.show(false)
	v.document, v.cases = "", nil
	v.figures.forget()
	v.s.showDesk()
	v.s.focusPane(0)
	v.s.w.update()
}

// update shows what can be done now.
func (v *reviewer) update() {
	if !v.on || v.review() == nil {
		return
	}
	t := v.s.w.table
	ids := []string{"review.both", "review.neither", "review.edit", "review.why", "review.comment", "review.next"}
	if t.Adjusting() {
		ids = []string{"adjust.save", "adjust.fragment", "adjust.leave"}
	} else {
		ids = append(v.takeIDs(), ids...)
	}
	actions := make([]panel.Action, len(ids))
	for i, id := range ids {
		c, _ := t.ByID(id)
		actions[i] = panel.Action{ID: id, Text: actionTexts[id], Key: c.Key(), Disabled: c.Reason() != ""}
		if take, ok := strings.CutPrefix(id, "review.take."); ok {
			actions[i].Text = "Take " + command.Letter(int(take[0]-'1'))
			if len(v.review().Annotators()) > 2 {
				actions[i].Key = "" // the letter is the key, and nine buttons fit in a line
			}
		}
		if text, ok := manyTexts[id]; ok && len(v.review().Annotators()) > 2 {
			actions[i].Text = text
		}
	}
	v.actions.Set(actions)
	v.showLabels(t.AdjustedLabel())
}

// showLabels shows the bar of labels while a version of the reviewer's own has
// one, and hides it else.
func (v *reviewer) showLabels(label string) {
	o := v.s.labels.Object()
	if label == "" {
		o.Hide()
		return
	}
	o.Show()
	v.s.labels.SetActive(label)
}

// actionTexts are shorter than the titles of the commands.
var actionTexts = map[string]string{
	"review.both": "Both", "review.neither": "Neither", "review.edit": "Edit", "review.why": "Why", "review.comment": "Comment",
	"review.next": "Next", "adjust.save": "Save your version", "adjust.fragment": "Add a fragment", "adjust.leave": "Leave it",
}

// manyTexts are those for more than two annotators.
var manyTexts = map[string]string{"review.both": "All", "review.neither": "None"}

// takeIDs are the commands that take the version of each annotator.
func (v *reviewer) takeIDs() []string {
	var ids []string
	for i := range min(9, len(v.review().Annotators())) {
		ids = append(ids, fmt.Sprintf("review.take.%d", i+1))
	}
	return ids
}

// describe says in a few words what is current.
func (v *reviewer) describe() string {
	r := v.review()
	if v.s.w.table.Adjusting() {
		label, _ := v.s.session.Schema().Label(v.s.w.table.AdjustedLabel())
		return "Your version: " + label.Display() + " · " + describeSelection(r.Document().Text, v.s.article.Selection())
	}
	at, ok := r.Current()
	if !ok {
		return "No differences here"
	}
	c := r.Cases()[at]
	differences := r.Differences()
	if i := slices.Index(differences, at); i >= 0 {
		return fmt.Sprintf("Difference %d of %d · %s", i+1, len(differences), strings.ToLower(panel.KindTitle(c.Kind)))
	}
	return strings.ToLower(panel.KindTitle(c.Kind)) + " · none of the " + count(len(differences), "difference") + " shown"
}
