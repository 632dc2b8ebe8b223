package textview

import (
	"image/color"

	"dragoman/model"
)

// Style holds the colours of the view. Every colour is opaque.
type Style struct {
	Paper     color.NRGBA
	Ink       color.NRGBA
	Muted     color.NRGBA
	Line      color.NRGBA
	Accent    color.NRGBA
	Selection color.NRGBA
	Found     color.NRGBA // behind hits of a search
	Warning   color.NRGBA // marks of hidden characters
	Tint      float32     // opacity of the colour behind a highlight, 0 to 1
	Dark      bool        // which of a label's two colours is used
}

// Light is the style for light paper.
var Light = Style{
	Paper: rgb(0xFBFAF7), Ink: rgb(0x20242A), Muted: rgb(0x6B6F76), Line: rgb(0xE2DED5),
	Accent: rgb(0x0F766E), Selection: rgb(0xCFE8E4), Found: rgb(0xF6E7A8), Warning: rgb(0xB23A48), Tint: 0.15,
}

// Dark is the style for dark paper.
var Dark = Style{
	Paper: rgb(0x15171B), Ink: rgb(0xE7E4DD), Muted: rgb(0x9097A1), Line: rgb(0x2C3037),
	Accent: rgb(0x3FB8A8), Selection: rgb(0x1F4A47), Found: rgb(0x5A4E1E), Warning: rgb(0xF27D93), Tint: 0.16, Dark: true,
}

// LabelStyle says how annotations of a label are drawn.
type LabelStyle struct {
	Light, Dark color.NRGBA
	Pattern     model.Pattern // solid when empty
	Tag         string        // one or two letters; none draws no tag
}

// colour returns the label's colour on the paper of s.
func (l LabelStyle) colour(s Style) color.NRGBA {
	if s.Dark {
		return l.Dark
	}
	return l.Light
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xFF}
}
