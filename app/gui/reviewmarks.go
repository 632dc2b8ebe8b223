package gui

import (
	"slices"

	"dragoman/app/command"
	"dragoman/app/gui/panel"
	"dragoman/app/gui/textview"
	"dragoman/app/session"
	"dragoman/model"
	"dragoman/model/agree"
)

// How much colour is left to what needs no attention.
const (
	calm  = 0.55 // agreed on
	faint = 0.3  // rejected
)

// reviewMarks are the marks of a review in the article. What is in the gold set
// has a filled tag; what all agree on and is not there yet, a tag in outline;
// where annotators differ and nothing is decided, each one's version has the
// annotator's letter in a box, in a lane of its own; what was rejected is faint.
type reviewMarks struct {
	marks  []textview.Mark
	cases  map[model.AnnotationID]int                // the case of each mark
	drawn  map[model.AnnotationID]model.AnnotationID // the mark that stands for an annotation
	review *session.Review
	schema model.Schema
}

func marksOf(r *session.Review, schema model.Schema) reviewMarks {
	m := reviewMarks{
		cases: map[model.AnnotationID]int{}, drawn: map[model.AnnotationID]model.AnnotationID{}, review: r, schema: schema,
	}
	current, _ := r.Current()
	for i, c := range r.Cases() {
		m.add(i, c, i == current)
	}
	if !slices.Contains(r.Annotators(), model.Gold) {
		for _, a := range r.Gold().Annotations { // what is in no case
			m.mark(-1, a, textview.Mark{})
		}
	}
	return m
}

// mark draws an annotation for a case, unless it is drawn already.
func (m *reviewMarks) mark(i int, a model.Annotation, look textview.Mark) {
	if m.drawn[a.ID] == a.ID {
		return
	}
	look.ID, look.Style, look.Fragments = a.ID, a.Label, a.Fragments
	m.marks = append(m.marks, look)
	m.drawn[a.ID] = a.ID
	if i >= 0 {
		m.cases[a.ID] = i
	}
}

func (m *reviewMarks) add(i int, c session.ReviewCase, current bool) {
	switch {
	case len(c.Members) == 0:
	case c.Kind == agree.Agreed:
		m.addAgreed(i, c)
	case c.Open():
		m.addVersions(i, c)
	default:
		m.addSettled(i, c, current)
		if current { // what was decided between
			m.addVersions(i, c)
		}
	}
}

// addAgreed draws once what all say.
func (m *reviewMarks) addAgreed(i int, c session.ReviewCase) {
	a, look := c.Members[0].Annotation, textview.Mark{Opacity: calm, TagLook: textview.TagOutlined}
	switch {
	case c.Ruling == session.Rejected:
		look = rejected
	case len(c.Gold) > 0:
		a, look.TagLook = c.Gold[0], textview.TagFilled
	}
	m.mark(i, a, look)
	m.stands(c, a.ID)
}

// rejected is how what is not taken looks.
var rejected = textview.Mark{Opacity: faint, Tag: "×", TagLook: textview.TagOutlined}

// decidedTag stands for what was decided where the letters of annotators stand
// beside it: a label's letter would read as one of them.
const decidedTag = "•"

// addSettled draws what was decided, as of the current case or another.
func (m *reviewMarks) addSettled(i int, c session.ReviewCase, current bool) {
	if len(c.Gold) == 0 {
		m.mark(i, c.Members[0].Annotation, rejected)
		m.stands(c, c.Members[0].Annotation.ID)
		return
	}
	var look textview.Mark
	if current {
		look.Tag = decidedTag
	}
	for _, a := range c.Gold {
		m.mark(i, a, look)
	}
	m.stands(c, c.Gold[0].ID)
}

// stands notes the mark that is drawn in the place of all versions of a case.
func (m *reviewMarks) stands(c session.ReviewCase, mark model.AnnotationID) {
	for _, x := range c.Members {
		if m.drawn[x.Annotation.ID] == "" {
			m.drawn[x.Annotation.ID] = mark
		}
	}
}

// addVersions draws what each annotator says, with their letters.
func (m *reviewMarks) addVersions(i int, c session.ReviewCase) {
	mixed := mixedLabels(c)
	for _, x := range c.Members {
		n := slices.Index(m.review.Annotators(), x.Annotator)
		look := textview.Mark{Tag: command.Letter(n), TagLook: textview.TagBoxed, Rank: n + 1}
		if label, _ := m.schema.Label(x.Annotation.Label); mixed {
			look.Tag += " " + panel.TagOf(label)
		}
		m.mark(i, x.Annotation, look)
	}
}

// mixedLabels reports whether the annotators give different labels in a case.
func mixedLabels(c session.ReviewCase) bool {
	return slices.ContainsFunc(c.Members, func(x agree.Member) bool { return x.Annotation.Label != c.Members[0].Annotation.Label })
}

// paint shows the marks of the review, and frames the current case.
func (v *reviewer) paint(r *session.Review) {
	view := v.s.article.view
	m := marksOf(r, v.s.session.Schema())
	v.cases = m.cases
	view.SetMarks(m.marks)
	var frame []model.Span
	var links []textview.Link
	var active model.AnnotationID
	if at, ok := r.Current(); ok {
		c := r.Cases()[at]
		for _, x := range c.Members {
			frame = command.Union(frame, x.Annotation.Fragments)
		}
		links = m.links(c)
	}
	if len(links) > 0 {
		active = links[0].From
	}
	view.SetActive(active)
	view.SetLinks(links)
	view.SetFrame(frame)
}

// links returns the relations of a case as the article shows them, each with
// the letters of those who have it; those that lead to one place are named
// together.
func (m reviewMarks) links(c session.ReviewCase) []textview.Link {
	var links []textview.Link
	for _, l := range c.Links {
		name := l.Relation.Type
		if t, ok := m.schema.RelationType(name); ok {
			name = t.Display()
		}
		name = command.Letter(slices.Index(m.review.Annotators(), l.Annotator)) + " " + name
		to := m.drawn[l.To.ID]
		if i := slices.IndexFunc(links, func(x textview.Link) bool { return x.To == to }); i >= 0 {
			links[i].Name += ", " + name
			continue
		}
		links = append(links, textview.Link{From: m.drawn[l.From.ID], To: to, Name: name})
	}
	return links
}

// tapped makes the case current that a click in the article is about.
func (v *reviewer) tapped(id model.AnnotationID) {
	if i, ok := v.cases[id]; ok && !v.s.w.table.Adjusting() {
		v.current = i // it is in view
		v.choose(i)
	}
}
