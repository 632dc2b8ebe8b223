package gui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"fyne.io/fyne/v2/test"

	"dragoman/app/background"
	"dragoman/app/session/sessiontest"
)

const firstPath = "/somewhere/first.dragoman"

// newFirst makes a window whose first project is opened by open.
func newFirst(t *testing.T, deps Deps, open func(context.Context) (*Opened, error)) (*Window, *background.Queue) {
	t.Helper()
	a := test.NewTempApp(t)
	forget(t)
	queue := background.NewQueue()
	deps.Runner, deps.Path, deps.Annotator = &background.Runner{UI: queue.Put}, firstPath, "ana"
	deps.Open = func(ctx context.Context, _ string, _ bool) (*Opened, error) { return open(ctx) }
	return New(t.Context(), a, deps), queue
}

// A window that is closed before its first project is there leaves no project
// open, waits for no long opening, and begins with the same one next time.
func TestClosedBeforeTheFirstProjectIsThere(t *testing.T) {
	for name, ends := range map[string]func(ctx context.Context) error{
		"given up": func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() },
		"opened":   func(context.Context) error { return nil },
	} {
		t.Run(name, func(t *testing.T) {
			var opened, closed atomic.Int32
			w, _ := newFirst(t, Deps{}, func(ctx context.Context) (*Opened, error) {
				if err := ends(ctx); err != nil {
					return nil, err
				}
				opened.Add(1)
				return &Opened{
					Path: firstPath, Project: sessiontest.NewProject(stageSchema(t)),
					Close: func() error { closed.Add(1); return nil },
				}, nil
			})
			w.Start()
			w.Quit()
			if err := w.End(); err != nil {
				t.Error(err)
			}
			if opened.Load() != closed.Load() {
				t.Errorf("%d projects were opened and %d closed", opened.Load(), closed.Load())
			}
			if got := w.settings.last(); got != firstPath {
				t.Errorf("the next start opens %q", got)
			}
		})
	}
}

// A project that another window has open is left to that one: it is not opened
// here even for a moment.
func TestFirstProjectThatAnotherWindowHasOpen(t *testing.T) {
	var opened atomic.Int32
	w, queue := newFirst(t, Deps{Front: func(context.Context, string) bool { return true }}, func(context.Context) (*Opened, error) {
		opened.Add(1)
		return nil, errors.New("it is locked")
	})
	w.Start()
	queue.Drain(w.deps.Runner)
	if n := opened.Load(); n != 0 {
		t.Errorf("it was opened %d times", n)
	}
	if got, want := w.status.said, "first.dragoman is open in another window, which is in front now."; got != want {
		t.Errorf("said is %q", got)
	}
	if w.first != nil || w.opened != nil || len(w.sheets) > 0 {
		t.Error("something else is shown")
	}
}

// A project that is open in no time is what a person sees first, and is opened
// once.
func TestFirstProjectIsSeenFirst(t *testing.T) {
	var opened atomic.Int32
	w, _ := newFirst(t, Deps{}, func(context.Context) (*Opened, error) {
		opened.Add(1)
		return &Opened{Path: firstPath, Project: sessiontest.NewProject(stageSchema(t)), Close: func() error { return nil }}, nil
	})
	for range 100 { // a busy machine may need longer than the window waits
		if w.first.soon() {
			break
		}
	}
	w.Show()
	if w.opened == nil || w.space == nil {
		t.Fatal("the window shows no project")
	}
	space := w.space
	w.Start()
	if n := opened.Load(); n != 1 || w.space != space || w.first != nil {
		t.Errorf("it was opened %d times", n)
	}
}

// While a first project takes long the window is empty; one that cannot be
// opened leaves the welcome screen.
func TestWindowWithoutItsFirstProject(t *testing.T) {
	fail := make(chan struct{})
	w, queue := newFirst(t, Deps{}, func(context.Context) (*Opened, error) {
		<-fail
		return nil, errors.New("it is locked")
	})
	welcomed := func() bool { return strings.Contains(texts(w.screen), "Turn news articles into training data") }
	w.Show()
	w.Start()
	if welcomed() {
		t.Error("the welcome screen is shown while a project is opened")
	}
	close(fail)
	queue.Drain(w.deps.Runner)
	if !welcomed() {
		t.Error("there is no welcome screen")
	}
}

// A project that a person opened while the first one was still being opened
// stays, whatever becomes of that.
func TestAnotherProjectWhileTheFirstIsOpened(t *testing.T) {
	for _, fails := range []error{nil, errors.New("it is locked")} {
		var closed atomic.Int32
		project := func(path string) *Opened {
			return &Opened{
				Path: path, Project: sessiontest.NewProject(stageSchema(t)),
				Close: func() error { closed.Add(1); return nil },
			}
		}
		there := make(chan struct{})
		w, queue := newFirst(t, Deps{}, func(context.Context) (*Opened, error) {
			<-there
			return project(firstPath), fails
		})
		w.Start()
		other, err := w.meet(t.Context(), "", func(context.Context) (*Opened, error) { return project("/somewhere/other.dragoman"), nil })
		if err != nil {
			t.Fatal(err)
		}
		w.seat(other)
		close(there)
		queue.Drain(w.deps.Runner)
		if w.opened != other || !slices.Contains(w.screen.Objects, w.space.object) || len(w.sheets) > 0 {
			t.Errorf("the other project is no longer shown when the first one ends with %v", fails)
		}
		if n := closed.Load(); fails == nil && n != 1 {
			t.Errorf("the first one was closed %d times", n)
		}
	}
}
