package theme

import (
	"image/color"
	"testing"

	"fyne.io/fyne/v2/theme"
)

// Every text of the window must read at 4.5 to 1 on everything it stands on.
func TestContrast(t *testing.T) {
	for name, p := range map[string]Palette{"light": Light, "dark": Dark} {
		grounds := map[string]color.NRGBA{"paper": p.Paper, "panel": p.Panel, "raised": p.Raised, "hover": p.Hover}
		for ground, g := range grounds {
			for text, c := range map[string]color.NRGBA{"ink": p.Ink, "muted": p.Muted, "accent": p.Accent, "warning": p.Warning} {
				if ground == "hover" && text != "ink" {
					continue // muted text turns to ink under the pointer
				}
				if got := Contrast(c, g); got < 4.5 {
					t.Errorf("%s: %s on %s has contrast %.2f, want 4.5", name, text, ground, got)
				}
			}
		}
		if got := Contrast(p.Ink, p.Selection); got < 4.5 {
			t.Errorf("%s: ink on selection has contrast %.2f, want 4.5", name, got)
		}
		if got := Contrast(p.OnAccent, p.Accent); got < 4.5 {
			t.Errorf("%s: text on accent has contrast %.2f, want 4.5", name, got)
		}
		if got := Contrast(p.SecondOnSelection(), p.Selection); got < 4.5 {
			t.Errorf("%s: muted text on selection has contrast %.2f, want 4.5", name, got)
		}
	}
}

// The letters of a tag must read, whatever colour the schema gives it.
func TestTagsAreLegible(t *testing.T) {
	for hex := uint32(0); hex <= 0xFFFFFF; hex += 0x1357 {
		if ground, ink := Tag(rgb(hex)); Contrast(ground, ink) < Legible {
			t.Errorf("text on a tag of #%06X has contrast %.2f, want %v", hex, Contrast(ground, ink), Legible)
		}
	}
}

// The labels of a new project have letters of one colour in each palette.
func TestTagsLookAlike(t *testing.T) {
	for _, c := range []struct {
		ink     uint32
		colours []uint32
	}{{0xFFFFFF, []uint32{0x0B6BB0, 0x0A8A63, 0xB87400, 0xC2364F}}, {0x000000, []uint32{0x66B2EE, 0x4CCBA0, 0xEDB04A, 0xF27D93}}} {
		for _, hex := range c.colours {
			if _, ink := Tag(rgb(hex)); ink != rgb(c.ink) {
				t.Errorf("letters on #%06X are %v", hex, ink)
			}
		}
	}
}

func TestModeOverridesSystem(t *testing.T) {
	if !New(DarkMode).IsDark(theme.VariantLight) || New(LightMode).IsDark(theme.VariantDark) {
		t.Error("a chosen mode must not follow the system")
	}
	if !New(System).IsDark(theme.VariantDark) || New(System).IsDark(theme.VariantLight) {
		t.Error("without a choice the theme must follow the system")
	}
}

func TestParseColour(t *testing.T) {
	if c, ok := ParseColour("#0B6BB0"); !ok || c != rgb(0x0B6BB0) {
		t.Errorf("ParseColour = %v, %v", c, ok)
	}
	for _, s := range []string{"", "#fff", "0B6BB0", "#0B6BG0", "#0B6BB0A"} {
		if _, ok := ParseColour(s); ok {
			t.Errorf("ParseColour(%q) took what is no colour", s)
		}
	}
}
