package gui

import (
	"slices"
	"strconv"

	"dragoman/app/gui/panel"
	"dragoman/app/gui/ui"
	"dragoman/app/session"
	"dragoman/model"
	"dragoman/model/agree"
)

// listenToTalk says what the comments and the figures of agreement lead to.
func (v *reviewer) listenToTalk() {
	w, c := v.s.w, v.comments
	c.OnField = func(e *ui.Entry) { e.OnShortcut, e.OnKey = w.fieldShortcut, w.fieldKey }
	c.OnNew = func(text string) bool { return w.kept(v.review().Comment(w.ctx, v.spoken(v.review()), text)) }
	c.OnAnswer = func(to model.CommentID, text string) bool { return w.kept(v.review().Answer(w.ctx, to, text)) }
	c.OnResolve = func(first model.CommentID, resolved bool) { w.Fail(v.review().Resolve(w.ctx, first, resolved)) }
	c.OnChoose = func(about model.Comment) {
		if i := caseOf(v.review(), about.Annotation); i >= 0 {
			v.choose(i)
		}
	}
	v.agreement.OnOpen = w.agreementSheet
	v.agreement.OnPair = func(a, b model.Annotator) { w.openReview([]model.Annotator{a, b}, "") }
	v.agreement.OnLabel = func(label string) {
		v.panel.Show(panel.PageDifferences)
		v.filter(func(f *session.ReviewFilter) { f.Label = label })
	}
}

// spoken returns the annotation that a new comment is about: one of the current
// case, or "" for the document.
func (v *reviewer) spoken(r *session.Review) model.AnnotationID {
	at, ok := r.Current()
	if !ok {
		return ""
	}
	c := r.Cases()[at]
	if len(c.Members) > 0 {
		return c.Members[0].Annotation.ID
	}
	return c.Links[0].From.ID
}

// caseOf returns the case that an annotation is in, or -1.
func caseOf(r *session.Review, id model.AnnotationID) int {
	return slices.IndexFunc(r.Cases(), func(c session.ReviewCase) bool {
		return slices.ContainsFunc(c.Members, func(m agree.Member) bool { return m.Annotation.ID == id }) ||
			slices.ContainsFunc(c.Gold, func(a model.Annotation) bool { return a.ID == id })
	})
}

// fillTalk shows the comments on the document.
func (v *reviewer) fillTalk(r *session.Review) {
	quote := func(id model.AnnotationID) string {
		for _, set := range append(slices.Clone(r.Sets()), r.Gold()) {
			if a, ok := set.Annotation(id); ok {
				return "“" + shorten(r.Document().Text.Quote(a.Fragments), 40) + "”"
			}
		}
		return "the document"
	}
	v.comments.Set(panel.Talk{
		Comments: r.Comments(), On: quote(v.spoken(r)),
		About: func(c model.Comment) string { return quote(c.Annotation) },
	})
	open := ""
	if n := v.comments.Open(); n > 0 {
		open = strconv.Itoa(n)
	}
	v.panel.SetCount(panel.PageComments, open)
}

// comment goes to the field of a new comment.
func (v *reviewer) comment() {
	v.panel.Show(panel.PageComments)
	v.comments.Focus(v.s.w.win.Canvas())
}

// tabShown measures what the tab of agreement shows.
func (v *reviewer) tabShown(t panel.ReviewTab) {
	if t == panel.PageAgreement && v.on {
		v.measureAll(v.review())
	}
	v.s.w.scene.write()
}

func countOf(r *session.Review) string {
	n := 0
	for _, c := range r.Cases() {
		if c.Kind != agree.Agreed {
			n++
		}
	}
	return strconv.Itoa(n)
}
