// Package scene holds tests that drive the built program in a real window, by
// mouse and keyboard alone, and measure it there. They need a display, xdotool
// and the build tag "scene"; scripts/test and scripts/bench bring all three.
package scene
