package gui

import (
	"fmt"

	"dragoman/app/gui/panel"
	"dragoman/app/session"
	"dragoman/model"
)

// remarks is what the workspace knows of the current document beside its
// annotations: the comments, and what became of the annotations in review.
type remarks struct {
	comments []model.Comment
	outcomes map[model.AnnotationID]session.Outcome
}

// listenToComments says what each intention in the comments does.
func (s *workspace) listenToComments() {
	c, a := s.inspector.Comments, s.inspector.Annotation
	ctx := s.w.ctx
	c.OnField = a.OnField
	c.OnNew = func(text string) bool { return s.w.kept(s.session.Comment(ctx, s.active, text)) }
	c.OnAnswer = func(to model.CommentID, text string) bool { return s.w.kept(s.session.Answer(ctx, to, text)) }
	c.OnResolve = func(first model.CommentID, resolved bool) { s.w.Fail(s.session.Resolve(ctx, first, resolved)) }
	c.OnChoose = func(comment model.Comment) {
		if desk := s.session.Desk(); desk != nil {
			if _, there := desk.Set().Annotation(comment.Annotation); there {
				s.setActive(comment.Annotation, true)
			}
		}
	}
	a.Judged = s.judged
	a.OnComments = func() { s.inspector.Show(panel.TabComments) }
}

// readRemarks reads the comments and verdicts of the current document anew.
func (s *workspace) readRemarks() {
	s.remarks = remarks{}
	if s.session.Desk() == nil {
		return
	}
	var err error
	if s.remarks.comments, err = s.session.Comments(s.w.ctx); err == nil {
		s.remarks.outcomes, err = s.session.Outcomes(s.w.ctx)
	}
	s.w.Fail(err)
}

// remarksChanged shows the remarks anew.
func (s *workspace) remarksChanged() {
	s.readRemarks()
	if s.session.Desk() != nil {
		s.showWork()
	}
}

// showComments shows the conversation about the current document; a new comment
// is about the annotation that is selected.
func (s *workspace) showComments() {
	t := panel.Talk{Comments: s.remarks.comments, About: s.aboutComment, On: "the document"}
	desk := s.session.Desk()
	switch {
	case desk == nil:
		t.May = "No document is open. Choose one from the list on the left."
	case s.w.opened.ReadOnly != "":
		t.May = "The project is opened for reading only."
	default:
		if a, ok := desk.Set().Annotation(s.active); ok {
			t.On = quoted(desk.Document().Text, a)
		}
	}
	s.inspector.SetTalk(t)
}

// aboutComment says what a comment is about.
func (s *workspace) aboutComment(c model.Comment) string {
	if c.Annotation == "" {
		return "On the document"
	}
	if desk := s.session.Desk(); desk != nil {
		if a, ok := desk.Set().Annotation(c.Annotation); ok {
			return "On " + quoted(desk.Document().Text, a)
		}
	}
	return "On an annotation of somebody else, or one that is gone"
}

// quotedLength is how many code points of an annotation name it in a sentence.
const quotedLength = 40

// quoted returns the words of an annotation in quotation marks, cut.
func quoted(text *model.Text, a model.Annotation) string {
	words := []rune(text.Quote(a.Fragments))
	if len(words) > quotedLength {
		words = append(words[:quotedLength-1:quotedLength-1], '…')
	}
	return "“" + string(words) + "”"
}

// judged says what became of an annotation in review, and how many comments
// there are on it.
func (s *workspace) judged(id model.AnnotationID) (sentences []string, comments int) {
	for _, c := range s.remarks.comments {
		if c.Annotation == id {
			comments++
		}
	}
	o, ok := s.remarks.outcomes[id]
	if !ok {
		return nil, comments
	}
	return outcomeSentences(o, s.session.Desk().Work()), comments
}

// outcomeSentences says what became of an annotation, by whom and why.
func outcomeSentences(o session.Outcome, work model.Work) []string {
	by := " by " + string(o.Verdict.By)
	var text string
	switch {
	case o.Verdict.Rejected():
		text = "Rejected" + by
	case o.Changed:
		label := labelTitle(work.Schema, o.Gold.Label)
		text = fmt.Sprintf("Changed%s to %s: %s", by, label, quoted(work.Document.Text, o.Gold))
	default:
		text = "Accepted" + by
	}
	sentences := []string{text + "."}
	if o.Verdict.Why != "" {
		sentences[0] = text + ": " + o.Verdict.Why
	}
	if o.Stale {
		sentences = append(sentences, "You have changed it since.")
	}
	return sentences
}

// commentOn puts the cursor into the field of a new comment.
func (s *workspace) commentOn() {
	s.inspector.Show(panel.TabComments)
	s.inspector.Comments.Focus(s.w.win.Canvas())
}
