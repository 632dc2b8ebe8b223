package gui

import (
	"os/user"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"dragoman/app/gui/theme"
	"dragoman/app/session"
	"dragoman/model"
)

// settings is what the program remembers of a person and a window, in the
// toolkit's preferences.
type settings struct{ p fyne.Preferences }

const (
	textSizeUsual, textSizeLeast, textSizeMost = 17, 11, 40
	recentMost                                 = 8
)

func (s settings) mode() theme.Mode         { return theme.Mode(s.p.String("theme")) }
func (s settings) setMode(m theme.Mode)     { s.p.SetString("theme", string(m)) }
func (s settings) textSize() int            { return s.p.IntWithFallback("text_size", textSizeUsual) }
func (s settings) setTextSize(px int)       { s.p.SetInt("text_size", px) }
func (s settings) setOrder(o model.Order)   { s.p.SetString("order", string(o)) }
func (s settings) recent() []string         { return s.p.StringList("recent") }
func (s settings) last() string             { return s.p.String("last_project") }
func (s settings) setLast(path string)      { s.p.SetString("last_project", path) }
func (s settings) forget(path string)       { s.p.SetStringList("recent", without(s.recent(), path)) }
func (s settings) lastDocument() string     { return s.p.String("last_document") }
func (s settings) setLastDocument(d string) { s.p.SetString("last_document", d) }

// order is in which order documents are listed.
func (s settings) order() model.Order {
	if o := model.Order(s.p.String("order")); slices.Contains(model.Orders, o) {
		return o
	}
	return model.ByTitle
}

// folder is where files were chosen last.
func (s settings) folder() string          { return s.p.String("folder") }
func (s settings) setFolder(folder string) { s.p.SetString("folder", folder) }

// exportFolder is where something of a project was written last, or the folder
// of the project.
func (s settings) exportFolder(project string) string {
	return s.p.StringWithFallback("export_folder "+project, filepath.Dir(project))
}

func (s settings) setExportFolder(project, folder string) {
	s.p.SetString("export_folder "+project, folder)
}

// annotator returns who works: the name that was chosen, or else the fallback,
// or else the name of the system's user.
func (s settings) annotator(fallback model.Annotator) model.Annotator {
	names := []string{s.p.String("annotator"), string(fallback)}
	if u, err := user.Current(); err == nil {
		names = append(names, u.Name, u.Username)
	}
	for _, n := range names {
		if name, err := session.ParseAnnotator(strings.TrimSuffix(n, ",,,")); err == nil {
			return name
		}
	}
	return "me"
}

// annotatorIn returns who worked in a project last, or "".
func (s settings) annotatorIn(path string) model.Annotator {
	return model.Annotator(s.p.String("annotator " + path))
}

func (s settings) setAnnotatorIn(path string, name model.Annotator) {
	s.p.SetString("annotator "+path, string(name))
}

func (s settings) setAnnotator(name model.Annotator) { s.p.SetString("annotator", string(name)) }

// understood reports whether the person has read what there is to say about where
// the project lies.
func (s settings) understood(path string) bool { return s.p.Bool("understood " + path) }
func (s settings) setUnderstood(path string)   { s.p.SetBool("understood "+path, true) }

// remember puts a project at the head of the recent ones.
func (s settings) remember(path string) {
	recent := append([]string{path}, without(s.recent(), path)...)
	s.p.SetStringList("recent", recent[:min(len(recent), recentMost)])
	s.setLast(path)
}

func without(list []string, x string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(y string) bool { return x == y })
}

// windowSize returns the size of the window when it was closed.
func (s settings) windowSize() fyne.Size {
	return fyne.NewSize(float32(s.p.FloatWithFallback("window_width", 1280)), float32(s.p.FloatWithFallback("window_height", 800)))
}

func (s settings) setWindowSize(size fyne.Size) {
	if size.Width < 400 || size.Height < 300 {
		return
	}
	s.p.SetFloat("window_width", float64(size.Width))
	s.p.SetFloat("window_height", float64(size.Height))
}

func (s settings) paneWidths() (left, right float32) {
	return float32(s.p.Float("left_width")), float32(s.p.Float("right_width"))
}

func (s settings) setPaneWidths(left, right float32) {
	s.p.SetFloat("left_width", float64(left))
	s.p.SetFloat("right_width", float64(right))
}
