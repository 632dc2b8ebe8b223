// Package theme holds the colours, sizes and fonts of the window: a Fyne theme
// made of two palettes, light and dark.
package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"dragoman/assets"
)

// Mode says which palette is used.
type Mode string

// The modes. The zero value follows the system.
const (
	System    Mode = ""
	LightMode Mode = "light"
	DarkMode  Mode = "dark"
)

// Modes lists the modes in the order in which a person is offered them.
var Modes = []Mode{System, LightMode, DarkMode}

// Title returns the mode as a person reads it.
func (m Mode) Title() string {
	switch m {
	case LightMode:
		return "Light"
	case DarkMode:
		return "Dark"
	}
	return "As the system"
}

// Text sizes beside SizeNameText of Fyne.
const (
	SizeCaption  fyne.ThemeSizeName = "dragomanCaption"  // what says less
	SizeKey      fyne.ThemeSizeName = "dragomanKey"      // hints of keys
	SizeSection  fyne.ThemeSizeName = "dragomanSection"  // headings of sections
	SizeQuote    fyne.ThemeSizeName = "dragomanQuote"    // words of an article in a panel
	SizeHeadline fyne.ThemeSizeName = "dragomanHeadline" // heading of a screen
	SizeReview   fyne.ThemeSizeName = "dragomanReview"   // title of an article that is reviewed
	SizeFigure   fyne.ThemeSizeName = "dragomanFigure"   // a figure above its name
)

// Theme is the Fyne theme of the program.
type Theme struct{ mode Mode }

// New returns the theme of that mode.
func New(mode Mode) *Theme { return &Theme{mode} }

// Palette returns the palette in use for the system's variant.
func (t *Theme) Palette(variant fyne.ThemeVariant) Palette {
	dark := variant == theme.VariantDark
	switch t.mode {
	case LightMode:
		dark = false
	case DarkMode:
		dark = true
	}
	if dark {
		return Dark
	}
	return Light
}

// IsDark reports whether the dark palette is in use.
func (t *Theme) IsDark(variant fyne.ThemeVariant) bool { return t.Palette(variant) == Dark }

// Now returns the palette that the running program shows.
func Now() Palette {
	settings := fyne.CurrentApp().Settings()
	if t, ok := settings.Theme().(*Theme); ok {
		return t.Palette(settings.ThemeVariant())
	}
	if settings.ThemeVariant() == theme.VariantDark {
		return Dark
	}
	return Light
}

// Color implements fyne.Theme.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	p := t.Palette(variant)
	if c, ok := p.named(name); ok {
		return c
	}
	if p == Dark {
		return theme.DefaultTheme().Color(name, theme.VariantDark)
	}
	return theme.DefaultTheme().Color(name, theme.VariantLight)
}

func (p Palette) named(name fyne.ThemeColorName) (color.Color, bool) {
	switch name {
	case theme.ColorNameBackground:
		return p.Panel, true
	case theme.ColorNameButton, theme.ColorNameMenuBackground:
		return p.Raised, true
	case theme.ColorNameInputBackground:
		return color.Transparent, true // fields paint their own ground, see ui.Entry; any other colour without alpha would be drawn
	case theme.ColorNameOverlayBackground:
		return p.Panel, true
	case theme.ColorNameForeground:
		return p.Ink, true
	case theme.ColorNamePlaceHolder, theme.ColorNameDisabled:
		return p.Muted, true
	case theme.ColorNamePrimary, theme.ColorNameHyperlink, theme.ColorNameSuccess:
		return p.Accent, true
	case theme.ColorNameForegroundOnPrimary, theme.ColorNameForegroundOnSuccess:
		return p.OnAccent, true
	case theme.ColorNameSelection:
		return p.Selection, true
	case theme.ColorNameHover:
		return p.Hover, true
	case theme.ColorNamePressed, theme.ColorNameInputBorder, theme.ColorNameSeparator, theme.ColorNameDisabledButton:
		return p.Line, true
	case theme.ColorNameHeaderBackground:
		return p.Panel, true
	case theme.ColorNameError:
		return p.Warning, true
	case theme.ColorNameFocus:
		return withAlpha(p.Accent, 0x40), true
	case theme.ColorNameScrollBar:
		return withAlpha(p.Ink, 0x40), true
	case theme.ColorNameScrollBarBackground:
		return color.Transparent, true
	case theme.ColorNameShadow:
		return color.NRGBA{A: 0x38}, true
	}
	return nil, false
}

func withAlpha(c color.NRGBA, a uint8) color.NRGBA {
	c.A = a
	return c
}

// Font implements fyne.Theme: Fyne's own sans.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource { return theme.DefaultTheme().Font(style) }

// Icon implements fyne.Theme.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return theme.DefaultTheme().Icon(name) }

// Size implements fyne.Theme. Sizes are pixels at scale 1.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 {
	if s, ok := sizes[name]; ok {
		return s
	}
	return theme.DefaultTheme().Size(name)
}

var sizes = map[fyne.ThemeSizeName]float32{
	theme.SizeNameText:            13,
	theme.SizeNameCaptionText:     11.5,
	theme.SizeNameHeadingText:     20,
	theme.SizeNameSubHeadingText:  15,
	theme.SizeNamePadding:         4,
	theme.SizeNameInnerPadding:    7,
	theme.SizeNameModalBlurRadius: 0, // a blurred window takes a second a frame without a graphics card
	theme.SizeNameInputBorder:     2, // how wide the cursor of a field is; see ui.Entry for the border
	theme.SizeNameInputRadius:     6,
	theme.SizeNameSelectionRadius: 6,
	theme.SizeNameScrollBar:       10,
	theme.SizeNameScrollBarSmall:  4,
	theme.SizeNameInlineIcon:      16,
	SizeCaption:                   11.5,
	SizeKey:                       11,
	SizeSection:                   11,
	SizeQuote:                     14,
	SizeHeadline:                  24,
	SizeReview:                    20,
	SizeFigure:                    18,
}

// Size returns a size of the running program's theme.
func Size(name fyne.ThemeSizeName) float32 { return fyne.CurrentApp().Settings().Theme().Size(name) }

// SerifRegular and SerifBold are the reading faces as resources.
var (
	SerifRegular = fyne.NewStaticResource("serif-regular.ttf", assets.SerifRegular)
	SerifBold    = fyne.NewStaticResource("serif-bold.ttf", assets.SerifBold)
)
