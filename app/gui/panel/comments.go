package panel

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/ui"
	"dragoman/model"
)

// Talk is what Comments shows.
type Talk struct {
	Comments []model.Comment
	// About returns in a few words what a comment is about: “met”, "the
	// document".
	About func(model.Comment) string
	On    string // what a new comment would be about
	May   string // why nobody can write here, or ""
}

// Comments shows the conversation about a document: threads, the open ones
// first, with fields to begin one and to answer.
type Comments struct {
	// New is the field of a new comment.
	New *ui.Entry
	// OnNew is told a comment that begins a thread, on what Talk.On says, and
	// reports whether it is kept.
	OnNew func(text string) bool
	// OnAnswer is told an answer to the first comment of a thread, and reports
	// whether it is kept.
	OnAnswer func(to model.CommentID, text string) bool
	// OnResolve is told that a thread is settled, or open again.
	OnResolve func(first model.CommentID, resolved bool)
	// OnChoose is told a comment whose place a person asked for.
	OnChoose func(model.Comment)
	// OnField is given every field that the panel makes, to say what becomes
	// of keys that a field has no use for.
	OnField func(*ui.Entry)

	talk      Talk
	answering model.CommentID
	answer    *ui.Entry
	settled   bool // settled threads are shown
	send      *ui.Button
	body      *fyne.Container
	object    fyne.CanvasObject
	parts     []Part
	told      map[*ui.Entry]bool // the fields that OnField was given
}

// NewComments returns the panel.
func NewComments() *Comments {
	c := &Comments{New: ui.NewNoteEntry(""), answer: ui.NewNoteEntry("Answer"), body: ui.Column(4), told: map[*ui.Entry]bool{}}
	c.New.SetMinRowsVisible(3)
	c.send = ui.NewButton(ui.Quiet, "Comment", func() { c.begin() })
	c.send.Key = "Ctrl ↵"
	c.New.OnChanged = func(text string) {
		c.send.Disabled = text == "" || c.talk.May != ""
		c.send.Refresh()
	}
	c.New.OnShortcut = c.sends(c.begin)
	c.answer.OnShortcut = c.sends(c.giveAnswer)
	c.object = container.NewVScroll(ui.Pad(12, 12, 14, 14, c.body))
	c.Set(Talk{})
	return c
}

// Object returns what is to be shown.
func (c *Comments) Object() fyne.CanvasObject { return c.object }

// Parts returns the parts that can be pressed now.
func (c *Comments) Parts() []Part { return c.parts }

// Open returns how many threads are not settled.
func (c *Comments) Open() int {
	open, _ := threads(c.talk.Comments)
	return len(open)
}

// Focus puts the cursor into the field of a new comment.
func (c *Comments) Focus(canvas fyne.Canvas) {
	c.object.(*container.Scroll).Content.MinSize() // a canvas focuses what it knows
	canvas.Focus(c.New)
}

// sends returns what takes Ctrl+Return from a field.
func (c *Comments) sends(do func()) func(fyne.Shortcut) bool {
	return func(s fyne.Shortcut) bool {
		k, ok := s.(fyne.KeyboardShortcut)
		if !ok || k.Mod() != fyne.KeyModifierControl || k.Key() != fyne.KeyReturn && k.Key() != fyne.KeyEnter {
			return false
		}
		do()
		return true
	}
}

func (c *Comments) begin() {
	if text := c.New.Text; text != "" && c.talk.May == "" && c.OnNew != nil {
		c.New.SetText("")
		if !c.OnNew(text) {
			c.New.SetText(text)
		}
	}
}

func (c *Comments) giveAnswer() {
	to, text := c.answering, c.answer.Text
	if text == "" {
		return
	}
	c.answering = ""
	c.answer.SetText("")
	if c.OnAnswer != nil && !c.OnAnswer(to, text) {
		c.answering = to
		c.answer.SetText(text)
		c.Set(c.talk)
	}
}

// Set shows a conversation. What was typed and not sent stays.
func (c *Comments) Set(t Talk) {
	if t.About == nil {
		t.About = func(model.Comment) string { return "the document" }
	}
	c.talk, c.parts = t, nil
	objects := c.newField()
	open, settled := threads(t.Comments)
	if len(t.Comments) == 0 {
		objects = append(objects, hints("No comments yet.", "A question or a remark stands here for everybody who works in this project, and can be answered and resolved.")...)
	}
	for _, thread := range open {
		objects = append(objects, c.thread(thread)...)
	}
	objects = append(objects, c.settledThreads(settled)...)
	c.body.Objects = objects
	c.body.Refresh()
	c.object.Refresh()
}

// newField returns the field for a new comment, or why there is none.
func (c *Comments) newField() []fyne.CanvasObject {
	if c.talk.May != "" {
		return []fyne.CanvasObject{ui.NewText(c.talk.May, ui.Look{Role: ui.Muted}), ui.Gap(0, 6)}
	}
	c.New.SetPlaceHolder("Comment on " + cmp.Or(c.talk.On, "the document"))
	c.send.Disabled = c.New.Text == ""
	c.field("new comment", c.New)
	c.parts = append(c.parts, Part{"comment", c.send})
	return []fyne.CanvasObject{c.New, ui.Gap(0, 2), ui.Between(ui.NewText("about "+cmp.Or(c.talk.On, "the document"), ui.Caption), c.send), ui.Gap(0, 6)}
}

func (c *Comments) field(name string, e *ui.Entry) {
	c.parts = append(c.parts, Part{name, e})
	if c.OnField == nil || c.told[e] {
		return
	}
	c.told[e] = true
	send := e.OnShortcut
	c.OnField(e)
	rest := e.OnShortcut
	e.OnShortcut = func(s fyne.Shortcut) bool { return send(s) || rest != nil && rest(s) }
}

// threads groups comments: the first of each thread with its answers by time;
// the open ones first told, by time.
func threads(comments []model.Comment) (open, settled [][]model.Comment) {
	var first []model.Comment
	answers := map[model.CommentID][]model.Comment{}
	there := map[model.CommentID]bool{}
	for _, c := range comments {
		there[c.ID] = there[c.ID] || c.Answers == ""
	}
	for _, c := range comments {
		if there[c.Answers] {
			answers[c.Answers] = append(answers[c.Answers], c)
		} else {
			first = append(first, c)
		}
	}
	byTime := func(a, b model.Comment) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) }
	slices.SortFunc(first, byTime)
	for _, c := range first {
		rest := answers[c.ID]
		slices.SortFunc(rest, byTime)
		thread := append([]model.Comment{c}, rest...)
		if c.Resolved {
			settled = append(settled, thread)
		} else {
			open = append(open, thread)
		}
	}
	return open, settled
}

// thread shows a thread: what it is about, what was said, and what to do.
func (c *Comments) thread(thread []model.Comment) []fyne.CanvasObject {
	first := thread[0]
	about := ui.NewChoice(ui.NewText(c.talk.About(first), ui.Look{Role: ui.Accent, Size: ui.Caption.Size, Lines: 1}), func() {
		if c.OnChoose != nil {
			c.OnChoose(first)
		}
	})
	c.parts = append(c.parts, Part{"about " + string(first.ID), about})
	objects := []fyne.CanvasObject{ui.NewRule(), ui.Pad(4, 0, -6, 0, about)}
	for i, comment := range thread {
		said := ui.Column(1, ui.NewText(string(comment.By)+" · "+moment(comment.At), ui.Caption), ui.NewText(comment.Text, ui.Prose))
		if i == 0 {
			objects = append(objects, said)
			continue
		}
		objects = append(objects, ui.Pad(2, 0, 2, 0, ui.Frame(nil, nil, ui.Sized(2, 0, ui.NewRule()), nil, ui.Pad(0, 0, 9, 0, said))))
	}
	return append(objects, c.doings(first)...)
}

// doings returns the buttons below a thread, or the field of its answer.
func (c *Comments) doings(first model.Comment) []fyne.CanvasObject {
	if c.talk.May != "" {
		return []fyne.CanvasObject{ui.Gap(0, 4)}
	}
	resolve := ui.NewButton(ui.Quiet, "Resolve", func() { c.OnResolve(first.ID, !first.Resolved) })
	if first.Resolved {
		resolve.Text = "Open again"
	}
	c.parts = append(c.parts, Part{"resolve " + string(first.ID), resolve})
	if c.answering != first.ID {
		answer := ui.NewButton(ui.Quiet, "Answer", func() { c.startAnswer(first.ID) })
		c.parts = append(c.parts, Part{"answer " + string(first.ID), answer})
		return []fyne.CanvasObject{ui.Pad(4, 8, 0, 0, ui.LineOf(6, answer, resolve))}
	}
	c.field("answer", c.answer)
	give := ui.NewButton(ui.Quiet, "Answer", c.giveAnswer)
	give.Key = "Ctrl ↵"
	leave := ui.NewButton(ui.Quiet, "Cancel", func() { c.startAnswer("") })
	c.parts = append(c.parts, Part{"give answer", give})
	return []fyne.CanvasObject{ui.Gap(0, 2), c.answer, ui.Pad(2, 6, 0, 0, ui.Between(ui.Gap(1, 1), ui.LineOf(6, leave, give)))}
}

// startAnswer shows the field to answer a thread, "" none.
func (c *Comments) startAnswer(to model.CommentID) {
	c.answering = to
	c.Set(c.talk)
	if to == "" {
		return
	}
	c.object.(*container.Scroll).Content.MinSize()
	if canvas := fyne.CurrentApp().Driver().CanvasForObject(c.object); canvas != nil {
		canvas.Focus(c.answer)
	}
}

// settledThreads returns a line that says how many threads are settled, and
// those when they were asked for.
func (c *Comments) settledThreads(settled [][]model.Comment) []fyne.CanvasObject {
	if len(settled) == 0 {
		return nil
	}
	title := fmt.Sprintf("%d resolved: show", len(settled))
	if c.settled {
		title = fmt.Sprintf("%d resolved: hide", len(settled))
	}
	show := ui.NewButton(ui.Bare, title, func() {
		c.settled = !c.settled
		c.Set(c.talk)
	})
	c.parts = append(c.parts, Part{"resolved", show})
	objects := []fyne.CanvasObject{ui.NewRule(), ui.Pad(4, 0, -8, 0, ui.LineOf(0, show))}
	if !c.settled {
		return objects
	}
	for _, thread := range settled {
		objects = append(objects, c.thread(thread)...)
	}
	return objects
}

// moment returns a time as people read it.
func moment(at time.Time) string { return at.Local().Format("2 January, 15:04") }
