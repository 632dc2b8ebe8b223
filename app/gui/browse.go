package gui

import (
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"dragoman/app/gui/ui"
)

// browser is the dialog that chooses files: those to read, one or several, or
// one to write. What is typed is a path, a name in the folder, or the beginning
// of one.
type browser struct {
	w      *Window
	ask    browse
	folder string
	all    []os.DirEntry
	shown  []os.DirEntry
	marked map[string]bool
	path   *ui.Entry
	where  *ui.Text
	note   *ui.Text
	list   *ui.List
	accept *ui.Button
	sheet  *sheet
}

// browse says what a person is to choose.
type browse struct {
	title, verb string
	extensions  []string // of the files that are shown; none for all
	several     bool     // more than one file
	folders     bool     // folders too
	beside      bool     // begin beside the project
	folder      string   // begin here; "" begins where files were chosen last
	write       string   // the name to write to at first; "" reads
	done        func(paths []string)
	// replaces says what a file or folder that is written would take the place
	// of, "" for nothing, or why it may not; nil: of files, but of no project.
	replaces func(path string) (what string, err error)
}

// browse shows the dialog in the folder that was used last, or beside the
// project. What is written from a project has a folder of its own, which is that
// of the project at first.
func (w *Window) browse(ask browse) { w.openBrowser(ask) }

func (w *Window) openBrowser(ask browse) *browser {
	b := &browser{w: w, ask: ask, marked: map[string]bool{}, where: ui.NewText("", ui.Caption), note: ui.NewText("", ui.Caption)}
	b.path = w.field("Name or path", ask.write)
	b.path.OnChanged = func(string) { b.typed() }
	b.path.OnKey = b.key
	b.path.OnShortcut = func(s fyne.Shortcut) bool {
		up := shortcutKey(s) == "Alt+Up"
		if up {
			b.enter(filepath.Dir(b.folder))
		}
		return up || w.sheetShortcut(s)
	}
	b.list = ui.NewList(func() int { return len(b.shown) }, newFileRow, b.fill)
	b.list.OnSelected, b.list.OnKey = b.tapped, b.listKey
	up := ui.NewKeyButton("Up", "Alt ↑", func() { b.enter(filepath.Dir(b.folder)) })
	home := ui.NewButton(ui.Quiet, "Home", b.goHome)
	head := ui.Frame(nil, nil, ui.LineOf(6, up, home), nil, ui.Pad(6, 0, 10, 0, b.where))
	b.accept = ui.NewButton(ui.Primary, ask.verb, b.take)
	content := ui.Frame(ui.Column(8, b.path, head), b.note, nil, nil, ui.Pad(8, 6, 0, 0, b.list))
	b.sheet = w.openSheet(ask.title, content, fyne.NewSize(680, 560), "Cancel", b.accept)
	b.start()
	w.win.Canvas().Focus(b.path)
	b.path.TypedShortcut(&fyne.ShortcutSelectAll{}) // typing replaces the name that is proposed
	return b
}

func (b *browser) start() {
	folder := b.w.settings.folder()
	if b.writes() {
		folder = b.w.settings.exportFolder(b.w.opened.Path)
	}
	if b.ask.beside {
		folder = filepath.Dir(b.w.opened.Path)
	}
	folder = cmp.Or(b.ask.folder, folder)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		b.goHome()
		return
	}
	b.enter(folder)
}

func (b *browser) goHome() {
	home, err := os.UserHomeDir()
	if err != nil {
		home = string(filepath.Separator)
	}
	b.enter(home)
}

// enter shows a folder.
func (b *browser) enter(folder string) {
	entries, err := os.ReadDir(folder)
	if err != nil {
		b.note.Set("This folder cannot be read: " + err.Error())
		return
	}
	slices.SortStableFunc(entries, func(x, y os.DirEntry) int {
		if x.IsDir() != y.IsDir() {
			return map[bool]int{true: -1, false: 1}[x.IsDir()]
		}
		return strings.Compare(strings.ToLower(x.Name()), strings.ToLower(y.Name()))
	})
	b.folder, b.all = folder, slices.DeleteFunc(entries, b.hidden)
	b.where.Set(folder)
	b.marked = map[string]bool{}
	if b.ask.write == "" {
		b.path.SetText("")
	}
	b.typed()
}

// hidden reports whether an entry is not offered.
func (b *browser) hidden(e os.DirEntry) bool {
	if strings.HasPrefix(e.Name(), ".") {
		return true
	}
	name := strings.ToLower(e.Name())
	ends := func(extension string) bool { return strings.HasSuffix(name, extension) }
	return !e.IsDir() && len(b.ask.extensions) > 0 && !slices.ContainsFunc(b.ask.extensions, ends)
}

// typed shows the entries that begin with what was typed.
func (b *browser) typed() {
	typed := strings.ToLower(b.path.Text)
	b.shown = b.all
	if b.ask.write == "" && typed != "" && !strings.ContainsRune(typed, filepath.Separator) {
		b.shown = nil
		for _, e := range b.all {
			if strings.Contains(strings.ToLower(e.Name()), typed) {
				b.shown = append(b.shown, e)
			}
		}
	}
	b.list.UnselectAll()
	b.list.Refresh()
	b.refresh()
}

// refresh says what the button would do.
func (b *browser) refresh() {
	paths := b.paths()
	b.accept.Disabled = len(paths) == 0
	note := ""
	switch {
	case len(paths) > 1:
		note = count(len(paths), "file") + " chosen"
	case len(paths) == 1:
		note = paths[0]
		what, err := b.replaced(note)
		switch {
		case err != nil:
			note, b.accept.Disabled = capital(err.Error())+".", true
		case what != "":
			note += " is there already. You are asked before it is replaced."
		}
	case b.missing():
		note = "There is nothing at " + b.absolute(strings.TrimSpace(b.path.Text)) + ". Check the name, or choose from the list."
	case len(b.shown) == 0:
		note = "Nothing here to choose. Go up, or type a path."
	}
	b.note.Set(note)
	b.accept.Refresh()
}

// missing reports whether a path was typed at which nothing is.
func (b *browser) missing() bool {
	typed := strings.TrimSpace(b.path.Text)
	if typed == "" || len(b.shown) > 0 && !strings.ContainsRune(typed, filepath.Separator) {
		return false
	}
	_, err := os.Stat(b.absolute(typed))
	return err != nil
}

// paths returns what is chosen now.
func (b *browser) paths() []string {
	if b.ask.write != "" {
		if name := strings.TrimSpace(b.path.Text); name != "" {
			return []string{b.absolute(b.ended(name))}
		}
		return nil
	}
	if len(b.marked) > 0 {
		var paths []string
		for _, e := range b.all {
			if b.marked[e.Name()] {
				paths = append(paths, filepath.Join(b.folder, e.Name()))
			}
		}
		return paths
	}
	typed := strings.TrimSpace(b.path.Text)
	if typed == "" {
		if b.ask.folders {
			return []string{b.folder}
		}
		return nil
	}
	if info, err := os.Stat(b.absolute(typed)); err == nil && (!info.IsDir() || b.ask.folders) {
		return []string{b.absolute(typed)}
	}
	return nil
}

func (b *browser) absolute(name string) string {
	if rest, ok := strings.CutPrefix(name, "~"+string(filepath.Separator)); ok {
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, rest)
		}
	}
	if filepath.IsAbs(name) {
		return filepath.Clean(name)
	}
	return filepath.Join(b.folder, name)
}

// tapped enters a folder, and marks a file or takes the mark away.
func (b *browser) tapped(i widget.ListItemID) {
	b.list.UnselectAll()
	if i >= len(b.shown) {
		return
	}
	e := b.shown[i]
	switch {
	case e.IsDir():
		b.enter(filepath.Join(b.folder, e.Name()))
		return
	case b.ask.write != "":
		b.path.SetText(e.Name())
	case b.ask.several:
		b.marked[e.Name()] = !b.marked[e.Name()]
		if !b.marked[e.Name()] {
			delete(b.marked, e.Name())
		}
	default:
		b.marked = map[string]bool{e.Name(): true}
	}
	b.list.Refresh()
	b.refresh()
}

func (b *browser) key(e *fyne.KeyEvent) bool {
	switch e.Name {
	case fyne.KeyEscape:
		b.sheet.close()
	case fyne.KeyReturn, fyne.KeyEnter:
		b.enterOrTake()
	default:
		return false
	}
	return true
}

// listKey takes the keys of the dialog while its list has the focus: Enter takes
// what is chosen, or chooses where nothing is.
func (b *browser) listKey(e *fyne.KeyEvent) bool {
	enter := e.Name == fyne.KeyReturn || e.Name == fyne.KeyEnter
	if e.Name != fyne.KeyEscape && (!enter || len(b.paths()) == 0) {
		return false
	}
	b.sheet.typedKey(e)
	return true
}

// enterOrTake goes into the folder that was typed, or takes what is chosen.
func (b *browser) enterOrTake() {
	typed := strings.TrimSpace(b.path.Text)
	what, err := b.replaced(b.absolute(typed))
	earlier := what != "" && err == nil // a folder that an export wrote
	if info, err := os.Stat(b.absolute(typed)); typed != "" && err == nil && info.IsDir() && !b.ask.folders && !earlier {
		b.path.SetText(b.ask.write)
		b.enter(b.absolute(typed))
		return
	}
	if len(b.shown) == 1 && len(b.paths()) == 0 {
		b.tapped(0)
		return
	}
	b.take()
}

func (b *browser) fill(i widget.ListItemID, o fyne.CanvasObject) {
	if i < len(b.shown) {
		o.(*fileRow).set(b.shown[i], b.marked[b.shown[i].Name()])
	}
}
