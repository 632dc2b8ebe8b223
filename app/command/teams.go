package command

import "dragoman/model"

// The places of working with others.
const (
	Merge       Place = "merge"
	Handout     Place = "handout"
	Outstanding Place = "outstanding"
	WaitingSets Place = "waiting"
	Agreement   Place = "agreement"
	People      Place = "people"
	TabComments Place = "tab comments"
	CommentOn   Place = "comment"
)

// teamRows are the commands of working with others, which stand in the menu of
// the project, and those of comments.
func (t *Table) teamRows() []Command {
	row := func(id, title string, place Place, group int, disabled func() string, keys ...string) Command {
		return Command{
			ID: "project." + id, Title: title, Menu: Project, Group: group, Keys: keys,
			Disabled: disabled, Do: t.opens(place),
		}
	}
	return []Command{
		row("people", "People…", People, 2, t.needProject, "Ctrl+Shift+U"),
		row("handout", "Hand out…", Handout, 3, t.cannotHandOut, "Ctrl+Shift+H"),
		row("outstanding", "What has not come back…", Outstanding, 3, t.needOthers),
		row("merge", "Merge…", Merge, 3, t.needOthers, "Ctrl+M"),
		row("waiting", "Sets that wait for a decision…", WaitingSets, 3, t.needOthers),
		row("agreement", "Agreement…", Agreement, 3, t.needCompared, "Ctrl+Shift+E"),
		{
			ID: "annotate.comment", Title: "Comment on the annotation or the document", Short: "comment", Menu: Annotate, Group: 4,
			Keys: []string{"Shift+C"}, In: Reading, Disabled: t.needDocument, Do: t.opens(CommentOn),
		},
		{
			ID: "view.tab_comments", Title: "Show the comments on the document", Menu: View, Group: 3,
			Keys: []string{"Ctrl+5"}, Disabled: t.needProject, Do: t.opens(TabComments),
		},
	}
}

// needOthers says why the work of others may not be seen.
func (t *Table) needOthers() string {
	if reason := t.needProject(); reason != "" {
		return reason
	}
	return sentence(t.window.Session().MayReview())
}

// cannotHandOut says why nothing can be handed out.
func (t *Table) cannotHandOut() string {
	if reason := t.needOthers(); reason != "" {
		return reason
	}
	return t.needDocuments()
}

// needCompared says why annotators cannot be compared.
func (t *Table) needCompared() string {
	if reason := t.needOthers(); reason != "" {
		return reason
	}
	for _, d := range t.window.Session().Reviewable() {
		people := 0
		for _, set := range d.Sets {
			if set.Annotator != model.Gold {
				people++
			}
		}
		if people > 1 {
			return ""
		}
	}
	return "No document has annotations of two people yet: bring their work together with Project › Merge."
}
