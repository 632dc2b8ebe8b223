package ui

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	ftheme "fyne.io/fyne/v2/theme"
)

// Calm returns content in which nothing that scrolls has a shadow at its edge.
func Calm(content fyne.CanvasObject) fyne.CanvasObject {
	return container.NewThemeOverride(content, calmTheme{})
}

// calmTheme is the theme of the program without shadows.
type calmTheme struct{}

func (calmTheme) running() fyne.Theme { return fyne.CurrentApp().Settings().Theme() }

func (t calmTheme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	if name == ftheme.ColorNameShadow {
		return color.Transparent
	}
	return t.running().Color(name, variant)
}

func (t calmTheme) Font(style fyne.TextStyle) fyne.Resource    { return t.running().Font(style) }
func (t calmTheme) Icon(name fyne.ThemeIconName) fyne.Resource { return t.running().Icon(name) }
func (t calmTheme) Size(name fyne.ThemeSizeName) float32       { return t.running().Size(name) }
