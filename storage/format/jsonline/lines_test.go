package jsonline

import (
	"bufio"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
)

func TestLinesOfAnyLength(t *testing.T) {
	in := "short\n" + strings.Repeat("x", 300_000) + "\r\n\nlast"
	l := NewLines(bufio.NewReaderSize(strings.NewReader(in), 16), 300_002)
	for _, want := range []int{5, 300_000, 0, 4} {
		if line, err := l.Next(); err != nil || len(line) != want {
			t.Fatalf("line %d has %d bytes (%v), want %d", l.Number(), len(line), err, want)
		}
	}
	if _, err := l.Next(); err != io.EOF {
		t.Errorf("behind the last line came %v", err)
	}
}

func TestLongLineIsSkipped(t *testing.T) {
	in := "short\n" + strings.Repeat("x", 1001) + "\nafter\n" + strings.Repeat("y", 1001)
	l := NewLines(bufio.NewReaderSize(strings.NewReader(in), 16), 1000)
	var got []string
	for {
		line, err := l.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			if !errors.As(err, new(TooLong)) {
				t.Fatal(err)
			}
			line = []byte("long")
		}
		got = append(got, string(line))
	}
	if want := []string{"short", "long", "after", "long"}; !slices.Equal(got, want) {
		t.Errorf("lines are %q, want %q", got, want)
	}
}
