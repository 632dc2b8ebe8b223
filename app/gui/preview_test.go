package gui

import "testing"

// A record that is no object is shown line by line.
func TestPreviewOfLines(t *testing.T) {
	if rows := preview("Ali\tB-PER\nmet\tO\n"); len(rows) != 2 {
		t.Errorf("%d rows for two lines", len(rows))
	}
}
