package flow

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"

	"dragoman/assets"
	"dragoman/model"
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
		{"ᄀ|\u1160", false},
		{"|\u115fᅡ", false},
		{"a|\u1160", true},
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

func TestHiddenCharactersAreMarked(t *testing.T) {
	for text, want := range map[string]string{
		"a\u202eb\u200b\x07c":          "RLO!3 ZWSP +1:4",
		"Staats\u00administer \u00ada": "SHY.2 SHY:2",
		"\ufeffa\ufeff":                "BOM.3 BOM:3",
		"a" + "\u200b\u200b\u200b":     "ZWSP ×3:9",
		"a\u200b\u202e\u2066":          "RLO +2!9",
		"x\U000E0041\U000E0042":        "TAG A +1!8",
		"\u200e\u200f\u061c":           "LRM +2.8",
		"می\u200cشود 👨\u200d👩 ❤\ufe0f 🏴\U000E0067\U000E007F": "",
		"a\u0080\ufff9\u3164\u2062": "U+0080 +3:11",
		"ᄀ\u1160 \u115fᅡ \u1160":    "HJF:3",
	} {
		var got []string
		for _, m := range newFlow(t, text, 500).Line(0, 0).Hidden {
			got = append(got, fmt.Sprintf("%s%c%d", m.Code(), ".:!"[m.Notice], m.Span.Len()))
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%+q is marked %q, want %q", text, s, want)
		}
	}
}

// TestHiddenCharactersMoveNothing sets random lines with and without hidden
// characters: the same strings are drawn at the same places.
func TestHiddenCharactersMoveNothing(t *testing.T) {
	words := []string{"office ", "AVAT", "denied. ", "شود", "لا", "می\u200cشود ", "שלום ", "(12) ", "👨\u200d👩\u200d👧 ", "e\u0301", "你", "\t", "\ue000"}
	hide := []string{"\u200b", "\u00ad", "\u2060", "\ufeff", "\x07", "\x00", "\U000E0041", "\u180e"}
	rapid.Check(t, func(rt *rapid.T) {
		var plain, full strings.Builder
		for _, w := range rapid.SliceOfN(rapid.SampledFrom(words), 1, 12).Draw(rt, "words") {
			for it := graphemes.FromString(w); it.Next(); {
				plain.WriteString(it.Value())
				full.WriteString(it.Value())
				if rapid.IntRange(0, 3).Draw(rt, "hide") == 0 {
					full.WriteString(rapid.SampledFrom(hide).Draw(rt, "hidden"))
				}
			}
		}
		plain.WriteString("end")
		full.WriteString("end")
		want, got := placed(newFlow(t, plain.String(), 1e6)), placed(newFlow(t, full.String(), 1e6))
		if got != want {
			rt.Fatalf("%+q is drawn\n%s\nand without what is hidden\n%s", full.String(), got, want)
		}
	})
}

// placed writes what is drawn in the first line, and where.
func placed(f *Flow) string {
	var out strings.Builder
	for _, p := range f.Line(0, 0).Pieces {
		if p.Width > 0 {
			fmt.Fprintf(&out, "%+q %.3f %.3f\n", p.Draw, p.X, p.Width)
		}
	}
	return out.String()
}

// TestOverridesEndWithTheirParagraph opens all that can be opened in one
// paragraph: the next stands as it would alone.
func TestOverridesEndWithTheirParagraph(t *testing.T) {
	const next = "abc אבג (def) 12, וזה."
	alone := newFlow(t, next, 500).Line(0, 0)
	for _, end := range []string{"\n", "\r\n", "\r", "\u2028", "\u2029"} {
		f := newFlow(t, strings.Repeat("\u202e\u202b\u2067\u202d\u2068", 80)+"הפוך x"+end+next, 500)
		got := f.Line(f.Blocks()-1, 0)
		if len(got.Pieces) != len(alone.Pieces) {
			t.Fatalf("behind %q: %d pieces, alone %d", end, len(got.Pieces), len(alone.Pieces))
		}
		for i, p := range got.Pieces {
			if q := alone.Pieces[i]; p.Draw != q.Draw || p.X != q.X || p.RightToLeft != q.RightToLeft {
				t.Errorf("behind %q: %+q at %v, alone %+q at %v", end, p.Draw, p.X, q.Draw, q.X)
			}
		}
	}
}

// TestSpansOfHiddenCharactersAreSeen covers an override alone: what is marked
// or selected has a place.
func TestSpansOfHiddenCharactersAreSeen(t *testing.T) {
	f := newFlow(t, "ab\u202ecd", 500)
	rects := f.Rects(model.Span{Start: 2, End: 5})
	if len(rects) != 1 || rects[0].Right-rects[0].Left != hiddenWidth {
		t.Errorf("rectangles %v", rects)
	}
	for off, want := range []bool{false, false, true, true, true, true, false} {
		m, ok := f.HiddenAt(off)
		if ok != want || ok && m.Name(f.Text()) != "right-to-left override, U+202E" {
			t.Errorf("at %d stands %+v", off, m)
		}
	}
}

// TestAMegabyteOfNothing sets a text of zero-width spaces alone: each block is
// one line with one mark.
func TestAMegabyteOfNothing(t *testing.T) {
	f := newFlow(t, strings.Repeat("\u200b", 1<<20/3), 500)
	for _, b := range []int{0, f.Blocks() / 2, f.Blocks() - 1} {
		if l := f.Line(b, 0); f.Lines(b) != 1 || len(l.Hidden) != 1 || l.Hidden[0].Count < 10 {
			t.Errorf("block %d has %d lines, marks %v", b, f.Lines(b), l.Hidden)
		}
	}
	if f.Stats.Shaped > 4 {
		t.Errorf("%d blocks were shaped", f.Stats.Shaped)
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
