package gui

func (w *Window) schemaSheet() {}
