package panel

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/gui/ui"
)

// Action is a button of a bar, made from a command.
type Action struct {
	ID, Text, Key string
	Disabled      bool
	Chosen        bool
}

// Actions is the bar of buttons below an article that is reviewed.
type Actions struct {
	// OnAction is told the id of the button that was pressed.
	OnAction func(id string)
	// OnHint is told the button that the pointer comes to (on) or leaves.
	OnHint func(id string, on bool)

	shown   []Action
	buttons []*ui.Button
	row     *fyne.Container
	object  fyne.CanvasObject
}

// NewActions returns an empty bar.
func NewActions() *Actions {
	a := &Actions{row: container.New(ui.CentredWrapLayout(5, 6))}
	a.object = ui.Frame(ui.NewRule(), nil, nil, nil, ui.Pad(9, 9, 6, 6, a.row))
	return a
}

// Object returns what is to be shown.
func (a *Actions) Object() fyne.CanvasObject { return a.object }

// Set shows these buttons.
func (a *Actions) Set(actions []Action) {
	if len(actions) != len(a.shown) {
		a.make(actions)
	}
	a.shown = actions
	for i, b := range a.buttons {
		b.Text, b.Key = actions[i].Text, strings.ReplaceAll(actions[i].Key, "+", " ")
		b.Disabled, b.Chosen = actions[i].Disabled, actions[i].Chosen
		b.Refresh()
	}
	a.row.Refresh()
	a.object.Refresh()
}

func (a *Actions) make(actions []Action) {
	a.row.RemoveAll()
	a.buttons = nil
	for i := range actions {
		b := ui.NewButton(ui.Quiet, "", func() { a.OnAction(a.shown[i].ID) })
		b.OnHover = func(on bool) { a.OnHint(a.shown[i].ID, on) }
		a.buttons = append(a.buttons, b)
		a.row.Add(b)
	}
}

// Parts returns the buttons, by the ids of their commands.
func (a *Actions) Parts() []Part {
	parts := make([]Part, len(a.buttons))
	for i, b := range a.buttons {
		parts[i] = Part{"action " + a.shown[i].ID, b}
	}
	return parts
}
