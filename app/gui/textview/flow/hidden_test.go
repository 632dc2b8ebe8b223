package flow

import (
	"encoding/binary"
	"testing"

	"dragoman/assets"
)

func TestHiddenCharacters(t *testing.T) {
	for _, c := range []struct {
		text string
		want bool // is the rune behind the bar hidden
	}{
		{"a|\u202eb", true},
		{"a|\x00", true},
		{"a|\u200bb", true},
		{"a|\u00adb", true},
		{"|\ufeffa", true},
		{"م|\u200cش", false},
		{"a|\u200cb", true},
		{"👨|\u200d👩", false},
		{"क|\u200dष", false},
		{"م|\u200c ", false},
		{"|\u200d", true},
		{"❤|\ufe0f", false},
		{"a|\ufe0f", true},
		{"1|\ufe0f\u20e3", false},
		{"a|\U000E0041", true},
		{"🏴|\U000E0067", false},
		{"🏴\U000E0067|\U000E0062", false},
		{"a|\t", false},
		{"a|\u00a0", false},
		{"a|\u0301", false},
		{"a|\u0600", false},
		{"|\u3164", true},
		{"a|\u0085", true},
	} {
		var runes []rune
		at := 0
		for _, r := range c.text {
			if r == '|' {
				at = len(runes)
				continue
			}
			runes = append(runes, r)
		}
		if got := hidden(runes, at); got != c.want {
			t.Errorf("%+q: hidden %v, want %v", c.text, got, c.want)
		}
	}
}

func TestHiddenCharactersAreShown(t *testing.T) {
	f := newFlow(t, "a\u202eb\u200b\x07", 500)
	var kinds []Kind
	for _, p := range f.Line(0, 0).Pieces {
		kinds = append(kinds, p.Kind)
		if p.Kind != Text && p.Width < 3 {
			t.Errorf("%+v is not wide enough to be seen", p)
		}
	}
	want := []Kind{Text, Hidden, Text, Thin, Hidden}
	if len(kinds) != len(want) {
		t.Fatalf("pieces %v", kinds)
	}
	for i := range want {
		if kinds[i] != want[i] {
			t.Errorf("piece %d is %v", i, kinds[i])
		}
	}
	if got := f.Line(0, 0).Pieces[1].Draw; got != "RLO" {
		t.Errorf("the override is shown as %q", got)
	}
}

func TestMissingGlyphsAreDrawn(t *testing.T) {
	f := newFlow(t, "x\U000F0000\ue000y", 500)
	p := f.Line(0, 0).Pieces[1]
	if p.Kind != Missing || p.Draw != "\ufffd\ufffd" || p.Width < 10 {
		t.Errorf("%+v", p)
	}
}

func TestSystemFontsAreAskedOnce(t *testing.T) {
	asked := map[rune]int{}
	fonts := newFonts(t)
	fonts.system = func(r rune) *Font { asked[r]++; return nil }
	f := New("你好 你好\n你好", fonts, DefaultMetrics(18), 500)
	f.Lines(0)
	f.Lines(1)
	if len(asked) != 2 || asked['你'] != 1 {
		t.Errorf("asked %v", asked)
	}
}

// TestCollectionsAreTakenApart wraps a font in a collection and takes it out.
func TestCollectionsAreTakenApart(t *testing.T) {
	data := assets.HebrewRegular
	head := []byte("ttcf\x00\x01\x00\x00\x00\x00\x00\x01\x00\x00\x00\x10")
	shifted := append([]byte(nil), data...)
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		at := 12 + 16*i + 8
		binary.BigEndian.PutUint32(shifted[at:], binary.BigEndian.Uint32(data[at:])+uint32(len(head)))
	}
	collection := append(head, shifted...)
	out, err := fontOf(collection, 0)
	if err != nil {
		t.Fatal(err)
	}
	font, err := NewFont("taken", out, 1)
	if err != nil {
		t.Fatal(err)
	}
	if !font.covers([]rune("שלום")) {
		t.Error("letters are missing")
	}
	for _, n := range []int{13, 20, 100, len(collection) / 2} {
		if _, err := fontOf(collection[:n], 0); err == nil {
			t.Errorf("a collection cut at %d was accepted", n)
		}
	}
	if _, err := fontOf(collection, 7); err == nil {
		t.Error("a font that is not there was found")
	}
	if got, err := fontOf(data, 0); err != nil || len(got) != len(data) {
		t.Errorf("a plain font: %v", err)
	}
}
