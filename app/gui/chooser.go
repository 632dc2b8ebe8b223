package gui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/command"
	"dragoman/app/gui/ui"
)

// chooser is a list with a field above it that finds its rows by a few
// letters: the command palette, and every choice between several things.
type chooser struct {
	w       *Window
	choices []command.Choice
	titles  []string
	found   []int
	at      int
	chosen  func(int)
	field   *ui.Entry
	list    *ui.List
	empty   *ui.Text
	popup   *widget.PopUp
	sheet   *sheet
}

// Choose implements command.Window.
func (w *Window) Choose(title string, choices []command.Choice, chosen func(index int)) {
	c := &chooser{w: w, choices: choices, chosen: chosen}
	for _, choice := range choices {
		c.titles = append(c.titles, choice.Title)
	}
	c.field = ui.NewEntry(title)
	c.field.OnKey = c.key
	c.field.OnChanged = c.filter
	c.list = ui.NewList(func() int { return len(c.found) }, newChoiceRow, c.fill)
	c.list.OnKey = c.key
	c.empty = ui.NewText("Nothing of that name. Try fewer letters.", ui.Look{Role: ui.Muted})
	c.filter("")
	c.show()
}

func (c *chooser) show() {
	canvas := c.w.win.Canvas()
	height := min(float32(74+len(c.choices)*31), 460, canvas.Size().Height-120)
	leave := ui.NewKeyButton("Leave", "Esc", func() { c.sheet.close() })
	body := ui.Frame(ui.Pad(0, 6, 0, 0, ui.Frame(nil, nil, nil, ui.Pad(0, 0, 8, 0, leave), c.field)), nil, nil, nil,
		container.NewStack(c.list, ui.Pad(10, 0, 8, 8, c.empty)))
	c.popup = widget.NewModalPopUp(ui.Calm(ui.Pad(10, 10, 10, 10, body)), canvas)
	c.popup.Resize(fyne.NewSize(min(520, canvas.Size().Width-40), height))
	c.sheet = &sheet{w: c.w, popup: c.popup}
	c.w.sheets = append(c.w.sheets, c.sheet)
	c.popup.Show()
	c.list.ScrollToTop()
	canvas.Focus(c.field)
	c.w.scene.write()
}

func (c *chooser) filter(typed string) {
	c.found = command.Filter(typed, c.titles)
	c.at = 0
	c.empty.Hidden = len(c.found) > 0
	c.empty.Refresh()
	c.list.Refresh()
	c.list.UnselectAll()
	if len(c.found) > 0 {
		c.list.Select(0)
	}
}

func (c *chooser) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyEscape:
		c.sheet.close()
	case fyne.KeyReturn, fyne.KeyEnter:
		c.take(c.at)
	case fyne.KeyDown:
		c.step(1)
	case fyne.KeyUp:
		c.step(-1)
	case fyne.KeyPageDown:
		c.step(10)
	case fyne.KeyPageUp:
		c.step(-10)
	default:
		return false
	}
	return true
}

func (c *chooser) step(by int) {
	if len(c.found) == 0 {
		return
	}
	c.at = min(max(c.at+by, 0), len(c.found)-1)
	c.list.Select(c.at)
	c.list.ScrollTo(c.at)
}

func (c *chooser) take(i int) {
	if i >= len(c.found) {
		return
	}
	c.sheet.close()
	c.chosen(c.found[i])
	c.w.update()
}

func (c *chooser) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i < len(c.found) {
		row := o.(*choiceRow)
		row.set(c.choices[c.found[i]])
		row.onTapped = func() { c.take(i) }
	}
}

// choiceRow is a row of a chooser. It takes the click itself: the list tells
// nothing of one on the row that is marked already.
type choiceRow struct {
	widget.BaseWidget
	title, hint, key *ui.Text
	content          fyne.CanvasObject
	onTapped         func()
}

// Tapped implements fyne.Tappable.
func (r *choiceRow) Tapped(*fyne.PointEvent) { r.onTapped() }

func newChoiceRow() fyne.CanvasObject {
	r := &choiceRow{title: ui.NewNatural("", ui.Plain), hint: ui.NewText("", ui.Caption), key: ui.NewNatural("", ui.Caption)}
	r.content = ui.Pad(4, 4, 8, 8, ui.Frame(nil, nil, r.title, r.key, ui.Pad(1, 0, 10, 8, r.hint)))
	r.ExtendBaseWidget(r)
	return r
}

// CreateRenderer implements fyne.Widget.
func (r *choiceRow) CreateRenderer() fyne.WidgetRenderer {
	return widget.NewSimpleRenderer(r.content)
}

func (r *choiceRow) set(c command.Choice) {
	r.title.Set(c.Title)
	r.hint.Set(c.Hint)
	r.key.Set(strings.ReplaceAll(c.Key, "+", " "))
	r.content.Refresh() // a row that is used again has another width for each
}

// palette shows all commands; those that are not possible now say why.
func (w *Window) palette() {
	var commands []command.Command
	var choices []command.Choice
	for _, c := range w.table.Commands() {
		if !w.table.Offered(c) || c.ID == "view.palette" {
			continue
		}
		commands = append(commands, c)
		choices = append(choices, command.Choice{Title: c.Title, Key: c.Key(), Hint: c.Reason()})
	}
	w.Choose("Type a command", choices, func(i int) { w.runID(commands[i].ID) })
}

// choice is one of several things to do, and what it means.
type choice struct {
	title, hint string
	do          func()
}

// chooseWay lets the person choose what to do.
func (w *Window) chooseWay(title string, ways []choice) {
	choices := make([]command.Choice, len(ways))
	for i, way := range ways {
		choices[i] = command.Choice{Title: way.title, Hint: way.hint}
	}
	w.Choose(title, choices, func(i int) { ways[i].do() })
}
