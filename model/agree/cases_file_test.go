package agree

import (
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"testing"
)

// casesFile is where the published cases lie, seen from this package.
var casesFile = filepath.Join("..", "..", "..", "shared", "cases", "agreement.json")

// caseTest computes a published case and compares it, key by key.
type caseTest func(t *testing.T, c *publishedCase)

// publishedCase is a case of the file: numbers that a named source gives for
// an input.
type publishedCase struct {
	ID        string              `json:"id"`
	Measure   string              `json:"measure"`
	Source    string              `json:"source"`
	Input     json.RawMessage     `json:"input"`
	Expected  map[string]*float64 `json:"expected"` // null: undefined
	Tolerance json.RawMessage     `json:"tolerance"`

	checked map[string]bool
}

// publishedCases reads the file, and skips the test where there is none.
func publishedCases(t *testing.T) []*publishedCase {
	t.Helper()
	data, err := os.ReadFile(casesFile)
	if os.IsNotExist(err) {
		t.Skipf("the published cases are not here: %s", casesFile)
	}
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Cases []*publishedCase `json:"cases"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	for _, c := range file.Cases {
		c.checked = map[string]bool{}
	}
	return file.Cases
}

// input reads the input of the case into v.
func (c *publishedCase) input(t *testing.T, v any) {
	t.Helper()
	if err := json.Unmarshal(c.Input, v); err != nil {
		t.Fatalf("input of %s: %v", c.ID, err)
	}
}

// tolerance returns how far from the published figure of this key ours may be.
func (c *publishedCase) tolerance(t *testing.T, key string) float64 {
	t.Helper()
	var all float64
	if json.Unmarshal(c.Tolerance, &all) == nil {
		return all
	}
	var each map[string]float64
	if err := json.Unmarshal(c.Tolerance, &each); err != nil {
		t.Fatalf("tolerance of %s: %v", c.ID, err)
	}
	return each[key]
}

// expect compares got with the figure that was published under key.
func (c *publishedCase) expect(t *testing.T, key string, got float64) {
	t.Helper()
	c.checked[key] = true
	want, there := c.Expected[key]
	switch {
	case !there:
		t.Errorf("nothing was published under %q", key)
	case want == nil:
		t.Errorf("%s is %v, published as undefined", key, got)
	case math.IsNaN(got) || math.Abs(got-*want) > c.tolerance(t, key)+1e-12:
		t.Errorf("%s is %v, published as %v ± %v", key, got, *want, c.tolerance(t, key))
	}
}

// expectValue compares a figure that may be undefined with what was published.
func (c *publishedCase) expectValue(t *testing.T, key string, got Value) {
	t.Helper()
	if want, there := c.Expected[key]; there && want == nil {
		c.undefined(t, key, got)
		return
	}
	if !got.Defined() {
		t.Errorf("%s is undefined: %s", key, got.Why)
	}
	c.expect(t, key, got.V)
}

// undefined checks that the figure, published as null, is undefined with a
// reason.
func (c *publishedCase) undefined(t *testing.T, key string, got Value) {
	t.Helper()
	c.checked[key] = true
	if want, there := c.Expected[key]; !there || want != nil {
		t.Errorf("%s was not published as undefined", key)
	}
	if got.Defined() {
		t.Errorf("%s is %v, published as undefined", key, got.V)
	}
}
