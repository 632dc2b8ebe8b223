package gui

import (
	"slices"

	"fyne.io/fyne/v2"

	"dragoman/app/command"
	"dragoman/app/gui/panel"
	"dragoman/app/session"
	"dragoman/model"
)

// sceneReview is the review in the state of the window.
type sceneReview struct {
	Document    model.DocumentID  `json:"document"`
	Annotators  []model.Annotator `json:"annotators"`
	Case        int               `json:"case"`        // the current one, -1 for none
	At          int               `json:"at"`          // its place among the differences shown, from 1; 0 for none
	Differences int               `json:"differences"` // shown
	Kind        string            `json:"kind"`        // of the current case
	Ruling      session.Ruling    `json:"ruling"`
	Decided     int               `json:"decided"` // of the differences of the document
	Gold        int               `json:"gold"`
	Adjusting   bool              `json:"adjusting"`
	Measured    bool              `json:"measured"` // the figures of the document are there
}

// sceneState returns the state of the review, or nil without one.
func (v *reviewer) sceneState() *sceneReview {
	r := v.review()
	if !v.on || r == nil {
		return nil
	}
	state := &sceneReview{
		Document: r.Document().ID, Annotators: r.Annotators(), Case: -1, Differences: len(r.Differences()),
		Gold: r.Counts().Gold, Adjusting: v.s.w.table.Adjusting(), Measured: v.figures.known,
	}
	state.Decided, _ = command.Decided(r.Cases())
	if at, ok := r.Current(); ok {
		c := r.Cases()[at]
		state.Case, state.Kind, state.Ruling = at, string(c.Kind), c.Ruling
		state.At = slices.Index(r.Differences(), at) + 1
	}
	return state
}

// eachPart calls f with everything of the review that can be pressed.
func (v *reviewer) eachPart(f func(name string, o fyne.CanvasObject)) {
	if !v.on {
		return
	}
	for _, b := range v.panel.Tabs() {
		f("tab "+b.Text, b)
	}
	for _, parts := range [][]panel.Part{v.head.Parts(), v.actions.Parts(), v.differences.Parts(), v.comments.Parts()} {
		for _, p := range parts {
			f(p.Name, p.Object)
		}
	}
}
