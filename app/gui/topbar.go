package gui

import (
	"path/filepath"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/command"
	"dragoman/app/gui/ui"
)

// topBar is the bar at the top: the project, the menus and the tool bar.
type topBar struct {
	w      *Window
	name   *ui.Text
	file   *ui.Text
	menus  []*ui.Button
	tools  map[string]*ui.Button      // by id of the command
	places map[string]*fyne.Container // where they stand, hidden where there is no room
	who    *ui.Button
	object fyne.CanvasObject
}

// toolIDs are the commands in the tool bar.
var toolIDs = []string{"edit.undo", "review.open", "project.export", "view.palette"}

// toolTexts are shorter than the titles of the commands.
var toolTexts = map[string]string{"project.export": "Export…", "view.palette": "Commands", "edit.undo": "Undo", "review.open": "Review"}

// toolKeys says which tools show their key.
var toolKeys = map[string]bool{"edit.undo": true, "view.palette": true}

func newTopBar(w *Window) *topBar {
	t := &topBar{
		w: w, tools: map[string]*ui.Button{}, places: map[string]*fyne.Container{},
		name: ui.NewNatural("", ui.Look{Bold: true}), file: ui.NewNatural("", ui.Look{Role: ui.Muted}),
	}
	name, file := container.NewStack(t.name), container.NewStack(t.file)
	left := ui.LineOf(10, name, file)
	menus := ui.LineOf(0)
	for i, m := range command.Menus {
		b := ui.NewButton(ui.Bare, string(m), func() { t.openMenu(i) })
		t.menus = append(t.menus, b)
		menus.Add(b)
	}
	left.Add(menus)
	tools := ui.LineOf(10)
	for _, id := range toolIDs {
		t.places[id] = container.NewStack(t.tool(id))
		tools.Add(t.places[id])
	}
	t.who = ui.NewButton(ui.Quiet, "", w.chooseAnnotator)
	t.who.Opens = true
	tools.Add(t.who)
	t.object = ui.Frame(nil, ui.NewRule(), nil, nil,
		ui.Pad(6, 6, 14, 14, ui.Fit(ui.Frame(nil, nil, left, tools, nil), file, t.places["project.export"], t.places["review.open"], name, t.places["edit.undo"])))
	return t
}

func (t *topBar) tool(id string) *ui.Button {
	c, _ := t.w.table.ByID(id)
	b := ui.NewButton(ui.Quiet, toolTexts[id], func() { t.w.runID(id) })
	if toolKeys[id] {
		b.Key = c.PlainKey()
	}
	b.OnHover = func(on bool) { t.w.hint(id, on) }
	t.tools[id] = b
	return b
}

// update shows the project, who works and what is possible. Only what is other
// than before is painted again, and laid out where it takes other room.
func (t *topBar) update() {
	name, file, who := "Dragoman", "", t.who.Text
	if t.w.opened != nil {
		path := t.w.opened.Path
		name, file, who = shorten(title(projectName(path)), longName), filepath.Base(path), string(t.w.session.Annotator())
	}
	same := t.name.Text() == name && t.file.Text() == file && t.who.Text == who && t.who.Hidden == (t.w.opened == nil)
	t.name.Set(name)
	t.file.Set(file)
	t.who.Text, t.who.Hidden = who, t.w.opened == nil
	for id := range t.tools {
		same = t.updateTool(id) && same
	}
	if !same {
		t.who.Refresh()
		t.object.Refresh()
	}
}

// updateTool shows whether a tool is possible, and reports whether it takes the
// same room as before.
func (t *topBar) updateTool(id string) bool {
	b := t.tools[id]
	c, _ := t.w.table.ByID(id)
	disabled, hidden, kind := c.Reason() != "", t.w.opened == nil && id != "view.palette", ui.Quiet
	if id == "review.open" && t.w.table.Reviewing() {
		kind = ui.Primary
	}
	same := b.Hidden == hidden
	if !same || b.Disabled != disabled || b.Kind != kind {
		b.Disabled, b.Hidden, b.Kind = disabled, hidden, kind
		b.Refresh()
	}
	return same
}

// capital returns s with a capital at the start.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// title returns a file's name as a heading: "harbour-talks" is "Harbour talks".
func title(name string) string {
	return capital(strings.TrimSpace(strings.NewReplacer("-", " ", "_", " ").Replace(name)))
}

// longName is how many characters of a project's name the bar has room for.
const longName = 28

// openMenu opens a menu below its word. Left and Right go to the next one.
func (t *topBar) openMenu(i int) {
	t.w.update()
	commands := t.w.table.InMenu(command.Menus[i])
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(t.menus[i])
	at.Y += t.menus[i].Size().Height + 2
	m := t.w.showMenu(at, nil, commands)
	m.OnSide = func(step int) {
		m.Close()
		t.openMenu((i + step + len(t.menus)) % len(t.menus))
	}
}

// showMenu shows a menu of items and, below them, commands of the table.
func (w *Window) showMenu(at fyne.Position, items []ui.MenuItem, commands []command.Command) *ui.Menu {
	ids := make([]string, len(items))
	group := 0
	for i, c := range commands {
		if !w.table.Offered(c) {
			continue
		}
		if len(items) > 0 && (i == 0 || c.Group != group) {
			items, ids = append(items, ui.MenuItem{}), append(ids, "")
		}
		group = c.Group
		items = append(items, ui.MenuItem{
			Title: c.Title, Key: c.PlainKey(), Disabled: c.Reason() != "", Do: func() { w.runID(c.ID) },
		})
		ids = append(ids, c.ID)
	}
	m := ui.ShowMenu(w.win.Canvas(), at, items)
	m.OnItem = func(i int) {
		if i < 0 || ids[i] == "" {
			w.status.hint("")
			return
		}
		w.hint(ids[i], true)
	}
	return m
}

// hint says in the status line what a button does, or why it does nothing now.
func (w *Window) hint(id string, on bool) {
	c, ok := w.table.ByID(id)
	if !ok || !on {
		w.status.hint("")
		return
	}
	text := c.Title
	if reason := c.Reason(); reason != "" {
		text += ": " + reason
	}
	w.status.hint(text)
}
