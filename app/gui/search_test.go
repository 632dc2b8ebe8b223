package gui

import "testing"

func TestTheWordBeingTypedMayBeABeginning(t *testing.T) {
	for text, want := range map[string]string{
		"embass": "embass*", "the embass": "the embass*", "embassy ": "embassy ", "e": "e", "": "",
		"“foreign min": "“foreign min*", "“foreign ministry”": "“foreign ministry”", "al-Ass": "al-Ass*", "begin*": "begin*",
		"وزير": "وزير*", "G20": "G20*",
	} {
		if got := typed(text); got != want {
			t.Errorf("typed(%q) = %q, want %q", text, got, want)
		}
	}
}
