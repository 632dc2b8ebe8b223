// Package textview is the article view: it paints an annotated text, lets a
// person select in it by mouse and keyboard, and says through its On… fields
// what that person wants. It holds no annotation of its own, knows no session
// and no file, and belongs to the goroutine of the window.
//
// The geometry (wrapping, visual order, offsets to points and back, lanes)
// is in package flow; this package turns it into canvas objects for the visible
// lines only, from pools that are filled again as the text scrolls.
package textview
