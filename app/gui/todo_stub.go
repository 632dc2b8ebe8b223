package gui

import "dragoman/app/gui/ui"

func (w *Window) exportSheet()               {}
func (w *Window) schemaSheet()               {}
func (w *Window) stepsSheet()                {}
func (w *Window) settingsSheet()             {}
func (w *Window) annotationsSheet()          {}
func (w *Window) propertiesSheet()           {}
func (w *Window) flagSheet(string)           {}
func (w *Window) chooseAnnotator(*ui.Button) {}
func (s *workspace) showHistory()            {}

type scene struct{}

func newScene(*Window, string) *scene { return &scene{} }
func (*scene) write()                 {}
