package gui

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"dragoman/app/background"
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
	notice   *notice
	screen   *fyne.Container
	root     *fyne.Container
	opened   *Opened
	session  *session.Session
	space    *workspace
	sheets   []*sheet
	recent   []string // projects on the welcome screen
	scene    *scene
	tracing  *tracing
	exports  map[string][]string // what was chosen in the export dialog last, by project
	work     context.Context     // of the open project; ends when it is closed
	stopWork context.CancelFunc
	trouble  trouble
	running  int // commands that are being carried out, one within another
	started  bool
	first    *first  // that Start shows
	again    func()  // does what is being tried once more
	after    func()  // comes once the project that is being opened is there, or not
	backedUp string  // the day whose backup was asked for
	unbacked string  // why there is none, as a sentence
	rescued  *Opened // of which a copy was saved last, to go on with
}

// New makes the window. It is shown by Show; what Deps.Path or the last session
// says is opened by Start.
func New(ctx context.Context, a fyne.App, deps Deps) *Window {
	w := &Window{ctx: ctx, work: ctx, exports: map[string][]string{}, deps: deps, app: a, settings: settings{a.Preferences()}}
	a.Settings().SetTheme(theme.New(w.settings.mode()))
	w.openFirst()
	w.makeWindow()
	w.win.SetMaster()
	w.win.SetPadded(false)
	w.table = command.New(w)
	w.top, w.status = newTopBar(w), newStatusBar()
	w.notice = newNotice(w)
	w.screen = container.NewStack(w.home())
	w.root = ui.Frame(ui.Column(0, w.top.object, w.notice.object), w.status.object, nil, nil, w.screen)
	w.tracing = newTracing(deps)
	w.win.SetContent(w.tracing.around(w.root))
	w.win.Resize(w.settings.windowSize())
	w.listenToWindow()
	w.scene = newScene(w, deps.ScenePath)
	w.update()
	return w
}

// makeWindow makes the toolkit's window. That has the display's server make
// itself ready, and fonts are read meanwhile: both take some 50 ms.
func (w *Window) makeWindow() {
	read := background.Ahead(w.ctx, func(context.Context) (struct{}, error) {
		ui.ReadFonts(w.app.Driver())
		return struct{}{}, nil
	})
	w.win = w.app.NewWindow("Dragoman")
	_, _ = read()
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

// Start opens the project that Deps names, or the last one; without either the
// welcome screen stays.
func (w *Window) Start() {
	w.deps.Trace.Event("started")
	w.started = true
	w.readRest()
	if w.first == nil && w.opened == nil {
		w.openFirst()
	}
	if w.first != nil {
		w.showFirst()
	} else if w.after != nil {
		w.after()
		w.after = nil
	}
}

// First returns the project that Start opens, or "" for none.
func (w *Window) First() string { return cmp.Or(w.deps.Path, w.settings.last()) }

// Quit remembers the window and ends the program.
func (w *Window) Quit() { w.leaving(w.quit) }

func (w *Window) quit() {
	last := ""
	if w.opened != nil {
		last = w.opened.Path
	} else if w.first != nil {
		last = w.first.path // it would have been open in a moment
	}
	w.settings.setWindowSize(w.win.Canvas().Size())
	err := w.leaveProject()
	w.settings.setLast(last)
	if err != nil { // it says where the work is: a person has to read it first
		w.closeFailed(last, err).closed = w.end
		return
	}
	w.end()
}

// end closes the window, and with it the program.
func (w *Window) end() {
	w.win.SetCloseIntercept(nil)
	w.win.Close()
}

// End leaves the open project when the program ends without Quit, by a signal,
// so that its file is whole.
func (w *Window) End() error {
	err := w.first.close()
	if w.opened == nil {
		return err
	}
	w.space.leave()
	w.stopWork()
	o := w.opened
	w.opened = nil
	return errors.Join(err, o.Close())
}

// seat shows a project that was opened.
func (w *Window) seat(o *Opened) {
	w.closeProject()
	w.opened, w.session = o, o.session
	w.trouble, w.backedUp, w.unbacked = trouble{}, "", ""
	w.work, w.stopWork = context.WithCancel(w.ctx)
	w.settings.remember(o.Path)
	w.space = newWorkspace(w)
	w.screen.Objects = []fyne.CanvasObject{w.space.object}
	w.screen.Refresh()
	w.win.SetTitle(model.Line(projectName(o.Path)) + " – Dragoman")
	w.space.start()
	w.readRest()
	w.update()
	w.listed()
	if o.ReadOnly != "" {
		w.space.inspector.Annotation.Note.Disable() // nothing is written that cannot be saved
		return
	}
	w.listenToOthers()
	w.noteWaiting()
	w.askWhoWorks()
}

// listed gives back what reading the list of documents took, once it is whole.
func (w *Window) listed() {
	if w.session.Near() != nil {
		return
	}
	w.deps.Trace.Event("whole")
	w.tidy()
}

// closeProject leaves the open project, if there is one, for the welcome
// screen.
func (w *Window) closeProject() {
	path := ""
	if w.opened != nil {
		path = w.opened.Path
	}
	rescued := w.opened != nil && w.rescued == w.opened
	if err := w.leaveProject(); rescued && w.kindOf(err) == Moved {
		w.deps.Crash.Log().Failed("close "+string(Moved), err) // the copy that is gone on with is at hand
	} else if err != nil {
		w.closeFailed(path, err)
	}
}

// giveUp leaves the project at path, if it is the open one, for what is to be
// done with its file. That a damaged one cannot be closed as usual says nothing
// new.
func (w *Window) giveUp(path string) {
	if w.opened == nil || w.opened.Path != path {
		return
	}
	if err := w.leaveProject(); w.kindOf(err) == Damaged {
		w.deps.Crash.Log().Failed("close "+string(Damaged), err)
	} else if err != nil { // it says where the work is
		w.closeFailed(path, err)
	}
}

// closeFailed says that a project could not be closed as it should, and offers
// the copy that closing saved of it, if there is one.
func (w *Window) closeFailed(path string, err error) *sheet {
	w.deps.Crash.Log().Failed("close "+string(w.kindOf(err)), err)
	copied := ""
	if w.deps.Rescued != nil {
		copied = w.deps.Rescued(err)
	}
	var s *sheet
	var buttons []*ui.Button
	if copied != "" {
		w.settings.remember(copied)
		w.welcomeAgain() // it is among the recent projects now
		buttons = []*ui.Button{ui.NewButton(ui.Quiet, "Open the copy", func() {
			s.closed = nil
			s.close()
			w.openPath(copied)
		})}
	}
	s = w.sheetOf("The project could not be closed as usual", explain(err)+"\n\nEverything that you did was saved before the article showed it.", path, buttons...)
	return s
}

// welcomeAgain shows the welcome screen.
func (w *Window) welcomeAgain() {
	w.screen.Objects = []fyne.CanvasObject{w.welcome()}
	w.screen.Refresh()
}

func (w *Window) leaveProject() error {
	if w.opened == nil {
		return nil
	}
	w.space.leave()
	for w.sheet() != nil { // they are about this project
		w.sheet().close()
	}
	w.settings.setPaneWidths(w.space.panes.Widths())
	w.stopWork()
	o := w.opened
	w.opened, w.session, w.space, w.work = nil, nil, nil, w.ctx
	w.trouble = trouble{}
	w.table.DropLink()
	w.settings.setLast("")
	err := o.Close()
	w.welcomeAgain()
	w.win.SetTitle("Dragoman")
	w.update()
	return err
}

// run carries out a command and shows what is different then.
func (w *Window) run(c command.Command) {
	defer w.tracing.event("handled")
	switch {
	case c.Menu == command.Document || c.Menu == command.Review: // the annotation may be left for good
		w.leaving(func() { w.carryOut(c) })
		return
	case w.space != nil:
		w.space.inspector.Annotation.Leave()
	}
	w.carryOut(c)
}

func (w *Window) carryOut(c command.Command) {
	w.status.say("")
	about := w.about()
	again := func() {
		if w.about() == about {
			w.run(c)
		} else {
			w.tryWriting()
		}
	}
	w.running++
	w.trying(again, func() { w.table.Run(c) })
	if w.running--; w.running == 0 && w.space != nil {
		w.space.showLate()
	}
	w.update()
}

// about tells apart what commands would be about: they are done again only to
// what they failed on.
func (w *Window) about() string {
	if w.space == nil || w.session.Desk() == nil {
		return ""
	}
	about := fmt.Sprint(w.session.Desk().Document().ID, w.session.Annotator(), w.space.active, w.space.article.Selection())
	if r := w.session.Review(); r != nil {
		about += fmt.Sprint(r.Current())
	}
	return about
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

// update shows the state in the top bar and the status line; within a command
// it waits for the end.
func (w *Window) update() {
	if w.running > 0 {
		return
	}
	if w.space != nil {
		w.space.review.update()
	}
	w.top.update()
	w.notice.update()
	w.status.update(w)
	w.scene.write()
}

// relayout gives every part of the window its place again.
func (w *Window) relayout() { w.root.Refresh() }

func (w *Window) themeChanged() {
	if w.space != nil {
		w.space.themeChanged()
	}
	w.scene.write()
}

func projectName(path string) string {
	return strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
}
