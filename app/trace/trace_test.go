package trace

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

func TestEventsAreLinesInOrder(t *testing.T) {
	path := filepath.Join(t.TempDir(), "trace")
	t.Setenv(Variable, path)
	tr, err := Open()
	if err != nil {
		t.Fatal(err)
	}
	tr.Event("asked")
	tr.Event("painted")
	if err := tr.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var names []string
	last, cpu := -1.0, -1.0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var e struct {
			Event string
			At    float64
			CPU   float64
		}
		if err := json.Unmarshal(lines.Bytes(), &e); err != nil || e.At < last || e.CPU < cpu {
			t.Fatalf("line %s: %v", lines.Text(), err)
		}
		names, last, cpu = append(names, e.Event), e.At, e.CPU
	}
	if !slices.Equal(names, []string{"began", "asked", "painted"}) {
		t.Errorf("events are %v", names)
	}
}

func TestNoTraceIsAskedFor(t *testing.T) {
	t.Setenv(Variable, "")
	tr, err := Open()
	if tr != nil || err != nil {
		t.Fatalf("%v, %v", tr, err)
	}
	tr.Event("dropped")
	if err := tr.Close(); err != nil {
		t.Error(err)
	}
}
