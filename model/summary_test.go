package model_test

import (
	"strings"
	"testing"

	"dragoman/model"
)

func TestHeading(t *testing.T) {
	long := strings.Repeat("ж", 100)
	for _, c := range []struct{ title, text, want string }{
		{"A title", "", "A title"},
		{"", "\ufeff \r\n\t\r\n  Ana met Ben. \r\nAnd left.", "[Ana met Ben.]"},
		{"", "Ana met Ben.\u2028And left.", "[Ana met Ben.]"},
		{"", long, "[" + long + "]"},
		{"", long + "ж", "[" + long + "…]"},
		{"", " \n\n ", "[0123]"},
		{" ", "", "[0123]"},
	} {
		s := model.Summary{ID: "0123", Title: c.title, Beginning: model.FirstLine(c.text)}
		if got := s.Heading(); got != c.want {
			t.Errorf("title %q, text %q: %q, want %q", c.title, c.text, got, c.want)
		}
	}
}
