package model_test

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"pgregory.net/rapid"

	"dragoman/model"
	"dragoman/model/modeltest"
)

// The start of "Ana" in each text, in every unit.
func TestUnitsOfTheGoldenTexts(t *testing.T) {
	for text, want := range map[string][3]int{
		"Zoë met 😊 Ana":      {10, 11, 14},
		"👨‍👩‍👧 met Ana":      {10, 13, 23},
		"e\u0301lan met Ana": {10, 10, 11},
		"A\r\nAna":           {3, 3, 3},
		"שלום Ana":           {5, 5, 9},
		"👶🏻 Ana":             {3, 5, 9},
		"🇫🇷 Ana":             {3, 5, 9},
	} {
		indexed, off := model.NewText(text), strings.Index(text, "Ana")
		if got := [3]int{indexed.CodePointAt(off), indexed.UTF16At(off), off}; got != want {
			t.Errorf("%q: Ana stands at %v, want %v", text, got, want)
		}
	}
}

func TestUnitsAgreeWithTheStandardLibrary(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// Repeated so that several checkpoints of the index are crossed.
		s := strings.Repeat(modeltest.Text().Draw(t, "text"), rapid.IntRange(1, 60).Draw(t, "times"))
		text := model.NewText(s)
		runes, units := 0, 0
		for off, r := range s {
			if text.CodePointAt(off) != runes || text.UTF16At(off) != units {
				t.Fatalf("at byte %d: %d code points and %d units, want %d and %d", off, text.CodePointAt(off), text.UTF16At(off), runes, units)
			}
			if got, ok := text.ByteOfCodePoint(runes); !ok || got != off {
				t.Fatalf("code point %d stands at %d, want %d", runes, got, off)
			}
			if got, ok := text.ByteOfUTF16(units); !ok || got != off {
				t.Fatalf("unit %d stands at %d, want %d", units, got, off)
			}
			runes++
			units += utf16.RuneLen(r)
		}
		if text.CodePoints() != utf8.RuneCountInString(s) || text.UTF16Units() != units {
			t.Fatalf("length is %d and %d, want %d and %d", text.CodePoints(), text.UTF16Units(), runes, units)
		}
	})
}

func TestUnitsOutsideTheText(t *testing.T) {
	text := model.NewText("a😊")
	for n, want := range map[int]bool{-1: false, 0: true, 2: true, 3: false} {
		if _, ok := text.ByteOfCodePoint(n); ok != want {
			t.Errorf("code point %d: %v", n, ok)
		}
	}
	for n, want := range map[int]bool{-1: false, 1: true, 2: false, 3: true, 4: false} {
		if _, ok := text.ByteOfUTF16(n); ok != want {
			t.Errorf("UTF-16 unit %d: %v", n, ok)
		}
	}
	if text.Boundary(2) || !text.Boundary(1) || !text.Boundary(5) || text.Boundary(6) || text.Boundary(-1) {
		t.Error("boundaries are wrong")
	}
}

func TestLines(t *testing.T) {
	text := model.NewText("one\r\ntwo\n\nlast")
	want := []string{"one", "two", "", "last"}
	if text.Lines() != len(want) {
		t.Fatalf("%d lines", text.Lines())
	}
	for n, line := range want {
		span := text.LineSpan(n)
		if got := text.Slice(span); got != line {
			t.Errorf("line %d is %q, want %q", n, got, line)
		}
		if text.LineAt(span.Start) != n || text.LineAt(span.End) != n {
			t.Errorf("line %d is found as %d and %d", n, text.LineAt(span.Start), text.LineAt(span.End))
		}
	}
}

func BenchmarkCodePointAt(b *testing.B) {
	text := model.NewText(strings.Repeat("Zoë met 😊 Ana. ", 100_000))
	for b.Loop() {
		text.CodePointAt(text.Len() / 2)
	}
}

// An index is made in one pass, and what it answers costs no memory.
func TestUnitsCostNoMemory(t *testing.T) {
	for _, s := range []string{strings.Repeat("Zoë met 😊 Ana. ", 20_000), strings.Repeat("Zoe met Ana. ", 20_000)} {
		text := model.NewText(s)
		if n := testing.AllocsPerRun(3, func() { model.NewText(s) }); n > 3 {
			t.Errorf("%v allocations for an index of %d bytes", n, len(s))
		}
		if n := testing.AllocsPerRun(3, func() {
			for off := 0; off < len(s); off += 97 {
				text.ByteOfCodePoint(text.CodePointAt(off))
				text.ByteOfUTF16(text.UTF16At(off))
			}
		}); n > 0 {
			t.Errorf("%v allocations for %d conversions", n, 4*len(s)/97)
		}
	}
}

// newsIn is an article of ten megabytes, with the places of 100,000 annotations,
// as a person reading in another script meets it: one character in three
// takes two bytes, some four.
func newsIn(b *testing.B, letters string) (text string, spans []model.Span) {
	b.Helper()
	doc, set := modeltest.News(10_000_000, 1)
	text = strings.NewReplacer("e", letters).Replace(doc.Text.String())
	for _, a := range set.Annotations {
		spans = append(spans, a.Fragments...)
	}
	for i := range spans {
		for !utf8.RuneStart(text[spans[i].Start]) {
			spans[i].Start++
		}
		for !utf8.RuneStart(text[spans[i].End]) {
			spans[i].End++
		}
	}
	return text, spans
}

// BenchmarkUnits is what an article of ten megabytes with 100,000 annotations
// costs: its index, and all offsets as code points and UTF-16 units, and back.
func BenchmarkUnits(b *testing.B) {
	for name, letters := range map[string]string{"ascii": "e", "greek": "η", "emoji": "😊"} {
		s, spans := newsIn(b, letters)
		text := model.NewText(s)
		b.Run("index/"+name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				model.NewText(s)
			}
		})
		b.Run("out/"+name, func(b *testing.B) {
			for b.Loop() {
				for _, s := range spans {
					text.CodePointAt(s.Start)
					text.CodePointAt(s.End)
					text.UTF16At(s.Start)
					text.UTF16At(s.End)
				}
			}
		})
		b.Run("in/"+name, func(b *testing.B) {
			for b.Loop() {
				for _, s := range spans {
					text.ByteOfCodePoint(s.Start / 4)
					text.ByteOfCodePoint(s.End / 4)
					text.ByteOfUTF16(s.Start / 4)
					text.ByteOfUTF16(s.End / 4)
				}
			}
		})
	}
}
