package command

// adjustment is a version of the reviewer's own in the making: its words are
// those that are selected.
type adjustment struct {
	on    bool
	label string
}

// Adjusting reports whether the reviewer selects a version of their own.
func (t *Table) Adjusting() bool { return t.adjust.on && t.Reviewing() }

// AdjustedLabel returns the label of the version in the making, or "".
func (t *Table) AdjustedLabel() string {
	if !t.Adjusting() {
		return ""
	}
	return t.adjust.label
}

func (t *Table) adjustRows() []Command {
	row := func(id, title, short string, disabled func() string, do func() error, keys ...string) Command {
		return Command{
			ID: "adjust." + id, Title: title, Short: short, Menu: Review, Group: 1, Keys: keys,
			In: Adjusting, Disabled: disabled, Do: do,
		}
	}
	return []Command{
		row("save", "Your version: save", "save", t.cannotSaveAdjusted, t.saveAdjusted, "Enter"),
		row("fragment", "Your version: add a fragment", "fragment", t.cannotSaveAdjusted, t.addAdjusted, "F"),
		row("leave", "Your version: leave it", "leave", t.needAdjusting, t.leaveAdjusted, "Esc"),
	}
}

func (t *Table) needAdjusting() string {
	if reason := t.needReview(); reason != "" {
		return reason
	}
	if !t.Adjusting() {
		return "No version of your own is being made: select a difference and press E."
	}
	return ""
}

func (t *Table) cannotAdjust() string {
	if reason := t.needCase(); reason != "" {
		return reason
	}
	if c, _ := t.current(); len(c.Members) == 0 {
		return "A relation has no words to edit: take one of them, or neither."
	}
	return ""
}

// beginAdjust selects what the gold set has for the selected case, or else what
// the first annotator has, to be changed.
func (t *Table) beginAdjust() error {
	c, _ := t.current()
	from := c.Members[0].Annotation
	if len(c.Gold) > 0 {
		from = c.Gold[0]
	}
	t.adjust = adjustment{on: true, label: from.Label}
	t.window.Article().SelectSpans(from.Fragments)
	t.window.Article().ScrollTo(from.Fragments[0])
	t.window.Say("Select the words of your version, and give it another label by its key. Enter saves it, Esc leaves it.")
	return nil
}

func (t *Table) adjustLabel(name string) error {
	t.adjust.label = name
	label, _ := t.window.Session().Schema().Label(name)
	t.window.Say("Your version is a " + label.Display() + ". Enter saves it.")
	return nil
}

func (t *Table) cannotSaveAdjusted() string {
	if reason := t.needAdjusting(); reason != "" {
		return reason
	}
	if len(t.window.Article().Selection()) == 0 {
		return noSelection
	}
	return ""
}

func (t *Table) addAdjusted() error {
	t.window.Article().AddFragment()
	t.window.Say("Select the next fragment, then press Enter.")
	return nil
}

func (t *Table) saveAdjusted() error {
	words, err := t.words(t.review().Document().Text.String())
	if err != nil {
		return err
	}
	err = t.decided("Your version is taken", t.review().Edit(t.window.Context(), words, t.adjust.label, t.why()))
	if err == nil {
		t.dropAdjusted()
	}
	return err
}

func (t *Table) leaveAdjusted() error {
	t.dropAdjusted()
	return nil
}

func (t *Table) dropAdjusted() {
	t.adjust = adjustment{}
	t.window.Article().ClearSelection()
}
