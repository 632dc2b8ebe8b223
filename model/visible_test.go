package model_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"dragoman/model"
)

func TestVisible(t *testing.T) {
	for text, want := range map[string]string{
		"plain, “quoted” – ünï":                      "plain, “quoted” – ünï",
		"a\x1b]0;owned\x07b\rc\x7f\x00":              `a\x1b]0;owned\x07b\x0dc\x7f\x00`,
		"one\r\ntwo\tthree\n":                        "one\ntwo\tthree\n",
		"fdp.\u202eexe\u202c \u2067a\u2069":          `fdp.\u202eexe\u202c \u2067a\u2069`,
		"\u0085\u009b31m\u2028\u2029":                `\u0085\u009b31m\u2028\u2029`,
		"hi\U000E0048\U000E0001":                     `hi\U000e0048\U000e0001`,
		"🏴\U000E0067\U000E0062\U000E007F \U000E0067": "🏴\U000E0067\U000E0062\U000E007F \\U000e0067",
		"می\u200cشود \u200f 👨\u200d👩 so\u00adft":     "می\u200cشود \u200f 👨\u200d👩 so\u00adft",
		"name\xff\xfe.txt \ufffd":                    "name\\xff\\xfe.txt \ufffd",
	} {
		if got := model.Visible(text); got != want {
			t.Errorf("%+q is shown as %+q, want %+q", text, got, want)
		}
	}
}

func TestLinesAreShort(t *testing.T) {
	if got := model.Line("a\nb\r\nc\td"); got != "a b c d" {
		t.Errorf("%q", got)
	}
	for _, unit := range []string{"Z", "\u202e", "é", "\xff", "👨\u200d👩"} {
		got := model.Line(strings.Repeat(unit, 1<<20))
		if len(got) > 20_000 || !strings.HasSuffix(got, "…") || !utf8.ValidString(got) {
			t.Errorf("a megabyte of %+q is a line of %d bytes", unit, len(got))
		}
	}
}

// FuzzVisible shows any bytes: nothing that acts is left, and what is shown is
// shown as itself.
func FuzzVisible(f *testing.F) {
	f.Add("a\x1b[2J\u202e🏴\U000E0067\xff\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		got := model.Visible(text)
		if !utf8.ValidString(got) || model.Visible(got) != got {
			t.Errorf("%+q is shown as %+q", text, got)
		}
		for _, r := range got {
			if unicode.IsControl(r) && r != '\n' && r != '\t' || r >= 0x2028 && r <= 0x202E || r >= 0x2066 && r <= 0x2069 {
				t.Errorf("%+q leaves %U", text, r)
			}
		}
		if strings.ContainsAny(model.Line(text), "\n\t\r") {
			t.Errorf("%+q is no line", text)
		}
	})
}
