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

// newFonts reads the embedded fonts. They are part of the program: one that
// cannot be read is a fault of the build.
func newFonts() *fonts {
	emoji := parse("emoji", emojiBytes(), 1)
	naskh, hebrew := parse("naskh", assets.NaskhRegular, naskhScale), parse("hebrew", assets.HebrewRegular, 1)
	system := flow.SystemFonts("")
	return &fonts{
		text: choose(system, parse("serif", assets.SerifRegular, 1), naskh, hebrew, emoji),
		title: choose(system, parse("serif-bold", assets.SerifBold, 1), parse("naskh-bold", assets.NaskhBold, naskhScale),
			parse("hebrew-bold", assets.HebrewBold, 1), emoji),
		byline: choose(system, parse("sans", theme.DefaultTextFont().Content(), 1), parse("sans-arabic", assets.SansArabic, 1),
			parse("sans-hebrew", assets.SansHebrew, 1), emoji),
		tag:     choose(system, parse("sans-bold", theme.DefaultTextBoldFont().Content(), 1)),
		sources: map[*flow.Font]fyne.Resource{},
	}
}

// emojiBytes returns the toolkit's emoji font, which a build may leave out.
func emojiBytes() []byte {
	if r := theme.DefaultEmojiFont(); r != nil {
		return r.Content()
	}
	return nil
}

func parse(name string, data []byte, scale float32) *flow.Font {
	if data == nil {
		return nil
	}
	f, err := flow.NewFont("dragoman-"+name, data, scale)
	if err != nil {
		panic(fmt.Sprintf("textview: embedded font: %v", err))
	}
	return f
}

func choose(system func(rune) *flow.Font, list ...*flow.Font) *flow.Fonts {
	var present []*flow.Font
	for _, f := range list {
		if f != nil {
			present = append(present, f)
		}
	}
	fonts, err := flow.NewFonts(system, present...)
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
