package gui

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"image"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"dragoman/app/background"
	"dragoman/model"
)

// scene writes the state of the window to a file, one JSON object a line,
// whenever it changed: a debugging aid, off unless the environment names the
// file. Scripts that drive the window from outside read from it what is
// selected and where on the screen things are. Offsets are code points,
// positions are pixels of the window. A nil scene writes nothing.
type scene struct {
	w       *Window
	file    *os.File
	last    []byte
	probe   *canvas.Raster // is painted after each change, with all else
	changes int
	shown   bool // whether the last line is of what is painted
}

// sceneState is one line of the file.
type sceneState struct {
	Document  model.DocumentID   `json:"document"`
	Annotator model.Annotator    `json:"annotator"`
	Status    string             `json:"status"`
	Caret     int                `json:"caret"`
	Selection []sceneSpan        `json:"selection"`
	Active    model.AnnotationID `json:"active"`
	Linking   bool               `json:"linking"`
	Painted   bool               `json:"painted"` // whether the screen shows it, all in its place
	Message   string             `json:"message"`
	Notice    string             `json:"notice,omitempty"` // the strip below the top bar
	Sheets    int                `json:"sheets"`           // dialogs that are open
	Sheet     string             `json:"sheet,omitempty"`  // title of the one on top
	Focus     string             `json:"focus"`
	Review    *sceneReview       `json:"review,omitempty"`
	Widgets   []sceneBox         `json:"widgets"`
	Lines     []sceneLine        `json:"lines"` // of the article, as they are painted
}

type sceneSpan struct {
	Start int `json:"start"`
	End   int `json:"end"`
}

// sceneBox is where something is that can be pressed.
type sceneBox struct {
	Name   string  `json:"name"`
	X      float32 `json:"x"`
	Y      float32 `json:"y"`
	Width  float32 `json:"width"`
	Height float32 `json:"height"`
}

// newScene returns the scene that writes to path, or nil for "".
func newScene(w *Window, path string) *scene {
	if path == "" {
		return nil
	}
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		w.Fail(fmt.Errorf("open scene: %w", err))
		return nil
	}
	s := &scene{w: w, file: file}
	s.probe = canvas.NewRaster(func(width, height int) image.Image {
		s.painted()
		return image.NewRGBA(image.Rect(0, 0, max(1, width), max(1, height)))
	})
	s.probe.Resize(fyne.NewSize(1, 1))
	w.root.Add(s.probe)
	return s
}

// write writes the state, if it is another than that of the last line, and once
// more when it is painted: before that, what was just opened has no place.
func (s *scene) write() {
	if s != nil {
		s.change()
		s.probe.Refresh()
	}
}

// change writes the state, if it is another, and reports whether it is.
func (s *scene) change() bool {
	line := s.line(false)
	if bytes.Equal(line, s.last) {
		return false
	}
	s.last, s.shown = line, false
	s.changes++
	s.append(line)
	return true
}

// painted has the state written as painted, if it is still the same once the
// painter's pass is over.
func (s *scene) painted() {
	changes := s.changes
	background.Start(s.w.deps.Runner, s.w.ctx, func(context.Context) (struct{}, error) { return struct{}{}, nil }, func(struct{}, error) {
		switch {
		case s.change():
			s.probe.Refresh()
		case changes == s.changes && changes > 0 && !s.shown:
			s.shown = true
			s.append(s.line(true))
		}
	})
}

// line returns the state as it is written.
func (s *scene) line(painted bool) []byte {
	state := s.state()
	state.Painted = painted
	var line bytes.Buffer
	e := json.NewEncoder(&line)
	e.SetEscapeHTML(false)
	if err := e.Encode(state); err != nil {
		s.w.status.fail("The scene cannot be written: " + err.Error())
	}
	return line.Bytes()
}

func (s *scene) append(line []byte) {
	if _, err := s.file.Write(line); err != nil {
		s.w.status.fail("The scene cannot be written: " + err.Error())
	}
}

func (s *scene) state() sceneState {
	w := s.w
	state := sceneState{
		Message: w.status.message.Text(), Notice: w.notice.text.Text(), Sheets: len(w.sheets), Linking: w.table.Linking(),
		Widgets: s.boxes(), Selection: []sceneSpan{}, Lines: []sceneLine{},
	}
	if s := w.sheet(); s != nil {
		state.Sheet = s.title
	}
	if w.session == nil {
		return state
	}
	state.Annotator, state.Focus = w.session.Annotator(), w.space.focusName()
	state.Review = w.space.review.sceneState()
	desk := w.session.Desk()
	if desk == nil {
		return state
	}
	text := desk.Document().Text
	state.Document, state.Status, state.Active = desk.Document().ID, desk.Set().Status.String(), w.space.active
	state.Caret = text.CodePointAt(w.space.article.Caret())
	for _, span := range w.space.article.Selection() {
		state.Selection = append(state.Selection, sceneSpan{text.CodePointAt(span.Start), text.CodePointAt(span.End)})
	}
	state.Lines = s.lines(text)
	return state
}

// boxes returns where everything is that a script may want to press.
func (s *scene) boxes() []sceneBox {
	w := s.w
	boxes := []sceneBox{}
	add := func(name string, o fyne.CanvasObject) {
		if !shown(o) {
			return
		}
		at, size := fyne.CurrentApp().Driver().AbsolutePositionForObject(o), o.Size()
		boxes = append(boxes, sceneBox{name, at.X, at.Y, size.Width, size.Height})
	}
	for i, b := range w.top.menus {
		add("menu "+w.top.menus[i].Text, b)
	}
	for _, id := range toolIDs {
		if w.top.places[id].Visible() {
			add("tool "+id, w.top.tools[id])
		}
	}
	add("annotator", w.top.who)
	if sheet := w.sheet(); sheet != nil { // it covers all others
		for _, b := range sheet.buttons {
			add("button "+b.Text, b)
		}
		for i, b := range sheet.choices {
			add(fmt.Sprintf("choice %d", i), b)
		}
	}
	for _, b := range w.notice.buttons {
		add("notice "+b.Text, b)
	}
	if w.space != nil {
		w.space.eachPart(add)
	}
	return boxes
}

// shown reports whether an object has a place on the screen.
func shown(o fyne.CanvasObject) bool {
	return o.Visible() && o.Size().Width > 0 && fyne.CurrentApp().Driver().CanvasForObject(o) != nil
}

// eachPart calls f with everything in the workspace that can be pressed.
func (s *workspace) eachPart(f func(name string, o fyne.CanvasObject)) {
	f("article", s.article.view)
	f("search", s.documents.Search)
	f("find", s.find.field)
	for i, b := range s.labels.Buttons() {
		f("label "+s.session.Schema().Labels[i].Name, b)
	}
	for _, p := range s.documents.Parts() {
		f(p.Name, p.Object)
	}
	for _, b := range s.inspector.Tabs() {
		f("tab "+b.Text, b)
	}
	for _, p := range s.inspector.Annotation.Parts() {
		f(p.Name, p.Object)
	}
	s.review.eachPart(f)
}

// focusName names what has the focus.
func (s *workspace) focusName() string {
	switch s.w.win.Canvas().Focused() {
	case nil:
		return ""
	case fyne.Focusable(s.article.view):
		return "article"
	case fyne.Focusable(s.documents.Search):
		return "search"
	case fyne.Focusable(s.inspector.Annotation.Note):
		return "note"
	case fyne.Focusable(s.find.field):
		return "find"
	case fyne.Focusable(s.documents.List()):
		return "documents"
	case fyne.Focusable(s.review.differences.List()):
		return "differences"
	}
	return "other"
}
