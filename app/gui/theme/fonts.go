package theme

import (
	"bytes"

	"fyne.io/fyne/v2"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
	"github.com/go-text/typesetting/font/opentype/tables"
)

// FontFor returns the font that s is drawn with in a style of the running
// program's theme, or nil where it needs the toolkit's choice of fonts: there
// are characters in it that the font of the style has not.
//
// The toolkit reads all that it chooses from, with its emoji and a font of the
// system, anew for each style and for each part of the window with a theme of
// its own, and keeps it: eight to twelve megabytes each time. A font that is
// named is read once.
func FontFor(style fyne.TextStyle, s string) fyne.Resource {
	f := fyne.CurrentApp().Settings().Theme().Font(style)
	if isPlain(s) || covers(f, s) {
		return f
	}
	return nil
}

// isPlain reports whether every font has what s is made of.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// characters are what fonts have; the window's goroutine only.
var characters = map[string]font.Cmap{}

func covers(f fyne.Resource, s string) bool {
	has, ok := characters[f.Name()]
	if !ok {
		has = charactersOf(f.Content())
		characters[f.Name()] = has
	}
	if has == nil {
		return false
	}
	for _, r := range s {
		if _, ok := has.Lookup(r); !ok {
			return false
		}
	}
	return true
}

// charactersOf returns what a font file has, nil where that cannot be read.
func charactersOf(data []byte) font.Cmap {
	file, err := opentype.NewLoader(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	raw, err := file.RawTable(opentype.MustNewTag("cmap"))
	if err != nil {
		return nil
	}
	table, _, err := tables.ParseCmap(raw)
	if err != nil {
		return nil
	}
	has, _, err := font.ProcessCmap(table, tables.FPNone)
	if err != nil {
		return nil
	}
	return has
}
