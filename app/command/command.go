// Package command is the table of everything a person can do: a row has a
// title, a place in the menus, keys, the reason why it is not possible now, and
// what it does. Menus, tool bar, palette, key hints and the key page of the
// guide are all made from it. It knows no toolkit and no file.
package command

import (
	"slices"
	"strings"

	"dragoman/model"
)

// Command is one row of the table.
type Command struct {
	ID    string   // "annotate.link"; those of labels end with the label's name
	Title string   // as it reads in menus: "Link to another annotation"
	Short string   // as it reads in the status line: "link"; none gives no hint there
	Menu  Menu     // the menu it stands in
	Group int      // commands of one group of a menu stand together
	Keys  []string // the first is shown; see Key
	In    Context  // where its keys count
	Label string   // the label that it gives, for commands made from the schema

	// Disabled returns why the command is not possible now, as a sentence for
	// the person, and "" when it is. Nil means always possible.
	Disabled func() string
	// Do carries the command out. Its error is shown to the person.
	Do func() error
}

// Menu is a section of the table.
type Menu string

// The menus, in their order.
const (
	Project  Menu = "Project"
	Edit     Menu = "Edit"
	Move     Menu = "Move"
	Annotate Menu = "Annotate"
	Document Menu = "Document"
	Review   Menu = "Review"
	View     Menu = "View"
	Help     Menu = "Help"
)

// Menus lists the menus in their order.
var Menus = []Menu{Project, Edit, Move, Annotate, Document, Review, View, Help}

// Context is where a key counts. A key means the same in the whole window, or
// something while the article is read, or something else while a link is made,
// a document is reviewed, or a version of the reviewer's own is made.
type Context int

// The contexts.
const (
	Anywhere  Context = iota // also while a field has the focus
	Reading                  // while the article or nothing has the focus
	Linking                  // while the partner of a link is chosen
	Reviewing                // while a document is reviewed
	Adjusting                // while the reviewer selects a version of their own
)

// Key returns the key that is shown with the command, or "".
func (c Command) Key() string {
	if len(c.Keys) == 0 {
		return ""
	}
	return c.Keys[0]
}

// Reason returns why the command is not possible now, or "".
func (c Command) Reason() string {
	if c.Disabled == nil {
		return ""
	}
	return c.Disabled()
}

// Table is the table of commands of one window.
type Table struct {
	window   Window
	fixed    []Command
	commands []Command
	byID     map[string]int // of commands
	link     link
	adjust   adjustment
	reason   reason
}

// New returns the table for a window, with the label commands of its schema.
func New(w Window) *Table {
	t := &Table{window: w}
	t.fixed = slices.Concat(t.projectRows(), t.editRows(), t.moveRows(), t.annotateRows(), t.boundaryRows(),
		t.linkRows(), t.documentRows(), t.historyRows(), t.reviewRows(), t.adjustRows(), t.viewRows(), t.helpRows())
	t.SetSchema(model.Schema{})
	return t
}

// SetSchema makes the label commands of a schema. A label's key wins over a
// letter of another command, which then has only its other keys.
func (t *Table) SetSchema(s model.Schema) {
	labels := t.labelRows(s)
	taken := map[string]bool{}
	for _, c := range labels {
		for _, k := range c.Keys {
			taken[k] = true
		}
	}
	t.commands = slices.Clone(t.fixed)
	for i, c := range t.commands {
		if c.Menu == Annotate || c.Menu == Document && !stepsDocuments[c.ID] {
			t.commands[i].Disabled = t.notWhileReviewing(c.Disabled)
		}
		if c.In == Reading {
			t.commands[i].Keys = slices.DeleteFunc(slices.Clone(c.Keys), func(k string) bool { return taken[k] })
		}
	}
	t.commands = append(t.commands, labels...)
	t.byID = make(map[string]int, len(t.commands))
	for i, c := range t.commands {
		t.byID[c.ID] = i
		if edits(c) {
			t.commands[i].Disabled = t.notReadOnly(t.notLookingBack(c))
		}
	}
}

// Commands returns all rows, those of one menu together and in order. They
// must not be written to.
func (t *Table) Commands() []Command { return t.commands }

// InMenu returns the rows of one menu, by group.
func (t *Table) InMenu(m Menu) []Command {
	var rows []Command
	for _, c := range t.commands {
		if c.Menu == m {
			rows = append(rows, c)
		}
	}
	slices.SortStableFunc(rows, func(a, b Command) int { return a.Group - b.Group })
	return rows
}

// ByID returns the row of that id.
func (t *Table) ByID(id string) (Command, bool) {
	i, ok := t.byID[id]
	if !ok {
		return Command{}, false
	}
	return t.commands[i], true
}

// ByKey returns the command that a key means while the article is read
// (reading) or elsewhere. While a link is made, its keys come first; while a
// document is reviewed, those of the review come in place of those of reading.
func (t *Table) ByKey(key string, reading bool) (Command, bool) {
	if reading {
		for _, in := range t.contexts() {
			if c, ok := t.find(key, in); ok {
				return c, true
			}
		}
	}
	return t.find(key, Anywhere)
}

// contexts returns where keys of the article count now, the first first.
func (t *Table) contexts() []Context {
	switch {
	case t.Adjusting():
		return []Context{Adjusting, Reading}
	case t.Reviewing():
		return []Context{Reviewing}
	case t.Linking():
		return []Context{Linking, Reading}
	}
	return []Context{Reading}
}

func (t *Table) find(key string, in Context) (Command, bool) {
	for _, c := range t.commands {
		if c.In == in && slices.Contains(c.Keys, key) {
			return c, true
		}
	}
	return Command{}, false
}

// Offered reports whether menus and lists of commands show a command now: one
// of a context that is not there they leave out.
func (t *Table) Offered(c Command) bool {
	switch c.In {
	case Linking, Reviewing, Adjusting:
		return slices.Contains(t.contexts(), c.In) && !t.nobodysTake(c)
	}
	return true
}

// Run carries a command out, or tells the person why not.
func (t *Table) Run(c Command) {
	if reason := c.Reason(); reason != "" {
		t.window.Say(reason)
		return
	}
	if err := c.Do(); err != nil {
		t.window.Fail(err)
	}
}

// RunID carries out the command of that id, as Run does. It reports whether
// there is one.
func (t *Table) RunID(id string) bool {
	c, ok := t.ByID(id)
	if ok {
		t.Run(c)
	}
	return ok
}

// PlainKey returns the key as plain text beside a title, "Ctrl Shift V", or "".
func (c Command) PlainKey() string {
	key := c.Key()
	if begin, plus := strings.CutSuffix(key, "+"); plus { // the key itself
		return strings.ReplaceAll(begin, "+", " ") + "+"
	}
	return strings.ReplaceAll(key, "+", " ")
}

// Hints returns what the status line says that keys would do now: the short
// names of the commands that come next, with their keys, most likely first.
func (t *Table) Hints(limit int) []string {
	var hints []string
	for _, id := range t.nextIDs() {
		c, ok := t.ByID(id)
		if ok && c.Short != "" && c.Key() != "" && c.Reason() == "" && len(hints) < limit {
			hints = append(hints, c.PlainKey()+" "+c.Short)
		}
	}
	return hints
}

// nextIDs returns the commands that a person is likely to need next.
func (t *Table) nextIDs() []string {
	if t.Linking() {
		return []string{"link.take", "link.next", "link.previous", "link.kind", "link.leave"}
	}
	if t.Adjusting() {
		return []string{"adjust.save", "adjust.leave", "select.word", "select.quote", "select.sentence"}
	}
	if t.Reviewing() {
		return []string{"edit.undo", "review.agreed", "review.done", "review.leave"}
	}
	if t.needDocument() != "" {
		return nil
	}
	if len(t.window.Article().Selection()) > 0 {
		var ids []string
		for _, c := range t.commands {
			if c.Label != "" {
				ids = append(ids, c.ID)
			}
		}
		return append(ids, "annotate.fragment", "annotate.leave")
	}
	if _, ok := t.active(); ok {
		return []string{"annotate.next", "link.begin", "boundary.end_word_on", "boundary.end_word_back", "annotate.attribute", "annotate.note", "annotate.delete"}
	}
	return []string{"select.word", "select.quote", "select.sentence", "annotate.next", "edit.find", "document.done"}
}

// modifiers are written in this order.
var modifiers = []string{"Ctrl", "Alt", "Shift"}

// Key returns the text of a key with its modifiers, as rows of the table have
// it: "Ctrl+Shift+V". Letters are upper case.
func Key(name string, ctrl, alt, shift bool) string {
	var parts []string
	for i, down := range []bool{ctrl, alt, shift} {
		if down {
			parts = append(parts, modifiers[i])
		}
	}
	if len(name) == 1 {
		name = strings.ToUpper(name)
	}
	return strings.Join(append(parts, name), "+")
}

// RuneKey returns the text of the key that typed r: "1", "N" for n, "Shift+N"
// for N, "[".
func RuneKey(r rune) string {
	s := string(r)
	if upper := strings.ToUpper(s); upper != s {
		return upper
	}
	if strings.ToLower(s) != s {
		return "Shift+" + s
	}
	return s
}
