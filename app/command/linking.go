package command

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"dragoman/model"
)

// link is a link in the making: where it begins and who could be its partner.
type link struct {
	from     model.AnnotationID
	partners []model.AnnotationID
	at       int // index of the partner on show
	kind     int // which of the relations that the schema allows with it
}

// Linking reports whether the partner of a link is being chosen.
func (t *Table) Linking() bool { return t.link.from != "" }

func (t *Table) linkRows() []Command {
	row := func(id, title, short string, in Context, disabled func() string, do func() error, keys ...string) Command {
		return Command{
			ID: "link." + id, Title: title, Short: short, Menu: Annotate, Group: 5, Keys: keys,
			In: in, Disabled: disabled, Do: do,
		}
	}
	return []Command{
		row("begin", "Link to another annotation", "link", Reading, t.cannotLink, t.beginLink, "L"),
		row("remove", "Remove a relation…", "", Reading, t.cannotUnlink, t.chooseUnlink, "Shift+L"),
		row("next", "Link: next partner", "next", Linking, t.needLinking, func() error { return t.stepPartner(1) }, "N"),
		row("previous", "Link: previous partner", "previous", Linking, t.needLinking, func() error { return t.stepPartner(-1) }, "P"),
		row("kind", "Link: another relation", "relation", Linking, t.cannotChangeKind, t.nextKind, "T"),
		row("take", "Link: take this partner", "take", Linking, t.needLinking, t.takePartner, "Enter", "L"),
		row("leave", "Link: leave it", "leave", Linking, t.needLinking, t.leaveLink, "Esc"),
	}
}

func (t *Table) needLinking() string {
	if !t.Linking() {
		return "No relation is being made: select an annotation and press L."
	}
	return ""
}

func (t *Table) cannotLink() string {
	if reason := t.needAnnotation(); reason != "" {
		return reason
	}
	active, _ := t.active()
	if !hasPartner(t.work(), active, t.window.Session().Desk().Counts()) {
		return "No annotation of this document can be linked with this one: label its partner first."
	}
	return ""
}

// Ends is a link that is allowed: its type, from and to.
type Ends struct {
	Type     model.RelationType
	From, To model.AnnotationID
}

// LinksBetween returns the links that the schema allows from a to b; when there
// is none, those from b to a. Links that are there are left out.
func LinksBetween(w model.Work, a, b model.Annotation) []Ends {
	if ends := linksFrom(w, a, b); len(ends) > 0 {
		return ends
	}
	return linksFrom(w, b, a)
}

func linksFrom(w model.Work, a, b model.Annotation) []Ends {
	if a.ID == b.ID {
		return nil
	}
	var ends []Ends
	for _, r := range w.Schema.LinkTypes(a.Label, b.Label) {
		link := model.Relation{Type: r.Name, From: a.ID, To: b.ID}
		if !slices.ContainsFunc(w.Set.Relations, link.Same) {
			ends = append(ends, Ends{r, a.ID, b.ID})
		}
	}
	return ends
}

// linkable returns the labels of the schema that a relation may join with this
// one, in either direction.
func linkable(s model.Schema, label string) map[string]bool {
	labels := map[string]bool{}
	for _, l := range s.Labels {
		labels[l.Name] = len(s.LinkTypes(label, l.Name))+len(s.LinkTypes(l.Name, label)) > 0
	}
	return labels
}

// hasPartner reports whether Partners returns any, without going through the set
// unless a is linked with nearly all that it could be; counts are those of the
// labels in the set.
func hasPartner(w model.Work, a model.Annotation, counts map[string]int) bool {
	most := 0
	for label, ok := range linkable(w.Schema, a.Label) {
		if ok {
			most += counts[label]
			if label == a.Label {
				most-- // not with itself
			}
		}
	}
	return most > len(w.Set.RelationsOf(a.ID)) || most > 0 && len(Partners(w, a)) > 0
}

// Partners returns the annotations that a could be linked with: first those for
// its first relation in the schema while it has none, such as the speaker of a
// denial; then the nearest. Those that share text with it come last: who is
// named in a statement rarely made it.
func Partners(w model.Work, a model.Annotation) []model.AnnotationID {
	labels := linkable(w.Schema, a.Label)
	w.Set.Relations = w.Set.RelationsOf(a.ID) // no others matter
	var near []model.Annotation
	for _, b := range w.Set.Annotations {
		if labels[b.Label] && len(LinksBetween(w, a, b)) > 0 {
			near = append(near, b)
		}
	}
	slices.SortStableFunc(near, func(x, y model.Annotation) int {
		if inX, inY := shareText(a.Fragments, x.Fragments), shareText(a.Fragments, y.Fragments); inX != inY {
			if inX {
				return 1
			}
			return -1
		}
		return cmp.Or(lacking(w, a, x)-lacking(w, a, y), distance(a, x)-distance(a, y))
	})
	ids := make([]model.AnnotationID, len(near))
	for i, b := range near {
		ids[i] = b.ID
	}
	return ids
}

// lacking returns 0 for who could be linked by the relation that the schema
// names first for a, as long as a has none of that type, and 1 for all others.
func lacking(w model.Work, a, b model.Annotation) int {
	for _, r := range w.Schema.RelationTypes {
		if len(r.From) > 0 && !slices.Contains(r.From, a.Label) {
			continue
		}
		has := func(x model.Relation) bool { return x.From == a.ID && x.Type == r.Name }
		fits := len(r.To) == 0 || slices.Contains(r.To, b.Label)
		if fits && !slices.ContainsFunc(w.Set.Relations, has) {
			return 0
		}
		return 1
	}
	return 1
}

// distance returns how many bytes lie between the nearest fragments of two
// annotations, 0 when they overlap.
func distance(a, b model.Annotation) int {
	nearest := -1
	for _, x := range a.Fragments {
		for _, y := range b.Fragments {
			d := max(0, y.Start-x.End, x.Start-y.End)
			if nearest < 0 || d < nearest {
				nearest = d
			}
		}
	}
	return nearest
}

func (t *Table) beginLink() error {
	active, _ := t.active()
	t.link = link{from: active.ID, partners: Partners(t.work(), active)}
	t.showPartner()
	return nil
}

func (t *Table) stepPartner(by int) error {
	n := len(t.link.partners)
	t.link.at, t.link.kind = (t.link.at+by+n)%n, 0
	t.showPartner()
	return nil
}

// offered returns the relations that the schema allows with the partner on
// show.
func (t *Table) offered() []Ends {
	w := t.work()
	from, _ := w.Set.Annotation(t.link.from)
	to, _ := w.Set.Annotation(t.link.partners[t.link.at])
	return LinksBetween(w, from, to)
}

func (t *Table) cannotChangeKind() string {
	if reason := t.needLinking(); reason != "" {
		return reason
	}
	if len(t.offered()) < 2 {
		return "The schema allows only this relation between the two: Enter takes it."
	}
	return ""
}

func (t *Table) nextKind() error {
	t.link.kind = (t.link.kind + 1) % len(t.offered())
	t.showPartner()
	return nil
}

// showPartner shows the link as it would be made.
func (t *Table) showPartner() {
	ends := t.offered()
	if len(ends) == 0 {
		return
	}
	shown := ends[min(t.link.kind, len(ends)-1)]
	w := t.work()
	to, _ := w.Set.Annotation(t.link.partners[t.link.at])
	t.window.ShowLink(shown.From, shown.To, shown.Type.Display())
	t.window.Article().ScrollTo(to.Fragments[0])
	sentence := "Link with “" + w.Document.Text.Quote(to.Fragments) + "” as " + strings.ToLower(shown.Type.Display()) + "? Enter takes it"
	if len(ends) > 1 {
		other := ends[(t.link.kind+1)%len(ends)].Type.Display()
		sentence += ", T makes it " + strings.ToLower(other)
	}
	t.window.Say(sentence + "; a click chooses another.")
}

// takePartner makes the link that is shown.
func (t *Table) takePartner() error {
	ends := t.offered()
	if len(ends) == 0 {
		return errNoLink
	}
	return t.makeLink(ends[min(t.link.kind, len(ends)-1)]) // an undo may have changed what is allowed
}

var errNoLink = errors.New("these two cannot be linked, or are linked already: choose another partner, or leave with Esc")

// TakePartner makes the link in the making with this partner; where several
// types are allowed the person chooses one.
func (t *Table) TakePartner(partner model.AnnotationID) error {
	w := t.work()
	from, _ := w.Set.Annotation(t.link.from)
	to, ok := w.Set.Annotation(partner)
	if !ok {
		return nil
	}
	ends := LinksBetween(w, from, to)
	switch len(ends) {
	case 0:
		return errNoLink
	case 1:
		return t.makeLink(ends[0])
	}
	choices := make([]Choice, len(ends))
	for i, e := range ends {
		choices[i] = Choice{Title: e.Type.Display(), Hint: e.Type.Description}
	}
	t.window.ShowLink(ends[0].From, ends[0].To, ends[0].Type.Display())
	text := w.Document.Text
	title := fmt.Sprintf("Which relation? “%s” and “%s”", beginning(text.Quote(from.Fragments)), beginning(text.Quote(to.Fragments)))
	t.window.Choose(title, choices, func(i int) {
		if err := t.makeLink(ends[i]); err != nil {
			t.window.Fail(err)
		}
	})
	return nil
}

// beginning returns what an annotation begins with, for a short title.
func beginning(text string) string {
	const most = 20
	if r := []rune(text); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return text
}

func (t *Table) makeLink(e Ends) error {
	from := t.link.from
	t.link = link{}
	err := t.save(model.Link(t.work(), model.NewRelationID(), e.Type.Name, e.From, e.To))
	t.window.SetActive(from)
	if err == nil {
		t.window.Say("Linked: " + e.Type.Display() + ".")
	}
	return err
}

func (t *Table) leaveLink() error {
	from := t.link.from
	t.link = link{}
	t.window.SetActive(from)
	return nil
}

// DropLink forgets a link in the making, when another document is opened.
func (t *Table) DropLink() { t.link = link{} }

func (t *Table) cannotUnlink() string {
	if reason := t.needAnnotation(); reason != "" {
		return reason
	}
	if len(t.set().RelationsOf(t.window.Active())) == 0 {
		return "This annotation has no relations: press L to make one."
	}
	return ""
}

func (t *Table) chooseUnlink() error {
	w := t.work()
	relations := w.Set.RelationsOf(t.window.Active())
	choices := make([]Choice, len(relations))
	for i, r := range relations {
		choices[i] = Choice{Title: RelationTitle(w, r, t.window.Active())}
	}
	t.window.Choose("Remove which relation?", choices, func(i int) {
		if err := t.save(model.Unlink(t.work(), relations[i].ID)); err != nil {
			t.window.Fail(err)
		}
	})
	return nil
}

// RelationTitle returns a relation as the annotation sees it: "Speaker: Lena
// Moravec", or "Speaker of: The talks were …" from the other end.
func RelationTitle(w model.Work, r model.Relation, seen model.AnnotationID) string {
	name, other := r.Type, r.To
	if rt, ok := w.Schema.RelationType(r.Type); ok {
		name = rt.Display()
	}
	if r.From != seen {
		name, other = name+" of", r.From
	}
	a, _ := w.Set.Annotation(other)
	return name + ": " + w.Document.Text.Quote(a.Fragments)
}
