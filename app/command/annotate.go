package command

import (
	"errors"
	"slices"
	"strings"

	"dragoman/model"
)

func (t *Table) work() model.Work {
	w, err := t.window.Session().Work()
	if err != nil {
		return model.Work{} // rows that ask are disabled without a document
	}
	return w
}

func (t *Table) set() model.AnnotationSet { return t.work().Set }

// active returns the selected annotation.
func (t *Table) active() (model.Annotation, bool) { return t.set().Annotation(t.window.Active()) }

// save makes a verb's change current.
func (t *Table) save(c model.Change, err error) error {
	if err != nil {
		return err
	}
	_, err = t.window.Session().Do(t.window.Context(), c)
	return err
}

func (t *Table) labelRows(s model.Schema) []Command {
	rows := make([]Command, len(s.Labels))
	for i, l := range s.Labels {
		rows[i] = Command{
			ID: "label." + l.Name, Title: "Label as " + l.Display(), Short: strings.ToLower(l.Display()), Menu: Annotate, Group: -1, In: Reading,
			Label: l.Name, Disabled: t.cannotLabel,
			Do: func() error { return t.label(l.Name) },
		}
		if l.Key != "" {
			rows[i].Keys = []string{RuneKey([]rune(l.Key)[0])}
		}
	}
	return rows
}

func (t *Table) cannotLabel() string {
	if t.Adjusting() {
		return ""
	}
	if reason := t.notWhileReviewing(nil)(); reason != "" {
		return reason
	}
	if t.needAnnotation() == "" {
		return ""
	}
	return t.needSelection()
}

// label labels the selection; without one it gives the selected annotation
// another label.
func (t *Table) label(name string) error {
	if t.Adjusting() {
		return t.adjustLabel(name)
	}
	if len(t.window.Article().Selection()) == 0 {
		return t.save(model.Relabel(t.work(), t.window.Active(), name))
	}
	words, err := t.words(t.work().Document.Text.String())
	if err != nil {
		return err
	}
	id := model.NewAnnotationID()
	if err := t.save(model.AddLabel(t.work(), id, words, name)); err != nil {
		return err
	}
	t.window.Article().ClearSelection()
	t.window.SetActive(id)
	return nil
}

func (t *Table) annotateRows() []Command {
	row := func(id, title, short string, group int, disabled func() string, do func() error, keys ...string) Command {
		return Command{
			ID: "annotate." + id, Title: title, Short: short, Menu: Annotate, Group: group, Keys: keys,
			In: Reading, Disabled: disabled, Do: do,
		}
	}
	return []Command{
		row("next", "Next annotation", "next", 0, t.needAnnotations, func() error { return t.step(1) }, "N"),
		row("previous", "Previous annotation", "", 0, t.needAnnotations, func() error { return t.step(-1) }, "P"),
		row("next_overlap", "Next annotation at this place", "", 0, t.needAnnotation, func() error { return t.stepOverlap(1) }, "O"),
		row("previous_overlap", "Previous annotation at this place", "", 0, t.needAnnotation, func() error { return t.stepOverlap(-1) }, "Shift+O"),
		row("fragment", "Add a fragment", "fragment", 1, t.cannotAddFragment, t.addFragment, "F"),
		row("drop_fragment", "Take the fragment at the caret away", "", 1, t.cannotDropFragment, t.dropFragment, "Shift+F"),
		row("attribute", "Set an attribute…", "attribute", 2, t.cannotSetAttribute, t.chooseAttribute, "A"),
		row("note", "Write a note", "note", 2, t.needAnnotation, t.opens(NoteField), "M"),
		row("delete", "Remove the annotation", "remove", 3, t.needAnnotation, t.delete, "Del", "Backspace"),
		row("leave", "Leave the selection", "leave", 3, nil, t.leave, "Esc"),
	}
}

// step selects the annotation that is so many behind the selected one, or
// behind the caret when none is.
func (t *Table) step(by int) error {
	all := t.set().Annotations
	active, ok := t.active()
	at, _ := slices.BinarySearchFunc(all, active, model.CompareAnnotations)
	if !ok {
		at, _ = slices.BinarySearchFunc(all, t.window.Article().Caret(), func(a model.Annotation, caret int) int { return a.Hull().Start - caret })
		if by > 0 {
			at--
		}
	}
	t.choose(all[((at+by)%len(all)+len(all))%len(all)].ID)
	return nil
}

// choose selects an annotation and leaves the selection of words.
func (t *Table) choose(id model.AnnotationID) {
	t.window.Article().ClearSelection()
	t.window.SetActive(id)
}

// stepOverlap selects the next of the annotations that share text with the
// selected one.
func (t *Table) stepOverlap(by int) error {
	active, _ := t.active()
	var there []model.AnnotationID
	at := 0
	for _, a := range t.set().Annotations {
		if a.ID == active.ID {
			at = len(there)
		}
		if shareText(a.Fragments, active.Fragments) {
			there = append(there, a.ID)
		}
	}
	if len(there) == 1 {
		return errors.New("no other annotation is at this place")
	}
	t.choose(there[(at+by+len(there))%len(there)])
	return nil
}

func shareText(a, b []model.Span) bool {
	for _, x := range a {
		if slices.ContainsFunc(b, x.Overlaps) {
			return true
		}
	}
	return false
}

func (t *Table) cannotAddFragment() string {
	if reason := t.needSelection(); reason != "" {
		return reason
	}
	return ""
}

// addFragment adds the selection to the selected annotation; without one it
// keeps the selection, so that the next one is added to it.
func (t *Table) addFragment() error {
	active, ok := t.active()
	if !ok {
		t.window.Article().AddFragment()
		t.window.Say("Select the next fragment, then press a label's key.")
		return nil
	}
	words, err := t.words(t.work().Document.Text.String())
	if err != nil {
		return err
	}
	if err := t.save(model.Resize(t.work(), active.ID, Union(active.Fragments, words))); err != nil {
		return err
	}
	t.choose(active.ID)
	return nil
}

// Union returns the fragments that cover both lists; those that meet or
// overlap become one.
func Union(a, b []model.Span) []model.Span {
	all := slices.Concat(a, b)
	slices.SortFunc(all, func(x, y model.Span) int { return x.Start - y.Start })
	var union []model.Span
	for _, s := range all {
		if n := len(union); n > 0 && s.Start <= union[n-1].End {
			union[n-1].End = max(union[n-1].End, s.End)
			continue
		}
		union = append(union, s)
	}
	return union
}

// fragmentAtCaret returns the fragment of the annotation that the caret is in
// or at the end of, or -1.
func (t *Table) fragmentAtCaret(a model.Annotation) int {
	caret := t.window.Article().Caret()
	return slices.IndexFunc(a.Fragments, func(s model.Span) bool { return s.Start <= caret && caret <= s.End })
}

func (t *Table) cannotDropFragment() string {
	if reason := t.needAnnotation(); reason != "" {
		return reason
	}
	active, _ := t.active()
	if len(active.Fragments) == 1 {
		return "This annotation has one fragment only: press Del to remove it."
	}
	if t.fragmentAtCaret(active) < 0 {
		return "The caret is in no fragment of this annotation: put it into the one that is to go."
	}
	return ""
}

func (t *Table) dropFragment() error {
	active, _ := t.active()
	at := t.fragmentAtCaret(active)
	return t.save(model.Resize(t.work(), active.ID, slices.Delete(slices.Clone(active.Fragments), at, at+1)))
}

func (t *Table) cannotSetAttribute() string {
	if reason := t.needAnnotation(); reason != "" {
		return reason
	}
	active, _ := t.active()
	if l, _ := t.work().Schema.Label(active.Label); len(l.Attributes) == 0 {
		return "The label " + l.Display() + " has no attributes: Project › Labels and relations… adds them."
	}
	return ""
}

// chooseAttribute offers every value of the attributes of the selected
// annotation's label; one of free text leads to its field.
func (t *Table) chooseAttribute() error {
	active, _ := t.active()
	label, _ := t.work().Schema.Label(active.Label)
	type pair struct{ name, value string }
	var pairs []pair
	var choices []Choice
	for _, def := range label.Attributes {
		for _, v := range def.Values {
			pairs = append(pairs, pair{def.Name, v})
			choices = append(choices, Choice{Title: def.Display() + ": " + v, Hint: def.Description})
		}
		if active.Attribute(def.Name) != "" {
			pairs = append(pairs, pair{def.Name, ""})
			choices = append(choices, Choice{Title: def.Display() + ": none"})
		}
	}
	if len(choices) == 0 {
		t.window.Open(TabAnnotation)
		return nil
	}
	t.window.Choose("Attribute", choices, func(i int) {
		if err := t.save(model.SetAttribute(t.work(), active.ID, pairs[i].name, pairs[i].value)); err != nil {
			t.window.Fail(err)
		}
	})
	return nil
}

func (t *Table) delete() error {
	active, _ := t.active()
	if err := t.save(model.Delete(t.work(), active.ID)); err != nil {
		return err
	}
	t.window.SetActive("")
	t.window.Say("Removed; Ctrl+Z brings it back.")
	return nil
}

// leave gives up the selection of words, or else the selected annotation.
func (t *Table) leave() error {
	if t.window.Session() == nil {
		return nil
	}
	if len(t.window.Article().Selection()) > 0 {
		t.window.Article().ClearSelection()
		return nil
	}
	t.window.SetActive("")
	return nil
}
