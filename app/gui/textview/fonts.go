package textview

import (
	"fmt"
	"sync"

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

// newFonts reads the embedded fonts. They are part of the program: one that
// cannot be read is a fault of the build.
func newFonts() *fonts {
	naskh, hebrew := parse("naskh", assets.NaskhRegular, naskhScale), parse("hebrew", assets.HebrewRegular, 1)
	system := emojiElse(flow.SystemFonts(""))
	return &fonts{
		text: choose(system, parse("serif", assets.SerifRegular, 1), naskh, hebrew),
		title: choose(system, parse("serif-bold", assets.SerifBold, 1), parse("naskh-bold", assets.NaskhBold, naskhScale),
			parse("hebrew-bold", assets.HebrewBold, 1)),
		byline: choose(system, parse("sans", theme.DefaultTextFont().Content(), 1), parse("sans-arabic", assets.SansArabic, 1),
			parse("sans-hebrew", assets.SansHebrew, 1)),
		tag:     choose(system, parse("sans-bold", theme.DefaultTextBoldFont().Content(), 1)),
		sources: map[*flow.Font]fyne.Resource{},
	}
}

// emojiElse returns a function that finds a character in the toolkit's emoji
// font, which is read when first asked for, else in the fonts of the system.
func emojiElse(system func(r rune) *flow.Font) func(r rune) *flow.Font {
	emoji := sync.OnceValue(func() *flow.Font { return parse("emoji", theme.DefaultEmojiFont().Content(), 1) })
	return func(r rune) *flow.Font {
		if emoji().Has(r) {
			return emoji()
		}
		return system(r)
	}
}

func parse(name string, data []byte, scale float32) *flow.Font {
	f, err := flow.NewFont("dragoman-"+name, data, scale)
	if err != nil {
		panic(fmt.Sprintf("textview: embedded font: %v", err))
	}
	return f
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
