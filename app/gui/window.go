package gui

import (
	"cmp"
	"context"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/command"
	"dragoman/app/gui/theme"
	"dragoman/app/gui/ui"
	"dragoman/app/session"
	"dragoman/model"
)

// Window is the window of the program: a top bar, a screen (the welcome screen
// or the workspace of a project) and the status line.
type Window struct {
	ctx      context.Context
	deps     Deps
	app      fyne.App
	win      fyne.Window
	settings settings
	table    *command.Table
	top      *topBar
	status   *statusBar
	screen   *fyne.Container
	opened   *Opened
	session  *session.Session
	space    *workspace
	sheets   []*sheet
	recent   []string // projects on the welcome screen
	scene    *scene
	exports  map[string][]string // what was chosen in the export dialog last, by project
	work     context.Context     // of the open project; ends when it is closed
	stopWork context.CancelFunc
}

// New makes the window. It is shown by Show; what Deps.Path or the last session
// says is opened by Start.
func New(ctx context.Context, a fyne.App, deps Deps) *Window {
	w := &Window{ctx: ctx, work: ctx, exports: map[string][]string{}, deps: deps, app: a, settings: settings{a.Preferences()}}
	a.Settings().SetTheme(theme.New(w.settings.mode()))
	w.win = a.NewWindow("Dragoman")
	w.win.SetMaster()
	w.win.SetPadded(false)
	w.table = command.New(w)
	w.top, w.status = newTopBar(w), newStatusBar()
	w.screen = container.NewStack(w.welcome())
	w.win.SetContent(ui.NewGround(ui.Panel, ui.Frame(w.top.object, w.status.object, nil, nil, w.screen)))
	w.win.Resize(w.settings.windowSize())
	w.listenToWindow()
	w.scene = newScene(w, deps.ScenePath)
	w.update()
	return w
}

func (w *Window) listenToWindow() {
	c := w.win.Canvas()
	c.SetOnTypedKey(w.typedKey)
	c.SetOnTypedRune(w.typedRune)
	w.addShortcuts()
	w.win.SetOnDropped(w.dropped)
	w.win.SetCloseIntercept(w.Quit)
	w.app.Settings().AddListener(func(fyne.Settings) { w.themeChanged() })
}

// Show shows the window.
func (w *Window) Show() { w.win.Show() }

// Start opens the project that Deps names, or the last one; without either the
// welcome screen stays.
func (w *Window) Start() {
	w.deps.Trace.Event("started")
	if path := w.First(); path != "" {
		w.openPath(path)
	}
}

// First returns the project that Start opens, or "" for none.
func (w *Window) First() string { return cmp.Or(w.deps.Path, w.settings.last()) }

// Quit remembers the window and ends the program.
func (w *Window) Quit() {
	last := ""
	if w.opened != nil {
		last = w.opened.Path
	}
	w.settings.setWindowSize(w.win.Canvas().Size())
	w.closeProject()
	w.settings.setLast(last)
	w.win.SetCloseIntercept(nil)
	w.win.Close()
}

// End leaves the open project when the program ends without Quit, by a signal,
// so that its file is whole.
func (w *Window) End() error {
	if w.opened == nil {
		return nil
	}
	w.space.leave()
	w.stopWork()
	o := w.opened
	w.opened = nil
	return o.Close()
}

// seat shows a project that was opened.
func (w *Window) seat(o *Opened) {
	w.closeProject()
	owner, err := o.Project.Setting(w.ctx, model.SettingOwner)
	w.Fail(err)
	who := cmp.Or(w.settings.annotatorIn(o.Path), o.Annotator, model.Annotator(owner), w.settings.annotator(w.deps.Annotator))
	s, err := session.Open(w.ctx, o.Project, who)
	if err != nil {
		w.Fail(err)
		if err := o.Close(); err != nil {
			w.Fail(err)
		}
		return
	}
	w.opened, w.session = o, s
	w.work, w.stopWork = context.WithCancel(w.ctx)
	w.settings.remember(o.Path)
	w.space = newWorkspace(w)
	w.screen.Objects = []fyne.CanvasObject{w.space.object}
	w.screen.Refresh()
	w.win.SetTitle(projectName(o.Path) + " – Dragoman")
	w.space.start()
	w.update()
	if o.ReadOnly != "" {
		w.status.fail("Opened for reading only: " + o.ReadOnly + ".")
		return
	}
	w.listenToOthers()
	w.noteWaiting()
	w.askWhoWorks()
}

// closeProject leaves the open project, if there is one, for the welcome
// screen.
func (w *Window) closeProject() {
	if w.opened == nil {
		return
	}
	w.space.leave()
	w.settings.setPaneWidths(w.space.panes.Widths())
	w.stopWork()
	o := w.opened
	w.opened, w.session, w.space = nil, nil, nil
	w.table.DropLink()
	w.settings.setLast("")
	if err := o.Close(); err != nil {
		w.Fail(err)
	}
	w.screen.Objects = []fyne.CanvasObject{w.welcome()}
	w.screen.Refresh()
	w.win.SetTitle("Dragoman")
	w.update()
}

// run carries out a command and shows what is different then.
func (w *Window) run(c command.Command) {
	if w.space != nil {
		w.space.inspector.Annotation.Leave()
	}
	w.status.say("")
	w.table.Run(c)
	w.update()
}

// runID carries out the command of that id and gives the focus back to the
// article, unless something else was opened.
func (w *Window) runID(id string) {
	c, ok := w.table.ByID(id)
	if !ok {
		return
	}
	w.deps.Trace.Event("key")
	w.run(c)
	if w.space != nil && len(w.sheets) == 0 && w.win.Canvas().Focused() == nil {
		w.FocusPane(0)
	}
}

// update shows the state in the top bar and the status line.
func (w *Window) update() {
	if w.space != nil {
		w.space.review.update()
	}
	w.top.update()
	w.status.update(w)
	w.scene.write()
}

func (w *Window) themeChanged() {
	if w.space != nil {
		w.space.themeChanged()
	}
	w.scene.write()
}

func projectName(path string) string {
	return strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
}
