package gui

import (
	"dragoman/app/command"
	"dragoman/app/gui/panel"
)

// teamPlaces says how the places of working with others are opened.
func (w *Window) teamPlaces() map[command.Place]func() {
	return map[command.Place]func(){
		command.People: w.peopleSheet, command.Handout: w.handoutSheet, command.Outstanding: w.outstandingSheet,
		command.Merge: w.chooseMerge, command.WaitingSets: w.waitingSheet, command.Agreement: w.agreementSheet,
		command.TabComments: func() { w.space.inspector.Show(panel.TabComments) },
		command.CommentOn:   func() { w.space.commentOn() },
	}
}
