package textview

import (
	"fmt"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"dragoman/app/gui/textview/flow"
	"dragoman/assets"
)

// naskhScale makes Arabic letters look as large as Latin ones beside them.
const naskhScale = 1.12

// fonts are the fonts of the view: of the text, of the headline, of the line
// below it and of tags.
type fonts struct {
	text, title, byline, tag *flow.Fonts

	sources map[*flow.Font]fyne.Resource
}

// newFonts returns the embedded fonts, each of which is read when something is
// first set in it.
func newFonts() *fonts {
	naskh, hebrew := embedded("naskh", assets.NaskhRegular, naskhScale), embedded("hebrew", assets.HebrewRegular, 1)
	tag := embedded("sans-bold", theme.DefaultTextBoldFont().Content(), 1)
	system := emojiElse(flow.SystemFonts(""))
	return &fonts{
		text: choose(system, embedded("serif", assets.SerifRegular, 1), naskh, hebrew),
		title: choose(system, embedded("serif-bold", assets.SerifBold, 1), embedded("naskh-bold", assets.NaskhBold, naskhScale),
			embedded("hebrew-bold", assets.HebrewBold, 1)),
		byline: choose(system, embedded("sans", theme.DefaultTextFont().Content(), 1), embedded("sans-arabic", assets.SansArabic, 1),
			embedded("sans-hebrew", assets.SansHebrew, 1)),
		tag:     choose(system, tag),
		sources: map[*flow.Font]fyne.Resource{tag: theme.DefaultTextBoldFont()}, // the toolkit has read that already
	}
}

// emojiElse returns a function that finds a character in the toolkit's emoji
// font, which is read when first asked for, else in the fonts of the system.
func emojiElse(system func(r rune) *flow.Font) func(r rune) *flow.Font {
	emoji := embedded("emoji", theme.DefaultEmojiFont().Content(), 1)
	return func(r rune) *flow.Font {
		if emoji.Has(r) {
			return emoji
		}
		return system(r)
	}
}

func embedded(name string, data []byte, scale float32) *flow.Font {
	return flow.EmbeddedFont("dragoman-"+name, data, scale)
}

func choose(system func(rune) *flow.Font, list ...*flow.Font) *flow.Fonts {
	fonts, err := flow.NewFonts(system, list...)
	if err != nil {
		panic(fmt.Sprintf("textview: embedded fonts: %v", err))
	}
	return fonts
}

// source returns the resource by which the painter knows a font.
func (f *fonts) source(font *flow.Font) fyne.Resource {
	r, ok := f.sources[font]
	if !ok {
		r = fyne.NewStaticResource(font.Name, font.Data)
		f.sources[font] = r
	}
	return r
}
