package command

import "testing"

func TestKeysInPlainText(t *testing.T) {
	for key, want := range map[string]string{"Ctrl+Shift+V": "Ctrl Shift V", "Ctrl++": "Ctrl +", "+": "+", "1": "1", "Ctrl+-": "Ctrl -"} {
		if got := (Command{Keys: []string{key}}).PlainKey(); got != want {
			t.Errorf("%s reads as %q, want %q", key, got, want)
		}
	}
	if got := (Command{}).PlainKey(); got != "" {
		t.Errorf("no key reads as %q", got)
	}
}
