// Package app starts the window. It is the one package that imports Fyne's
// app, and with it OpenGL.
package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime/debug"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"

	"dragoman/app/background"
	"dragoman/app/gui"
	"dragoman/app/instance"
	"dragoman/app/trace"
)

// id names the program to the system: its preferences stand under it.
const id = "org.dragoman.Dragoman"

// startPercent is how much more memory than what is in use the start may take
// before the garbage collector runs, in percent. Little of what is made then can
// be given back.
const startPercent = 800

// Run shows the window and returns when it is closed, with the exit status of
// the program. A nil deps.Runner becomes one on the window's goroutine. When
// ctx ends the window closes.
func Run(ctx context.Context, deps gui.Deps) int {
	makeCacheFolder()
	collect := debug.SetGCPercent(startPercent)
	a := app.NewWithID(id)
	a.SetIcon(fyne.NewStaticResource("icon.png", deps.Icon))
	if deps.Runner == nil {
		deps.Runner = &background.Runner{UI: fyne.Do}
	}
	var err error
	if deps.Trace, err = trace.Open(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	deps.Front, deps.Listen = instance.Front, instance.Listen
	w := gui.New(ctx, a, deps)
	if path := w.First(); path != "" && instance.Front(ctx, path) {
		return end(w, deps) // the window that has the project open is in front now
	}
	a.Lifecycle().SetOnStarted(func() {
		debug.SetGCPercent(collect)
		w.Start()
		provoke(deps.Runner)
	})
	deps.Crash.Log().Began(deps.Version)
	stop := context.AfterFunc(ctx, func() { fyne.Do(w.Quit) })
	defer stop()
	w.Show()
	a.Run()
	return end(w, deps)
}

// end closes what is open, and returns the exit status.
func end(w *gui.Window, deps gui.Deps) int {
	if err := errors.Join(w.End(), deps.Trace.Close()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// makeCacheFolder makes the folder for caches of a person who never ran a
// program with a window: the toolkit makes its own in it, but not the folder
// itself.
func makeCacheFolder() {
	dir, err := os.UserCacheDir()
	if err == nil {
		err = os.MkdirAll(dir, 0o700)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "make the folder for caches:", err)
	}
}
