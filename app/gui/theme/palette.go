package theme

import (
	"image/color"
	"math"
	"strconv"
)

// Palette holds the colours of the window. Every colour is opaque.
type Palette struct {
	Paper     color.NRGBA // behind the article
	Panel     color.NRGBA // behind everything beside it
	Line      color.NRGBA // separators and borders
	Raised    color.NRGBA // buttons and fields
	Hover     color.NRGBA // what the pointer is on
	Ink       color.NRGBA // text
	Muted     color.NRGBA // text that says less
	Accent    color.NRGBA // what is chosen or active
	OnAccent  color.NRGBA // text on Accent
	Selection color.NRGBA // behind what is chosen
	Warning   color.NRGBA // text of an error
}

// Light is the palette for a light room.
var Light = Palette{
	Paper: rgb(0xFBFAF7), Panel: rgb(0xF4F2ED), Line: rgb(0xE2DED5), Raised: rgb(0xFDFCFA), Hover: rgb(0xEAE7E0),
	Ink: rgb(0x20242A), Muted: rgb(0x666A71), Accent: rgb(0x0F766E), OnAccent: rgb(0xFFFFFF),
	Selection: rgb(0xCFE8E4), Warning: rgb(0xB23A48),
}

// Dark is the palette for a dark room.
var Dark = Palette{
	Paper: rgb(0x15171B), Panel: rgb(0x1C1F24), Line: rgb(0x2C3037), Raised: rgb(0x15171B), Hover: rgb(0x262A31),
	Ink: rgb(0xE7E4DD), Muted: rgb(0x9097A1), Accent: rgb(0x3FB8A8), OnAccent: rgb(0x0E1613),
	Selection: rgb(0x1F4A47), Warning: rgb(0xF27D93),
}

func rgb(hex uint32) color.NRGBA {
	return color.NRGBA{R: uint8(hex >> 16), G: uint8(hex >> 8), B: uint8(hex), A: 0xFF}
}

// ParseColour reads a colour of the form #RRGGBB, and false for anything else.
func ParseColour(s string) (color.NRGBA, bool) {
	if len(s) != 7 || s[0] != '#' {
		return color.NRGBA{}, false
	}
	n, err := strconv.ParseUint(s[1:], 16, 32)
	return rgb(uint32(n)), err == nil
}

// Contrast returns the contrast ratio of two opaque colours by WCAG 2, from
// 1 (the same) to 21 (black on white).
func Contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func luminance(c color.NRGBA) float64 {
	channel := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*channel(c.R) + 0.7152*channel(c.G) + 0.0722*channel(c.B)
}

// Legible is the contrast that small letters need.
const Legible = 4.5

// Tag returns the ground and the ink of a tag in the colour of a label: white
// letters where they nearly read on it, on a ground that is darker by as little
// as is needed, else black ones.
func Tag(c color.NRGBA) (ground, ink color.NRGBA) {
	white, black := rgb(0xFFFFFF), rgb(0x000000)
	if Contrast(white, c) < 3 {
		return c, black
	}
	for share := 0.0; Contrast(white, c) < Legible; share += 0.01 {
		c = Mix(c, black, share)
	}
	return c, white
}

// Mix returns a with the share of b, 0 to 1, mixed in.
func Mix(a, b color.NRGBA, share float64) color.NRGBA {
	mix := func(x, y uint8) uint8 { return uint8(math.Round(float64(x)*(1-share) + float64(y)*share)) }
	return color.NRGBA{R: mix(a.R, b.R), G: mix(a.G, b.G), B: mix(a.B, b.B), A: 0xFF}
}

// SecondOnSelection returns the colour of muted text behind which Selection
// stands.
func (p Palette) SecondOnSelection() color.NRGBA { return Mix(p.Muted, p.Ink, 0.5) }
