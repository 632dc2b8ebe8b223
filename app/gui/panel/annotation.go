package panel

import (
	"fmt"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/ui"
	"dragoman/model"
)

// Annotation shows the annotation that is selected: its label and words, its
// relations, attributes and note, and where it came from.
type Annotation struct {
	// Note is the field of the note.
	Note *ui.Entry
	// In lists the annotations of the document below.
	In *All
	// OnChoose is told an annotation that a person chose.
	OnChoose func(id model.AnnotationID)
	// OnUnlink is told a relation that is to go.
	OnUnlink func(id model.RelationID)
	// OnLink is told that a link is to be made.
	OnLink func()
	// OnAttribute is told a new value of an attribute of an annotation, and
	// reports whether it is kept.
	OnAttribute func(id model.AnnotationID, name, value string) bool
	// OnNote is told the note of an annotation when its field is left, and
	// reports whether it is kept.
	OnNote func(id model.AnnotationID, note string) bool
	// OnDelete is told that the annotation is to go.
	OnDelete func()
	// Judged returns what became of an annotation in review, a sentence a line,
	// and how many comments there are on it. Nil knows nothing.
	Judged func(id model.AnnotationID) (sentences []string, comments int)
	// OnComments is told that the comments are asked for.
	OnComments func()
	// OnField is given every field that the panel makes, to say what becomes
	// of keys that a field has no use for.
	OnField func(*ui.Entry)

	work   model.Work
	active model.AnnotationID
	body   *fyne.Container
	scroll *container.Scroll
	object *fyne.Container
	parts  []Part
	leave  []func() bool // gives away what was typed into the fields
}

// Part is something in the panel that can be pressed, by name.
type Part struct {
	Name   string
	Object fyne.CanvasObject
}

// NewAnnotation returns the panel.
func NewAnnotation() *Annotation {
	a := &Annotation{Note: ui.NewNoteEntry("Add a note"), In: NewAll(), body: ui.Column(5)}
	a.Note.OnLeft = func(text string) { a.leaveNote(text) }
	a.In.OnChoose = func(id model.AnnotationID) { a.OnChoose(id) }
	a.scroll = container.NewVScroll(ui.Pad(12, 8, 14, 14, a.body))
	list := ui.Frame(ui.Pad(4, 0, 14, 14, ui.Section("In this article")), nil, nil, nil, a.In.Object())
	a.object = container.New(aboveLayout{}, a.scroll, list)
	return a
}

// Object returns what is to be shown.
func (a *Annotation) Object() fyne.CanvasObject { return a.object }

// Ready makes the fields known to the canvas, which refuses to focus what it
// has not painted for a while.
func (a *Annotation) Ready() { a.scroll.Content.MinSize() }

// Parts returns the parts that can be pressed now.
func (a *Annotation) Parts() []Part { return a.parts }

// leaveNote gives away the note of the annotation that the field belongs to.
func (a *Annotation) leaveNote(text string) bool {
	old, ok := a.work.Set.Annotation(a.active)
	return !ok || old.Note == text || a.OnNote == nil || a.OnNote(a.active, text)
}

// Leave gives away what was typed and not left yet, and reports whether all of
// it is kept. It is called before anything else happens to the annotation.
func (a *Annotation) Leave() bool {
	kept := true
	for _, f := range a.leave {
		kept = f() && kept
	}
	return kept
}

// Set shows the annotation; "" says how to get to one.
func (a *Annotation) Set(w model.Work, active model.AnnotationID, open bool) {
	a.work, a.active, a.parts, a.leave = w, active, nil, nil
	annotation, ok := w.Set.Annotation(active)
	var objects []fyne.CanvasObject
	switch {
	case ok:
		objects = a.describe(annotation)
	case open:
		objects = hints("Nothing is selected.",
			"Select words in the article and press a label’s key, or click a highlight. N goes to the next annotation.")
	default:
		objects = hints("No document is open.", "Choose one from the list on the left.")
	}
	a.body.Objects = objects
	a.body.Refresh()
	a.In.Set(w, active)
	a.scroll.ScrollToTop()
	a.object.Layout.Layout(a.object.Objects, a.object.Size()) // what is in it was painted
	a.scroll.Refresh()
}

func hints(title, text string) []fyne.CanvasObject {
	return []fyne.CanvasObject{ui.NewText(title, ui.Plain), ui.NewText(text, ui.Look{Role: ui.Muted})}
}

func (a *Annotation) describe(x model.Annotation) []fyne.CanvasObject {
	label, _ := a.work.Schema.Label(x.Label)
	head := ui.LineOf(8, ui.NewTag(label.Display(), ColourOf(label), false))
	if n := len(x.Fragments); n > 1 {
		head.Add(ui.NewNatural(fmt.Sprintf("%d fragments", n), ui.Look{Role: ui.Muted}))
	}
	remove := ui.NewButton(ui.Bare, "Remove", func() { a.OnDelete() })
	remove.Key = "Del"
	a.parts = append(a.parts, Part{"delete", remove})
	objects := []fyne.CanvasObject{
		ui.Between(head, remove), ui.Gap(0, 2), ui.NewText(quote(a.work.Document.Text, x.Fragments), ui.Quote),
	}
	objects = append(objects, a.relations(x)...)
	objects = append(objects, a.attributes(x, label)...)
	objects = append(objects, a.review(x)...)
	objects = append(objects, ui.Gap(0, 6), ui.Section("Note"), a.noteField(x), ui.NewText(originOf(x), ui.Caption))
	return objects
}

// review says what became of the annotation, and how many comments there are.
func (a *Annotation) review(x model.Annotation) []fyne.CanvasObject {
	if a.Judged == nil {
		return nil
	}
	sentences, comments := a.Judged(x.ID)
	if len(sentences) == 0 && comments == 0 {
		return nil
	}
	objects := []fyne.CanvasObject{ui.Gap(0, 6), ui.Section("In review")}
	for _, s := range sentences {
		objects = append(objects, ui.NewText(s, ui.Prose))
	}
	if comments > 0 {
		text := "1 comment"
		if comments > 1 {
			text = fmt.Sprintf("%d comments", comments)
		}
		show := ui.NewButton(ui.Bare, text, func() { a.OnComments() })
		a.parts = append(a.parts, Part{"comments", show})
		objects = append(objects, ui.LineOf(0, ui.Pad(0, 0, -8, 0, show)))
	}
	return objects
}

func (a *Annotation) noteField(x model.Annotation) fyne.CanvasObject {
	if a.Note.Text != x.Note {
		a.Note.SetText(x.Note)
	}
	a.parts = append(a.parts, Part{"note", a.Note})
	a.leave = append(a.leave, func() bool { return a.leaveNote(a.Note.Text) })
	return a.Note
}

func originOf(x model.Annotation) string {
	switch x.Origin {
	case model.OriginManual:
		return "Made by hand"
	case model.OriginImported:
		return "Imported"
	case "":
		return ""
	}
	return "Origin: " + string(x.Origin)
}

func (a *Annotation) relations(x model.Annotation) []fyne.CanvasObject {
	objects := []fyne.CanvasObject{ui.Gap(0, 6), ui.Section("Relations")}
	for _, r := range a.work.Set.RelationsOf(x.ID) {
		objects = append(objects, a.relation(x, r))
	}
	link := ui.NewButton(ui.Bare, "+ link", func() { a.OnLink() })
	a.parts = append(a.parts, Part{"link", link})
	return append(objects, ui.LineOf(24, ui.Pad(0, 0, -8, 0, link), ui.NewNatural("press L, then choose", ui.Look{Role: ui.Muted})))
}

func (a *Annotation) relation(x model.Annotation, r model.Relation) fyne.CanvasObject {
	name, other := r.Type, r.To
	if t, ok := a.work.Schema.RelationType(r.Type); ok {
		name = t.Display()
	}
	if r.From != x.ID {
		name, other = name+" of", r.From
	}
	y, _ := a.work.Set.Annotation(other)
	row := ui.NewChoice(ui.NewText(quote(a.work.Document.Text, y.Fragments), ui.Plain), func() { a.OnChoose(other) })
	unlink := ui.NewButton(ui.Bare, "×", func() { a.OnUnlink(r.ID) })
	a.parts = append(a.parts, Part{"relation " + r.Type, row}, Part{"unlink " + r.Type, unlink})
	return ui.Pair(lower(name), ui.Frame(nil, nil, nil, unlink, ui.Pad(0, 0, -6, 0, row)))
}

func lower(s string) string { return strings.ToLower(s) }

func (a *Annotation) attributes(x model.Annotation, label model.Label) []fyne.CanvasObject {
	if len(label.Attributes) == 0 {
		return nil
	}
	objects := []fyne.CanvasObject{ui.Gap(0, 6), ui.Section("Attributes")}
	for _, def := range label.Attributes {
		field := a.attribute(x, def)
		a.parts = append(a.parts, Part{"attribute " + def.Name, field})
		objects = append(objects, ui.Pair(lower(def.Display()), field))
	}
	return objects
}

const noValue = "–"

func (a *Annotation) attribute(x model.Annotation, def model.AttributeDef) fyne.CanvasObject {
	value := x.Attribute(def.Name)
	set := func(v string) bool {
		if v == noValue {
			v = ""
		}
		return v == value || a.OnAttribute(x.ID, def.Name, v)
	}
	if len(def.Values) == 0 {
		e := ui.NewEntry(noValue)
		e.Text = value
		e.OnLeft = func(v string) { set(v) }
		e.OnSubmitted = e.OnLeft
		a.leave = append(a.leave, func() bool { return set(e.Text) })
		if a.OnField != nil {
			a.OnField(e)
		}
		return e
	}
	s := ui.NewSelect(slices.Concat([]string{noValue}, def.Values), nil)
	s.Selected = value
	s.PlaceHolder = noValue
	s.OnChanged = func(v string) {
		if !set(v) { // what is on the screen is on disk
			s.Selected = value
			s.Refresh()
		}
	}
	return ui.Pad(-2, -2, -7, 0, s)
}

// aboveLayout gives the first object what it needs, at most 64 % of the
// height, and the second the rest.
type aboveLayout struct{}

func (aboveLayout) Layout(o []fyne.CanvasObject, s fyne.Size) {
	content := o[0].(*container.Scroll).Content.MinSize().Height
	height := min(content, s.Height*0.64)
	o[0].Resize(fyne.NewSize(s.Width, height))
	o[1].Move(fyne.NewPos(0, height))
	o[1].Resize(fyne.NewSize(s.Width, s.Height-height))
}

func (aboveLayout) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(180, 200) }
